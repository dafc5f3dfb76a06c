"""``casebook upkeep``: list the pages that are due to be read again, and the addresses to try.

By itself it fetches nothing. In a workflow it is called twice: "report FILE" also tries the
addresses and writes what is left to do; "tell FILE" opens an issue with that, brings it up to date,
or closes it, and needs the token GH_TOKEN.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from mkdocs_casebook.advice.upkeep_report import tell, try_links, write_report
from mkdocs_casebook.api import Location, Source, read_settings, read_whole
from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.content.nodes import texts_in
from mkdocs_casebook.core.problems import as_text, some, visible
from mkdocs_casebook.graph.prose import prose
from mkdocs_casebook.lists.review_dates import MONTHS, find_due

HELP = "list the pages that nobody has read for a year, and the addresses of other sites"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--config", type=Path, default=Path("mkdocs.yml"), help="the site's configuration file"
    )
    parser.add_argument(
        "step", nargs="?", choices=("report", "tell"), help="the step of a workflow"
    )
    parser.add_argument("file", nargs="?", type=Path, default=Path("upkeep.md"))
    parser.add_argument(
        "--links",
        metavar="PYTHON",
        default=sys.executable,
        help="the Python that has LinkChecker; by default the one that runs this",
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
    if options.step == "tell":
        return _tell(options.file)
    settings, problems = read_settings(options.config)
    if settings is None:
        print(as_text(problems))
        return 1
    whole = read_whole(settings)
    casebook, schema = whole.result.casebook, whole.files.schema
    # What a content pack brings is looked after where it is written.
    own = [entry for entry in casebook.by_path.values() if entry.origin is None]
    due = find_due(own, schema, options.today, options.months)
    addresses = outside_links(whole.files.sources)
    places = {
        address: [f"{place.path}:{place.line}" for place in found]
        for address, found in addresses.items()
    }
    told = [{"path": item.entry.path, "line": item.line, "message": item.message} for item in due]
    if options.step:
        report = write_report(told, places, try_links(addresses, options.links))
        options.file.write_text(report, encoding="utf-8", newline="\n")
        return 0
    if options.format == "json":
        print(json.dumps({"due": told, "addresses": places}, ensure_ascii=False, indent=2))
        return 0
    for item in due:
        print(visible(f"{Location(item.entry.path, item.line)} {item.message}."))
    files = len({place.path for places in addresses.values() for place in places})
    print(
        f"{some(len(due), 'page')} to read through. "
        f"{some(len(addresses), 'address', 'addresses')} of other sites in {some(files, 'file')}."
    )
    return 0


def _tell(file: Path) -> int:
    """Keep the issue by the code host's own program, and return the status."""
    try:
        tell(file)
    except subprocess.CalledProcessError as error:
        print(f"{error.cmd[0]} could not do what was asked; it says why above.", file=sys.stderr)
        return 1
    return 0


def outside_links(sources: Iterable[Source]) -> dict[str, tuple[Location, ...]]:
    """Return where each address of another site stands, in fields and in text, sorted by address.

    What comes from another site or a content pack is theirs to keep.
    """
    places: dict[str, set[Location]] = {}
    for source in sources:
        for address, line in _addresses(source) if source.origin is None else ():
            if address.startswith(("http://", "https://")):
                places.setdefault(address, set()).add(Location(source.path, line))
    return {address: tuple(sorted(places[address])) for address in sorted(places)}


def _addresses(source: Source) -> Iterator[tuple[str, int]]:
    """Yield whatever may be an address, with its line."""
    document, _problems = parse(source.path, decode(source.path, source.content)[0])
    for _place, value, line in texts_in(document.fields):
        yield value.strip(), line
    text, links = prose(document.body)
    for link in links:
        yield link.target, document.body_line + text.count("\n", 0, link.start)
