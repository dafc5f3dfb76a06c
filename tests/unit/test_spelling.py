"""What is one name to a reader is one name here, and what is not is not."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.core.spelling import in_place, numbered, same_words, slug_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gŵyl", unicodedata.normalize("NFD", "Gŵyl")),
        ("Patient records", "patient\N{NO-BREAK SPACE}records"),
        ("Women's health", "Women’s health"),
        ("Sign-off", "sign\N{NON-BREAKING HYPHEN}off"),
    ],
)
def test_what_looks_alike_is_one_name(one, other):
    assert same_words(one) == same_words(other)
    assert slug_of(one) == slug_of(other)


@pytest.mark.parametrize(
    "names",
    [
        ("C", "C++", "C#"),
        ("Gŵyl", "Gôyl"),
        ("5%", "5"),
        ("£5", "€5"),
        (".NET", "Net"),
        ("日本", "中国"),
    ],
)
def test_what_looks_different_has_an_address_of_its_own(names):
    assert len({slug_of(name) for name in names}) == len(names)
    assert len({words_of(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ysbyty Ŵyn", "ysbyty-wyn"),
        ("Łódź, Ærø, Straße", "lodz-aero-strasse"),
        ("R&D", "r-and-d"),
        ("Women’s health", "womens-health"),
    ],
)
def test_letters_with_marks_do_not_vanish(text, slug):
    assert slug_of(text) == slug


@given(st.text(max_size=200))
def test_every_slug_can_be_part_of_an_address(text):
    for slug in (slug_of(text), numbered("value", text)):
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug), text
        assert len(slug) <= 60
    assert len(in_place(text)) == len(text)


def test_letters_of_mathematics_are_read_as_ordinary_ones() -> None:
    assert slug_of("\N{MATHEMATICAL BOLD CAPITAL A}") == slug_of("a") == "a"
