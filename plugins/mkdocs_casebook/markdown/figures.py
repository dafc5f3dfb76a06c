"""Small figures made from tables: bars for a column of shares.

An author writes ``{.bars}`` after the heading of a column. Each cell of the column keeps its words,
so that hedges such as "almost 3 in 5" are what is read and heard; the bar beside them is for the
eye. It is drawn as SVG in the page: it needs no script, prints, and takes the colour of the text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from mkdocs_casebook.safety.attributes import BARS

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
