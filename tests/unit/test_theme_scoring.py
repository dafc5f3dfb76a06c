"""When a text names a theme often enough to be about it."""

from __future__ import annotations

import pytest

import passages
from mkdocs_casebook.advice.theme_scoring import as_name, gather_lexicon, name_uses
from mkdocs_casebook.core.model import Entry


def theme(slug: str, title: str, *aliases: str, link: str = "on") -> Entry:
    return Entry(
        kind="theme",
        slug=slug,
        path=f"docs/themes/{slug}.md",
        address=f"themes/{slug}/",
        title=title,
        values={"aliases": aliases, "link": link},
    )


LEXICON = gather_lexicon(
    [
        theme("strategy", "Strategy and priorities", "digital strategy", "roadmap"),
        theme("systems", "Clinical systems", "EPR", "electronic patient record", "big bang"),
        theme("needs", "User needs and plain wording", "user research", "user testing"),
        theme("risk", "Risk", "risk register", link="off"),
    ]
)
PADDING = "Nothing else is said of it here. "


def about(text: str) -> set[str]:
    return set(passages.themes_of(text, LEXICON))


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("The EPR came in May.", set()),
        ("The EPR came in May, in one big bang.", {"systems"}),
        ("The EPR came in May. An EPR takes time. No EPR is perfect.", {"systems"}),
        ("The EPR came in May. An EPR takes time.", set()),
        ("A digital strategy is short.", {"strategy"}),
        ("A roadmap is short.", set()),
        ("A roadmap says what the priorities are.", {"strategy"}),
        ("They asked for plain wording.", {"needs"}),
        ("The risk is on the risk register.", set()),
        ("An electronic patient record (EPR) came.", set()),
        ("The Digital Strategy Office of the county moved.", set()),
        ("", set()),
    ],
)
def test_a_short_text_needs_two_points(text: str, themes: set[str]) -> None:
    assert about(text) == themes


def test_a_longer_text_needs_more() -> None:
    text = "The EPR came in May, in one big bang. "
    assert about(text + PADDING * 10) == {"systems"}
    assert about(text + PADDING * 30) == set()
    assert about(text * 2 + PADDING * 60) == set()
    assert about(text * 6 + PADDING * 60) == {"systems"}


def test_nine_mentions_are_often_on_a_page_of_900_words() -> None:
    assert about("The EPR came. " * 9 + PADDING * 120) == {"systems"}
    assert about("The EPR came. " * 5 + PADDING * 120) == set()


def test_a_name_and_its_abbreviation_in_brackets_are_one() -> None:
    text = "An electronic patient record (EPR) came. The EPR was slow."
    assert [text[item.start : item.end] for item in name_uses(text, LEXICON)] == [
        "electronic patient record",
        "EPR",
    ]


def test_names_are_compared_in_small_letters_and_the_singular() -> None:
    assert as_name("EPRs") == as_name("EPR") == ("epr",)
    assert as_name("Go-live policies") == ("go", "live", "policy")


def test_words_that_any_title_may_have_tell_nothing() -> None:
    lexicon = gather_lexicon([theme("other", "Learning from others", "other people from here")])
    assert lexicon.by_theme["other"].own_words == {"learning"}
    assert as_name("other people from here") not in lexicon.by_theme["other"].telling


@pytest.mark.parametrize(
    ("name", "precision", "recall"), [("passages.toml", 0.95, 0.79), ("held-out.toml", 0.95, 0.88)]
)
def test_suggestions_are_as_good_as_they_were(name: str, precision: float, recall: float) -> None:
    figures = passages.measure(passages.read_passages(name), passages.read_lexicon())
    assert figures.precision >= precision
    assert figures.recall >= recall


@pytest.mark.parametrize("name", ["passages.toml", "held-out.toml"])
def test_passages_are_of_the_kind_that_was_asked_for(name: str) -> None:
    found = passages.read_passages(name)
    slugs = set(passages.read_lexicon().by_theme)
    assert len({passage.text for passage in found}) == len(found) >= 44
    for passage in found:
        assert 60 <= len(passage.text.split()) <= 150, passage.text[:60]
        assert passage.themes <= slugs
        assert "Example NHS Trust" in passage.text.replace("\n", " ")
    sorts = {passage.sort for passage in found}
    assert sorts == {
        "clear",
        "homonym",
        "name",
        "none",
        "often",
        "passing",
        "short",
        "unnamed",
    }
