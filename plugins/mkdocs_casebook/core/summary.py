"""Report a check on one page of Markdown that a code host shows, whoever wrote the words in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from mkdocs_casebook.core.problems import Problem, Severity, summarise, visible

MOST_SHOWN = 200
"""Problems on one page. A code host refuses a page of more than a megabyte."""

_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>&|~$]")
_CALLS = re.compile(r"@|(?<=#)(?=\d)|(?<=GH-)(?=\d)|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
_NOTHING = "<!-- -->"
"""What a code host's Markdown shows as nothing at all."""


def for_markdown(text: str) -> str:
    """Return a text that a code host shows letter by letter, whoever wrote it.

    Its signs mean nothing, and it calls nobody: a name after ``@``, a number after ``#`` and an
    address would otherwise tell people, or be linked.

    >>> for_markdown("ask @someone in #12")
    'ask @<!-- -->someone in #<!-- -->12'
    """
    escaped = _MARKDOWN.sub(r"\\\g<0>", visible(text))
    return _CALLS.sub(lambda found: f"{found[0]}{_NOTHING}", escaped)


def as_markdown(problems: Sequence[Problem], files_checked: int) -> str:
    """Return a check as one page: what has to be mended by file, then what is only suggested.

    The texts are those of every other form of the report.
    """
    mistakes = [problem for problem in problems if not problem.is_suggestion]
    suggestions = [problem for problem in problems if problem.is_suggestion]
    lines = ["## Casebook", "", for_markdown(summarise(problems, files_checked)), ""]
    lines += _by_file(mistakes[:MOST_SHOWN])
    if suggestions:
        lines += ["<details><summary>Suggestions, which stop nothing</summary>", ""]
        lines += [*_by_file(suggestions[: max(0, MOST_SHOWN - len(mistakes))]), "</details>", ""]
    if len(problems) > MOST_SHOWN:
        lines += [f"The first {MOST_SHOWN} are shown.", ""]
    return "\n".join(lines)


def _by_file(problems: Iterable[Problem]) -> list[str]:
    """Return problems below the name of their file."""
    lines: list[str] = []
    for path, group in groupby(problems, key=lambda problem: problem.where.path):
        lines += [f"### {for_markdown(path)}", ""]
        for problem in group:
            field = f", {for_markdown(problem.where.field)}" if problem.where.field else ""
            is_notice = problem.severity is Severity.NOTICE and not problem.is_suggestion
            notice = "Notice: " if is_notice else ""
            text = for_markdown(problem.message)
            lines.append(f"- Line {problem.where.line}{field}: {notice}{text}")
        lines.append("")
    return lines
