"""The pages of one build, from when the host reads the first until it has written the last.

Each method is one event of a page. The order of the events is in ``docs/maintain/design.md``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from mkdocs_casebook.hosts.listed import Listed
from mkdocs_casebook.hosts.outside import in_searches
from mkdocs_casebook.links.backlinks import Register
from mkdocs_casebook.links.crosslinks import Web
from mkdocs_casebook.links.related import Weights, prepare
from mkdocs_casebook.markup.processor import SECTION_MARK, CasebookExtension, Markup, Site
from mkdocs_casebook.markup.terms import TakenOut, put_back, take_out
from mkdocs_casebook.model import Entry
from mkdocs_casebook.places import Places
from mkdocs_casebook.read.frontmatter import body_of
from mkdocs_casebook.relate import Casebook
from mkdocs_casebook.render.fragments import Fragment, Link
from mkdocs_casebook.render.heads import head
from mkdocs_casebook.render.pages import body, connected, tail
from mkdocs_casebook.render.papers import PAPERS, Place, draw_paper, printed_kinds
from mkdocs_casebook.render.search_words import SearchWords, remove_search_words
from mkdocs_casebook.render.structured import Publication, structured_data
from mkdocs_casebook.safety.closer import SafetyExtension
from mkdocs_casebook.safety.sanitise import clean, is_shorter
from mkdocs_casebook.stopwatch import Stopwatch, lasting_values

log = logging.getLogger("mkdocs.plugins.casebook")


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
    search_words: SearchWords = field(init=False)
    printed: frozenset[str] = field(init=False)
    texts: dict[str, str] = field(default_factory=dict)
    """The texts that pages to print gather, by path."""

    taken: dict[str, TakenOut] = field(default_factory=dict)
    """The links to themes of pages that a search plugin may be reading, by the host's path."""

    web: Web = field(init=False)
    """Everything that connects the pages, once all have been read."""

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
        self.extension.references.clear()
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
        """Return the text with words by which readers may search; search plugins read it next."""
        entry = self.any_entry(page)
        if entry is not None:
            with self.watch("links"):
                self.register.add(entry, self.extension.references)
        if entry is not None and self.must_be_safe(entry):
            with self.watch("safety"):
                html = _cleaned(html, page)
        if entry is None or not self.site.lays_out(entry):
            return html
        if entry.kind in self.printed:
            self.texts[entry.path] = html
        with self.watch("search"):
            # Results show tags, which Material's search reads from here.
            page.meta["tags"] = list(self.search_words.labels(entry))
            return self.search_words.add(html, entry)

    def leave_text(self, html: str, page: Page) -> str:
        """Return the text without links to themes: to search plugins they only cost time."""
        with self.watch("links"):
            text, taken = take_out(html)
            if taken is not None:
                self.taken[page.file.src_uri] = taken
        return text

    def connect(self, weights: Weights) -> None:
        """Connect all pages, now that every one has been read."""
        with self.watch("links"), lasting_values():
            similarity = prepare(self.casebook, weights)
            self.web = Web(self.casebook, self.register.backlinks(), similarity)

    def lay_out(self, page: Page) -> str | None:
        """Put what the casebook knows above and below the text; return the page's JSON-LD.

        This comes after the search plugins: lists of other pages' titles would only blur what
        they find, and reading them took more time than all the rest of Casebook.
        """
        self._put_links_back(page)
        entry = self.entry(page)
        if entry is None:
            return None
        link, web, watch = self._link(page), self.web, self.watch
        with watch("search"):
            text = remove_search_words(page.content or "")
        with watch("page"):
            above = head(entry, self.casebook, link, words=text.count(" "))
            text = body(text, entry, web, link)
        with watch("lists"):
            listed = self.listed.draw(page, link)
        below = listed or self._below(entry, link)
        with watch("page"):
            if entry["index"] in PAPERS:
                place = Place(page.url, self.publication.url)
                text += draw_paper(entry, web, self.texts, link, place)
            page.content = f"{above}{text}{below.html}"
            page.toc.items += [AnchorLink(escape(text), id_, 2) for id_, text in below.headings]
        with watch("data"):
            site = self.publication
            return structured_data(entry, self.casebook, site) if site.url else None

    def _below(self, entry: Entry, link: Link) -> Fragment:
        """Return what stands below a page's text."""
        with self.watch("links"):
            connecting = connected(entry, self.web, link)
        # A theme's page is nothing but links; others have facts and dates there as well.
        with self.watch("links" if entry.kind == "theme" else "page"):
            return tail(entry, self.casebook, link, connecting)

    def let_go(self, page: Page) -> None:
        """Forget what only this page needed.

        The host keeps the source and the text of each page until the last is written. Of 10,000
        pages that is a third of all memory, and nothing reads it any more.
        """
        if self.entry(page) is not None:
            page.content = page.markdown = None

    def _put_links_back(self, page: Page) -> None:
        taken = self.taken.pop(page.file.src_uri, None)
        if taken is None:
            return
        with self.watch("links"):
            whole = put_back(page.content or "", taken)
        if whole is None:
            log.info("A plugin changed %s, so no theme is linked in it.", page.file.src_uri)
        else:
            page.content = whole

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
    if is_shorter(html, cleaned):
        log.warning("Something unsafe was taken out of %s.", page.file.src_uri)
    return cleaned
