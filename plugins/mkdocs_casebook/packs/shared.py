"""Files that a new site has from this project: made of the ones that the project itself uses.

In a clone they are where the project has them. In the package they are in ``project_files/``,
where the build puts them, names with a leading dot without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from mkdocs_casebook.packs.wheels import project

SHARED = (
    ".devcontainer/devcontainer.json",
    ".github/CODEOWNERS",
    ".github/ISSUE_TEMPLATE/config.yml",
    ".github/PULL_REQUEST_TEMPLATE.md",
    ".github/dependabot.yml",
    ".github/workflows/check.yml",
    ".github/workflows/intake.yml",
    ".github/workflows/publish.yml",
    ".github/workflows/upkeep.yml",
    ".gitignore",
    "docs/contribute/case-study.docx",
    "requirements/links.txt",
    "requirements/site.txt",
)
"""Paths in this project, and in a new site. ``pyproject.toml`` names the same for the package."""

LISTS = ("requirements/site.txt", "requirements/links.txt")
"""The packages that the program and the tool for links need, in versions that were tested."""

_SCRIPT = re.compile(r"python scripts/(?:casebook|serve)\.py ")
_PYTHON = re.compile(r'^ +python-version: "[^"]+"\n', re.MULTILINE)
_OWN_TESTS = re.compile(r"\n  tests:\n.*?(?=\n  \S|\Z)", re.DOTALL)
_INSTALL = "python -m pip install --quiet -r"


def shared_files(licence: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file; ``licence`` is that of the new site's text."""
    for path in SHARED:
        content = shared_file(path)
        yield path, content if path.endswith(".docx") else _adapted(path, content, licence)


def shared_file(path: str) -> bytes:
    """Return the content of a file as this project has it."""
    if root := project():
        return (root / path).read_bytes()
    packaged = files("mkdocs_casebook.packs").joinpath("project_files")
    return packaged.joinpath(*Path(undotted(path)).parts).read_bytes()


def undotted(path: str) -> str:
    """Return a path as the package has it: files with a leading dot are easily lost on the way."""
    return path.removeprefix(".")


def _adapted(path: str, content: bytes, licence: str) -> bytes:
    """Return a file that calls the command where ours calls a script, and says what is so there."""
    text = content.decode()
    if path.startswith(".github/workflows/"):
        text = for_site(text)
    elif path.startswith(".devcontainer/"):
        command = f"{_INSTALL} requirements.txt && casebook"
        text = text.replace("python scripts/casebook.py", command)
    elif path.endswith("CODEOWNERS"):
        text = "".join(line for line in text.splitlines(keepends=True) if "/maintain/" not in line)
    elif path.endswith("PULL_REQUEST_TEMPLATE.md"):
        text = text.replace("CC BY 4.0", licence)
    return text.encode()


def for_site(workflow: str) -> str:
    """Return a workflow of this project as a site runs it that has installed the packages."""
    text = _OWN_TESTS.sub("", workflow)
    text = _SCRIPT.sub("casebook ", text).replace("python scripts/upkeep.py ", "casebook upkeep ")
    steps = [f"      - run: {_INSTALL} requirements.txt\n"]
    if "casebook upkeep report" in text:
        steps.append(f"      - run: {_INSTALL} requirements/links.txt\n")
    return _PYTHON.sub(lambda match: match[0] + "".join(steps), text)
