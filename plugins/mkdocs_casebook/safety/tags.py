"""HTML in a contributed text: seeing it, and saying what to write in its place."""

from __future__ import annotations

import re

from mkdocs_casebook.core.problems import quote

LOOKS_LIKE_A_TAG = re.compile(r"<[a-zA-Z/!?]")
"""What a browser, or a program that makes pages, takes for the start of a tag."""

_TAG = re.compile(r"<\s*(/?[a-zA-Z][a-zA-Z0-9:-]*|!--|![a-zA-Z\[]|\?)")
_NAMES = (
    "a|abbr|applet|area|article|aside|audio|b|base|big|blink|blockquote|body|br|button|canvas|center"
    "|cite|code|dd|del|details|dialog|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer"
    "|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|isindex|kbd|keygen"
    "|label|legend|li|link|main|map|mark|marquee|math|meta|meter|nav|noscript|object|ol|optgroup"
    "|option|output|p|param|picture|plaintext|portal|pre|progress|q|s|samp|script|section|select"
    "|slot|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template"
    "|textarea|tfoot|th|thead|title|tr|track|tt|u|ul|var|video|wbr|xmp"
)
_IN_A_FIELD = re.compile(
    rf"</?(?:{_NAMES})(?=[\s/>]|$)|<[a-zA-Z/!?][^<>]*>|<!--|<!\[", re.IGNORECASE
)

_MENDS: tuple[tuple[str, str], ...] = (
    ("b strong", "Put two stars on each side of the words instead: **words**."),
    ("i em cite", "Put a star on each side of the words instead: *words*."),
    ("a", "Write a link as [words](https://www.example.org) instead."),
    ("img picture", "Write a picture as ![what it shows](picture.png) instead."),
    ("p div section article span center font", "Delete it. An empty line starts a new paragraph."),
    ("br", "Delete it. An empty line starts a new paragraph."),
    ("hr", "Write a line of three hyphens instead, with an empty line above and below."),
    ("h1 h2 h3 h4 h5 h6", "Start the line with ## and a space instead."),
    ("ul ol li", "Start each item on a line of its own with a hyphen and a space instead."),
    ("table thead tbody tr td th", "Write the table with | between its columns instead."),
    ("blockquote q", "Start each line of the quotation with > and a space instead."),
    ("code pre kbd samp tt", "Put a backtick on each side of the words instead: `words`."),
    ("iframe video audio embed object source", "Write a link to it instead: [words](https://…)."),
)
_MEND = {name: mend for names, mend in _MENDS for name in names.split()}
_DELETE = "Delete it."


def name_of(piece: str) -> str:
    """Return the name of the first tag in a piece of HTML, in small letters and without a slash."""
    match = _TAG.search(piece)
    return match[1].casefold().strip("/") if match else ""


def mend(name: str) -> str:
    """Return what an author should do about a tag."""
    return _MEND.get(name, _DELETE)


def shown(piece: str) -> str:
    """Return the first tag of a piece of HTML as a message names it."""
    match = _TAG.search(piece)
    if match is None:
        return quote(piece)
    closing = "" if match[1][0] in "!?" else ">"
    return quote(f"<{match[1]}{closing}")


def in_a_field(text: str) -> str:
    """Return the first thing in a text that is plainly HTML; nothing in a text without any.

    >>> in_a_field("Wards with <5 beds and 3<x"), in_a_field("A <b>bold</b> step")
    ('', '<b')
    """
    if "<" not in text:
        return ""
    match = _IN_A_FIELD.search(text)
    return match[0] if match else ""
