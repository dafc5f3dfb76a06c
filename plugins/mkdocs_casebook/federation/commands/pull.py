"""``casebook pull``: read the catalogues of other sites, and keep what can be shown of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from mkdocs_casebook.api import Location, Problem, Schema, read_settings
from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.content.files import write
from mkdocs_casebook.core.problems import Pulled, has_errors, quote, some
from mkdocs_casebook.core.problems import as_text as told
from mkdocs_casebook.federation import MESSAGES
from mkdocs_casebook.federation.bring import sources_of
from mkdocs_casebook.federation.fetch import UnreachableError, fetch
from mkdocs_casebook.federation.parse import parse
from mkdocs_casebook.federation.snapshots import (
    Snapshot,
    as_text,
    find_snapshots,
    miss,
    read_snapshots,
    renew,
)
from mkdocs_casebook.federation.sources import OtherSite
from mkdocs_casebook.federation.untrusted_json import RefusedError, load

HELP = "read the case studies of the sites listed as sources, and keep them in sources/"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_config(parser)
    parser.add_argument(
        "--allow-loopback",
        action="store_true",
        help="also read sources on this machine itself, by http, to try things out",
    )


def run(options: argparse.Namespace) -> int:
    """Read every source and keep what came; return 1 if any could not be read, 0 if all could.

    One source that is down or refused keeps nothing from the others, and what was last read of it
    stays.
    """
    settings, problems = read_settings(options.config)
    sites, wrong = sources_of(settings) if settings else ((), ())
    problems = (*problems, *wrong)
    if settings is None or has_errors(problems):
        print(told(problems))
        return 1
    if not sites:
        print(f"{settings.name} lists no sources, so there is nothing to read.")
        return 0
    found, _unreadable = find_snapshots(settings.root)
    kept, _unusable = read_snapshots(found, sites, settings.name, settings.schema)
    before = {snapshot.site.slug: snapshot for snapshot in kept}
    today = datetime.now(tz=UTC).date()

    def read(site: OtherSite) -> bytes:
        if site.is_on_this_machine and not options.allow_loopback:
            raise RefusedError(
                "it is on this machine", "To try things out, add --allow-loopback to the command."
            )
        return fetch(site.catalogue)

    failed = False
    for site in sites:
        last = before.get(site.slug)
        snapshot, faults = pull(site, last, today, settings.schema, read)
        if faults:
            print(told(faults))
        if snapshot is not None:
            write(settings.root, site.snapshot, as_text(snapshot))
        if snapshot is not None and not has_errors(faults):
            _say_what_came(snapshot, last)
        failed |= has_errors(faults)
    return 1 if failed else 0


def pull(
    site: OtherSite,
    before: Snapshot | None,
    today: date,
    schema: Schema,
    read: Callable[[OtherSite], bytes],
) -> tuple[Snapshot | None, Sequence[Problem]]:
    """Return what is to be kept of a source from now on, and what should be known of it.

    ``before`` is what was kept of it so far; ``read`` returns its catalogue or raises why not.
    """
    where = Location(site.catalogue)
    stays = f"What was read on {before.read_on} stays." if before else "Nothing of it is shown."

    def failed(code: Pulled, why: str, fix: str = "") -> list[Problem]:
        values = {"site": site.name, "why": why[:300], "fix": fix, "stays": stays}
        return [MESSAGES.problem(code, where, **values)]

    try:
        catalogue, faults = parse(load(read(site)), site, schema)
    except UnreachableError as error:
        snapshot = miss(before, today) if before else None
        return snapshot, failed(Pulled.SOURCE_UNREACHABLE, str(error))
    except RefusedError as error:
        # It must not change a byte of what was kept, and so not note the day either.
        return None, failed(Pulled.SOURCE_REFUSED, error.found, error.fix)
    snapshot, gone = renew(before, catalogue, site, today)
    withdrawn = (
        MESSAGES.problem(Pulled.ENTRY_WITHDRAWN, where, story=quote(ident), site=site.name)
        for ident in gone
    )
    return snapshot, [*(fault.told(site) for fault in faults), *withdrawn]


def _say_what_came(snapshot: Snapshot, before: Snapshot | None) -> None:
    there = {story.slug for story in snapshot.catalogue.stories}
    was = {story.slug for story in before.catalogue.stories} if before else set()
    number = some(len(there), "case study", "case studies")
    print(f"{snapshot.site.snapshot}: {number}, {len(there - was)} new.")
