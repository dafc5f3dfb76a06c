"""Numbers packed into as few bytes as their frequencies allow.

A column of a facet is a few thousand small numbers, of which some are far more common than others.
Compression by repeated text, as web hosts do it, needs a quarter more for the same. All that is
packed is one number, the state: each step divides it by how common the next number is. Whoever
reads multiplies it again, in whole numbers of at most 30 bits, which is what scripts are quick at.

The method is that of J. Duda, "Asymmetric numeral systems" (2013), in the form for ranges.
``casebook-long.mjs`` reads it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from itertools import accumulate

_LOWEST = 1 << 22
"""The state is at least this, and less than 256 times as much."""

_BITS = 14
"""Frequencies are parts of 2 to the power of this, or of more where there are so many numbers."""


def frequencies(counts: Sequence[int]) -> list[int]:
    """Return how common each number is, from how often it is there, as parts of a power of two.

    What is there at all has at least one part; what is left over goes to the most common.

    >>> frequencies([1, 0, 3])
    [4096, 0, 12288]
    """
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    present = sum(1 for count in counts if count)
    whole = 1 << max(_BITS, (2 * present).bit_length())
    parts = [1 + count * (whole - present) // total if count else 0 for count in counts]
    parts[counts.index(max(counts))] += whole - sum(parts)
    return parts


def pack(numbers: Sequence[int], parts: Sequence[int]) -> str:
    """Return numbers as base-64 text; ``parts`` are their frequencies.

    >>> pack([1, 0, 1, 1], frequencies([1, 3]))
    'Al9gAA=='
    """
    whole = sum(parts)
    bits = whole.bit_length() - 1
    starts = [0, *accumulate(parts)]
    limits = [(_LOWEST >> bits << 8) * part for part in parts]
    state = _LOWEST
    made = bytearray()
    # A reader meets first what was put in last.
    for number in reversed(numbers):
        while state >= limits[number]:
            made.append(state & 0xFF)
            state >>= 8
        times, rest = divmod(state, parts[number])
        state = (times << bits) + rest + starts[number]
    made += state.to_bytes(4, "little")
    return b64encode(made[::-1]).decode()
