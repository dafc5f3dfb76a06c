"""Hold what the steps on a page's tree need to know of the site, and of the page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.mentions import Names
from mkdocs_casebook.graph.references import LinkWhere
from mkdocs_casebook.safety.pictures import Look
from mkdocs_casebook.schema.kinds import Kind, Schema


@dataclass(frozen=True)
class Site:
    """What the tree processor needs to know of the whole site."""

    schema: Schema = field(kw_only=True)
    paths: Collection[str]
    """Paths of all entries from the project root."""

    themes: Mapping[str, Entry]
    """Themes by slug."""

    names: Names
    host_path: Callable[[str], str | None]
    """Turns a path from the project root into the path by which the host knows the file."""

    link_where: LinkWhere = LinkWhere.PAGE
    lays_out_pages: bool = True
    """Whether pages outside the collections are laid out too; not on a site with its own look."""

    opened_elsewhere: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Where a code host opens files that are no pages, by path; blank where that is not known."""

    look: Look = lambda _path: None
    """Gives the picture at a path from the project root."""

    homes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each content pack, the path on this site of each of its files."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    """All entries by path."""

    @cached_property
    def theme_paths(self) -> Mapping[str, str]:
        """Paths of themes by slug."""
        return {slug: theme.path for slug, theme in self.themes.items()}

    def lays_out(self, entry: Entry) -> bool:
        """Return whether a page gets a head and a tail; one without fields of ours gets none."""
        own = self.lays_out_pages and entry.values
        return bool(own or not entry.is_page or entry["index"])


@dataclass(frozen=True, slots=True)
class Markup:
    """The page in hand."""

    entry: Entry
    site: Site
    address: Callable[[str], str] = lambda _slug: ""
    """Where this page finds a theme's page, by slug; blank where the site has none."""

    @property
    def kind(self) -> Kind:
        """The kind of the entry."""
        return self.site.schema.of(self.entry)

    def link_to(self, path: str) -> str:
        """Return a relative link from this page to a file, as the host knows the two."""
        return self.to_root + (self.site.host_path(path) or path)

    @property
    def to_root(self) -> str:
        """The way from this page to the root of what the host knows: ``../../``."""
        here = self.site.host_path(self.entry.path) or self.entry.path
        return "../" * here.count("/")
