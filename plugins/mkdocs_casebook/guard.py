"""Stops a host that leaves out plugins, instead of letting it publish a site with most of it gone.

Such a host reads ``markdown_extensions`` all the same, so this is named there. The plugin takes it
out of that list before a page is converted. Where it is still there by then, no plugin has run.
"""

from __future__ import annotations

import sys

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

NAME = __name__
"""What stands in ``markdown_extensions``."""

SENTENCE = (
    'This program leaves out the plugin "casebook", which makes most of this site: build it with '
    'MkDocs or ProperDocs, or run "casebook stage FOLDER" and build that folder with this program.'
)

_BEFORE_ALL_OTHERS = 1000


class PluginLeftOutError(RuntimeError):
    """Raised where a page is converted although the plugin has not run."""


class GuardExtension(Extension):
    """The extension as Python-Markdown wants it."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register what stops at the first page; MkDocs only tries whether this can be loaded."""
        md.preprocessors.register(_Stop(md), "casebook-guard", _BEFORE_ALL_OTHERS)


class _Stop(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:  # noqa: ARG002 - what every one is given
        # The sentence is for people who write, and would be the last of forty lines of code.
        sys.tracebacklimit = 0
        raise PluginLeftOutError(SENTENCE)


def makeExtension(**options: object) -> GuardExtension:  # noqa: N802 - Python-Markdown's name
    """Return the extension, as Python-Markdown asks for it by the name of this module."""
    return GuardExtension(**options)
