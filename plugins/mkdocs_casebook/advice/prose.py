"""The words of a Markdown body, each at its place in the source, and the links between them.

Advice needs neither the finished page nor its tree. What readers do not read as text (code,
comments, addresses, attributes, tags) is blanked, so that every word keeps its place.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mkdocs_casebook.schema.sections import plain_text

_FENCED = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$.*?(?:^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SHORT = re.compile(
    r'\w*<su[bp]>[^<>\n]*</su[bp]>\w*|<abbr title="(?P<long>[^"<>\n]*)">(?P<short>[^<>\n]*)</abbr>'
)
_MARKUP = re.compile(
    # Each way to start is one fixed character, which the regular expression engine looks for fast.
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
_MARKUP_STARTS = ("[", "`", "<", "{")
_MARKS = str.maketrans("", "", "*!|")
_BEFORE_PUNCTUATION = re.compile(r"\s+(?=[,.;:!?)’”])")


class Link(NamedTuple):
    """A link: its words from where to where in characters, and where it leads."""

    start: int
    end: int
    target: str
    """As its author wrote it."""


class Prose(NamedTuple):
    """A body without what is not text."""

    text: str
    """As long as the body, with the same lines."""

    links: tuple[Link, ...]


def prose(body: str) -> Prose:
    """Return the words of a body and its links."""
    text = body
    if "```" in text or "~~~" in text:
        text = _FENCED.sub(_blank, text)
    if "<!--" in text:
        text = _COMMENT.sub(_blank, text)
    if "<" in text:
        text = _SHORT.sub(_in_full, text)
    links: list[Link] = []

    def keep_words(match: re.Match[str]) -> str:
        words, definition = match["words"], match["definition"]
        target = (match["target"] or match["href"] or definition or "").strip("<>")
        if words is None or definition:
            if target:
                links.append(Link(match.end(), match.end(), target))
            return _blank(match)
        start, end = match.span("words")
        if target:
            links.append(Link(start, end, target))
        return f"{' ' * (start - match.start())}{words}{' ' * (match.end() - end)}"

    if any(sign in text for sign in _MARKUP_STARTS):
        text = _MARKUP.sub(keep_words, text)
    return Prose(text, tuple(links))


def _in_full(match: re.Match[str]) -> str:
    """Return a short form as one that is written out, and nothing of a formula."""
    if match["long"] is None:
        return _blank(match)
    return f"{match['long']} ({match['short']})".rjust(len(match[0]))


def _blank(match: re.Match[str]) -> str:
    """Return as many blanks as there were characters, keeping the ends of lines."""
    return "\n".join(" " * len(line) for line in match.group().split("\n"))


def as_read(text: str) -> str:
    """Return words of a prose as a line to show, without marks and the gaps that blanks leave."""
    return _BEFORE_PUNCTUATION.sub("", plain_text(text)).translate(_MARKS).strip("#>- ")
