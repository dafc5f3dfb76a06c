"""Broken tags in every text of every kind, in a real browser: none runs, none becomes an element.

The refusal is turned off, so what is left must hold by itself: in our look over Material and alone,
and in Material's own, with the policy and without it. And every text is seen as it was typed.

A run takes some hundred of the texts. With ``CASEBOOK_ALL_TAGS=1`` it takes all of them, which
takes some minutes.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from broken_tags import WORD, Look, Site, texts

from sites import ENVIRONMENT, once, serve

ALL = bool(os.environ.get("CASEBOOK_ALL_TAGS"))
GIVEN = texts(None if ALL else 400)

LOOKS = {
    "ours": Look("material", own=True),
    "alone": Look("casebook", own=True),
    "theirs": Look("material", own=False),
}
RESULTS = {"theirs": ".md-search-result__item"}
"""Where what was found stands; in our look it is ``.cb-found__item``."""

SOURCE = Path(__file__).parents[1] / "hosts" / "site"
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

# Builds the site as if the check had found nothing; a list of ten is a long one.
WITHOUT_REFUSAL = """
import sys
from mkdocs.__main__ import cli
from mkdocs_casebook.mkdocs_plugin import plugin as host
from mkdocs_casebook.lists import listings
from mkdocs_casebook.safety import escaping
from mkdocs_casebook.schema import field_types
host.has_errors = lambda problems: False
field_types.html_in = lambda text: ""
# Titles of links with HTML are taken off; here they are let through.
escaping._LOOKED_AT = tuple(one for one in escaping._LOOKED_AT if one[0] != "title")
listings.WHOLE = 10
cli(["build", "-q", "-d", sys.argv[1]])
"""

# Looks at a document for what one of the texts has made, and for texts that are not as typed.
LOOK = """
window.typed = GIVEN.map((text) => text.replace(/\\s+/g, " "));
window.ran = (number) => console.log(`ran ${number}`);
window.found = { seen: new Set(), wrong: new Set() };
window.readText = (text, where) => {
  const flat = text.replace(/\\s+/g, " ");
  for (const { 1: number, index } of flat.matchAll(/WORD (\\d+)/g)) {
    if (flat.startsWith(typed[number], index)) found.seen.add(Number(number));
    // What was found is shown in pieces.
    else if (typed[number].startsWith(flat.slice(index).split(" …")[0])) continue;
    else found.wrong.add(`${where}: ${flat.slice(index, index + 160)}`);
  }
};
window.look = (root, where) => {
  const TEXTS = new Set(["class", "title", "content", "aria-label", "value", "alt"]);
  for (const element of root.querySelectorAll("*")) {
    const { localName, attributes } = element;
    let made = localName.includes("zq");
    for (const { name, value } of attributes) {
      made ||= name.includes("zq") || name.startsWith("on");
      if (TEXTS.has(name)) readText(value, `${where} ${localName} ${name}`);
      else if (!name.startsWith("data-")) made ||= value.includes("zq=");
    }
    if (made) found.wrong.add(`${where}: made ${element.outerHTML.slice(0, 160)}`);
  }
  const copy = root.documentElement.cloneNode(true);
  for (const code of copy.querySelectorAll("script, style")) {
    if (code.type === "application/ld+json") readData(JSON.parse(code.textContent), where);
    code.remove();
  }
  readText(copy.textContent, where);
};
window.readData = (value, where) => {
  if (typeof value === "string") readText(value, where);
  else if (value && typeof value === "object") {
    for (const item of Object.values(value)) readData(item, where);
  }
};
window.lookAtFile = async (address) => {
  const text = await (await fetch(address)).text();
  if (address.endsWith(".json")) {
    const value = JSON.parse(text);
    if (!address.includes("search_index")) return readData(value, address);
    // The host's own plugin writes titles as HTML and texts as text, that of Material both as HTML.
    const isHtml = Boolean(value.config.pipeline);
    for (const { title, text, tags } of value.docs) {
      if (!isHtml) readText(text, address);
      for (const html of [title, ...(isHtml ? [text] : []), ...(tags ?? [])]) {
        look(new DOMParser().parseFromString(html, "text/html"), `${address} ${title}`);
      }
    }
  } else {
    const type = address.endsWith(".xml") ? "application/xml" : "text/html";
    const root = new DOMParser().parseFromString(text, type);
    if (root.querySelector("parsererror")) found.wrong.add(`${address}: cannot be read`);
    look(root, address);
  }
};
window.report = () => ({ seen: [...found.seen], wrong: [...found.wrong] });
""".replace("GIVEN", json.dumps(GIVEN)).replace("WORD", WORD)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the site in our look and in Material's, each with and without policy."""
    return once(tmp_path_factory, "broken-tags", make)


def make(root: Path) -> None:
    for name, look in LOOKS.items():
        source = Path(shutil.copytree(SOURCE, root / f"source-{name}"))
        Site(source, GIVEN, look).write()
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_REFUSAL, str(root / name / "with")],
            cwd=source,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        shutil.copytree(root / name / "with", root / name / "without")
        for page in (root / name / "without").rglob("*.html"):
            text, found = POLICY.subn("", page.read_text("utf-8"))
            assert found == 1, page
            page.write_text(text, "utf-8")
    shutil.copy(root / "ours/with/404.html", root)
    (root / "blank.html").write_text("<!doctype html><title>Blank</title>", "utf-8")


@pytest.fixture(scope="module")
def served(built: Path) -> Iterator[str]:
    with serve(built) as address:
        yield address


@pytest.fixture
def open_page(browser: object) -> Iterator[Callable[[str], object]]:
    """Return a function that opens a page which can look for what has been made or has run."""
    context = browser.new_context()
    context.add_init_script(LOOK)

    def open_page(address: str) -> object:
        page = context.new_page()
        page.ran = []
        page.on("console", lambda said: page.ran.append(said.text))
        page.on("pageerror", lambda error: page.ran.append(str(error)))
        page.goto(address, wait_until="load")
        return page

    yield open_page
    context.close()


def assert_sound(page: object, where: str) -> set[int]:
    """Look at a page as it is now; return the numbers of the texts that it shows."""
    page.evaluate("where => look(document, where)", where)
    report = page.evaluate("report()")
    assert sorted(report["wrong"])[:10] == []
    assert [said for said in page.ran if said.startswith("ran ")] == []
    return set(report["seen"])


def test_there_are_thousands_of_texts() -> None:
    assert len(set(texts(None))) >= 5_000


@pytest.mark.browser
def test_the_texts_do_harm_where_nothing_escapes_them(
    served: str, open_page: Callable[[str], object]
) -> None:
    page = open_page(f"{served}blank.html")
    made = page.evaluate(
        """() => typed.filter((text) => {
          const html = `<p>${text}</p><p title="${text}">`;
          found.wrong.clear();
          look(new DOMParser().parseFromString(html, "text/html"), "");
          return found.wrong.size;
        }).length"""
    )
    assert made > len(GIVEN) * 0.9


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS)
def test_every_page_feed_and_index_shows_every_text_as_typed(
    built: Path, served: str, open_page: Callable[[str], object], look: str
) -> None:
    root = built / look / "without"
    files = [
        path.relative_to(built).as_posix()
        for path in sorted(root.rglob("*"))
        # Material writes the tags for other sites' templates, so it is given them escaped.
        if path.suffix in {".html", ".xml", ".json"}
        and path.name not in {"sitemap.xml", "tags.json"}
    ]
    assert f"{look}/without/sources/sample/case-studies/risk/index.html" in files
    page = open_page(f"{served}blank.html")
    page.evaluate(
        "async (files) => { for (const file of files) await lookAtFile(encodeURI(file)); }", files
    )
    report = page.evaluate("report()")
    assert sorted(report["wrong"])[:10] == []
    assert sorted(set(range(len(GIVEN))) - set(report["seen"])) == []


PAGES = ("", "about/fields/", "case-studies/", "case-studies/entry-0/", "questions/entry-0/")
PAGES += ("organisations/entry-0/", "sources/sample/case-studies/risk/")


@pytest.mark.browser
@pytest.mark.parametrize("policy", ["with", "without"])
@pytest.mark.parametrize("look", LOOKS)
def test_nothing_runs_and_nothing_is_made_on_any_kind_of_page(
    served: str, open_page: Callable[[str], object], look: str, policy: str
) -> None:
    page = open_page(f"{served}blank.html")
    shown: set[int] = set()
    for path in PAGES:
        page.goto(f"{served}{look}/{policy}/{path}", wait_until="load")
        for element in page.locator("details").all():
            element.evaluate("element => { element.open = true; }")
        shown |= assert_sound(page, path)
    assert len(shown) > len(PAGES)


@pytest.mark.browser
@pytest.mark.parametrize("policy", ["with", "without"])
@pytest.mark.parametrize("look", LOOKS)
def test_what_the_search_finds_and_suggests_is_text(
    served: str, open_page: Callable[[str], object], look: str, policy: str
) -> None:
    place = "" if look == "theirs" else "search.html"
    page = open_page(f"{served}{look}/{policy}/{place}?q={WORD}")
    results = page.locator(RESULTS.get(look, ".cb-found__item"))
    results.first.wait_for()
    count = 0
    while results.count() > count:
        count = results.count()
        results.last.scroll_into_view_if_needed()
        page.wait_for_timeout(100)
    assert count > 10
    for more in page.locator(".md-search-result__more").all():
        more.evaluate("element => { element.open = true; }")
    # In our look those are whole of which all fits into an excerpt.
    assert len(assert_sound(page, "results")) > (10 if look == "theirs" else 0)
    if look == "theirs":
        query = page.locator("[data-md-component=search-query]")
        query.fill("")
        query.press_sequentially(f"{WORD.casefold()} 1")
        page.locator("[data-md-component=search-suggest]:not(:empty)").wait_for(state="attached")
        assert_sound(page, "suggestion")
    page.goto(results.first.locator("a").first.evaluate("link => link.href"), wait_until="load")
    if look == "theirs":
        page.locator("mark[data-md-highlight]").first.wait_for()
    assert_sound(page, "a page that was found")


@pytest.mark.browser
@pytest.mark.parametrize("policy", ["with", "without"])
@pytest.mark.parametrize("look", LOOKS)
def test_titles_of_links_and_of_the_menu_stay_text_when_pointed_at(
    served: str, open_page: Callable[[str], object], look: str, policy: str
) -> None:
    page = open_page(f"{served}{look}/{policy}/case-studies/entry-0/")
    links = page.locator(".md-content [title], .cb-page [title]").all()
    assert links
    for element in [*links[:2], *page.locator(".md-nav .md-ellipsis:visible").all()[:3]]:
        element.hover(force=True)
        page.wait_for_timeout(300)
        assert_sound(page, "pointed at")
        assert page.locator(".md-tooltip, .md-tooltip2[role=tooltip]").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("policy", ["with", "without"])
def test_pages_put_into_others_hold_text(
    served: str, open_page: Callable[[str], object], policy: str
) -> None:
    home = f"{served}theirs/{policy}/"

    def at_home(route: object) -> None:
        """Name the pages in the sitemap as they are served, and turn previews of links on."""
        answer = route.fetch()
        text = answer.text().replace("https://casebook.example/", home)
        text = text.replace("navigation.instant.prefetch", "navigation.instant.preview")
        route.fulfill(response=answer, body=text)

    page = open_page(f"{served}blank.html")
    page.route(re.compile(r"/(sitemap\.xml)?$"), at_home)
    with page.expect_response(re.compile(r"/sitemap\.xml$")):
        page.goto(home, wait_until="load")
    page.wait_for_timeout(500)
    page.evaluate("window.stayed = true")
    for path in ("case-studies/entry-0/", "about/fields/", "organisations/entry-0/"):
        page.locator(f".md-nav a[href$='{path}']").first.evaluate("link => link.click()")
        page.wait_for_url(f"**/{path}")
        page.wait_for_timeout(200)
        assert page.evaluate("stayed")
        assert_sound(page, path)
    page.locator("article a[href*='case-studies/entry-']").first.hover(force=True)
    page.locator(".md-tooltip2 h3").wait_for()
    assert_sound(page, "preview")


@pytest.mark.browser
@pytest.mark.parametrize("policy", ["with", "without"])
def test_a_long_list_narrowed_sorted_and_compared_holds_text(
    served: str, open_page: Callable[[str], object], policy: str
) -> None:
    address = f"{served}ours/{policy}/case-studies/?words={WORD.casefold()}&sort=title"
    for view in ("", "&view=table"):
        page = open_page(f"{address}{view}")
        page.get_by_text(f"{WORD} ").first.wait_for()
        page.wait_for_timeout(500)
        assert len(assert_sound(page, "list")) > 3


def test_the_table_for_spreadsheets_holds_every_text_as_typed(built: Path) -> None:
    said = (built / "ours/with/case-studies.csv").read_text("utf-8-sig")
    cells = {text for row in csv.reader(said.splitlines()) for text in row if WORD in text}
    whole = {text for text in GIVEN if any(text in cell for cell in cells)}
    numbers = {match for cell in cells for match in re.findall(rf"{WORD} \d+ ", cell)}
    assert len(whole) == len(numbers) > 3
