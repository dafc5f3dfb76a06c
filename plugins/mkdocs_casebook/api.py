"""What a package may use that adds something to Casebook. Nothing else is promised to stay.

An installed package adds by a group of entry points. Ours use the same groups, in
``pyproject.toml``; ``docs/maintain/extend.md`` has examples, which the tests run.

=====================  =========================================================================
group                  what the entry point names
=====================  =========================================================================
casebook.kinds         a package with a file ``kinds.yml``: kinds, fields and facets
casebook.checks        a :data:`Check`: entry → problems, in every check and build
casebook.advisers      an :data:`Adviser`: site → suggestions, in ``casebook check`` alone
casebook.fixers        a :data:`Fixer`: files → the same files with mistakes fixed
casebook.sources       a :data:`ContentSource`: brings content that the site does not hold
casebook.exporters     an :data:`Exporter`: casebook → files of the site
casebook.indexes       an :data:`Index`: draws what a page with ``index:`` and its name shows
casebook.generators    a :data:`Generator`: files that are made from the declarations
casebook.addresses     an :data:`Addresses`: where links to files lead that are no pages
casebook.commands      a module with ``HELP``, ``declare(parser)`` and ``run(options) -> int``
=====================  =========================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from mkdocs_casebook.config.settings import Settings, read_settings
from mkdocs_casebook.core.model import Entry, Origin, Section, Source, Tagged, Target
from mkdocs_casebook.core.problems import Location, Problem, Severity
from mkdocs_casebook.export.exporter import Export, Exporter
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.pipeline.build import Check
from mkdocs_casebook.pipeline.load_site import Whole, read_whole
from mkdocs_casebook.pipeline.site_files import Brought, Join, SiteFiles
from mkdocs_casebook.render.fragments import Fragment, Link
from mkdocs_casebook.schema.kinds import Kind, Schema
from mkdocs_casebook.schema.vocabulary import Vocabulary

__all__ = [
    "Addresses",
    "Adviser",
    "Brought",
    "Casebook",
    "Check",
    "ContentSource",
    "Entry",
    "Export",
    "Exporter",
    "Fixer",
    "Fragment",
    "Generator",
    "Index",
    "Join",
    "Kind",
    "Link",
    "Location",
    "Origin",
    "Problem",
    "Schema",
    "Section",
    "Settings",
    "Severity",
    "SiteFiles",
    "Source",
    "Tagged",
    "Target",
    "Vocabulary",
    "Whole",
    "read_settings",
    "read_whole",
]

Adviser = Callable[
    [Sequence[Source], Casebook, Sequence[Problem], Collection[str]], Iterable[Problem]
]
"""Returns suggestions for a site; the last argument names the only files that are asked about."""

ContentSource = Callable[[SiteFiles], Brought]
"""Returns a site's files with those that it brings, and what joins its entries to the others."""

Fixer = Callable[[SiteFiles], Sequence[Source]]
"""Returns the files in the same order, with what can be meant in one way only as it is meant."""

Generator = Callable[[SiteFiles], Mapping[str, str]]
"""Returns the texts of files of the project, by path."""

Index = Callable[[Casebook, dict[str, Any]], Fragment]
"""Returns what stands below the text of a page; the mapping has ``entry`` and ``link``."""

Addresses = Callable[[Schema, Vocabulary, Mapping[str, str], str, str | None], Mapping[str, str]]
"""Returns addresses by path, given the folder of each kind, and the site's repo and edit URLs."""
