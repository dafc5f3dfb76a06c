"""Define problems, which are mistakes that an author can mend, and report them as text or data.

A problem is a value; a bug is an exception. Every problem says where it is, what was found, what
was expected and the smallest fix. The codes are permanent: people search for them, and
``docs/reference/problems.md`` explains each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Suggestion(StrEnum):
    """The codes of advice to authors, each with a heading in ``docs/reference/suggestions.md``.

    They stand apart from those of problems: only ``casebook check`` gives advice, never a build.
    """

    HARD_TO_READ = "hard-to-read"
    LONG_SENTENCE = "long-sentence"
    NAME_WITHOUT_ROLE = "name-without-role"
    ORPHAN = "orphan"
    PERSONAL_DETAILS = "personal-details"
    SIMILAR_THEMES = "similar-themes"
    SKIPPED_HEADING = "skipped-heading"
    SUSPECT_EVIDENCE = "suspect-evidence"
    TAG_NOT_MENTIONED = "tag-not-mentioned"
    UNEXPLAINED_ABBREVIATION = "unexplained-abbreviation"
    UNTAGGED_THEME = "untagged-theme"
    UNUSED_ALIAS = "unused-alias"
    VAGUE_LINK = "vague-link"


class Pulled(StrEnum):
    """The codes of what ``casebook pull`` tells, each explained in ``docs/fork/federation.md``.

    They stand apart from those of problems: they are about what another site publishes just now.
    """

    ENTRY_LEFT_OUT = "entry-left-out"
    ENTRY_WITHDRAWN = "entry-withdrawn"
    SOURCE_REFUSED = "source-refused"
    SOURCE_UNREACHABLE = "source-unreachable"


SUGGESTIONS_HEADING = "Suggestions (these never stop a build):"

LONGEST_QUOTATION = 60
"""Characters of an author's text that a message repeats before it is cut."""


class Severity(StrEnum):
    """How serious a problem is."""

    ERROR = "error"
    """Nothing is built until it is mended."""

    NOTICE = "notice"
    """Worth knowing; the site is built all the same."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where in the author's files something stands."""

    path: str
    line: int = 1
    field: str = ""
    """The field as its author would say it: ``themes[1]``, ``source.date``. Lists count from 1."""

    def __str__(self) -> str:
        """Return the place as editors and terminals make a link of it."""
        place = f"{self.path}:{self.line}:"
        return f"{place} {self.field}:" if self.field else place


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Problem:
    """One mistake in one place."""

    where: Location
    code: str
    found: str
    fix: str = ""
    expected: str = ""
    severity: Severity = Severity.ERROR
    is_suggestion: bool = False
    """Whether it is advice on what an author wrote, and no mistake in it."""

    @property
    def message(self) -> str:
        """What was found, how to mend it and what was expected, as sentences."""
        return " ".join(filter(None, (f"{self.found}.", self.fix, self.expected)))

    def __str__(self) -> str:
        """Return the problem on one line, as a person reads it in a terminal."""
        notice = "" if self.severity is Severity.ERROR else "notice: "
        # File names come from contributors too, and may hold a line break.
        return visible(f"{self.where} {notice}{self.message}")


def visible(text: str) -> str:
    """Return a text with a replacement sign for what would move a terminal's cursor or hide."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def quote(text: str, longest: int = LONGEST_QUOTATION) -> str:
    """Return an author's text in quotation marks, safe for a terminal and cut when it is long."""
    shown = visible(text)
    if len(shown) > longest:
        shown = f"{shown[: longest - 1].rstrip()}…"
    return f'"{shown}"'


def some(count: int, singular: str, plural: str = "") -> str:
    """Return a count with its noun: ``1 error``, ``3 errors``, ``2 entries``."""
    return f"{count} {singular if count == 1 else plural or singular + 's'}"


def in_words(names: Sequence[str]) -> str:
    """Return names as a list in words: ``one, two and three``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any of the problems keeps the site from being built."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def summarise(problems: Sequence[Problem], files_checked: int) -> str:
    """Return the last line of a report: what was found, in how many files."""
    errors, notices, suggestions = _counts(problems)
    checked = f"({some(files_checked, 'file')} checked)"
    told = f" and {some(notices, 'notice')}" if notices else ""
    advised = f", {some(suggestions, 'suggestion')}" if suggestions else ""
    if not errors:
        return f"No errors{told}{advised} {checked}."
    places = {problem.where.path for problem in problems if problem.severity is Severity.ERROR}
    return f"{some(errors, 'error')}{told} in {some(len(places), 'file')}{advised} {checked}."


def _counts(problems: Sequence[Problem]) -> tuple[int, int, int]:
    """Return how many problems are errors, notices and suggestions."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    suggestions = sum(problem.is_suggestion for problem in problems)
    return errors, len(problems) - errors - suggestions, suggestions


def as_text(problems: Iterable[Problem]) -> str:
    """Return problems one to a line, as people read them in a terminal; suggestions come last."""
    problems = tuple(problems)
    mistakes = [str(problem) for problem in problems if not problem.is_suggestion]
    # Their heading says what they are, so none of them is called a notice.
    suggestions = [
        visible(f"{problem.where} {problem.message}")
        for problem in problems
        if problem.is_suggestion
    ]
    heading = [SUGGESTIONS_HEADING] if suggestions else []
    return "\n".join([*mistakes, *heading, *suggestions])


def as_github(problems: Iterable[Problem]) -> str:
    """Return problems as workflow commands, which GitHub shows beside the line in a pull request.

    The escapes are those of GitHub's own toolkit (``packages/core/src/command.ts``).
    """

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def prop(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    def command(problem: Problem) -> str:
        where = problem.where
        title = f"{where.field}: {problem.code}" if where.field else problem.code
        return (
            f"::{problem.severity} file={prop(where.path)},line={where.line},title={prop(title)}"
            f"::{data(problem.message)}"
        )

    return "\n".join(command(problem) for problem in problems)


def as_json(problems: Sequence[Problem], files_checked: int) -> str:
    """Return the whole report as one JSON object, for other programs."""
    errors, notices, suggestions = _counts(problems)
    report = {
        "files_checked": files_checked,
        "errors": errors,
        "notices": notices,
        "suggestions": suggestions,
        "problems": [
            {
                "path": problem.where.path,
                "line": problem.where.line,
                "field": problem.where.field,
                "severity": problem.severity.value,
                "code": problem.code,
                "message": problem.message,
            }
            for problem in problems
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)
