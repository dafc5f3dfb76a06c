"""Hold the texts of a site that has been read against what their readers will be shown.

Only the check asks for it: a build leaves links to the host, which finds the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mkdocs_casebook.config.settings import Settings
from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.core.extensions import ADDRESSES, extensions
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.core.places import Places
from mkdocs_casebook.core.problems import Location, Problem, Severity
from mkdocs_casebook.graph.links import Targets, Text, broken_links
from mkdocs_casebook.markdown.host_reading import read_otherwise
from mkdocs_casebook.pipeline.load_site import Whole
from mkdocs_casebook.safety.rules import PICTURES


def check_links(whole: Whole, settings: Settings) -> Sequence[Problem]:
    """Return a problem for each link in the site's own files that leads nowhere, by place.

    A build leaves this to the host, which finds the same while it makes the pages.
    """
    files, result = whole.files, whole.result
    places = Places.of(settings.docs_folder, files.collections, result.moves)
    texts = {source.path: text for source, text in _texts(whole)}
    folders = {item.kind: item.folder for item in files.collections}
    opened = {
        path
        for addresses in extensions(ADDRESSES)
        for path in addresses(files.schema, result.vocabulary, folders, *settings.opened)
    }

    def is_file(path: str) -> bool:
        """Return whether the host has a file that is no page."""
        if path in files.placed or path in places.moved:
            return True
        is_picture = path.lower().endswith(PICTURES)
        is_known = places.is_in_docs(path) or (is_picture and places.known(path) is not None)
        return is_known and whole.look(path) is not None

    brought = {source.path for source in files.sources if source.origin}
    targets = Targets(texts, is_file, settings.docs_folder, opened, settings.link_levels)
    found = broken_links(targets)
    return sorted(problem for problem in found if problem.where.path not in brought)


def check_reading(whole: Whole, settings: Settings) -> Sequence[Problem]:
    """Return a notice for each line of the site's own pages that code hosts read otherwise."""
    return [
        Problem(
            where=Location(source.path, text.line + found.line - 1),
            code="read-otherwise",
            found=found.found,
            fix=found.fix,
            severity=Severity.NOTICE,
        )
        for source, text in _texts(whole)
        if source.origin is None
        for found in read_otherwise(text.body, settings.rules.extensions)
    ]


def _texts(whole: Whole) -> Iterator[tuple[Source, Text]]:
    """Yield each file that could be read, with its text."""
    bodies = whole.result.bodies
    for source in whole.files.sources:
        if source.path in bodies:
            content = decode(source.path, source.content)[0]
            yield source, _text(content, bodies[source.path])


def _text(whole: str, body: str) -> Text:
    """Return a body with the line of its file at which it starts."""
    return Text(body, whole.count("\n", 0, len(whole) - len(body)) + 1)
