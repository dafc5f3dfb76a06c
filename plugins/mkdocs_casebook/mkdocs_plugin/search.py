"""The search plugin of the theme ``casebook``: the host's own, which leaves out what asks for it.

The host finds it under ``search`` where that is the theme, as it finds Material's under Material.
"""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.contrib import search
from mkdocs.exceptions import Abort
from mkdocs.structure.pages import Page

from mkdocs_casebook.config.settings import PLUGIN


class SearchPlugin(search.SearchPlugin):
    """Writes the search's index."""

    def on_config(self, config: MkDocsConfig, **given: Any) -> MkDocsConfig:
        """Stop a site that names the theme without the plugin that fills its templates."""
        if PLUGIN not in config.plugins:
            raise Abort(
                f'The theme "casebook" needs the plugin of that name. Add "- {PLUGIN}" under '
                '"plugins" in mkdocs.yml.'
            )
        return super().on_config(config, **given)

    def on_page_context(self, context: Any, page: Page, **given: Any) -> None:
        """Add a page to the index, unless its fields say that searches should not find it."""
        asked = page.meta.get("search")
        if not (isinstance(asked, dict) and asked.get("exclude")):
            super().on_page_context(context, page, **given)
