"""The adapter to MkDocs 1.6, and unchanged to ProperDocs, which answers to the same name.

It holds no rules of its own: it hands the host what the core has read, and the core what the host
knows. The events of a whole build are here, those of a page in :mod:`mkdocs_casebook.hosts.pages`.
Their order is set out in ``docs/maintain/design.md``.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from mkdocs_casebook.catalogue.sources import FOLDER
from mkdocs_casebook.garbage import lasting_values, let_go_of_lasting_values, looked_for_seldom
from mkdocs_casebook.hosts.beside import BuildsBeside
from mkdocs_casebook.hosts.data import add_data, let_go
from mkdocs_casebook.hosts.frame import THEME, Frame
from mkdocs_casebook.hosts.listed import Listed
from mkdocs_casebook.hosts.outside import (
    add_outside,
    add_packed,
    addresses_of,
    opened_elsewhere,
    refused,
    settle_footer,
)
from mkdocs_casebook.hosts.pages import Pages
from mkdocs_casebook.hosts.sitemap import only_found
from mkdocs_casebook.hosts.standins import add_redirects, only_problems
from mkdocs_casebook.links.related import Weights
from mkdocs_casebook.markup.mentions import gather_names
from mkdocs_casebook.markup.processor import CasebookExtension, Site
from mkdocs_casebook.markup.references import LinkWhere
from mkdocs_casebook.model import Entry
from mkdocs_casebook.places import Places
from mkdocs_casebook.problems import as_text, has_errors, summarise
from mkdocs_casebook.render.redirects import redirects
from mkdocs_casebook.render.structured import Publication
from mkdocs_casebook.safety.closer import SafetyExtension
from mkdocs_casebook.safety.rules import Rules
from mkdocs_casebook.settings import read_settings
from mkdocs_casebook.stopwatch import Stopwatch
from mkdocs_casebook.whole import read_whole

log = logging.getLogger("mkdocs.plugins.casebook")


class CasebookPlugin(BuildsBeside):
    """Reads and checks everything before a build, then fills each page as the host makes it."""

    has_built = False

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forget the last build, build beside the old site, and add our part of the theme."""
        self.begin(config)
        self.watch = Stopwatch(runs=log.isEnabledFor(logging.DEBUG))
        self.extension, self.safety = CasebookExtension(self.watch), SafetyExtension()
        self.pages: Pages | None = None
        self.data: tuple[File, ...] = ()
        config_file = Path(config.config_file_path or "mkdocs.yml")
        root, docs = config_file.resolve().parent, Path(config.docs_dir).resolve()
        if not docs.is_relative_to(root):
            raise Abort(f"docs_dir must be a folder inside {root}, where mkdocs.yml is.")
        self.docs = docs.relative_to(root).as_posix()
        settings, self.of_settings = read_settings(config_file)
        if settings is None:
            raise Abort(as_text(self.of_settings))
        self.settings, self.extension.imprint = settings, settings.imprint
        outside = Places.of(self.docs, settings.collections).outside
        watched = (*outside, *((FOLDER,) if settings.sources else ()))
        folders = (root / folder for folder in watched)
        config.watch.extend(str(folder) for folder in folders if folder.is_dir())
        config.markdown_extensions += [self.safety, self.extension]  # type: ignore[list-item]
        if self.config.look:
            config.extra_css.insert(0, "assets/casebook.css")
            # After the site's own templates, before those of the theme that it builds on.
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check everything. Nothing has been deleted yet, and on an error nothing is."""
        self.until_built.enter_context(looked_for_seldom())
        with self.watch("reading"), lasting_values():
            self.whole = read_whole(self.settings, self.of_settings)
        problems = self.whole.problems
        self.report = f"{as_text(problems)}\n{summarise(problems, self.whole.files_checked)}"
        self.broken = has_errors(problems)
        # The host would follow a link that leads round in a ring, and not come back.
        is_endless = any(problem.code == "link-outside" for problem in problems)
        if self.broken and (self.has_built or is_endless or not self.serving):
            raise Abort(f"{self.report} The site was left unchanged.")
        if problems:
            print(self.report, file=sys.stderr)
        self.has_built = not self.broken

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Give the host the entries and pictures that lie outside its documents folder."""
        whole, settings, look = self.whole, self.settings, self.config.look
        # It holds the bytes of every file, which nobody needs once they have been read.
        del self.whole
        if self.broken:
            return only_problems(self.report, files, config)
        casebook, layered = whole.result.casebook, whole.files.layered
        folders = tuple(collection.folder for collection in layered.collections)
        if problems := refused(files, self.docs, settings.rules, folders, config):
            raise Abort(f"{as_text(problems)}\nThe site was left unchanged.")
        by_path, moves = casebook.by_path, whole.result.moves
        places = Places.of(self.docs, layered.collections, moves)
        add_outside(files, by_path.values(), places, settings.root, config)
        add_packed(files, whole.files, places, config)
        settle_footer(files, config)
        addresses = addresses_of(files, by_path, places)
        in_folders = config.use_directory_urls
        stand_ins = redirects(moves, casebook, addresses, in_folders=in_folders)
        add_redirects(files, places, stand_ins, config)
        with self.watch("lists"), lasting_values():
            listed = Listed.of(casebook, look=look, feeds=bool(config.site_url))
            listed.add_to(files, places, addresses, config)
        with self.watch("data"), lasting_values():
            self.data = add_data(files, config, casebook, settings.imprint, addresses)
        themes = {theme.slug: theme for theme in casebook.of_kind("theme")}
        self.pages = Pages(
            casebook=casebook,
            site=Site(
                paths=by_path,
                themes=themes,
                names=gather_names(themes.values()),
                host_path=places.current,
                link_where=LinkWhere(self.config.theme_links),
                lays_out_pages=look,
                opened_elsewhere=opened_elsewhere(casebook, layered.collections, config),
                look=whole.look,
                homes=layered.homes,
                entries=by_path,
            ),
            places=places,
            listed=listed,
            publication=Publication(settings.imprint, str(config.site_url or ""), addresses),
            must_be_safe=partial(must_be_safe, settings.rules, folders),
            extension=self.extension,
            safety=self.safety,
            watch=self.watch,
        )
        return files

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Hand over the text of an entry."""
        return self.pages.source(page) if self.pages else None

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        """Prepare for the page that comes next."""
        if self.pages:
            self.pages.begin(page)
        return markdown

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:
        """Clean the text that the host has made."""
        return self.pages.read_text(html, page) if self.pages else html

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Prepare our part of the theme, and connect all pages."""
        if self.config.look:
            Frame.of(config).add_to(env, self.settings.imprint, serving=self.serving)
        if self.pages:
            pages = (file.page for file in files.documentation_pages() if file.page)
            self.pages.connect(pages, Weights(**self.config.related))
        return env

    @event_priority(1)
    def _lend(self, /, context: Any, *, page: Page, **_: Any) -> Any:
        if self.pages:
            self.pages.lend(page)
        return context

    @event_priority(-1)
    def _take_back(self, /, context: Any, *, page: Page, **_: Any) -> Any:
        if self.pages:
            self.pages.take_back(page)
        return context

    @event_priority(-100)
    def _lay_out(self, /, context: Any, *, page: Page, **_: Any) -> Any:
        if self.pages:
            context["structured_data"] = self.pages.lay_out(page)
        return context

    # Around the search plugins, which have no priority; and last of all.
    on_page_context = CombinedEvent(_lend, _take_back, _lay_out)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        """Let go of what only this page needed."""
        if self.pages:
            self.pages.let_go(page)
        return output

    def on_template_context(self, context: Any, *, template_name: str, **_: Any) -> Any:
        """Leave pages that search engines must not show out of the sitemap."""
        if template_name == "sitemap.xml":
            context["pages"] = only_found(context["pages"])
        return context

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
    def _let_go(self, /, *, config: MkDocsConfig) -> None:
        """Tell how long the casebook took, to those who ask with ``-v``; let go of the rest.

        This comes before search plugins write their index, which takes as much memory again.
        """
        number = len(self.pages.casebook.by_path) if self.pages else 0
        log.debug("Casebook took %.3f s for %d pages: %s.", self.watch.seconds, number, self.watch)
        self.pages = self.extension.markup = None
        let_go(self.data)
        let_go_of_lasting_values()
        self.until_built.close()

    on_post_build = CombinedEvent(_let_go, BuildsBeside.note_end)


def must_be_safe(rules: Rules, folders: Iterable[str], entry: Entry) -> bool:
    """Return whether somebody else than a maintainer may have written an entry.

    ``folders`` are those of collections.
    """
    return rules.apply_to(entry.path, folders, entry.origin)
