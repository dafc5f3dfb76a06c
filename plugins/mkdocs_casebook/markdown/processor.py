"""What Casebook changes in a page while Markdown is turned into HTML.

One tree processor for Python-Markdown, made of small steps. It runs after headings have their ids
and attributes and before the host resolves links, so the author's own links are ordinary relative
links between source files: the host turns them into addresses and checks them. Links from the names
of themes are made last, with addresses the host has given already.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from xml.etree.ElementTree import Comment, Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.places import leads_to
from mkdocs_casebook.graph import terms
from mkdocs_casebook.graph.mentions import NO_NAMES, Names
from mkdocs_casebook.graph.references import LinkWhere, Page, Reference, record
from mkdocs_casebook.markdown import marks
from mkdocs_casebook.markdown.figures import draw_bars
from mkdocs_casebook.markdown.ids import keep_apart
from mkdocs_casebook.markdown.marks import Marks
from mkdocs_casebook.markdown.relocate import relocate
from mkdocs_casebook.safety.pictures import Look
from mkdocs_casebook.safety.shown_pictures import path_of
from mkdocs_casebook.schema.kinds import Holds, Kind, Schema

PRIORITY = 4
"""After attr_list (8) and toc (5), before the host resolves links (0)."""

_LAST = -1
"""After every other step on the finished text."""

_ATTRIBUTION = "— "
_LINKS = {"a": "href", "img": "src"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


_SECTION = "\0section"
"""The null character is refused in every file, so no author can write this."""

SECTION_MARK = f"<!--{_SECTION}-->"
"""What stands before each second-level heading until the page is laid out."""


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


class CasebookExtension(Extension):
    """The extension as Python-Markdown wants it; the host says which page is in hand."""

    def __init__(self) -> None:
        super().__init__()
        self.markup: Markup | None = None
        self.imprint: Imprint | None = None
        self.references: list[Reference] = []
        """What the pages converted so far refer to; who has taken it in may clear it."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register the processors of the tree, of marks in the text, and of the finished text."""
        if self.markup is not None:
            keep_apart(md, self.markup.entry, self.markup.site.entries.values())
        md.treeprocessors.register(_CasebookTree(md, self), "casebook", PRIORITY)
        md.postprocessors.register(_Links(md, self), "casebook", _LAST)
        # A pattern is tried at each piece of a text, so pages that have no marks do without.
        if (imprint := self._imprint()) is not None:
            md.inlinePatterns.register(Marks(md, imprint), "casebook", marks.PRIORITY)

    def _imprint(self) -> Imprint | None:
        """Return what marks show, if the page in hand may have any."""
        markup = self.markup
        return self.imprint if markup is not None and markup.kind.is_open else None


class _CasebookTree(Treeprocessor):
    def __init__(self, md: Markdown, extension: CasebookExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        """Apply every step to a page; leave pages that Casebook does not know alone."""
        markup = self.extension.markup
        if markup is None:
            return
        origin = markup.entry.origin
        if origin is not None and origin.pack:
            homes = markup.site.homes.get(origin.pack, {})
            relocate(root, markup.entry, homes, markup.site.entries)
        self.extension.references += note_references(root, markup)
        size_pictures(root, markup)
        rewrite_links(root, markup)
        show_section_themes(root, markup)
        if markup.kind.is_open and not markup.site.lays_out_pages:
            return
        draw_bars(root)
        name_tables(root)
        attribute_quotations(root)
        caption_pictures(root)
        if markup.kind.has_questions:
            pair_answers(root)
        if markup.site.lays_out(markup.entry):
            mark_sections(root)


class _Links(Postprocessor):
    def __init__(self, md: Markdown, extension: CasebookExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        """Make links of the mentions of themes that were marked in the tree."""
        markup = self.extension.markup
        # The table of contents has every heading go through here as well.
        if markup is None or not terms.has_marks(text):
            return text
        return terms.link(text, markup.address)


def note_references(root: Element, markup: Markup) -> list[Reference]:
    """Return what the page refers to; the first mention of each theme is marked as a link."""
    entry, site = markup.entry, markup.site
    # A page that turns them off is not about the themes whose names its text happens to hold.
    off = entry["theme-links"] == "off"
    page = Page(entry.path, site.paths, site.theme_paths)
    return record(root, page, NO_NAMES if off else site.names, site.link_where)


def size_pictures(root: Element, markup: Markup) -> None:
    """Say how large each picture is, so that nothing moves when it comes, and fetch it when near.

    This reads the author's own links, so it comes before they are turned into the host's.
    """
    for image in root.iter("img"):
        at = path_of(image.get("src", ""), markup.entry.path)
        picture = markup.site.look(at) if at is not None else None
        if picture is not None and picture.width and "width" not in image.attrib:
            image.set("width", str(picture.width))
            image.set("height", str(picture.height))
        image.set("loading", "lazy")


def rewrite_links(root: Element, markup: Markup) -> None:
    """Turn links that are right on disk into links that are right for the host.

    A collection outside the documents folder has another place on the site than on disk. Links to
    files that the host does not have are left as they are, so that its message shows the author's
    own words.
    """
    here, host_here = markup.entry.path, markup.site.host_path(markup.entry.path) or ""
    for element in chain(root.iter("a"), root.iter("img")):
        name = _LINKS[element.tag]
        link = element.get(name, "")
        if not link or link[0] in "#/?" or ":" in link:
            continue
        path, mark, rest = _divide(link)
        target = leads_to(here, path)
        if name == "href" and target in markup.site.opened_elsewhere:
            _lead_elsewhere(element, markup.site.opened_elsewhere[target])
            continue
        host_target = markup.site.host_path(target)
        # What already leads there is left to the letter, and so is what leads nowhere.
        if host_target not in {None, leads_to(host_here, path)}:
            element.set(name, f"{markup.link_to(target)}{mark}{rest}")


def _lead_elsewhere(element: Element, address: str) -> None:
    """Make a link lead to a code host, or take it off its words where none is known."""
    if address:
        element.set("href", address)
    else:
        element.tag = "span"
        del element.attrib["href"]


def _divide(link: str) -> tuple[str, str, str]:
    """Divide a link into its path, and the query or fragment with the mark that starts it."""
    at = min((at for at in (link.find("#"), link.find("?")) if at >= 0), default=len(link))
    return link[:at], link[at : at + 1], link[at + 1 :]


def _has(root: Element, tag: str) -> bool:
    """Return whether there is such an element: most pages have none of most."""
    return next(root.iter(tag), None) is not None


def attribute_quotations(root: Element) -> None:
    """Make a figure of each quotation that ends in a paragraph starting with a dash."""
    for parent in list(root.iter()) if _has(root, "blockquote") else ():
        for at, child in enumerate(list(parent)):
            if child.tag != "blockquote" or len(child) < 2:  # noqa: PLR2004 - words and name
                continue
            name = child[-1]
            if name.tag != "p" or not (name.text or "").startswith(_ATTRIBUTION):
                continue
            child.remove(name)
            figure = Element("figure", {"class": "cb-quote"})
            figure.append(child)
            figure.append(name)
            name.tag = "figcaption"
            name.text = (name.text or "").removeprefix(_ATTRIBUTION)
            figure.tail, child.tail = child.tail, None
            parent[at] = figure


def caption_pictures(root: Element) -> None:
    """Make a figure of each picture that is alone in its paragraph and has a title: its caption."""
    for parent in list(root.iter()) if _has(root, "img") else ():
        for child in parent:
            picture = child[0] if child.tag == "p" and len(child) == 1 else None
            if picture is None or picture.tag != "img" or (child.text or "").strip():
                continue
            caption = picture.attrib.pop("title", "")
            child.tag = "figure"
            child.set("class", "cb-picture")
            picture.tail = None
            if caption:
                SubElement(child, "figcaption").text = AtomicString(caption)


def name_tables(root: Element) -> None:
    """Put each table in a region that can be scrolled by keyboard, named after its heading.

    Material does this by script, without a name and without focus; a table with a class is left
    alone by it.
    """
    heading = ""
    for at, child in enumerate(list(root)):
        if child.tag in _HEADINGS:
            heading = "".join(child.itertext())
        elif child.tag == "table":
            child.set("class", "cb-table")
            region = Element(
                "div",
                {
                    "class": "cb-scroll",
                    "role": "region",
                    "tabindex": "0",
                    "aria-label": f"Table: {heading}" if heading else "Table",
                },
            )
            region.append(child)
            region.tail, child.tail = child.tail, None
            root[at] = region


def show_section_themes(root: Element, markup: Markup) -> None:
    """Take the themes off headings and, where they differ from the page's, show them below."""
    shows = markup.kind.holds is not Holds.ENTRIES
    for at, heading in reversed(list(enumerate(root))):
        if not heading.attrib:
            continue
        slugs = _take_off(heading)
        known = markup.site.themes
        themes = [known[slug] for slug in slugs if slug in known]
        if not themes or not shows:
            continue
        line = Element("p", {"class": "cb-section-themes", "data-search-exclude": ""})
        line.text = "Themes: " if len(themes) > 1 else "Theme: "
        for theme in themes:
            link = SubElement(line, "a", {"href": markup.link_to(theme.path)})
            link.text = AtomicString(theme.title)
            link.tail = ", "
        line[-1].tail = None
        root.insert(at + 1, line)


def _take_off(heading: Element) -> list[str]:
    """Remove what only Casebook understands from a heading, and return its themes."""
    for name in ("evidence-for", "answers"):
        heading.attrib.pop(name, None)
    return heading.attrib.pop("themes", "").split()


def pair_answers(root: Element) -> None:
    """Group each term of a definition list with its text, so that two can stand side by side."""
    for parent in root.iter("dl"):
        parent.set("class", "cb-answers")
        children = list(parent)
        parent[:] = []
        for child in children:
            if child.tag == "dt" or not len(parent):
                SubElement(parent, "div", {"class": "cb-answers__answer"})
            parent[-1].append(child)


def mark_sections(root: Element) -> None:
    """Mark where each section begins, for :func:`mkdocs_casebook.render.sections.divide`."""
    for at, child in reversed(list(enumerate(root))):
        if child.tag == "h2":
            root.insert(at, Comment(_SECTION))
