"""While a site is served, each page says what was wrong with the last build."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from wsgiref.util import FileWrapper

import pytest
from mkdocs.exceptions import Abort, ConfigurationError

from mkdocs_casebook.mkdocs_plugin.serving import Rebuilding, add_banner

PAGE = b"<!doctype html><html><body><p>Old</p></body></html>"


class Closed:
    """A page that notes whether it was closed, as the host's is a file."""

    def __init__(self, content: bytes) -> None:
        self.parts, self.is_closed = [content[:9], content[9:]], False

    def __iter__(self) -> Any:
        return iter(self.parts)

    def close(self) -> None:
        self.is_closed = True


def application(body: Iterable[bytes], kind: str) -> Callable[..., Iterable[bytes]]:
    def app(_environ: Any, start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", kind), ("Content-Length", "1")])
        return body

    return app


def asked(app: Any) -> tuple[str, dict[str, str], bytes]:
    answer: list[Any] = []
    body = b"".join(app({}, lambda *given: answer.extend(given)))
    return answer[0], dict(answer[1]), body


def failing(error: Exception, *, logged: str = "") -> Callable[[], None]:
    def build() -> None:
        if logged:
            # Not one that is there already: the linter of imports turns those off for good.
            logging.getLogger("mkdocs.used-by-one-test").error(logged)
        raise error

    return build


def test_a_page_says_what_is_wrong_until_a_build_ends_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rebuilding = Rebuilding(failing(Abort("story.md:3: <b> is wrong")), tmp_path / "mkdocs.yml")
    body = Closed(PAGE)
    app = rebuilding.wrap(application(body, "text/html"))
    assert asked(app)[2] == PAGE
    rebuilding()
    status, headers, page = asked(app)
    assert status == "200 OK"
    assert headers["Content-Length"] == str(len(page))
    assert b"story.md:3: &lt;b&gt; is wrong</pre>" in page
    assert page.startswith(PAGE.partition(b"</body>")[0])
    assert body.is_closed
    assert capsys.readouterr().err == "story.md:3: <b> is wrong\n"
    rebuilding.build = lambda: None
    rebuilding()
    assert asked(app)[2] == PAGE


def test_what_is_no_page_stays(tmp_path: Path) -> None:
    rebuilding = Rebuilding(failing(Abort("wrong")), tmp_path / "mkdocs.yml")
    rebuilding()
    file = tmp_path / "catalogue.json"
    file.write_bytes(b"{}")
    with file.open("rb") as opened:
        answer = asked(rebuilding.wrap(application(FileWrapper(opened), "application/json")))
    assert answer == ("200 OK", {"Content-Type": "application/json", "Content-Length": "1"}, b"{}")


def test_the_lines_that_the_host_logs_are_shown_too(tmp_path: Path) -> None:
    build = failing(Abort("Aborted with 1 configuration errors!"), logged='No plugin "sarch".')
    rebuilding = Rebuilding(build, tmp_path / "mkdocs.yml")
    rebuilding()
    assert rebuilding.mistakes == 'No plugin "sarch".\nAborted with 1 configuration errors!'
    assert logging.getLogger("mkdocs").handlers == []


def test_settings_that_cannot_be_read_are_told_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "mkdocs.yml"
    settings.write_text("site_name: A\nnav: [\nplugins: []\n", "utf-8")
    rebuilding = Rebuilding(failing(ConfigurationError("forty lines of YAML")), settings)
    rebuilding()
    said = capsys.readouterr().err
    assert said.startswith("mkdocs.yml:")
    assert said.endswith("The site was left unchanged.\n")
    assert "forty lines" not in said


def test_any_other_error_is_shown_and_lets_the_server_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rebuilding = Rebuilding(failing(LookupError("partials/own.html")), tmp_path / "mkdocs.yml")
    rebuilding()
    assert rebuilding.mistakes == "LookupError: partials/own.html"
    assert "Traceback" in capsys.readouterr().err


class Texts(HTMLParser):
    """Gathers the elements of a page that could run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag, *(name for name, _value in attrs)]


@pytest.mark.parametrize("page", [PAGE, b"<p>No body"])
def test_a_mistake_is_nothing_but_text(page: bytes) -> None:
    texts = Texts()
    texts.feed(add_banner(page, "</pre><script>x()</script><img onerror=x()>").decode())
    assert not {"script", "img", "onerror", "onclick"} & {*texts.found}
    assert {"dialog", "role", "form", "button"} <= {*texts.found}
