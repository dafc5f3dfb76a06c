"""Names that authors may refer to, and the nearest to those that are not there."""

import pytest

from mkdocs_casebook.core.problems import Location
from mkdocs_casebook.schema.vocabulary import Vocabulary

WHERE = Location("case_studies/example-trust.md", 7, "themes[1]")
VOCABULARY = Vocabulary(
    slugs={
        "theme": frozenset({"governance", "interoperability", "board-capability", "covid-19"}),
        "question": frozenset({"ten-1", "ten-2", "nine-1"}),
    },
    folders={"theme": "docs/themes"},
    aliases={
        "theme": {
            "board capability": "board-capability",
            "joined-up systems": "interoperability",
            "working together": "interoperability",
        }
    },
)


def test_number_past_the_end_of_a_list_is_told_what_the_list_has() -> None:
    vocabulary = Vocabulary(slugs={"question": frozenset({"ten-1", "ten-2", "ten-10"})})
    problem = vocabulary.unknown("question", "ten-33", Location("x.md"))
    assert problem.fix == 'That list has "ten-1" to "ten-10".'


def test_a_name_is_known_among_its_own_kind_only() -> None:
    assert VOCABULARY.has("theme", "governance")
    assert not VOCABULARY.has("organisation", "governance")
    assert not VOCABULARY.has("theme", "ten-1")


def test_unknown_theme_suggests_nearest_slug() -> None:
    assert str(VOCABULARY.unknown("theme", "goverance", WHERE)) == (
        'case_studies/example-trust.md:7: themes[1]: unknown theme "goverance". '
        'Did you mean "governance"? The themes are in docs/themes/.'
    )


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Board capability", "board-capability"),
        ("BOARD-CAPABILITY", "board-capability"),
        ("joined-up systems", "interoperability"),
        ("joined up systems", "interoperability"),
    ],
)
def test_another_name_of_a_theme_is_replaced_by_its_slug(typed: str, slug: str) -> None:
    assert VOCABULARY.unknown("theme", typed, WHERE).fix == f'Write "{slug}" instead.'


def test_a_misspelt_alias_suggests_the_theme_it_stands_for() -> None:
    problem = VOCABULARY.unknown("theme", "workin together", WHERE)
    assert problem.fix == 'Did you mean "interoperability"?'


@pytest.mark.parametrize("typed", ["parking", "", "x", "covid-91"])
def test_no_guess_beats_a_poor_guess(typed: str) -> None:
    assert VOCABULARY.unknown("theme", typed, WHERE).fix == ""


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("tne-2", 'Did you mean "ten-2"?'),
        ("ten-3", 'That list has "ten-1" to "ten-2".'),
        ("seven-9", ""),
    ],
)
def test_a_question_with_another_number_is_no_guess(typed: str, fix: str) -> None:
    problem = VOCABULARY.unknown("question", typed, WHERE)
    assert problem.code == "unknown-question"
    assert problem.fix == fix


def test_a_site_without_such_a_folder_is_told_so() -> None:
    expected = VOCABULARY.unknown("question", "x", WHERE).expected
    assert expected == "No folder in mkdocs.yml holds questions."


def test_equally_near_names_always_give_the_same_guess() -> None:
    one = VOCABULARY.nearest("abcd", ["abcx", "abcy"])
    two = VOCABULARY.nearest("abcd", ["abcy", "abcx"])
    assert one == two
