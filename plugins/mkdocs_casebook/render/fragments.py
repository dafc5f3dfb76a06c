"""What fragments of HTML are made of: links, facts, counts, groups, and values in readers' words.

Links are made by a function that the host gives for each page, since only the host knows addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mkdocs_casebook.lists.facets import options_of
from mkdocs_casebook.model import Entry, Tagged, Target, Value
from mkdocs_casebook.relate import Casebook
from mkdocs_casebook.schema.fields import Field
from mkdocs_casebook.schema.kinds import CASE_STUDY, KINDS, ORGANISATION

HEAD_FACTS = ("year", "status", "systems")
"""Facts of a case study that stand above its text; the others stand below."""


@dataclass(frozen=True, slots=True)
class Link:
    """Makes the links of one page."""

    addresses: Mapping[str, str]
    """The host's address of each file's page from the root of the site, by path."""

    to_root: str
    """The way from the page to the root: ``../../``."""

    def __call__(self, target: Target) -> str:
        """Return the address of a target, relative to the page."""
        address = f"{self.to_root}{self.addresses.get(target.path, '')}"
        return f"{address}#{target.fragment}" if target.fragment else address

    def known(self, path: str) -> str:
        """Return the address of a file's page; blank where the site has no such page."""
        address = self.addresses.get(path)
        return "" if address is None else f"{self.to_root}{address}"

    def to(self, entry: Entry) -> str:
        """Return the address of an entry's page."""
        return self(Target(entry.path))


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts about an entry."""

    label: str
    texts: tuple[str, ...]
    """What is stated, in readers' words; empty where the author left it out."""

    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A name with the number of things behind it."""

    label: str
    number: int
    target: Target


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind under a heading of their own."""

    id: str
    label: str
    things: tuple[Tagged, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """HTML to put above or below a page's text, and its headings for the contents list."""

    html: str
    headings: tuple[tuple[str, str], ...] = ()
    """Pairs of id and title."""


def in_full(value: date) -> str:
    """Return a day as readers write it: ``1 July 2020``."""
    return f"{value.day} {value:%B %Y}"


def partial_date(value: str) -> str:
    """Return a date of one to three parts as readers write it: ``July 2020`` for ``2020-07``."""
    year, *rest = (int(part) for part in value.split("-"))
    match rest:
        case [month, number]:
            return in_full(date(year, month, number))
        case [month]:
            return f"{date(year, month, 1):%B} {year}"
        case _:
            return str(year)


def owner_texts(name: str, organisation: Entry) -> str:
    """Return a fact about an organisation as one text."""
    return ", ".join(texts(ORGANISATION.fields.by_name[name], organisation[name]))


def texts(declared: Field, value: Value | None) -> tuple[str, ...]:
    """Return a field's value in readers' words."""
    if value is None:
        return ()
    options = options_of(declared)
    values = value if isinstance(value, tuple) else (value,)
    return tuple(text_of(item, options) for item in values)


def text_of(value: Value, options: Mapping[str, str]) -> str:
    """Return one value in readers' words."""
    if isinstance(value, str):
        return options.get(value, value)
    if isinstance(value, date):
        return in_full(value)
    if isinstance(value, Mapping):
        return ", ".join(str(part) for part in value.values())
    return options.get(str(value), str(value))


def facts(entry: Entry, names: Iterable[str]) -> tuple[Fact, ...]:
    """Return facts of an entry in the order of the names; a fact left out is there, and empty."""
    declared = KINDS[entry.kind].fields.by_name
    return tuple(Fact(declared[name].label, texts(declared[name], entry[name])) for name in names)


def owner_facts(entry: Entry, casebook: Casebook) -> tuple[Fact, ...]:
    """Return who a case study is of, with its type and region; nothing where that is not known."""
    owner = casebook.entry("organisation", str(entry["organisation"]))
    if owner is None:
        return ()
    named = Fact("Organisation", (owner.title,), Target(owner.path))
    return (named, *facts(owner, ("type", "region")))


def facts_below(study: Entry) -> tuple[Fact, ...]:
    """Return the facts of a case study that stand below its text, as far as it states them."""
    return facts(study, (f.name for f in CASE_STUDY.shown if f.name not in HEAD_FACTS))
