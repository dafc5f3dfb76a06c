"""The finished pages of a site as plain ones, which a host that runs no plugins can carry.

The text of each is the HTML that Casebook has made, in one block, which Markdown leaves as it is.
What stands around it on our own pages goes into the front matter, the settings or the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import yaml
from markupsafe import Markup, escape
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from mkdocs_casebook.config.site_metadata import Imprint, link_to
from mkdocs_casebook.render.chrome import Chrome
from mkdocs_casebook.render.heads import draw_head

STYLE = "assets/casebook-plain.css"
"""The place of what little style the pages bring along."""

_KEPT = ("title", "description", "search", "robots", "hide")
"""The fields of a page that other hosts know too."""

HEAD = '<header class="cb-head'
"""What the head of an entry starts with."""

_FENCE = re.compile(r"^(\s*)([`~])(?=\2\2)", re.MULTILINE)
"""What some extensions take for the start of code, even in HTML."""

_FEW = 2
"""A page with so few sections needs no list of them."""


class NoSettings(Config):
    """The settings of a plugin that has none."""


@dataclass
class PlainPages(BasePlugin[NoSettings]):
    """Keeps what a build makes of each page. It is added to a site's plugins for one build."""

    texts: dict[str, str] = field(default_factory=dict)
    """The text of each page, by its place in the documents folder."""

    files: Files = field(init=False)
    nav: Navigation = field(init=False)

    @event_priority(-200)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Keep the files."""
        self.files = files

    @event_priority(-200)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Keep the menu."""
        self.nav = nav

    # After every plugin that changes the text, ours among them.
    @event_priority(-200)
    def on_page_context(self, context: Any, *, page: Page, **_: Any) -> None:
        """Keep the text."""
        self.texts[place_of(page.file)] = page_text(page, context.get("chrome") or Chrome())


def place_of(file: File) -> str:
    """Return where a page's file must be for the page to get the address that it has."""
    return PurePosixPath(file.dest_uri).with_suffix(".md").as_posix()


def page_text(page: Page, chrome: Chrome) -> str:
    """Return the file of a page: its fields, and its text as one block of HTML."""
    fields = {"title": page.title} | {name: page.meta[name] for name in _KEPT if name in page.meta}
    if chrome.is_paper:
        # It is all of other pages' text, each of which the search finds where it belongs.
        fields["search"] = {"exclude": True}
    above, text = draw_head(chrome.head) if chrome.head else chrome.opening, page.content or ""
    if text.startswith(HEAD):
        # Another theme lays pages out already, so the head is part of the text.
        head, end, text = text.partition("</header>")
        above = f"{head}{end}"
    html = f"{above}{contents(page.toc)}{text}"
    html = _FENCE.sub(lambda match: f"{match[1]}&#{ord(match[2])};", html.strip())
    if page.edit_url:
        link = f'<a href="{page.edit_url}">Suggest a change to this page</a>'
        html += f'\n<p class="cb-suggest">{link}</p>'
    return f'---\n{as_yaml(fields)}---\n\n<div class="casebook">\n{html}\n</div>\n'


def contents(toc: Iterable[AnchorLink]) -> str:
    """Return the list of a page's sections; nothing where there are few."""
    items = list(toc)
    if items and items[0].level == 1:
        items = items[0].children
    if len(items) <= _FEW:
        return ""
    links = "\n".join(f'<li><a href="{item.url}">{item.title}</a></li>' for item in items)
    inner = f"<summary>On this page</summary>\n<ul>\n{links}\n</ul>"
    return f'<nav aria-label="On this page"><details class="cb-toc">\n{inner}\n</details></nav>\n'


def other_files(files: Files, config: MkDocsConfig) -> Iterator[str]:
    """Yield the place of each file that is no page, and of those of the theme that of the icon.

    They are where the host has put them, in the folder of the finished site.
    """
    for file in files:
        is_of_theme = file.src_dir in config.theme.dirs
        if file.is_documentation_page() or not file.inclusion.is_included():
            continue
        if not is_of_theme or file.dest_uri == config.theme.get("favicon"):
            yield file.dest_uri


def settings_text(pages: PlainPages, config: MkDocsConfig, imprint: Imprint) -> str:
    """Return the settings for the host that is to carry the pages: none is of a plugin of ours."""
    theme = {
        "name": "material",
        # Other hosts know the language, and not each country's.
        "language": str(config.theme.get("language") or "en").partition("-")[0],
        "font": False,
        "favicon": config.theme.get("favicon"),
        "logo": imprint.organisation and imprint.organisation.logo,
    }
    told = {
        "site_name": config.site_name,
        "site_url": config.site_url,
        "site_description": config.site_description,
        "copyright": footer(imprint),
        "use_directory_urls": config.use_directory_urls,
        "nav": menu(pages, config.extra.get("footer") or []),
        "theme": {name: value for name, value in theme.items() if value is not None},
        "extra_css": [STYLE],
        "plugins": ["search"],
        "markdown_extensions": [],
        "validation": {"nav": {"omitted_files": "ignore"}},
    }
    intro = "# Written by casebook stage, which writes it anew each time. Change the site itself.\n"
    return intro + as_yaml({name: value for name, value in told.items() if value is not None})


def footer(imprint: Imprint) -> str | None:
    """Return what stands at the foot of each page, as HTML; ``None`` where nothing is known."""
    parts = [imprint.copyright] if imprint.copyright else []
    if imprint.organisation and not parts:
        parts.append(escape(imprint.organisation.holder))
    if imprint.licence:
        parts.append(_link(imprint.licence.address, imprint.licence.name))
    if imprint.contact:
        parts.append(_link(link_to(imprint.contact), "Contact"))
    return " · ".join(parts) or None


def menu(pages: PlainPages, linked: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return the menu, with the pages at its end to which only the links of the footer lead."""
    items = list(_menu_items(pages.nav.items))
    known = {file.url: place_of(file) for file in pages.files.documentation_pages()}
    more = [
        {escape(link["title"]): known[link["url"]]} for link in linked if link.get("url") in known
    ]
    return [*items, {"More": more}] if more else items


def _menu_items(items: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for item in items:
        if item.is_page:
            yield {item.title: place_of(item.file)}
        elif item.children:
            yield {item.title: list(_menu_items(item.children))}
        else:
            yield {item.title: item.url}


def _link(address: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words)


def as_yaml(values: Mapping[str, Any]) -> str:
    """Return values as YAML; texts that are marked as HTML are texts like any other."""
    return yaml.safe_dump(_plain(values), allow_unicode=True, sort_keys=False, width=100)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {_plain(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
