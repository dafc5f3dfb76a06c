"""Personal details: what is noticed, and what only looks like it."""

import pytest

from mkdocs_casebook.advice.personal import details_in


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Ring 07700 900123 at night.", "mobile-number"),
        ("Ring +44 7700 900 123.", "mobile-number"),
        ("Her number is 943 476 5919.", "nhs-number"),
        ("Ask jo.example@example.org.", "email"),
        ("He was born on 3 May 1951.", "birthday"),
        ("Date of birth: 03/05/1951", "birthday"),
        ("Patient A.B., 83, was moved twice.", "patient"),
        ("Mrs B (aged 83) waited.", "patient"),
        ("J.E., aged 47, told us.", "patient"),
        ("An 83-year-old woman called Example waited.", "patient"),
    ],
)
def test_details_are_noticed(text: str, sort: str) -> None:
    assert [detail.sort for detail in details_in(text)] == [sort]


@pytest.mark.parametrize(
    "text",
    [
        "The budget was 1234567890 pounds.",
        "It cost 07 million in 2019 and 900,123 in 2020.",
        "A woman in her eighties waited 12 hours.",
        "The trust was born in 2004.",
        "The N.H.S. has 215 trusts.",
        "In Appendix A, 83 patients waited.",
        "Ring 01632 960123.",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert [*details_in(text)] == []
