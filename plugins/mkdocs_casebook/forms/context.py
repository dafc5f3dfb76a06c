"""What every way in needs to know of the site that an entry is for, and the check of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mkdocs_casebook.content.files import address_of
from mkdocs_casebook.content.parsed import parse_source
from mkdocs_casebook.core.model import Collection, Source
from mkdocs_casebook.core.problems import Problem, Severity
from mkdocs_casebook.forms.draft import Draft, as_file
from mkdocs_casebook.forms.inputs import Input, inputs_of
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.schema.kinds import Schema
from mkdocs_casebook.schema.names import gather_vocabulary
from mkdocs_casebook.schema.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Desk:
    """A site as somebody sees it who adds to it."""

    sources: tuple[Source, ...]
    collections: tuple[Collection, ...]
    docs_folder: str
    schema: Schema
    vocabulary: Vocabulary

    @classmethod
    def of(
        cls,
        sources: Sequence[Source],
        collections: Sequence[Collection],
        docs_folder: str,
        schema: Schema,
    ) -> Desk:
        """Return the desk of a site with these files, whatever mistakes are in them."""
        kinds = {item.folder: item.kind for item in collections}
        vocabulary = gather_vocabulary(map(parse_source, sources), kinds, schema)
        return cls(tuple(sources), tuple(collections), docs_folder, schema, vocabulary)

    @property
    def folders(self) -> Mapping[str, str]:
        """The folder of each kind."""
        return {item.kind: item.folder for item in self.collections}

    def inputs(self, kind: str) -> tuple[Input, ...]:
        """Return what a contributor is asked about an entry of a kind."""
        return inputs_of(self.schema[kind], self.schema, self.vocabulary.titles)


@dataclass(frozen=True, slots=True)
class Checked:
    """Files that are not written yet."""

    files: Mapping[str, str]
    """Their texts by path from the project root; the entry itself comes last."""

    problems: tuple[Problem, ...]
    """Every mistake in them that would keep the site from being built, by place."""


def check_drafts(drafts: Sequence[Draft], desk: Desk) -> Checked:
    """Return the files of some drafts and what is wrong in them, as if they were on the site."""
    new = [source_of(draft, desk) for draft in drafts]
    files = {source.path: source.content.decode() for source in new}
    found = build([*desk.sources, *new], desk.collections, desk.schema).problems
    errors = (problem for problem in found if problem.severity is Severity.ERROR)
    return Checked(files, tuple(problem for problem in errors if problem.where.path in files))


def source_of(draft: Draft, desk: Desk) -> Source:
    """Return a draft as a file of the site would be read."""
    path = draft.path(desk.folders)
    return Source(
        path=path,
        kind=draft.kind,
        slug=draft.slug,
        address=address_of(path, desk.docs_folder),
        content=as_file(draft, desk.schema[draft.kind]).encode(),
    )
