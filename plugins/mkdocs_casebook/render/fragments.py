"""What fragments of HTML are made of: links, facts, counts, groups, and values in readers' words.

Links are made by a function that the host gives for each page, since only the host knows addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mkdocs_casebook.core.model import Entry, Tagged, Target, Value
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.schema.fields import Field
from mkdocs_casebook.schema.kinds import Schema


@dataclass(frozen=True, slots=True)
class Link:
    """Makes the links of one page."""

    addresses: Mapping[str, str]
    """The host's address of each file's page from the root of the site, by path."""

    to_root: str
    """The way from the page to the root: ``../../``."""

    address: str = ""
    """The address of the page itself, from the root of the site."""

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
    one: str
    several: str
    """What one of the things is called, and several."""


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


def texts(declared: Field, value: Value | None) -> tuple[str, ...]:
    """Return a field's value in readers' words."""
    if value is None:
        return ()
    values = value if isinstance(value, tuple) else (value,)
    return tuple(text_of(item, declared.options) for item in values)


def text_of(value: Value, options: Mapping[str, str]) -> str:
    """Return one value in readers' words."""
    if isinstance(value, str):
        return options.get(value, value)
    if isinstance(value, date):
        return in_full(value)
    if isinstance(value, Mapping):
        return ", ".join(str(part) for part in value.values())
    return options.get(str(value), str(value))


def facts(entry: Entry, names: Iterable[str], schema: Schema) -> tuple[Fact, ...]:
    """Return facts of an entry in the order of the names; a fact left out is there, and empty."""
    declared = schema.of(entry).fields.by_name
    return tuple(Fact(declared[name].label, texts(declared[name], entry[name])) for name in names)


def facts_above(entry: Entry, casebook: Casebook) -> tuple[Fact, ...]:
    """Return the facts above an entry's text: those of whose story it is, and its own."""
    own = facts(entry, casebook.kind_of(entry).facts, casebook.schema)
    owner = casebook.owner(entry)
    if owner is None:
        return own
    kind = casebook.kind_of(owner)
    named = Fact(kind.label, (owner.title,), Target(owner.path))
    return (named, *facts(owner, kind.beside, casebook.schema), *own)


def facts_below(entry: Entry, casebook: Casebook) -> tuple[Fact, ...]:
    """Return the facts below an entry's text, as far as it states them."""
    return facts(entry, casebook.kind_of(entry).facts_below, casebook.schema)


def short_name(owner: Entry | None) -> str:
    """Return what lists call the owner of a story; nothing where there is none."""
    return str(owner["short-name"] or owner.title) if owner else ""


def beside(entry: Entry, casebook: Casebook) -> tuple[str, ...]:
    """Return the short facts beside a story in a list: whose, of what type, where and when."""
    owner = casebook.owner(entry)
    if owner is None:
        return ()
    stated = facts(owner, casebook.kind_of(owner).beside, casebook.schema)
    told = (", ".join(fact.texts) for fact in stated)
    return short_name(owner), *told, str(entry["year"] or "")
