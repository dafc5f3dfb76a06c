"""Fetch one catalogue, over https, from one host: the only request that Casebook ever makes.

The standard library does it. A client library would bring a dozen packages of its own for one GET,
and follows redirects, unpacks and decodes by itself: just what must not happen here.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable
from http.client import HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from mkdocs_casebook.federation.sources import is_same_site
from mkdocs_casebook.federation.untrusted_json import LARGEST, RefusedError

SILENCE = 15.0
"""Seconds after which a host that says nothing is given up."""

LONGEST = 60.0
"""Seconds for the whole of a request, however steadily a host sends."""

_TEXT = ("application/json", "text/json", "text/plain")
_PIECE = 64 * 1024


class UnreachableError(Exception):
    """A site that did not answer, or not with a catalogue."""


class _SameHost(HTTPRedirectHandler):
    """Follow a redirect only within the host that the settings name."""

    max_redirections = 3

    def http_error_302(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> IO[bytes] | None:
        """Return what stands at the next address, or refuse one that cannot be read."""
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except ValueError:
            fp.close()
            raise RefusedError("it has moved to what is no address") from None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(  # noqa: PLR0913, PLR0917 - the base's arguments
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Return the next request, or refuse it."""
        if not is_same_site(newurl, req.full_url):
            fp.close()
            raise RefusedError(
                "it has moved to another host",
                f"If you trust {newurl[:200]!r}, write that address under the source.",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str, *, longest: float = LONGEST) -> bytes:
    """Return what stands at an address.

    Raises :class:`UnreachableError` where nothing came, and :class:`RefusedError` for what came
    and must not be read: from another host, too large, packed, or no text.
    """
    result: list[bytes | Exception] = []

    def run() -> None:
        try:
            result.append(_get(address))
        except Exception as error:  # noqa: BLE001 - it is raised again where it is waited for
            result.append(error)

    # A host can send a byte now and then for hours. Only a thread can be walked away from.
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(longest)
    found = result[0] if result else UnreachableError(f"it took more than {longest:.0f} seconds")
    if isinstance(found, Exception):
        raise found
    return found


def _get(address: str) -> bytes:
    request = Request(  # noqa: S310 - the settings allow https alone, and http on this machine
        address, headers={"Accept": "application/json", "User-Agent": "casebook-pull"}
    )
    try:
        with _opener().open(request, timeout=SILENCE) as answer:
            return _read(answer)
    except HTTPError as error:
        error.close()
        raise UnreachableError(f"it answered with {error.code} {error.reason}") from None
    except (URLError, OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise UnreachableError(f"it did not answer: {reason}") from None


def _opener() -> OpenerDirector:
    """Return what opens addresses: https and http, by a proxy if the machine has one.

    The usual opener also knows files, FTP and data in the address itself.
    """
    opener = OpenerDirector()
    handlers: tuple[Callable[[], object], ...] = (
        ProxyHandler,
        HTTPHandler,
        HTTPSHandler,
        HTTPDefaultErrorHandler,
        _SameHost,
        HTTPErrorProcessor,
    )
    for handler in handlers:
        opener.add_handler(handler())  # type: ignore[arg-type]
    return opener


def _read(answer: http.client.HTTPResponse) -> bytes:
    kind = answer.headers.get_content_type()
    if kind not in _TEXT:
        raise RefusedError(f"it is of the type {kind!r}, and not JSON")
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise RefusedError("it is packed, which was not asked for")
    content = bytearray()
    try:
        while piece := answer.read1(_PIECE):
            content += piece
            if len(content) > LARGEST:
                raise RefusedError(f"it is larger than {LARGEST // 1024 // 1024} MB")
    except (OSError, http.client.HTTPException):
        raise RefusedError("it broke off in the middle") from None
    return bytes(content)
