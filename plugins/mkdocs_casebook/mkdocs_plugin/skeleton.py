"""Material's frame of a page, of which only some blocks are run for each page.

Between its blocks ``base.html`` writes the same lines on every page that lies as deep, and so do
the blocks that hold no words of a page's own: masthead, styles, scripts, footer. They are written
once, with a mark in the place of every other block; a page is those lines with its own blocks in
between. Only what Material and Casebook bring is treated so: tests hold its hashes, and whatever a
site writes in a template of its own is run for every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from jinja2.runtime import Context
from markupsafe import escape

_NAME = "base.html"

_MARK = "\0"
"""Around the name of a block; refused in every file, so no text holds it."""

_ADDRESS = ""
"""The name that stands for a page's address, which the footer shows."""

_ASKED = frozenset({"announce", "outdated"})
"""Blocks that Material asks whether they are empty, instead of just writing them."""

_SAME: Mapping[str, tuple[str, ...]] = {
    "config": (),
    "fonts": (),
    "footer": ("partials/footer.html",),
    "header": ("partials/header.html",),
    "libs": (),
    "scripts": (),
    "styles": (),
}
"""Blocks that are the same on pages that are alike, and the partials that they include.

They may depend on the settings and on what :class:`AnyPage` has, and on nothing else of a page.
"""

_CHECKBOXES = ('type="checkbox" id="__drawer"', 'type="checkbox" id="__search"')

_Block = Callable[[Context], Iterator[str]]
_Key = Callable[[Context], object]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What a template writes between the blocks that are run for each page."""

    pieces: tuple[str, ...]
    """Text and names of blocks in turn; text comes first and last."""

    values: Mapping[str, Any]
    """What the template sets outside its blocks, which blocks may use."""


@dataclass(frozen=True, slots=True)
class AnyPage:
    """Stands for all pages that are alike while a skeleton is made: nothing is one page's own."""

    url: str
    is_homepage: bool
    canonical_url: str
    """A mark, where pages have an address at all."""

    meta: Mapping[str, bool]
    toc: tuple[()] = ()

    @classmethod
    def like(cls, page: Any) -> AnyPage:
        """Return what stands for a page."""
        address = f"{_MARK}{_ADDRESS}{_MARK}" if page.canonical_url else ""
        meta = {name: bool(page.meta.get(name)) for name in ("casebook", "is_paper")}
        return cls(page.url, page.is_homepage, address, meta)


def keep_skeleton(env: Environment, key: _Key, ours: Path) -> None:
    """Have Material's frame written once; one that a site has put in its place is left alone.

    ``key`` tells which pages are alike, and ``ours`` is the folder of Casebook's templates. The
    frame has to come with a link past the header of its own: Material's leads to the first heading
    of each page, and is not in a skeleton.
    """
    theirs = find_spec("material")
    if theirs is None or not theirs.origin:
        return
    brought = (Path(theirs.origin).parent / "templates", ours)
    template = env.get_template(_NAME)
    if template.filename == str(brought[0] / _NAME):
        template.root_render_func = _kept(template, key, brought)


def mended(html: str) -> str:
    """Return Material's frame without an attribute of its checkboxes, which HTML forbids.

    >>> mended('<input type="checkbox" id="__search" autocomplete="off">')
    '<input type="checkbox" id="__search">'
    """
    for checkbox in _CHECKBOXES:
        html = html.replace(f'{checkbox} autocomplete="off"', checkbox)
    return html


def _kept(template: Template, key: _Key, brought: tuple[Path, ...]) -> _Block:
    """Return what stands in for the function that writes a template."""
    write, env = template.root_render_func, template.environment
    same = sorted(template.blocks.keys() & _SAME)
    made: dict[object, Skeleton] = {}

    def is_brought(block: str, writers: tuple[_Block, ...]) -> bool:
        files = [writer.__code__.co_filename for writer in writers]
        files += [env.get_template(partial).filename or "" for partial in _SAME[block]]
        return all(any(Path(file).is_relative_to(there) for there in brought) for file in files)

    def root(context: Context) -> Iterator[str]:
        page, blocks = context.get("page"), context.blocks
        if page is None or any(len(blocks[name]) > 1 for name in _ASKED):
            yield mended("".join(write(context)))
            return
        # Which functions write a block tells whether a site has put one of its own over ours.
        writers = tuple([tuple(blocks[name]) for name in same])
        place = (key(context), writers)
        if place not in made:
            kept = {
                name for name, theirs in zip(same, writers, strict=True) if is_brought(name, theirs)
            }
            made[place] = _skeleton(template, write, context, kept)
        context.vars.update(made[place].values)
        for at, piece in enumerate(made[place].pieces):
            if not at % 2:
                yield piece
            elif piece == _ADDRESS:
                yield escape(page.canonical_url)
            else:
                yield from blocks[piece][0](context)

    return root


def _skeleton(template: Template, write: _Block, context: Context, kept: set[str]) -> Skeleton:
    """Return what a template writes on pages such as that of a context; of blocks, those kept."""
    page = AnyPage.like(context["page"])
    bare = template.new_context({**context.get_all(), "page": page})
    for name in bare.blocks.keys() - _ASKED:
        bare.blocks[name] = context.blocks[name] if name in kept else [_slot(name)]
    text = mended("".join(write(bare)))
    return Skeleton(tuple(text.split(_MARK)), dict(bare.vars))


def _slot(name: str) -> _Block:
    return lambda _context: iter((f"{_MARK}{name}{_MARK}",))
