"""Cut out the sentence around a place in a page's text, as far as it fits in a list."""

from __future__ import annotations

import re

LONGEST_SIDE = 160
"""Characters of a sentence kept on each side of what refers."""

_STASHED = re.compile("\x02(?:(amp)|(\\d+)|[^\x03]*)\x03")
_SPACES = re.compile(r"\s+")
_SENTENCE_BREAK = re.compile(r"[.!?][”\"’')]*\s+(?=[A-Z“\"‘'(£\d])")


def in_sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return the sentence around a place in a text: what is before it, the place, what is after.

    Each side is cut at a word when it is longer than :data:`LONGEST_SIDE`.
    """
    first = 0
    # The whole text is searched: a break shows by the capital after it, which may be the place.
    for found in _SENTENCE_BREAK.finditer(text):
        if found.end() > start:
            break
        first = found.end()
    # The stop may be the last character of the place, and belongs to the sentence.
    next_break = _SENTENCE_BREAK.search(text, max(0, end - 1))
    last = next_break.start() + 1 if next_break else len(text)
    before = _folded(text[first:start]).lstrip()
    after = _folded(text[end:last]).rstrip()
    if len(before) > LONGEST_SIDE:
        before = f"… {before[-LONGEST_SIDE:].partition(' ')[2]}"
    if len(after) > LONGEST_SIDE:
        after = f"{after[:LONGEST_SIDE].rpartition(' ')[0]} …"
    return before, _folded(text[start:end]).strip(), after


def _folded(text: str) -> str:
    """Return text with what was put away in it, and one space for several and for line ends."""
    text = unstash(text)
    return _SPACES.sub(" ", text) if "\n" in text or "  " in text else text


def unstash(text: str) -> str:
    """Return text with what Python-Markdown has put away for later back in its place."""
    if "\x02" not in text:
        return text
    return _STASHED.sub(lambda m: "&" if m[1] else chr(int(m[2])) if m[2] else "", text)
