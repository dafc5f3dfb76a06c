"""What needs looking after: pages due to be read again, and the addresses of other sites."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from mkdocs_casebook.cli.main import main
from mkdocs_casebook.core.model import Entry, Origin, Source
from mkdocs_casebook.core.problems import Location
from mkdocs_casebook.lists.contributors import find_thanked
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.upkeep.commands.upkeep import outside_links
from mkdocs_casebook.upkeep.review_dates import find_due, months_between

BASE = Path(__file__).parents[1] / "golden" / "_base"
TODAY = date(2026, 11, 22)


def entry(path: str, kind: str = "case-study", origin: Origin | None = None, **values) -> Entry:
    return Entry(
        kind=kind,
        slug=path,
        path=path,
        address=path,
        title=path.upper(),
        values=values,
        lines={name: number for number, name in enumerate(values, 2)},
        origin=origin,
    )


def due(*entries: Entry) -> list[str]:
    return [
        f"{item.entry.path}:{item.line} {item.message}"
        for item in find_due(entries, standard(), TODAY)
    ]


def test_a_page_is_due_a_year_after_somebody_last_read_it() -> None:
    assert due(
        entry("fresh.md", reviewed=date(2025, 11, 23)),
        entry("due.md", reviewed=date(2025, 11, 22)),
        entry("older.md", title="x", added=date(2020, 1, 1), reviewed=date(2024, 2, 29)),
        entry("new.md", added=date(2026, 11, 1)),
        entry("added-long-ago.md", added=date(2023, 11, 1)),
    ) == [
        "added-long-ago.md:2 last read on 2023-11-01, 36 months ago",
        "older.md:4 last read on 2024-02-29, 32 months ago",
        "due.md:2 last read on 2025-11-22, 12 months ago",
    ]


def test_a_story_without_a_date_is_due_and_a_page_about_the_site_is_not() -> None:
    assert due(
        entry("story.md"),
        entry("about.md", kind="page"),
        entry("theirs.md", origin=Origin(name="Example")),
    ) == ["story.md:1 it is not said when somebody last read the page"]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 31), 2),
        (date(2025, 12, 1), date(2026, 1, 1), 1),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
        (date(2026, 2, 1), date(2026, 1, 1), -1),
    ],
)
def test_months_end_on_the_day_of_their_date(first: date, last: date, months: int) -> None:
    assert months_between(first, last) == months


def source(path: str, text: str, origin: Origin | None = None) -> Source:
    return Source(
        path=path, kind="page", slug="a", address="a/", content=text.encode(), origin=origin
    )


def test_addresses_are_found_in_fields_and_in_text_with_their_lines() -> None:
    text = (
        "---\ntitle: A\nsource:\n  url: https://one.example/\npeople:\n"
        "  - name: https://two.example/\n---\n\n"
        "See [one](https://one.example/) and <a href='http://three.example/x'>three</a>.\n\n"
        "```\n[no](https://code.example/)\n```\n\n[b](b.md) [mail](mailto:a@b.example)\n"
    )
    theirs = source("b.md", "[x](https://theirs.example/)", Origin(name="Example"))
    assert outside_links([source("a.md", text), theirs]) == {
        "http://three.example/x": (Location("a.md", 9),),
        "https://one.example/": (Location("a.md", 4), Location("a.md", 9)),
        "https://two.example/": (Location("a.md", 6),),
    }


def test_thanks_come_by_last_name_with_the_pages_of_each() -> None:
    one = entry("b.md", contributors=("Bo Zebra", "Ada Example"))
    two = entry("a.md", contributors=("Ada Example", "Cy"))
    assert find_thanked([one, two, entry("c.md")]) == [
        ("Cy", (two,)),
        ("Ada Example", (two, one)),
        ("Bo Zebra", (one,)),
    ]


@pytest.fixture
def config(tmp_path: Path) -> str:
    root = Path(shutil.copytree(BASE, tmp_path / "site"))
    story = root / "case_studies/example-trust.md"
    text = story.read_text("utf-8").replace("year:", "reviewed: 2024-01-02\nyear:")
    story.write_text(f"{text}\n[A](https://www.example.org/)\n", encoding="utf-8")
    return str(root / "mkdocs.yml")


def test_the_command_says_what_there_is_to_do(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upkeep", "--config", config, "--today", "2026-11-22"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "case_studies/example-trust.md:8: last read on 2024-01-02, 34 months ago." in lines
    assert lines[-1] == (
        "3 pages to read through. 0 pages changed since. 0 statements of others to check again. "
        "1 address of other sites in 1 file."
    )


def test_after_how_long_a_page_is_due_can_be_said(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--config", config, "--today", "2026-11-22", "--months", "60", "--format", "json"]
    assert main(["upkeep", *options]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["addresses"] == {"https://www.example.org/": ["case_studies/example-trust.md:20"]}
    assert [item["path"] for item in report["due"]] == [
        "docs/guide/first-steps.md",
        "docs/questions/first.md",
    ]
    assert set(report["due"][0]) == {"path", "line", "message"}


def test_a_site_that_cannot_be_read_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upkeep", "--config", "nowhere/mkdocs.yml"]) == 1
    assert "the file cannot be opened" in capsys.readouterr().out
