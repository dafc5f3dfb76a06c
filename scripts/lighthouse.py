"""Measure the site with Lighthouse, as a reader with a telephone on a poor line would meet it.

  python scripts/lighthouse.py               the home page, a chapter, a case study and a list
  python scripts/lighthouse.py themes/risk/  other pages, by their addresses
  python scripts/lighthouse.py --runs 5      the median of five runs of each page

It needs Chromium and npm. Lighthouse is fetched once, every package of it by its hash. The goals
are 100 for accessibility, best practices and SEO, and 95 for performance; below one, the exit
status is 1. Speed is simulated for a slow processor and line, but a busy machine still lowers it.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import compressed
import environment
import npm_files
from environment import run_quietly, say
from system_packages import find_chromium

PAGES = ("", "guide/pre-conditions/", "case-studies/west-suffolk/", "case-studies/")
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
FIGURES = {
    "first-contentful-paint": "first text",
    "largest-contentful-paint": "largest part",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "moved",
    "total-byte-weight": "fetched",
}
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


def main() -> int:
    """Measure the pages that the arguments name, and return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", metavar="page", default=PAGES)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    return environment.tell(lambda: measure(options.pages, options.runs))


def measure(pages: tuple[str, ...], runs: int) -> int:
    """Build the site, print a line of scores for each page, and return the exit status.

    Raises SetupError when a part cannot be had, or the site does not build.
    """
    os.environ["CHROME_PATH"] = find_chromium()
    program = npm_files.install("lighthouse", "Lighthouse, 190 MB") / "lighthouse/cli/index.js"
    python = environment.prepare(environment.SITE)
    below: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        site = ["-f", str(environment.ROOT / "mkdocs.yml"), "-d", f"{folder}/site"]
        run_quietly([str(python), "-m", "mkdocs", "build", *site], "The site does not build.")
        say(f"{'page':28} " + " ".join(f"{name:>14}" for name in (*GOALS, *FIGURES.values())))
        with compressed.serve(Path(folder, "site")) as (address, _sent):
            for page in pages:
                reports = [read(program, f"{address}{page}", folder) for _ in range(runs)]
                below += show(page, reports)
    say("\n".join(below) or "All pages reach the goals.")
    return 1 if below else 0


def read(program: Path, address: str, folder: str) -> dict[str, Any]:
    """Return Lighthouse's report on a page, read as by a telephone.

    Raises SetupError, with the last lines it printed, when it gives none.
    """
    report = Path(folder, "report.json")
    options = ["--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={FLAGS}"]
    run_quietly(
        ["node", str(program), address, *options, f"--only-categories={','.join(GOALS)}"],
        f"Lighthouse could not read {address}.",
    )
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def show(page: str, reports: list[dict[str, Any]]) -> list[str]:
    """Print a line for a page; return a sentence for each goal it misses, with what was found."""
    scores = {
        name: statistics.median(round(100 * r["categories"][name]["score"]) for r in reports)
        for name in GOALS
    }
    last = reports[-1]
    figures = [last["audits"][name]["displayValue"].split(" was ")[-1] for name in FIGURES]
    told = [f"{score:.0f}" for score in scores.values()] + figures
    say(f"{page or 'home':28} " + " ".join(f"{item:>14}" for item in told))
    return [
        f"{page or 'home'}: {name} is {scores[name]:.0f}, not {goal}: {'; '.join(lost(last, name))}"
        for name, goal in GOALS.items()
        if scores[name] < goal
    ]


def lost(report: dict[str, Any], category: str) -> list[str]:
    """Return the titles of the audits that cost a page points."""
    audits = [ref["id"] for ref in report["categories"][category]["auditRefs"] if ref["weight"]]
    return [
        report["audits"][name]["title"] for name in audits if (report["audits"][name]["score"] != 1)
    ]


if __name__ == "__main__":
    sys.exit(main())
