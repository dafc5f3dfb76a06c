"""What pages and settings say, escaped for templates and scripts that write it as it stands.

Neither the host's templates nor Material's escape titles, descriptions, tags or the site's name,
and Material's search writes titles and tags into the page as HTML. So they are handed HTML. It is
marked as such: a template that does escape leaves it as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Environment
from jinja2.filters import do_striptags
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

_OF_THE_SITE = ("site_name", "site_description", "site_author", "repo_name")
"""Settings of the host that are texts; others, such as ``copyright``, are HTML by its manual."""


def escaped(value: Any) -> Any:
    """Return the fields of a page with every text in them escaped; what is no text stays.

    >>> escaped({"title": "R&D", "tags": ["<b>"], "order": 1})
    {'title': Markup('R&amp;D'), 'tags': [Markup('&lt;b&gt;')], 'order': 1}
    """
    if isinstance(value, str | bytes):
        return escape(value)
    if isinstance(value, Mapping):
        return {escaped(name): escaped(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [escaped(item) for item in value]
    return value


def only_text(html: object) -> Markup:
    """Return the text in a piece of HTML, escaped.

    >>> only_text("a <em>b</em> &lt;c&gt;")
    Markup('a b &lt;c&gt;')
    """
    return escape(do_striptags(html))  # type: ignore[arg-type]


def escape_menu(items: Iterable[Any]) -> None:
    """Escape the titles that the site's settings and the names of folders give to a menu."""
    for item in items:
        # The others are those of pages, which are not known yet.
        if "title" in vars(item):
            item.title = escape(item.title)
        escape_menu(item.children or ())


def escape_titles(pages: Iterable[Page]) -> None:
    """Escape the titles of pages, wherever each is from; all pages must have been read.

    One from a heading is HTML as the host has it, and whatever else is left is none.
    """
    for page in pages:
        page.title = only_text(page.title)
        page.edit_url = page.edit_url and escape(page.edit_url)


def escape_site(env: Environment, config: MkDocsConfig) -> None:
    """Escape what the settings say of the site, and what templates make of HTML by a filter.

    Material writes the title of a page without its tags, which undoes the escaping, into the head.
    """
    env.filters["striptags"] = only_text
    for name in _OF_THE_SITE:
        config[name] = config[name] and escape(config[name])
