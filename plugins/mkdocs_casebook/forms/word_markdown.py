"""Write what mammoth has read of a Word file as Markdown that says the same.

Only :mod:`mkdocs_casebook.forms.word` imports this, once it knows that the libraries are there.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING
from urllib.parse import quote

from markdownify import ATX, MarkdownConverter

if TYPE_CHECKING:
    from bs4 import Tag  # markdownify brings it along, and only its types are named here.

HINT, CHAPTER = "form-hint", "form-chapter"
"""The classes of paragraphs in the styles that only the form's own words should have."""

_NOTE = re.compile(r"#(foot|end)note-(\w+)")
_BACK = re.compile(r"#(?:foot|end)note-ref-")
_NO_TEXT = re.compile(r"\A(#{1,6}|>|[+:](?=\s)|~{3,}|`{3,}|\[(?=[^\]]+\]:))")
_ESCAPED = r"\\\1"
_LONG_ENOUGH = 20
_PIPE = r"\|"
_HTML = re.compile(r"<(?=[a-zA-Z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_WEB = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_INDENT = " " * 4
"""What stands in a list item is indented by this much: less, and Python-Markdown ends the item."""


class Converter(MarkdownConverter):
    """Writes HTML as the Markdown that the site reads.

    The library types its functions and not its methods, so calls of those are not checked.
    """

    def __init__(self, own_words: Collection[str]) -> None:
        """Know the form's own words, which are not the author's; nothing else is left out."""
        super().__init__(
            heading_style=ATX, bullets="-", strong_em_symbol="*", escape_underscores=False
        )
        longest_first = sorted(own_words, key=len, reverse=True)
        self.own_words = {folded(words): words for words in longest_first}
        self.greys: list[str] = []
        """Paragraphs in the style of a grey note that are none."""

        self.struck: list[str] = []
        """Words that were crossed out."""

        self.unlinked: list[str] = []
        """Addresses that lead to nothing on the web."""

    def escape(self, text: str, parent_tags: Collection[str]) -> str:
        """Return a text with what would be read as HTML written as signs."""
        escaped: str = super().escape(text, parent_tags)  # type: ignore[misc]
        return _HTML.sub("&lt;", _ENTITY.sub("&amp;", escaped))

    def convert_p(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        """Return a paragraph, without a note of the form that it starts with."""
        text = text.strip()
        if HINT in (el.get("class") or ()):
            rest = self.without_own(text)
            if rest == text:
                self.greys.append(text)
            text = rest
        if "_inline" in parent_tags:
            return f"\n{text}\n"
        return f"\n\n{_NO_TEXT.sub(_ESCAPED, text)}\n\n" if text else ""

    def convert_br(self, el: Tag, text: str, parent_tags: AbstractSet[str]) -> str:
        """Return the end of a line, in a cell too."""
        if parent_tags & {"td", "th"}:
            return "\n"
        written: str = super().convert_br(el, text, parent_tags)  # type: ignore[misc]
        return written

    def without_own(self, text: str) -> str:
        """Return a text without a note of the form: what was typed before, behind or over it."""
        plain = text.replace("\\", "")
        if folded(plain) in self.own_words:
            return ""
        for words in self.own_words.values():
            before, found, behind = plain.partition(words)
            # Short words of the form, such as the name of a chapter, may be anybody's.
            if found and len(words) > _LONG_ENOUGH:
                return "\n\n".join(filter(None, (before.strip(), behind.strip())))
        return text

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: Collection[str]) -> str:  # noqa: N802 - the name is the library's
        """Return a heading; nothing for a chapter of the form itself."""
        if CHAPTER in (el.get("class") or ()) and folded(text) in self.own_words:
            return ""
        if not text.strip():
            return ""
        written: str = super().convert_hN(n, el, text, parent_tags)  # type: ignore[misc]
        return written

    def convert_sup(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:  # noqa: ARG002 - the signature is the library's
        """Return raised signs; the mark of a note as it is."""
        is_mark = any(_NOTE.match(str(link.get("href"))) for link in el.find_all("a"))
        return text if is_mark else _shifted(text, _RAISED, "sup")

    def convert_sub(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:  # noqa: ARG002 - the signature is the library's
        """Return lowered signs."""
        return _shifted(text, _LOWERED, "sub")

    def convert_s(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:  # noqa: ARG002 - the signature is the library's
        """Return crossed out words as they are, and remember them."""
        if text.strip():
            self.struck.append(text.strip())
        return text

    def convert_a(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        """Return a link to the web, the mark of a note, or only the words of any other link."""
        address = str(el.get("href") or "").strip()
        if note := _NOTE.fullmatch(address):
            return f"[^{_name(note)}]"
        if _BACK.match(address):
            return ""
        if _WEB.match(address):
            el["href"] = quote(address, safe="%/:?#[]@!$&'*+,;=~")
            linked: str = super().convert_a(el, text, parent_tags)  # type: ignore[misc]
            return linked
        if address and not address.startswith("#"):
            self.unlinked.append(address)
        return text

    def convert_li(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:  # noqa: ARG002 - the signature is the library's
        """Return an item of a list, or a note under its name."""
        text = text.strip()
        note = _NOTE.fullmatch(f"#{el.get('id')}")
        if note:
            return f"\n\n[^{_name(note)}]: {_indented(text)}\n\n"
        is_numbered = el.parent is not None and el.parent.name == "ol"
        number = len(el.find_previous_siblings("li")) + 1
        mark = f"{number}." if is_numbered else "-"
        return f"{mark} {_indented(text)}\n" if text else ""

    def convert_td(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:  # noqa: ARG002 - the signature is the library's
        """Keep the text of a cell until its whole table is known."""
        el["text"] = "<br>".join(line.strip() for line in text.splitlines() if line.strip())
        return ""

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:  # noqa: ARG002 - the signature is the library's
        """Return nothing: the cells have kept their texts."""
        return ""

    def convert_table(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:  # noqa: ARG002 - the signature is the library's
        """Return a table whose first row is its heading, with every cell under its column."""
        rows = _grid(el)
        if "_inline" in parent_tags:
            return "\n" + "\n".join(", ".join(filter(None, row)) for row in rows) + "\n"
        if len(rows) == 1 and len(rows[0]) == 1:
            # A frame around some text.
            return "\n\n" + rows[0][0].replace("<br>", "\n\n") + "\n\n"
        lines = [f"| {' | '.join(cell.replace('|', _PIPE) for cell in row)} |" for row in rows]
        if not lines:
            return ""
        lines.insert(1, f"|{' --- |' * len(rows[0])}")
        return "\n\n" + "\n".join(lines) + "\n\n"


def folded(text: str) -> str:
    """Return a text without what does not tell two texts apart."""
    return " ".join(text.casefold().replace("\\", "").lstrip("☐☑☒✓ ").split())


def _grid(table: Tag) -> list[list[str]]:
    """Return the cells of a table by row; one that spans rows stands in each of them."""
    cells: dict[tuple[int, int], str] = {}
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    for across, row in enumerate(rows):
        column = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while (across, column) in cells:
                column += 1
            width, height = (int(str(cell.get(name) or 1)) for name in ("colspan", "rowspan"))
            for down in range(height):
                for right in range(width):
                    said = str(cell.get("text") or "") if right == 0 else ""
                    cells[across + down, column + right] = said
    if not cells:
        return []
    columns = 1 + max(column for _row, column in cells)
    return [[cells.get((row, column), "") for column in range(columns)] for row in range(len(rows))]


def _shifted(text: str, signs: dict[int, int], tag: str) -> str:
    """Return raised or lowered signs as they are in Unicode, or else in a tag."""
    shifted = text.translate(signs)
    if not text.strip() or all(new != old for new, old in zip(shifted, text, strict=True)):
        return shifted
    return f"<{tag}>{text.strip()}</{tag}>"


def _name(note: re.Match[str]) -> str:
    """Return what a note is called: those at the end of the file after those of its pages."""
    return f"{'e' if note[1] == 'end' else ''}{note[2]}"


def _indented(text: str) -> str:
    return text.replace("\n", f"\n{_INDENT}").replace(f"\n{_INDENT}\n", "\n\n")
