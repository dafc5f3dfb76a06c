"""Change a page while its Markdown is turned into HTML.

One tree processor for Python-Markdown, made of small steps. It runs after headings have their ids
and attributes and before the host resolves links, so the author's own links are ordinary relative
links between source files: the host turns them into addresses and checks them. Links from the names
of themes are made last, with addresses the host has given already.
"""

from __future__ import annotations

from xml.etree.ElementTree import Comment, Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.graph import terms
from mkdocs_casebook.graph.mentions import NO_NAMES
from mkdocs_casebook.graph.references import Page, Reference, record
from mkdocs_casebook.markdown import marks
from mkdocs_casebook.markdown.figures import (
    attribute_quotations,
    caption_pictures,
    draw_bars,
    name_tables,
)
from mkdocs_casebook.markdown.ids import keep_apart
from mkdocs_casebook.markdown.links import relocate, rewrite_links, size_pictures
from mkdocs_casebook.markdown.marks import Marks
from mkdocs_casebook.markdown.site import Markup
from mkdocs_casebook.schema.kinds import Holds

PRIORITY = 4
"""After attr_list (8) and toc (5), before the host resolves links (0)."""

_LAST = -1
"""After every other step on the finished text."""

_SECTION = "\0section"
"""The null character is refused in every file, so no author can write this."""

SECTION_MARK = f"<!--{_SECTION}-->"
"""What stands before each second-level heading until the page is laid out."""


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
        return text if markup is None else terms.link(text, markup.address)


def note_references(root: Element, markup: Markup) -> list[Reference]:
    """Return what the page refers to; the first mention of each theme is marked as a link."""
    entry, site = markup.entry, markup.site
    # A page that turns them off is not about the themes whose names its text happens to hold.
    off = entry["theme-links"] == "off"
    page = Page(entry.path, site.paths, site.theme_paths)
    return record(root, page, NO_NAMES if off else site.names, site.link_where)


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
