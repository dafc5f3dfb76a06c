"""The guide to the fields of a kind: what each is for, for those who write the file itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Fragment
from mkdocs_casebook.schema.fields import Field, Fields, ListOf
from mkdocs_casebook.schema.kinds import Kind, Part


@dataclass(frozen=True, slots=True)
class Guided:
    """What the guide says of one field, or of one part of the text."""

    name: str
    label: str
    help: str
    example: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """Allowed values, each with the words that readers see."""

    inner: tuple[Guided, ...] = ()
    """The fields of a group."""


@dataclass(frozen=True, slots=True)
class Guide:
    """All that a kind asks for."""

    needed: tuple[Guided, ...]
    optional: tuple[Guided, ...]
    parts: tuple[Guided, ...]
    """The parts of the text, each under a heading of its own."""


def draw_guide(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    """Return the guide to the fields of the first kind that has a form."""
    headings = (
        ("fields", "Fields that must be there"),
        ("optional-fields", "Fields that may be left out"),
        ("parts", "Parts of the text"),
    )
    kind = next(kind for kind in casebook.schema.kinds.values() if kind.has_form)
    return render("index-contribute.html", headings, guide=guide_to(kind), **common)


def guide_to(kind: Kind) -> Guide:
    """Return the guide to a kind, in the order of its declaration."""
    asked = [item for item in kind.fields.fields if item.asked]
    return Guide(
        needed=_fields(item for item in asked if item.required),
        optional=_fields(item for item in asked if not item.required),
        parts=tuple(map(_part, kind.parts)),
    )


def _fields(fields: Iterable[Field]) -> tuple[Guided, ...]:
    return tuple(map(_field, fields))


def _field(item: Field) -> Guided:
    is_list = isinstance(item.type, ListOf)
    return Guided(
        name=item.name,
        label=item.label,
        help=f"{item.help} A list: one to a line, each after a hyphen." if is_list else item.help,
        example=item.example,
        options=tuple(item.options.items()),
        inner=_fields(item.inner.fields) if isinstance(item.inner, Fields) else (),
    )


def _part(part: Part) -> Guided:
    return Guided(name=f"## {part.title} {{#{part.id}}}", label="", help=part.help)
