"""``casebook upkeep``: list what to read again, to open again and to try, on a site that ages.

By itself it fetches nothing. In a workflow it is called twice: "report FILE" also tries the
addresses and writes what is left to do; "tell FILE" opens an issue with that, brings it up to date,
or closes it, and needs the token GH_TOKEN.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from mkdocs_casebook.api import Location, Source, read_settings, read_whole
from mkdocs_casebook.cli.code_host import status_of
from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.content.nodes import texts_in
from mkdocs_casebook.core.problems import as_text, some, visible
from mkdocs_casebook.graph.prose import prose
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.vocabulary import Vocabulary
from mkdocs_casebook.upkeep.report import tell, try_links, write_report
from mkdocs_casebook.upkeep.review_dates import Due, find_changed, find_due, find_unchecked
from mkdocs_casebook.upkeep.terms import Terms, read_terms

HELP = "list the pages to read again, what has changed since, and the addresses of other sites"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_config(parser)
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
        "--months",
        type=int,
        help="after how many months a page is due, whatever the settings say",
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
        return status_of(tell, options.file)
    settings, problems = read_settings(options.config)
    if settings is None:
        print(as_text(problems))
        return 1
    whole = read_whole(settings)
    casebook, schema = whole.result.casebook, whole.files.schema
    # What a content pack brings is looked after where it is written.
    own = [entry for entry in casebook.by_path.values() if entry.origin is None]
    terms = read_terms(settings.options, schema, Reading(settings.name, Vocabulary(), []))
    if options.months is not None:
        terms = Terms(options.months)
    found = {
        "due": find_due(own, schema, options.today, terms),
        "changed": find_changed(own),
        "unchecked": find_unchecked(own, options.today),
    }
    addresses = outside_links(whole.files.sources)
    if options.step:
        failures = try_links(addresses, options.links)
        report = write_report(_as_data(found, addresses), failures)
        options.file.write_text(report, encoding="utf-8", newline="\n")
    elif options.format == "json":
        print(json.dumps(_as_data(found, addresses), ensure_ascii=False, indent=2))
    else:
        print(_as_text(found, addresses))
    return 0


def _as_data(
    found: Mapping[str, Sequence[Due]], addresses: Mapping[str, Sequence[Location]]
) -> dict[str, Any]:
    """Return what there is to do as JSON has it."""
    told: dict[str, Any] = {
        name: [
            {"path": item.entry.path, "line": item.line, "message": item.message} for item in items
        ]
        for name, items in found.items()
    }
    told["addresses"] = {
        address: [f"{place.path}:{place.line}" for place in places]
        for address, places in addresses.items()
    }
    return told


def _as_text(
    found: Mapping[str, Sequence[Due]], addresses: Mapping[str, Sequence[Location]]
) -> str:
    """Return a line for everything there is to do, and one that counts it."""
    lines = [
        visible(f"{Location(item.entry.path, item.line)} {item.message}.")
        for items in found.values()
        for item in items
    ]
    files = len({place.path for places in addresses.values() for place in places})
    counted = (
        f"{some(len(found['due']), 'page')} to read through. "
        f"{some(len(found['changed']), 'page')} changed since. "
        f"{some(len(found['unchecked']), 'statement')} of others to check again. "
        f"{some(len(addresses), 'address', 'addresses')} of other sites in {some(files, 'file')}."
    )
    return "\n".join([*lines, counted])


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
