"""A page's template, of which only the blocks are run for each page.

Between its blocks Material's frame writes the same lines on every page that lies as deep. They are
written once, with a mark in the place of each block; a page is those lines with its own blocks in
between. What a site puts into a block, in a ``main.html`` of its own, is run for every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Template
from jinja2.runtime import Context

_MARK = "\0"
"""Around the name of a block; refused in every file, so no text holds it."""

_ASKED = frozenset({"announce", "outdated"})
"""Blocks that Material asks whether they are empty, instead of just writing them."""

_Block = Callable[[Context], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What a template writes between its blocks."""

    pieces: tuple[str, ...]
    """Text and names of blocks in turn; text comes first and last."""

    values: Mapping[str, Any]
    """What the template set outside its blocks, which blocks may use."""

    blocks: dict[str, list[_Block]]
    """Each block, followed by those of the same name in the templates that are extended."""


@dataclass(frozen=True, slots=True)
class NoPage:
    """Stands for any page that lies as deep while a skeleton is made: nothing is its own."""

    url: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    toc: tuple[()] = ()


def template_class(key: Callable[[Any, str], object]) -> type[Template]:
    """Return a class for the templates of one build.

    ``key`` tells of a page and the way to its root which others can have the same skeleton.
    """
    made: dict[object, Skeleton | None] = {}

    class PageTemplate(Template):
        """A template that makes its skeleton once, where it is for pages."""

        def render(self, *args: Any, **kwargs: Any) -> str:
            """Return the page; one of another kind is rendered as usual."""
            values = dict(*args, **kwargs)
            page = values.get("page")
            if page is None:
                return super().render(values)
            place = (self.name, key(page, values["base_url"]))
            try:
                if place not in made:
                    made[place] = _skeleton(self, values)
                skeleton = made[place]
                return super().render(values) if skeleton is None else _fill(self, values, skeleton)
            except Exception:  # noqa: BLE001 - raised again
                # This turns the lines of compiled templates into those of their files.
                self.environment.handle_exception()

    return PageTemplate


def _skeleton(template: Template, values: Mapping[str, Any]) -> Skeleton | None:
    """Return what a template writes between blocks; nothing where it depends on what is in one."""
    context = template.new_context({**values, "page": NoPage(values["page"].url)})
    context.blocks = slots = _Slots(context.blocks)
    text = "".join(template.root_render_func(context))
    blocks = {
        name: [block for block in found if block not in slots.marks]
        for name, found in slots.items()
    }
    if any(len(blocks.get(name, ())) > 1 for name in _ASKED):
        return None
    return Skeleton(tuple(text.split(_MARK)), dict(context.vars), blocks)


class _Slots(dict[str, list[_Block]]):
    """The blocks of a template and of those that it extends, with a mark before each."""

    def __init__(self, own: Mapping[str, list[_Block]]) -> None:
        super().__init__()
        self.marks: list[_Block] = []
        for name, blocks in own.items():
            self.setdefault(name, []).extend(blocks)

    def setdefault(self, name: str, default: list[_Block] | None = None) -> list[_Block]:
        """Return the blocks with a name, to which Jinja adds those of a template it extends."""
        if name not in self:
            self[name] = [*(default or ())]
            if name not in _ASKED:
                self.marks.append(lambda _context: iter((f"{_MARK}{name}{_MARK}",)))
                self[name].insert(0, self.marks[-1])
        return self[name]


def _fill(template: Template, values: Mapping[str, Any], skeleton: Skeleton) -> str:
    """Return a page: a skeleton with the page's own blocks."""
    context = template.new_context(dict(values))
    context.vars.update(skeleton.values)
    context.blocks = skeleton.blocks
    pieces: list[str] = []
    for at, piece in enumerate(skeleton.pieces):
        if at % 2:
            pieces += skeleton.blocks[piece][0](context)
        else:
            pieces.append(piece)
    return "".join(pieces)
