"""The policy of pages in a look that is not ours, on a site that asks for one."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_casebook.render.policy import content_policy

_FIRST = '<meta charset="utf-8">'
"""What the policy follows: it has to stand before all else, and this within the first kilobyte."""


@dataclass(frozen=True, slots=True)
class Policies:
    """Writes the policy into pages that the host has finished."""

    env: Environment
    config: MkDocsConfig
    made: dict[str, str] = field(default_factory=dict)
    """The policy of all pages from which the way to the root is the same: it is in the code."""

    def put_into(self, html: str, base_url: str) -> str:
        """Return a page with its policy; ``base_url`` is the way to the root."""
        if base_url not in self.made:
            policy = content_policy(self._frame(base_url))
            self.made[base_url] = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        first, found, rest = html.partition(_FIRST)
        if not found:
            raise Abort(f"A page of the theme has no {_FIRST}, so it cannot have a policy.")
        return f"{first}{found}{self.made[base_url]}{rest}"

    def _frame(self, base_url: str) -> str:
        """Return a page without a word of anybody's: the code in it can only be the theme's."""
        page = Page("", File.generated(self.config, "blank.md", content=""), self.config)
        page.content = ""
        nowhere = Navigation([], [])
        context = get_context(nowhere, Files([]), self.config, base_url=base_url)
        context["page"] = page
        return self.env.get_template("main.html").render(context)
