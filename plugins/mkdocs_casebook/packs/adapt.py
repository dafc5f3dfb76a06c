"""Turn a pack's entry into a file of the site's own, to be changed there.

The copy says in its fields what it was adapted from, and its links are those that a file of the
site would have. Only text goes in and out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from mkdocs_casebook.content.frontmatter import body_of
from mkdocs_casebook.core.model import Origin, Source
from mkdocs_casebook.core.places import leads_to

FIELD = "adapted-from"

_CODE_OR_LINK = re.compile(
    r"^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\1|`[^`\n]+`|\[([^\[\]]*)\]\(([^()\s]+)\)",
    re.MULTILINE | re.DOTALL,
)


def adapt(text: str, source: Source, homes: Mapping[str, Mapping[str, str]]) -> str:
    """Return the text of a pack's file as a file of the site.

    ``source`` is the pack's, at its path on the site; ``homes`` are the paths on the site of the
    files of each pack.
    """
    origin = source.origin
    if origin is None:
        return text
    body = body_of(text)
    fields = text[: len(text) - len(body)]
    end = fields.rstrip().rfind("---")
    head = f"{fields[:end]}{credit_fields(source.slug, text, origin)}{fields[end:]}"
    return head + _move_links(body, origin.path, source.path, homes[origin.pack])


def credit_fields(slug: str, text: str, origin: Origin) -> str:
    """Return the lines that say what a copy was adapted from."""
    found = re.search(r"^title: *(.+)$", text, re.MULTILINE)
    title = found[1].strip().strip("\"'") if found else slug
    said = {
        "title": f"{origin.name}: {title}",
        "holder": origin.holder,
        "licence": origin.licence,
        "version": origin.version,
        "url": origin.address,
    }
    lines = [f"  {name}: {_quoted(value)}\n" for name, value in said.items() if value]
    return f"{FIELD}:\n{''.join(lines)}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _move_links(text: str, old: str, new: str, homes: Mapping[str, str]) -> str:
    here = posixpath.dirname(new)

    def move(match: re.Match[str]) -> str:
        _fence, words, link = match.groups()
        if link is None or link[0] in "#/?" or ":" in link:
            return match[0]
        target, mark, fragment = link.partition("#")
        home = homes.get(leads_to(old, target))
        if home is None:
            return words
        return f"[{words}]({posixpath.relpath(home, here or '.')}{mark}{fragment})"

    return _CODE_OR_LINK.sub(move, text)
