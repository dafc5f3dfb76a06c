"""Fixing what is mechanical: each way, what is shown of it, and what is left alone."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from mkdocs_casebook.autofix.fix import MOST_PROBLEMS, fix_site
from mkdocs_casebook.cli.main import main
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.content.files import find_sources
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.pipeline.fixes import fixes

GOLDEN = Path(__file__).parents[1] / "golden"
FOLDERS = sorted(folder.parent.name for folder in GOLDEN.glob("*/input"))
STORY = "case_studies/example-trust.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN / "_base", tmp_path / "site"))


def fix(site: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    main(["check", "--fix", "--no-advice", "--config", str(site / "mkdocs.yml"), *options])
    return capsys.readouterr().out.splitlines()


def change(site: Path, before: str, after: str, path: str = STORY) -> None:
    file = site / path
    content = file.read_bytes().decode()
    assert before in content
    file.write_bytes(content.replace(before, after).encode())


def fix_once(site: Path) -> tuple[list[Source], list[Source], tuple[set, set]]:
    settings, _problems = read_settings(site / "mkdocs.yml")
    assert settings is not None
    before, _unreadable = find_sources(settings.root, settings.docs_folder, settings.collections)
    after = fix_site(before, settings.collections, settings.schema)
    found = [
        set(build(files, settings.collections, settings.schema).problems)
        for files in (before, after)
    ]
    return before, after, (found[0], found[1])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  - Decision making", "  - governance"),
        ("  - “governance”", "  - governance"),
        ("  - Governance # first", "  - governance # first"),
    ],
)
def test_a_theme_is_written_as_its_file_is_named(
    site: Path, capsys: pytest.CaptureFixture[str], before: str, after: str
) -> None:
    change(site, "  - governance", before)
    shown, *rest = fix(site, capsys)
    assert shown == f"{STORY}:6: “{before.strip()}” is now “{after.strip()}”"
    assert rest == ["1 line mended in 1 file.", "No errors (7 files checked)."]
    assert f"\n{after}\n" in (site / STORY).read_text("utf-8")


def test_a_list_in_brackets_keeps_its_form(site: Path) -> None:
    change(site, "themes:\n  - governance\n  - risk\n", "themes: [Decision making, Risk]\n")
    before, after, (_old, new) = fix_once(site)
    shown = [str(item) for pair in zip(before, after, strict=True) for item in fixes(*pair)]
    assert shown == [
        f"{STORY}:5: “themes: [Decision making, Risk]” is now “themes: [governance, risk]”"
    ]
    assert not [problem for problem in new if problem.where.path == STORY]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("added: 22 November 2026", "added: 2026-11-22"),
        ("added: 1st Sept. 2026", "added: 2026-09-01"),
        ("added: “2026-11-22”", "added: 2026-11-22"),
        ("added: 2026/11/22", "added: 2026-11-22"),
        ("added: 22/11/2026", "added: 2026-11-22"),
        ("added: 5/5/2026", "added: 2026-05-05"),
        ("added: 5/6/2026", "added: 5/6/2026"),
        ("added: 31 November 2026", "added: 31 November 2026"),
        ("added: Marketing 2020", "added: Marketing 2020"),
        ("added: November 2026", "added: November 2026"),
        ("Status: in-use", "status: in-use"),
        ("status: In Use", "status: in-use"),
        ("“Evidence”: measured", "evidence: measured"),
        ("theme_links: off", "theme-links: off"),
        ("duration: Two years: one to plan", 'duration: "Two years: one to plan"'),
        ("duration: 'The board's year'", 'duration: "The board\'s year"'),
        ("duration: [Draft] a year", 'duration: "[Draft] a year"'),
        ("duration:\N{NO-BREAK SPACE}A year", "duration: A year"),
        ("duration: a 'b\" \\c: d", "duration: 'a ''b\" \\c: d'"),
        ("status: nearly done", "status: nearly done"),
    ],
)
def test_a_line_of_fields_is_fixed_if_it_can_mean_one_thing_only(
    site: Path, before: str, after: str
) -> None:
    text = (site / STORY).read_text("utf-8")
    if before.casefold().startswith("status"):
        text = text.replace("status: in-use\n", "")
    (site / STORY).write_text(text.replace("\nyear:", f"\n{before}\nyear:"), "utf-8")
    _before, fixed, (old, new) = fix_once(site)
    content = next(source.content.decode() for source in fixed if source.path == STORY)
    assert content == text.replace("\nyear:", f"\n{after}\nyear:")
    assert (new < old) == (before != after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## Context{#context}", "## Context {#context}"),
        ("## Context {#context themes=“governance”}", '## Context {#context themes="governance"}'),
        (
            '## Context {#context themes="governance, risk"}',
            '## Context {#context themes="governance risk"}',
        ),
        ('## Context {#context themes="Risk"}', '## Context {#context themes="risk"}'),
        ('## Context {#context themes="rsk"}', '## Context {#context themes="rsk"}'),
    ],
)
def test_the_braces_of_a_heading_are_fixed(site: Path, before: str, after: str) -> None:
    file = site / STORY
    text = file.read_text("utf-8") + "\n## Context {#context}\n\nMore.\n"
    text = (
        text.replace("\n## Context {#context}\n", "\n", 1) if text.count("#context") > 1 else text
    )
    file.write_text(text.replace("## Context {#context}", before), "utf-8")
    _before, fixed, _problems = fix_once(site)
    content = next(source.content.decode() for source in fixed if source.path == STORY)
    assert content == text.replace("## Context {#context}", after)


def test_spaces_at_the_end_of_lines_go_where_they_mean_nothing(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = site / STORY
    fields = file.read_text("utf-8").partition("---\n\n")[0]
    fields = fields.replace("year: 2020\n", "year: 2020{}\nduration: |\n  One  \n  two  \n")
    body = (
        "One{}\nand  \na break{}\n\n{}\nThe end of a paragraph{}\n\n"
        "```  \ncode  \n```  \n\n    code  \n\n- item{}\n"
    )
    text = f"{fields}---{{}}\n\n{body}"
    file.write_text(text.format(" \t", " ", " ", "\t ", "   ", "  ", " "), "utf-8")
    *shown, total, _summary = fix(site, capsys)
    assert all("spaces at the end were taken away" in line for line in shown)
    assert total == f"{len(shown)} lines mended in 1 file."
    assert len(shown) == text.count("{}")
    assert file.read_text("utf-8") == text.replace("{}", "")


def test_line_ends_and_the_mark_at_the_start_stay(site: Path) -> None:
    file = site / STORY
    text = file.read_text("utf-8").replace("  - governance", "  - Governance \t")
    content = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    file.write_bytes(content)
    _before, fixed, _problems = fix_once(site)
    found = next(source.content for source in fixed if source.path == STORY)
    assert found == content.replace(b"  - Governance \t\r\n", b"  - governance\r\n")


def test_a_fix_that_would_bring_another_mistake_is_left_to_the_author(site: Path) -> None:
    # The theme is in the list already.
    change(site, "  - governance", "  - governance\n  - Decision making")
    before, fixed, _problems = fix_once(site)
    assert fixed == before


def test_a_theme_that_is_fixed_first_lets_a_story_be_fixed(site: Path) -> None:
    change(site, "aliases:", "Aliases:", "docs/themes/governance.md")
    change(site, "  - governance", "  - Decision making")
    _before, _fixed, (old, new) = fix_once(site)
    assert len(old) >= 2
    assert not [problem for problem in new if problem.where.path == STORY]


def test_a_file_that_is_no_text_stays_as_it_is(site: Path) -> None:
    (site / STORY).write_bytes(b"\xff\xfe")
    before, fixed, _problems = fix_once(site)
    assert fixed == before


def test_a_file_with_hundreds_of_mistakes_is_left_alone(site: Path) -> None:
    lines = "".join(f'\n## H {{#h-{n} themes="Risk"}}\n\nText.\n' for n in range(MOST_PROBLEMS + 1))
    file = site / STORY
    file.write_text(file.read_text("utf-8") + lines, "utf-8")
    before, fixed, _problems = fix_once(site)
    assert fixed == before


@pytest.mark.parametrize("name", FOLDERS)
def test_fixing_makes_nothing_worse_and_once_is_enough(site: Path, name: str) -> None:
    shutil.copytree(GOLDEN / name / "input", site, dirs_exist_ok=True)
    settings, problems = read_settings(site / "mkdocs.yml")
    if settings is None or problems:
        pytest.skip("nothing can be read with this configuration")
    before, after, (old, new) = fix_once(site)
    assert new <= old
    assert fix_site(after, settings.collections, schema=settings.schema) == after
    for one, other in zip(before, after, strict=True):
        assert one.content.count(b"\n") == other.content.count(b"\n")


def test_nothing_is_touched_where_nothing_is_wrong(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {path: path.stat().st_mtime_ns for path in site.rglob("*.md")}
    assert fix(site, capsys)[0] == "Nothing was mended."
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*.md")} == files


def test_the_fixed_file_keeps_its_rights_and_leaves_nothing_beside_it(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(site, "  - governance", "  - Governance")
    (site / STORY).chmod(0o600)
    fix(site, capsys)
    assert (site / STORY).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (site / "case_studies").iterdir()] == ["example-trust.md"]


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="whoever may do anything may write here"
)
def test_a_file_that_cannot_be_written_is_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(site, "  - governance", "  - Governance")
    (site / "case_studies").chmod(0o500)
    lines = fix(site, capsys)
    (site / "case_studies").chmod(0o700)
    assert lines[0] == "Nothing was mended."
    assert f"{STORY}:1: the file cannot be changed" in lines[1]


def test_a_folder_in_the_way_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(site, "  - governance", "  - Governance")
    (site / "case_studies" / ".example-trust.md.new").mkdir()
    lines = fix(site, capsys)
    assert lines[0] == "Nothing was mended."
    assert lines[1].startswith(f"{STORY}:1: the file cannot be changed (")


def test_changes_are_shown_as_text_only(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["check", "--fix", "--format", "json", "--config", str(site / "mkdocs.yml")]
    assert main(options) == 2
    assert capsys.readouterr().err == "--fix shows its changes as text. Leave out --format.\n"
