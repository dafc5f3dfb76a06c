"""``casebook pull``: read the catalogues of other sites, and keep what can be shown of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.content.files import find_snapshots, write
from mkdocs_casebook.core.problems import (
    Location,
    Problem,
    Pulled,
    Severity,
    has_errors,
    quote,
    some,
)
from mkdocs_casebook.core.problems import as_text as told
from mkdocs_casebook.federation.bring import sources_of
from mkdocs_casebook.federation.fetch import UnreachableError, fetch
from mkdocs_casebook.federation.parse import take
from mkdocs_casebook.federation.snapshot import Snapshot, as_text, miss, renew
from mkdocs_casebook.federation.snapshots import keep
from mkdocs_casebook.federation.sources import OtherSite
from mkdocs_casebook.federation.untrusted_json import RefusedError, load
from mkdocs_casebook.schema.kinds import Schema

HELP = "read the case studies of the sites listed as sources, and keep them in sources/"


@dataclass(frozen=True, slots=True)
class Pull:
    """What came of reading one source."""

    site: OtherSite
    snapshot: Snapshot | None
    """What is to be kept; ``None`` where there is nothing to keep."""

    problems: tuple[Problem, ...]


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--config", type=Path, default=Path("mkdocs.yml"), help="the site's configuration file"
    )
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
    found, _shut = find_snapshots(settings.root)
    kept, _unusable = keep(found, sites, settings.name, settings.schema)
    before = {each.snapshot.site.slug: each.snapshot for each in kept}
    today = datetime.now(tz=UTC).date()
    failed = False
    for site in sites:
        read = _fetch(allowed=options.allow_loopback)
        done = pull(site, before.get(site.slug), today, settings.schema, read)
        if done.snapshot is not None:
            write(settings.root, site.snapshot, as_text(done.snapshot))
        print("\n".join(_say(done, before.get(site.slug))))
        failed |= has_errors(done.problems)
    return 1 if failed else 0


def _fetch(*, allowed: bool) -> Callable[[OtherSite], bytes]:
    """Return what reads a catalogue; from this machine itself only where that was asked for."""

    def read(site: OtherSite) -> bytes:
        if site.is_on_this_machine and not allowed:
            raise RefusedError(
                "it is on this machine", "To try things out, add --allow-loopback to the command."
            )
        return fetch(site.catalogue)

    return read


def pull(
    site: OtherSite,
    before: Snapshot | None,
    today: date,
    schema: Schema,
    read: Callable[[OtherSite], bytes],
) -> Pull:
    """Return what is to be kept of a source from now on, and what should be known of it.

    ``before`` is what was kept of it so far; ``read`` returns its catalogue or raises why not.
    """
    try:
        taken, faults = take(load(read(site)), site, schema)
    except UnreachableError as error:
        problem = _failed(site, before, Pulled.SOURCE_UNREACHABLE, str(error))
        return Pull(site, miss(before, today) if before else None, (problem,))
    except RefusedError as error:
        # It must not change a byte of what was kept, and so not note the day either.
        problem = _failed(site, before, Pulled.SOURCE_REFUSED, error.found, error.fix)
        return Pull(site, None, (problem,))
    snapshot, gone = renew(before, taken, site, today)
    problems = (
        *(fault.told(site) for fault in faults),
        *(_withdrawn(ident, site) for ident in gone),
    )
    return Pull(site, snapshot, problems)


def _failed(
    site: OtherSite, before: Snapshot | None, code: Pulled, why: str, fix: str = ""
) -> Problem:
    return Problem(
        where=Location(site.catalogue),
        code=code,
        found=f"{site.name} could not be read: {why[:300]}",
        fix=fix,
        expected=f"What was read on {before.read_on} stays."
        if before
        else "Nothing of it is shown.",
    )


def _withdrawn(ident: str, site: OtherSite) -> Problem:
    return Problem(
        where=Location(site.catalogue),
        code=Pulled.ENTRY_WITHDRAWN,
        found=f"the case study {quote(ident)} is there no more",
        fix=f"Its page here now says that {site.name} has withdrawn it.",
        severity=Severity.NOTICE,
    )


def _say(done: Pull, before: Snapshot | None) -> Iterator[str]:
    """Yield the lines on one source: what was told, and what is kept."""
    if done.problems:
        yield told(done.problems)
    if done.snapshot is None:
        return
    studies = {study.id for study in done.snapshot.taken.stories}
    was = {study.id for study in before.taken.stories} if before else set()
    if not has_errors(done.problems):
        number = some(len(studies), "case study", "case studies")
        yield f"{done.site.snapshot}: {number}, {len(studies - was)} new."
