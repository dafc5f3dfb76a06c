"""The adapter to MkDocs 1.6, and unchanged to ProperDocs, which answers to the same name.

It holds no rules of its own: it hands the host what the core has read, and the core what the host
knows. The order of the host's events is set out in ``docs/maintain/design.md``.
"""

from __future__ import annotations

import html
import logging
import posixpath
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from mkdocs_casebook import files as disk
from mkdocs_casebook.build import Build, build
from mkdocs_casebook.kinds import COLLECTED
from mkdocs_casebook.markup import CasebookExtension, Markup
from mkdocs_casebook.model import Collection, Entry, Target
from mkdocs_casebook.problems import as_text, has_errors, summarise
from mkdocs_casebook.render import Fragment, Link, head, tail

log = logging.getLogger("mkdocs.plugins.casebook")

PACKAGE = Path(__file__).resolve().parent.parent
LEFT_UNCHANGED = "The site was left unchanged."


class CasebookConfig(Config):
    """The plugin's settings in ``mkdocs.yml``."""

    collections = c.DictOfItems(c.Choice(COLLECTED), default={})
    """For each folder, from the project root, the kind of entry its files are."""


class CasebookPlugin(BasePlugin[CasebookConfig]):
    """Reads and checks everything before a build, then fills each page as the host makes it."""

    def __init__(self) -> None:
        self.serving = False
        self.builds_beside = False
        self.has_built = False
        self.site: Path | None = None
        self.staging: Path | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Learn which command runs. Having this event keeps the plugin alive between rebuilds."""
        self.serving = command == "serve"
        # Only this command tells us at its end, so only then can the new site be put in place.
        self.builds_beside = command == "build" and not dirty

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forget the last build, add our part of the theme, and build beside the old site."""
        self.seconds = 0.0
        self.files: Files | None = None
        self.root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        self.docs = Path(config.docs_dir).resolve().relative_to(self.root).as_posix()
        self.collections = [Collection(*item) for item in self.config.collections.items()]
        self.outside = [i.folder for i in self.collections if not self._in_docs(i.folder)]
        config.watch.extend(str(self.root / folder) for folder in self.outside)
        self.extension = CasebookExtension()
        config.markdown_extensions.append(self.extension)  # type: ignore[arg-type]
        # After the site's own templates, before those of the theme that it builds on.
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(PACKAGE / "theme"))
        if self.builds_beside:
            self._discard_staging()
            self.site = Path(config.site_dir)
            self.staging = disk.make_staging(self.site)
            config.site_dir = str(self.staging)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - the host's call
        """Read and check everything. Nothing has been deleted yet, and on an error nothing is."""
        start = perf_counter()
        sources, unreadable = disk.find_sources(self.root, self.docs, self.collections)
        self.build: Build = build(sources, self.collections, self.docs)
        problems = sorted([*unreadable, *self.build.problems])
        self.seconds += perf_counter() - start
        self.report = f"{as_text(problems)}\n{summarise(problems, len(sources))}"
        self.broken = has_errors(problems)
        if self.broken and (self.has_built or not self.serving):
            raise Abort(f"{self.report} {LEFT_UNCHANGED}")
        if problems:
            print(self.report, file=sys.stderr)
        self.has_built = not self.broken

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Give the host the entries and pictures that lie outside its documents folder."""
        if self.broken:
            return self._only_problems(files, config)
        paths = [path for path in self.build.bodies if not self._in_docs(path)]
        for path in [*paths, *disk.find_pictures(self.root, self.outside)]:
            file = File(path, str(self.root), config.site_dir, config.use_directory_urls)
            file.dest_uri = disk.published_path(file.dest_uri)
            file.edit_uri = posixpath.relpath(path, self.docs)
            files.append(file)
        self.files = files
        return files

    def _only_problems(self, files: Files, config: MkDocsConfig) -> Files:
        """Return a site of one page that lists the problems: what serve shows until it can build."""
        self.build = build([], [])
        config.nav = None
        text = "".join(f"\n    {line}" for line in self.report.splitlines())
        page = File.generated(config, "index.md", content=f"# Please mend these first\n{text}\n")
        return Files([page, *(file for file in files if not file.is_documentation_page())])

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:  # noqa: ARG002
        """Hand over the text of an entry, without the front matter that has been read already."""
        entry = self._entry(page)
        if entry is None or entry.kind == "page":
            return None
        # The blank line keeps the host from taking a first line such as "Note: …" for a field.
        return f"\n{self.build.bodies[entry.path]}"

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        """Tell the tree processor which page comes next, and the theme what the page is."""
        self.extension.markup = None
        entry = self._entry(page)
        if entry is not None:
            casebook = self.build.casebook
            themes = {theme.slug: theme for theme in casebook.of_kind("theme")}
            self.extension.markup = Markup(entry, themes, self._host_path)
            # Neither the host nor Material escapes these in its templates.
            page.meta = {
                **(page.meta if entry.kind == "page" else {}),
                "title": html.escape(entry.title),
                "description": html.escape(entry.summary),
                "casebook": entry,
            }
        return markdown

    def on_page_content(self, content: str, *, page: Page, **_: Any) -> str:
        """Put what the casebook knows above and below the text."""
        entry = self._entry(page)
        if entry is None:
            return content
        start = perf_counter()
        link = Link(self._resolver(page))
        above = head(entry, self.build.casebook, link, words=content.count(" "))
        below = tail(entry, self.build.casebook, link)
        add_to_contents(page, below)
        self.seconds += perf_counter() - start
        return f"{above.html}{content}{below.html}"

    def on_serve(self, server: Any, *, builder: Callable[[], None], **_: Any) -> Any:
        """Keep showing the last good site when a rebuild finds mistakes, instead of hanging."""

        def rebuild() -> None:
            try:
                builder()
            except Abort as problems:
                print(problems, file=sys.stderr)

        server.builder = rebuild
        return server

    def on_post_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - the host's call
        """Tell how long the casebook took, to those who ask with ``-v``."""
        pages = len(self.build.bodies)
        log.debug("Casebook took %.3f s for %d pages.", self.seconds, pages)

    def on_build_error(self, *, error: Exception, **_: Any) -> None:  # noqa: ARG002
        """Throw away what was half built; the old site has not been touched."""
        self._discard_staging()

    def on_shutdown(self) -> None:
        """Put the finished site in the place of the old one. Strict mode has had its say by now."""
        if self.staging is not None and self.site is not None:
            disk.put_in_place(self.staging, self.site)
            self.staging = None

    def _discard_staging(self) -> None:
        if self.staging is not None:
            disk.discard([self.staging])
            self.staging = None

    def _in_docs(self, path: str) -> bool:
        return path.startswith(f"{self.docs}/")

    def _entry(self, page: Page) -> Entry | None:
        uri = page.file.src_uri
        return self.build.casebook.by_path.get(uri if uri in self.build.bodies else f"{self.docs}/{uri}")

    def _host_path(self, path: str) -> str | None:
        """Return the path by which the host knows a file, given its path from the project root."""
        if self._in_docs(path):
            return path[len(self.docs) + 1 :]
        return path if any(path.startswith(f"{folder}/") for folder in self.outside) else None

    def _resolver(self, page: Page) -> Callable[[Target], str]:
        def resolve(target: Target) -> str:
            assert self.files is not None
            file = self.files.get_file_from_path(self._host_path(target.path) or target.path)
            address = file.url_relative_to(page.file) if file else ""
            return f"{address}#{target.fragment}" if target.fragment else address

        return resolve


def add_to_contents(page: Page, fragment: Fragment) -> None:
    """Add a fragment's headings to the page's table of contents."""
    for ident, title in fragment.headings:
        page.toc.items.append(AnchorLink(html.escape(title), ident, 2))
