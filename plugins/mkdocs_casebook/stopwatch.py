"""Measuring and shortening the time that reading takes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time
from types import TracebackType


class Stopwatch:
    """Adds up the seconds of CPU spent inside ``with`` blocks, whatever else the machine does."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._start = 0.0

    def __enter__(self) -> None:
        self._start = process_time()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.seconds += process_time() - self._start


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
