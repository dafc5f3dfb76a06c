"""Rewrite versions in ``requirements.txt``, and settings that have another name now.

Only the version or the name changes: comments, order and everything else stay to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from mkdocs_casebook.content.configuration import as_group
from mkdocs_casebook.content.nodes import Group, Items, Node

_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?P<is>\s*==\s*)(?P<version>[^\s;#\\]+)"
    r"(?P<hash>[ \t]+--hash=sha256:[0-9a-f]+)?",
    re.MULTILINE,
)
_LINKS = re.compile(r"^--find-links[= ](\S+)", re.MULTILINE)

RENAMED: Mapping[str, str] = MappingProxyType(
    {
        # American spellings were never names of ours, but they are what many people write first.
        "extra.organization": "organisation",
        "extra.license": "licence",
        "extra.colors": "colours",
        "extra.accessibility-contact": "accessibility_contact",
        "plugins.casebook.exclude": "without",
    }
)
"""What a setting is called now, by the way to its old name."""


def pins(text: str) -> dict[str, str]:
    r"""Return the pinned version of the engine and of each pack, by package.

    >>> pins("mkdocs-casebook==0.1.0\\nother==2\\n")
    {'mkdocs-casebook': '0.1.0'}
    """
    found = ((_normal(match["name"]), match["version"]) for match in _PIN.finditer(text))
    ours = ("mkdocs-casebook", "casebook-pack-")
    return {name: pin for name, pin in found if name == ours[0] or name.startswith(ours[1])}


def folder_of_wheels(text: str) -> str:
    r"""Return the folder from which a list of requirements takes packages; blank if from none.

    >>> folder_of_wheels("--find-links wheels\\nmkdocs-casebook==0.1.0\\n")
    'wheels'
    """
    found = _LINKS.search(text)
    return found[1] if found else ""


def repin(text: str, versions: Mapping[str, str], digests: Mapping[str, str] | None = None) -> str:
    r"""Return the file with these versions, and where it gives a hash, with these.

    >>> repin("# a note\\nmkdocs-casebook==0.1.0 # engine\\n", {"mkdocs-casebook": "0.2.0"})
    '# a note\\nmkdocs-casebook==0.2.0 # engine\\n'
    """

    def pin(match: re.Match[str]) -> str:
        name = _normal(match["name"])
        digest = (digests or {}).get(name)
        known = f" --hash=sha256:{digest}" if digest else match["hash"] or ""
        return f"{match['name']}{match['is']}{versions.get(name, match['version'])}{known}"

    return _PIN.sub(pin, text)


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return a line for each package whose version is another now."""
    return [
        f"{name}: {old} → {after[name]}"
        for name, old in before.items()
        if after.get(name, old) != old
    ]


def _normal(name: str) -> str:
    """Return a package's name as installers compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def rename_settings(
    text: str, renames: Mapping[str, str] = RENAMED
) -> tuple[str, tuple[tuple[int, str, str], ...]]:
    """Return a configuration with the new names, and the line, old and new name of each.

    A setting that stands under both names is left: nobody can know which one is meant.

    Raises:
        UnreadableError: The text is not a configuration.

    """
    lines = text.splitlines(keepends=True)
    done = []
    for line, old, new in _old_names(as_group(text, "mkdocs.yml"), "", renames):
        before, name, after = lines[line - 1].partition(old.rpartition(".")[2])
        if name:
            lines[line - 1] = f"{before}{new}{after}"
            done.append((line, old, new))
    return "".join(lines), tuple(done)


def _old_names(node: Node, way: str, renames: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the way and the new name of each setting that has an old name."""
    if isinstance(node, Items):
        for item in node.items:
            yield from _old_names(item, way, renames)
    elif isinstance(node, Group):
        names = {name.value for name, _value in node.fields}
        for name, value in node.fields:
            inner = f"{way}.{name.value}" if way else name.value
            new = renames.get(inner)
            if new is not None and new not in names:
                yield name.line, inner, new
            yield from _old_names(value, inner, renames)
