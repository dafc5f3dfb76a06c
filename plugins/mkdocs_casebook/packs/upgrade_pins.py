"""The versions in a site's ``requirements.txt``, and the file with other versions in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

ENGINE = "mkdocs-casebook"
PACK = "casebook-pack-"

_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?P<is>\s*==\s*)(?P<version>[^\s;#\\]+)", re.MULTILINE
)


def pins(text: str) -> dict[str, str]:
    r"""Return the pinned version of the engine and of each pack, by package.

    >>> pins("mkdocs-casebook==0.1.0\\nother==2\\n")
    {'mkdocs-casebook': '0.1.0'}
    """
    found = ((normal(match["name"]), match["version"]) for match in _PIN.finditer(text))
    return {name: version for name, version in found if is_ours(name)}


def repin(text: str, versions: Mapping[str, str]) -> str:
    r"""Return the file with these versions; all else stays to the letter.

    >>> repin("# a note\\nmkdocs-casebook==0.1.0 # engine\\n", {"mkdocs-casebook": "0.2.0"})
    '# a note\\nmkdocs-casebook==0.2.0 # engine\\n'
    """

    def move(match: re.Match[str]) -> str:
        version = versions.get(normal(match["name"]), match["version"])
        return f"{match['name']}{match['is']}{version}"

    return _PIN.sub(move, text)


def is_ours(name: str) -> bool:
    """Return whether a package is the engine or a pack."""
    return name == ENGINE or name.startswith(PACK)


def normal(name: str) -> str:
    """Return a package's name as installers compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[str]:
    """Return a line for each package whose version is another now."""
    return [
        f"{name}: {old} → {after[name]}"
        for name, old in before.items()
        if after.get(name, old) != old
    ]
