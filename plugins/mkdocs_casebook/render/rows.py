"""The rows of a list: what is shown of each thing, by what it is found, and what can be compared.

Rows are the same on every page but for the way to the root, so each is laid out once. An index of
10,000 entries has some hundred static pages; laying rows out anew on every one took most of the
time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from mkdocs_casebook.core.model import Entry, Tagged, Target
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.lists.facets import themes_of
from mkdocs_casebook.render.elsewhere import published_by
from mkdocs_casebook.render.engine import environment
from mkdocs_casebook.render.fragments import Fact, Link, beside, facts, short_name, text_of

_ROOT = "\0"
"""Stands for the way to the root in rows; no author can write it, since it is refused."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of one thing."""

    thing: Tagged
    ident: str
    summary: str
    side: tuple[str, ...]
    """Short facts beside it: who, what type, where, when."""

    meta: str
    """What it is about, or what it is part of."""

    also: str
    """Other words by which it should be found."""

    compared: tuple[Fact, ...]
    """What the table shows; nothing for a thing that cannot be compared."""

    dated: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that have been laid out in this build."""

    casebook: Casebook
    described: dict[tuple[str, str], Row] = field(default_factory=dict)
    made: dict[tuple[str, str, bool], str] = field(default_factory=dict)

    def describe(self, thing: Tagged) -> Row:
        """Return what a list shows of a thing."""
        key = _key(thing)
        if key not in self.described:
            self.described[key] = describe(thing, self.casebook)
        return self.described[key]

    def draw(
        self, things: Iterable[tuple[Tagged, tuple[tuple[str, str], ...]]], link: Link
    ) -> Markup:
        """Return the list items of things, each with its facet values if a form needs them."""
        rows = "".join(self._draw(thing, link, slugs) for thing, slugs in things)
        # The templates have escaped it already; only the way to the root is put in.
        return Markup(rows.replace(_ROOT, link.to_root))  # noqa: S704

    def _draw(self, thing: Tagged, link: Link, slugs: tuple[tuple[str, str], ...]) -> str:
        key = (*_key(thing), bool(slugs))
        if key not in self.made:
            macro = environment().get_template("listing-row.html").module.row  # type: ignore[attr-defined]
            self.made[key] = str(macro(self.describe(thing), Link(link.addresses, _ROOT), slugs))
        return self.made[key]


def _key(thing: Tagged) -> tuple[str, str]:
    return thing.entry.path, thing.section.id if thing.section else ""


def describe(thing: Tagged, casebook: Casebook) -> Row:
    """Return what a list shows of a thing."""
    entry = thing.entry
    owner = casebook.owner(entry)
    themes = casebook.themes(thing.section.themes if thing.section else entry.themes)
    is_question = bool(thing.section) and casebook.kind_of(entry).has_questions
    named = ", ".join(theme.title for theme in themes)
    part = entry.title if thing.section else ""
    meta = " · ".join(filter(None, (published_by(entry), part, named)))
    dated = entry["reviewed"] if thing.section else entry["added"]
    return Row(
        thing=thing,
        ident=thing.section.id if thing.section and is_question else "",
        summary="" if is_question else thing.summary,
        side=beside(entry, casebook),
        meta=meta,
        also=" ".join(_other_words(thing, owner, casebook)),
        compared=_compared(entry, owner, casebook),
        dated=dated.isoformat() if isinstance(dated, date) else "",
    )


def _other_words(thing: Tagged, owner: Entry | None, casebook: Casebook) -> list[str]:
    """Return the aliases of a thing's themes and organisation, and its organisation's full name."""
    themes = casebook.themes(themes_of(thing, casebook))
    words = [alias for theme in themes for alias in theme.texts("aliases")]
    words += (theme.title for theme in themes)
    for item in casebook.kind_of(thing.entry).searched:
        value = thing.entry[item.name]
        words += (text_of(one, {}) for one in (value if isinstance(value, tuple) else ()))
    if owner is not None:
        words += (owner.title, *owner.texts("aliases"))
    return words


def _compared(entry: Entry, owner: Entry | None, casebook: Casebook) -> tuple[Fact, ...]:
    """Return what the table sets side by side: whose it is, what it is, and the kind's fields."""
    kind = casebook.kind_of(entry)
    if not kind.compared:
        return ()
    whose: tuple[Fact, ...] = ()
    if kind.owner:
        label = kind.fields.by_name[kind.owner].label
        names = (short_name(owner),) if owner else ()
        whose = (Fact(label, names, Target(owner.path) if owner else None),)
    return (
        *whose,
        Fact("What they did" if whose else "Title", (entry.title,), Target(entry.path)),
        *facts(entry, kind.compared, casebook.schema),
    )
