"""Laws of the words of a long list: whoever reads them as the page's script does finds them all."""

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.export.inverted_index import fold, word_files


def places_of(signs):
    """Return the places that a line of words names, and whether each is in a title."""
    found, number, shift, place = [], 0, 0, 0
    for sign in signs:
        digit = ord(sign) - 0x30
        number += digit % 32 << shift
        shift += 5
        if digit < 32:
            place += number >> 1
            found.append((place, bool(number & 1)))
            number = shift = 0
    return found


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=60))
def test_every_word_leads_to_the_entries_that_have_it(texts):
    expected = {}
    for place, (title, text) in enumerate(texts):
        for word in {*fold(title).split(), *fold(text).split()}:
            expected.setdefault(word, []).append((place, word in fold(title).split()))
    found, order = {}, []
    for letter, text in word_files(texts):
        for line in text.splitlines():
            word, signs = line.split(" ")
            assert word[0] == letter or letter == "_"
            found[word] = places_of(signs)
            order.append((letter, word.encode()))
    assert found == expected
    assert order == sorted(order)
