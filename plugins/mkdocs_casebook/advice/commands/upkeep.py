"""``casebook upkeep``: which pages are due to be read again, and which addresses to try.

It fetches nothing. ``scripts/upkeep.py`` tries the addresses, and keeps an issue about both.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime
from pathlib import Path

from mkdocs_casebook.advice.outside_links import outside_links
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.core.problems import Location, as_text, some, visible
from mkdocs_casebook.lists.review_dates import MONTHS, find_due
from mkdocs_casebook.pipeline.load_site import read_whole

HELP = "list the pages that nobody has read for a year, and the addresses of other sites"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--config", type=Path, default=Path("mkdocs.yml"), help="the site's configuration file"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--months", type=int, default=MONTHS, help="after how many months a page is due"
    )
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=datetime.now(UTC).date(),
        metavar="DATE",
        help="the day to count from, such as 2026-11-22; today if it is left out",
    )


def run(options: argparse.Namespace) -> int:
    """Print what there is to do; return 1 only where the site's settings cannot be read."""
    settings, problems = read_settings(options.config)
    if settings is None:
        print(as_text(problems))
        return 1
    whole = read_whole(settings)
    casebook, schema = whole.result.casebook, whole.files.schema
    # What a content pack brings is looked after where it is written.
    own = [entry for entry in casebook.by_path.values() if entry.origin is None]
    due = find_due(own, schema, options.today, options.months)
    addresses = outside_links([s for s in whole.files.sources if s.origin is None])
    if options.format == "json":
        report = {
            "due": [
                {"path": item.entry.path, "line": item.line, "message": item.message}
                for item in due
            ],
            "addresses": {
                address: [f"{place.path}:{place.line}" for place in places]
                for address, places in addresses.items()
            },
        }
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return 0
    for item in due:
        print(visible(f"{Location(item.entry.path, item.line)} {item.message}."))
    files = len({place.path for places in addresses.values() for place in places})
    print(
        f"{some(len(due), 'page')} to read through. "
        f"{some(len(addresses), 'address', 'addresses')} of other sites in {some(files, 'file')}."
    )
    return 0
