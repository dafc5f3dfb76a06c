"""The texts of several pages on one page, so that a reader can print them together."""

from __future__ import annotations

import posixpath
import re

_LINK = re.compile(r'(?<=\s)(href|src)="([^"]*)"')
_ID = re.compile(r'(?<=\s)(id|for|aria-labelledby|aria-describedby|aria-controls)="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)


def moved(html: str, *, address: str, to: str, prefix: str) -> str:
    """Return the text of a page as it must be to stand on another page.

    Relative links lead where they led before. Ids get a prefix, since two pages may use the same;
    links within the text follow. ``address`` and ``to`` are the two pages' addresses.

    >>> moved('<a href="../b/">', address="guide/a/", to="print/", prefix="a")
    '<a href="../guide/b/">'
    >>> moved('<a href="#x"> <p id="x">', address="guide/a/", to="print/", prefix="a")
    '<a href="#a-x"> <p id="a-x">'
    """

    def lead(match: re.Match[str]) -> str:
        name, target = match.groups()
        if target.startswith("#"):
            return f'{name}="#{prefix}-{target[1:]}"'
        if _ELSEWHERE.match(target):
            return match[0]
        path, mark, fragment = target.partition("#")
        there = posixpath.normpath(posixpath.join("/", posixpath.dirname(address), path))
        way = posixpath.relpath(there, posixpath.join("/", posixpath.dirname(to)))
        return f'{name}="{way}{"/" if path.endswith("/") else ""}{mark}{fragment}"'

    def rename(match: re.Match[str]) -> str:
        names = " ".join(f"{prefix}-{name}" for name in match[2].split())
        return f'{match[1]}="{names}"'

    return _ID.sub(rename, _LINK.sub(lead, html))
