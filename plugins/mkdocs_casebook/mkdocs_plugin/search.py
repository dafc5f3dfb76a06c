"""The search plugin of the theme ``casebook``: the host's own, which leaves out what asks for it.

The host finds it under ``search`` where that is the theme, as it finds Material's under Material.
"""

from __future__ import annotations

from typing import Any

from mkdocs.contrib import search
from mkdocs.structure.pages import Page


class SearchPlugin(search.SearchPlugin):
    """Writes the search's index."""

    def on_page_context(self, context: Any, page: Page, **given: Any) -> None:
        """Add a page to the index, unless its fields say that searches should not find it."""
        asked = page.meta.get("search")
        if not (isinstance(asked, dict) and asked.get("exclude")):
            super().on_page_context(context, page, **given)
