"""Make figures of what a page shows: bars of shares, quotations, pictures and tables.

For bars, an author writes ``{.bars}`` after the heading of a column. Each cell of the column keeps
its words, so that hedges such as "almost 3 in 5" are what is read and heard; the bar beside them is
for the eye. It is drawn as SVG in the page: it needs no script, prints, and takes the colour of the
text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from mkdocs_casebook.safety.attributes import BARS

_ATTRIBUTION = "— "
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per cent)")
_IN = re.compile(r"(\d+)\s+in\s+(\d+)")
_WORDS = {
    "three quarters": 75.0,
    "two thirds": 200 / 3,
    "half": 50.0,
    "third": 100 / 3,
    "quarter": 25.0,
}


def share(text: str) -> float | None:
    """Return the share that a text states, in per cent, or ``None`` if it states none.

    >>> share("almost 3 in 5"), share("over half"), share("6%"), share("many")
    (60.0, 50.0, 6.0, None)
    """
    lower = text.lower()
    if match := _PER_CENT.search(lower):
        return min(float(match[1]), 100.0)
    if (match := _IN.search(lower)) and 0 < int(match[1]) <= int(match[2]):
        return 100 * int(match[1]) / int(match[2])
    return next((value for words, value in _WORDS.items() if words in lower), None)


def draw_bars(root: Element) -> None:
    """Add a bar to each cell of the columns that ask for it, where the cell states a share."""
    for table in root.iter("table"):
        headings = list(table.iter("th"))
        columns = {
            number
            for number, heading in enumerate(headings)
            if BARS in heading.get("class", "").split()
        }
        for row in table.iter("tr") if columns else ():
            cells = row.findall("td")
            for number in columns:
                if number < len(cells):
                    _draw(cells[number])


def _draw(cell: Element) -> None:
    """Put a bar after the words of a cell."""
    value = share("".join(cell.itertext()))
    if value is None:
        return
    cell.set("class", "cb-share")
    bar = SubElement(
        cell,
        "svg",
        {
            "class": "cb-share__bar",
            "viewBox": "0 0 100 6",
            "preserveAspectRatio": "none",
            "aria-hidden": "true",
            "focusable": "false",
        },
    )
    SubElement(bar, "rect", {"width": "100", "height": "6", "class": "cb-share__whole"})
    SubElement(bar, "rect", {"width": f"{value:.1f}", "height": "6"})


def attribute_quotations(root: Element) -> None:
    """Make a figure of each quotation that ends in a paragraph starting with a dash."""
    for parent in list(root.iter()):
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
    for parent in list(root.iter()):
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
    _name_in(root, "")


def _name_in(parent: Element, heading: str) -> str:
    """Name the tables in an element below a heading, and return the heading that holds after it."""
    for at, child in enumerate(list(parent)):
        if child.tag in _HEADINGS:
            heading = "".join(child.itertext())
        elif child.tag == "table":
            parent[at] = _region_of(child, heading)
        else:
            heading = _name_in(child, heading)
    return heading


def _region_of(table: Element, heading: str) -> Element:
    """Return a region that holds a table."""
    table.set("class", "cb-table")
    name = f"Table: {heading}" if heading else "Table"
    region = Element(
        "div", {"class": "cb-scroll", "role": "region", "tabindex": "0", "aria-label": name}
    )
    region.append(table)
    region.tail, table.tail = table.tail, None
    return region
