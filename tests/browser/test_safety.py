"""Hostile pages in a real browser: each is told by the check, and none of them runs.

The check refuses them, so for the browser the refusal is turned off, and what is left must hold by
itself: with the page's policy, and without it. The same pages made without Casebook show that they
are no paper tigers.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from markdown import markdown
from vectors import FIELDS, HARMLESS, TEXTS

from mkdocs_casebook.cli.main import main
from sites import serve

SITE = Path(__file__).parents[1] / "hosts" / "site"
HOSTILE = [name for name, *_ in (*FIELDS, *TEXTS)]
NAMES = [*HOSTILE, *(name for name, *_ in HARMLESS)]
EXTENSIONS = ["attr_list", "def_list", "tables", "toc", "admonition", "footnotes", "md_in_html"]
FEWEST_THAT_RUN = 90
"""Of the same pages, made with Python-Markdown and a template that escapes nothing."""

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

# Builds the site as if the check had found nothing, and took every address for one of a web page.
WITHOUT_REFUSAL = """
import sys
from mkdocs.__main__ import cli
from mkdocs_casebook.mkdocs_plugin import plugin as host
from mkdocs_casebook.schema import fields
host.has_errors = lambda problems: False
fields.is_web_address = lambda text: True
cli(["build", "-q", "-d", sys.argv[1]])
"""

FRAMES = "<!doctype html><title>All</title>"

# What a reader could set off: every event that an element waits for, and every link that is no
# link to a page.
SET_OFF = """() => {
  const PAGES = ["http:", "https:", "mailto:", "tel:"];
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument;
    if (!page) continue;
    for (const element of page.querySelectorAll("*")) {
      for (const { name } of [...element.attributes]) {
        if (name.startsWith("on")) element.dispatchEvent(new Event(name.slice(2)));
      }
      for (const address of [element.href, element.action, element.formAction]) {
        const text = address?.baseVal ?? address;
        if (typeof text !== "string" || !text) continue;
        let scheme = "";
        try { scheme = new URL(text, page.baseURI).protocol; } catch { continue; }
        if (!PAGES.includes(scheme)) {
          element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
        }
      }
    }
  }
}"""


def call(name: str) -> str:
    """Return what a vector does if it can; no quotation marks, which would end its attribute."""
    return f"ran({NAMES.index(name)})"


def story(name: str, field: str = "", value: str = "", body: str = "") -> str:
    """Return a case study that is sound but for one field or its text."""

    def text(place: str, usual: str) -> str:
        typed = value.replace("RUN", call(name)) if place == field else usual
        return "'{}'".format(typed.replace("'", "''"))

    title = text("title", f"A story of {name}")
    return f"""---
title: {title}
summary: {text("summary", "A story that should not be here.")}
organisation: example-trust
themes:
  - risk
systems:
  - {text("systems", "Example system")}
people:
  - name: {text("people.name", "A. N. Example")}
    role: {text("people.role", "Chief executive")}
year: 2021
status: planned
duration: {text("duration", "A year")}
did-not-work:
  - {text("did-not-work", "Much")}
source:
  title: {text("source.title", "An example report")}
  publisher: {text("source.publisher", "Example Press")}
  url: {text("source.url", "https://www.example.org/report")}
added: 2026-01-01
---

## Context {{#context}}

{body.replace("RUN", call(name)) or "Words."}
"""


def lines_of(name: str, source: str) -> range:
    """Return the lines of a story on which its vector stands."""
    lines = source.split("\n")
    if name in {name for name, *_ in FIELDS}:
        at = next(number for number, line in enumerate(lines, 1) if call(name) in line)
        return range(at, at + 1)
    return range(lines.index("## Context {#context}") + 3, len(lines))


@pytest.fixture(scope="module")
def stories() -> dict[str, str]:
    """Return the text of every story by the name of its vector."""
    fields = {name: story(name, field, value) for name, field, value in FIELDS}
    texts = {name: story(name, body=body) for name, body in TEXTS}
    harmless = {
        name: story(name, field, text, "" if field else text) for name, field, text in HARMLESS
    }
    return fields | texts | harmless


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory, stories: dict[str, str]) -> Path:
    """Return a site that all hostile stories have been sent in to."""
    folder = Path(shutil.copytree(SITE, tmp_path_factory.mktemp("hostile") / "source"))
    config = folder / "mkdocs.yml"
    extensions = f"markdown_extensions: [{', '.join(EXTENSIONS)}]"
    text = config.read_text("utf-8")
    config.write_text(re.sub("markdown_extensions: .*", extensions, text), "utf-8")
    for name, source in stories.items():
        (folder / f"case_studies/{name}.md").write_text(source, "utf-8")
    return folder


def test_there_are_enough_vectors_and_one_in_every_field(stories: dict[str, str]) -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60
    assert len(stories) == len(NAMES)
    typed = {"title", "summary", "systems", "people.name", "people.role", "duration"}
    typed |= {"did-not-work", "source.title", "source.publisher", "source.url"}
    assert {field for _name, field, _value in FIELDS} == typed


def test_every_vector_is_told_with_its_line(
    sources: Path,
    stories: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(sources)
    assert main(["check", "--format", "json", "--no-advice"]) == 1
    told: dict[str, set[int]] = {}
    for problem in json.loads(capsys.readouterr().out)["problems"]:
        if problem["severity"] == "error":
            told.setdefault(Path(problem["path"]).stem, set()).add(problem["line"])
    assert [name for name in HOSTILE if name not in told] == []
    assert [name for name in NAMES if name in told and name not in HOSTILE] == []
    astray = {
        name: sorted(lines)
        for name, lines in told.items()
        if not lines <= set(lines_of(name, stories[name]))
    }
    assert astray == {}


def control(name: str) -> str:
    """Return a page with a vector that nothing has looked at."""
    for other, _field, value in FIELDS:
        if other == name:
            text = value.replace("RUN", call(name))
            return (
                f'<!doctype html><title>{text}</title><h1>{text}</h1><p title="{text}">{text}</p>'
                f'<a href="{text}">{text}</a><script type="application/json">{text}</script>'
            )
    body = dict(TEXTS)[name].replace("RUN", call(name))
    html = markdown(body, extensions=[*EXTENSIONS, "fenced_code"])
    return f"<!doctype html><title>{name}</title><h2 id=context>Context</h2>{html}"


@pytest.fixture(scope="module")
def served(sources: Path) -> Iterator[str]:
    """Return the address of the site without refusal, without policy too, and of the control."""
    root = sources.parent / "served"
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_REFUSAL, str(root / "with")],
        cwd=sources,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # Laying pages out takes a browser longest, and the theme's own styles run nothing.
    for style in (root / "with").rglob("*.css"):
        style.write_text("", "utf-8")
    shutil.copytree(root / "with", root / "without")
    for page in (root / "without").rglob("*.html"):
        text, found = POLICY.subn("", page.read_text("utf-8"))
        assert found <= 1
        page.write_text(text, "utf-8")
    shutil.copy(root / "with/404.html", root)
    (root / "control").mkdir()
    for name in HOSTILE:
        (root / f"control/{name}.html").write_text(control(name), "utf-8")
    for folder, pages in {
        "with": everything(root / "with"),
        "without": everything(root / "without"),
        "control": [f"{name}.html" for name in HOSTILE],
    }.items():
        frames = "".join(f'<iframe src="{folder}/{escape(page)}"></iframe>' for page in pages)
        (root / f"all-{folder}.html").write_text(FRAMES + frames, "utf-8")
    with serve(root) as address:
        yield address


def everything(site: Path) -> list[str]:
    """Return each hostile story, and every page and feed on which others show what it says."""
    stories = [f"case-studies/{name}/" for name in NAMES]
    lists = ["", "case-studies/", "case-studies/theme/risk/", "themes/risk/"]
    lists += ["organisations/example-trust/", "case-studies/first-story/"]
    lists += ["case-studies/atom.xml", "case-studies/feed.json"]
    for page in (*stories, *lists):
        assert (site / page).exists(), page
    return [*stories, *lists]


@pytest.fixture
def watch(browser: object) -> Iterator[Callable[[str], tuple[object, set[str]]]]:
    """Return a function that opens a page; beside the page it gives the vectors that have run."""
    context = browser.new_context()
    context.add_init_script("window.ran = (number) => console.log(`ran ${number}`);")

    def open_page(address: str) -> tuple[object, set[str]]:
        ran: set[str] = set()
        page = context.new_page()

        def note(message: object) -> None:
            if match := re.fullmatch(r"ran (\d+)", message.text):
                ran.add(NAMES[int(match[1])])

        page.on("console", note)
        page.goto(address, wait_until="load")
        return page, ran

    yield open_page
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("folder", ["with", "without"])
def test_no_vector_runs(
    served: str, watch: Callable[[str], tuple[object, set[str]]], folder: str
) -> None:
    page, ran = watch(f"{served}all-{folder}.html")
    page.evaluate(SET_OFF)
    page.wait_for_timeout(300)
    assert sorted(ran) == []
    page.goto(f"{served}{folder}/case-studies/?words=story", wait_until="load")
    page.wait_for_timeout(300)
    assert sorted(ran) == []


@pytest.mark.browser
@pytest.mark.parametrize("folder", ["with", "without"])
def test_no_vector_runs_from_what_the_search_finds(
    served: str, watch: Callable[[str], tuple[object, set[str]]], folder: str
) -> None:
    for words in ("onerror", "script", "story"):
        page, ran = watch(f"{served}{folder}/search.html?q={words}")
        results = page.locator(".cb-found__item")
        results.first.wait_for()
        results.last.scroll_into_view_if_needed()
        page.wait_for_timeout(200)
        assert results.count() > 5
        assert sorted(ran) == []


@pytest.mark.browser
def test_most_vectors_run_where_nothing_stops_them(
    served: str, watch: Callable[[str], tuple[object, set[str]]]
) -> None:
    page, ran = watch(f"{served}all-control.html")
    page.evaluate(SET_OFF)
    for _ in range(100):  # A busy machine takes its time to run them.
        page.wait_for_timeout(300)
        if len(ran) >= FEWEST_THAT_RUN:
            break
    assert len(ran) >= FEWEST_THAT_RUN, sorted(set(HOSTILE) - ran)
