"""What the templates of a page's frame ask for: links at the top, the policy, the imprint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import Markup
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_casebook.config.site_metadata import Imprint, link_to
from mkdocs_casebook.render.policy import code_source, content_policy

THEME = Path(__file__).resolve().parent.parent / "theme"
"""The templates of the frame, and the files that pages link to."""

_IN_CSS = str.maketrans({"\\": "\\\\", '"': '\\"', "<": "\\3c ", "\n": " "})
"""No name of a site can end the string in a style sheet, or the element that holds it."""


@dataclass(frozen=True, slots=True)
class TopLink:
    """A link to one of the site's top-level pages."""

    title: Markup
    url: str
    """From the root of the site, or a whole address."""

    current: str
    """The value of ``aria-current``: ``page``, ``true`` for a page below it, or nothing."""


class ValidCheckboxes(Extension):
    """Leaves off Material's checkboxes an attribute that HTML forbids."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the text of a template as it is to be read."""
        if name != "base.html":
            return source
        return re.sub(r'(type="checkbox" id="\w+") autocomplete="off"', r"\1", source)


def prepare_theme(env: Environment, imprint: Imprint, *, serving: bool) -> None:
    """Give the templates of the frame what they ask for."""
    env.add_extension(ValidCheckboxes)
    env.globals |= {
        "sheet_style": sheet_style,
        "top_links": top_links,
        # The server adds a script of its own to each page, which no policy could foresee.
        "casebook_serving": serving,
        "imprint": imprint,
    }
    env.filters |= {
        "content_policy": content_policy,
        "contact_link": link_to,
        "code_source": code_source,
    }


def sheet_style(site_name: Markup, address: str | None) -> str:
    """Return the style of what stands at the foot of each sheet of paper.

    >>> sheet_style(Markup("A &amp; B"), "https://a.example/")
    '@page{@bottom-left{content:"A & B, https://a.example/"}}'
    """
    name = site_name.unescape()
    said = f"{name}, {address}" if address else name
    return f'@page{{@bottom-left{{content:"{said.translate(_IN_CSS)}"}}}}'


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
