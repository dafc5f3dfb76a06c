"""A signed review: what it is a hash of, what is told once that changes, what the command does."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from mkdocs_casebook.cli.main import main
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.pipeline.load_site import Whole, read_whole
from mkdocs_casebook.render.parts import review
from mkdocs_casebook.upkeep.fingerprint import passages, words_of
from mkdocs_casebook.upkeep.review import Reading, State, review_of, sign
from mkdocs_casebook.upkeep.terms import after_months

BASE = Path(__file__).parents[1] / "golden" / "_base"
STORY = "case_studies/example-trust.md"
QUESTIONS = "docs/questions/first.md"
BY = "A. N. Example, chair"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = Path(shutil.copytree(BASE, tmp_path / "site"))
    change(root, STORY, "{#context}", '{#context evidence-for="first-1"}')
    return root


def change(root: Path, path: str, before: str, after: str) -> None:
    file = root / path
    text = file.read_bytes().decode()
    assert before in text, path
    file.write_bytes(text.replace(before, after).encode())


def signed(root: Path, *paths: str, by: str = BY, on: str = "2026-11-22") -> int:
    config = ["--config", str(root / "mkdocs.yml")]
    return main(["review", *(str(root / p) for p in paths), "--by", by, "--on", on, *config])


def whole(root: Path) -> Whole:
    settings, problems = read_settings(root / "mkdocs.yml")
    assert settings is not None, problems
    return read_whole(settings, problems)


def entry(root: Path, path: str = STORY) -> Entry:
    return whole(root).result.casebook.by_path[path]


def state(root: Path, path: str = STORY) -> str:
    found = entry(root, path)["review-state"]
    return str(found["state"])


def told(root: Path) -> list[str]:
    return [str(problem) for problem in whole(root).problems]


def test_the_command_writes_who_read_what_and_when(site: Path) -> None:
    before = (site / STORY).read_text("utf-8")
    assert signed(site, STORY) == 0
    text = (site / STORY).read_text("utf-8")
    block = re.search(
        r'review:\n  by: "A\. N\. Example, chair"\n  on: 2026-11-22\n'
        r"  hash: v1\.[0-9a-f]{8}-[0-9a-f]{12}-[0-9a-f]{8}\.[0-9a-f]{8}\n  cites:\n"
        r'    - "first-1 [0-9a-f]{8}"\n(?=---\n)',
        text,
    )
    assert block is not None, text
    assert text.replace(block[0], "") == before
    assert told(site) == []
    found = entry(site)
    assert found["reviewed"] == date(2026, 11, 22)
    assert found["review-state"] == {"state": "unchanged", "due": date(2027, 11, 22)}


def test_signing_again_takes_the_place_of_the_first_review_and_of_a_plain_date(site: Path) -> None:
    change(site, STORY, "year: 2020", "reviewed: 2025-01-01\nyear: 2020")
    assert signed(site, STORY) == 0
    once = (site / STORY).read_text("utf-8")
    assert "reviewed:" not in once
    assert once.index("review:") < once.index("year:")
    assert signed(site, STORY, on="2026-11-23") == 0
    twice = (site / STORY).read_text("utf-8")
    assert twice.count("review:") == 1
    assert len(twice) == len(once)
    assert told(site) == []


@pytest.mark.parametrize(
    ("path", "before", "after", "expected"),
    [
        (STORY, "two hospitals", "three hospitals", "changed"),
        (STORY, "One record", "A record", "changed"),
        (STORY, "Staff led", "Managers led", "changed"),
        (STORY, "in-use", "stopped", "changed"),
        (STORY, "two hospitals.", "[two](../docs/questions/first.md#first-2).", "changed"),
        (QUESTIONS, "Who decides?", "Who really decides?", "cited-changed"),
        (QUESTIONS, "Ask for a name.", "Ask for two names.", "cited-changed"),
        (QUESTIONS, "Ask for an example.", "Ask for a figure.", "unchanged"),
        (QUESTIONS, ' themes="governance"', "", "unchanged"),
        (STORY, "  - risk\n", "", "unchanged"),
        (STORY, "two hospitals.", "two\n   hospitals.  ", "unchanged"),
    ],
)
def test_a_word_changes_the_state_and_nothing_else_does(
    site: Path, path: str, before: str, after: str, expected: str
) -> None:
    assert signed(site, STORY) == 0
    change(site, path, before, after)
    assert state(site) == expected
    assert told(site) == []


def test_the_other_fields_of_an_open_page_are_read_too(site: Path) -> None:
    change(site, "docs/index.md", "title:", "hero: Read this\ntitle:")
    assert signed(site, "docs/index.md") == 0
    assert state(site, "docs/index.md") == "unchanged"
    change(site, "docs/index.md", "Read this", "Read that")
    assert state(site, "docs/index.md") == "changed"


def test_a_cited_passage_that_moved_is_no_change() -> None:
    review = sign(BY, date(2026, 1, 1), Reading(fields="a", body="A", cites={"a.md#x": "1" * 8}))
    assert review.is_sealed
    moved = Reading(fields="a", body="A", cites={"b.md#x": "1" * 8})
    assert review.state(moved) == (State.UNCHANGED, ())
    other = Reading(fields="a", body="A", cites={"b.md#x": "2" * 8})
    assert review.state(other) == (State.CHANGED, ())
    reworded = Reading(fields="a", body="A", cites={"a.md#x": "2" * 8})
    assert review.state(reworded) == (State.CITED_CHANGED, ("a.md#x",))
    no_more = Reading(fields="a", body="A", cites={})
    assert review.state(no_more) == (State.UNCHANGED, ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("on: 2026-11-22", "on: 2026-11-23"),
        ("A. N. Example", "B. N. Example"),
        ("hash: v1.", "hash: v2."),
        ("first-1 ", "first-2 "),
    ],
)
def test_what_is_changed_by_hand_is_an_error_that_says_what_to_run(
    site: Path, before: str, after: str
) -> None:
    assert signed(site, STORY) == 0
    change(site, STORY, before, after)
    (said,) = told(site)
    assert said.startswith(f"{STORY}:13: review: the review was written or changed by hand")
    assert said.endswith(f'run: casebook review {STORY} --by "Name, role"')
    assert review_of(entry(site)) is None
    assert signed(site, STORY) == 0
    assert told(site) == []


def test_a_review_without_a_hash_and_a_second_date_are_errors(site: Path) -> None:
    change(site, STORY, "year: 2020", "review:\n  by: A, chair\n  on: 2026-11-22\nyear: 2020")
    assert "by hand" in told(site)[0]
    assert signed(site, STORY) == 0
    change(site, STORY, "year: 2020", "reviewed: 2026-11-24\nyear: 2020")
    (said,) = told(site)
    assert f"{STORY}:14: reviewed: the file has a signed review, and a second date" in said
    assert signed(site, STORY) == 0
    assert told(site) == []


def test_a_plain_date_goes_on_working(site: Path) -> None:
    change(site, STORY, "year: 2020", "reviewed: 2025-01-01\nyear: 2020")
    assert told(site) == []
    assert entry(site)["reviewed"] == date(2025, 1, 1)
    assert entry(site)["review-state"] is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_other_byte_stays(site: Path, end: str) -> None:
    file = site / STORY
    before = b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", end.encode())
    file.write_bytes(before)
    assert signed(site, STORY) == 0
    after = file.read_bytes().decode()
    block = re.search(rf"review:{end}(?:  [^\r\n]*{end})+", after)
    assert block is not None
    assert after.replace(block[0], "").encode() == before
    assert state(site) == "unchanged"


def test_only_what_can_be_read_is_signed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert signed(site, "mkdocs.yml") == 1
    assert signed(site, STORY, by="A. N. Example") == 1
    assert signed(site, STORY, by="A" * 170 + ", chair") == 1
    assert signed(site, STORY, by="<b>A</b>, chair") == 1
    assert signed(site, STORY, on="2999-01-01") == 1
    (site / "docs/bare.md").write_text("Nothing above.\n", "utf-8")
    assert signed(site, "docs/bare.md") == 1
    (site / "docs/braces.md").write_text("---\n{title: A}\n---\n\nText.\n", "utf-8")
    assert signed(site, "docs/braces.md") == 1
    change(site, STORY, "in-use", "in-uze")
    before = (site / STORY).read_bytes()
    assert signed(site, STORY) == 1
    assert (site / STORY).read_bytes() == before
    said = capsys.readouterr().err
    for words in (
        "mkdocs.yml: this is no page of the site",
        "in which role",
        "up to 160 characters",
        "as plain text",
        "has not come yet",
        "bare.md: it has no fields",
        "braces.md: write its fields one to a line",
        "Mend what casebook check tells",
    ):
        assert words in said


def test_upkeep_lists_what_has_changed_and_statements_to_check_again(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statement = (
        "updates:\n  - date: 2021\n    statement: It ended.\n    source: A page\n"
        "    publisher: Example\n    url: https://www.example.org/\n    checked: {}\n"
    )
    change(site, STORY, "year: 2020\n", f"{statement.format('2025-01-01')}year: 2020\n")
    assert signed(site, STORY) == 0
    change(site, STORY, "two hospitals", "three hospitals")
    capsys.readouterr()
    config = ["--config", str(site / "mkdocs.yml"), "--today", "2026-11-23"]
    assert main(["upkeep", *config]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (
        f"{STORY}:20: the page has changed since A. N. Example, chair read it through "
        "on 2026-11-22." in lines
    )
    assert (
        f'{STORY}:8: "It ended." was last checked on 2025-01-01: https://www.example.org/.' in lines
    )
    assert "1 page changed since. 1 statement of others to check again." in lines[-1]
    # Whoever opens the address again has not changed what the page says.
    change(site, STORY, "three hospitals", "two hospitals")
    change(site, STORY, "checked: 2025-01-01", "checked: 2026-11-23")
    assert state(site) == "unchanged"
    assert main(["upkeep", *config, "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["changed"], report["unchecked"]) == ([], [])


def test_a_site_says_after_how_many_months_each_kind_is_due(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = site / "mkdocs.yml"
    text = config.read_text("utf-8")
    setting = "      upkeep:\n        review-every:\n          usual: 6\n          case-study: 3\n"
    config.write_text(f"{text}{setting}", "utf-8")
    assert signed(site, STORY, "docs/guide/first-steps.md", on="2026-01-31") == 0
    assert entry(site)["review-state"]["due"] == date(2026, 4, 30)
    assert entry(site, "docs/guide/first-steps.md")["review-state"]["due"] == date(2026, 7, 31)
    capsys.readouterr()
    main(["upkeep", "--config", str(config), "--today", "2026-05-01", "--format", "json"])
    due = json.loads(capsys.readouterr().out)["due"]
    assert [item["path"] for item in due] == [QUESTIONS, STORY]
    for wrong, said in {
        "case-study: 0": "upkeep.review-every.case-study: nobody reads a page again after no",
        "case-studie: 3": 'there is no field called "case-studie". Did you mean "case-study"?',
        "usual: soon": 'upkeep.review-every.usual: "soon" is not a whole number',
    }.items():
        name = wrong.partition(":")[0].replace("studie", "study")
        changed = re.sub(rf"(?<= ){name}: \d", wrong, f"{text}{setting}")
        config.write_text(changed, "utf-8")
        assert any(said in line for line in told(site)), told(site)
    config.write_text(f"{text}      upkeep:\n        review-every: 24\n", "utf-8")
    assert entry(site)["review-state"]["due"] == date(2028, 1, 31)


def test_months_later_is_the_same_day_or_the_last_of_a_short_month() -> None:
    assert after_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert after_months(date(2026, 12, 1), 12) == date(2027, 12, 1)
    assert after_months(date(2026, 1, 1), 999_999) == date.max


def test_readers_are_told_in_neutral_words(site: Path) -> None:
    assert signed(site, STORY) == 0

    def said() -> str:
        lines = re.findall("<p>.*?</p>", review(entry(site)))
        return " ".join(re.sub("<[^>]+>", "", line) for line in lines if "read through" in line)

    read = "Last read through on 22 November 2026 by A. N. Example, chair."
    again = "It is to be read again by 22 November 2027."
    assert said() == f"{read} {again}"
    change(site, QUESTIONS, "Who decides?", "Who really decides?")
    assert said() == f"{read} A passage that it cites has changed since. {again}"
    change(site, STORY, "two hospitals", "three hospitals")
    assert said() == f"{read} The page has changed since. {again}"
    change(site, STORY, "on: 2026-11-22", "on: 2026-11-23")
    assert said() == ""


def test_words_are_what_is_left_without_what_lays_them_out() -> None:
    assert words_of("## A {#a themes='x'}\n\n* b\n> c\n\n| d | e |\n|---|:--|\n") == words_of(
        "## A {#a}\n\n- b\n\n  c\n| d  |   e |\n|------|----|\n"
    )
    assert words_of("a *b* __c__") == words_of("a _b_ **c**") == "a b c"
    assert words_of("[a](../b.md#c)") == words_of("[a](c.md)") != words_of("[a](https://b.example)")
    assert words_of("```\na - b\n```") != words_of("```\na - c\n```")


def test_a_passage_ends_at_the_next_heading_of_its_level() -> None:
    text = "## A {#a}\n\none\n\n### B {#b}\n\ntwo\n\n## C {#c}\n\nthree\n"
    found = passages(text)
    assert set(found) == {"a", "b", "c"}
    changed = passages(text.replace("two", "2"))
    assert {name for name in found if found[name] != changed[name]} == {"a", "b"}


def test_evidence_for_a_question_that_was_reworded_is_suspect_on_both_pages_until_signed(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def suggested(*files: str) -> list[str]:
        capsys.readouterr()
        paths = [str(site / file) for file in files]
        assert main(["check", *paths, "--config", str(site / "mkdocs.yml")]) == 0
        lines = capsys.readouterr().out.splitlines()
        return [line for line in lines if "has changed" in line or "is gone" in line]

    assert signed(site, STORY) == 0
    assert suggested() == []
    change(site, QUESTIONS, "Who decides?", "Who really decides?")
    at_story = (
        f'{STORY}:21: "Who really decides?" in {QUESTIONS} has changed since the page was signed '
        'on 2026-11-22. This rests on it: "The trust has two hospitals.". '
        f'Read both, and run: casebook review {STORY} --by "Name, role"'
    )
    at_question = (
        f'{QUESTIONS}:6: "Who really decides?" has changed. 1 signed page rested on it as it was: '
        f'{STORY}. Read both, and run: casebook review {STORY} --by "Name, role"'
    )
    assert suggested() == [at_story, at_question]
    assert suggested(STORY) == [at_story]
    assert suggested(QUESTIONS) == [at_question]
    assert signed(site, STORY) == 0
    assert suggested() == []


def test_a_linked_section_that_changed_is_suspect_too(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(site, STORY, "two hospitals.", "[two](../docs/questions/first.md#first-2) hospitals.")
    assert signed(site, STORY) == 0
    change(site, QUESTIONS, "Ask for an example.", "Ask for a figure.")
    capsys.readouterr()
    assert main(["check", "--config", str(site / "mkdocs.yml")]) == 0
    said = capsys.readouterr().out
    assert f'{STORY}:13: "What could go wrong?" in {QUESTIONS} has changed' in said
    assert 'This rests on it: "One record for the whole hospital"' in said
