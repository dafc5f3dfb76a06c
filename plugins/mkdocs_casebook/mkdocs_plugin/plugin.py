"""The adapter to MkDocs 1.6, and unchanged to ProperDocs, which answers to the same name.

It holds no rules of its own: it hands the host what the core has read, and the core what the host
knows. The events of a whole build are here, those of a page in :mod:`.pages`.
Their order is set out in ``docs/maintain/design.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url, is_error_template

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.config.unsafe import UNSAFE
from mkdocs_casebook.core.extensions import ADDRESSES, EXPORTERS, extensions
from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.places import Places
from mkdocs_casebook.core.problems import as_text, has_errors, summarise
from mkdocs_casebook.export.exporter import Export
from mkdocs_casebook.graph.mentions import gather_names
from mkdocs_casebook.graph.references import LinkWhere
from mkdocs_casebook.graph.related import Weights
from mkdocs_casebook.guard import NAME as GUARD
from mkdocs_casebook.lists.listings import ListingPage
from mkdocs_casebook.markdown.processor import CasebookExtension
from mkdocs_casebook.markdown.site import Site
from mkdocs_casebook.mkdocs_plugin import host_files, theme
from mkdocs_casebook.mkdocs_plugin.beside import BuildsBeside
from mkdocs_casebook.mkdocs_plugin.escaped import escape_menu, escape_site, escape_titles
from mkdocs_casebook.mkdocs_plugin.pages import Pages
from mkdocs_casebook.mkdocs_plugin.policies import Policies
from mkdocs_casebook.mkdocs_plugin.serving import keep_serving
from mkdocs_casebook.pipeline.load_site import read_whole
from mkdocs_casebook.render.indexes import Means, all_lists
from mkdocs_casebook.render.redirects import redirects
from mkdocs_casebook.render.rows import Rows
from mkdocs_casebook.render.structured import Publication
from mkdocs_casebook.safety.escaping import SafetyExtension
from mkdocs_casebook.safety.rules import Rules


class CasebookPlugin(BuildsBeside):
    """Reads and checks everything before a build, then fills each page as the host makes it."""

    has_built = False

    has_scripts = True
    """Whether pages can count on scripts of ours; those that another host is to carry cannot."""

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forget the last build, build beside the old site, and add our part of the theme."""
        self.begin(config)
        self.extension, self.safety = CasebookExtension(), SafetyExtension()
        self.pages: Pages | None = None
        self.policies: Policies | None = None
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
        folders = (root / folder for folder in outside)
        config.watch.extend(str(folder) for folder in folders if folder.is_dir())
        # Refused before anything is built, unless it is allowed; without it nothing is lost.
        config.theme["features"] = [
            name
            for name in config.theme.get("features") or ()
            if name not in UNSAFE or name in self.config.allow_unsafe
        ]
        others = [name for name in config.markdown_extensions if name != GUARD]
        config.markdown_extensions = [*others, self.safety, self.extension]  # type: ignore[list-item]
        self.hidden = theme.lay_over(config) if self.config.look else []
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check everything. Nothing has been deleted yet, and on an error nothing is."""
        self.whole = read_whole(self.settings, self.of_settings)
        problems = self.whole.problems
        watched = (self.settings.root / folder for folder in self.whole.files.watched)
        config.watch.extend(str(folder) for folder in watched if folder.is_dir())
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
        interactive = look and self.has_scripts
        # It holds the bytes of every file, which nobody needs once they have been read.
        del self.whole
        host_files.remove_themes(files, self.hidden)
        if self.broken:
            return host_files.only_problems(self.report, files, config)
        casebook, site = whole.result.casebook, whole.files
        folders = tuple(collection.folder for collection in site.collections)
        if problems := host_files.refused(files, self.docs, settings.rules, folders, config):
            raise Abort(f"{as_text(problems)}\nThe site was left unchanged.")
        by_path, moves = casebook.by_path, whole.result.moves
        places = Places.of(self.docs, site.collections, moves)
        host_files.add_outside(files, by_path.values(), places, settings.root, config)
        host_files.add_placed(files, site, places, config)
        host_files.settle_footer(files, config)
        addresses = host_files.addresses_of(files, by_path, places)
        host_files.remove_moved(files, places)
        in_folders = config.use_directory_urls
        leading_on = redirects(moves, casebook, addresses, in_folders=in_folders)
        host_files.add_texts(files, leading_on, config)
        lists = host_files.add_lists(files, all_lists(casebook), places, addresses, config)
        listed = dict(lists)
        means = Means(Rows(casebook), interactive=interactive, feeds=bool(config.site_url))
        publication = Publication(settings.imprint, str(config.site_url or ""), addresses)
        export = Export(
            casebook=casebook,
            publication=publication,
            lists=tuple(page for page in listed.values() if isinstance(page, ListingPage)),
            rows=means.rows,
            interactive=interactive,
        )
        exported = chain.from_iterable(export_(export) for export_ in extensions(EXPORTERS))
        self.data = host_files.add_texts(files, exported, config)
        themes = {term.slug: term for term in casebook.all_terms}
        kinds = {item.kind: item.folder for item in site.collections}
        vocabulary, repository = whole.result.vocabulary, config.repo_url or ""
        opened = (
            addresses_(casebook.schema, vocabulary, kinds, repository, config.edit_uri)
            for addresses_ in extensions(ADDRESSES)
        )
        self.pages = Pages(
            casebook=casebook,
            bodies=dict(whole.result.bodies),
            site=Site(
                schema=casebook.schema,
                paths=by_path,
                themes=themes,
                names=gather_names(themes.values()),
                host_path=places.current,
                link_where=LinkWhere(self.config.theme_links),
                lays_out_pages=look,
                opened_elsewhere=dict(chain.from_iterable(map(dict.items, opened))),
                look=whole.look,
                homes=site.homes,
                entries=by_path,
            ),
            places=places,
            listed=listed,
            means=means,
            publication=publication,
            must_be_safe=partial(must_be_safe, settings.rules, folders),
            extension=self.extension,
            safety=self.safety,
        )
        return files

    @event_priority(-100)
    def on_nav(self, nav: Navigation, **_: Any) -> Navigation:
        """Escape the titles in the menu, once every plugin has had its say of them."""
        escape_menu(nav.items)
        return nav

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Hand over the text of an entry."""
        return self.pages.source(page) if self.pages else None

    # After Material's plugin that adds to the fields of pages, before others read or add to them.
    @event_priority(40)
    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        """Prepare for the page that comes next."""
        if self.pages:
            self.pages.begin(page)
        return markdown

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:
        """Clean the text that the host has made."""
        return self.pages.read_text(html, page) if self.pages else html

    # Before Material's plugin for tags, which writes titles into its lists.
    @event_priority(150)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Prepare our part of the theme, and connect all pages."""
        pages = [file.page for file in files.documentation_pages() if file.page]
        escape_titles(pages)
        escape_site(env, config)
        if self.config.look:
            theme.prepare(env, config, self.settings.imprint, serving=self.serving)
        # The server adds a script of its own to each page, which no policy could foresee.
        elif self.config.policy and not self.serving:
            self.policies = Policies(env, config)
        if self.pages:
            self.pages.connect(Weights(**self.config.related))
        return env

    @event_priority(1)
    def _add_search_words(self, /, context: Any, *, page: Page, **_: Any) -> Any:
        if self.pages:
            self.pages.add_search_words(page)
        return context

    @event_priority(-100)
    def _lay_out(self, /, context: Any, *, page: Page, **_: Any) -> Any:
        if self.pages:
            context["chrome"] = self.pages.lay_out(page)
        return context

    # Before the search plugins, which have no priority, and last of all.
    on_page_context = CombinedEvent(_add_search_words, _lay_out)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        """Let go of what only this page needed."""
        if self.pages:
            self.pages.let_go(page)
        if self.policies:
            return self.policies.put_into(output, get_relative_url(".", page.url))
        return output

    def on_template_context(self, context: Any, *, template_name: str, **_: Any) -> Any:
        """Leave pages that search engines must not show out of the sitemap."""
        if template_name == "sitemap.xml":
            context["pages"] = host_files.only_found(context["pages"])
        return context

    @event_priority(-100)
    def on_post_template(
        self, output: str, *, template_name: str, config: MkDocsConfig, **_: Any
    ) -> str:
        """Write the policy into a page that is made of a template alone: that for no page."""
        if self.policies and is_error_template(template_name):
            # As the host has it, since nobody knows from where such a page is asked for.
            return self.policies.put_into(output, urlsplit(config.site_url or "/").path)
        return output

    def on_serve(self, server: Any, *, builder: Callable[[], None], **_: Any) -> Any:
        """Keep showing the last good site when a rebuild finds mistakes, and show those."""
        return keep_serving(server, builder, self.settings.root / self.settings.name)

    @event_priority(100)
    def _let_go(self, /, *, config: MkDocsConfig) -> None:
        """Let go of the casebook before search plugins write their index, which takes as much."""
        self.pages = self.extension.markup = None
        # The host keeps files that it has copied until the end.
        for file in self.data:
            file.content_bytes = b""

    on_post_build = CombinedEvent(_let_go, BuildsBeside.note_end)


def must_be_safe(rules: Rules, folders: Iterable[str], entry: Entry) -> bool:
    """Return whether somebody else than a maintainer may have written an entry.

    ``folders`` are those of collections.
    """
    return rules.apply_to(entry.path, folders, entry.origin)
