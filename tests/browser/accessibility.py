"""Has axe read a page in every look and width, and says what it finds in sentences."""

SCHEMES = ("light", "dark")
WIDTHS = (1280, 768, 320)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Elements are told by their selector and by the start of their mark-up.
_RUN = """tags => axe.run(document, { resultTypes: ["violations"], runOnly: tags })
  .then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${node.target.join(" ")}: ${rule.id}: ${rule.help} ${node.html.slice(0, 120)}`)))"""


def findings(page, axe):
    """Yield a sentence for each fault: the page, the look and width, the element and the rule.

    The page is read as it is now, with whatever has been opened on it.
    """
    page.evaluate(axe)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for fault in page.evaluate(_RUN, TAGS):
                yield f"{page.url}, {scheme}, {width} pixels wide: {fault}"
