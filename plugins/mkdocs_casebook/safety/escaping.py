"""Markdown as it is made into a page, with an eye on what an author may not do.

One extension for two uses. When a file is checked it keeps a list of everything it stops, so that
the author can be told. When a page is published it only stops it, in case the check was wrong.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_casebook.safety.addresses import fault
from mkdocs_casebook.safety.attributes import is_allowed
from mkdocs_casebook.safety.tags import name_of

ADDRESSES = ("href", "src")
NOWHERE = "#"
"""The address in place of one that may not stand."""

_PRIORITY = 4.5
"""After attr_list (8) and toc (5), before Casebook's own steps (4) and the host's links (0)."""

_STASHED = re.compile("\x02(?:(amp)|(\\d+))\x03")
"""How Python-Markdown puts away a letter that must not be read as a mark."""


class Stopped(NamedTuple):
    """Something that was stopped on its way into a page."""

    tag: str
    name: str = ""
    """The attribute; none where it is the tag itself."""

    value: str = ""
    text: str = ""
    """What of the author's text it was made from, as far as that is known."""


class SafetyExtension(Extension):
    """The extension as Python-Markdown wants it. ``stopped`` grows with each text."""

    def __init__(self) -> None:
        super().__init__()
        self.is_active = True
        """Turned off before a page that maintainers answer for; the next page asks again."""

        self.stopped: list[Stopped] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Take the place of the parts that let HTML and attributes through."""
        if not self.is_active:
            return
        md.preprocessors.register(_Blocks(md, self), "html_block", 20)
        md.inlinePatterns.register(_Inline(md, self), "html", 90)
        if "attr_list" in md.treeprocessors:
            md.treeprocessors.register(_Attributes(md, self), "attr_list", 8)
        md.treeprocessors.register(_Addresses(md, self), "casebook-addresses", _PRIORITY)


class _Blocks(HtmlBlockPreprocessor):
    """Writes HTML out as text where it fills whole lines."""

    def __init__(self, md: Markdown, extension: SafetyExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        """Put HTML away as usual, then look at what was put away."""
        stash = self.md.htmlStash.rawHtmlBlocks
        first = len(stash)
        lines = super().run(lines)
        for at in range(first, len(stash)):
            stash[at] = _as_text(str(stash[at]), self.extension)
        return lines


class _Inline(HtmlInlineProcessor):
    """Writes HTML out as text where it stands in a line."""

    def __init__(self, md: Markdown, extension: SafetyExtension) -> None:
        super().__init__(HTML_RE, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override] # noqa: N802 - the name is Python-Markdown's
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Put away the tag as the text that it is."""
        placeholder, start, end = super().handleMatch(m, data)
        stash = self.md.htmlStash.rawHtmlBlocks
        stash[-1] = _as_text(str(stash[-1]), self.extension)
        return placeholder, start, end


def _as_text(piece: str, extension: SafetyExtension) -> str:
    """Return HTML as the text it is written in. A note between ``<!--`` and ``-->`` is left out."""
    if piece.startswith("<!--") and piece.find("-->") == len(piece.rstrip()) - len("-->"):
        return ""
    if not piece.strip():
        return piece
    extension.stopped.append(Stopped(name_of(piece), text=piece))
    return escape(piece)


class _Attributes(AttrListTreeprocessor):
    """Takes off what curly brackets may not give."""

    def __init__(self, md: Markdown, extension: SafetyExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        """Give an element its attributes as usual, then look at what it was given."""
        before = dict(elem.attrib)
        rest = super().assign_attrs(elem, attrs_string, strict=strict)
        for name, value in list(elem.attrib.items()):
            old = before.get(name, "")
            if value == old and name in before:
                continue
            is_class = name == "class" and bool(old)
            given = value.removeprefix(old).strip() if is_class and value else value
            if all(is_allowed(elem.tag, name, word) for word in _parts(name, given)):
                continue
            self.extension.stopped.append(Stopped(elem.tag, name, given or "", attrs_string))
            # What Casebook reads from a heading is looked at before anything is made into a page.
            if name in before:
                elem.set(name, old)
            else:
                del elem.attrib[name]
        return rest


def _parts(name: str, value: str | None) -> list[str | None]:
    """Return what of an attribute's value is looked at by itself: each class."""
    return list(value.split()) if name == "class" and value else [value]


class _Addresses(Treeprocessor):
    """Takes away addresses that lead where none may lead."""

    def __init__(self, md: Markdown, extension: SafetyExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        """Look at every address on the page."""
        for element in root.iter():
            for name in ADDRESSES:
                value = element.get(name)
                if value is None:
                    continue
                address = restored(value)
                if fault(address):
                    self.extension.stopped.append(Stopped(element.tag, name, address))
                    # The host takes it for granted that there is one.
                    element.set(name, NOWHERE)


def restored(text: str) -> str:
    """Return a text with the letters that Python-Markdown has put away back in their places."""
    if "\x02" not in text:
        return text
    return _STASHED.sub(lambda match: "&" if match[1] else chr(int(match[2])), text)
