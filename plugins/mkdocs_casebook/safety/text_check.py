"""Check whether a text is safe to publish: it is if making it safe would change nothing.

Nearly all texts are plain: one look for the few signs with which anything else must start shows
that. Only the others are made into a page, to see what would be taken out of it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache

from markdown import Markdown

from mkdocs_casebook.core.problems import Location, Problem
from mkdocs_casebook.safety import attributes as names
from mkdocs_casebook.safety.addresses import ORDINARY
from mkdocs_casebook.safety.escaping import (
    ADDRESSES,
    UNREADABLE_TEXT,
    SafetyExtension,
    Stopped,
)
from mkdocs_casebook.safety.sanitise import clean, taken_out
from mkdocs_casebook.safety.size_limits import too_heavy
from mkdocs_casebook.safety.tags import html_in
from mkdocs_casebook.safety.telling import describe, html_in_field

USUAL_EXTENSIONS = ("toc", "tables", "fenced_code", "attr_list", "def_list")
"""What the host always turns on, and what the headings and answers of a casebook need."""

_COULD_START_SOMETHING = {
    # A tag or an address, and a sign by its name or number.
    "<": re.compile(r"<(?:[a-zA-Z/!?]|[^<> @]*+@)"),
    "&": re.compile(r"&(?:\#|\w+;)", re.ASCII),
    # A heading gets its own words for an id, and ids of the theme start with two of this.
    "_": re.compile(
        r"\n(?=[^a-zA-Z_\#\n]*+\#|[^\n]*+\n[^\w\n]*[=-])[^\n]*?(?<!\w)_",
        re.ASCII,
    ),
} | {sign: re.compile(re.escape(sign)) for sign in ("!!!", "???", "///")}
"""Signs, for which a text is searched fast, and what matters of them; blocks of extensions last."""

_OWN_ATTRIBUTES = rf'(?:{"|".join(names.OWN_HEADING_ATTRIBUTES)})="'
_ORDINARY = (
    re.compile(
        r"\n\#{1,6}[ ][^\n{]*[ ]\{\#[a-z0-9-]+(?:[ ]" + _OWN_ATTRIBUTES + r'[a-z0-9 -]*")*\}'
        r"(?=[ ]*(?:\n|$))"
    ),
    re.compile(rf'\]\({ORDINARY}(?:[ ]"[^"\n<>&]*")?\)', re.ASCII | re.IGNORECASE),
)
"""Headings with an id, and links, in which nothing hides."""

_MAY_FAIL = (("~", "^", "=="), "pymdownx.")
"""Signs over which extensions with this start stumble in some orders, such as ``~^~~~^a``."""

_TAKEN_OFF = re.compile(rf' {_OWN_ATTRIBUTES}[^"]*"')
_BEFORE_AN_ADDRESS = r"(?:\]\(|\]:|<)\s*<?"
_BEFORE_ATTRIBUTES = r"(?:```|~~~|///|!!!|\?\?\?)[^\n]*"
"""How a piece of code or a block of an extension starts: its attributes are seen on its page."""


def check_content(
    path: str,
    body: str,
    body_line: int,
    *,
    extensions: Iterable[str] = (),
    told: Iterable[int] = (),
) -> list[Problem]:
    """Return what in a contributed text would be taken out of its page, each with its line.

    ``body_line`` is the line of the file at which the text starts; ``extensions`` are those of
    Python-Markdown that the site uses. Headings on the lines ``told`` have been looked at.
    """
    problems = list(too_heavy(path, body, body_line))
    in_use = tuple(extensions)
    if problems or (is_plain(body) and not _may_fail(body, in_use)):
        return problems
    return _look_closer(path, body, body_line, in_use, frozenset(told))


def check_fields(
    path: str, fields: Iterable[tuple[str, str, int]], known: Container[str]
) -> Iterator[Problem]:
    """Yield HTML in the fields of a page that Casebook does not know, and a theme may show.

    ``fields`` are their places, such as ``hero.words[1]``, each with its text and its line.
    """
    for place, text, line in fields:
        if place not in known and (html := html_in(text)):
            yield html_in_field(Location(path, line, place), html)


def is_plain(body: str) -> bool:
    """Return whether a text holds no sign with which something harmful could start."""
    lines = f"\n{body}"
    if any(sign in body and rule.search(lines) for sign, rule in _COULD_START_SOMETHING.items()):
        return False
    for ordinary in _ORDINARY:
        lines = ordinary.sub(" ", lines)
    # With a colon it is a definition.
    return not any(sign in lines for sign in ("{", "](", "]:"))


def _may_fail(body: str, extensions: tuple[str, ...]) -> bool:
    """Return whether an extension of the site could stumble over a text that is safe otherwise."""
    signs, start = _MAY_FAIL
    in_use = any(name.startswith(start) for name in extensions)
    return in_use and any(sign in body for sign in signs)


def _is_there(extension: str) -> bool:
    """Return whether an extension can be used. The host says what is wrong with any other."""
    try:
        Markdown(extensions=[extension])
    except (ImportError, AttributeError):
        return False
    return True


@lru_cache(maxsize=4)
def _reader(extensions: tuple[str, ...]) -> tuple[Markdown, SafetyExtension]:
    """Return a Markdown that keeps what it stops; making one takes longer than using it."""
    safety = SafetyExtension()
    wanted = dict.fromkeys((*USUAL_EXTENSIONS, *filter(_is_there, extensions)))
    return Markdown(extensions=[*wanted, safety]), safety


def _look_closer(
    path: str, body: str, body_line: int, extensions: tuple[str, ...], told: frozenset[int]
) -> list[Problem]:
    stopped = _stopped(body, extensions)
    opened = {item.tag for item in stopped if not _closes(item)}
    place = _Places(body, extensions)
    problems: dict[tuple[int, str], Problem] = {}
    for item in stopped:
        if _closes(item) and item.tag in opened:
            continue
        at = place.of(item)
        line = body_line + body.count("\n", 0, max(at, 0))
        if at < 0 or (line in told and item.tag in {"", *names.HEADINGS}):
            continue
        problem = describe(item, Location(path, line))
        problems.setdefault((line, problem.found), problem)
    return sorted(problems.values())


def _stopped(body: str, extensions: tuple[str, ...]) -> list[Stopped]:
    """Return what is stopped while a text is made into a page, and what cleaning takes out."""
    markdown, safety = _reader(extensions)
    markdown.reset()
    safety.stopped.clear()
    try:
        made = markdown.convert(body)
    except Exception:  # noqa: BLE001 - an extension of the site may raise anything
        return [UNREADABLE_TEXT]
    # Casebook takes these off before the page is made safe.
    html = _TAKEN_OFF.sub("", made)
    taken = (Stopped(*part, text=part[2]) for part in taken_out(html, clean(html)))
    return [*safety.stopped, *taken]


def _closes(item: Stopped) -> bool:
    """Return whether something is only the end of an HTML tag."""
    return not item.name and item.text.startswith("</")


class _Places:
    """Finds where in a text the things were that came out of it changed, each place only once."""

    def __init__(self, body: str, extensions: tuple[str, ...]) -> None:
        self.body = body
        self.extensions = extensions
        self._next: dict[tuple[str, str], int] = {}
        self._may_search = True

    def of(self, item: Stopped) -> int:
        """Return where something stands; less than 0 where that is told once others are mended."""
        tag = re.match(r"<[a-zA-Z/!?][\w/!?-]*", item.text)
        first = item.text.strip().partition("\n")[0]
        for wanted in filter(None, (item.text, first, tag and tag[0])):
            # Several things may have been stopped in the same curly brackets.
            at = self._find(item, wanted, self._next.get((wanted, item.name), 0))
            if at >= 0:
                self._next[wanted, item.name] = at + 1
                return at
        if not self._may_search:
            return -1
        # It takes several times as long as making the page, so only once.
        self._may_search = False
        return self._search(item)

    def _find(self, item: Stopped, wanted: str, start: int) -> int:
        """Return where words stand in the place that they have in a text."""
        if item.name in ADDRESSES and item.text == item.value:
            before = _BEFORE_AN_ADDRESS
        elif not item.tag:
            before = _BEFORE_ATTRIBUTES
        else:
            return self.body.find(wanted, start)
        found = re.compile(before + re.escape(wanted)).search(self.body, start)
        return found.start() if found else -1

    def _search(self, item: Stopped) -> int:
        """Return the start of the last line from which on the text still shows something."""
        starts = [0, *(match.end() for match in re.finditer("\n", self.body)), len(self.body)]
        while len(starts) > 2:  # noqa: PLR2004 - the line, and the one after it
            middle = len(starts) // 2
            there = item in _stopped(self.body[starts[middle] :], self.extensions)
            starts = starts[middle:] if there else starts[: middle + 1]
        return starts[0]


def headings_told(problems: Sequence[Problem]) -> Iterator[int]:
    """Yield the lines of headings whose curly brackets have been complained of."""
    for problem in problems:
        if problem.code in {"unknown-attribute", "bad-id", "reserved-name"}:
            yield problem.where.line
