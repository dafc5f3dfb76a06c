"""Material's frame of a page, of which only the blocks are run for each page.

Between its blocks ``base.html`` writes the same lines on every page that lies as deep. They are
written once, with a mark in the place of each block; a page is those lines with its own blocks in
between. Only that one file is treated so: a test holds its hash, and whatever a site writes in a
template of its own is run for every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from jinja2.runtime import Context

_NAME = "base.html"

_MARK = "\0"
"""Around the name of a block; refused in every file, so no text holds it."""

_ASKED = frozenset({"announce", "outdated"})
"""Blocks that Material asks whether they are empty, instead of just writing them."""

_Block = Callable[[Context], Iterator[str]]
_Key = Callable[[Any, str], object]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What a template writes between its blocks."""

    pieces: tuple[str, ...]
    """Text and names of blocks in turn; text comes first and last."""

    values: Mapping[str, Any]
    """What the template sets outside its blocks, which blocks may use."""


@dataclass(frozen=True, slots=True)
class NoPage:
    """Stands for any page that lies as deep while a skeleton is made: nothing is its own."""

    url: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    toc: tuple[()] = ()


def keep_skeleton(env: Environment, key: _Key) -> None:
    """Have Material's frame written once; one that a site has put in its place is left alone.

    ``key`` tells of a page and the way to its root which others can have the same skeleton. The
    frame has to come with a link past the header of its own: Material's leads to the first heading
    of each page, and is not in a skeleton.
    """
    template, theirs = env.get_template(_NAME), find_spec("material")
    if theirs is None or not theirs.origin or not template.filename:
        return
    if Path(template.filename) == Path(theirs.origin).parent / "templates" / _NAME:
        template.root_render_func = _kept(template, key)


def _kept(template: Template, key: _Key) -> Callable[[Context], Iterator[str]]:
    """Return what stands in for the function that writes a template."""
    write = template.root_render_func
    made: dict[object, Skeleton] = {}

    def root(context: Context) -> Iterator[str]:
        page = context.get("page")
        if page is None or any(len(context.blocks[name]) > 1 for name in _ASKED):
            yield from write(context)
            return
        place = key(page, context["base_url"])
        if place not in made:
            made[place] = _skeleton(template, write, context)
        context.vars.update(made[place].values)
        for at, piece in enumerate(made[place].pieces):
            if at % 2:
                yield from context.blocks[piece][0](context)
            else:
                yield piece

    return root


def _skeleton(
    template: Template, write: Callable[[Context], Iterator[str]], context: Context
) -> Skeleton:
    """Return what a template writes between blocks on pages such as that of a context."""
    page = NoPage(context["page"].url)
    bare = template.new_context({**context.get_all(), "page": page})
    for name in bare.blocks.keys() - _ASKED:
        bare.blocks[name] = [_slot(name)]
    text = "".join(write(bare))
    return Skeleton(tuple(text.split(_MARK)), dict(bare.vars))


def _slot(name: str) -> _Block:
    return lambda _context: iter((f"{_MARK}{name}{_MARK}",))
