"""The pages of one build, from when the host reads the first until it has written the last.

Each method is one event of a page. The order of the events is in ``docs/maintain/design.md``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.meta import get_data

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.places import Places
from mkdocs_casebook.graph.backlinks import Register
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.graph.connections import weave
from mkdocs_casebook.graph.related import Weights
from mkdocs_casebook.markdown.processor import SECTION_MARK, CasebookExtension
from mkdocs_casebook.markdown.site import Markup, Site
from mkdocs_casebook.mkdocs_plugin.escaped import escaped
from mkdocs_casebook.render.chrome import Chrome, has_prose, in_searches, name_tasks, part_title
from mkdocs_casebook.render.fragments import Link
from mkdocs_casebook.render.heads import draw_head
from mkdocs_casebook.render.indexes import AnyList, Means
from mkdocs_casebook.render.page import Whole, draw_page
from mkdocs_casebook.render.print_view import printed_kinds
from mkdocs_casebook.render.search_words import add_search_words, labels, remove_search_words
from mkdocs_casebook.render.structured import Publication
from mkdocs_casebook.safety.escaping import SafetyExtension
from mkdocs_casebook.safety.rules import NAME_FILES_OF_THE_THEME
from mkdocs_casebook.safety.sanitise import clean, taken_out

log = logging.getLogger("mkdocs.plugins.casebook")

_TAKEN_OUT = "Something unsafe was taken out of %s."


@dataclass(kw_only=True, slots=True)
class Pages:
    """What is known of the pages while they are made. It changes with every page."""

    casebook: Casebook
    bodies: dict[str, str]
    """The texts of files that the host has not asked for yet, by path."""

    site: Site
    places: Places
    listed: Mapping[str, AnyList]
    """The pages of lists, by the path at which the host knows each."""

    means: Means
    publication: Publication
    """Its addresses are those of the host; its own is blank where the site has none."""

    must_be_safe: Callable[[Entry], bool]
    """Whether somebody else than a maintainer may have written an entry."""

    extension: CasebookExtension
    safety: SafetyExtension
    register: Register = field(init=False)
    printed: frozenset[str] = field(init=False)
    texts: dict[str, str] = field(default_factory=dict)
    """The texts that pages to print gather, by path."""

    whole: Whole = field(init=False)
    """What connects the pages, once all have been read."""

    def __post_init__(self) -> None:
        """Gather what does not change."""
        self.register = Register(self.casebook)
        self.printed = printed_kinds(self.casebook)

    def entry(self, page: Page) -> Entry | None:
        """Return the entry that a page lays out; other pages stay as the host makes them."""
        entry = self.any_entry(page)
        return entry if entry and self.site.lays_out(entry) else None

    def any_entry(self, page: Page) -> Entry | None:
        """Return the entry of a page, whoever lays it out."""
        uri, by_path = page.file.src_uri, self.casebook.by_path
        listed = self.listed.get(uri)
        if listed is not None:
            return listed.entry
        return by_path.get(f"{self.places.docs}/{uri}") or by_path.get(uri)

    def source(self, page: Page) -> str | None:
        """Return the text of an entry, which has been read already."""
        entry = self.entry(page)
        if entry is None or entry.is_page:
            return None
        # The blank line keeps the host from taking a first line such as "Note: …" for a field.
        return f"\n{self.bodies.pop(entry.path, '')}"

    def begin(self, page: Page) -> None:
        """Tell the tree processor which page comes next, and the theme what the page is."""
        entry = self.any_entry(page)
        self.extension.references.clear()
        self.extension.markup = None if entry is None else Markup(entry, self.site, self._to(page))
        self.safety.is_active = entry is not None and self.must_be_safe(entry)
        page.meta = escaped(page.meta)
        if entry is None:
            return
        if self.safety.is_active and entry.is_page:
            _leave_off_fields(page)
        if entry.origin is not None:
            page.edit_url = entry.origin.edit_address or None
        if self.site.lays_out(entry):
            own = {"title": entry.title, "description": entry.summary}
            searches = in_searches(entry, self.listed.get(page.file.src_uri))
            page.meta = {**(page.meta if entry.is_page else {}), **escaped(own | searches)}

    def read_text(self, html: str, page: Page) -> str:
        """Return the text without what could run, and keep it for the pages that gather texts."""
        entry = self.any_entry(page)
        if entry is None:
            return html
        self.register.add(entry, self.extension.references)
        if self.must_be_safe(entry):
            html = _cleaned(html, page)
        if not self.site.lays_out(entry):
            return html
        if entry.kind in self.printed:
            self.texts[entry.path] = html
        # Results show tags, which the search plugin of Material reads from here.
        page.meta["tags"] = escaped(labels(entry, self.casebook))
        return html

    def connect(self, weights: Weights) -> None:
        """Connect all pages, now that every one has been read."""
        web = weave(self.register, weights)
        self.whole = Whole(web, self.means, self.texts, self.publication)
        del self.register

    def add_search_words(self, page: Page) -> None:
        """Add what search plugins, which read the page next, should find it by."""
        entry = self.entry(page)
        if entry is not None:
            page.content = add_search_words(page.content or "", entry, self.casebook)

    def lay_out(self, page: Page) -> Chrome:
        """Put what the casebook knows below the text; return what stands around it.

        This comes after the search plugins: lists of other pages' titles would only blur what
        they find, and reading them takes more time than all the rest of Casebook.
        """
        entry, html = self.entry(page), page.content or ""
        if entry is None:
            opening, text = part_title(name_tasks(html)) if self.site.lays_out_pages else ("", html)
            page.content = text
            return Chrome(opening=opening, has_prose=has_prose(text))
        text, listed = remove_search_words(name_tasks(html)), self.listed.get(page.file.src_uri)
        drawn = draw_page(entry, text, self._link(page), self.whole, listed)
        page.toc.items += [AnchorLink(escape(words), id_, 2) for id_, words in drawn.headings]
        if self.site.lays_out_pages:
            page.content = drawn.content
            return drawn.chrome
        # Templates of another theme have no place for the head, so it is part of the text.
        page.content = f"{draw_head(drawn.head)}{drawn.content}"
        return replace(drawn.chrome, head=None)

    def let_go(self, page: Page) -> None:
        """Forget what only this page needed.

        The host keeps the source, the text and the contents list of each page until the last is
        written. Of 10,000 pages that is a third of all memory, and nothing reads it any more.
        """
        if self.entry(page) is not None:
            page.content = page.markdown = None
            page.toc = TableOfContents([])

    def _to(self, page: Page) -> Callable[[str], str]:
        """Return what turns a theme's slug into the way from a page to the theme's."""
        link, paths = self._link(page), self.site.theme_paths
        return lambda slug: link.known(paths[slug])

    def _link(self, page: Page) -> Link:
        """Return what makes the links of a page that we write ourselves."""
        addresses = self.publication.addresses
        return Link(addresses, "../" * page.url.count("/") or "./", page.url)


def _cleaned(html: str, page: Page) -> str:
    """Return a page's text without what could run; what is refused before has none of it."""
    cleaned = clean(html, SECTION_MARK)
    if taken_out(html, cleaned):
        log.warning(_TAKEN_OUT, page.file.src_uri)
    return cleaned


def _leave_off_fields(page: Page) -> None:
    """Leave off the fields that choose a file of the theme; those that plugins have added stay."""
    for name in NAME_FILES_OF_THE_THEME & get_data(page.file.content_string)[1].keys():
        page.meta.pop(name, None)
        log.warning(_TAKEN_OUT, page.file.src_uri)
