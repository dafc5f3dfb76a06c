"""Our theme laid over the site's, and what its templates ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

import mkdocs_casebook.theme
from mkdocs_casebook.config.site_metadata import Imprint, link_to
from mkdocs_casebook.render.chrome import Chrome, page_style, style_tag
from mkdocs_casebook.render.policy import content_policy

FOLDER = mkdocs_casebook.theme.__path__[0]


@dataclass(frozen=True, slots=True)
class TopLink:
    """A link to one of the site's top-level pages."""

    title: Markup
    url: str
    """From the root of the site, or a whole address."""

    current: str
    """The value of ``aria-current``: ``page``, ``true`` for a page below it, or nothing."""


def lay_over(config: MkDocsConfig) -> list[str]:
    """Put our templates before those of the site's theme; return the folders that are below them.

    Theirs stay within reach of plugins that bring pages of their own.
    """
    theme = config.theme
    if FOLDER not in theme.dirs:
        # After the site's own templates.
        theme.dirs.insert(1 if theme.custom_dir else 0, FOLDER)
    theme["search_index_only"] = True
    theme.static_templates.update(
        {"404.html", "search.html"} if _has_search(config) else {"404.html"}
    )
    return theme.dirs[theme.dirs.index(FOLDER) + 1 :]


def prepare(env: Environment, config: MkDocsConfig, imprint: Imprint, *, serving: bool) -> None:
    """Give the templates what they ask for."""
    env.globals |= {
        "chrome": Chrome(),
        "has_search": _has_search(config),
        # The server adds a script of its own to each page, which no policy could foresee.
        "has_policy": not serving,
        "imprint": imprint,
        "page_style": page_style,
        "style_tag": style_tag,
        "top_links": top_links,
    }
    env.filters |= {"content_policy": content_policy, "contact_link": link_to}


def _has_search(config: MkDocsConfig) -> bool:
    """Return whether a plugin writes the index of a search: the host's own or that of a theme."""
    found = (plugin for name, plugin in config.plugins.items() if name.endswith("search"))
    return any(plugin.config.get("enabled", True) for plugin in found)


def top_links(nav: Navigation, page: Page | None) -> tuple[TopLink, ...]:
    """Return the links to the site's top-level pages but the first, and where the reader is."""
    return tuple(_top_links(nav, page))


def _top_links(nav: Navigation, page: Page | None) -> Iterator[TopLink]:
    for item in nav.items:
        if getattr(item, "is_homepage", False):
            continue
        url, current = _address(item), ""
        folder = url.removesuffix("index.html")
        if page and page.url == url:
            current = "page"
        elif page and (item.active or (folder.endswith("/") and page.url.startswith(folder))):
            current = "true"
        yield TopLink(item.title, url, current)


def _address(item: Any) -> str:
    """Return where an item of the navigation leads: a section, to the first page in it."""
    while item.children:
        item = item.children[0]
    return item.url or ""
