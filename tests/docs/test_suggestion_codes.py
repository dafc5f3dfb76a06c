"""Every kind of suggestion is explained on a page of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from codes import CODES
from mkdocs_casebook.advice import tagging, theme_scoring, wording
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.core.problems import SUGGESTIONS_HEADING, Suggestion
from mkdocs_casebook.schema.sections import headings

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "suggestions.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_every_code_has_a_heading_and_they_are_in_order() -> None:
    document, problems = parse(str(PAGE), TEXT)
    assert problems == ()
    found = [
        (heading.text, heading.attributes.get("id"))
        for heading in headings(document.body, document.body_line)
    ]
    assert found == [(code, code) for code in sorted(Suggestion)]


def test_the_summary_counts_them() -> None:
    words = {10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen"}
    assert f"The {words[len(Suggestion)]} kinds of advice" in TEXT


def test_no_code_is_that_of_a_mistake() -> None:
    assert CODES.isdisjoint(Suggestion)


@pytest.mark.parametrize(
    "words",
    [
        SUGGESTIONS_HEADING,
        f"{theme_scoring.ENOUGH:.0f} points",
        f"up to {theme_scoring.SHORT} words",
        f"every {theme_scoring.WORDS_A_POINT} words, up to {theme_scoring.ALWAYS_ENOUGH:.0f}",
        f"once more for every {theme_scoring.WORDS_A_MENTION} words",
        f"at least {tagging.FEWEST_IN_A_SECTION} times",
        f"about {tagging.ENOUGH_TEXT // 6} words",
        {0.2: "more than a fifth"}[tagging.UNUSUAL],
        f"above {wording.HIGHEST_AGE}",
        f"less than {wording.FEWEST_WORDS} words",
        f"more than {wording.LONG_SENTENCE} words",
        f"At most {wording.MOST_SENTENCES} sentences",
        "--no-advice",
    ],
)
def test_the_page_says_what_the_program_does(words: str) -> None:
    assert words in " ".join(TEXT.split())
