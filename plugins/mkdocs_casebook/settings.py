"""The part of ``mkdocs.yml`` that Casebook needs, read without the host.

The command must be able to check a site in a second, on a machine that could not build it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mkdocs_casebook.kinds import COLLECTED
from mkdocs_casebook.model import Collection
from mkdocs_casebook.problems import Location, Problem, quote

PLUGIN = "casebook"


class _Loader(yaml.SafeLoader):
    """Reads settings as plain values; tags such as ``!ENV`` and ``!!python/name`` are the host's."""


def _untagged(loader: _Loader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node)


for _prefix in ("!", "tag:yaml.org,2002:python/"):
    _Loader.add_multi_constructor(_prefix, _untagged)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a site's files are."""

    root: Path
    """The folder of the configuration file."""

    docs_folder: str
    collections: tuple[Collection, ...]


def read_settings(config: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Return a site's settings, or ``None`` and what is wrong with the configuration file."""
    name = config.name
    try:
        values = _load(config)
    except OSError as error:
        return None, (
            _problem(
                name,
                1,
                "no-configuration",
                f"the file cannot be opened ({error.strerror})",
                "Run the command in the folder that holds mkdocs.yml, or name the file with --config.",
            ),
        )
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        said = getattr(error, "problem", None) or "it is not text"
        return None, (
            _problem(name, line, "bad-configuration", f"the file cannot be read: {said}", ""),
        )
    settings = Settings(
        root=config.resolve().parent,
        docs_folder=str(values.get("docs_dir", "docs")).strip("/"),
        collections=tuple(_collections(values.get("plugins"))),
    )
    unknown = [item for item in settings.collections if item.kind not in COLLECTED]
    return settings, tuple(
        _problem(
            name,
            1,
            "unknown-kind",
            f"{quote(item.kind)}, for the folder {quote(item.folder)}, is not a kind of entry",
            f"Choose one of: {', '.join(COLLECTED)}.",
        )
        for item in unknown
    )


def _problem(path: str, line: int, code: str, found: str, fix: str) -> Problem:
    return Problem(where=Location(path, line), code=code, found=found, fix=fix)


def _load(config: Path) -> Mapping[str, Any]:
    """Return the values of a configuration file over those of the file it inherits from."""
    # The loader is a SafeLoader; it makes nothing but texts, numbers, lists and mappings.
    values = yaml.load(config.read_text(encoding="utf-8-sig"), Loader=_Loader)  # noqa: S506
    if not isinstance(values, dict):
        return {}
    parent = values.get("INHERIT")
    return _load(config.parent / str(parent)) | values if parent else values


def _collections(plugins: object) -> Iterable[Collection]:
    """Yield the collections that the plugin's settings declare, in either way of listing plugins."""
    listed = plugins if isinstance(plugins, list) else [plugins]
    for item in listed:
        if isinstance(item, dict) and PLUGIN in item:
            options = item[PLUGIN] if isinstance(item[PLUGIN], dict) else {}
            folders = options.get("collections") or {}
            for folder, kind in folders.items() if isinstance(folders, dict) else ():
                yield Collection(str(folder).strip("/"), str(kind))
