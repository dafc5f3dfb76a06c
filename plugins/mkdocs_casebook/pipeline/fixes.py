"""Tell which lines of a file differ between two texts with as many lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_casebook.core.model import Source
from mkdocs_casebook.core.problems import Location, visible

_LINE_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """One line that was fixed."""

    where: Location
    before: str
    after: str

    def __str__(self) -> str:
        """Return the fix on one line, as a person reads it in a terminal."""
        if self.before.rstrip() == self.after:
            return visible(f"{self.where} spaces at the end were taken away")
        before, after = self.before.strip(), self.after.strip()
        if before == after:
            return visible(f"{self.where} the tab before “{after}” is now two spaces")
        return visible(f"{self.where} “{before}” is now “{after}”")


def fixes(before: Source, after: Source) -> Iterator[Fix]:
    """Yield the lines of a file that were fixed."""
    if before.content != after.content:
        pairs = zip(lines_of(before.content)[0], lines_of(after.content)[0], strict=True)
        for number, (old, new) in enumerate(pairs, 1):
            if old != new:
                yield Fix(Location(before.path, number), old, new)


def lines_of(content: bytes) -> tuple[list[str], list[str]]:
    """Return the lines of a file and, apart from them, how each ends."""
    pieces = _LINE_END.split(content.decode("utf-8"))
    return pieces[::2], [*pieces[1::2], ""]
