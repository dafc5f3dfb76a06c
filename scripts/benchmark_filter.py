"""Measure a long list in a real browser: Casebook's own, list.js and MiniSearch, in one run.

  python scripts/benchmark_filter.py                     10,000 entries, 60 ticks each
  python scripts/benchmark_filter.py --entries 50000 --slow

It needs Chromium, Node's npm (which fetches the two libraries into a temporary folder) and the
environment of the tests: run scripts/check.py once. All three show the same entries, the same
boxes with counts that follow, and 20 rows. --slow throttles the processor four times and the line.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from compressed import serve
from mkdocs_casebook.lists.chunks import chunk_files
from mkdocs_casebook.lists.listings import Listing, list_index
from mkdocs_casebook.model import Entry
from mkdocs_casebook.relate import Casebook, relate
from mkdocs_casebook.render.fragments import Link
from mkdocs_casebook.render.indexes import Rows, draw_listing

ASSETS = Path(__file__).resolve().parents[1] / "plugins/mkdocs_casebook/theme/assets"
LIBRARIES = {
    "list.js": "node_modules/list.js/dist/list.min.js",
    "minisearch": "node_modules/minisearch/dist/umd/index.js",
}
FACETS = ("theme", "type", "region", "year")
THEMES, TYPES = 30, ("acute", "specialist", "community", "mental-health", "ambulance")
REGIONS = ("london", "midlands", "north-west", "south-east", "south-west", "east-of-england")
SYLLABLES = tuple(first + second for first in "bdgklmnprstvz" for second in "aeiou")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--js-flags=--expose-gc"]
# Four times the processor's time, and a line of 1.6 Mbit/s with 150 ms: as Lighthouse throttles.
SLOW_LINE = {"latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}

# One page for both libraries: boxes with counts, 20 rows, and the library for what it does best.
PEER = """<!doctype html><meta charset="utf-8"><title>Peer</title>
<form id="f"></form><div id="l"><ul class="list"></ul></div><script src="LIBRARY"></script><script>
const facets = ["theme", "type", "region", "year"];
fetch("entries.json").then((r) => r.json()).then((docs) => {
  const f = document.getElementById("f"), ul = document.querySelector(".list");
  const values = {}, boxes = [];
  for (const n of facets) values[n] = [...new Set(docs.flatMap((d) => d[n]))].sort();
  for (const n of facets) for (const v of values[n]) {
    const label = document.createElement("label"), box = document.createElement("input");
    const number = document.createElement("span");
    box.type = "checkbox"; box.name = n; box.value = v; label.append(box, v, number);
    f.append(label); boxes.push({ box, number });
  }
  START
  const ok = (d, skip) => facets.every(
    (n) => n === skip || !chosen[n].size || d[n].some((v) => chosen[n].has(v)));
  let chosen = {}, q = "";
  window.update = () => {
    chosen = {};
    for (const n of facets) chosen[n] = new Set(
      boxes.filter((b) => b.box.name === n && b.box.checked).map((b) => b.box.value));
    const among = WORDS;
    const counts = {};
    for (const n of facets) {
      counts[n] = {};
      for (const d of among) if (ok(d, n))
        for (const v of d[n]) counts[n][v] = (counts[n][v] || 0) + 1;
    }
    for (const { box, number } of boxes) number.textContent = counts[box.name][box.value] || 0;
    SHOW
  };
  window.words = (text) => { q = text; window.update(); };
  f.onchange = window.update;
  window.update();
  window.ready = performance.now();
});
</script>"""
ROW = """const row = (d) => { const li = document.createElement("li");
  const h = document.createElement("h3"), p = document.createElement("p");
  h.textContent = d.title; p.textContent = d.summary;
  li.append(h, p); return li; };"""
PEERS = {
    "list.js": {
        "START": """for (const d of docs) { d.all = d.title + " " + d.summary; }
  const list = new List("l", { valueNames: ["title", "summary"], page: 20,
    item: '<li><h3 class="title"></h3><p class="summary"></p></li>' }, docs);""",
        "WORDS": "(list.search(q, ['title', 'summary']), q ? list.items.filter((i) => i.found)"
        ".map((i) => i.values()) : docs)",
        "SHOW": "list.filter((i) => ok(i.values(), ''));",
    },
    "minisearch": {
        "START": ROW
        + """const ms = new MiniSearch({ fields: ["title", "summary"], storeFields: [] });
  ms.addAll(docs);""",
        "WORDS": "q ? ms.search(q, { prefix: true, combineWith: 'AND' })"
        ".map((r) => docs[r.id]) : docs",
        "SHOW": "ul.replaceChildren(...among.filter((d) => ok(d, '')).slice(0, 20).map(row));",
    },
}
OURS = """<!doctype html><meta charset="utf-8"><title>Casebook</title>
<link rel="stylesheet" href="assets/casebook.css">
<link rel="stylesheet" href="assets/casebook-list.css">
<main>LIST</main><script type="module" src="assets/casebook-filter.mjs"></script>
<script type="module">
const element = document.querySelector("casebook-filter");
window.words = (q) => element.go({ ...element.state, q });
(function wait() {
  if (element.state) window.ready = performance.now(); else setTimeout(wait, 1);
})();
</script>"""
MEASURE = """async (act) => {
  const start = performance.now();
  act();
  await new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  return performance.now() - start;
}"""


def main() -> None:
    """Make the pages, measure each, and print the figures side by side."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--ticks", type=int, default=60)
    parser.add_argument("--slow", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="casebook-filter-") as name:
        root = Path(name)
        make_pages(root, options.entries)
        with serve(root) as (address, sent), sync_playwright() as playwright:
            path = os.environ.get("CASEBOOK_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(
                executable_path=path, args=[*FLAGS, "--enable-precise-memory-info"]
            )
            print(f"{options.entries:,} entries, {options.ticks} ticks, slow: {options.slow}")
            for page in ("casebook", *LIBRARIES):
                sent.clear()
                measure(browser, f"{address}{page}/", sent, options)
            browser.close()


def make_pages(root: Path, number: int) -> None:
    """Write the three pages and what they fetch."""
    casebook, listing = make_list(number)
    page = next(listing.pages())
    addresses = {thing.entry.path: thing.entry.address for thing in listing.things}
    ours = root / "casebook"
    shutil.copytree(ASSETS, ours / "assets")
    html = draw_listing(page, casebook, Link(addresses, "./")).html
    (ours / "index.html").write_text(OURS.replace("LIST", html), "utf-8")
    for place, text in chunk_files(listing, Rows(casebook), addresses):
        file = ours / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    names = [counted.facet.name for counted in listing.facets]
    entries = [
        {"id": place, "title": thing.title, "summary": thing.summary}
        | dict(zip(names, map(list, listing.by_thing[place]), strict=True))
        for place, thing in enumerate(listing.things)
    ]
    npm = shutil.which("npm") or "npm"
    command = [npm, "install", "--prefix", str(root), "--silent", "--no-audit", *LIBRARIES]
    subprocess.run(command, check=True)
    for name, library in LIBRARIES.items():
        folder = root / name
        folder.mkdir()
        shutil.copy(root / library, folder / "library.js")
        html = PEER.replace("LIBRARY", "library.js")
        for mark, code in PEERS[name].items():
            html = html.replace(mark, code)
        (folder / "index.html").write_text(html, "utf-8")
        (folder / "entries.json").write_text(json.dumps(entries, separators=(",", ":")), "utf-8")


def make_list(number: int) -> tuple[Casebook, Listing]:
    """Return made-up entries from a seed, and the list of them."""
    chance = random.Random(2020)  # noqa: S311 - a corpus, not a secret

    def words(many: int) -> str:
        return " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(many))

    def entry(kind: str, slug: str, **values: Any) -> Entry:  # noqa: ANN401 - any field of an entry
        own = {"title": values.pop("title", slug.title()), "summary": values.pop("summary", "")}
        themes = values.pop("themes", ())
        path, address = f"{kind}/{slug}.md", f"{kind}/{slug}/"
        return Entry(
            kind=kind, slug=slug, path=path, address=address, themes=themes, values=values, **own
        )

    themes = [entry("theme", f"theme-{place}") for place in range(THEMES)]
    owners = [
        entry("organisation", f"o{n}", type=(chance.choice(TYPES),), region=chance.choice(REGIONS))
        for n in range(200)
    ]
    studies = [
        entry(
            "case-study",
            f"s{place}",
            title=words(6),
            summary=words(18),
            themes=tuple(chance.sample([t.slug for t in themes], chance.randint(1, 3))),
            organisation=chance.choice(owners).slug,
            year=chance.randint(2016, 2026),
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
    casebook = relate([*themes, *owners, *studies, index])
    return casebook, list_index(index, casebook)


def measure(
    browser: Browser, address: str, sent: dict[str, int], options: argparse.Namespace
) -> None:
    """Open a page, use it, and print its figures."""
    usable = []
    for turn in range(6):
        page = open_page(browser, address, slow=options.slow)
        if turn:  # The first fills the server's cache.
            usable.append(page.evaluate("window.ready"))
        bytes_needed = sum(size for place, size in sent.items() if "/rows-" not in place)
        if turn < 5:  # noqa: PLR2004 - the last stays open
            page.context.close()
    needed = {p.rpartition("/")[2] or "page": n for p, n in sent.items() if "/rows-" not in p}
    page.wait_for_timeout(6000 if options.slow else 2500)
    chance = random.Random(1)  # noqa: S311 - choices of a benchmark
    count = page.locator("input[type=checkbox]").count()
    tick = f"(n) => ({MEASURE})(() => document.querySelectorAll('input[type=checkbox]')[n].click())"
    ticks = [page.evaluate(tick, chance.randrange(count)) for _ in range(options.ticks)]
    page.evaluate("document.querySelectorAll('input:checked').forEach((box) => box.click())")
    type_ = f"(text) => ({MEASURE})(() => window.words(text))"
    page.evaluate(type_, "b")
    page.wait_for_timeout(1000)
    texts = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(30)]
    words = [page.evaluate(type_, text) for text in texts]
    page.evaluate(type_, "")
    heap = page.evaluate("gc(), performance.memory.usedJSHeapSize") / 1_000_000
    page.context.close()
    name = address.rstrip("/").rpartition("/")[2]
    print(
        f"{name:11} {bytes_needed / 1000:8.1f} KB until a filter can run, page and styles included"
    )
    print(f"{'':11} {needed}")
    print(f"{'':11} {statistics.median(usable):8.0f} ms from navigation to usable")
    print(f"{'':11} {show(ticks)} tick to paint")
    print(f"{'':11} {show(words)} words to paint")
    print(f"{'':11} {heap:8.1f} MB script heap, all rows fetched")


def open_page(browser: Browser, address: str, *, slow: bool) -> Page:
    """Open a page in a profile of its own, and wait until its filter can be used."""
    page = browser.new_context().new_page()
    if slow:
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        session.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_LINE})
    page.goto(address)
    page.wait_for_function("window.ready", timeout=120_000)
    return page


def show(times: list[float]) -> str:
    """Return the median and the 95th of a hundred of some times."""
    ordered = sorted(times)
    late = ordered[int(len(ordered) * 0.95)]
    return f"{statistics.median(ordered):8.1f} / {late:.1f} ms"


if __name__ == "__main__":
    main()
