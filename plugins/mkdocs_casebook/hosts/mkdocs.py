"""The adapter to MkDocs 1.6, and unchanged to ProperDocs, which answers to the same name.

It holds no rules of its own: it hands the host what the core has read, and the core what the host
knows. The order of the host's events is set out in ``docs/maintain/design.md``.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from mkdocs_casebook import files as disk
from mkdocs_casebook.build import build
from mkdocs_casebook.catalogue.kept import keep
from mkdocs_casebook.catalogue.sources import FOLDER
from mkdocs_casebook.hosts.data import add_data
from mkdocs_casebook.hosts.frame import Frame
from mkdocs_casebook.hosts.listed import Listed
from mkdocs_casebook.hosts.options import CasebookConfig
from mkdocs_casebook.hosts.outside import (
    add_outside,
    add_packed,
    addresses_of,
    in_searches,
    opened_elsewhere,
    settle_footer,
)
from mkdocs_casebook.hosts.sitemap import only_found
from mkdocs_casebook.hosts.standins import add_redirects, only_problems
from mkdocs_casebook.layers.site import read_site
from mkdocs_casebook.links.crosslinks import weave
from mkdocs_casebook.links.related import Weights
from mkdocs_casebook.markup.mentions import gather_names
from mkdocs_casebook.markup.processor import SECTION_MARK, CasebookExtension, Markup, Site
from mkdocs_casebook.markup.references import LinkWhere
from mkdocs_casebook.markup.terms import TakenOut, put_back, take_out
from mkdocs_casebook.model import Entry
from mkdocs_casebook.places import Places
from mkdocs_casebook.problems import as_text, has_errors, summarise
from mkdocs_casebook.publish import Staging
from mkdocs_casebook.read.frontmatter import body_of
from mkdocs_casebook.render.fragments import Link
from mkdocs_casebook.render.heads import head
from mkdocs_casebook.render.pages import body, mend_frame, tail
from mkdocs_casebook.render.papers import PAPERS, Place, draw_paper, printed_kinds
from mkdocs_casebook.render.redirects import redirects
from mkdocs_casebook.render.search_words import SearchWords, remove_search_words
from mkdocs_casebook.render.structured import Publication, structured_data
from mkdocs_casebook.safety.closer import SafetyExtension
from mkdocs_casebook.safety.sanitise import clean, is_shorter
from mkdocs_casebook.settings import read_settings
from mkdocs_casebook.stopwatch import Stopwatch, lasting_values

log = logging.getLogger("mkdocs.plugins.casebook")

THEME = Path(__file__).resolve().parent.parent / "theme"


class CasebookPlugin(BasePlugin[CasebookConfig]):
    """Reads and checks everything before a build, then fills each page as the host makes it."""

    def __init__(self) -> None:
        self.serving = self.builds_beside = self.has_built = False
        self.staging: Staging | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Learn which command runs. Having this event keeps the plugin alive between rebuilds."""
        self.serving = command == "serve"
        # Only this command tells us at its end, so only then can the new site be put in place.
        self.builds_beside = command == "build" and not dirty

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forget the last build, add our part of the theme, and build beside the old site."""
        self.watch = Stopwatch()
        self.extension, self.safety = CasebookExtension(), SafetyExtension()
        self.texts: dict[str, str] = {}
        self.taken: dict[str, TakenOut] = {}
        self.config_file = Path(config.config_file_path or "mkdocs.yml")
        self.root = self.config_file.resolve().parent
        docs = Path(config.docs_dir).resolve()
        if not docs.is_relative_to(self.root):
            raise Abort(f"docs_dir must be a folder inside {self.root}, where mkdocs.yml is.")
        self.docs = docs.relative_to(self.root).as_posix()
        settings, self.of_settings = read_settings(self.config_file)
        if settings is None:
            raise Abort(as_text(self.of_settings))
        self.settings, self.imprint = settings, settings.imprint
        self.rules, self.sources = settings.rules, settings.sources
        self.places = Places.of(self.docs, settings.collections)
        self.extension.imprint = self.imprint
        watched = (*self.places.outside, *({FOLDER} if self.sources else ()))
        folders = (self.root / folder for folder in watched)
        config.watch.extend(str(folder) for folder in folders if folder.is_dir())
        config.markdown_extensions += [self.safety, self.extension]  # type: ignore[list-item]
        if self.config.look:
            config.extra_css.insert(0, "assets/casebook.css")
            # After the site's own templates, before those of the theme that it builds on.
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        if self.builds_beside:
            self.staging = Staging.beside(Path(config.site_dir))
            config.site_dir = str(self.staging.folder)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check everything. Nothing has been deleted yet, and on an error nothing is."""
        with self.watch, lasting_values():
            self.files = read_site(self.settings)
            layered = self.files.layered
            self.collections = layered.collections
            self.look = disk.picture_reader(self.root)
            snapshots = disk.find_snapshots(self.root)
            kept, unusable = keep(snapshots, self.sources, self.config_file.name)
            parts = (layered.sources, self.collections, self.look, self.rules, kept)
            result = build(*parts, behind=layered.behind)
            of_files = result.problems if self.files.is_whole else ()
            told = (*self.of_settings, *self.files.problems, *unusable, *of_files)
            problems = sorted(told)
        self.casebook = result.casebook
        self.printed = printed_kinds(self.casebook)
        self.moves = result.moves
        self.places = Places.of(self.docs, self.collections, result.moves)
        self.report = f"{as_text(problems)}\n{summarise(problems, result.files_checked)}"
        self.broken = has_errors(problems)
        if self.broken and (self.has_built or not self.serving):
            raise Abort(f"{self.report} The site was left unchanged.")
        if problems:
            print(self.report, file=sys.stderr)
        self.has_built = not self.broken

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Give the host the entries and pictures that lie outside its documents folder."""
        if self.broken:
            self.casebook = build([], []).casebook
            self.listed = Listed.of(self.casebook, look=False, feeds=False)
            return only_problems(self.report, files, config)
        self.search_words = SearchWords(self.casebook)
        by_path, look = self.casebook.by_path, self.config.look
        add_outside(files, by_path.values(), self.places, self.root, config)
        add_packed(files, self.files, self.places, config)
        settle_footer(files, config)
        themes = {theme.slug: theme for theme in self.casebook.of_kind("theme")}
        names, where = gather_names(themes.values()), LinkWhere(self.config.theme_links)
        self.site = Site(
            paths=by_path,
            themes=themes,
            names=names,
            host_path=self.places.current,
            link_where=where,
            lays_out_pages=look,
            opened_elsewhere=opened_elsewhere(self.casebook, self.collections, config),
            look=self.look,
            homes=self.files.layered.homes,
            entries=by_path,
        )
        self.addresses = addresses_of(files, by_path, self.places)
        in_folders = config.use_directory_urls
        pages = redirects(self.moves, self.casebook, self.addresses, in_folders=in_folders)
        add_redirects(files, self.places, pages, config)
        with self.watch, lasting_values():
            feeds = bool(config.site_url)
            self.listed = Listed.of(self.casebook, look=look, feeds=feeds)
            self.listed.add_to(files, self.places, self.addresses, config)
            add_data(files, config, self.casebook, self.imprint, self.addresses)
        return files

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Hand over the text of an entry, without the front matter that has been read already."""
        entry = self._entry(page)
        if entry is None or entry.kind == "page":
            return None
        with self.watch:
            # The blank line keeps the host from taking a first line such as "Note: …" for a field.
            return f"\n{body_of(page.file.content_string)}"

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        """Tell the tree processor which page comes next, and the theme what the page is."""
        entry = self._any_entry(page)
        link = self._link(page)
        themes = self.site.theme_paths
        self.extension.markup = (
            Markup(entry, self.site, lambda slug: link.known(themes[slug])) if entry else None
        )
        if entry is not None and entry.origin is not None:
            page.edit_url = entry.origin.edit_address or None
        self.safety.is_active = self._must_be_safe(entry)
        if entry is not None and self.site.lays_out(entry):
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
        return markdown

    def _read_text(self, /, html: str, *, page: Page, **_: Any) -> str:
        """Add words that readers may search for; search plugins read the page before it is done."""
        if self._must_be_safe(self._any_entry(page)):
            with self.watch:
                html = self._cleaned(html, page)
        entry = self._entry(page)
        if entry is None:
            return html
        if entry.kind in self.printed:
            self.texts[entry.path] = html
        with self.watch:
            # Results show tags, which Material's search reads from here.
            page.meta["tags"] = list(self.search_words.labels(entry))
            return self.search_words.add(html, entry)

    @event_priority(-100)
    def _leave_text(self, /, html: str, *, page: Page, **_: Any) -> str:
        """Take out links to themes, last of all: to search plugins they only cost time."""
        with self.watch:
            text, taken = take_out(html)
            if taken is not None:
                self.taken[page.file.src_uri] = taken
        return text

    on_page_content = CombinedEvent(_read_text, _leave_text)

    def _must_be_safe(self, entry: Entry | None) -> bool:
        folders = [collection.folder for collection in self.collections]
        return entry is not None and self.rules.apply_to(entry.path, folders, entry.origin)

    def _cleaned(self, html: str, page: Page) -> str:
        """Return a page's text without what could run; what is refused before has none of it."""
        # Comments are taken out as well, and the marks of sections are comments at the top level.
        parts = html.split(SECTION_MARK)
        cleaned = [clean(part) for part in parts]
        if any(map(is_shorter, parts, cleaned)):
            log.warning("Something unsafe was taken out of %s.", page.file.src_uri)
        return SECTION_MARK.join(cleaned)

    def on_env(self, env: Any, *, config: MkDocsConfig, **_: Any) -> Any:
        """Connect all pages, now that every one has been read."""
        with self.watch, lasting_values():
            weights = Weights(**self.config.related)
            Frame.of(config).add_to(env, self.imprint, serving=self.serving)
            self.web = weave(self.casebook, self.extension.references, weights)
        return env

    @event_priority(-100)
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, **_: Any) -> Any:
        """Put what the casebook knows above and below the text.

        This comes after the search plugins: lists of other pages' titles would only blur what
        they find, and reading them took more time than all the rest of Casebook.
        """
        taken = self.taken.pop(page.file.src_uri, None)
        if taken is not None:
            with self.watch:
                whole = put_back(page.content or "", taken)
            if whole is None:
                log.info(
                    "%s was changed by a plugin: it has no links to themes.", page.file.src_uri
                )
            else:
                page.content = whole
        entry = self._entry(page)
        if entry is not None:
            with self.watch:
                link = self._link(page)
                text = remove_search_words(page.content or "")
                above = head(entry, self.casebook, link, words=text.count(" "))
                text = body(text, entry, self.web, link)
                below = self.listed.draw(page, link) or tail(entry, self.web, link)
                if entry["index"] in PAPERS:
                    place = Place(page.url, str(config.site_url or ""))
                    text += draw_paper(entry, self.web, self.texts, link, place)
                page.content = f"{above}{text}{below.html}"
                page.toc.items += [AnchorLink(escape(text), id_, 2) for id_, text in below.headings]
                if config.site_url:
                    site = Publication(self.imprint, str(config.site_url), self.addresses)
                    context["structured_data"] = structured_data(entry, self.casebook, site)
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        """Mend what the theme's own frame gets wrong, and let go of what only this page needed.

        The host keeps the source and the text of each page until the last is written. Of 10,000
        pages that is a third of all memory, and nothing reads it any more.
        """
        if self._entry(page) is not None:
            page.content = page.markdown = None
        return self._mend(output)

    def on_template_context(self, context: Any, *, template_name: str, **_: Any) -> Any:
        """Leave pages that search engines must not show out of the sitemap."""
        if template_name == "sitemap.xml":
            context["pages"] = only_found(context["pages"])
        return context

    def on_post_template(self, output_content: str, **_: Any) -> str:
        """Mend the frame of the page that is shown where there is none, too."""
        return self._mend(output_content)

    def _mend(self, output: str) -> str:
        with self.watch:
            return mend_frame(output) if self.config.look else output

    def on_serve(self, server: Any, *, builder: Callable[[], None], **_: Any) -> Any:
        """Keep showing the last good site when a rebuild finds mistakes, instead of hanging."""

        def rebuild() -> None:
            try:
                builder()
            except Abort as problems:
                print(problems, file=sys.stderr)

        server.builder = rebuild
        return server

    @event_priority(100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Tell how long the casebook took, to those who ask with ``-v``; let go of the rest.

        This comes before search plugins write their index, which takes as much memory again.
        """
        seconds = self.watch.seconds + self.extension.watch.seconds
        log.debug("Casebook took %.3f s for %d pages.", seconds, len(self.casebook.by_path))
        self.extension.references.clear()
        del self.web

    def on_build_error(self, *, error: Exception, **_: Any) -> None:
        """Throw away what was half built; the old site has not been touched."""
        if self.staging is not None:
            self.staging.discard()
            self.staging = None

    def on_shutdown(self) -> None:
        """Put the finished site in the place of the old one. Strict mode has had its say by now."""
        if self.staging is not None:
            self.staging.put_in_place()

    def _link(self, page: Page) -> Link:
        """Return what makes the links of a page that we write ourselves."""
        return Link(self.addresses, "../" * page.url.count("/") or "./")

    def _entry(self, page: Page) -> Entry | None:
        """Return the entry that a page lays out; other pages stay as the host makes them."""
        entry = self._any_entry(page)
        return entry if entry and self.site.lays_out(entry) else None

    def _any_entry(self, page: Page) -> Entry | None:
        uri, by_path = page.file.src_uri, self.casebook.by_path
        listed = self.listed.pages.get(uri)
        if listed is not None:
            return listed.entry
        return by_path.get(f"{self.places.docs}/{uri}") or by_path.get(uri)
