"""What of a contributed page's HTML is published: the rest is taken out, by a browser's own rules.

This is not how an author learns of a mistake: :mod:`mkdocs_casebook.safety.text_check` refuses it
first. It is for what nobody has thought of yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from types import MappingProxyType

import nh3

from mkdocs_casebook.safety.addresses import SCHEMES


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS = _words(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure"
    " h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p path pre q rect s section small"
    " span strong sub summary sup svg table tbody td tfoot th thead tr u ul var"
)
"""What Markdown, its usual extensions and Casebook make."""

_CELL = _words("style colspan rowspan scope")
ATTRIBUTES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "*": _words(
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
_WITH_ALL_THAT_IS_IN_IT = _words(
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
_THEIR_ID = re.compile(_OF_THE_THEME)


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


def is_shorter(html: str, cleaned: str) -> bool:
    """Return whether cleaning a page took out any tag or attribute.

    ``html`` must have been written by a program: every attribute in double quotation marks.
    """
    return _tags(html) != _tags(cleaned) or html.count('="') > cleaned.count('="')


def _tags(html: str) -> int:
    return html.count("<") - html.count("<!--")


def refused(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield what cleaning takes out of a page: a tag; or a tag, its attribute and the value."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, or what it carries, that is not on the lists."""
        if tag not in TAGS:
            self.found.append((tag, "", ""))
            return
        allowed = ATTRIBUTES.get(tag, frozenset())
        names = {name.lower() for name in (*ATTRIBUTES["*"], *allowed)}
        for name, value in attrs:
            if not _is_kept(tag, name, value or "", names):
                self.found.append((tag, name, value or ""))


def _is_kept(tag: str, name: str, value: str, names: set[str]) -> bool:
    if tag == "input" and name == "type":
        return value in _INPUTS
    if name == "style":
        return name in names and all(
            part.partition(":")[0].strip() in {*_STYLES, ""} for part in value.split(";")
        )
    if name == "id" and _THEIR_ID.match(value):
        return False
    if name == "class" and any(word.startswith("md-") for word in value.split()):
        return False
    return name in names
