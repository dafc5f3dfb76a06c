"""Refuse settings that let the text of a page do more than be read.

Some extensions, plugins and features of the theme read files, run programs or write HTML because a
page asks for it. With them, whoever can change a page can do that too. They are refused unless the
settings of the plugin name each: whoever writes that has read what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from mkdocs_casebook.content.configuration import PYTHON, get
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.problems import Location, Problem, quote

SETTING = "allow_unsafe"
HOOKS = "hooks"

_COPIES = "lets a page copy any file of the computer that builds the site"
_FETCHES = "lets a page hold whatever another site sends"
_RUNS = "lets a page run programs while the site is built"
_WRITES = "lets a page hold any HTML"
_READS = "reads titles in menus and on links as HTML when somebody points at them"

UNSAFE: Mapping[str, str] = MappingProxyType(
    {
        "pymdownx.snippets": _COPIES,
        "pymdownx.b64": _COPIES,
        "pymdownx.blocks.html": _WRITES,
        "markdown_include.include": _COPIES,
        "mdx_include": _COPIES,
        "markdown_exec": _RUNS,
        "mkautodoc": _RUNS,
        "mkdocs-click": _RUNS,
        "mkdocs_click": _RUNS,
        "plantuml_markdown": _RUNS,
        "build_plantuml": _RUNS,
        "codeinclude": _COPIES,
        "embed_file": _COPIES,
        "external-markdown": _FETCHES,
        "include-markdown": _COPIES,
        "include": _COPIES,
        "kroki": _FETCHES,
        "macros": _RUNS,
        "markdown-exec": _RUNS,
        "markdownextradata": _RUNS,
        "mkdocs-jupyter": _RUNS,
        "mknotebooks": _RUNS,
        "mkdocs-simple-hooks": _RUNS,
        "table-reader": _COPIES,
        "content.tooltips": _READS,
    }
)
"""Extensions of Python-Markdown, plugins of MkDocs and features of Material: what each does."""

_OUR_MODULES = ("pymdownx.", "material.extensions.", "materialx.", "markdown.")
"""Modules whose functions only make code, icons and ids."""

_KNOWN = ("markdown.extensions.", "pymdownx.")
_SHORT = frozenset(
    {"abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code"}
    | {"footnotes", "legacy_attrs", "legacy_em", "md_in_html", "nl2br", "sane_lists", "smarty"}
    | {"tables", "toc", "wikilinks"}
)
"""The names of Python-Markdown's own extensions, which may leave out where they are from."""


def unsafe_settings(values: Group, name: str, allowed: tuple[str, ...]) -> Iterator[Problem]:
    """Yield what must not be turned on unless it is ``allowed``; ``name`` is the file's."""
    places = {place: get(values, place) for place in ("markdown_extensions", "plugins")}
    places["theme.features"] = get(values, "theme", "features")
    for place, node in places.items():
        for at, (item, options) in enumerate(_named(node), 1):
            where = Location(name, item.line, f"{place}[{at}]")
            if item.value in UNSAFE and item.value not in allowed:
                yield _refuse(where, item.value, UNSAFE[item.value])
            if place == "markdown_extensions":
                yield from _functions(options, where, allowed)
    hooks = get(values, HOOKS)
    if isinstance(hooks, Items) and hooks.items and HOOKS not in allowed:
        what = "are programs that run while the site is built"
        yield _refuse(Location(name, hooks.line, HOOKS), HOOKS, what)


def usable_extensions(values: Group) -> tuple[str, ...]:
    """Return the extensions of Python-Markdown that a check can use: known, and only for text."""
    named = (item.value for item, _options in _named(get(values, "markdown_extensions")))
    return tuple(
        name for name in named if name not in UNSAFE and (name in _SHORT or name.startswith(_KNOWN))
    )


def _named(node: Node | None) -> Iterator[tuple[Text, Node | None]]:
    """Yield the names in a list of extensions or plugins, with the options of each."""
    items = node.items if isinstance(node, Items) else (node,)
    for item in items:
        if isinstance(item, Text):
            yield item, None
        elif isinstance(item, Group):
            yield from item.fields


def _functions(node: Node | None, where: Location, allowed: tuple[str, ...]) -> Iterator[Problem]:
    """Yield the functions that an extension's options name and that nobody here knows."""
    if isinstance(node, Text):
        function = node.value.removeprefix(PYTHON).partition(":")[2]
        unknown = node.value.startswith(PYTHON) and not function.startswith(_OUR_MODULES)
        if unknown and function not in allowed:
            yield _refuse(Location(where.path, node.line, where.field), function, _RUNS)
    elif isinstance(node, Group | Items):
        inner = (
            node.items if isinstance(node, Items) else tuple(part for _name, part in node.fields)
        )
        for part in inner:
            yield from _functions(part, where, allowed)


def _refuse(where: Location, name: str, what: str) -> Problem:
    return Problem(
        where=where,
        code="unsafe-setting",
        found=f"{quote(name)} {what}",
        fix="Delete it.",
        expected=f"If you have read docs/maintain/safety.md and want it all the same, write "
        f'"{SETTING}: [{name}]" in the settings of the plugin casebook.',
    )
