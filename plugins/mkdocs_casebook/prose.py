"""The words of a Markdown body, each at its place in the source, and where its links lead.

Advice needs neither the finished page nor its tree. What readers do not read as text (code,
comments, addresses, attributes, tags) is blanked, so that every word keeps its place.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mkdocs_casebook.sections import plain_text

_FENCED = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$.*?(?:^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MARKUP = re.compile(
    r"!?\[(?P<words>[^\[\]]*)\]"
    r"(?:\([ ]*(?P<target><[^<>\n]*>|[^()\s]*)[^()\n]*\)|\[[^\[\]\n]*\]|(?P<definition>:[^\n]*))"
    r"|`+[^`\n]*`+"
    r"|<(?:[aA][ ][^<>]*?href=[\"']?(?P<href>[^\"'\s<>]*))?[^<>]*>"
    r"|\{[:#.][^{}\n]*\}"
)
_STARTS_MARKUP = ("[", "`", "<", "{")
_NOT_BREAK = re.compile(r"[^\n]")
_BEFORE_MARK = re.compile(r"\s+(?=[,.;:!?)’”])")


class Prose(NamedTuple):
    """A body without what is not text."""

    text: str
    """As long as the body, and with the same lines."""

    links: tuple[str, ...]
    """Where links lead, as their author wrote it."""


def prose(body: str) -> Prose:
    """Return the words of a body and where its links lead."""
    text = body
    if "```" in text or "~~~" in text:
        text = _FENCED.sub(_blank, text)
    if "<!--" in text:
        text = _COMMENT.sub(_blank, text)
    links: list[str] = []

    def keep_words(match: re.Match[str]) -> str:
        target = match["target"] or match["href"] or (match["definition"] or "")[1:].split(" ")[0]
        if target:
            links.append(target.strip("<>"))
        words: str | None = match["words"]
        if words is None or match["definition"]:
            return _blank(match)
        before = match.start("words") - match.start()
        return f"{' ' * before}{words}{' ' * (match.end() - match.end('words'))}"

    if any(sign in text for sign in _STARTS_MARKUP):
        text = _MARKUP.sub(keep_words, text)
    return Prose(text, tuple(links))


def _blank(match: re.Match[str]) -> str:
    """Return as many blanks as there were characters, keeping the ends of lines."""
    return _NOT_BREAK.sub(" ", match.group())


def as_read(text: str) -> str:
    """Return words of a prose as a line to show, without the gaps that blanks leave."""
    return _BEFORE_MARK.sub("", plain_text(text)).replace("*", "").strip("#>-| ")
