"""A problem is a mistake an author can mend. It is a value: bugs are exceptions, problems are not.

Every problem says where it is, what was found, what was expected and the smallest fix. The codes
are permanent: people search for them, and ``docs/reference/problems.md`` explains each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

CODES = frozenset(
    {
        "alias-taken",
        "bad-braces",
        "bad-configuration",
        "bad-facet",
        "bad-file-name",
        "bad-id",
        "bad-lock",
        "bad-snapshot",
        "changed-upstream",
        "duplicate-field",
        "duplicate-id",
        "duplicate-question",
        "empty-item",
        "empty-page",
        "file-that-runs",
        "file-too-large",
        "front-matter-late",
        "front-matter-mark",
        "front-matter-missing",
        "front-matter-not-fields",
        "front-matter-syntax",
        "front-matter-too-deep",
        "front-matter-too-long",
        "front-matter-too-many",
        "front-matter-unclosed",
        "html-in-field",
        "impossible-date",
        "invisible-character",
        "left-out",
        "link-outside",
        "low-contrast",
        "misplaced-file",
        "missing-field",
        "missing-folder",
        "missing-pack",
        "missing-picture",
        "moved-theme",
        "no-configuration",
        "no-questions",
        "not-a-colour",
        "not-a-date",
        "not-a-number",
        "not-a-picture",
        "not-a-year",
        "not-an-address",
        "not-in-pack",
        "not-utf-8",
        "nothing-left-out",
        "organisation-clash",
        "picture-outside",
        "picture-too-large",
        "picture-without-words",
        "placeholder-left",
        "question-without-id",
        "raw-html",
        "repeated-item",
        "reserved-name",
        "retired-loop",
        "same-page",
        "second-title",
        "section-without-id",
        "source-name-taken",
        "source-not-listed",
        "source-not-read",
        "still-to-write",
        "text-after-hash",
        "text-too-deep",
        "text-too-long",
        "text-too-many",
        "theme-loop",
        "theme-of-itself",
        "told-twice",
        "too-long",
        "too-many",
        "unknown-attribute",
        "unknown-field",
        "unknown-kind",
        "unknown-mark",
        "unknown-organisation",
        "unknown-question",
        "unknown-theme",
        "unknown-value",
        "unmapped-theme",
        "unreadable-file",
        "unreadable-text",
        "unsafe-address",
        "unsafe-attribute",
        "unsafe-field",
        "unsafe-setting",
        "unused-theme",
        "wrong-type",
    }
)
"""Every code there is, each with a heading of its own in ``docs/reference/problems.md``."""


class Suggestion(StrEnum):
    """The codes of advice to authors, each with a heading in ``docs/reference/suggestions.md``.

    They stand apart from :data:`CODES`: only ``casebook check`` gives advice, and never a build.
    """

    HARD_TO_READ = "hard-to-read"
    LONG_SENTENCE = "long-sentence"
    NAME_WITHOUT_ROLE = "name-without-role"
    ORPHAN = "orphan"
    SIMILAR_THEMES = "similar-themes"
    SKIPPED_HEADING = "skipped-heading"
    TAG_NOT_MENTIONED = "tag-not-mentioned"
    UNEXPLAINED_ABBREVIATION = "unexplained-abbreviation"
    UNTAGGED_THEME = "untagged-theme"
    UNUSED_ALIAS = "unused-alias"
    VAGUE_LINK = "vague-link"


class Pulled(StrEnum):
    """The codes of what ``casebook pull`` tells, each explained in ``docs/fork/federation.md``.

    They stand apart from :data:`CODES`: they are about what another site publishes just now.
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
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    suggestions = sum(problem.is_suggestion for problem in problems)
    notices = len(problems) - len(errors) - suggestions
    checked = f"({some(files_checked, 'file')} checked)"
    told = f" and {some(notices, 'notice')}" if notices else ""
    advised = f", {some(suggestions, 'suggestion')}" if suggestions else ""
    if errors:
        places = len({problem.where.path for problem in errors})
        return f"{some(len(errors), 'error')}{told} in {some(places, 'file')}{advised} {checked}."
    return f"No errors{told}{advised} {checked}."


def as_text(problems: Iterable[Problem]) -> str:
    """Return problems one to a line, as people read them in a terminal; suggestions come last."""
    mistakes: list[str] = []
    suggestions: list[str] = []
    for problem in problems:
        # File names come from contributors too, and may hold a line break.
        if problem.is_suggestion:
            suggestions.append(visible(f"{problem.where} {problem.message}"))
        elif problem.severity is Severity.ERROR:
            mistakes.append(visible(str(problem)))
        else:
            mistakes.append(visible(f"{problem.where} notice: {problem.message}"))
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
    suggestions = sum(problem.is_suggestion for problem in problems)
    report = {
        "files_checked": files_checked,
        "errors": sum(problem.severity is Severity.ERROR for problem in problems),
        "notices": sum(problem.severity is Severity.NOTICE for problem in problems) - suggestions,
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
