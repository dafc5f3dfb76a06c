"""Measure a long list in a real browser: Casebook's own and three others, in one run.

  python scripts/benchmark_filter.py              every figure beside its goal: some minutes
  python scripts/benchmark_filter.py --quick      10,000 entries at full speed alone

It needs Chromium, Node's npm (which fetches the two libraries into a temporary folder) and the
environment of the tests: run scripts/check.py once. The others are list.js, MiniSearch, and plain
JSON with a loop over it. All show the same entries with the same styles, the same boxes with counts
that follow, and 20 rows of the same form. Bytes are those that crossed the line compressed; the
styles, which all share, are told apart.

Goals of time are for a quiet machine on which plain JSON is usable after 181 ms and the best of the
others answers a tick in 10 to 12. What a tick takes that nothing answers is measured as well.
"""

import argparse
import functools
import gzip
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from compressed import serve
from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.export.feeds import Feeds
from mkdocs_casebook.export.paged_data import chunk_files
from mkdocs_casebook.graph.casebook import Casebook, relate
from mkdocs_casebook.lists.listings import Listing, list_index, listings
from mkdocs_casebook.render.fragments import Link
from mkdocs_casebook.render.indexes import Means, draw_listing
from mkdocs_casebook.render.rows import Rows
from mkdocs_casebook.schema.kind_declarations import standard

ASSETS = Path(__file__).resolve().parents[1] / "plugins/mkdocs_casebook/theme/assets"
LIBRARIES = {
    "list.js": "node_modules/list.js/dist/list.min.js",
    "minisearch": "node_modules/minisearch/dist/umd/index.js",
}
PLAIN = "plain JSON"
OTHERS = (*LIBRARIES, PLAIN)
FACETS = ("theme", "type", "region", "year")
THEMES = 30
TYPES = {"acute": 45, "mental-health": 20, "community": 18, "specialist": 10, "ambulance": 7}
REGIONS = ("london", "midlands", "north-west", "south-east", "south-west", "east-of-england")
YEARS = {year: 1.25 ** (year - 2016) for year in range(2016, 2027)}
TURNS = 6
SYLLABLES = tuple(first + second for first in "bdgklmnprstvz" for second in "aeiou")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--js-flags=--expose-gc"]
# Four times the processor's time, and a line of 1.6 Mbit/s with 150 ms: as Lighthouse throttles.
SLOW_LINE = {"latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}

STYLES = """<link rel="stylesheet" href="assets/casebook.css">
<link rel="stylesheet" href="assets/casebook-list.css">"""
# One page for all others: boxes with counts, 20 rows, and the library for what it does best.
PEER = """<!doctype html><meta charset="utf-8"><title>Peer</title>STYLES
<link rel="preload" as="fetch" crossorigin href="entries.json">
<main><div class="cb-listing"><div class="cb-listing__by"><form id="f"></form></div>
<div id="l"><ul class="list cb-rows cb-listing__rows"></ul></div></div></main>
LIBRARY<script>
const facets = ["theme", "type", "region", "year"];
fetch("entries.json").then((r) => r.json()).then((docs) => {
  const f = document.getElementById("f"), ul = document.querySelector(".list");
  const values = {}, boxes = [];
  for (const n of facets) values[n] = [...new Set(docs.flatMap((d) => d[n]))].sort();
  for (const n of facets) for (const v of values[n]) {
    const label = document.createElement("label"), box = document.createElement("input");
    const name = document.createElement("span"), number = document.createElement("span");
    label.className = "cb-choice"; name.className = "cb-choice__label"; name.textContent = v;
    number.className = "cb-choice__number";
    box.type = "checkbox"; box.name = n; box.value = v; label.append(box, name, number);
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
  const main = document.createElement("div"), h = document.createElement("h3");
  const a = document.createElement("a"), p = document.createElement("p");
  const meta = document.createElement("p"), side = document.createElement("p");
  li.className = "cb-row"; main.className = "cb-row__main"; h.className = "cb-row__title";
  meta.className = "cb-meta"; side.className = "cb-row__side cb-meta";
  a.href = d.href; a.textContent = d.title; p.textContent = d.summary; meta.textContent = d.meta;
  for (const text of d.side) {
    const span = document.createElement("span"); span.textContent = text; side.append(span, " ");
  }
  h.append(a); main.append(h, p, meta); li.append(main, side);
  return li; };"""
TEMPLATE = (
    '<li class="cb-row"><div class="cb-row__main"><h3 class="cb-row__title"><a class="title href">'
    '</a></h3><p class="summary"></p><p class="cb-meta meta"></p></div>'
    '<p class="cb-row__side cb-meta sides"></p></li>'
)
PEERS = {
    "list.js": {
        "START": """for (const d of docs) d.sides = d.side.join(" · ");
  const list = new List("l", { valueNames: ["title", "summary", "meta", "sides",
    { name: "href", attr: "href" }], page: 20, item: `TEMPLATE` }, docs);""".replace(
            "TEMPLATE", TEMPLATE
        ),
        "WORDS": "(list.search(q, ['title', 'summary', 'meta', 'sides']), q ? list.items.filter("
        "(i) => i.found).map((i) => i.values()) : docs)",
        "SHOW": "list.filter((i) => ok(i.values(), ''));",
    },
    "minisearch": {
        "START": ROW
        + """const ms = new MiniSearch({ fields: ["title", "summary", "meta", "sides"],
    extractField: (d, name) => name === "sides" ? d.side.join(" ") : d[name] });
  ms.addAll(docs);""",
        "WORDS": "q ? ms.search(q, { prefix: true, combineWith: 'AND' })"
        ".map((r) => docs[r.id]) : docs",
        "SHOW": "ul.replaceChildren(...among.filter((d) => ok(d, '')).slice(0, 20).map(row));",
    },
    PLAIN: {
        "START": ROW
        + """for (const d of docs) d.text = [d.title, d.summary, d.meta, ...d.side].join(" ")
    .toLowerCase();""",
        "WORDS": "q ? docs.filter((d) => q.toLowerCase().split(' ').every("
        "(w) => d.text.includes(w))) : docs",
        "SHOW": "ul.replaceChildren(...among.filter((d) => ok(d, '')).slice(0, 20).map(row));",
    },
}
OURS = """<!doctype html><meta charset="utf-8"><title>Casebook</title>STYLES
<script type="module" async src="assets/casebook-filter.mjs"></script>
PRELOAD<main>LIST</main><script>
const element = document.querySelector("casebook-filter");
window.words = (q) => element.go({ ...element.state, q });
new MutationObserver(() => { window.ready = performance.now(); })
  .observe(element, { attributeFilter: ["ready"] });
</script>"""
PRELOAD = """<script type="module" async src="assets/casebook-long.mjs"></script>
<link rel="preload" as="fetch" crossorigin href="list/facets.json">
"""
# A tick that nothing answers: what is left is the browser's own part.
UNANSWERED = """window.addEventListener("change",
  window.unanswered = (event) => event.stopPropagation(), true)"""
ANSWERED = "window.removeEventListener('change', window.unanswered, true)"
MEASURE = """async (act) => {
  const start = performance.now();
  act();
  await document.querySelector("casebook-filter")?.settled; // Rows may have to be fetched.
  await new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  return performance.now() - start;
}"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one page."""

    needed: dict[str, int]
    """Compressed bytes of each file that the first filter needs."""

    usable: list[float]
    ticks: list[float]
    unanswered: list[float]
    words: list[float]
    heap: float
    work: float
    """Milliseconds of the processor that a tick takes of the page's main thread: what a busy
    machine does not blur."""

    buffers: float
    """Megabytes outside the script's heap: bytes that it keeps as they came."""

    @property
    def kilobytes(self) -> float:
        """What the first filter needs, without the styles that every page of a site shares."""
        return sum(size for name, size in self.needed.items() if "css" not in name) / 1000

    @property
    def styles(self) -> float:
        """The styles."""
        return sum(size for name, size in self.needed.items() if "css" in name) / 1000


def main() -> None:
    """Make the pages, measure each, and print every figure beside its goal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--ticks", type=int, default=60)
    options = parser.parse_args()
    path = os.environ.get("CASEBOOK_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        flags = [*FLAGS, "--enable-precise-memory-info"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        run = functools.partial(measure_all, browser, options.ticks)
        print(f"Load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.")
        rows = judge_many(run(10_000, ("casebook", *OTHERS)))
        if not options.quick:
            rows += judge_slow(run(10_000, ("casebook", "list.js"), slow=True))
            rows += judge_most(run(50_000, ("casebook",))["casebook"])
            rows += judge_few()
            rows += judge_build()
        browser.close()
    print(f"Load after: {os.getloadavg()[0]:.1f}.")
    print(table(rows))


Row = tuple[str, float, float | None, str]
"""What was measured, the figure, its goal (none for one that only stands beside), and its unit."""


def judge_many(found: dict[str, Figures]) -> list[Row]:
    """Return the figures of 10,000 entries, ours with their goals, and those of the libraries."""
    ours, *peers = found.values()
    rows: list[Row] = [
        ("10,000: page, script and facets", ours.kilobytes, 48, "KB"),
        ("  the styles of the site besides", ours.styles, None, "KB"),
        ("10,000: navigation to usable", statistics.median(ours.usable), 150, "ms"),
        ("10,000: tick to paint, median", statistics.median(ours.ticks), 17, "ms"),
        ("10,000: tick to paint, 95th", late(ours.ticks), 20, "ms"),
        ("  a tick that is not answered, median", statistics.median(ours.unanswered), None, "ms"),
        ("  a tick that is not answered, 95th", late(ours.unanswered), None, "ms"),
        (
            "10,000: tick median beside the best other's",
            statistics.median(ours.ticks),
            min(statistics.median(p.ticks) for p in peers),
            "ms",
        ),
        (
            "10,000: tick 95th beside the best other's",
            late(ours.ticks),
            min(late(p.ticks) for p in peers),
            "ms",
        ),
        ("10,000: processor's time for a tick", ours.work, min(p.work for p in peers), "ms"),
        ("10,000: words to paint, 95th", late(ours.words), 20, "ms"),
        ("10,000: script heap, all fetched", ours.heap, 5, "MB"),
        ("  bytes kept as they came besides", ours.buffers, None, "MB"),
    ]
    for name, peer in zip(OTHERS, peers, strict=True):
        rows += [
            (f"  {name}: page, script and data", peer.kilobytes, None, "KB"),
            (f"  {name}: navigation to usable", statistics.median(peer.usable), None, "ms"),
            (f"  {name}: tick to paint, median", statistics.median(peer.ticks), None, "ms"),
            (f"  {name}: tick to paint, 95th", late(peer.ticks), None, "ms"),
            (f"  {name}: processor's time for a tick", peer.work, None, "ms"),
            (f"  {name}: words to paint, 95th", late(peer.words), None, "ms"),
            (f"  {name}: script heap", peer.heap, None, "MB"),
        ]
    return rows


def judge_slow(found: dict[str, Figures]) -> list[Row]:
    """Return the figures of a slow processor and a slow line."""
    ours, peer = found.values()
    return [
        ("10,000, slow: navigation to usable", statistics.median(ours.usable), 1100, "ms"),
        ("10,000, slow: tick to paint, 95th", late(ours.ticks), 140, "ms"),
        ("  list.js, slow: navigation to usable", statistics.median(peer.usable), None, "ms"),
        ("  list.js, slow: tick to paint, 95th", late(peer.ticks), None, "ms"),
    ]


def judge_most(ours: Figures) -> list[Row]:
    """Return the figures of 50,000 entries."""
    return [
        ("50,000: page, script and facets", ours.kilobytes, 180, "KB"),
        ("50,000: navigation to usable", statistics.median(ours.usable), 250, "ms"),
        ("50,000: tick to paint, 95th", late(ours.ticks), 35, "ms"),
    ]


def judge_few() -> list[Row]:
    """Return how much 50 entries and the element need besides what is shown without them."""
    casebook, listing = make_list(50)
    addresses = {thing.entry.path: thing.entry.address for thing in listing.things}
    html = draw_listing(next(listing.pages()), casebook, Link(addresses, "./")).html
    without = re.sub(r' data-[a-z-]+="[^"]*"', "", html)
    element = squeeze((ASSETS / "casebook-filter.mjs").read_bytes())
    data = squeeze(html.encode()) - squeeze(without.encode())
    return [("50: the element and its data", (element + data) / 1000, 8, "KB")]


def judge_build() -> list[Row]:
    """Return how long all pages, files and feeds of a list of 10,000 entries take to make."""
    casebook, listing = make_list(10_000)
    addresses = {thing.entry.path: thing.entry.address for thing in listing.things}
    seconds = min(build_index(casebook, addresses) for _ in range(3))
    return [("10,000: building the index, for each page", seconds / 10, 0.3, "ms")]


def build_index(casebook: Casebook, addresses: dict[str, str]) -> float:
    """Return the seconds of CPU that all that lists add takes."""
    start = time.process_time()
    for made in listings(casebook):
        means = Means(Rows(casebook), feeds=True)
        feeds = Feeds("https://list.example/", "Benchmark", addresses)
        for _ in chunk_files(made, means.rows, addresses):
            pass
        for page in made.pages():
            draw_listing(page, casebook, Link(addresses, "./"), means)
            for _ in feeds.write(page) if page.number == 1 else ():
                pass
    return time.process_time() - start


def table(rows: list[Row]) -> str:
    """Return figures, goals and verdicts as lines of text."""
    lines = [f"{'':46} {'figure':>8} {'goal':>8}"]
    for name, figure, goal, unit in rows:
        verdict = "" if goal is None else "reached" if figure <= goal else "missed"
        wanted = "" if goal is None else f"{goal:8.1f}"
        lines.append(f"{name:46} {figure:8.2f} {wanted:8} {unit}  {verdict}".rstrip())
    return "\n".join(lines)


def measure_all(
    browser: Browser, ticks: int, number: int, pages: tuple[str, ...], *, slow: bool = False
) -> dict[str, Figures]:
    """Make some pages of so many entries, and measure each."""
    with tempfile.TemporaryDirectory(prefix="casebook-filter-") as name:
        root = Path(name)
        make_pages(root, number, pages)
        with serve(root) as (address, sent):
            return {
                page: measure(browser, f"{address}{quote(page)}/", sent, ticks, slow=slow)
                for page in pages
            }


def make_pages(root: Path, number: int, pages: tuple[str, ...]) -> None:
    """Write the pages and what they fetch."""
    casebook, listing = make_list(number)
    rows = Rows(casebook)
    page = next(listing.pages())
    addresses = {thing.entry.path: thing.entry.address for thing in listing.things}
    ours = root / "casebook"
    shutil.copytree(ASSETS, ours / "assets")
    html = draw_listing(page, casebook, Link(addresses, "./")).html
    start = PRELOAD if listing.is_long else ""
    whole = OURS.replace("STYLES", STYLES).replace("PRELOAD", start).replace("LIST", html)
    (ours / "index.html").write_text(whole, "utf-8")
    for place, text in chunk_files(listing, rows, addresses):
        file = ours / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    peers = [name for name in OTHERS if name in pages]
    if not peers:
        return
    names = [counted.facet.name for counted in listing.facets]
    entries = [
        {"id": place, "title": thing.title, "summary": thing.summary, "href": thing.entry.address}
        | {"meta": rows.describe(thing).meta, "side": rows.describe(thing).side}
        | dict(zip(names, map(list, listing.by_thing[place]), strict=True))
        for place, thing in enumerate(listing.things)
    ]
    npm = shutil.which("npm") or "npm"
    command = [npm, "install", "--prefix", str(root), "--silent", "--no-audit", *LIBRARIES]
    subprocess.run(command, check=True)
    for name in peers:
        folder = root / name
        shutil.copytree(ASSETS, folder / "assets")
        library = ""
        if name in LIBRARIES:
            shutil.copy(root / LIBRARIES[name], folder / "library.js")
            library = '<script src="library.js"></script>'
        html = PEER.replace("STYLES", STYLES).replace("LIBRARY", library)
        for mark, code in PEERS[name].items():
            html = html.replace(mark, code)
        (folder / "index.html").write_text(html, "utf-8")
        (folder / "entries.json").write_text(json.dumps(entries, separators=(",", ":")), "utf-8")


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


def measure(
    browser: Browser, address: str, sent: dict[str, int], ticks: int, *, slow: bool
) -> Figures:
    """Open a page, use it, and return its figures."""
    usable, needed = [], {}
    for turn in range(TURNS):
        sent.clear()
        page = open_page(browser, address, slow=slow)
        if turn:  # The first fills the server's cache.
            usable.append(page.evaluate("window.ready"))
        needed = {
            place.rpartition("/")[2] or "page": size
            for place, size in sent.items()
            if not re.search("/(rows|words|compared)-", place)
        }
        if turn + 1 < TURNS:
            page.context.close()
    page.wait_for_timeout(25_000 if slow else 5000)  # What is fetched ahead arrives.
    chance = random.Random(1)  # noqa: S311 - choices of a benchmark
    count = page.locator("input[type=checkbox]").count()
    tick = f"(n) => ({MEASURE})(() => document.querySelectorAll('input[type=checkbox]')[n].click())"
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = task_seconds(session)
    times = [page.evaluate(tick, chance.randrange(count)) for _ in range(ticks)]
    work = (task_seconds(session) - before) * 1000 / ticks
    session.send("Performance.disable")
    page.evaluate(UNANSWERED)
    unanswered = [page.evaluate(tick, chance.randrange(count)) for _ in range(ticks)]
    page.evaluate(ANSWERED)
    page.evaluate("document.querySelectorAll('input:checked').forEach((box) => box.click())")
    type_ = f"(text) => ({MEASURE})(() => window.words(text))"
    page.evaluate(type_, "b")
    page.wait_for_timeout(1000)
    texts = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(ticks // 2)]
    words = [page.evaluate(type_, text) for text in texts]
    page.evaluate(type_, "")
    page.evaluate("gc()")
    heap = session.send("Runtime.getHeapUsage")
    page.context.close()
    return Figures(
        needed,
        usable,
        times,
        unanswered,
        words,
        heap["usedSize"] / 1_000_000,
        work,
        heap.get("backingStorageSize", 0) / 1_000_000,
    )


def open_page(browser: Browser, address: str, *, slow: bool) -> Page:
    """Open a page in a profile of its own, and wait until its filter can be used.

    The browser is asked in its own protocol: what Playwright puts into a page to wait for it takes
    20 ms of the processor in just that moment.
    """
    page = browser.new_context().new_page()
    session = page.context.new_cdp_session(page)
    if slow:
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        session.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_LINE})
    page.goto(address, timeout=120_000, wait_until="commit")
    ready = {"expression": "window.ready"}
    pause = 1000 if slow else 300
    for _ in range(120_000 // pause):
        if "value" in session.send("Runtime.evaluate", ready)["result"]:
            return page
        page.wait_for_timeout(pause)
    raise TimeoutError(address)


def task_seconds(session: CDPSession) -> float:
    """Return how many seconds of the processor a page's main thread has used."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(item["value"] for item in metrics if item["name"] == "TaskDuration"))


def late(times: list[float]) -> float:
    """Return the 95th of a hundred of some times."""
    return sorted(times)[int(len(times) * 0.95)]


def squeeze(body: bytes) -> int:
    """Return how many bytes cross the line."""
    return len(gzip.compress(body, 9, mtime=0))


if __name__ == "__main__":
    main()
