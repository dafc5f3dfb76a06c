"""The issue form that asks for an entry on GitHub, in GitHub's own format.

https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mkdocs_casebook.forms.inputs import (
    CONFIRMATIONS,
    Chapter,
    Confirmation,
    Input,
    Shape,
    in_chapters,
    inputs_of,
)
from mkdocs_casebook.forms.issue import CONSENT
from mkdocs_casebook.forms.yaml_writer import MADE, written
from mkdocs_casebook.schema.kinds import Kind, Schema

_BOXES = frozenset({Shape.TEXT, Shape.PART, Shape.LINES, Shape.ROWS})


def issue_form(kind: Kind, schema: Schema, titles: Mapping[str, Mapping[str, str]]) -> str:
    """Return the issue form (YAML) that asks for an entry of a kind."""
    name = kind.label.lower()
    form = {
        "name": f"Add a {name}",
        "description": "Tell your organisation’s story in a form. You need no other knowledge.",
        "title": f"{kind.label}: ",
        "labels": [name],
        "body": list(_body(in_chapters(inputs_of(kind, schema, titles)), CONFIRMATIONS)),
    }
    return MADE + written(form)


def _body(
    chapters: Sequence[Chapter], confirmations: Sequence[Confirmation]
) -> Iterator[dict[str, object]]:
    for chapter in chapters:
        said = f"## {chapter.title}\n\n{chapter.help}\n"
        yield {"type": "markdown", "attributes": {"value": said}}
        yield from map(_element, chapter.inputs)
    options = [{"label": item.text, "required": True} for item in confirmations]
    yield {
        "type": "checkboxes",
        "id": "consent",
        "attributes": {"label": CONSENT, "options": options},
    }


def _element(one: Input) -> dict[str, object]:
    attributes: dict[str, object] = {"label": one.label, "description": one.help}
    if one.options:
        kind = "dropdown"
        if one.shape is Shape.CHOICES:
            attributes["multiple"] = True
        attributes["options"] = list(one.options.values())
    else:
        kind = "textarea" if one.shape in _BOXES else "input"
        if one.example:
            attributes["placeholder"] = one.example
    element: dict[str, object] = {"type": kind, "id": one.id, "attributes": attributes}
    return element | ({"validations": {"required": True}} if one.required else {})
