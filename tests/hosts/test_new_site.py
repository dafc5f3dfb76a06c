"""The page for who forks, followed word for word in an empty folder, with only the built wheels."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from mkdocs_casebook.config.licences import LICENCES
from wheels import PROJECT, make_environment, offline

pytestmark = pytest.mark.hosts

PAGE = PROJECT / "docs/fork/index.md"
STORY = """---
title: How we opened a front door
summary: Patients can now reach us without a letter. It took two years, and the first try failed.
organisation: example-hospitals-nhs-trust
themes:
  - digital-front-door
  - user-needs
year: "2026"
status: in-use
source:
  title: The trust's own account
---

## Context {#context themes="sustainability"}

We had three telephone numbers. See [leadership](../docs/guide/pre-conditions.md#leadership).
"""


def commands() -> list[str]:
    """Return the commands of the page, in order, without those that wait for a person."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if "mkdocs serve" not in line]


@pytest.mark.skipif(sys.platform == "win32", reason="the page's commands are those of a Unix shell")
def test_the_page_leads_to_a_site(tmp_path: Path, wheels: Path) -> None:
    make_environment(tmp_path / ".venv")
    folder = tmp_path
    seen = []
    for command in commands():
        if command.startswith("python -m venv"):
            continue  # Made above, since it needs what mkdocs-casebook needs without a download.
        if command.startswith("cd "):
            folder /= command[3:]
            continue
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=folder,
            env=offline(wheels),
            capture_output=True,
            text=True,
            check=False,
        )
        seen.append(command)
        if "casebook new" in command:
            assert "written" in done.stdout, (command, done.stdout, done.stderr)
            continue
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        if "casebook new organisation" in command or command.endswith("casebook check"):
            assert "Traceback" not in done.stderr
    assert len(seen) >= 8
    check_site(folder, wheels, tmp_path)


def check_site(folder: Path, wheels: Path, top: Path) -> None:
    """Add the story that the page asks for, and look at what readers get."""
    (folder / "case_studies/front-door.md").write_text(STORY, "utf-8")
    for example in ("case_studies/example-story.md", "docs/organisations/example-trust.md"):
        (folder / example).unlink()
    python = top / ".venv/bin/python"
    build = [str(python), "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(
        build, cwd=folder, env=offline(wheels), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = folder / "site"
    home = (site / "index.html").read_text("utf-8")
    assert "Example Trust&#39;s digital stories" in home or "Example Trust's digital" in home
    assert "--cb-accent:#5b2a6e" in home
    assert "Example NHS Trust" in home
    assert "Casebook contributors" not in home
    chapters = sorted(path.name for path in (site / "guide").iterdir() if path.is_dir())
    assert chapters == ["introduction", "pre-conditions", "sections", "what-helps-or-hinders"]
    assert (site / "case-studies/front-door/index.html").is_file()
    assert (site / "themes/digital-front-door/index.html").is_file()
    assert (site / "themes/sustainability/index.html").is_file()
    assert not (site / "case-studies/cntw").exists()
    adapted = (site / "guide/introduction/index.html").read_text("utf-8")
    assert "Adapted from" in adapted
    taken = (site / "guide/pre-conditions/index.html").read_text("utf-8")
    assert "Casebook contributors" in taken


@pytest.mark.parametrize("copies", [(), ("--copy", "chapters", "--copy", "questions", "--stories")])
def test_a_new_site_passes_its_own_checks_at_once(
    tmp_path: Path, wheels: Path, copies: tuple[str, ...]
) -> None:
    python = make_environment(tmp_path / ".venv")
    environment = offline(wheels)

    def run(*arguments: str, cwd: Path = tmp_path) -> str:
        done = subprocess.run(
            [str(python), "-m", *arguments],
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout

    run("pip", "install", "-q", "mkdocs-casebook[material]", "casebook-pack-digital-leadership")
    run("mkdocs_casebook", "init", "new", "--no-questions", *copies)
    site = tmp_path / "new"
    said = run("mkdocs_casebook", "check", "--no-advice", cwd=site)
    assert said.startswith("No errors"), said
    run("mkdocs", "build", "--strict", cwd=site)
    run("mkdocs_casebook", "schema", "--check", cwd=site)
    assert not list(site.rglob("*.py"))
    assert (site / "casebook.lock").exists() == bool(copies)
    settings = yaml.safe_load((site / "mkdocs.yml").read_text("utf-8"))
    assert settings["extra"]["licence"] in LICENCES
    pins = (site / "requirements.txt").read_text("utf-8")
    assert re.search(r"^mkdocs-casebook==\d", pins, re.MULTILINE)
    assert re.search(r"^casebook-pack-digital-leadership==20\d\d", pins, re.MULTILINE)
    if os.name != "nt":
        assert (site / ".github/workflows/publish.yml").is_file()
