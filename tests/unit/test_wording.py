"""Advice on how a page is written: plain English, links, headings, people and abbreviations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import passages
from mkdocs_casebook.advice.advise import advise
from mkdocs_casebook.advice.wording import reading_age
from mkdocs_casebook.cli.main import main
from mkdocs_casebook.core.model import Entry, Source
from mkdocs_casebook.core.problems import Problem, Severity
from mkdocs_casebook.graph.casebook import relate
from mkdocs_casebook.graph.prose import Paragraph, paragraphs, sentences, words
from mkdocs_casebook.schema.kind_declarations import standard

ROOT = Path(__file__).parents[2]
WORDING = passages.read_wording()


def told(body: str, *others: tuple[str, str], kind: str = "case-study") -> list[str]:
    """Return the advice on a page, and of others by path and text, as lines."""
    files = {"case_studies/story.md": (kind, body)} | {path: ("page", b) for path, b in others}
    entries = [
        Entry(kind=of, slug=path, path=path, address=path, title="A page")
        for path, (of, _body) in files.items()
    ]
    sources = [
        Source(
            path=path, kind=of, slug=path, address=path, content=f"---\na: b\n---\n{text}".encode()
        )
        for path, (of, text) in files.items()
    ]
    found = [
        p
        for p in advise(sources, relate(entries, schema=standard()))
        if p.code in passages.ON_WORDING
    ]
    assert all(p.severity is Severity.NOTICE and p.is_suggestion for p in found)
    return [line(problem) for problem in found]


def line(problem: Problem) -> str:
    return f"{problem.where.line}: {problem.message}"


@pytest.mark.parametrize("wording", WORDING, ids=lambda item: item.text[:40])
def test_an_editor_would_say_the_same(wording: passages.Wording) -> None:
    assert sorted(passages.advice_on(wording)) == sorted(wording.advice)


def test_every_kind_of_advice_on_wording_is_labelled_and_so_is_its_absence() -> None:
    labelled = {code for wording in WORDING for code in wording.advice}
    assert labelled == passages.ON_WORDING
    assert sum(not wording.advice for wording in WORDING) >= len(WORDING) / 3


def test_an_abbreviation_is_told_where_it_comes_first_and_once() -> None:
    assert told("\nThe ward.\nThe PACS and the PACS.\n") == [
        (
            '6: "PACS" is not explained on this page. Write it out the first time, with the '
            "letters in brackets."
        )
    ]


def test_a_page_that_explains_an_abbreviation_is_named_and_may_be_linked() -> None:
    glossary = ("docs/glossary.md", "PACS\n:   Picture archiving and communication system.\n")
    [line] = told("The PACS failed.", glossary)
    assert "or link to docs/glossary.md, which does." in line
    assert told("The [PACS](../docs/glossary.md) failed.", glossary) == []


def test_pages_about_the_site_may_use_the_words_of_their_trade() -> None:
    assert told("The RSS and the JSON.", kind="page") == []


def test_what_a_theme_or_a_trust_is_called_is_explained_by_its_page() -> None:
    theme = Entry(
        kind="theme",
        slug="systems",
        path="docs/themes/systems.md",
        address="themes/systems/",
        title="Systems",
        values={"aliases": ("PACS",)},
    )
    story = Entry(kind="case-study", slug="s", path="s.md", address="s/", title="Story")
    source = Source(
        path="s.md", kind="case-study", slug="s", address="s/", content=b"The PACS failed.\n"
    )
    codes = {
        problem.code for problem in advise([source], relate([theme, story], schema=standard()))
    }
    assert "unexplained-abbreviation" not in codes


def test_long_sentences_are_told_longest_first_and_no_more_than_three() -> None:
    body = "\n\n".join(f"It {'was very ' * n}slow." for n in (17, 18, 20, 30, 40))
    lines = [line for line in told(body) if "a sentence here" in line]
    assert [line.partition(": ")[2][:31] for line in lines] == [
        "a sentence here has 42 words: “",
        "a sentence here has 62 words: “",
        "a sentence here has 82 words: “",
    ]
    assert lines[0].startswith("8: ")
    assert "“It was very was very was very was very was …”. Make two" in lines[0]


def test_a_full_stop_that_ends_nothing_makes_no_sentence_shorter() -> None:
    [line] = told(f"It {'was very ' * 9}slow, e.g. on a ward {'was very ' * 9}slow.")
    assert "a sentence here has 43 words" in line


def test_the_hardest_paragraph_of_a_hard_page_is_shown() -> None:
    hard = next(item.text for item in WORDING if "hard-to-read" in item.advice)
    [line] = told(f"An easy start.\n\n{hard}\n\nAn easy end.")
    assert line.startswith(
        "6: the page reads like text for people of 20 or more, with 6 words to a"
    )
    assert "“Organisational transformation" in line


def test_the_reading_age_is_that_of_the_index() -> None:
    # Worked by hand from Senter and Smith: 4.71 × 4.5 + 0.5 × 10 − 21.43 + 5.
    assert reading_age([["four", "fives"] * 5] * 2) == pytest.approx(9.765)


def test_headings_may_go_up_by_any_number_of_levels() -> None:
    assert told("## One\n\n### Two\n\n#### Three\n\n## Four\n") == []
    assert told("## One\n\n##### Five\n\n## Two\n\n### Three\n") == [
        "6: the heading starts with #####, and there is none with ### above it. Start it with ###."
    ]


def test_a_picture_is_not_a_link() -> None:
    assert told("![here](here.png)\n") == []


def test_paragraphs_are_what_a_reader_sees_as_one() -> None:
    text = (
        "One\nline.\n\n- An item\n  goes on\n- Another\n\n    under it\n\nTerm\n:   What it is.\n\n"
        "> Said.\n> — Them\n\n    code = 1\n\n| a | b |\n\n## Heading\n\n1. First\n"
    )
    found = list(paragraphs(text))
    assert [paragraph.text for paragraph in found] == [
        "One line.",
        "An item goes on",
        "Another",
        "under it",
        "Term",
        "What it is.",
        "Said.",
        "— Them",
        "First",
    ]
    item = Paragraph(text.index("- An item"), text.index("- Another"), "An item goes on")
    assert found[1] == item


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("One. Two. Three.", 3),
        ("Dr. Example came. So did Mrs. Example.", 2),
        ("It fell by 3.5 points, e.g. On a Monday.", 1),
        ("“Why?” He asked. (It was late.) 12 came.", 4),
        ("A name without an end", 1),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, number: int) -> None:
    assert len(sentences(text)) == number


def test_words_are_counted_as_people_count_them() -> None:
    assert words("The board's go-live cost £31,000 (3.5%).") == [
        "The",
        "board's",
        "go-live",
        "cost",
        "31,000",
        "3.5",
    ]


def test_what_readers_and_contributors_read_on_this_site_follows_the_advice(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["check", "--format", "json", "--config", str(ROOT / "mkdocs.yml")])
    report = json.loads(capsys.readouterr().out)
    found = [
        f"{item['path']}:{item['line']}: {item['message']}"
        for item in report["problems"]
        if item["code"] in passages.ON_WORDING and not item["path"].startswith("docs/maintain/")
    ]
    assert found == []
