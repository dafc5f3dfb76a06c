"""How often Python looks for garbage while a site is read and built.

Most values go by themselves when nothing refers to them any more. Only for those that refer to each
other in a ring does Python go through all values from time to time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 5_000
"""New values after which the newest are gone through; Python's own rule is 700.

The tree of one page has more than that, and goes by itself. With 5,000 a build of 1,000 pages
spends a third less on it; with more, what has to be gone through has left the processor's memory.
"""


@contextmanager
def looked_for_seldom() -> Iterator[None]:
    """Have Python look for garbage less often."""
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def lasting_values() -> Iterator[None]:
    """Keep Python from looking for garbage among values that all live until the end.

    Reading a site makes tens of thousands of them. Going through them again and again takes a
    quarter of the time of reading, and slows everything that comes after.
    """
    was_on = gc.isenabled()
    # Values of an earlier build in the same process may be garbage by now.
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def let_go_of_lasting_values() -> None:
    """Give back the memory of values that were to last, and that nothing refers to any more."""
    gc.unfreeze()
    gc.collect()
