"""Measure a long list in a real browser: what is fetched for it, and how soon it answers.

  python scripts/benchmark_filter.py                  10,000 entries
  python scripts/benchmark_filter.py --entries 50000

It needs Chromium and the environment of the tests: run scripts/check.py once. Bytes are those that
crossed the line compressed, without the styles, which all pages of a site share. Goals stand beside
the figures for 10,000 entries; those of time are for a quiet machine.
"""

import argparse
import os
import random
import re
import statistics
import tempfile
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from shutil import copytree
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmark import REGIONS, SYLLABLES, THEMES
from compressed import serve
from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.export.paged_data import write_list
from mkdocs_casebook.graph.casebook import Casebook, relate
from mkdocs_casebook.lists.listings import Listing, list_index
from mkdocs_casebook.render.fragments import Link
from mkdocs_casebook.render.indexes import draw_listing
from mkdocs_casebook.render.rows import Rows
from mkdocs_casebook.schema.kind_declarations import standard
from system_packages import find_chromium

ASSETS = Path(__file__).resolve().parents[1] / "plugins/mkdocs_casebook/theme/assets"
FACETS = ("theme", "type", "region", "year")
TYPES = {"acute": 45, "mental-health": 20, "community": 18, "specialist": 10, "ambulance": 7}
YEARS = {year: 1.25 ** (year - 2016) for year in range(2016, 2027)}
TURNS, TICKS, WORDS = 6, 60, 30
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--js-flags=--expose-gc"]

PAGE = """<!doctype html><meta charset="utf-8"><title>Casebook</title>
<link rel="stylesheet" href="assets/casebook.css">
<link rel="stylesheet" href="assets/casebook-list.css">
<script type="module" async src="assets/casebook-filter.mjs"></script>
<script type="module" async src="assets/casebook-long.mjs"></script>
<link rel="preload" as="fetch" crossorigin href="list/facets.json">
<main>LIST</main><script>
const element = document.querySelector("casebook-filter");
window.words = (q) => element.go({ ...element.state, q });
new MutationObserver(() => { window.ready = performance.now(); })
  .observe(element, { attributeFilter: ["ready"] });
</script>"""
MEASURE = """async (act) => {
  const start = performance.now();
  act();
  await document.querySelector("casebook-filter").settled; // Rows may have to be fetched.
  await new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  return performance.now() - start;
}"""
TICK = f"(n) => ({MEASURE})(() => document.querySelectorAll('input[type=checkbox]')[n].click())"
TYPE = f"(text) => ({MEASURE})(() => window.words(text))"
GOALS = {
    "page, script and facets, KB": 42,
    "navigation to usable, ms": 150,
    "tick to paint, median, ms": 17,
    "tick to paint, 95th, ms": 20,
    "words to paint, 95th, ms": 20,
    "script heap, all fetched, MB": 5,
}


def main() -> None:
    """Make the page, measure it, and print every figure beside its goal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=10_000)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="casebook-filter-") as folder,
        sync_playwright() as playwright,
    ):
        make_page(Path(folder), options.entries)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        print(f"Load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.")
        with serve(Path(folder)) as (address, sent):
            figures = measure(browser, address, sent)
        browser.close()
    for (name, goal), figure in zip(GOALS.items(), figures, strict=True):
        print(f"{name:30} {figure:8.1f}   goal {goal}")


def make_page(root: Path, number: int) -> None:
    """Write a page with a list of so many entries, and what it fetches."""
    casebook, listing = make_list(number)
    addresses = {thing.entry.path: thing.entry.address for thing in listing.things}
    html = draw_listing(next(listing.pages()), casebook, Link(addresses, "./")).html
    copytree(ASSETS, root / "assets")
    (root / "index.html").write_text(PAGE.replace("LIST", html), "utf-8")
    for place, text in write_list(listing, Rows(casebook), addresses):
        file = root / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def make_list(number: int) -> tuple[Casebook, Listing]:
    """Return made-up entries from a seed, and the list of them."""
    chance = random.Random(2020)  # noqa: S311 - a corpus, not a secret

    # As in any language, the second word is half as common as the first, and so on.
    known = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(20_000)]
    how_common = tuple(accumulate(1 / (rank + 1) for rank in range(len(known))))

    def words(many: int) -> str:
        return " ".join(chance.choices(known, cum_weights=how_common, k=many))

    def entry(kind: str, slug: str, **values: Any) -> Entry:  # noqa: ANN401 - any field of an entry
        own = {"title": values.pop("title", slug.title()), "summary": values.pop("summary", "")}
        themes = values.pop("themes", ())
        path, address = f"{kind}/{slug}.md", f"{kind}/{slug}/"
        return Entry(
            kind=kind, slug=slug, path=path, address=address, themes=themes, values=values, **own
        )

    def some(among: Mapping[Any, float]) -> Any:  # noqa: ANN401 - whatever there is to choose from
        return chance.choices(list(among), list(among.values()))[0]

    # Some themes, types and years are far more common than others, as in any collection.
    themes = [entry("theme", f"theme-{place}") for place in range(THEMES)]
    common = {theme.slug: 1 / (place + 1) for place, theme in enumerate(themes)}
    owners = [
        entry("organisation", f"o{n}", type=(some(TYPES),), region=chance.choice(REGIONS))
        for n in range(200)
    ]
    studies = [
        entry(
            "case-study",
            f"s{place}",
            title=words(6),
            summary=words(18),
            themes=tuple({some(common): None for _ in range(chance.randint(1, 3))}),
            organisation=chance.choice(owners).slug,
            year=some(YEARS),
        )
        for place in range(number)
    ]
    lines = tuple({"name": name} for name in FACETS)
    index = Entry(
        kind="page",
        slug="index",
        path="docs/index.md",
        address="",
        title="List",
        values={"index": "case-study", "facets": lines},
    )
    casebook = relate([*themes, *owners, *studies, index], standard())
    return casebook, list_index(index, casebook)


def measure(browser: Browser, address: str, sent: dict[str, int]) -> list[float]:
    """Open the page, use it, and return the figures in the order of their goals."""
    usable = []
    for turn in range(TURNS):
        sent.clear()
        page = open_page(browser, address)
        if turn:  # The first fills the server's cache.
            usable.append(page.evaluate("window.ready"))
        later = re.compile("/(rows|words|compared)-|css$")
        needed = sum(size for place, size in sent.items() if not later.search(place))
        if turn + 1 < TURNS:
            page.context.close()
    page.wait_for_timeout(5000)  # What is fetched ahead arrives.
    chance = random.Random(1)  # noqa: S311 - choices of a benchmark
    count = page.locator("input[type=checkbox]").count()
    ticks = [page.evaluate(TICK, chance.randrange(count)) for _ in range(TICKS)]
    page.evaluate("document.querySelectorAll('input:checked').forEach((box) => box.click())")
    page.evaluate(TYPE, "b")
    page.wait_for_timeout(1000)
    texts = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(WORDS)]
    words = [page.evaluate(TYPE, text) for text in texts]
    page.evaluate(TYPE, "")
    page.evaluate("gc()")
    heap = page.context.new_cdp_session(page).send("Runtime.getHeapUsage")["usedSize"]
    median = statistics.median
    return [needed / 1000, median(usable), median(ticks), late(ticks), late(words), heap / 1e6]


def open_page(browser: Browser, address: str) -> Page:
    """Open a page in a profile of its own, and wait until its filter can be used.

    The browser is asked in its own protocol: what Playwright puts into a page to wait for it takes
    20 ms of the processor in just that moment.
    """
    page = browser.new_context().new_page()
    session = page.context.new_cdp_session(page)
    page.goto(address, timeout=120_000, wait_until="commit")
    ready = {"expression": "window.ready"}
    for _ in range(400):
        if "value" in session.send("Runtime.evaluate", ready)["result"]:
            return page
        page.wait_for_timeout(300)
    raise TimeoutError(address)


def late(times: list[float]) -> float:
    """Return the 95th of a hundred of some times."""
    return sorted(times)[int(len(times) * 0.95)]


if __name__ == "__main__":
    main()
