"""Serve a folder on this machine only, compressed, as the hosts of web sites do."""

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote


@contextmanager
def serve(root: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """Serve a folder; give its address, and a count of the bytes of each file sent so far."""
    sent: dict[str, int] = {}
    compressed: dict[Path, bytes] = {}

    class Compressed(http.server.SimpleHTTPRequestHandler):
        # A connection serves many files, as with any host, so that what is measured is the page.
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle(self) -> None:
            """Answer whoever is connected; a browser that has gone away is no mistake."""
            with suppress(ConnectionError):
                super().handle()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            """Answer with a compressed file."""
            place = unquote(self.path.partition("?")[0])
            file = root / (place + "index.html" if place.endswith("/") else place).lstrip("/")
            if not file.is_file():
                self.send_error(404)
                return
            if file not in compressed:
                compressed[file] = gzip.compress(file.read_bytes(), 9, mtime=0)
            body = compressed[file]
            sent[place] = len(body)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(file)))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    handler = functools.partial(Compressed, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", sent
        finally:
            server.shutdown()
