"""What the host's server does when a rebuild fails: it goes on, and each page says what is wrong.

Left alone, it would print a traceback for a mistake in ``mkdocs.yml``, answer no browser any more,
and show the old pages without a word for a mistake in a story.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from mkdocs.exceptions import ConfigurationError, MkDocsException

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.core.problems import as_text

# A dialog can be put away without a script.
_BANNER = """
<dialog open aria-labelledby="casebook-mistakes" style="position: fixed; inset: 0 0 auto;
z-index: 99; box-sizing: border-box; width: 100%; max-width: none; max-height: 60vh;
overflow: auto; margin: 0; padding: 1rem; border: 0; border-bottom: 4px solid #d4351c;
background: #fff; color: #0b0c0c; font: 1rem/1.5 sans-serif">
<div role="alert">
<strong id="casebook-mistakes">The pages are as they were before these mistakes</strong>
<pre style="margin: 0.5rem 0; white-space: pre-wrap; overflow-wrap: anywhere">{}</pre>
</div>
<form method="dialog"><button style="padding: 0.5rem 1rem; border: 2px solid; background: #fff;
color: #0b0c0c; font: inherit">Hide this</button></form>
</dialog>
"""


@dataclass(slots=True)
class Rebuilding:
    """Builds a site again and again, and remembers what was wrong the last time."""

    build: Callable[[], None]
    config: Path
    """The site's configuration file."""

    mistakes: str = ""
    """What the last build said on failing; nothing if it ended well."""

    def __call__(self) -> None:
        """Build the site. Whatever goes wrong is printed, and raises nothing."""
        self.mistakes = ""
        with _errors() as told:
            try:
                self.build()
            except MkDocsException as error:
                self.mistakes = self._explain(error)
                print(self.mistakes, file=sys.stderr)
            except Exception as error:  # noqa: BLE001 - a template of the site's own may raise any
                traceback.print_exc()
                self.mistakes = f"{type(error).__name__}: {error}"
        if self.mistakes:
            self.mistakes = "\n".join([*told, self.mistakes])

    def _explain(self, error: MkDocsException) -> str:
        """Say by file, line and fix what is wrong with the settings, where we know; or as it is."""
        _settings, problems = read_settings(self.config)
        if isinstance(error, ConfigurationError) and problems:
            return f"{as_text(problems)}\nThe site was left unchanged."
        return str(error)

    def wrap(self, app: WSGIApplication) -> WSGIApplication:
        """Return an application that shows on each page what was wrong with the last build."""

        def shown(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            if not self.mistakes:
                return app(environ, start)
            return _with_banner(app, environ, start, self.mistakes)

        return shown


def keep_serving(server: Any, builder: Callable[[], None], config: Path) -> Any:
    """Return the host's server, which from now on survives mistakes and shows them."""
    server.builder = rebuilding = Rebuilding(builder, config)
    server.set_app(rebuilding.wrap(server.get_app()))
    return server


def _with_banner(
    app: WSGIApplication, environ: WSGIEnvironment, start: StartResponse, mistakes: str
) -> Iterable[bytes]:
    answer: list[Any] = []
    written: list[bytes] = []

    def keep(*given: Any) -> Callable[[bytes], object]:
        answer[:] = given
        return written.append

    body = app(environ, keep)
    headers = dict(answer[1])
    if not headers.get("Content-Type", "").startswith("text/html"):
        start(*answer)
        return body
    page = add_banner(b"".join([*written, *body]), mistakes)
    if hasattr(body, "close"):
        body.close()
    start(answer[0], [*(headers | {"Content-Length": str(len(page))}).items()])
    return [page]


def add_banner(page: bytes, mistakes: str) -> bytes:
    """Return a page that also says what is wrong, as nothing but text.

    >>> add_banner(b"<p>A</p></body>", "<b>").count(b"&lt;b&gt;</pre>")
    1
    """
    text, end, rest = page.rpartition(b"</body>")
    banner = _BANNER.format(escape(mistakes.strip())).encode()
    return text + banner + end + rest if end else page + banner


@contextmanager
def _errors() -> Iterator[list[str]]:
    """Give a list to which the errors are added that the host logs meanwhile."""
    told: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logs = [logging.getLogger(name) for name in ("mkdocs", "properdocs")]
    for log in logs:
        log.addHandler(handler)
    try:
        yield told
    finally:
        for log in logs:
            log.removeHandler(handler)
