"""See HTML in a contributed text, and say what to write in its place.

The tokenizer that browsers share decides what is HTML; nh3 brings it along. It also takes
``<your trust>`` for a tag. Such words between ``<`` and ``>`` are text: no element is called so,
and nothing in them has a value, so that nothing could come of them if they were one.
"""

from __future__ import annotations

import re
from html import unescape

import nh3

from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.safety.sanitise import words

LOOKS_LIKE_A_TAG = re.compile(r"<[a-zA-Z/!?]")
"""What a browser, or a program that makes pages, takes for the start of a tag."""

_TAG = re.compile(r"<\s*(/?[a-zA-Z][a-zA-Z0-9:-]*|!--|![a-zA-Z\[]|\?)")
ELEMENTS = words(
    # HTML, with what it once had; image is another name for img.
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big"
    " blink blockquote body br button canvas caption center cite code col colgroup command content"
    " data datalist dd del details dfn dialog dir div dl dt element em embed fencedframe fieldset"
    " figcaption figure font footer form frame frameset geolocation h1 h2 h3 h4 h5 h6 head header"
    " hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link listing"
    " main map mark marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes"
    " noscript object ol optgroup option output p param picture plaintext portal pre progress q rb"
    " rp rt rtc ruby s samp script search section select selectedcontent shadow slot small source"
    " spacer span strike strong style sub summary sup svg table tbody td template textarea tfoot th"
    " thead time title tr track tt u ul var video wbr xmp"
    # SVG
    " animate animatemotion animatetransform circle clippath defs desc discard ellipse feblend"
    " fecolormatrix fecomponenttransfer fecomposite feconvolvematrix fediffuselighting"
    " fedisplacementmap fedistantlight fedropshadow feflood fefunca fefuncb fefuncg fefuncr"
    " fegaussianblur feimage femerge femergenode femorphology feoffset fepointlight"
    " fespecularlighting fespotlight fetile feturbulence filter foreignobject g handler hatch"
    " hatchpath line lineargradient listener marker mask mesh metadata mpath path pattern polygon"
    " polyline radialgradient rect set stop switch symbol tbreak text textpath tref tspan unknown"
    " use view"
    # MathML
    " annotation annotation-xml maction malignmark menclose merror mfenced mfrac mglyph mi"
    " mlabeledtr mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt"
    " mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics"
)
"""The names of elements that browsers know."""

_WORDS = re.compile(
    # Without an equals sign there is no value, and without a slash no tag that closes. With a
    # colon in its first word it could be an address.
    r"<(?P<words>(?P<name>[a-z][^ \n<>=\"`/\x00-\x1f:]*+)"
    r"(?:[ \n](?:[^<>=\"`/\x00-\x09\x0b-\x1f]|<(?![a-z/!?]))*+)?)(?P<end>>|\Z)",
    re.IGNORECASE,
)
_HANDLER = re.compile(r"[ \n]on[a-z]{3}", re.IGNORECASE)
_WHATEVER_FOLLOWS = "a>\">'>"
"""Ends whatever tag a text leaves open."""

_LAYERS = 4
"""How deep names of signs, and words between signs, may stand in one another to be looked at."""

_ALLOWED = "Write it as {} and without anything else in it."
_MENDS: tuple[tuple[str, str], ...] = (
    ("br", _ALLOWED.format("<br>")),
    ("sub", _ALLOWED.format("H<sub>2</sub>O, with its end in the same paragraph")),
    ("sup", _ALLOWED.format("m<sup>2</sup>, with its end in the same paragraph")),
    ("kbd", _ALLOWED.format("<kbd>Esc</kbd>, with its end in the same paragraph")),
    ("abbr", _ALLOWED.format('<abbr title="Chief nurse">CN</abbr>')),
    ("b strong", "Put two stars on each side of the words instead: **words**."),
    ("i em cite", "Put a star on each side of the words instead: *words*."),
    ("a", "Write a link as [words](https://www.example.org) instead."),
    ("img picture image", "Write a picture as ![what it shows](picture.png) instead."),
    ("p div section article span center font", "Delete it. An empty line starts a new paragraph."),
    ("hr", "Write a line of three hyphens instead, with an empty line above and below."),
    ("h1 h2 h3 h4 h5 h6", "Start the line with ## and a space instead."),
    ("ul ol li", "Start each item on a line of its own with a hyphen and a space instead."),
    ("table thead tbody tr td th", "Write the table with | between its columns instead."),
    ("blockquote q", "Start each line of the quotation with > and a space instead."),
    ("code pre samp tt", "Put a backtick on each side of the words instead: `words`."),
    ("iframe video audio embed object source", "Write a link to it instead: [words](https://…)."),
    ("!--", "End the note with --> or delete it."),
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


def html_in(text: str) -> str:
    """Return a text from the first HTML in it on; nothing of a text that is only text.

    What entities stand for counts as well, because some programs look at what they made of them.

    >>> html_in("Wards with <5 beds, <your trust> and List<String>"), html_in("A &lt;b>bold step")
    ('', '<b>bold step')
    """
    if "<" not in text and "&" not in text:
        return ""
    for _ in range(_LAYERS):
        text = unescape(text)
    for _ in range(_LAYERS):
        text = _WORDS.sub(_as_words, text)
    if not nh3.is_html(f"{text}{_WHATEVER_FOLLOWS}"):
        return ""
    start = LOOKS_LIKE_A_TAG.search(text)
    return text[start.start() :] if start else text


def _as_words(match: re.Match[str]) -> str:
    """Return words without the signs round them, or as they were where they may be a tag."""
    is_known = match["name"].casefold() in ELEMENTS
    if not match["end"]:
        # A<B is a comparison; what follows could make a tag of anything else.
        before = match.string[: match.start()][-1:]
        is_known = not before.isalnum() or (is_known and len(match["name"]) > 1)
    return match[0] if is_known or _HANDLER.search(match["words"]) else match["words"]
