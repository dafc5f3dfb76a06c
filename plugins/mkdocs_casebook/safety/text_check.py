"""Whether a contributed text is safe to publish: it is if making it safe would change nothing.

Nearly all texts are plain: one look for the few signs with which anything else must start shows
that. Only the others are made into a page, to see what would be taken out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from markdown import Markdown

from mkdocs_casebook.core.problems import Location, Problem, quote
from mkdocs_casebook.safety import attributes as names
from mkdocs_casebook.safety.addresses import WHAT_IS_ALLOWED, fault, undisguised
from mkdocs_casebook.safety.escaping import ADDRESSES, SafetyExtension, Stopped
from mkdocs_casebook.safety.sanitise import clean, is_shorter, refused
from mkdocs_casebook.safety.shown_pictures import DECORATIVE
from mkdocs_casebook.safety.size_limits import too_heavy
from mkdocs_casebook.safety.tags import LOOKS_LIKE_A_TAG, mend, shown

USUAL_EXTENSIONS = ("toc", "tables", "fenced_code", "attr_list", "def_list")
"""What the host always turns on, and what the headings and answers of a casebook need."""

_SPECIAL = ("!!!", "???", "///")
"""Signs with which blocks of extensions start."""

_ORDINARY_BRACES = re.compile(
    r'\n\#{1,6}[ ][^\n{]*[ ]\{\#[a-z0-9-]+(?:[ ](?:themes|evidence-for|answers)="[a-z0-9 -]*")*\}'
    r"(?=[ ]*(?:\n|$))",
)
_ORDINARY_LINK = re.compile(
    r"\]\((?!//)(?:https?://[!#-&*-;=?-\[\]_a-z~]+|[\w./-]*(?:#[\w-]*)?)"
    r'(?:[ ]"[^"\n<>&]*")?\)',
    re.ASCII | re.IGNORECASE,
)
_AFTER_BRACKET = re.compile(r"\][(:]")
_TWO_LINES = re.compile(r"_\\?_")
_DESTINATION = re.compile(
    r"\]\([ \t\n]*<?(?P<link>[^\n)>\"]*)|\]:[ \t]*\n?[ \t]*<?(?P<reference>[^\n>]+)"
    r"|<(?P<auto>[^\s<>]+)>"
)


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
    if problems or is_plain(body):
        return problems
    return _look_closer(path, body, body_line, tuple(extensions), frozenset(told))


def is_plain(body: str) -> bool:
    """Return whether a text holds no sign with which something harmful could start."""
    if LOOKS_LIKE_A_TAG.search(body):
        return False
    # A single sign is found, or not, in no time.
    if any(sign[0] in body and sign in body for sign in _SPECIAL):
        return False
    # A heading gets its own words for an id, and those of the theme start with two of these.
    if "_" in body and _TWO_LINES.search(body):
        return False
    braces = body.count("{")
    if braces and braces != len(_ORDINARY_BRACES.findall(f"\n{body}")):
        return False
    links = _AFTER_BRACKET.findall(body)
    # With a colon it is a definition.
    return "]:" not in links and len(links) == len(_ORDINARY_LINK.findall(body))


@lru_cache(maxsize=4)
def _reader(extensions: tuple[str, ...]) -> tuple[Markdown, SafetyExtension]:
    """Return a Markdown that keeps what it stops; making one takes longer than using it."""
    safety = SafetyExtension()
    wanted = dict.fromkeys((*USUAL_EXTENSIONS, *extensions))
    return Markdown(extensions=[*wanted, safety]), safety


def _look_closer(
    path: str, body: str, body_line: int, extensions: tuple[str, ...], told: frozenset[int]
) -> list[Problem]:
    markdown, safety = _reader(extensions)
    markdown.reset()
    safety.stopped.clear()
    html = markdown.convert(body)
    stopped = list(safety.stopped)
    if is_shorter(html, clean(html)):
        stopped += (
            Stopped(tag, name, value, value)
            for tag, name, value in refused(html)
            # Casebook takes these off before the page is made safe.
            if not (tag in names.HEADINGS and name in names.OWN_HEADING_ATTRIBUTES)
        )
    opened = {item.tag for item in stopped if not _closes(item)}
    stopped = [item for item in stopped if not (_closes(item) and item.tag in opened)]
    place = _Places(body, body_line)
    problems: dict[tuple[int, str], Problem] = {}
    for item in stopped:
        line = place.of(item)
        if item.tag in names.HEADINGS and line in told:
            continue
        problem = _describe(item, Location(path, line))
        problems.setdefault((line, problem.found), problem)
    return sorted(problems.values())


def _closes(item: Stopped) -> bool:
    """Return whether something is only the end of an HTML tag."""
    return not item.name and item.text.startswith("</")


class _Places:
    """Finds where in a text the things were that came out of it changed, each place only once."""

    def __init__(self, body: str, body_line: int) -> None:
        self.body = body
        self.body_line = body_line
        self._next: dict[tuple[str, str], int] = {}
        self._faulty = [
            (match.start(), raw)
            for match in _DESTINATION.finditer(body)
            if (raw := next(filter(None, match.groups()), "").strip()) and _is_faulty(raw)
        ]

    def of(self, item: Stopped) -> int:
        """Return the line at which something stands; that of the text where it cannot be told."""
        if item.name in ADDRESSES and not item.text:
            at = self._address(item.value)
        else:
            at = self._text(item)
        return self.body_line + self.body.count("\n", 0, max(at, 0))

    def _address(self, value: str) -> int:
        """Return where an address is: the first like it, or the first that nothing else claims."""
        plain = undisguised(value).split()
        like = [at for at, raw in self._faulty if undisguised(raw).split()[: len(plain)] == plain]
        chosen = (like or [at for at, _raw in self._faulty] or [-1])[0]
        self._faulty = [(at, raw) for at, raw in self._faulty if at != chosen]
        return chosen

    def _text(self, item: Stopped) -> int:
        """Return where a piece of text is, as nearly as can be told."""
        first = item.text.strip().partition("\n")[0]
        name = item.name or f"<{item.tag}"
        if item.name and item.text == item.value:
            # Only seen on the finished page: a block of code or of an extension starts with it.
            found = re.compile(rf"(?:```|~~~|///|!!!|\?\?\?)[^\n]*{re.escape(item.value)}").search(
                self.body, self._next.get(("", name), 0)
            )
            if found:
                self._next["", name] = found.end()
                return found.start()
        for wanted in (item.text, first, name, item.tag):
            # Several things may have been stopped in the same curly brackets.
            key = (wanted, item.name)
            at = self.body.find(wanted, self._next.get(key, 0)) if wanted else -1
            if at >= 0:
                self._next[key] = at + len(wanted)
                return at
        found = re.search(re.escape(name), self.body, re.IGNORECASE)
        return found.start() if found else -1


def _is_faulty(raw: str) -> bool:
    return bool(fault(raw) or fault(raw.split(maxsplit=1)[0]))


def _describe(item: Stopped, where: Location) -> Problem:
    """Return what to tell of something that was stopped."""
    if not item.name:
        return _tag(item, where)
    if item.name in ADDRESSES and fault(item.value):
        return Problem(
            where=where,
            code="unsafe-address",
            found=f"the address {quote(item.value)} {fault(item.value)}",
            fix="Give the address of a page instead, or take the link away.",
            expected=WHAT_IS_ALLOWED,
        )
    if item.name in {"id", "class"}:
        return _name(item, where)
    return Problem(
        where=where,
        code="unsafe-attribute",
        found=f"{quote(_as_written(item))} cannot stand in curly brackets",
        fix="Delete it.",
        expected=f"What may stand there: {', '.join(names.ATTRIBUTES)}.",
    )


def _tag(item: Stopped, where: Location) -> Problem:
    piece = item.text or f"<{item.tag}>"
    return Problem(
        where=where,
        code="raw-html",
        found=f"{shown(piece)} is HTML, which a contributed page cannot hold",
        fix=mend(item.tag),
        expected="If readers should see it as it is, put a backtick on each side of it.",
    )


def _name(item: Stopped, where: Location) -> Problem:
    what = "id" if item.name == "id" else "class"
    reserved = item.name == "id" and names.is_reserved(item.value)
    return Problem(
        where=where,
        code="reserved-name",
        found=f"{quote(_as_written(item))} is {'an' if what == 'id' else 'a'} {what} that "
        f"{'the page uses itself' if reserved else 'a text may not use'}",
        fix="Choose another." if reserved else "Delete it.",
        expected="An id has small letters, digits and single hyphens, such as #what-we-did."
        if what == "id"
        else f"The only classes are .{names.BARS}, behind the heading of a column, and "
        f".{DECORATIVE}, behind a picture that tells nothing.",
    )


def _as_written(item: Stopped) -> str:
    if item.name == "id":
        return f"#{item.value}"
    if item.name == "class":
        return "".join(f".{word}" for word in item.value.split()) or "class"
    return f"{item.name}={item.value}" if item.value else item.name


def headings_told(problems: Sequence[Problem]) -> Iterator[int]:
    """Yield the lines of headings whose curly brackets have been complained of."""
    for problem in problems:
        if problem.code in {"unknown-attribute", "bad-id", "reserved-name"}:
            yield problem.where.line
