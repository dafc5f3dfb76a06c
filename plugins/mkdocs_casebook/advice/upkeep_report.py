"""Report what needs looking after, and keep one open issue about it.

LinkChecker tries the links to other sites. It keeps to what sites allow (robots.txt) and to a few
tries a second. Links between pages of the site are checked whenever the site is built.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs_casebook.cli import code_host

TITLE = "Upkeep: pages to read through, and links that fail"
LABEL = "upkeep"
DONE = "Nothing is left to do."

GONE = re.compile(r"40[49]|410|.*(?:Name or service|resolve|no address)", re.IGNORECASE)
"""Results that say a page is no more. Others may be a site's wish not to be asked by a program."""


class Failure(NamedTuple):
    """An address that could not be fetched, and why."""

    address: str
    result: str

    @property
    def said(self) -> str:
        """The result in a few words, without what only programmers make something of."""
        return self.result.partition(": ")[0].partition(" (")[0]

    @property
    def is_gone(self) -> bool:
        """Whether the page is no more, as far as a program can tell."""
        return GONE.match(self.result) is not None


def try_links(addresses: Iterable[str], python: str) -> list[Failure]:
    """Return the addresses that could not be fetched, by the LinkChecker of a Python."""
    addresses = list(addresses)
    if not addresses:
        return []
    # No link is followed from the pages at these addresses: they are not ours.
    options = ("--no-status", "--recursion-level=0", "--check-extern", "--output=csv/utf-8")
    done = subprocess.run(  # noqa: S603 - addresses stand after "--", where none is an option
        [python, "-m", "linkcheck", *options, "--", *addresses],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,  # Its status tells whether a link failed, as its lines do.
    )
    lines = [line for line in done.stdout.splitlines() if line and not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter=";")
    return [Failure(row["urlname"], row["result"]) for row in rows if row["valid"] != "True"]


def write_report(
    due: Iterable[Mapping[str, Any]],
    places: Mapping[str, Iterable[str]],
    failures: Iterable[Failure],
) -> str:
    """Return the report on pages that are due and links that failed, in Markdown."""
    failures = sorted(failures)
    parts = (
        (
            "Pages that nobody has read through for a year",
            "Read each one. Mend what is no longer true, then write the day under `reviewed`.",
            [f"- {code(item['path'])}: {item['message']}" for item in due],
        ),
        (
            "Links that lead nowhere",
            "Find where the page has gone, or take the link out.",
            [line_of(item, places) for item in failures if item.is_gone],
        ),
        (
            "Links that a program could not open",
            "Try them by hand. Many sites turn programs away.",
            [line_of(item, places) for item in failures if not item.is_gone],
        ),
    )
    return "\n".join(
        f"## {title}\n\n{what}\n\n{chr(10).join(lines)}\n" for title, what, lines in parts if lines
    )


def line_of(failure: Failure, places: Mapping[str, Iterable[str]]) -> str:
    """Return a failed link as an item of a list, with the places where it stands."""
    where = ", ".join(code(place) for place in places.get(failure.address, ()))
    return f"- {code(failure.address)} ({code(failure.said)}), in {where}"


def code(text: str) -> str:
    """Return a text as code, in which nothing calls people or formats."""
    return f"`{' '.join(text.replace('`', ' ').split())}`"


def tell(file: Path) -> None:
    """Open an issue with a report, bring the open one up to date, or close it."""
    listed = code_host.gh("issue", "list", "--label", LABEL, "--state", "open", "--json", "number")
    numbers = [str(item["number"]) for item in json.loads(listed or "[]")]
    report = file.read_text(encoding="utf-8").strip()
    if report and numbers:
        code_host.gh("issue", "edit", numbers[0], "--body-file", str(file))
    elif report:
        code_host.gh("label", "create", LABEL, "--force")
        code_host.gh(
            "issue", "create", "--title", TITLE, "--label", LABEL, "--body-file", str(file)
        )
    for number in () if report else numbers:
        code_host.gh("issue", "close", number, "--comment", DONE)
