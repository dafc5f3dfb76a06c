"""The one request that Casebook makes, against servers on this machine that behave badly."""

import http.server
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from mkdocs_casebook.federation.fetch import UnreachableError, fetch
from mkdocs_casebook.federation.untrusted_json import LARGEST, RefusedError

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Return a function that serves one answer to everything, and says where."""
    servers = []

    def serve(answer: Answer) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's
                """Keep the test run's output clean."""

            def handle(self) -> None:
                # The other end may have heard enough.
                with suppress(OSError):
                    super().handle()

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def sends(content: bytes, code: int = 200, **headers: str) -> Answer:
    """Return an answer with this content; underscores in names of headers are hyphens."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in ({"Content_Type": "application/json"} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def test_what_stands_at_an_address_is_fetched(serve):
    assert fetch(serve(sends(b'{"a": 1}'))) == b'{"a": 1}'


def test_plain_headers_are_sent_and_no_more(serve):
    seen = {}

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        seen.update(handler.headers)
        sends(b"{}")(handler)

    fetch(serve(answer))
    assert set(seen) == {"Accept", "Accept-Encoding", "Host", "User-Agent", "Connection"}
    assert seen["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_within_the_host_is_followed(serve, code):
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        moved = handler.path == "/"
        headers = {"Location": "/there.json"} if moved else {}
        sends(b"" if moved else b"{}", code if moved else 200, **headers)(handler)

    assert fetch(serve(answer)) == b"{}"


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/catalogue.json",
        "http://localhost/catalogue.json",
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "//evil.example/",
        "http://evil.example@127.0.0.1/",
    ],
)
def test_a_redirect_to_another_host_or_scheme_is_refused(serve, to):
    with pytest.raises((RefusedError, UnreachableError)) as refused:
        fetch(serve(sends(b"", 302, Location=to)))
    assert "another host" in str(refused.value) or "not allowed" in str(refused.value)


@pytest.mark.parametrize(
    "to",
    [
        *("http://[::1/x", "http://[x]/", "//[/", "http://127.0.0.1:99999/", "http://:1:2:3/"),
        *(
            "http://\xe9.example/",
            "http://\u2100.example/",
            "https://",
            "http:",
            "?" * 9_000,
            "\x00",
        ),
    ],
)
def test_a_redirect_to_what_is_no_address_is_told(serve, to):
    with pytest.raises((RefusedError, UnreachableError)):
        fetch(serve(sends(b"", 302, Location=to.encode().decode("latin-1"))))


def test_a_ring_of_redirects_ends(serve):
    with pytest.raises(UnreachableError):
        fetch(serve(sends(b"", 302, Location="/")))


@pytest.mark.parametrize("code", [404, 500])
def test_an_answer_that_says_no_is_told_with_its_number(serve, code):
    with pytest.raises(UnreachableError, match=f"it answered with {code}"):
        fetch(serve(sends(b"no", code)))


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Content_Type": "text/html"}, "of the type 'text/html'"),
        ({"Content_Type": "application/octet-stream"}, "and not JSON"),
        ({"Content_Encoding": "gzip"}, "packed"),
    ],
)
def test_what_is_no_plain_text_is_refused(serve, headers, why):
    with pytest.raises(RefusedError, match=why):
        fetch(serve(sends(b"{}", **headers)))


def test_what_never_ends_is_cut_at_the_limit(serve):
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        sends(b"{")(handler)
        for _ in range(LARGEST // 2**20 + 8):
            handler.wfile.write(b" " * 2**20)

    with pytest.raises(RefusedError, match="larger than 16 MB"):
        fetch(serve(answer))


def test_what_breaks_off_in_the_middle_is_refused(serve):
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        sends(b"{", Content_Length="100")(handler)
        # Closed so, a connection is reset, and not ended.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    with pytest.raises(RefusedError, match="broke off"):
        fetch(serve(answer))


def test_a_host_that_sends_a_sign_now_and_then_is_given_up(serve):
    stop, sent = threading.Event(), threading.Semaphore(0)

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        sends(b"{")(handler)
        while not stop.wait(0.05):
            handler.wfile.write(b" ")
            sent.release()

    with pytest.raises(UnreachableError, match="took more than"):
        fetch(serve(answer), longest=0.5)
    # The host has not stopped: forget what it sent until now, and wait for the next.
    while sent.acquire(blocking=False):
        pass
    assert sent.acquire(timeout=60)
    stop.set()


def test_a_host_that_is_not_there_is_unreachable():
    with pytest.raises(UnreachableError, match="did not answer"):
        fetch("http://127.0.0.1:1/")


def test_nonsense_in_the_place_of_an_answer_is_unreachable(serve):
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"nonsense\r\n\r\n")
        handler.close_connection = True

    with pytest.raises(UnreachableError):
        fetch(serve(answer))
