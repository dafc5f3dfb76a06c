"""The blank file of each kind, and the addresses at which a code host opens it for editing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from mkdocs_casebook.forms.draft import still_to_write
from mkdocs_casebook.schema.fields import Choice, Field, Fields, ListOf, Reference
from mkdocs_casebook.schema.kinds import Kind, Schema
from mkdocs_casebook.schema.vocabulary import Vocabulary

LONGEST_ADDRESS = 8_000
"""Characters that every browser and code host takes in an address (RFC 9110 asks for 8,000)."""


def template(kind: Kind, titles: Mapping[str, Mapping[str, str]]) -> str:
    """Return the blank file of a kind: every field that authors are asked for, with a note on it.

    A note starts with #, which readers are never shown. Fields that may be left out come last and
    are notes themselves until their # is taken away. ``titles`` gives the terms to choose from.
    """
    asked = [item for item in kind.fields.fields if item.asked]
    needed = [item for item in asked if item.required]
    others = [item for item in asked if not item.required]
    lines = [
        "---",
        "# Lines that start with # are notes for you. Readers never see them.",
        "# Where there are quotation marks, write between them.",
        *(line for item in needed for line in _field(item, titles)),
    ]
    if others:
        lines += ["", "# The rest may be left out. To use a field, take the # away in front of it."]
        lines += [line for item in others for line in _field(item, titles, mark="#")]
    return "\n".join([*lines, "---", "", _body(kind)])


def _field(item: Field, titles: Mapping[str, Mapping[str, str]], *, mark: str = "") -> list[str]:
    note = f"# {item.label}: {item.help[0].lower()}{item.help[1:]}"
    inner = item.inner
    terms = titles.get(inner.kind, {}) if isinstance(inner, Reference) else {}
    if isinstance(inner, Choice):
        note += f" Choose from: {', '.join(inner.options)}."
    elif inner is not item.type and terms:
        note += f" One to a line, each after a hyphen. Choose from: {', '.join(sorted(terms))}."
    elif isinstance(inner, Reference):
        note += f" Write the name of its file without .md, such as {item.example}."
    elif item.example:
        note += f" For example: {item.example.removesuffix('.')}."
    return ["", note, *(mark + line for line in _blank(item))]


def _blank(item: Field) -> list[str]:
    """Return a field without a value."""
    match item.type:
        case ListOf(item=Fields(fields=(first, *rest))):
            lead = [f'  - {first.name}: ""']
            return [f"{item.name}:", *lead, *(f'    {field.name}: ""' for field in rest)]
        case ListOf(item=inner):
            value = "" if isinstance(inner, (Choice, Reference)) else '""'
            return [f"{item.name}:", f"  - {value}".rstrip()]
        case Fields(fields=fields):
            return [f"{item.name}:", *(f'  {field.name}: ""' for field in fields)]
        case Choice() | Reference():
            return [f"{item.name}:"]
        case _:
            return [f'{item.name}: ""']


def _body(kind: Kind) -> str:
    if kind.has_questions:
        return "## Write here: what a board should ask {#list-1}\n\nWrite here: why it matters.\n"
    if not kind.parts:
        return f"{still_to_write('What readers should know.')}\n"
    return "\n".join(
        f"## {part.title} {{#{part.id}}}\n\n{still_to_write(part.help)}\n" for part in kind.parts
    )


def new_file_address(repo_url: str, branch: str, folder: str, name: str, text: str) -> str:
    """Return the address at which GitHub opens its editor on a new file with a text in it."""
    query = urlencode({"filename": name, "value": text}, quote_via=quote)
    return f"{repo_url.rstrip('/')}/new/{quote(branch)}/{quote(folder)}?{query}"


def issue_form_address(repo_url: str, form: str) -> str:
    """Return the address at which GitHub shows an issue form."""
    return f"{repo_url.rstrip('/')}/issues/new?{urlencode({'template': form})}"


def addresses(
    schema: Schema,
    vocabulary: Vocabulary,
    folders: Mapping[str, str],
    repo_url: str,
    edit_uri: str | None,
) -> Mapping[str, str]:
    """Return where links to files lead that the code host opens, for a site; see :func:`leads`."""
    return leads(schema, vocabulary.titles, folders, repo_url, branch_of(edit_uri))


def leads(
    schema: Schema,
    titles: Mapping[str, Mapping[str, str]],
    folders: Mapping[str, str],
    repo_url: str,
    branch: str,
) -> Mapping[str, str]:
    """Return where a link to the issue form or to a blank file leads, by the file's path.

    ``folders`` gives the folder of each kind. Addresses are blank where ``repo_url`` is, and where
    it names a code host whose editor is opened in another way than GitHub's.
    """
    forms = [form_path(kind.name) for kind in schema.kinds.values() if kind.has_form]
    found = {form: issue_form_address(repo_url, form.rpartition("/")[2]) for form in forms}
    for kind, folder in folders.items():
        text = template(schema[kind], titles)
        found[template_path(kind)] = new_file_address(
            repo_url, branch, folder, f"my-{kind}.md", text
        )
    is_known = repo_url and not re.search(r"gitlab|bitbucket", repo_url)
    return found if is_known else dict.fromkeys(found, "")


def branch_of(edit_uri: str | None) -> str:
    """Return the branch that a site's edit links are on.

    >>> branch_of("edit/main/docs/"), branch_of(None)
    ('main', 'main')
    """
    found = re.match(r"/?(?:edit|blob)/([^/]+)/", edit_uri or "")
    return found[1] if found else "main"


def template_path(kind: str) -> str:
    """Return where the blank file of a kind lies, from the project root."""
    return f"templates/{kind}.md"


def form_path(kind: str) -> str:
    """Return where the issue form of a kind lies, from the project root."""
    return f".github/ISSUE_TEMPLATE/{kind}.yml"
