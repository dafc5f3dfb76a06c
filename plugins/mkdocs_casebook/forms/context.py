"""Read a site once for every form, and check drafts as if they were on the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mkdocs_casebook.api import Problem, Severity, SiteFiles, Source, Vocabulary
from mkdocs_casebook.content.files import address_of
from mkdocs_casebook.content.nodes import Text
from mkdocs_casebook.content.parsed import parse_source
from mkdocs_casebook.core.extensions import ADVISERS, extensions
from mkdocs_casebook.core.problems import Suggestion
from mkdocs_casebook.forms.draft import Draft, as_file
from mkdocs_casebook.forms.inputs import Input, Titles, inputs_of
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.schema.names import gather_vocabulary


@dataclass(frozen=True, slots=True)
class FormContext:
    """A site, with the names and titles that forms offer."""

    files: SiteFiles
    vocabulary: Vocabulary
    titles: Titles

    @classmethod
    def of(cls, files: SiteFiles) -> FormContext:
        """Read a site, whatever mistakes are in its files."""
        folders = {item.folder: item.kind for item in files.collections}
        vocabulary = gather_vocabulary(map(parse_source, files.sources), folders, files.schema)
        return cls(files, vocabulary, vocabulary.titles)

    @property
    def folders(self) -> Mapping[str, str]:
        """The folder of each kind."""
        return {item.kind: item.folder for item in self.files.collections}

    def with_title_of(self, draft: Draft) -> str:
        """Return the path of the entry that has the title of a draft; blank if there is none."""
        wanted = _title(draft.fields.get("title"))
        for source in self.files.sources if wanted else ():
            document = parse_source(source).document if source.kind == draft.kind else None
            for name, node in document.fields.fields if document else ():
                if (
                    name.value == "title"
                    and isinstance(node, Text)
                    and _title(node.value) == wanted
                ):
                    return source.path
        return ""

    def inputs(self, kind: str) -> tuple[Input, ...]:
        """Return what a contributor is asked about an entry of a kind."""
        return inputs_of(self.files.schema[kind], self.files.schema, self.titles)


def _title(value: object) -> str:
    """Return a title without what differs between two ways of typing it."""
    return " ".join(str(value or "").casefold().replace("’", "'").split()).rstrip(".")


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking drafts."""

    texts: Mapping[str, str]
    """The text of each file by its path."""

    errors: tuple[Problem, ...]
    details: tuple[Problem, ...]
    """What in them may be somebody's personal details."""


def check_drafts(drafts: Sequence[Draft], context: FormContext) -> Checked:
    """Return the texts of some drafts, and what is to be said of them, by place."""
    new = [source_of(draft, context) for draft in drafts]
    texts = {source.path: source.content.decode() for source in new}
    site = context.files
    built = build([*site.sources, *new], site.collections, site.schema)
    errors = (problem for problem in built.problems if problem.severity is Severity.ERROR)
    # Of a file with an error no other advice would be any help yet. This is.
    advice = (
        told
        for advise in extensions(ADVISERS)
        for told in advise(new, built.casebook, (), texts.keys())
    )
    return Checked(
        texts,
        tuple(problem for problem in errors if problem.where.path in texts),
        tuple(told for told in advice if told.code == Suggestion.PERSONAL_DETAILS),
    )


def source_of(draft: Draft, context: FormContext) -> Source:
    """Return a draft as a file of the site would be read."""
    path = f"{context.folders[draft.kind]}/{draft.slug}.md"
    return Source(
        path=path,
        kind=draft.kind,
        slug=draft.slug,
        address=address_of(path, context.files.settings.docs_folder),
        content=as_file(draft, context.files.schema[draft.kind]).encode(),
    )
