"""Read declarations of fields, in the words of ``kinds.yml`` and of a site's settings.

A declaration says what a field holds, what it is called, and how authors are asked for it. What
does not fit is told with its line, as in any other file.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from mkdocs_casebook.content.configuration import EMPTY, as_group, get
from mkdocs_casebook.content.nodes import Group, Node, Text, plain
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.declaration_words import (
    NONE,
    YES_OR_NO,
    is_yes,
    one_of,
    setting,
    without,
)
from mkdocs_casebook.schema.declared_types import EXAMPLES, TYPES, Options, made_type, needed
from mkdocs_casebook.schema.fields import (
    Field,
    Fields,
    FieldType,
    ListOf,
    Reading,
    WholeNumber,
    Words,
)
from mkdocs_casebook.schema.vocabulary import Vocabulary

NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
"""What a kind and a field can be called."""

_OPTION = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


_FLAGS = ("required", "shown", "asked", "searched")
_WORDS = ("label", "help", "example")


@cache
def _form_of(types: tuple[str, ...], kinds: tuple[str, ...], *, is_shared: bool) -> Fields:
    """Return what a declaration of a field can say; a shared field need not say all of it."""
    required = not is_shared
    return Fields(
        (
            setting("type", one_of(*types), "What the field holds.", "text", required=required),
            setting("label", Words(60), "What readers call it.", "Supplier", required=required),
            setting("help", Words(300), "A sentence for the author."),
            setting("example", Words(200), "What one might write."),
            *(setting(name, YES_OR_NO, "yes or no", "yes") for name in _FLAGS),
            setting("most", WholeNumber(), "The longest text, in characters.", "200"),
            setting("items", WholeNumber(), "The longest list.", "8"),
            setting("to", one_of(*kinds), "The kind that it refers to.", "organisation"),
        )
    )


@dataclass(frozen=True, slots=True)
class Declarations:
    """Read the fields of kinds; named options and the fields that kinds share are at hand."""

    reading: Reading
    options: Mapping[str, Options]
    shared: Mapping[str, Field] = field(default_factory=dict)
    types: Mapping[str, FieldType] = field(default_factory=dict)
    """Types of fields beside the usual ones, by name."""

    kinds: tuple[str, ...] = ()
    """The names of the kinds that fields can refer to."""

    def fields(
        self, node: Node | None, place: str, taken: Container[str] = (), *, shown: bool = True
    ) -> Iterator[Field]:
        """Yield the fields that a group declares, and report what is wrong with it.

        ``taken`` are names that the kind has already; ``shown`` is whether readers see the fields
        among the facts where nothing is said of it.
        """
        for name, declared in self.group(node, place).fields:
            where = f"{place}.{name.value[:40]}"
            if name.value in taken:
                self.reading.report(
                    name,
                    where,
                    "duplicate-field",
                    f"the kind has a field called {quote(name.value)} already",
                    fix="Give this one another name, or delete it.",
                )
            elif not NAME.fullmatch(name.value):
                self.report_name(name, where, "the name of a field")
            elif name.value in self.shared and isinstance(declared, Text) and declared.is_empty:
                yield self.shared[name.value]
            elif isinstance(declared, Group):
                yield from self._field(name, declared, where, shown=shown)
            else:
                self._form(is_shared=False).read(declared, where, self.reading)

    def group(self, node: Node | None, place: str) -> Group:
        """Return the names that stand under a word; report anything else that stands there."""
        if node is not None and not isinstance(node, Group) and not _is_blank(node):
            Fields(()).read(node, place, self.reading)
        return node if isinstance(node, Group) else EMPTY

    def report_name(self, name: Text, place: str, what: str) -> None:
        """Report something that cannot be a name."""
        self.reading.report(
            name,
            place,
            "bad-id",
            f"{quote(name.value)} cannot be {what}",
            fix="Use small letters, digits and single hyphens, starting with a letter.",
        )

    def _form(self, *, is_shared: bool) -> Fields:
        return _form_of((*TYPES, *self.types), self.kinds, is_shared=is_shared)

    def _field(self, name: Text, node: Group, place: str, *, shown: bool) -> Iterator[Field]:
        usual = self.shared.get(name.value)
        form = self._form(is_shared=usual is not None)
        said = form.read_group(without(node, "options", "fields"), place, self.reading, NONE)
        type_name = str(said.get("type", ""))
        options = self.choices(get(node, "options"), f"{place}.options")
        inner = tuple(self.fields(get(node, "fields"), f"{place}.fields", shown=False))
        given = {"options": options, "fields": inner, "to": said.get("to")}
        word, found, fix, example = needed(type_name)
        if word and not given[word]:
            # What stands there and will not do has been told.
            if _is_blank(get(node, word)):
                expected = f"For example: {example}."
                self.reading.report(name, place, "missing-field", found, fix=fix, expected=expected)
        elif type_name or usual is not None:
            type_ = usual.type if usual and not type_name else None
            type_ = type_ or self.types.get(type_name) or made_type(type_name, said, options, inner)
            field = usual or _usual(name.value, type_, said, options, shown=shown)
            yield _as_said(field, type_, said)

    def choices(self, node: Node | None, place: str) -> Options:
        """Return the options of a choice: declared where they stand, or by the name of a list."""
        if isinstance(node, Text) and not node.is_empty:
            list_name = one_of(*self.options).read(node, place, self.reading)
            return self.options[str(list_name)] if list_name else {}
        found = {}
        for slug, label in self.group(node, place).fields:
            if _OPTION.fullmatch(slug.value) and isinstance(label, Text) and not label.is_empty:
                found[slug.value] = label.value.strip()
            else:
                self.reading.report(
                    slug,
                    f"{place}.{slug.value[:40]}",
                    "bad-id",
                    f"{quote(slug.value)} cannot be an option",
                    fix="Write its name in small letters, digits and hyphens, a colon and its "
                    "label.",
                )
        return MappingProxyType(found)


def _is_blank(node: Node | None) -> bool:
    """Return whether nothing stands where something could."""
    return node is None or not plain(node)


def _usual(
    name: str, type_: FieldType, said: Mapping[str, Value], options: Options, *, shown: bool
) -> Field:
    """Return a field with what it has where its declaration does not say."""
    label = str(said.get("label", name))
    example = EXAMPLES.get(str(said["type"]), next(iter(options), "…"))
    single = type_.item if isinstance(type_, ListOf) else type_
    return Field(
        name=name,
        type=type_,
        label=label,
        help=f"{label}, as this site asks for it.",
        example="" if isinstance(single, Fields) else example,
        shown=shown,
    )


def _as_said(field: Field, type_: FieldType, said: Mapping[str, Value]) -> Field:
    """Return a field as its declaration has it."""
    words = {key: str(said[key]) for key in _WORDS if key in said}
    flags = {key: is_yes(said[key]) for key in _FLAGS if key in said}
    return replace(field, type=type_, **words, **flags)  # type: ignore[arg-type]


def declared_fields(
    package: str, name: str, types: Mapping[str, FieldType] = MappingProxyType({})
) -> Mapping[str, Fields]:
    """Return the groups of fields that a file of a package declares, by name.

    ``types`` are the types of fields that only this file uses. Raises ValueError for what is
    wrong in the file.
    """
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    reading = Reading(name, Vocabulary(), [])
    reader = Declarations(reading, {}, types=types)
    found = {
        group.value: Fields(tuple(reader.fields(node, group.value, shown=False)))
        for group, node in as_group(text, name).fields
    }
    if reading.problems:
        raise ValueError("\n".join(map(str, reading.problems)))
    return found
