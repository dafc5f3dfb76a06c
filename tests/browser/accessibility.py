"""Has axe read a page in several looks and widths, and says what it finds in sentences."""

from itertools import product
from typing import NamedTuple

SCHEMES = ("light", "dark")
WIDTHS = (1280, 768, 320)
ALL = tuple(product(SCHEMES, WIDTHS))
USUAL = (("light", 1280), ("dark", 320))
"""Every colour and every arrangement once; the rest is looked at when everything is asked for."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Elements are told by their selector and by the start of their mark-up.
_RUN = """tags => axe.run(document, { resultTypes: ["violations"], runOnly: tags })
  .then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${node.target.join(" ")}: ${rule.id}: ${rule.help} ${node.html.slice(0, 120)}`)))"""


class Axe(NamedTuple):
    """The script of the checker, and in which looks and widths a page is read."""

    script: str
    looks: tuple[tuple[str, int], ...]


def findings(page, axe):
    """Yield a sentence for each fault: the page, the look and width, the element and the rule.

    The page is read as it is now, with whatever has been opened on it.
    """
    page.evaluate(axe.script)
    for scheme, width in axe.looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        for fault in page.evaluate(_RUN, TAGS):
            yield f"{page.url}, {scheme}, {width} pixels wide: {fault}"
