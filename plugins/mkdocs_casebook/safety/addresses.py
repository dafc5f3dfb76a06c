"""Decide which addresses may stand in a contributed file: by one rule, wherever it puts them.

An address may start with ``http:``, ``https:``, ``mailto:`` or ``tel:``, or be relative: a place on
this site. Browsers look through several disguises before they decide what an address starts with,
and programs that make pages through others, so it is looked at without any of them.
"""

from __future__ import annotations

import re
from html import escape, unescape
from unicodedata import category, normalize
from urllib.parse import unquote

import nh3

from mkdocs_casebook.core.problems import quote

SCHEMES = ("https", "http", "mailto", "tel")
"""What an address may start with, before the colon."""

WHAT_IS_ALLOWED = (
    "An address starts with https://, http://, mailto: or tel:, or is the path of a file here."
)

ORDINARY = (
    # No user, no port, no number for a name and no name written in a code.
    r"(?:https?://(?:(?!xn--)[a-z0-9-]+\.)+[a-z]+(?:[/?#][!#-'*-;=?-\[\]_a-z~]*)?"
    r"|(?!//)[\w./-]*(?:#[\w-]*)?)"
)
"""Nearly all addresses: nothing hides in them, and browsers can read them."""

_ORDINARY = re.compile(ORDINARY, re.ASCII | re.IGNORECASE)

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_LAYERS = 4
"""How often an address may be written in a code within a code before it is not worth reading."""

_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Zl", "Zp"})
_RUN_BY_BROWSERS = frozenset({"javascript:", "vbscript:", "livescript:", "data:", "blob:"})

UNREADABLE = "is an address that no browser can read"
_READER = nh3.Cleaner(
    tags={"a"}, attributes={"a": {"href"}}, link_rel=None, url_schemes=set(SCHEMES)
)

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^]+\.[^\s<>\"'`{}|\\^]+")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/|$)")
"""An address without its scheme, as people say it; no colon, so no other scheme either."""


def fault(address: str) -> str:
    """Return what is wrong with an address, to follow the address in a sentence; or nothing.

    >>> fault("../docs/themes/risk.md"), fault("https://www.example.org/a?b=c"), fault("#who")
    ('', '', '')
    >>> fault("java&#9;script:alert(1)")
    'starts with "javascript:", which browsers run as a program'
    """
    if _ORDINARY.fullmatch(address):
        return ""
    text = undisguised(address)
    seen = "".join(char for char in text if category(char) not in _UNSEEN and not char.isspace())
    scheme = _SCHEME.match(seen.casefold())
    if scheme and scheme[0] in _RUN_BY_BROWSERS:
        return f"starts with {quote(scheme[0])}, which browsers run as a program"
    if scheme and scheme[0][:-1] not in SCHEMES:
        return f"starts with {quote(scheme[0])}"
    if any(category(char) in _UNSEEN for char in text):
        return "has a character in it that cannot be seen"
    if seen.replace("\\", "/").startswith("//"):
        return "starts with two slashes, so that it leads to another site without saying how"
    return "" if all(map(_is_read, (address, unescape(address)))) else UNREADABLE


def _is_read(address: str) -> bool:
    """Return whether browsers can read an address, as far as it leads to another site."""
    return "href=" in _READER.clean(f'<a href="{escape(address)}">')


def harmless(address: object) -> str:
    """Return an address that may stand, for a template; nothing in the place of any other."""
    text = str(address or "")
    return "" if fault(text) else text


def undisguised(address: str) -> str:
    """Return an address with every way of writing a letter by its number or a lookalike undone."""
    for _ in range(_LAYERS):
        plainer = normalize("NFKC", unquote(unescape(address)))
        if plainer == address:
            break
        address = plainer
    return address


def is_web_address(text: str) -> bool:
    """Return whether a text is the whole address of a page on the web, and does nothing else."""
    return bool(_WEB_ADDRESS.fullmatch(text)) and not fault(text)


def with_scheme(text: str) -> str:
    """Return the web address that somebody meant who left out its start; nothing if it is none."""
    secure = f"https://{text}"
    return secure if _HOST.match(text) and is_web_address(secure) else ""
