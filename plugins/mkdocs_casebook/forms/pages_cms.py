"""The setup of Pages CMS, an editor of code hosts' files in the browser: https://pagescms.org/docs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkdocs_casebook.core.model import Collection
from mkdocs_casebook.forms.yaml_writer import MADE, written
from mkdocs_casebook.schema.fields import (
    Choice,
    Day,
    Field,
    Fields,
    FieldType,
    ListOf,
    Reference,
    Words,
)
from mkdocs_casebook.schema.kinds import Kind, Schema

_LONG_WORDS = 200
"""Characters above which an editor offers a box instead of a line."""


def pages_cms(
    collections: Sequence[Collection], schema: Schema, titles: Mapping[str, Mapping[str, str]]
) -> str:
    """Return ``.pages.yml``: the collections of a site as Pages CMS edits them."""
    content = [
        {
            "name": item.kind,
            "label": schema[item.kind].plural,
            "type": "collection",
            "path": item.folder,
            "exclude": ["index.md"],
            "filename": {"template": "{primary}.md", "field": "create"},
            "view": {"fields": ["title"], "primary": "title"},
            "fields": [
                *(_cms_field(field, titles) for field in schema[item.kind].fields.fields),
                _cms_text(schema[item.kind]),
            ],
        }
        for item in collections
    ]
    return MADE + written({"content": content})


def _cms_text(kind: Kind) -> dict[str, object]:
    """Return the text below the fields. As source: a rich editor would drop the headings' ids."""
    blank = "\n\n".join(f"## {part.title} {{#{part.id}}}" for part in kind.parts)
    if kind.has_questions:
        blank = "## What do you want to ask? {#list-1}"
    field: dict[str, object] = {
        "name": "body",
        "label": "Text",
        "type": "code",
        "options": {"language": "markdown"},
    }
    return field | ({"default": f"{blank}\n"} if blank else {})


def _cms_field(item: Field, titles: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
    example = f" For example: {item.example}" if item.example else ""
    field: dict[str, object] = {
        "name": item.name,
        "label": item.label,
        "description": f"{item.help}{example}",
    }
    if item.required:
        field["required"] = True
    return field | _cms_type(item.type, titles)


def _cms_type(declared: FieldType, titles: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
    """Return the editor for a type of field, and its limits.

    Terms are offered as choices. The editor has references of its own, but would write the whole
    name of a file where a field wants it without the ending.
    """
    editor: dict[str, object] = {"type": "string"}
    match declared:
        case ListOf(item=Reference(kind=kind), most=most) if kind in titles:
            editor = {"type": "select", "options": _cms_options(titles[kind], most)}
        case ListOf(item=Choice(options=options), most=most):
            editor = {"type": "select", "options": _cms_options(options, most)}
        case ListOf(item=inner, most=most):
            editor = _cms_type(inner, titles) | {"list": {"max": most, "collapsible": False}}
        case Choice(options=options):
            editor = {"type": "select", "options": _cms_options(options)}
        case Fields(fields=fields):
            editor = {"type": "object", "fields": [_cms_field(field, titles) for field in fields]}
        case Words(longest=longest):
            editor["type"] = "text" if longest > _LONG_WORDS else "string"
            editor["options"] = {"maxlength": longest}
        case Day():
            editor = {"type": "date", "options": {"format": "yyyy-MM-dd"}}
        case _:
            # A reference, a year or an address: a text of a certain form.
            editor["pattern"] = declared.json_schema()["pattern"]
    return editor


def _cms_options(options: Mapping[str, str], most: int = 0) -> dict[str, object]:
    values = [{"value": value, "label": label} for value, label in options.items()]
    return {"values": values} | ({"multiple": True, "max": most} if most else {})
