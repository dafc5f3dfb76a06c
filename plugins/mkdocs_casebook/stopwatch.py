"""Measuring the time that each part of a build takes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from time import process_time
from types import MappingProxyType, TracebackType

_STOPPED = nullcontext()


class Stopwatch:
    """Adds up the seconds of CPU spent on each part of the work, whatever else the machine does.

    with watch("links"):
        ...

    To ask the system for the time takes longer than many a step that is measured, so a watch that
    nobody reads does not run.
    """

    def __init__(self, *, runs: bool = True) -> None:
        self._parts: dict[str, float] = {}
        self._runs = runs

    def __call__(self, part: str) -> AbstractContextManager[None]:
        """Return what counts the time in a ``with`` block towards a part."""
        return _Lap(self._parts, part) if self._runs else _STOPPED

    @property
    def parts(self) -> Mapping[str, float]:
        """The seconds that each part took."""
        return MappingProxyType(self._parts)

    @property
    def seconds(self) -> float:
        """The seconds that all parts took."""
        return sum(self._parts.values())

    def __str__(self) -> str:
        """Tell the seconds of each part: ``reading 0.912 s, links 0.401 s``."""
        return ", ".join(f"{part} {seconds:.3f} s" for part, seconds in self._parts.items())


class _Lap:
    """One ``with`` block. It is written out, since thousands of pages have a dozen each."""

    __slots__ = ("part", "parts", "start")

    def __init__(self, parts: dict[str, float], part: str) -> None:
        self.parts, self.part = parts, part

    def __enter__(self) -> None:
        self.start = process_time()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        spent = process_time() - self.start
        self.parts[self.part] = self.parts.get(self.part, 0.0) + spent
