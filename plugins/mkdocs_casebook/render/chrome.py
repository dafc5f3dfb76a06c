"""What Casebook adds around the text of a page, as values that the theme's templates lay out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from mkdocs_casebook.config.colours import Colours
from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.render.heads import Head
from mkdocs_casebook.render.indexes import AnyList

_PROSE = re.compile(
    '<(?:details|kbd|abbr|ins|mark)|class="(?:admonition|arithmatex|code|footnote|highlight|key'
    "|tabbed-|task-list)"
)
"""What authors' Markdown makes with extensions that most pages use nothing of."""

_TASK = re.compile(r'<input type="checkbox"((?: (?:disabled|checked)(?:="")?)*) */?>')
"""A box of a list of tasks, as the usual extension writes it."""

_IN_CSS = str.maketrans({"\\": "\\\\", '"': '\\"', "<": "\\3c ", "\n": " "})
"""No name of a site can end the string in a style sheet, or the element that holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """What a page has besides its text. One that is no entry of ours has nothing."""

    entry: Entry | None = None
    head: Head | None = None
    opening: str = ""
    """The title that the text of another page begins with, as HTML: it stands in the head."""

    listing: AnyList | None = None
    feeds: str = ""
    """Where the feeds of a list are, from the root of the site; blank where it has none."""

    is_paper: bool = False
    """Whether the page gathers texts to print."""

    questions: tuple[str, ...] = ()
    """The ids of a list's questions, which are numbered."""

    has_prose: bool = False
    """Whether the text needs the style sheet of what few texts have."""

    structured_data: str | None = None

    @property
    def index(self) -> str:
        """The list or overview that the page asks for; blank where it asks for none."""
        return str(self.entry["index"] or "") if self.entry else ""

    @property
    def classes(self) -> str:
        """The classes by which the style sheets know what sort of page it is."""
        if self.is_paper:
            return "cb-page--chapter"
        if self.index:
            return f"cb-page--index cb-page--of-{self.index}"
        return f"cb-page--{self.entry.kind if self.entry else 'other'}"


def in_searches(entry: Entry, listed: AnyList | None) -> dict[str, object]:
    """Return the fields that tell search engines, and the searches of this site, what to leave out.

    Search engines should lead to the original of what stands on another site, and searches of this
    site to nothing withdrawn. An index finds its entries, and so would each page of a value; one of
    them is enough.
    """
    excluded: dict[str, object] = {"search": {"exclude": True}}
    if listed is not None and not listed.is_index:
        return {"description": f"{listed.sentence}.", **excluded}
    if entry.elsewhere:
        return {"robots": "noindex", **(excluded if entry.is_page else {})}
    return {}


def part_title(html: str) -> tuple[str, str]:
    """Return the title that a text begins with, blank if it does not, and the rest of the text.

    >>> part_title("<h1 id='a'>A</h1><p>B</p>")
    ("<h1 id='a'>A</h1>", '<p>B</p>')
    """
    title, end, rest = html.partition("</h1>")
    starts = title.lstrip().startswith("<h1") and bool(end)
    return (f"{title}{end}", rest) if starts else ("", html)


def name_tasks(html: str) -> str:
    """Return a text in which the boxes of lists of tasks have names, as they need to be read out.

    >>> name_tasks('<input type="checkbox" disabled checked/> Write')
    '<input type="checkbox" disabled checked aria-label="Done"> Write'
    """
    return _TASK.sub(_named, html) if 'type="checkbox"' in html else html


def _named(box: re.Match[str]) -> str:
    state = "Done" if "checked" in box[1] else "To do"
    return f'<input type="checkbox"{box[1]} aria-label="{state}">'


def has_prose(html: str) -> bool:
    """Return whether a text has parts that the style sheet of every page does not know."""
    return _PROSE.search(html) is not None


def page_style(site_name: Markup, address: str, colours: Colours | None) -> str:
    """Return the style of one page: the site's colours, and what stands at the foot of each sheet.

    >>> page_style(Markup("A &amp; B"), "https://a.example/", None)
    '@page{@bottom-left{content:"A & B, https://a.example/"}}'
    """
    name = site_name.unescape()
    said = f"{name}, {address}" if address else name
    foot = f'@page{{@bottom-left{{content:"{said.translate(_IN_CSS)}"}}}}'
    return f"{colours.css}{foot}" if colours else foot


def style_tag(style: str) -> Markup:
    """Return a style as the element that holds it."""
    return Markup(f"<style>{style}</style>")  # noqa: S704 - no value in it can end it
