"""Links between a site's own pages, as their authors wrote them, each with its place in the text.

The host tells links that lead nowhere too, but only in a build, and not on which line they are.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from mkdocs_casebook.content.nodes import Node, texts_in
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.core.places import leads_to
from mkdocs_casebook.core.problems import Location, Problem, quote
from mkdocs_casebook.graph.prose import Link, lines_of_code, prose
from mkdocs_casebook.schema.vocabulary import Vocabulary

PAGE_ENDING = ".md"


def page_links(path: str, body: str) -> Iterator[tuple[Link, str]]:
    """Yield each link of a page to a page of the project, and the path that it leads to."""
    if PAGE_ENDING not in body:
        return
    code = lines_of_code(body)
    for link in prose(body)[1]:
        if body.count("\n", 0, link.start) in code:
            continue
        target = link.target.partition("#")[0].partition("?")[0]
        if target.endswith(PAGE_ENDING) and target[0] != "/" and ":" not in target:
            yield link, leads_to(path, target)


def broken_links(
    sources: Sequence[Source],
    bodies: Mapping[str, str],
    folders: Container[str],
    is_there: Callable[[str], bool],
) -> Iterator[Problem]:
    """Yield each link of a page to a page that is not there.

    ``bodies`` has the text of each file below its fields; ``folders`` are those of collections;
    ``is_there`` tells whether a link may lead to a path. What content packs bring is passed over:
    their links are made right.
    """
    paths = [source.path for source in sources]
    for source in sources:
        if source.origin is not None:
            continue
        body = bodies.get(source.path, "")
        for link, target in page_links(source.path, body):
            if not is_there(target):
                # The body is what the file ends with.
                line = 1 + source.content.count(b"\n") - body.count("\n", link.start)
                meant = _meant(target, paths, folders)
                words = " ".join(body[link.start : link.end].split())
                fix = f"Write {quote(words)} without the link." if words else "Delete the line."
                yield Problem(
                    where=Location(source.path, line),
                    code="broken-link",
                    found=f"the link leads to {quote(target)}, where no page is",
                    fix=f'Did you mean "{meant}"?' if meant else fix,
                )


def broken_menu(
    name: str, nav: Node | None, docs: str, is_there: Callable[[str], bool]
) -> Iterator[Problem]:
    """Yield each line of the menu in the settings that leads to a page that is not there."""
    for _place, text, line in texts_in(nav) if nav is not None else ():
        if not text.endswith(PAGE_ENDING) or ":" in text:
            continue
        if not is_there(f"{docs}/{text}") and not is_there(text):
            yield Problem(
                where=Location(name, line, "nav"),
                code="broken-link",
                found=f"the menu leads to {quote(text)}, where no page is",
                fix="Delete the line, or write the page.",
            )


def _meant(target: str, paths: Sequence[str], folders: Container[str]) -> str | None:
    """Return the page that a link may have meant.

    It is one of nearly the same name in the folder, or one of the same name if there is no such
    folder: then a step was left out on the way. A story and its organisation may share a name.
    """
    folder, name = posixpath.split(target)
    beside = {posixpath.basename(p): p for p in paths if posixpath.dirname(p) == folder}
    if beside or folder in folders:
        return beside.get(Vocabulary().nearest(name, beside) or "")
    same = [path for path in paths if posixpath.basename(path) == name != "index.md"]
    return same[0] if len(same) == 1 else None
