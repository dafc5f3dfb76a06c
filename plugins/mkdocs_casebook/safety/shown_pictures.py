"""Read from the source of a Markdown body which pictures it shows, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from mkdocs_casebook.core.places import leads_to

DECORATIVE = "decorative"
"""The class by which an author says that a picture adds nothing to the words."""

_FOUND = re.compile(
    # Code and comments show no pictures; what starts one is passed over to its end.
    r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]{0,3}(?P=fence)|\Z)"
    r"|<!--.*?(?:-->|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)[^\n]{1,1000}?(?<!`)(?P=ticks)(?!`)"
    r"|\\."
    # Lengths have an end, so that a text of nothing but brackets costs no more than another.
    r"|!\[(?P<alt>[^\]]{0,500}+)\]"
    r"(?:\([ ]*(?P<at><[^>\n]{0,1000}>|[^)\s[]{0,1000}+)"
    r"(?:\s+(?:\"[^\"]{0,1000}\"|'[^']{0,1000}'))?[ ]*\)|[ ]?\[(?P<name>[^\]\n]{0,1000})\])"
    r"(?:\{:?(?P<attributes>[^}\n]{0,1000})\})?",
    re.DOTALL | re.MULTILINE,
)
_NAMED = re.compile(r"^[ ]{0,3}\[([^\]\n]+)\]:[ \t]*<?([^\s>]+)>?", re.MULTILINE)
_INDENTS = ("    ", "\t")
_ITEM = re.compile(r"[ ]{0,3}(?:[-*+:]|\d+[.)])[ \t]")
_LOOKED_BACK = 4_000
"""Characters before a picture in which the start of its block is looked for."""

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture where a text shows it."""

    link: str
    """Where it is, in the author's words."""

    words: str
    """What is read to those who cannot see it."""

    line: int
    is_decorative: bool

    @property
    def is_outside(self) -> bool:
        """Whether it is a picture of another site."""
        return self.link.lower().startswith(("https:", "http:", "//"))

    def path(self, page: str) -> str | None:
        """Return its path from the project root, or ``None`` for a picture of another site."""
        return path_of(self.link, page)


def path_of(link: str, page: str) -> str | None:
    """Return the path from the project root of the picture at a link of a page.

    >>> path_of("maps/the%20ward.png", "docs/guide/a.md")
    'docs/guide/maps/the ward.png'
    >>> path_of("https://example.org/a.png", "docs/guide/a.md") is None
    True
    """
    if not link or _ELSEWHERE.match(link):
        return None
    plain = unquote(re.split(r"[?#]", link, maxsplit=1)[0])
    return leads_to(page, plain)


def shown_in(body: str, body_line: int) -> Iterator[Shown]:
    """Yield the pictures of a body in order; ``body_line`` is the line at which it starts."""
    if "![" not in body:
        return
    named = {name.casefold(): link for name, link in _NAMED.findall(body)}
    for found in _FOUND.finditer(body):
        alt = found["alt"]
        if alt is None or _is_code(body, found.start()):
            continue
        at = found["at"]
        link = named.get((found["name"] or alt).casefold()) if at is None else at.strip("<>")
        if link is not None:
            line = body_line + body.count("\n", 0, found.start())
            marks = (found["attributes"] or "").split()
            yield Shown(link, " ".join(alt.split()), line, f".{DECORATIVE}" in marks)


def _is_code(body: str, at: int) -> bool:
    """Return whether a place is in a block of code that is made by its indent alone.

    What is indented below an item of a list is text.
    """
    *above, own = body[max(0, at - _LOOKED_BACK) : at].split("\n")
    if not own.startswith(_INDENTS):
        return False
    below_blank = False
    for line in reversed(above):
        if line.strip() and not line.startswith(_INDENTS):
            return below_blank and not _ITEM.match(line)
        below_blank = not line.strip()
    return True
