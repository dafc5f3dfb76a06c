"""Numbers packed into as few bytes as their frequencies allow: a range coder.

A column of a facet is a few thousand small numbers, of which some are far more common than others.
Each takes a part of a span that is as wide as it is common; the bytes name a point in the last
span. Compression by repeated text, as web hosts do it, needs a quarter more for the same.

The method is that of G. N. N. Martin, "Range encoding" (1979). ``casebook-long.mjs`` reads it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from itertools import accumulate

_WHOLE = 1 << 32
_LAST_BYTE = 0xFF
_TOP = 1 << 24
"""A span is widened by a byte when it gets narrower than this. There may be no more numbers."""


def pack(numbers: Sequence[int], counts: Sequence[int]) -> str:
    """Return numbers as base-64 text; ``counts`` says how often each is among them.

    >>> pack([1, 0, 1, 1], [1, 3])
    'VQAAAA=='
    """
    starts = [0, *accumulate(counts)]
    total = starts[-1]
    made = bytearray()
    low, span = 0, _WHOLE
    for number in numbers:
        step = span // total
        low += starts[number] * step
        span = counts[number] * step
        if low >= _WHOLE:
            _carry(made)
            low -= _WHOLE
        while span < _TOP:
            made.append(low >> 24)
            low = (low << 8) % _WHOLE
            span <<= 8
    return b64encode(made + low.to_bytes(4)).decode()


def _carry(made: bytearray) -> None:
    """Add one to the bytes made so far, as to the digits of one number."""
    at = len(made) - 1
    while made[at] == _LAST_BYTE:
        made[at] = 0
        at -= 1
    made[at] += 1
