"""The pages of one build, from when the host reads the first until it has written the last.

Each method is one event of a page. The order of the events is in ``docs/maintain/design.md``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from mkdocs_casebook.garbage import lasting_values
from mkdocs_casebook.hosts.around import Surroundings
from mkdocs_casebook.hosts.listed import Listed
from mkdocs_casebook.hosts.outside import in_searches
from mkdocs_casebook.links.backlinks import Register
from mkdocs_casebook.links.crosslinks import weave
from mkdocs_casebook.links.related import Weights
from mkdocs_casebook.markup.processor import SECTION_MARK, CasebookExtension, Markup, Site
from mkdocs_casebook.markup.references import Noted
from mkdocs_casebook.model import Entry
from mkdocs_casebook.places import Places
from mkdocs_casebook.read.frontmatter import body_of
from mkdocs_casebook.relate import Casebook
from mkdocs_casebook.render.fragments import Link
from mkdocs_casebook.render.pages import body
from mkdocs_casebook.render.papers import PAPERS, Place, draw_paper, printed_kinds
from mkdocs_casebook.render.search_words import SearchWords, remove_search_words, without_pragmas
from mkdocs_casebook.render.structured import Publication
from mkdocs_casebook.safety.closer import SafetyExtension
from mkdocs_casebook.safety.sanitise import clean, taken_out
from mkdocs_casebook.stopwatch import Stopwatch

log = logging.getLogger("mkdocs.plugins.casebook")

TAKEN_IN_AT_ONCE = 8
"""Pages whose references are taken in in a row, as in :mod:`mkdocs_casebook.hosts.around`.

They keep the trees of their pages, so with more of them each tree is made in memory less near.
"""


@dataclass(kw_only=True, slots=True)
class Pages:
    """What is known of the pages while they are made. It changes with every page."""

    casebook: Casebook
    site: Site
    places: Places
    listed: Listed
    publication: Publication
    """Its addresses are those of the host; its own is blank where the site has none."""

    must_be_safe: Callable[[Entry], bool]
    """Whether somebody else than a maintainer may have written an entry."""

    extension: CasebookExtension
    safety: SafetyExtension
    watch: Stopwatch
    register: Register = field(init=False)
    referring: list[tuple[Entry, tuple[Noted, ...]]] = field(default_factory=list)
    """What the last pages refer to, as far as it has not been taken in."""

    search_words: SearchWords = field(init=False)
    printed: frozenset[str] = field(init=False)
    texts: dict[str, str] = field(default_factory=dict)
    """The texts that pages to print gather, by path."""

    lent: tuple[str, str] | None = None
    """The text of the page that search plugins are reading, and what they were handed of it."""

    around: Surroundings = field(init=False)
    """Makes what stands around the texts, once all pages have been read."""

    def __post_init__(self) -> None:
        """Gather what does not change."""
        self.register = Register(self.casebook)
        self.search_words = SearchWords(self.casebook)
        self.printed = printed_kinds(self.casebook)

    @property
    def addresses(self) -> Mapping[str, str]:
        """The host's address of each file's page from the root of the site, by path."""
        return self.publication.addresses

    def entry(self, page: Page) -> Entry | None:
        """Return the entry that a page lays out; other pages stay as the host makes them."""
        entry = self.any_entry(page)
        return entry if entry and self.site.lays_out(entry) else None

    def any_entry(self, page: Page) -> Entry | None:
        """Return the entry of a page, whoever lays it out."""
        uri, by_path = page.file.src_uri, self.casebook.by_path
        listed = self.listed.pages.get(uri)
        if listed is not None:
            return listed.entry
        return by_path.get(f"{self.places.docs}/{uri}") or by_path.get(uri)

    def source(self, page: Page) -> str | None:
        """Return the text of an entry without the front matter, which has been read already."""
        entry = self.entry(page)
        if entry is None or entry.kind == "page":
            return None
        with self.watch("reading"):
            # The blank line keeps the host from taking a first line such as "Note: …" for a field.
            return f"\n{body_of(page.file.content_string)}"

    def begin(self, page: Page) -> None:
        """Tell the tree processor which page comes next, and the theme what the page is."""
        entry = self.any_entry(page)
        self.extension.noted.clear()
        self.extension.markup = None if entry is None else Markup(entry, self.site, self._to(page))
        self.safety.is_active = entry is not None and self.must_be_safe(entry)
        if entry is None:
            return
        if entry.origin is not None:
            page.edit_url = entry.origin.edit_address or None
        if self.site.lays_out(entry):
            # Neither the host nor Material escapes these in its templates.
            page.meta = {
                **(page.meta if entry.kind == "page" else {}),
                "title": escape(entry.title),
                "description": escape(entry.summary),
                "casebook": entry,
                **in_searches(entry),
                "is_paper": entry["index"] in PAPERS,
                **self.listed.describe(page),
            }

    def read_text(self, html: str, page: Page) -> str:
        """Return the text without what could run, and keep it for the pages that gather texts."""
        entry = self.any_entry(page)
        if entry is not None and self.extension.noted:
            self.referring.append((entry, tuple(self.extension.noted)))
        if len(self.referring) >= TAKEN_IN_AT_ONCE:
            self._register()
        if entry is not None and self.must_be_safe(entry):
            with self.watch("safety"):
                html = _cleaned(html, page)
        if entry is None or not self.site.lays_out(entry):
            return html
        if entry.kind in self.printed:
            self.texts[entry.path] = html
        # Results show tags, which Material's search reads from here.
        page.meta["tags"] = list(self.search_words.labels(entry))
        return html

    def connect(self, pages: Iterable[Page], weights: Weights) -> None:
        """Connect all pages, now that every one has been read; they come in the host's order."""
        self._register()
        with self.watch("links"), lasting_values():
            web = weave(self.register, weights)
            del self.register
        entries = ((page, self.entry(page)) for page in pages)
        self.around = Surroundings(
            web=web,
            publication=self.publication,
            pages=[(page, entry) for page, entry in entries if entry is not None],
            link=self._link,
            listed=self.listed.draw,
            watch=self.watch,
        )

    def _register(self) -> None:
        """Take in what the last pages refer to."""
        with self.watch("links"):
            for entry, noted in self.referring:
                self.register.add(entry, [found for item in noted for found in item.references()])
        self.referring.clear()

    def lend(self, page: Page) -> None:
        """Hand search plugins, which read the page next, a text of their own."""
        self.lent, entry = None, self.entry(page)
        if entry is None:
            return
        with self.watch("search"):
            text = page.content or ""
            page.content = self.search_words.add(text, entry)
            self.lent = text, page.content

    def take_back(self, page: Page) -> None:
        """Give the page its own text again, or what another plugin has made of the one lent."""
        if self.lent is None:
            return
        text, lent = self.lent
        if page.content != lent:
            # Material takes its own attributes out of what it has read.
            text, lent = without_pragmas(text), without_pragmas(lent)
        if page.content == lent:
            page.content = text
            return
        page.content = remove_search_words(page.content or "")
        log.warning(
            "A plugin changed the text of %s in on_page_context while the search read it, so "
            "links in that text are lost. Have it change the text in on_page_content, or before "
            "or after the search: with a priority above 1 or below -1.",
            page.file.src_uri,
        )

    def lay_out(self, page: Page) -> str | None:
        """Put what the casebook knows above and below the text; return the page's JSON-LD.

        This comes after the search plugins: lists of other pages' titles would only blur what
        they find, and reading them took more time than all the rest of Casebook.
        """
        entry = self.entry(page)
        if entry is None:
            return None
        around, web, link = self.around.of(page, entry), self.around.web, self._link(page)
        with self.watch("page"):
            text = body(page.content or "", entry, web, link)
            if entry["index"] in PAPERS:
                place = Place(page.url, self.publication.url)
                text += draw_paper(entry, web, self.texts, link, place)
            page.content = f"{around.above}{text}{around.below.html}"
            headings = around.below.headings
            page.toc.items += [AnchorLink(escape(text), id_, 2) for id_, text in headings]
        return around.data

    def let_go(self, page: Page) -> None:
        """Forget what only this page needed.

        The host keeps the source, the text and the contents list of each page until the last is
        written. Of 10,000 pages that is a third of all memory, and nothing reads it any more. Its
        entry has to go from it, too, for entries to make room for the search's index in the end.
        """
        if self.entry(page) is not None:
            page.content = page.markdown = None
            page.toc = TableOfContents([])
            page.meta.pop("casebook", None)

    def _to(self, page: Page) -> Callable[[str], str]:
        """Return what turns a theme's slug into the way from a page to the theme's."""
        link, paths = self._link(page), self.site.theme_paths
        return lambda slug: link.known(paths[slug])

    def _link(self, page: Page) -> Link:
        """Return what makes the links of a page that we write ourselves."""
        return Link(self.addresses, "../" * page.url.count("/") or "./")


def _cleaned(html: str, page: Page) -> str:
    """Return a page's text without what could run; what is refused before has none of it."""
    cleaned = clean(html, SECTION_MARK)
    if taken_out(html, cleaned):
        log.warning("Something unsafe was taken out of %s.", page.file.src_uri)
    return cleaned
