"""Decide what the curly brackets behind a piece of Markdown may give it: attributes, ids, classes.

Everything else is refused. An attribute can run a program (``onclick``) or paint over the page
(``style``); an id or a class that the theme uses can break the page's own scripts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from mkdocs_casebook.safety.sanitise import words
from mkdocs_casebook.safety.shown_pictures import DECORATIVE

BARS = "bars"
"""The class of a column whose numbers are drawn as bars, behind its heading."""

OWN_HEADING_ATTRIBUTES = ("themes", "evidence-for", "answers")
"""What only Casebook understands."""

HEADING_ATTRIBUTES = ("id", *OWN_HEADING_ATTRIBUTES)
"""What a heading may carry in braces."""

HEADINGS = words("h1 h2 h3 h4 h5 h6")

ATTRIBUTES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "id": re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"),
        "class": re.compile(f"{BARS}|{DECORATIVE}"),
        "lang": re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*"),
        "dir": re.compile(r"ltr|rtl|auto"),
        "width": re.compile(r"[1-9]\d{0,3}"),
        "height": re.compile(r"[1-9]\d{0,3}"),
        "loading": re.compile(r"lazy|eager"),
        "title": re.compile(r".*"),
        "alt": re.compile(r".*"),
    }
)
"""What anything but a heading may carry, and the form of its value."""

RESERVED_IDS = words(
    "all all-chapters ask by-kind by-type-of-trust case-studies cb-masthead cb-query cb-results"
    " evidence-for fields files filed-case-study filed-chapter filed-question-list key-messages"
    " main names newest on-this-page other-themes read-next sort source table themes"
    " types-of-trust updates what-is-stated what-it-covers what-links-here words"
)
"""Ids that the page around a text uses; links and scripts of ours rely on them."""

_IDS_OF_EVERY_PAGE = words("main on-this-page source")
"""Ids that stand even round a page that is no entry of a collection."""

_RESERVED_STARTS = ("cb-", "filed-", "type-", "md-")


def is_reserved(ident: str, *, by_every_page: bool = False) -> bool:
    """Return whether the page around a text uses an id for itself.

    ``by_every_page`` leaves out what only stands round entries and indexes.
    """
    if by_every_page:
        return ident in _IDS_OF_EVERY_PAGE or ident.startswith("cb-")
    return ident in RESERVED_IDS or ident.startswith(_RESERVED_STARTS)


def is_allowed(tag: str, name: str, value: str | None) -> bool:
    """Return whether an author may give an attribute with this value to a piece of Markdown."""
    if tag in HEADINGS:
        return name in HEADING_ATTRIBUTES
    form = ATTRIBUTES.get(name)
    if form is None or value is None or not form.fullmatch(value):
        return False
    return name != "id" or not is_reserved(value)
