"""What a site's settings say of content packs: which ones, and what of them to leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mkdocs_casebook.content.configuration import get
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.problems import Location, Problem, quote
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.kinds import Schema

KINDS = "kinds"


@dataclass(frozen=True, slots=True)
class Named:
    """Something that the settings name, and where."""

    name: str
    where: Location


@dataclass(frozen=True, slots=True)
class Choices:
    """Which packs a site takes content from, and what it leaves out."""

    packs: tuple[Named, ...] = ()
    kinds: tuple[Named, ...] = ()
    """Kinds of which nothing is taken."""

    entries: Mapping[str, tuple[Named, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """For each kind, the entries that are not taken; of pages, paths without their ending."""

    def leaves_out(self, kind: str, name: str) -> bool:
        """Return whether an entry of a pack is left out."""
        return any(item.name == kind for item in self.kinds) or any(
            item.name == name for item in self.entries.get(kind, ())
        )


def read_choices(options: Group, schema: Schema, reading: Reading) -> Choices:
    """Return the choices in the plugin's settings, and report names that mean nothing."""
    packs = tuple(_list(get(options, "packs"), "packs", reading))
    without = get(options, "without")
    if without is None or (isinstance(without, Text) and without.is_empty):
        return Choices(packs)
    if not isinstance(without, Group):
        _report_shape(
            without, "without", 'Under it, write for example "themes:" and a list.', reading
        )
        return Choices(packs)
    called = {kind.without: kind.name for kind in schema.kinds.values()}
    entries: dict[str, tuple[Named, ...]] = {}
    kinds: tuple[Named, ...] = ()
    for name, node in without.fields:
        place = f"without.{name.value[:40]}"
        if name.value == KINDS:
            kinds = tuple(_list(node, place, reading))
        elif name.value in called:
            entries[called[name.value]] = tuple(_list(node, place, reading))
        else:
            known = (*called, KINDS)
            meant = reading.vocabulary.nearest(name.value, known)
            reading.report(
                name,
                place,
                "unknown-field",
                f"there is nothing called {quote(name.value)} to leave out",
                fix=f'Did you mean "{meant}"?' if meant else "",
                expected="" if meant else f"Choose from: {', '.join(known)}.",
            )
    return Choices(packs, kinds, MappingProxyType(entries))


def check_choices(
    choices: Choices, names: Mapping[str, frozenset[str]], reading: Reading
) -> Iterator[Problem]:
    """Yield the names to leave out that no pack has; ``names`` are those of each kind in packs."""
    told = [(item, item.name, "kind", frozenset(names)) for item in choices.kinds]
    for kind, items in choices.entries.items():
        told += [(item, item.name, kind, names.get(kind, frozenset())) for item in items]
    for item, name, kind, known in told:
        if name not in known:
            meant = reading.vocabulary.nearest(name, known)
            yield Problem(
                where=item.where,
                code="not-in-pack",
                found=f"there is no {kind} {quote(name)} in a content pack to leave out",
                fix=f'Did you mean "{meant}"?' if meant else "Delete it.",
            )


def _list(node: Node | None, place: str, reading: Reading) -> Iterator[Named]:
    """Yield the texts of a list, each with its place."""
    if node is None or (isinstance(node, Text) and node.is_empty):
        return
    if not isinstance(node, Items):
        _report_shape(node, place, "Write one name to a line, each after a hyphen.", reading)
        return
    for number, item in enumerate(node.items, 1):
        if isinstance(item, Text) and not item.is_empty:
            name = item.value.strip().removesuffix(".md")
            yield Named(name, Location(reading.path, item.line, f"{place}[{number}]"))
        else:
            _report_shape(item, f"{place}[{number}]", "Write a name.", reading)


def _report_shape(node: Node, place: str, fix: str, reading: Reading) -> None:
    found = f"{quote(node.value)} is not a list" if isinstance(node, Text) else "this is no name"
    reading.report(node, place, "wrong-type", found, fix=fix)
