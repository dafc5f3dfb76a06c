"""From values to the text of a file: fields in the order of their declaration, then the parts.

What is written here is read back by :mod:`mkdocs_casebook.content` to the same values: every text
that would mean something else to a reader is put in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

import yaml

from mkdocs_casebook.schema.kinds import Kind
from mkdocs_casebook.schema.validate import STILL_TO_WRITE

Typed = str | tuple["Typed", ...] | Mapping[str, "Typed"]
"""What goes into a field as it was typed: text, a list or a group."""

_WIDTH = 100
_WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry that is not a file yet."""

    kind: str
    slug: str
    fields: Mapping[str, Typed] = field(default_factory=lambda: MappingProxyType({}))
    parts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The parts of the text, by id, as Markdown."""

    def path(self, folders: Mapping[str, str]) -> str:
        """Return where the file goes; ``folders`` gives the folder of each kind."""
        return f"{folders[self.kind]}/{self.slug}.md"


def as_file(draft: Draft, kind: Kind) -> str:
    """Return the text of a draft's file.

    A required field without a value is left blank and a part without a text says what to write, so
    that whoever opens the file sees what is missing, and the check names it.
    """
    return f"---\n{''.join(_fields(kind, draft.fields))}---\n\n{_body(kind, draft.parts)}"


def _fields(kind: Kind, given: Mapping[str, Typed]) -> list[str]:
    return [
        _dump({item.name: _plain(given[item.name])}) if item.name in given else f"{item.name}:\n"
        for item in kind.fields.fields
        if item.required or item.name in given
    ]


def _body(kind: Kind, parts: Mapping[str, str]) -> str:
    written = [
        f"## {part.title} {{#{part.id}}}\n\n{parts.get(part.id) or still_to_write(part.help)}\n"
        for part in kind.parts
        if part.required or parts.get(part.id)
    ]
    return "\n".join(written)


def still_to_write(help_text: str) -> str:
    """Return what stands in the place of a part that nobody has written yet."""
    return f"{STILL_TO_WRITE} {help_text[0].lower()}{help_text[1:]}"


class _Dumper(yaml.SafeDumper):
    """Writes lists indented below the name of their field, as the guide shows them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - the signature is the library's
        return super().increase_indent(flow, indentless=False)


def _dump(values: Mapping[str, object]) -> str:
    text: str = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text


def _plain(value: Typed) -> object:
    """Return a value as the library writes it without quotation marks that nobody would type."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if _YEAR.fullmatch(value):
        return int(value)
    if _WHOLE_DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
