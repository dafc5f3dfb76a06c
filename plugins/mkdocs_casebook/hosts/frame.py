"""What the templates of a page's frame ask for: parts made once, links at the top, the policy.

Most of a frame is the same on every page that lies as deep: Material's templates took a quarter of
a build to write it anew each time. So a template can keep a part::

    {% call kept("styles") %}{{ super() }}{% endcall %}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import normalize_url

from mkdocs_casebook.hosts.skeleton import keep_skeleton
from mkdocs_casebook.imprint.imprint import Imprint, link_to
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


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts that have been made in one build, and where they may not be used."""

    with_assets: frozenset[str]
    """Top folders with files that the frame links to. A link to one is shorter from within it."""

    parts: dict[tuple[object, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, config: MkDocsConfig) -> Frame:
        """Return the frame of a build, with nothing made yet."""
        linked = (*config.extra_css, *map(str, config.extra_javascript), "assets/")
        shown = (str(config.theme.get(name) or "") for name in ("favicon", "logo"))
        return cls(frozenset(path.partition("/")[0] for path in (*linked, *shown)))

    def add_to(self, env: Environment, imprint: Imprint, *, serving: bool) -> None:
        """Give the templates what they ask for, and keep what they write on every page."""
        env.globals |= {
            "kept": self.kept,
            "sheet_style": sheet_style,
            "top_links": top_links,
            # The server adds a script of its own to each page, which no policy could foresee.
            "casebook_serving": serving,
            "imprint": imprint,
        }
        env.filters |= {
            "content_policy": content_policy,
            "contact_link": link_to,
            "from_root": from_root,
            "code_source": code_source,
        }
        keep_skeleton(env, self.skeleton_key, THEME)

    def alike(self, page: Page | None, base_url: str) -> tuple[str, str]:
        """Return what all pages have in common on which links to files of the frame are alike."""
        if page is None:
            return base_url, "none"
        return base_url, page.url if page.url.partition("/")[0] in self.with_assets else ""

    def skeleton_key(self, context: Context) -> tuple[object, ...]:
        """Return what pages have in common on which all but the page's own words are alike."""
        page: Page = context["page"]
        has_entry, is_paper = bool(page.meta.get("casebook")), bool(page.meta.get("is_paper"))
        return (
            *self.alike(page, context["base_url"]),
            *(page.is_homepage, bool(page.canonical_url), has_entry, is_paper),
            top_links(context["nav"], page),
        )

    @pass_context
    def kept(self, context: Context, *names: object, caller: Callable[[], str]) -> str:
        """Return a part of the frame as it was first made for a page that lies as deep.

        It may depend on the settings, on ``names``, and on nothing else of the page.
        """
        key = (*names, self.alike(context.get("page"), context["base_url"]))
        part = self.parts.get(key)
        if part is None:
            part = self.parts[key] = caller()
        return part


def sheet_style(site_name: Markup, address: str | None) -> str:
    """Return the style of what stands at the foot of each sheet of paper.

    >>> sheet_style(Markup("A &amp; B"), "https://a.example/")
    '@page{@bottom-left{content:"A & B, https://a.example/"}}'
    """
    name = site_name.unescape()
    said = f"{name}, {address}" if address else name
    return f'@page{{@bottom-left{{content:"{said.translate(_IN_CSS)}"}}}}'


@pass_context
def from_root(context: Context, url: str) -> str:
    """Return the way to an address that leads through the root, alike on pages that lie as deep."""
    address = normalize_url(url, None, context["base_url"])
    return address.removesuffix(".") if address.endswith("/.") else address


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
