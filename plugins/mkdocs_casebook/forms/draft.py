"""Write an entry's fields and parts as the text of a file.

:mod:`mkdocs_casebook.content` reads it back to the same values: every text that would mean
something else to a reader is put in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from mkdocs_casebook.api import Kind
from mkdocs_casebook.forms.inputs import WHOLE_TEXT
from mkdocs_casebook.schema.kinds import Part
from mkdocs_casebook.schema.validate import STILL_TO_WRITE

Typed = str | tuple["Typed", ...] | Mapping[str, "Typed"]
"""What goes into a field as it was typed: text, a list or a group."""

_WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry that is not a file yet."""

    kind: str
    slug: str
    fields: Mapping[str, Typed] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    """The parts of the text, by id, as Markdown."""


def as_file(draft: Draft, kind: Kind) -> str:
    """Return the text of a draft's file.

    A required field without a value is left blank and a part without a text says what to write, so
    that whoever opens the file sees what is missing, and the check names it.
    """
    lines = ""
    for item in kind.fields.fields:
        if item.name in draft.fields:
            lines += as_yaml({item.name: _plain(draft.fields[item.name])})
        elif item.required:
            lines += f"{item.name}:\n"
    parts = [
        section(part, draft.parts.get(part.id, ""))
        for part in kind.parts
        if part.required or draft.parts.get(part.id)
    ]
    parts += [f"{text}\n" for name, text in draft.parts.items() if name == WHOLE_TEXT]
    return f"---\n{lines}---\n\n" + "\n".join(parts)


def section(part: Part, text: str = "") -> str:
    """Return a part under its heading; without a text, with what to write there."""
    return f"## {part.title} {{#{part.id}}}\n\n{text or to_write(part.help)}\n"


def to_write(help_text: str) -> str:
    """Return what stands in the place of a part that nobody has written yet."""
    return f"{STILL_TO_WRITE} {help_text[0].lower()}{help_text[1:]}"


class _Dumper(yaml.SafeDumper):
    """Writes lists below the name of their field, as the guide shows them, and texts by lines."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - the signature is the library's
        return super().increase_indent(flow, indentless=False)

    def represent_str(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar(
            "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
        )


_Dumper.add_representer(str, _Dumper.represent_str)


def as_yaml(values: object) -> str:
    """Return values as YAML, in their order."""
    text: str = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text


def _plain(value: Typed) -> object:
    """Return a value as the library writes it without quotation marks that nobody would type."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if _YEAR.fullmatch(value):
        return int(value)
    try:
        return date.fromisoformat(value) if _WHOLE_DAY.fullmatch(value) else value
    except ValueError:
        return value
