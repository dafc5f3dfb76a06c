"""Take the words of a Markdown body out of their markup, and divide them into paragraphs.

Advice needs neither the finished page nor its tree. What readers do not read as text (code,
comments, addresses, attributes, tags) is blanked, so that every word keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mkdocs_casebook.schema.sections import plain_text

_HIDDEN = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$.*?(?:^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|<!--.*?(?:-->|\Z)",
    re.MULTILINE | re.DOTALL,
)
_SHORT = re.compile(
    r'\w*<su[bp]>[^<>\n]*</su[bp]>\w*|<abbr title="(?P<long>[^"<>\n]*)">(?P<short>[^<>\n]*)</abbr>'
)
_MARKUP = re.compile(
    r"\[\^[^\[\]\n]*+\]:?"
    r"|\[(?P<words>[^\[\]]*+)\]"
    r"(?:\([ ]*+(?P<target><[^<>\n]*+>|[^()\s]*+)[^()\n]*+\)"
    r"|\[[^\[\]\n]*+\]"
    r"|:[ ]+(?P<definition><[^<>\n]*+>|\S*[/.#]\S*)(?:[ ]+[\"'(][^\n]*)?$)"
    r"|``(?:[^\n]*?``)?"
    r"|`[^`\n]*`"
    r"|<(?>[aA][ ][^<>]*?href=[\"']?(?P<href>[^\"'\s<>]*+))?[^<>]*+>"
    r"|\{[:#.][^{}\n]*+\}",
    re.MULTILINE,
)
_MARKS = str.maketrans("", "", "*!|")
_BEFORE_PUNCTUATION = re.compile(r"\s+(?=[,.;:!?)’”])")

_ITEM = re.compile(r"(?:[-*+:]|\d+[.)]|>)(?:[ \t]+|$)")
"""What starts a list item, an explanation of a term or a quotation."""

_SENTENCE_END = re.compile(
    # A full stop after a title or between letters ends nothing: "Dr. Example", "e.g. this".
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bSt\.)(?<!\bNo\.)(?<!\be\.g\.)(?<!\bi\.e\.)"
    r"(?<=[.!?])[”\"’')]*\s+(?=[A-Z“\"‘'(£\d])"
)
_CODE_AFTER_END = re.compile(r"(?<=[.!?])[ ]{3,}(?=\w)")
"""A sentence that starts with code, of which blanks are left."""

_WORD = re.compile(r"[^\W_]+(?:['’.,/-][^\W_]+)*")


class Link(NamedTuple):
    """A link: its words from where to where in characters, and where it leads."""

    start: int
    end: int
    target: str
    """As its author wrote it."""


class Paragraph(NamedTuple):
    """A paragraph, a list item, the explanation of a term or a quotation."""

    start: int
    end: int
    text: str
    """As readers read it, on one line."""


def prose(body: str) -> tuple[str, tuple[Link, ...]]:
    """Return a body with all but its words blanked, as long as it was, and its links."""
    links: list[Link] = []

    def keep_words(match: re.Match[str]) -> str:
        target = (match["target"] or match["href"] or match["definition"] or "").strip("<>")
        is_shown = match["words"] is not None and not match["definition"]
        start, end = match.span("words") if is_shown else (match.end(), match.end())
        if target:
            links.append(Link(start, end, target))
        blank, first, last = _blank(match), start - match.start(), end - match.start()
        return blank[:first] + match[0][first:last] + blank[last:]

    text = _SHORT.sub(_in_full, _HIDDEN.sub(_blank, body))
    return _MARKUP.sub(keep_words, text), tuple(links)


def _in_full(match: re.Match[str]) -> str:
    """Return a short form as one that is written out, and nothing of a formula."""
    if match["long"] is None:
        return _blank(match)
    return f"{match['long']} ({match['short']})".rjust(len(match[0]))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def as_read(text: str) -> str:
    """Return words of a prose as a line to show, without marks and the gaps that blanks leave."""
    return _BEFORE_PUNCTUATION.sub("", plain_text(text)).translate(_MARKS).strip("#>- ")


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a prose. Headings, tables and indented code are passed over."""
    lines: list[str] = []
    start = position = 0
    in_list = False
    for line in f"{text}\n".split("\n"):
        bare = line.strip()
        item = _ITEM.match(bare)
        is_code = line.startswith(("    ", "\t")) and not lines and not in_list
        is_prose = bool(bare) and not bare.startswith(("#", "|")) and not is_code
        if lines and (item or not is_prose):
            yield Paragraph(start, position, as_read(" ".join(lines)))
            lines = []
        if item and not bare.startswith(">"):
            in_list = True
        elif bare and not lines and not line[0].isspace():
            in_list = False
        if is_prose:
            start = start if lines else position
            lines.append(_CODE_AFTER_END.sub(" “…” ", bare[item.end() :] if item else bare))
        position += len(line) + 1


def lines_of_code(body: str) -> frozenset[int]:
    """Return the numbers of the lines, from 0, that are code because they are indented."""
    found = set()
    in_list, before = False, ""
    for number, line in enumerate(body.split("\n")):
        bare = line.strip()
        if line.startswith(("    ", "\t")):
            if bare and not in_list and (not before or number - 1 in found):
                found.add(number)
        elif bare and not line[0].isspace():
            in_list = bool(_ITEM.match(bare)) and not bare.startswith(">")
        if bare or number - 1 not in found:
            before = bare
        else:
            found.add(number)
    return frozenset(found)


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    return _SENTENCE_END.split(text)


def words(text: str) -> list[str]:
    """Return the words of a text: "board's", "go-live" and "31,000" are one each."""
    return _WORD.findall(text)
