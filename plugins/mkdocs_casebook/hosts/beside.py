"""The part of the plugin that keeps the old site until a build has ended well."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from mkdocs_casebook.hosts.options import CasebookConfig
from mkdocs_casebook.publish import Staging, clear_up


class BuildsBeside(BasePlugin[CasebookConfig]):
    """Builds beside the old site. However a build ends, a whole site stands there afterwards."""

    def __init__(self) -> None:
        self.serving = self.builds_beside = self.has_ended = False
        self.staging: Staging | None = None
        self.until_built = ExitStack()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Learn which command runs. Having this event keeps the plugin alive between rebuilds."""
        self.serving = command == "serve"
        # With --clean the server calls itself a build, but shows the folder that it names.
        context = click.get_current_context(silent=True)
        is_server = self.serving or (context is not None and context.info_name == "serve")
        # Only a build tells us at its end, so only then can the new site be put in place.
        self.builds_beside = command == "build" and not dirty and not is_server

    def begin(self, config: MkDocsConfig) -> None:
        """Clear up after builds that were killed, and build beside the old site."""
        self.has_ended = False
        site = Path(config.site_dir)
        if self.serving:
            # The server's own folder is a new one each time; what is left lies beside the usual.
            settings: Mapping[str, Any] = next(iter(config.user_configs), {})
            root = Path(config.config_file_path or "mkdocs.yml").parent
            site = root / (settings.get("site_dir") or "site")
        site = site.resolve()
        try:
            if said := clear_up(site):
                print(said, file=sys.stderr)
            if self.builds_beside:
                self.staging = Staging.beside(site)
                config.site_dir = str(self.staging.folder)
                self.staging.start()
        except OSError as error:
            raise Abort(
                f"A new site cannot be built beside {site}, where whoever builds must be able to "
                f"write: {_why(error)}"
            ) from error

    @event_priority(-100)
    def note_end(self, /, *, config: MkDocsConfig) -> None:
        """Note that every page is written and every plugin done."""
        self.has_ended = True

    @event_priority(100)
    def _throw_away(self, /, *, error: Exception) -> None:
        """Throw away what was half built; the old site has not been touched."""
        self.until_built.close()
        if self.staging is not None:
            self.staging.discard()
            self.staging = None

    @event_priority(-100)
    def _explain(self, /, *, error: Exception) -> None:
        """Say in a sentence what the system refused, such as room on the disk."""
        if isinstance(error, OSError):
            raise Abort(
                f"The build was stopped: {_why(error)} Put that right, and build again."
            ) from error

    on_build_error = CombinedEvent(_throw_away, _explain)

    @event_priority(-100)
    def on_shutdown(self) -> None:
        """Put the finished site in the place of the old one. Strict mode has had its say by now."""
        staging, self.staging = self.staging, None
        if staging is None:
            return
        # To the host an interruption is no error, and this is called on the way out all the same.
        if sys.exception() or not self.has_ended:
            staging.discard()
            print("The build was stopped. The site was left unchanged.", file=sys.stderr)
            return
        try:
            staging.put_in_place()
        except OSError as error:
            raise Abort(
                f"The new site could not be put in the place of {staging.site}, and the old one "
                f"was left unchanged: {_why(error)} The site must be a folder that "
                "can be renamed: none that another program has open, and no disk of its own."
            ) from error


def _why(error: OSError) -> str:
    """Return what the system said, and of which file."""
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}."
