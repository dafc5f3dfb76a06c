"""Generate the files that are made from the declarations of fields and never edited by hand.

The issue form is in GitHub's format, the setup of the web editor in that of Pages CMS:

https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
https://pagescms.org/docs
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from mkdocs_casebook.api import Kind, SiteFiles
from mkdocs_casebook.forms.context import FormContext
from mkdocs_casebook.forms.draft import as_yaml
from mkdocs_casebook.forms.inputs import (
    CONFIRMATIONS,
    CONSENT,
    LONGEST_LINE,
    Input,
    Shape,
    Titles,
    choices,
    in_chapters,
)
from mkdocs_casebook.forms.template import form_path, template, template_path
from mkdocs_casebook.forms.texts import say
from mkdocs_casebook.schema.fields import Day, Field, Fields, FieldType, ListOf, Words
from mkdocs_casebook.schema.kinds import json_schema

_MADE = "# Made by: casebook schema --write. Change the kinds, fields or themes instead.\n"


def generate(files: SiteFiles) -> Mapping[str, str]:
    """Return the texts of all generated files of a site, by path from the project root."""
    context = FormContext.of(files)
    kinds = [files.schema[item.kind] for item in files.collections]
    # JSON Schemas are published with the site.
    schemas = f"{files.settings.docs_folder}/reference/schemas"
    return {
        **{f"{schemas}/{kind.name}.json": schema_text(kind) for kind in kinds},
        **{template_path(kind.name): template(kind, context.titles) for kind in kinds},
        **{form_path(kind.name): issue_form(kind, context) for kind in kinds if kind.has_form},
        ".pages.yml": pages_cms(context),
    }


def schema_text(kind: Kind) -> str:
    """Return the JSON Schema (draft 2020-12) of a kind's fields."""
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"


def issue_form(kind: Kind, context: FormContext) -> str:
    """Return the issue form that asks for an entry of a kind."""
    name = kind.label.lower()
    body: list[dict[str, object]] = []
    for chapter in in_chapters(context.inputs(kind.name)):
        text = f"## {chapter.title}\n\n{chapter.help}\n"
        body.append({"type": "markdown", "attributes": {"value": text}})
        body += map(_element, chapter.inputs)
    options = [{"label": text, "required": True} for text in CONFIRMATIONS]
    attributes = {"label": CONSENT, "options": options}
    body.append({"type": "checkboxes", "id": "consent", "attributes": attributes})
    form = {
        "name": f"Add a {name}",
        "description": say("form-of-story" if kind.owner else "form-of-other"),
        "title": f"{kind.label}: ",
        "labels": [name],
        "body": body,
    }
    return _MADE + as_yaml(form)


def _element(one: Input) -> dict[str, object]:
    attributes: dict[str, object] = {"label": one.label, "description": one.help}
    if one.options:
        element = "dropdown"
        if one.is_list:
            attributes["multiple"] = True
        attributes["options"] = list(one.options.values())
    else:
        element = "textarea" if one.is_list or one.shape in {Shape.TEXT, Shape.PART} else "input"
        if one.example:
            attributes["placeholder"] = one.example
    required = {"validations": {"required": True}} if one.required else {}
    return {"type": element, "id": one.id, "attributes": attributes, **required}


def pages_cms(context: FormContext) -> str:
    """Return the collections of a site as Pages CMS edits them."""
    content = []
    for item in context.files.collections:
        kind = context.files.schema[item.kind]
        fields = [_editor(field, context.titles) for field in kind.fields.fields]
        content.append(
            {
                "name": item.kind,
                "label": kind.plural,
                "type": "collection",
                "path": item.folder,
                "exclude": ["index.md"],
                "filename": {"template": "{primary}.md", "field": "create"},
                "view": {"fields": ["title"], "primary": "title"},
                "fields": [*fields, _text_editor(kind)],
            }
        )
    return _MADE + as_yaml({"content": content})


def _text_editor(kind: Kind) -> dict[str, object]:
    """Return the editor of the text, as source: a rich editor would drop the headings' ids."""
    blank = "\n\n".join(f"## {part.title} {{#{part.id}}}" for part in kind.parts)
    if kind.has_questions:
        blank = "## What do you want to ask? {#list-1}"
    default = {"default": f"{blank}\n"} if blank else {}
    code = {"type": "code", "options": {"language": "markdown"}}
    return {"name": "body", "label": "Text", **code, **default}


def _editor(item: Field, titles: Titles) -> dict[str, object]:
    """Return the editor of a field, and its limits.

    Terms are offered as choices. Pages CMS has references of its own, but would write the whole
    name of a file where a field wants it without the ending.
    """
    example = f" For example: {item.example}" if item.example else ""
    editor: dict[str, object] = {
        "name": item.name,
        "label": item.label,
        "description": f"{item.help}{example}",
    }
    if item.required:
        editor["required"] = True
    most = item.type.most if isinstance(item.type, ListOf) else 0
    values = [{"value": name, "label": words} for name, words in choices(item, titles).items()]
    if not values:
        editor |= _editor_of_one(item.inner, titles)
        return editor | ({"list": {"max": most, "collapsible": False}} if most else {})
    several = {"multiple": True, "max": most} if most else {}
    return editor | {"type": "select", "options": {"values": values, **several}}


def _editor_of_one(declared: FieldType, titles: Titles) -> dict[str, object]:
    """Return the editor of one value that is no choice."""
    match declared:
        case Fields(fields=fields):
            return {"type": "object", "fields": [_editor(field, titles) for field in fields]}
        case Words(longest=longest):
            kind = "text" if longest > LONGEST_LINE else "string"
            return {"type": kind, "options": {"maxlength": longest}}
        case Day():
            return {"type": "date", "options": {"format": "yyyy-MM-dd"}}
        case _:
            # A reference, a year or an address: a text of a certain form.
            return {"type": "string", "pattern": declared.json_schema()["pattern"]}
