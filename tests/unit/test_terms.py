"""Links from the names of themes: made of marks, taken out for search plugins, and put back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.markup.terms import link, mark, put_back, take_out

ADDRESSES = {"risk": "../risk/", "data": "../a&b/"}


def address(slug: str) -> str:
    return ADDRESSES.get(slug, "")


def test_a_mark_becomes_a_link_with_its_address_escaped() -> None:
    text = f"<p>All {mark('risk', 'risks')} and {mark('data', 'Data')}.</p>"
    assert link(text, address) == (
        '<p>All <a class="cb-term" href="../risk/">risks</a> and '
        '<a class="cb-term" href="../a&amp;b/">Data</a>.</p>'
    )


def test_a_theme_without_a_page_is_no_link() -> None:
    assert link(f"All {mark('gone', 'words')}.", address) == "All words."


def test_text_without_links_is_left_alone() -> None:
    assert take_out('<p>No <a href="../risk/">quiet</a> link</p>')[1] is None


words = st.text(st.characters(exclude_characters="\x02\x03<>", codec="utf-8"))
pieces = st.lists(st.tuples(words, st.sampled_from(sorted(ADDRESSES)), words))


@given(pieces, words)
def test_links_are_out_of_the_text_and_come_back_as_they_were(
    pieces: list[tuple[str, str, str]], end: str
) -> None:
    marked = "".join(f"{before}{mark(slug, name)}" for before, slug, name in pieces) + end
    whole = link(marked, address)
    text, taken = take_out(whole)
    assert text == "".join(f"{before}{name}" for before, _slug, name in pieces) + end
    assert (taken is None) == (not pieces)
    if taken is not None:
        assert put_back(text, taken) == whole


@pytest.mark.parametrize("changed", ["All risk.", "", "All risks. "])
def test_nothing_is_put_into_a_text_that_was_changed(changed: str) -> None:
    _text, taken = take_out(link(f"All {mark('risk', 'risks')}.", address))
    assert taken is not None
    assert put_back(changed, taken) is None
