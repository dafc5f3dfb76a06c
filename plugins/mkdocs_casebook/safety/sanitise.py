"""Take out of a contributed page's HTML what may not be published, by a browser's own rules.

This is not how an author learns of a mistake: :mod:`mkdocs_casebook.safety.text_check` refuses it
first. It is for what nobody has thought of yet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from types import MappingProxyType

import nh3

from mkdocs_casebook.safety.addresses import SCHEMES


def words(text: str) -> frozenset[str]:
    """Return the words of a text, each once."""
    return frozenset(text.split())


TAGS = words(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure"
    " h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p path pre q rect s section small"
    " span strong sub summary sup svg table tbody td tfoot th thead tr u ul var"
)
"""What Markdown, its usual extensions and Casebook make."""

_CELL = words("style colspan rowspan scope")
ATTRIBUTES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "*": words(
            "id class title lang dir role tabindex aria-label aria-labelledby aria-describedby"
            " aria-hidden data-search-exclude data-tabs"
        ),
        "a": frozenset({"href", "rel", "name"}),
        "img": frozenset({"src", "alt", "width", "height", "loading"}),
        "input": frozenset({"checked", "disabled", "name"}),
        "label": frozenset({"for"}),
        "li": frozenset({"value"}),
        "ol": frozenset({"start", "type"}),
        "details": frozenset({"open"}),
        "td": _CELL,
        "th": _CELL,
        "svg": frozenset({"viewBox", "preserveAspectRatio", "focusable", "xmlns"}),
        "rect": frozenset({"width", "height", "x", "y"}),
        "path": frozenset({"d"}),
    }
)
"""What each tag may carry. Lists of tasks and tabs are made of inputs that send nothing."""

_INPUTS = {"checkbox", "radio"}
_STYLES = {"text-align"}
_WITH_ALL_THAT_IS_IN_IT = words(
    "script style iframe object embed noscript noembed noframes template textarea select title"
    " xmp plaintext math form"
)
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    tag_attribute_values={"input": {"type": _INPUTS}},
    clean_content_tags=set(_WITH_ALL_THAT_IS_IN_IT),
    filter_style_properties=_STYLES,
    url_schemes=set(SCHEMES),
    link_rel=None,
    strip_comments=False,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

# Tabs and lines of code have ids of their own with the same start.
_OF_THE_THEME = r"__(?!tabbed|codelineno|span)"
_THEIRS = re.compile(rf'(<[a-z][^<>]*?) (?:id="{_OF_THE_THEME}[^"]*"|class="(?:[^"]* )?md-[^"]*")')
_PART = re.compile(r'<(?P<tag>[a-z][^\s<>/]*)|(?P<name>[^\s<>"=/]+)="(?P<value>[^"]*)"')


def clean(html: str, keep: str = "") -> str:
    """Return the text of a page without anything that could run or take the theme's own names.

    Comments go too, but for one that may be kept. What is left is written as browsers write it:
    ``<br>`` for ``<br />``.
    """
    text = _CLEANER.clean(html)
    if "<!--" in text:
        # A parser of HTML writes this sign for a null character.
        kept = keep.replace("\0", "\N{REPLACEMENT CHARACTER}")
        text = _COMMENT.sub(lambda found: keep if found[0] == kept else "", text)
    while ('id="__' in text or "md-" in text) and (shorter := _THEIRS.sub(r"\1", text)) != text:
        text = shorter
    return text


def taken_out(html: str, cleaned: str) -> list[tuple[str, str, str]]:
    """Return what cleaning took out of a page: each tag, attribute and value, the others blank.

    ``html`` must have been written by a program: every attribute in double quotation marks.
    """
    # Counting two signs is far faster, and shows of nearly all pages that all is there.
    if all(html.count(sign) <= cleaned.count(sign) for sign in ("<", '="')):
        return []
    return list((Counter(_parts(html)) - Counter(_parts(cleaned))).elements())


def _parts(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield each tag, and the name and value of each attribute."""
    for match in _PART.finditer(html):
        name, value = match["name"] or "", unescape(match["value"] or "")
        # Cleaning writes styles in its own way.
        yield match["tag"] or "", name, "" if name == "style" else value
