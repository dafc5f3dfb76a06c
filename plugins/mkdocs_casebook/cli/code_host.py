"""Ask GitHub, by its own program gh, and git for what workflows need.

Nothing is ever put into a command line for a shell: programs get a list of words, and texts go to
them as files.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple


class Issue(NamedTuple):
    """The issue that started a workflow: only what GitHub itself vouches for, never its text."""

    number: int
    branch: str
    """The main branch of the repository."""

    author: str
    author_number: int


def read_issue() -> Issue:
    """Return the issue of the event that started this run."""
    event: dict[str, Any] = json.loads(
        Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8")
    )
    issue = event["issue"]
    return Issue(
        number=int(issue["number"]),
        branch=str(event["repository"]["default_branch"]),
        author=str(issue["user"]["login"]),
        author_number=int(issue["user"]["id"]),
    )


def git_says(*arguments: str) -> bool:
    """Run git and return whether it succeeded."""
    return subprocess.run(["git", *arguments], capture_output=True, check=False).returncode == 0  # noqa: S603, S607 - words of ours; git is wherever the system has put it


def run(*command: str) -> str:
    """Run a program and return what it printed. Raises CalledProcessError if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)  # noqa: S603 - words of ours
    return done.stdout.strip()


gh = partial(run, "gh")
git = partial(run, "git")


def status_of(step: Callable[[Path], object], path: Path) -> int:
    """Take a step of a workflow, and return the status: 1 where one of the programs failed."""
    try:
        step(path)
    except subprocess.CalledProcessError as error:
        print(f"{error.cmd[0]} could not do what was asked; it says why above.", file=sys.stderr)
        return 1
    return 0
