"""Read the part of ``mkdocs.yml`` that Casebook needs, without the host.

The command must be able to check a site in a second, on a machine that could not build it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs_casebook.config.blocked import blocked_settings
from mkdocs_casebook.config.other_fields import with_other_fields
from mkdocs_casebook.config.site_metadata import Imprint, read_imprint
from mkdocs_casebook.config.unsafe import SETTING, reads_marks, unsafe_settings, usable_extensions
from mkdocs_casebook.content.configuration import (
    EMPTY,
    UnreadableError,
    get,
    group_at,
    load,
    text_at,
)
from mkdocs_casebook.content.files import read_text
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.model import Collection
from mkdocs_casebook.core.problems import Location, Problem, Severity, quote
from mkdocs_casebook.safety.rules import PAGES, Rules
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.kind_declarations import extend, standard
from mkdocs_casebook.schema.kinds import Schema
from mkdocs_casebook.schema.vocabulary import Vocabulary

PLUGIN = "casebook"

_SHOWN = ("site_description", "copyright", "repo_url", "extra")
"""The settings that readers see on every page."""

_PLACEHOLDER = re.compile(r"[\w@:/.-]*\.example\b|https?://[^/]+/example/")
"""Addresses that can never be real, as the template has them (RFC 2606)."""

_PLACEHOLDER_TEAM = re.compile(r"@example/[\w-]+")

LINK_LEVELS: Mapping[str, str] = {
    "not_found": "warn",
    "anchors": "info",
    "unrecognized_links": "info",
}
"""How the host usually tells links that lead nowhere; of "warn" a strict build fails."""

OWNERS = ".github/CODEOWNERS"
"""The file that tells the code host who must agree to what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a site's configuration file says: where its files are, and who publishes it."""

    root: Path
    """The folder of the configuration file."""

    name: str
    """The name of the configuration file."""

    docs_folder: str
    collections: tuple[Collection, ...]
    imprint: Imprint
    options: Group = EMPTY
    """The plugin's own settings as they are written, for the parts that have some."""

    schema: Schema = field(default_factory=standard)
    """All kinds of entry that the site has."""

    rules: Rules = field(default_factory=Rules)
    link_levels: Mapping[str, str] = field(default_factory=lambda: LINK_LEVELS)
    """How the host tells each sort of link that leads nowhere."""

    opened: tuple[str, str] = ("", "")
    """Where the project is on a code host: ``repo_url`` and ``edit_uri``."""


def read_settings(config: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Return a site's settings, or ``None`` and what is wrong with the configuration file."""
    try:
        values = load(config)
    except UnreadableError as error:
        return None, (error.problem,)
    root = config.resolve().parent
    reading = Reading(config.name, Vocabulary(), [])
    options = plugin_options(values)
    schema = extend(standard(), get(options, "kinds"), reading)
    schema = with_other_fields(schema, options, reading)
    schema = replace(schema, has_other_marks=reads_marks(values))
    collections = tuple(_collections(group_at(options, "collections"), schema, reading))
    if any(problem.code == "unknown-kind" for problem in reading.problems):
        # What is in those folders cannot be known, and all that refers to it would be told as well.
        return None, tuple(reading.problems)
    told = {name.value: node.value for name, node in values.fields if isinstance(node, Text)}
    settings = Settings(
        root=root,
        name=config.name,
        docs_folder=text_at(values, "docs_dir", default="docs").strip("/"),
        collections=collections,
        imprint=read_imprint(told, group_at(values, "extra"), reading),
        options=options,
        schema=schema,
        rules=Rules(
            trusted=_listed(options, "trusted", (PAGES,)),
            extensions=usable_extensions(values),
            excluded=text_at(values, "exclude_docs"),
        ),
        link_levels=_link_levels(values),
        opened=(text_at(values, "repo_url"), text_at(values, "edit_uri")),
    )
    _check_logo(settings, values, reading)
    _check_addresses(values, reading)
    _check_language(values, reading)
    reading.problems += unsafe_settings(values, config.name, _listed(options, SETTING, ()))
    reading.problems += blocked_settings(values, options, config.name)
    problems = sorted(reading.problems, key=lambda problem: problem.where)
    left = (*placeholders(config.name, values), *owners_left(root, values))
    return settings, (*problems, *left)


def plugin_options(values: Group) -> Group:
    """Return the plugin's own settings; plugins are listed in two ways."""
    plugins = get(values, "plugins")
    listed = plugins.items if isinstance(plugins, Items) else (plugins,)
    for item in listed:
        if isinstance(item, Group) and get(item, PLUGIN) is not None:
            return group_at(item, PLUGIN)
    return EMPTY


def _link_levels(values: Group) -> Mapping[str, str]:
    """Return how the host tells links; what is set for everything holds for links too."""
    everything = group_at(values, "validation")
    links = group_at(everything, "links")
    return {
        name: text_at(links, name, default=text_at(everything, name, default=usual))
        for name, usual in LINK_LEVELS.items()
    }


def _listed(options: Group, name: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts in a list of the plugin's settings, or what is usual where there is none."""
    node = get(options, name)
    if node is None:
        return usual
    items = node.items if isinstance(node, Items) else (node,)
    texts = (item.value.strip().strip("/") for item in items if isinstance(item, Text))
    return tuple(filter(None, texts))


def real_address(address: str | None) -> str:
    """Return an address that readers can be sent to; blank for none, and for a made-up one."""
    return "" if not address or _PLACEHOLDER.search(address) else address


def placeholders(name: str, values: Group) -> Iterator[Problem]:
    """Yield the settings that a site with an address of its own still has from the template.

    ``name`` is the configuration file's, and ``values`` are what it holds.
    """
    if not _is_published(values):
        return  # Everything may stay as it is.
    for setting in _SHOWN:
        for place, text in _texts(setting, get(values, setting)):
            if found := _PLACEHOLDER.search(text.value):
                yield Problem(
                    where=Location(name, text.line, place),
                    code="placeholder-left",
                    found=f"{quote(found[0])} is not a real address",
                    fix="Write your own, or delete the line.",
                )


def owners_left(root: Path, values: Group) -> Iterator[Problem]:
    """Yield where the owners of a project with an address of its own are still the template's.

    They are notices: the site itself does not show them.
    """
    owners = read_text(root, OWNERS) if _is_published(values) else None
    for number, line in enumerate((owners or "").splitlines(), 1):
        if found := _PLACEHOLDER_TEAM.search(line):
            yield Problem(
                where=Location(OWNERS, number),
                code="placeholder-left",
                found=f"{quote(found[0])} is nobody",
                fix="Write who must agree to such changes.",
                severity=Severity.NOTICE,
            )
            return


def _is_published(values: Group) -> bool:
    """Return whether a site has an address of its own."""
    host = _host(values, "site_url") or ""
    return "." in host and host != "127.0.0.1" and not host.endswith(".example")


def _host(values: Group, name: str) -> str | None:
    """Return the host of the address in a setting; ``None`` where that is no address."""
    try:
        return urlsplit(text_at(values, name)).hostname or ""
    except ValueError:
        return None


def _texts(place: str, node: Node | None) -> Iterator[tuple[str, Text]]:
    """Yield every text in a setting, with its place."""
    if isinstance(node, Text):
        yield place, node
    elif isinstance(node, Group):
        for name, part in node.fields:
            yield from _texts(f"{place}.{name.value}", part)
    elif isinstance(node, Items):
        for index, part in enumerate(node.items, 1):
            yield from _texts(f"{place}[{index}]", part)


def _collections(folders: Group, schema: Schema, reading: Reading) -> Iterator[Collection]:
    """Yield the collections that the plugin's settings declare; report those of no known kind."""
    known = tuple(kind.name for kind in schema.collected)
    for folder, kind in folders.fields:
        name = kind.value.strip() if isinstance(kind, Text) else ""
        yield Collection(folder.value.strip("/"), name)
        if name not in known:
            meant = reading.vocabulary.nearest(name, known)
            reading.report(
                folder,
                f"collections.{folder.value[:40]}",
                "unknown-kind",
                f"{quote(name)}, of the folder {quote(folder.value)}, is no kind of entry",
                fix=f'Did you mean "{meant}"?' if meant else "",
                expected=f"The kinds are: {', '.join(known)}.",
            )


def _check_addresses(values: Group, reading: Reading) -> None:
    """Report what neither the host nor a browser could make an address of."""
    for name in ("site_url", "repo_url"):
        if _host(values, name) is None:
            address = quote(text_at(values, name))
            found = f"{address} is not the address of a web page"
            reading.report(get(values, name) or EMPTY, name, "not-an-address", found)


def _check_language(values: Group, reading: Reading) -> None:
    """Report a language in which the pages' own words are not: it would be said of English ones."""
    language = text_at(values, "theme", "language")
    if language and language.partition("-")[0].lower() != "en":
        reading.report(
            get(values, "theme", "language") or EMPTY,
            "theme.language",
            "unknown-language",
            f"{quote(language)} would be said of the words around your text, which are English",
            fix='Write "en-GB". Your own pages may hold any language.',
        )


def _check_logo(settings: Settings, values: Group, reading: Reading) -> None:
    """Report a logo that is not there: every page would show a gap."""
    organisation = settings.imprint.organisation
    if organisation is None or organisation.logo is None:
        return
    file = settings.root / settings.docs_folder / organisation.logo
    if not file.is_file():
        reading.report(
            get(values, "extra", "organisation", "logo") or EMPTY,
            "extra.organisation.logo",
            "missing-picture",
            f"there is no file {quote(organisation.logo)} in {settings.docs_folder}/",
            fix="Put the picture there, or delete the line.",
        )
