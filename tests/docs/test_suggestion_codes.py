"""Every kind of suggestion is explained on a page of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from codes import CODES
from mkdocs_casebook.advice.rules import RULES
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
        f"{RULES.enough:.0f} points",
        f"up to {RULES.short} words",
        f"every {RULES.words_a_point} words, up to {RULES.always_enough:.0f}",
        f"once more for every {RULES.words_a_mention} words",
        f"at least {RULES.fewest_in_a_section} times",
        f"about {RULES.enough_text // 6} words",
        {0.2: "more than a fifth"}[RULES.unusual],
        f"above {RULES.highest_age}",
        f"less than {RULES.fewest_words} words",
        f"more than {RULES.long_sentence} words",
        f"At most {RULES.most_sentences} sentences",
        "--no-advice",
    ],
)
def test_the_page_says_what_the_program_does(words: str) -> None:
    assert words in " ".join(TEXT.split())
