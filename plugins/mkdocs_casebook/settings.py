"""The part of ``mkdocs.yml`` that Casebook needs, read without the host.

The command must be able to check a site in a second, on a machine that could not build it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from mkdocs_casebook.model import Collection
from mkdocs_casebook.problems import Location, Problem, quote
from mkdocs_casebook.read.refusals import explain
from mkdocs_casebook.schema.kinds import COLLECTED

PLUGIN = "casebook"

_SHOWN = ("site_description", "copyright", "repo_url", "extra")
"""The settings that readers see on every page."""

_PLACEHOLDER = re.compile(r"[\w@:/.-]*\.example\b|https?://[^/]+/example/")
"""Addresses that can never be real, as the template has them (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a site's files are."""

    root: Path
    """The folder of the configuration file."""

    docs_folder: str
    collections: tuple[Collection, ...]


class _UnreadableError(Exception):
    """A configuration file that cannot be read, and what to tell about it."""

    def __init__(self, problem: Problem) -> None:
        """Carry the problem."""
        super().__init__(problem.message)
        self.problem = problem


def read_settings(config: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Return a site's settings, or ``None`` and what is wrong with the configuration file."""
    try:
        values = _load(config)
    except _UnreadableError as error:
        return None, (error.problem,)
    settings = Settings(
        root=config.resolve().parent,
        docs_folder=str(values.get("docs_dir", "docs")).strip("/"),
        collections=tuple(_collections(values.get("plugins"))),
    )
    unknown = [
        Problem(
            where=Location(config.name),
            code="unknown-kind",
            found=f"{quote(item.kind)}, of the folder {quote(item.folder)}, is no kind of entry",
            expected=f"Choose one of: {', '.join(COLLECTED)}.",
        )
        for item in settings.collections
        if item.kind not in COLLECTED
    ]
    return settings, (*unknown, *placeholders(config.name, values))


def placeholders(name: str, values: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the settings that a site with an address of its own still has from the template.

    ``name`` is the configuration file's, and ``values`` are what it holds.
    """
    host = urlsplit(str(values.get("site_url") or "")).hostname or ""
    if not host or "." not in host or host == "127.0.0.1" or host.endswith(".example"):
        return  # Not published yet: everything may stay as it is.
    for setting in _SHOWN:
        for place, text in _texts(setting, values.get(setting)):
            if found := _PLACEHOLDER.search(text):
                yield Problem(
                    where=Location(name, field=place),
                    code="placeholder-left",
                    found=f"{quote(found[0])} is not a real address",
                    fix="Write your own, or delete the line.",
                )


def _texts(place: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield every text in a setting, with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _texts(f"{place}.{name}", part)
    elif isinstance(value, list):
        for index, part in enumerate(value, 1):
            yield from _texts(f"{place}[{index}]", part)


def _load(config: Path) -> dict[str, Any]:
    """Return the values of a configuration file over those of the file it inherits from."""
    try:
        text = config.read_text(encoding="utf-8-sig")
        # Every value stays text, and tags such as !ENV and !!python/name are the host's business.
        values = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except OSError as error:
        raise _UnreadableError(_missing(config, error)) from error
    except UnicodeDecodeError as error:
        raise _UnreadableError(_not_text(config)) from error
    except yaml.YAMLError as error:
        told = explain(error, text, config.name, 1)
        raise _UnreadableError(replace(told, code="bad-configuration")) from error
    if not isinstance(values, dict):
        return {}
    parent = values.get("INHERIT")
    return _load(config.parent / str(parent)) | values if parent else values


def _missing(config: Path, error: OSError) -> Problem:
    return Problem(
        where=Location(config.name),
        code="no-configuration",
        found=f"the file cannot be opened ({error.strerror})",
        fix="Run the command in the folder that holds mkdocs.yml, or name the file with --config.",
    )


def _not_text(config: Path) -> Problem:
    return Problem(
        where=Location(config.name),
        code="bad-configuration",
        found="the file is not saved as UTF-8",
        fix="Save it again with the encoding UTF-8.",
    )


def _collections(plugins: object) -> Iterable[Collection]:
    """Yield the collections that the plugin's settings declare; plugins are listed in two ways."""
    listed = plugins if isinstance(plugins, list) else [plugins]
    for item in listed:
        options = item.get(PLUGIN) if isinstance(item, dict) else None
        folders = options.get("collections") if isinstance(options, dict) else None
        for folder, kind in folders.items() if isinstance(folders, dict) else ():
            yield Collection(str(folder).strip("/"), str(kind))
