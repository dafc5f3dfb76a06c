"""What Casebook declares, and what the site in hand adds to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class Declared(Mapping[str, T]):
    """A mapping of declarations: the fixed ones, with those of the site in hand over them.

    Declarations are looked up by name all over the package. A process has one site in hand at a
    time, and :func:`mkdocs_casebook.schema.kinds.use_kinds` says what it adds before anything of it
    is read; so nothing that was read with one set of declarations meets another.
    """

    def __init__(self, fixed: Mapping[str, T]) -> None:
        self.fixed = fixed
        self.own: Mapping[str, T] = {}

    def __getitem__(self, name: str) -> T:
        return self.own[name] if name in self.own else self.fixed[name]

    def __iter__(self) -> Iterator[str]:
        yield from self.fixed
        yield from (name for name in self.own if name not in self.fixed)

    def __len__(self) -> int:
        return sum(1 for _name in self)
