"""Stop what an author may not do while Markdown is made into a page.

One extension for two uses. When a file is checked it keeps a list of everything it stops, so that
the author can be told. When a page is published it only stops it, in case the check was wrong.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_casebook.safety.addresses import fault
from mkdocs_casebook.safety.attributes import is_allowed
from mkdocs_casebook.safety.tags import html_in, name_of

ADDRESSES = ("href", "src")
NOWHERE = "#"
"""The address in place of one that may not stand."""

_PRIORITY = 4.5
"""After attr_list (8) and toc (5), before Casebook's own steps (4) and the host's links (0)."""

_ALLOWED = (
    r"(?i:<(?P<br>br)\s*/?>"
    r"|<(?P<name>sub|sup|kbd)>(?P<words>[^<>]*)</(?P=name)>"
    r"|<(?P<abbr>abbr)\s+title=\"(?P<title>[^\"<>]*)\"\s*>(?P<short>[^<>]*)</abbr>)"
)
"""The HTML that authors may write, whole: what is not whole is none of it."""

_HIDDEN = "\x02lt\x03"
"""What stands for a sign while the host looks at a text; no author can write these characters."""

_NOTE = r"<!--.*?(?:--!?>|\Z)"
_ANY = r"<[a-zA-Z/!?][^<>]*>"
_NOTE_ON_LINES = re.compile(rf"^[ ]{{0,3}}{_NOTE}", re.DOTALL | re.MULTILINE)

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


UNREADABLE_TEXT = Stopped("")
"""What stands for a text that an extension of the site could not make into a page."""


class SafetyExtension(Extension):
    """The extension as Python-Markdown wants it. ``stopped`` grows with each text."""

    def __init__(self) -> None:
        super().__init__()
        self.is_active = True
        """Turned off before a page that maintainers answer for; the next page asks again."""

        self.stopped: list[Stopped] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Take the place of the parts that let HTML and attributes through."""
        # The host looks for ids in HTML (21) with a reader that fails on some declarations, and is
        # slow on many tags. Only pages of maintainers have such ids.
        sign = "<" if self.is_active else r"<(?=!\[(?!CDATA\[))"
        md.preprocessors.register(_Written(md, sign, _HIDDEN), "casebook-hide", 21.9)
        md.preprocessors.register(_Written(md, _HIDDEN, "<"), "casebook-show", 20.1)
        if not self.is_active:
            return
        md.preprocessors.register(_Notes(md), "html_block", 20)
        md.inlinePatterns.register(_Html(md, self), "html", 90)
        if "attr_list" in md.treeprocessors:
            md.treeprocessors.register(_Attributes(md, self), "attr_list", 8)
        md.treeprocessors.register(_Values(md, self), "casebook-values", _PRIORITY)


class _Written(Preprocessor):
    """Writes a sign in another way."""

    def __init__(self, md: Markdown, sign: str, instead: str) -> None:
        super().__init__(md)
        self.sign = re.compile(sign)
        self.instead = instead

    def run(self, lines: list[str]) -> list[str]:
        """Write the sign in the other way wherever it stands."""
        return [self.sign.sub(self.instead, line) for line in lines]


class _Notes(Preprocessor):
    """Leaves out notes to other authors that fill lines. No other HTML is read."""

    def run(self, lines: list[str]) -> list[str]:
        """Leave an empty line in the place of each note."""
        text = _NOTE_ON_LINES.sub(
            lambda match: "" if _is_note(match[0].lstrip()) else match[0], "\n".join(lines)
        )
        return text.split("\n")


class _Html(InlineProcessor):
    """Makes elements of the few tags that are allowed, and words of all others."""

    def __init__(self, md: Markdown, extension: SafetyExtension) -> None:
        super().__init__(f"{_ALLOWED}|{_NOTE}|{_ANY}", md)
        self.extension = extension

    def handleMatch(  # type: ignore[override] # noqa: N802 - the name is Python-Markdown's
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the name is Python-Markdown's as well
    ) -> tuple[Element | str, int, int]:
        """Return an element, nothing for a note, or the tag as the text that it is."""
        return self._made_of(m), m.start(), m.end()

    def _made_of(self, m: re.Match[str]) -> Element | str:
        name = m["br"] or m["name"] or m["abbr"]
        if name:
            element = Element(name.lower())
            element.text = m["words"] or m["short"]
            if m["abbr"]:
                element.set("title", self.unescape(m["title"]))
            return element
        piece = self.unescape(m[0])
        if _is_note(piece):
            return ""
        text = restored(piece)
        if html_in(text):
            self.extension.stopped.append(Stopped(name_of(text), text=text))
        return piece


def _is_note(piece: str) -> bool:
    """Return whether browsers, too, see nothing but a note between ``<!--`` and ``-->``."""
    starts = piece.startswith("<!--") and not piece.startswith(("<!-->", "<!--->"))
    return starts and piece.endswith("-->")


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
            # A class is added to those that are there, and each is looked at by itself.
            words = (value or "").removeprefix(old).split() if name == "class" else [value]
            if words and all(is_allowed(elem.tag, name, word) for word in words):
                continue
            given = " ".join(filter(None, words))
            self.extension.stopped.append(Stopped(elem.tag, name, given, attrs_string))
            # What Casebook reads from a heading is looked at before anything is made into a page.
            if name in before:
                elem.set(name, old)
            else:
                del elem.attrib[name]
        return rest


class _Values(Treeprocessor):
    """Takes away addresses that lead where none may lead, and HTML in titles."""

    def __init__(self, md: Markdown, extension: SafetyExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        """Look at every address and title on the page."""
        for element in root.iter():
            for name, is_wrong in _LOOKED_AT:
                value = restored(element.get(name, ""))
                if value and is_wrong(value):
                    self.extension.stopped.append(Stopped(element.tag, name, value, value))
                    # The host takes it for granted that there is an address.
                    element.set(name, NOWHERE if name in ADDRESSES else "")


_LOOKED_AT = (*((name, fault) for name in ADDRESSES), ("title", html_in))
"""The attributes whose values are looked at, and what tells what is wrong with one."""


def restored(text: str) -> str:
    """Return a text with the letters that Python-Markdown has put away back in their places."""
    return _STASHED.sub(lambda match: "&" if match[1] else chr(int(match[2])), text)
