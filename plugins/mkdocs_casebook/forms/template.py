"""Write the blank file of each kind, and the addresses at which a code host opens it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from mkdocs_casebook.api import Kind, Schema, Vocabulary
from mkdocs_casebook.forms.draft import section, to_write
from mkdocs_casebook.forms.inputs import Titles, choices
from mkdocs_casebook.schema.fields import Field, Fields, ListOf

LONGEST_ADDRESS = 8_000
"""Characters that every browser and code host takes in an address (RFC 9110 asks for 8,000)."""


def template(kind: Kind, titles: Titles) -> str:
    """Return the blank file of a kind: every field that authors are asked for, with a note on it.

    A note starts with #, which readers are never shown. Fields that may be left out come last and
    are notes themselves until their # is taken away. ``titles`` gives the terms to choose from.
    """
    fields = kind.fields.fields
    asked = [item for item in fields if item.asked]
    optional = [item for item in asked if not item.required]
    # Other ways in write the day by themselves; a page without one is never among what is new.
    days = [item for item in fields if item.name == "added" and kind.newest_first]
    lines = [
        "---",
        "# Lines that start with # are notes for you. Readers never see them.",
        "# Where there are quotation marks, write between them.",
    ]
    for item in (*asked, *days):
        if item.required or item in days:
            lines += ["", _note(item, titles), *_blank(item)]
    if optional:
        lines += ["", "# The rest may be left out. To use a field, take the # away in front of it."]
    for item in optional:
        lines += ["", _note(item, titles), *(f"#{line}" for line in _blank(item))]
    return "\n".join([*lines, "---", "", _body(kind)])


def _note(item: Field, titles: Titles) -> str:
    note = f"# {item.label}: {item.help[0].lower()}{item.help[1:]}"
    if names := item.options or sorted(choices(item, titles)):
        several = "" if item.options else " One to a line, each after a hyphen."
        return f"{note}{several} Choose from: {', '.join(names)}."
    if item.refers_to:
        return f"{note} Write the name of its file without .md, such as {item.example}."
    return f"{note} For example: {item.example.removesuffix('.')}." if item.example else note


def _blank(item: Field) -> list[str]:
    """Return the lines of a field without a value."""
    is_list = isinstance(item.type, ListOf)
    if isinstance(item.inner, Fields):
        first, *rest = (f'{part.name}: ""' for part in item.inner.fields)
        start = "  - " if is_list else "  "
        return [f"{item.name}:", start + first, *(" " * len(start) + line for line in rest)]
    value = "" if item.options or item.refers_to else ' ""'
    return [f"{item.name}:", f"  -{value}"] if is_list else [f"{item.name}:{value}"]


def _body(kind: Kind) -> str:
    if kind.has_questions:
        return "## Write here: what a board should ask {#list-1}\n\nWrite here: why it matters.\n"
    if not kind.parts:
        return f"{to_write('What readers should know.')}\n"
    return "\n".join(map(section, kind.parts))


def addresses(
    schema: Schema,
    vocabulary: Vocabulary,
    folders: Mapping[str, str],
    repo_url: str,
    edit_uri: str | None,
) -> Mapping[str, str]:
    """Return the address at which GitHub opens each issue form and blank file, by its path.

    ``folders`` gives the folder of each kind. Addresses are blank where ``repo_url`` is, and where
    it names a code host whose editor is opened in another way than GitHub's.
    """
    is_known = repo_url and not re.search(r"gitlab|bitbucket", repo_url)
    url = repo_url.rstrip("/")
    edited = re.match(r"/?(?:edit|blob)/([^/]+)/", edit_uri or "")
    branch = edited[1] if edited else "main"
    titles = vocabulary.titles
    found: dict[str, str] = {}
    for kind in schema.kinds.values():
        if kind.has_form:
            query = urlencode({"template": f"{kind.name}.yml"})
            found[form_path(kind.name)] = f"{url}/issues/new?{query}"
    for name, folder in folders.items():
        text = template(schema[name], titles)
        query = urlencode({"filename": f"my-{name}.md", "value": text}, quote_via=quote)
        found[template_path(name)] = f"{url}/new/{quote(branch)}/{quote(folder)}?{query}"
    return found if is_known else dict.fromkeys(found, "")


def template_path(kind: str) -> str:
    """Return where the blank file of a kind lies, from the project root."""
    return f"templates/{kind}.md"


def form_path(kind: str) -> str:
    """Return where the issue form of a kind lies, from the project root."""
    return f".github/ISSUE_TEMPLATE/{kind}.yml"
