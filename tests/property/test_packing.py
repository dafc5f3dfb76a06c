"""Laws of what a long list packs: whoever reads it as the page's script does gets it all back."""

from base64 import b64decode
from bisect import bisect_right
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.export.inverted_index import fold, word_files
from mkdocs_casebook.export.packing import frequencies, pack
from mkdocs_casebook.export.paged_data import column_numbers

LOWEST = 1 << 22


def unpack(text: str, parts: list[int], many: int) -> list[int]:
    """Return the numbers that were packed."""
    data = iter(b64decode(text))
    state = int.from_bytes(next(data) for _ in range(4))
    starts = [0, *accumulate(parts)]
    numbers = []
    for _ in range(many):
        times, slot = divmod(state, starts[-1])
        numbers.append(bisect_right(starts, slot) - 1)
        state = times * parts[numbers[-1]] + slot - starts[numbers[-1]]
        while state < LOWEST:
            state = state << 8 | next(data)
        assert state < LOWEST << 8, "a script's small whole numbers end there"
    assert (state, list(data)) == (LOWEST, []), "nothing else was packed"
    return numbers


@given(st.lists(st.integers(0, 60) | st.sampled_from([0, 1]), min_size=1, max_size=400))
def test_numbers_come_back_as_they_were(numbers):
    parts = frequencies([numbers.count(number) for number in range(max(numbers) + 1)])
    assert unpack(pack(numbers, parts), parts, len(numbers)) == numbers


@given(st.lists(st.integers(0, 20_000) | st.just(0), max_size=300))
def test_frequencies_are_parts_of_a_power_of_two_and_none_is_lost(counts):
    parts = frequencies(counts)
    assert [bool(part) for part in parts] == [bool(count) for count in counts]
    assert sum(parts).bit_count() == any(counts)
    by_count = sorted(zip(counts, parts, strict=True))
    assert [part for _, part in by_count] == sorted(parts)


def test_more_numbers_than_usual_frequencies_have_parts_for_can_be_packed():
    numbers = list(range(20_000))
    parts = frequencies([1] * len(numbers))
    assert sum(parts) == 1 << 16
    assert unpack(pack(numbers, parts), parts, len(numbers)) == numbers


@given(st.lists(st.sets(st.integers(0, 8)), max_size=50))
def test_every_entry_keeps_its_values_in_a_column(entries):
    places = [[p for p, own in enumerate(entries) if value in own] for value in range(9)]
    found, own = [], set()
    for number in column_numbers(places, len(entries)):
        value, is_last = divmod(number, 2)
        if value < 9:
            own.add(value)
        if is_last or value == 9:
            found.append(own)
            own = set()
    assert found == entries


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
