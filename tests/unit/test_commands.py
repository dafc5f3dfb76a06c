"""The commands that add an entry: what they write, what they say, and what they never do."""

import io
import json
import shutil
from pathlib import Path

import pytest

from mkdocs_casebook.cli.main import main
from mkdocs_casebook.forms.word import LARGEST_FILE
from word_template import make

BASE = Path(__file__).parents[1] / "golden" / "_base"
RECORDED = Path(__file__).parents[1] / "forms"
STUDY = "case_studies/example-trust-one-record-for-every.md"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = Path(shutil.copytree(BASE, tmp_path / "site"))
    monkeypatch.chdir(site)
    return site


def event(site: Path, name: str) -> list[str]:
    body = (RECORDED / name / "issue.md").read_text(encoding="utf-8")
    file = site.parent / "event.json"
    file.write_text(json.dumps({"issue": {"number": 1, "body": body}}), encoding="utf-8")
    return ["intake", "--event", str(file), "--answer", str(site.parent / "answer.md")]


def test_intake_writes_the_files_and_names_them(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*event(site, "new-organisation"), "--write"]) == 0
    written = capsys.readouterr().out.split()
    assert written == [
        "docs/organisations/northern-example-hospitals.md",
        "case_studies/northern-example-hospitals.md",
    ]
    assert all((site / path).is_file() for path in written)
    assert (site.parent / "answer.md").read_text("utf-8").startswith("Thank you for your story.")
    assert main(["check", "--no-advice"]) == 0


def test_intake_only_checks_unless_told_to_write(site: Path) -> None:
    before = sorted(site.rglob("*"))
    assert main(event(site, "complete")) == 0
    assert sorted(site.rglob("*")) == before


@pytest.mark.parametrize("name", ["seven-mistakes", "hostile"])
def test_intake_writes_nothing_while_anything_has_to_be_mended(
    name: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(site.rglob("*"))
    assert main([*event(site, name), "--write"]) == 1
    assert sorted(site.rglob("*")) == before
    assert capsys.readouterr().out == ""
    answer = (site.parent / "answer.md").read_text("utf-8")
    assert answer == (RECORDED / name / "reply.md").read_text("utf-8")


def test_intake_prints_the_answer_where_no_file_is_named(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(event(site, "seven-mistakes")[:-2]) == 1
    assert "7 things need mending" in capsys.readouterr().out
    assert main(event(site, "complete")[:-2]) == 0
    said = capsys.readouterr()
    assert said.out == f"{STUDY}\n"
    assert "Nothing has to be mended" in said.err


@pytest.mark.parametrize("content", ["", "{}", '{"issue": {"body": "Hello"}}'])
def test_intake_says_when_there_is_no_form(
    content: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = site.parent / "event.json"
    file.write_text(content, encoding="utf-8")
    assert main(["intake", "--event", str(file), "--write"]) == 3
    assert capsys.readouterr().err.startswith("casebook intake: ")
    assert main(["intake", "--event", "not-there.json"]) == 3


def test_commands_say_when_there_is_no_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (["intake"], ["new", "theme"], ["import", "x.md"], ["schema", "--check"]):
        assert main(command) == 1
        assert "mkdocs.yml:1: the file cannot be opened" in capsys.readouterr().err


OPTIONS = (
    *("--title", "One record: what it took"),
    *("--summary", "The trust replaced three systems with one."),
    *("--organisation", "Example NHS Trust", "--themes", "Governance", "--themes", "Risk"),
    *("--year", "2024", "--status", "in use", "--source-title", "An example report"),
)
PARTS = (
    *("--context", "Two hospitals.", "--challenge", "Three systems."),
    *("--what-the-board-did", "It asked who decides.", "--impact", "One record."),
)


def test_new_takes_options_and_asks_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "case-study", *OPTIONS, *PARTS]) == 0
    path = "case_studies/example-trust-one-record-what-it.md"
    assert capsys.readouterr().out.splitlines() == [
        f"{path}: written.",
        "Nothing is missing. To see it: python -m mkdocs serve",
    ]
    assert "title: 'One record: what it took'" in (site / path).read_text(encoding="utf-8")
    assert main(["check", "--no-advice"]) == 0


@pytest.mark.usefixtures("site")
def test_new_leaves_blank_what_is_not_given_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["new", "case-study", *OPTIONS, "--no-questions"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "Still to do, in any text editor:"
    assert len(lines) == 2 + 4
    assert all("is still from the blank file" in line for line in lines[2:])


@pytest.mark.usefixtures("site")
def test_new_starts_any_kind(capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("theme", "organisation", "chapter", "question-list"):
        assert main(["new", kind, "--title", f"A new {kind}", "--summary", "What it is."]) in {0, 1}
        assert f"a-new-{kind}.md: written." in capsys.readouterr().out


def test_new_asks_at_a_terminal(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO("A theme\nWhat it covers.\n")
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", terminal)
    assert main(["new", "theme"]) == 0
    assert (
        "title: A theme\nsummary: What it covers.\n"
        in (site / "docs/themes/a-theme.md").read_text()
    )


def test_nothing_is_ever_written_over(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # A folder for a file that the check does not count.
    taken = site / "docs" / "themes" / "a-theme.md"
    taken.mkdir()
    assert main(["new", "theme", "--title", "A theme", "--summary", "What it covers."]) == 1
    assert "there is a file of this name already" in capsys.readouterr().out
    assert list(taken.iterdir()) == []


def test_new_says_when_the_site_has_no_such_folder(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = site / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("        docs/themes: theme\n", ""), encoding="utf-8")
    assert main(["new", "theme", "--title", "A theme"]) == 1
    assert "No folder of this site holds" in capsys.readouterr().err


MARKDOWN = """# One record

## Summary

The trust replaced three systems with one.

## Organisation

Example NHS Trust

## Themes

- Governance
- risk

## Year of the account

2024

## Status at the time

In use

## Title of the source

An example report

## Context

Two hospitals.

## Challenge

Three systems.

## What the board did

It asked who decides.

## Impact

One record.
"""


def test_import_reads_markdown(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = site.parent / "story.md"
    file.write_text(MARKDOWN, encoding="utf-8")
    assert main(["import", str(file)]) == 0
    assert capsys.readouterr().out.startswith("case_studies/example-trust-one-record.md: written.")
    assert main(["check", "--no-advice"]) == 0


def test_import_writes_what_there_is_and_tells_what_is_missing(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = site.parent / "story.docx"
    file.write_bytes(make())
    assert main(["import", str(file)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("case_studies/case-study.md: written.\nStill to do")
    assert said.count("the field is empty. Fill it in") == 6
    assert said.count("is still from the blank file") == 4


def test_import_tells_of_text_without_a_place(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = site.parent / "story.md"
    file.write_text(f"Before.\n\n{MARKDOWN}", encoding="utf-8")
    assert main(["import", str(file)]) == 1
    assert "had no heading of the form above it" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"no", "not a Word file"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "neither a Word file"),
        ("a.md", b"x" * (LARGEST_FILE + 1), "larger than 10 MB"),
        ("a.md", b"---\ntitle: One\n---\n", "has fields at its top already"),
    ],
    ids=range(4),
)
def test_import_says_what_it_cannot_read(
    name: str, content: bytes, said: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = site.parent / name
    file.write_bytes(content)
    assert main(["import", str(file)]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("site")
def test_import_says_when_the_file_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "not-there.docx"]) == 1
    assert "No such file" in capsys.readouterr().err
