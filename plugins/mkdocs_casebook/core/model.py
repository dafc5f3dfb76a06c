"""Define the values that flow through Casebook: all frozen, and made of nothing else of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

Value = str | int | date | tuple["Value", ...] | Mapping[str, "Value"]
"""What a field holds once it has been read: text, a whole number, a day, a list or a group."""

PAGE = "page"
"""The kind of files that are in no collection: the one kind that every site has."""

NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder whose files are all entries of one kind."""

    folder: str
    """Path from the project root, with forward slashes: ``case_studies``, ``docs/guide``."""

    kind: str
    """The name of a kind declared in :mod:`mkdocs_casebook.schema.kinds`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an entry comes from that this site did not write: a content pack or another site."""

    name: str
    """What the pack or the site is called."""

    address: str = ""
    """Where the original can be read."""

    licence: str = ""
    """The licence of the text, as an SPDX identifier: ``CC-BY-4.0``, ``OGL-UK-3.0``."""

    version: str = ""
    """The version of the pack."""

    pack: str = ""
    """The name by which the site takes the pack; empty for another site."""

    holder: str = ""
    """Who holds the copyright."""

    path: str = ""
    """The file's path in the pack, from which its links are counted."""

    edit_address: str = ""
    """Where a change to the original can be suggested."""

    read_on: date | None = None
    """The day on which another site's entry was last read; ``None`` for a content pack's."""

    missed_since: date | None = None
    """The first day since then on which the site could not be read; ``None`` if it could."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file as it lies on disk, with the place its page will have on the site."""

    path: str
    """Path from the project root, with forward slashes; what messages and links use."""

    kind: str
    slug: str
    """File name without its ending: the last part of the permalink."""

    address: str
    """The page's place on the site without a leading slash: ``case-studies/example-trust/``."""

    content: bytes
    origin: Origin | None = None
    """Where the file came from; ``None`` for a file of this site's own."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file that texts can show."""

    size: int
    """Bytes."""

    width: int
    """Pixels, as it is shown; 0 where the file does not say."""

    height: int
    is_shown: bool = True
    """Whether browsers know what to do with it."""


class Section(NamedTuple):
    """A heading that carries an id: part of a chapter or case study, or one question of a list."""

    id: str
    title: str
    line: int
    level: int
    themes: tuple[str, ...] = ()
    evidence_for: tuple[str, ...] = ()
    """Ids of questions that the section gives evidence for."""

    answers: tuple[str, ...] = ()
    """Ids of questions that the section answers."""

    excerpt: str = ""
    """The first sentences under the heading, as plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One chapter, case study, question list, theme, organisation or other page."""

    kind: str
    slug: str
    path: str
    address: str
    title: str
    summary: str = ""
    themes: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=lambda: NOTHING)
    """Every field that was given, by name; one that was left out is absent."""

    sections: tuple[Section, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    """The line in the file at which each field stands."""

    origin: Origin | None = None
    """Where the entry came from; ``None`` for one of this site's own."""

    @property
    def is_page(self) -> bool:
        """Whether it is a page of no collection."""
        return self.kind == PAGE

    @property
    def elsewhere(self) -> Origin | None:
        """The other site at which the entry stands; its page here is no more than a summary."""
        return self.origin if self.origin and self.origin.read_on else None

    def __getitem__(self, name: str) -> Value | None:
        """Return the value of a field, or ``None`` where the author left it out."""
        return self.values.get(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a field that is a list of texts; empty where the author left it out."""
        value = self.values.get(name, ())
        return tuple(str(item) for item in value) if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True)
class Target:
    """Somewhere a link can lead: a page, or a heading on it."""

    path: str
    """The file's path from the project root."""

    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Tagged:
    """Something filed under a theme: a whole entry, or one section of it."""

    entry: Entry
    section: Section | None = None

    @property
    def title(self) -> str:
        """The heading of the section, or the title of the entry."""
        return self.section.title if self.section else self.entry.title

    @property
    def summary(self) -> str:
        """The first sentences of the section, or the summary of the entry."""
        return self.section.excerpt if self.section else self.entry.summary

    @property
    def target(self) -> Target:
        """Where a link to it leads."""
        return Target(self.entry.path, self.section.id if self.section else "")
