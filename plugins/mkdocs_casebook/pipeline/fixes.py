"""Tell which lines of a file differ between two texts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

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
        if self.before.rstrip() == self.after and self.before:
            return visible(f"{self.where} spaces at the end were taken away")
        before, after = self.before.strip(), self.after.strip()
        if not before and not after:
            return visible(f"{self.where} a blank line was put above this one")
        if not before:
            return visible(f"{self.where} “{after}” was put above this line")
        if before == after and "\t" not in self.before:
            spaces = len(self.after) - len(self.after.lstrip())
            return visible(f"{self.where} “{after}” is now indented by {spaces} spaces")
        if before == after:
            return visible(f"{self.where} the tab before “{after}” is now two spaces")
        return visible(f"{self.where} “{before}” is now “{after}”")


def fixes(before: Source, after: Source) -> Iterator[Fix]:
    """Yield the lines of a file that were fixed, and those that were put above others."""
    if before.content == after.content:
        return
    old, new = lines_of(before.content)[0], lines_of(after.content)[0]
    ways = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    if len(old) == len(new):
        ways = [("replace", 0, len(old), 0, len(new))]
    for _way, start, end, first, last in ways:
        pairs = zip_longest(old[start:end], new[first:last], fillvalue="")
        for number, (was, became) in enumerate(pairs, start + 1):
            if was != became or (start == end and first < last):
                yield Fix(Location(before.path, min(number, len(old))), was, became)


def lines_of(content: bytes) -> tuple[list[str], list[str]]:
    """Return the lines of a file and, apart from them, how each ends."""
    pieces = _LINE_END.split(content.decode("utf-8"))
    return pieces[::2], [*pieces[1::2], ""]
