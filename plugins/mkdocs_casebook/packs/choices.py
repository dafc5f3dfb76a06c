"""Read what a site's settings say of content packs: which ones, and what of them to leave out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_casebook.content.configuration import get
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.problems import Location, Problem, quote
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.kinds import Schema

_KINDS = "kinds"


@dataclass(frozen=True, slots=True)
class Named:
    """A pack that the settings name, or something in packs to leave out."""

    name: str
    where: Location
    kind: str = ""
    """The kind of an entry to leave out; blank for a pack, and for a whole kind to leave out."""


def read_packs(options: Group, reading: Reading) -> tuple[Named, ...]:
    """Return the packs that a site takes content from."""
    return tuple(_names(get(options, "packs"), "packs", reading))


def read_without(options: Group, schema: Schema, reading: Reading) -> tuple[Named, ...]:
    """Return what is left out of packs, pages without their ending; report what means nothing."""
    without = get(options, "without")
    if without is None or (isinstance(without, Text) and without.is_empty):
        return ()
    if not isinstance(without, Group):
        fix = 'Under it, write for example "themes:" and a list.'
        _report_shape(without, "without", fix, reading)
        return ()
    called = {kind.without: kind.name for kind in schema.kinds.values()} | {_KINDS: ""}
    found: list[Named] = []
    for name, node in without.fields:
        place = f"without.{name.value[:40]}"
        if name.value in called:
            found += _names(node, place, reading, called[name.value])
            continue
        meant = reading.vocabulary.nearest(name.value, called)
        reading.report(
            name,
            place,
            "unknown-field",
            f"there is nothing called {quote(name.value)} to leave out",
            fix=f'Did you mean "{meant}"?' if meant else "",
            expected="" if meant else f"Choose from: {', '.join(called)}.",
        )
    return tuple(found)


def check_without(
    without: Iterable[Named], names: Mapping[str, Sequence[str]], reading: Reading
) -> Iterator[Problem]:
    """Yield the names to leave out that no pack has; ``names`` are those of each kind in packs."""
    for item in without:
        known = names.get(item.kind, ()) if item.kind else names
        if item.name not in known:
            meant = reading.vocabulary.nearest(item.name, known)
            yield Problem(
                where=item.where,
                code="not-in-pack",
                found=f"there is no {item.kind or 'kind'} {quote(item.name)} in a content pack to "
                "leave out",
                fix=f'Did you mean "{meant}"?' if meant else "Delete it.",
            )


def _names(node: Node | None, place: str, reading: Reading, kind: str = "") -> Iterator[Named]:
    """Yield the texts of a list, each with its place."""
    if node is None or (isinstance(node, Text) and node.is_empty):
        return
    if not isinstance(node, Items):
        _report_shape(node, place, "Write one name to a line, each after a hyphen.", reading)
        return
    for number, item in enumerate(node.items, 1):
        spot = f"{place}[{number}]"
        if isinstance(item, Text) and not item.is_empty:
            name = item.value.strip().removesuffix(".md")
            yield Named(name, Location(reading.path, item.line, spot), kind)
        else:
            _report_shape(item, spot, "Write a name.", reading)


def _report_shape(node: Node, place: str, fix: str, reading: Reading) -> None:
    found = f"{quote(node.value)} is not a list" if isinstance(node, Text) else "this is no name"
    reading.report(node, place, "wrong-type", found, fix=fix)
