"""Mark the names of themes in a page's tree, and make quiet links of them in its finished text.

In the tree of a page a name only carries a mark: to make an element of each, and have the host
work out its address, cost more than all other steps together. The finished text gets ordinary
links.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

_MARKED = re.compile("\x02cb-term:([^\x03]*)\x03([^\x02]*)\x02cb-term\x03")
"""Python-Markdown takes these signs out of every source, so no author can write a mark."""


def mark(slug: str, words: str) -> str:
    """Return the name of a theme as it stands in the tree of a page."""
    return f"\x02cb-term:{slug}\x03{words}\x02cb-term\x03"


def link(html: str, address: Callable[[str], str]) -> str:
    """Return the text of a page with a link in place of each mark.

    ``address`` turns a theme's slug into where its page is; blank where there is none.
    """

    def make(found: re.Match[str]) -> str:
        there = address(found[1])
        return f'<a class="cb-term" href="{escape(there)}">{found[2]}</a>' if there else found[2]

    return _MARKED.sub(make, html)
