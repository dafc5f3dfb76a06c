"""Reduce what somebody reads to a short hash that changes with every word, and with nothing else.

White space, line ends, the way YAML is written, the order of fields, themes and marks of Markdown
do not count: reformatting a file, or filing it elsewhere, calls for no new review.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from mkdocs_casebook.content.nodes import Group, texts_in
from mkdocs_casebook.core.model import Entry, Value
from mkdocs_casebook.core.places import leads_to
from mkdocs_casebook.schema.kinds import Kind
from mkdocs_casebook.schema.sections import headings

SHORT = 8
"""Hexadecimal digits of a hash that is compared with one other: of fields, or of a passage."""

LONG = 12
"""Those of the hash of a whole text."""

NOT_READ = frozenset(
    {"added", "reviewed", "review", "review-state", "order", "theme-links", "link"}
    | {"formerly", "retired", "index", "facets"}
)
"""Fields that say how and since when a page is shown, and nothing that one reads."""

CHECKED = "checked"
"""The day somebody last opened an address: whoever opens it again changes nothing."""

_EMPHASIS = str.maketrans("", "", "*_\\")
_LAYOUT = re.compile(r" [#|>\-+=:~`]+(?= )")
"""What only lays out: bullets, rules, the lines of a table, the marks of a heading."""

_BRACES = re.compile(r"\n(#{1,6}[^\n{]*)\{:?([^{}\n]*)\}")
_ATTRIBUTE = re.compile(r'#[\w-]+|[\w-]+="[^"]*"')
_WITHIN = re.compile(r"\]\((?![a-z]+:)[^()\s]*")
"""A link within the site. Files are moved and renamed; what it says is what it leads to."""

_CITED = re.compile(r"\]\((?P<path>[^()\s#:]*)#(?P<id>[\w-]+)")


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def digest(*said: object) -> str:
    """Return the whole hash of what is said, the same on every machine."""
    return hash_of_text(_encode(said))


def hash_of_text(text: str) -> str:
    """Return the whole hash of a text."""
    return sha256(text.encode()).hexdigest()


def words_of(body: str) -> str:
    """Return the words of a body with single spaces between them, without what lays them out."""
    text = _WITHIN.sub("](", _BRACES.sub(_without_themes, f"\n{body}")).translate(_EMPHASIS)
    return _LAYOUT.sub("", f" {' '.join(text.split())} ").strip()


def _without_themes(match: re.Match[str]) -> str:
    """Return a heading with its attributes in one order, but for its themes."""
    found = _ATTRIBUTE.findall(match[2])
    kept = sorted(" ".join(sorted(one.split())) for one in found if not one.startswith("themes="))
    return f"\n{match[1]} {' '.join(kept)}"


def unread(kind: Kind, taxonomy: str) -> frozenset[str]:
    """Return the fields of a kind that nobody reads as a statement: themes, and how it is shown."""
    themes = {name for name, target in kind.refers_to.items() if target == taxonomy}
    return NOT_READ | themes


def hash_of_fields(entry: Entry, left_out: frozenset[str], others: Group | None = None) -> str:
    """Return the hash of what the fields of an entry say, but for those that are left out.

    ``others`` are the fields of a page whose kind is open, of which the entry holds only some.
    """
    said = {name: _said(value) for name, value in entry.values.items() if name not in left_out}
    more = [
        (place, " ".join(text.split()))
        for name, node in (others.fields if others else ())
        if name.value not in left_out and name.value not in entry.values
        for place, text, _line in texts_in(node, name.value)
    ]
    return digest(said, sorted(more))[:SHORT]


def _said(value: Value) -> object:
    if isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_said(item) for item in value]
    return {name: _said(part) for name, part in value.items() if name != CHECKED}


def passages(body: str) -> dict[str, str]:
    """Return the hash of each passage of a body that others can cite, by its id.

    A passage is a heading and what stands below it, down to the next of the same level.
    """
    lines, found = body.split("\n"), list(headings(body, 1))
    hashes = {}
    for number, heading in enumerate(found):
        if ident := heading.attributes.get("id"):
            after = (one.line - 1 for one in found[number + 1 :] if one.level <= heading.level)
            below = lines[heading.line : next(after, len(lines))]
            hashes[ident] = hash_of_text(words_of("\n".join((heading.text, *below))))[:SHORT]
    return hashes


def links_to_passages(entry: Entry, body: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the id of each passage of another page to which a body links."""
    for match in _CITED.finditer(body):
        if match["path"].endswith(".md"):
            yield leads_to(entry.path, match["path"]), match["id"]
