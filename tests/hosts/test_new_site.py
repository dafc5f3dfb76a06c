"""The page for who forks, followed word for word in an empty folder, by each of its four ways.

Nothing is fetched: what our packages need is linked from the environment of the tests.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from mkdocs_casebook.config.licences import LICENCES
from wheels import PROJECT, copy_project, make_environment, offline

pytestmark = [
    pytest.mark.hosts,
    pytest.mark.skipif(sys.platform == "win32", reason="the commands are those of a Unix shell"),
]

PAGE = (PROJECT / "docs/fork/index.md").read_text("utf-8")
OWN = ("cntw", "cuh", "milton-keynes", "scas", "west-suffolk")


def commands(section: str) -> list[str]:
    """Return the commands under a heading of the page, without those that wait for a person."""
    found = re.search(
        rf"^#+ [^\n]*\{{#{section}\}}\n(.*?)(?=^#+ |\Z)", PAGE, re.MULTILINE | re.DOTALL
    )
    assert found, section
    blocks = re.findall(r"^```sh\n(.*?)^```", found[1], re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if "serve" not in line and not line.startswith("cd ")]


def run(command: str, folder: Path, environment: Mapping[str, str]) -> str:
    """Run a command of the page, and return what it said."""
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stdout


def begin(way: str, top: Path, wheels: Path) -> tuple[Path, str]:
    """Begin in one of the ways that make a site; return its folder and how to call the command."""
    environment = offline(wheels)
    if way == "template":
        make_environment(top / "maker")
        names = "mkdocs-casebook casebook-pack-digital-leadership"
        run(f"maker/bin/python -m pip install -q {names}", top, environment)
        run("maker/bin/python -m mkdocs_casebook init site --no-questions", top, environment)
        settings = top / "site/mkdocs.yml"
        text = settings.read_text("utf-8").replace("Our organisation", "Example NHS Trust")
        settings.write_text(text.replace("#0a5846", "#5b2a6e"), "utf-8")
        top /= "site"
    elif way == "packages":
        for wheel in wheels.glob("*.whl"):
            shutil.copy(wheel, top)
    address = ""
    if way == "git":
        address = f"file://{copy_project(top / 'project', commit=True)}"
        environment |= {"PIP_NO_BUILD_ISOLATION": "0"}  # So it is spelt: what builds is there.
    make_environment(top / ".venv")
    for command in commands(way):
        if not command.startswith("python -m venv"):
            run(command.replace("ADDRESS", address), top, environment)
    return (
        (top, ".venv/bin/casebook")
        if way == "template"
        else (top / "stories", "../.venv/bin/casebook")
    )


def make_it_yours(folder: Path, call: str, environment: Mapping[str, str]) -> None:
    """Follow the rest of the page."""
    settings = folder / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("# logo:", "logo:"), "utf-8")
    (folder / "docs/assets").mkdir()
    shutil.copy(PROJECT / "tests/hosts/every/docs/assets/logo.png", folder / "docs/assets")
    for section in ("look", "themes", "story", "publish"):
        for command in commands(section):
            run(command.replace("../.venv/bin/casebook", call), folder, environment)


@pytest.mark.parametrize("way", ["packages", "git", "template"])
def test_the_page_leads_to_a_site_that_builds_on_another_machine(
    tmp_path: Path, wheels: Path, way: str
) -> None:
    folder, call = begin(way, tmp_path, wheels)
    environment = offline(wheels)
    make_it_yours(folder, call, environment)
    site = folder / "site"
    home = (site / "index.html").read_text("utf-8")
    for words in ("--cb-accent:#5b2a6e", "Example NHS Trust", 'src="assets/logo.png"'):
        assert words in home
    assert "Casebook contributors" not in home
    assert not [name for name in OWN if (site / "case-studies" / name).exists()]
    assert not (site / "case-studies/example-story").exists()
    assert (site / "themes/digital-front-door/index.html").is_file()
    story = (site / "case-studies/example-hospitals-nhs-trust/index.html").read_text("utf-8")
    assert "How we opened a front door" in story
    chapter = (site / "guide/introduction/index.html").read_text("utf-8")
    assert "Casebook contributors" in chapter
    assert "casebook.example" not in chapter
    chapters = {path.name for path in (site / "guide").iterdir() if path.is_dir()}
    some = {"introduction", "pre-conditions", "sections", "what-helps-or-hinders"}
    assert chapters == some if way == "packages" else chapters > some

    other = tmp_path / "another machine" / "copy"
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns(".venv", "site"))
    # The other machine has only what the site's own folder holds.
    (tmp_path / "nothing").mkdir()
    alone = offline(tmp_path / "nothing")
    make_environment(other / ".venv")
    run(".venv/bin/python -m pip install -q -r requirements.txt", other, alone)
    run(".venv/bin/python -m mkdocs_casebook build", other, alone)
    same = "themes/digital-front-door/index.html"
    assert (other / "site" / same).read_bytes() == (site / same).read_bytes()


STORY = """---
title: How {name} opened a front door
summary: Patients can now reach us without a letter. It took two years, and the first try failed.
organisation: {name}
themes: [user-needs, risk]
year: "2026"
status: in-use
source: {{title: The trust's own account}}
---

## Context {{#context themes="risk"}}

We had three telephone numbers. See [leadership](../docs/guide/pre-conditions.md#leadership).
"""


def test_a_fork_whose_stories_are_others_builds(tmp_path: Path, wheels: Path) -> None:
    fork = copy_project(tmp_path / "fork")
    environment = offline(wheels) | {"PYTHONPATH": str(fork / "plugins")}
    call = f"{sys.executable} -m mkdocs_casebook"
    for command in commands("fork"):
        said = run(command.replace("python scripts/casebook.py", call), fork, environment)
        assert "No errors" in said
    (fork / "case_studies").mkdir(exist_ok=True)
    for name in ("example-one", "example-two", "example-three"):
        organisation = f"---\ntitle: {name} NHS Trust\ntype: [acute]\nregion: midlands\n---\n"
        (fork / f"docs/organisations/{name}.md").write_text(organisation, "utf-8")
        (fork / f"case_studies/{name}.md").write_text(STORY.format(name=name), "utf-8")
    assert "No errors" in run(f"{call} check --no-advice", fork, environment)
    run(f"{call} build", fork, environment)
    stories = {path.name for path in (fork / "site/case-studies").iterdir() if path.is_dir()}
    assert stories >= {"example-one", "example-two", "example-three"}
    assert not stories & set(OWN)


@pytest.mark.parametrize(
    "options",
    [(), ("--no-pack",), ("--copy", "chapters", "--copy", "questions", "--stories")],
)
def test_a_new_site_passes_its_own_checks_at_once(
    tmp_path: Path, wheels: Path, options: tuple[str, ...]
) -> None:
    python = make_environment(tmp_path / ".venv")
    environment = offline(wheels)

    def call(*arguments: str, cwd: Path = tmp_path) -> str:
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

    call("pip", "install", "-q", "mkdocs-casebook", "casebook-pack-digital-leadership")
    call("mkdocs_casebook", "init", "new", "--no-questions", *options)
    site = tmp_path / "new"
    said = call("mkdocs_casebook", "check", "--no-advice", cwd=site)
    assert said.startswith("No errors"), said
    call("mkdocs", "build", "--strict", cwd=site)
    call("mkdocs_casebook", "schema", "--check", cwd=site)
    assert not list(site.rglob("*.py"))
    assert (site / "casebook.lock").exists() == ("--copy" in options)
    settings = yaml.safe_load((site / "mkdocs.yml").read_text("utf-8"))
    assert settings["extra"]["licence"] in LICENCES
    pins = (site / "requirements.txt").read_text("utf-8")
    assert re.search(r"^mkdocs-casebook==\d\S+ --hash=sha256:", pins, re.MULTILINE)
    has_guide = "casebook-pack-digital-leadership==20" in pins
    assert has_guide == ("--no-pack" not in options)
    for file in (".github/workflows/intake.yml", "requirements/site.txt", "SECURITY.md"):
        assert (site / file).is_file(), file
