"""Explain the YAML parser's refusals to the person who typed the text.

The parser says where it gave up and in its own terms why. What the author needs is the line with
the mistake in it and what to type instead, so the text itself is looked at: each function below
knows one way of going wrong and says nothing where it does not see it. There are many such ways, so
the module is long.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from mkdocs_casebook.content import limits
from mkdocs_casebook.core.problems import Location, Problem, quote

FIELD_NAME = re.compile(r"""(['"]?)([^'":\s][^'":]*?)\1\s*:(?:\s|$)""")
"""The start of a line that names a field; the name is group 2."""

HOW_TO_WRITE_A_FIELD = "Write the name of the field, a colon, a space and then the text."

_VALUE = re.compile(r"""[ ]*(?:-[ ]+)*(?:['"]?[^'":\s][^'":]*?['"]?[ ]*:[ ]+)?(?P<value>\S.*)""")
"""A line of front matter up to its text: hyphens and the name of a field come before it."""

_STARTS_SOMETHING_ELSE = frozenset("@`%,]}*&!|>?-")
_NO_SPACE_AFTER_COLON = re.compile(r"([\w-]+):(\S.*)")
_BY_NUMBER = re.compile(
    r"\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|U(000[0-9a-f]{5}))", re.ASCII | re.IGNORECASE
)
_SPECIAL_SPACE = re.compile(r"[\w-]+:\s*\N{NO-BREAK SPACE}")
STARTS_AGAIN = "the document starts again"
"""What the reader says, in the parser's place, of a line such as ``--- More``."""

_NO_ITEM = ("'-' indicator", "<block end>", "expected key")

Mistake = tuple[int, str, str]
"""The line, counted from 0; what is wrong with it; how to mend it."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    """What the parser said, and the text it was given."""

    said: str
    lines: list[str]
    at: int
    """The line where it gave up, counted from 0."""

    column: int
    begun: int
    """The line where it had begun to read what it could not finish."""

    def wanted_an_item(self) -> bool:
        """Return whether it met something else than the next item or field."""
        return any(phrase in self.said for phrase in _NO_ITEM)

    def value(self, line: int) -> str:
        """Return the text of a line without the name of its field."""
        match = _VALUE.match(self.lines[line])
        return match["value"].rstrip() if match else ""


def explain(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    """Turn the refusal of the YAML parser into what its author should look for, and on which line.

    ``text`` is what the parser was given; its first line is line ``first_line`` of the file.
    """
    lines = text.rstrip("\n").split("\n")
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None) or mark
    last = len(lines) - 1
    refusal = _Refusal(
        said=str(getattr(error, "problem", "") or ""),
        lines=lines,
        at=min(mark.line, last) if mark else 0,
        column=mark.column if mark else 0,
        begun=min(begun.line, last) if begun else 0,
    )
    line, found, fix = next(filter(None, (look(refusal) for look in _WAYS_OF_GOING_WRONG)))
    name = FIELD_NAME.match(lines[0]) or FIELD_NAME.match(lines[line])
    return Problem(
        where=Location(path, first_line + line, name.group(2)[:40] if name else ""),
        code="front-matter-syntax",
        found=found,
        fix=fix,
    )


def explain_no_field(text: str, where: Location) -> Problem:
    """Return the problem of a line that should name a field and does not."""
    fix, expected = HOW_TO_WRITE_A_FIELD, ""
    if match := _NO_SPACE_AFTER_COLON.fullmatch(text):
        found = f"there is no space after the colon in {quote(text)}"
        fix = f"Write: {_cut(f'{match[1]}: {match[2]}')}"
    elif _SPECIAL_SPACE.match(text):
        found = "the space after the colon is a special one, as word processors make them"
        fix = "Delete it and type it again."
    else:
        found = f"{quote(text)} is not a field, because there is no colon after its name"
        expected = "If the line goes on from the one above, start it with two spaces."
    return Problem(
        where=where, code="front-matter-not-fields", found=found, fix=fix, expected=expected
    )


def in_quotation_marks(text: str) -> str:
    """Return a text in the quotation marks that it needs, cut where it is long for a message."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    text = _cut(text.removeprefix('"') if text.count('"') == 1 else text)
    mark = "'" if '"' in text and "'" not in text else '"'
    return f"{mark}{text if mark not in text else text.replace(mark, '”')}{mark}"


def _cut(text: str) -> str:
    visible = quote(text, limits.LONGEST_EXAMPLE)
    return visible[1:-1]


def _tab(refusal: _Refusal) -> Mistake | None:
    line = refusal.lines[refusal.at]
    if "\t" not in line[: len(line) - len(line.lstrip())]:
        return None
    return refusal.at, "the line starts with a tab", "Use two spaces instead of the tab."


def _backslash(refusal: _Refusal) -> Mistake | None:
    if "escape" not in refusal.said:
        return None
    return refusal.at, *backslash(refusal.value(refusal.at))


def backslash(value: str) -> tuple[str, str]:
    """Return what is wrong with a backslash inside double quotation marks, and how to mend it."""
    text = value.strip().strip('"')
    found = "a backslash inside double quotation marks has a special meaning"
    if (meant := without_numbers(text)) != text and "\\" not in meant:
        return found, f"Write the characters themselves: {in_quotation_marks(meant)}."
    return found, f"Use single quotation marks around the text: '{_cut(text)}'."


def without_numbers(text: str) -> str:
    r"""Return a text with characters in the place of their numbers, as programs write them.

    >>> without_numbers(r"It\u2019s ours")
    'It’s ours'
    """
    meant = _BY_NUMBER.sub(lambda found: chr(int(found[1] or found[2] or found[3], 16)), text)
    # Other notations need two numbers for one of the rarer characters.
    return meant.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _quotation_mark_inside(refusal: _Refusal) -> Mistake | None:
    """See text that stands in quotation marks and has the same mark in it."""
    before = refusal.lines[refusal.at][: refusal.column].rstrip()
    if not before.endswith(('"', "'")) or not refusal.wanted_an_item():
        return None
    value = refusal.value(refusal.at)
    whole = f": {in_quotation_marks(value)}" if value.startswith(('"', "'")) else ""
    return (
        refusal.at,
        "the text goes on after its closing quotation mark",
        f"Put other quotation marks around the whole text{whole}.",
    )


def _unclosed_quotation_mark(refusal: _Refusal) -> Mistake | None:
    if refusal.said != "found unexpected end of stream":
        return None
    return (
        refusal.begun,
        "a quotation mark is opened on this line and never closed",
        "Add the closing quotation mark at the end of the text.",
    )


def _bracket(refusal: _Refusal) -> Mistake | None:
    """See a bracket that opens a list: it is never closed, or text comes after it."""
    line = next((i for i in (refusal.begun, refusal.at) if refusal.value(i)[:1] in {"[", "{"}), -1)
    if line < 0:
        return None
    value = refusal.value(line)
    closing = "]" if value[0] == "[" else "}"
    whole = in_quotation_marks(value)
    rest = "\n".join(refusal.lines[line:])
    if rest.count(value[0]) > rest.count(closing):
        return (
            line,
            f'the bracket "{value[0]}" is opened and never closed',
            f'Add "{closing}" at the end. If it is text, put quotation marks round it: {whole}.',
        )
    if not value.endswith(closing):
        return (
            line,
            f'text that starts with "{value[0]}" is read as a list',
            f"Put the whole text in quotation marks: {whole}.",
        )
    return (
        line,
        "the list in brackets cannot be read",
        'Write one item to a line instead, each after two spaces, a hyphen and a space: "  - …".',
    )


def _first_character(refusal: _Refusal) -> Mistake | None:
    """See text whose first character means something else to the parser."""
    value = refusal.value(refusal.at)
    if value[:1] not in _STARTS_SOMETHING_ELSE:
        return None
    return refusal.at, *first_character(value)


def first_character(text: str) -> tuple[str, str]:
    """Return what is wrong with a text's first character, and how to mend it."""
    return (
        f"text cannot start with {quote(text[:1])}",
        f"Put the whole text in quotation marks: {in_quotation_marks(text)}.",
    )


def _colon(refusal: _Refusal) -> Mistake | None:
    """See a colon in the text, or a field that has slipped to the right."""
    if "mapping values" not in refusal.said:
        return None
    line = refusal.lines[refusal.at]
    before = line[: refusal.column]
    if refusal.at and ":" not in before:
        return (
            refusal.at,
            f"{quote(before.strip() + ':')} is read as a field inside the text above it",
            "Line it up with the other fields. If it is text, put quotation marks round the whole.",
        )
    return (
        refusal.at,
        "a colon followed by a space inside the text is read as a second field",
        f"Put the whole text in quotation marks: {in_quotation_marks(refusal.value(refusal.at))}.",
    )


def _early_end(refusal: _Refusal) -> Mistake | None:
    """See a line that ends the fields for the parser before their author does."""
    ends = [at for at, line in enumerate(refusal.lines) if line.startswith(("---", "..."))]
    if not ends:
        return None
    return (
        ends[0],
        f"{quote(refusal.lines[ends[0]])} ends the fields too early",
        "Delete the line. If it is text, start it with two spaces.",
    )


def _hyphen(refusal: _Refusal) -> Mistake | None:
    """See an item of a list below a field that has text already."""
    before, line = refusal.lines[refusal.at - 1], refusal.lines[refusal.at]
    if not line.startswith("- ") or not refusal.at or not FIELD_NAME.match(before):
        return None
    return (
        refusal.at,
        "the list starts under a field that has text already",
        "Delete the text after the colon on the line above, or the hyphen if this is text.",
    )


def _alignment(refusal: _Refusal) -> Mistake | None:
    """See a line that starts further left or right than those it belongs with."""
    before = refusal.lines[refusal.at][: refusal.column]
    if before.strip() or not refusal.wanted_an_item():
        return None
    return (
        refusal.at,
        "the line does not line up with those above it",
        "Put as many spaces before it as before the other lines of the list or group.",
    )


def _something(refusal: _Refusal) -> Mistake:
    return (
        refusal.at,
        f"{quote(refusal.lines[refusal.at].strip())} cannot be read where it stands",
        "Check that it lines up with its neighbours and that every quotation mark has a partner.",
    )


_WAYS_OF_GOING_WRONG: tuple[Callable[[_Refusal], Mistake | None], ...] = (
    _tab,
    _backslash,
    _unclosed_quotation_mark,
    _quotation_mark_inside,
    _bracket,
    _early_end,
    _first_character,
    _colon,
    _hyphen,
    _alignment,
    _something,
)
"""In this order, because the first to see something is believed."""
