"""Read the headings of a Markdown body from its source, with their lines.

Sections are read from the source, not from the finished page, so that mistakes can be told with
their line before anything is built, and so that listing a site's sections costs no rendering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

from markdown.extensions.attr_list import get_attrs_and_remainder

EXCERPT_LENGTH = 240
"""Characters of an excerpt, about three lines of a list."""

_BLOCK = re.compile(
    # The end of the line above, since a search for one sign is many times as fast as one for "^".
    r"\n(?=[ #`~<=-])(?:"
    # Python-Markdown makes a heading of "##Text" too, which code hosts do not.
    r"(?P<heading>\#{1,6})(?P<text>[^\n]*)"
    # Three backticks may also stand around a piece of code inside a line.
    r"|[ ]{0,3}(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$"
    r"|(?P<comment><!--)"
    # A line of these makes a heading of the line above it, if a paragraph starts there.
    r"|(?P<rule>=+|-+)[ ]*$"
    r")",
    re.MULTILINE | re.VERBOSE,
)
# Looks for one sign that is no space, instead of trying each: paragraphs are long lines.
_UNDERLINED = re.compile(r"(?![ ]{4}|\t)(?=[^\n\S]*\S)[^\n]+\n(?:=+|-+)[ ]*(?:\n|\Z)")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\Z")
_ATTRIBUTES = re.compile(r"[ ]+\{:?[ ]*([^}\n ][^\n]*)[ ]*\}[ ]*$")
_USUAL_ATTRIBUTES = re.compile(r'#([\w-]+)(?:[ ]+themes="([^"]*)")?[ ]*')

_LONGEST_SEARCH = 4_000
"""Characters under a heading in which its first prose is looked for, or in it its attributes."""

_MARKS = "[{*_`\\<&"
_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\]]*\])")
_INLINE_ATTRIBUTES = re.compile(r"\{[:#.][^}\n]*\}")
_ELEMENTS = re.compile(r"</?(?:sub|sup|kbd|abbr)(?: [^<>]*)?>|(<br ?/?>)", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w\\])(\*\*|__|\*|_|`+)(?=\S)(.+?)(?<=[^\s\\])\1(?!\w)")
_NOT_PROSE = re.compile(r"[ ]{0,3}(?:[-*+:][ ]|[>|#]|\d+[.)][ ]|```|~~~|<)|[ ]{4}")
_WHOLE_SENTENCES = re.compile(r".*(?:[.?!]|[.?]”|\.\)) ", re.DOTALL)


class Heading(NamedTuple):
    """One heading of a body, as its author wrote it."""

    level: int
    text: str
    """The words, without attributes; Markdown marks are still in it."""

    line: int
    """Line of the file, counted from 1."""

    attributes: Mapping[str, str]
    start: int
    """Where the text under the heading begins in the body, in characters."""


def headings(body: str, body_line: int) -> Iterator[Heading]:
    """Yield the headings of a body in order, passing over code blocks and comments.

    ``body_line`` is the line of the file at which the body starts.
    """
    # A line starts in the body where the end of the line above stands in this.
    lines = f"\n{body}"
    passed = counted = 0
    line = body_line
    while match := _BLOCK.search(lines, passed):
        start, end = match.start(), match.end() - 1
        if fence := match["fence"]:
            end = _end_of_fence(body, end, fence)
        elif match["comment"]:
            closed = body.find("-->", end)
            end = len(body) if closed < 0 else closed + 3
        elif signs := match["heading"]:
            line += body.count("\n", counted, start)
            counted = start
            text, attributes = split_attributes(match["text"].strip(" \t"))
            yield Heading(len(signs), text, line, attributes, end)
        elif (above := _underlined(body, start, passed)) is not None:
            line += body.count("\n", counted, above)
            counted = above
            text, attributes = split_attributes(body[above:start].strip())
            yield Heading(1 if match["rule"][0] == "=" else 2, text, line, attributes, end)
        passed = end


def _underlined(body: str, rule: int, passed: int) -> int | None:
    """Return where a heading starts that a rule stands under, or ``None`` if it is only a rule.

    ``passed`` is where the last heading, code block or comment ended.
    """
    start = body.rfind("\n", 0, max(0, rule - 1)) + 1
    before = body[passed:start]
    starts_paragraph = not before.strip() or _BLANK_LINE.search(before)
    is_heading = start >= passed and starts_paragraph and _UNDERLINED.match(body, start)
    return start if is_heading else None


def _end_of_fence(body: str, position: int, fence: str) -> int:
    """Return where a code block ends: after its closing fence, or at the end of the body."""
    closing = re.compile(rf"^[ ]{{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
    match = closing.search(body, position)
    return match.end() if match else len(body)


def split_attributes(text: str) -> tuple[str, Mapping[str, str]]:
    """Divide a heading into its words and its attributes, by Python-Markdown's own rules.

    Braces that it would show to readers, because they do not fit its pattern, stay in the words.
    """
    text = text.rstrip("#").rstrip()
    found = _ATTRIBUTES.search(text, max(0, len(text) - _LONGEST_SEARCH))
    if not found:
        return text, {}
    # The form that nearly every heading has, without the library's slower scanner.
    if usual := _USUAL_ATTRIBUTES.fullmatch(found[1]):
        attributes = {"id": usual[1]} | ({"themes": usual[2]} if usual[2] else {})
    else:
        pairs, rest = get_attrs_and_remainder(found[1])
        if rest:
            return text, {}
        attributes = {("class" if name == "." else name): value or "" for name, value in pairs}
    return text[: found.start()].rstrip("#").rstrip(), attributes


def excerpt(body: str, start: int) -> str:
    """Return the first sentences of prose after a position, as plain text.

    Lists, tables, quotations and code are passed over; the next heading ends the search.
    """
    last = min(len(body), start + _LONGEST_SEARCH)
    while start < last:
        end = body.find("\n\n", start, last)
        end = last if end < 0 else end
        block = body[start:end].strip("\n")
        start = end + 2
        if block.startswith("#") or _UNDERLINED.match(block):
            break
        if block and not block.isspace() and not _NOT_PROSE.match(block):
            return shorten(plain_text(block))
    return ""


def plain_text(markdown: str) -> str:
    """Return one paragraph of Markdown as the words a reader sees."""
    # Matching brackets takes the square of their number; no heading or paragraph needs more.
    markdown = markdown[:_LONGEST_SEARCH]
    if not any(map(markdown.__contains__, _MARKS)):
        return " ".join(markdown.split())
    text = _INLINE_ATTRIBUTES.sub("", _LINK.sub(r"\1", markdown))
    text = _ELEMENTS.sub(lambda match: " " if match[1] else "", text)
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    return " ".join(unescape(text.replace("\\", "")).split())


def shorten(text: str) -> str:
    """Return the whole sentences that fit an excerpt; cut a first sentence that is too long."""
    if len(text) <= EXCERPT_LENGTH:
        return text
    if whole := _WHOLE_SENTENCES.match(text, 0, EXCERPT_LENGTH + 1):
        return whole[0].rstrip()
    return f"{text[:EXCERPT_LENGTH].rsplit(' ', 1)[0]} …"
