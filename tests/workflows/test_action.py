"""The action that other repositories use: its form, its rules, and its commands on a site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import action
from mkdocs_casebook.cli.main import main as run_casebook

ROOT = Path(__file__).parents[2]
FILE = ROOT / "action.yml"
ACTION: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
STEPS = ACTION["runs"]["steps"]
PAGE = (ROOT / "docs/reference/action.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
USES = "OWNER/casebook@TAG"
SITE = ROOT / "tests/golden/_base"
GUIDED = """\
site_name: Example stories
plugins:
  - casebook:
      packs: [digital-leadership]
      collections: {case_studies: case-study}
"""

# In the place of "python": the same script, where the tools are those of the tests.
STUB = """\
import runpy, sys
from pathlib import Path
sys.path.insert(0, str(Path(sys.argv[1]).parent))
import environment
environment.prepare = lambda _environment: Path(sys.executable)
sys.argv.pop(0)
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_the_example_is_five_lines_that_use_this_action_and_nothing_else() -> None:
    workflow, inner = EXAMPLES
    assert len(workflow.splitlines()) == 5
    read = yaml.load(workflow, Loader=yaml.BaseLoader)  # noqa: S506 - it leaves "on" a word
    assert read["on"] == "pull_request"
    assert read["permissions"] == {"contents": "read"}
    assert [job["steps"] for job in read["jobs"].values()] == [[{"uses": USES}]]
    (step,) = yaml.safe_load(inner)["steps"]
    assert step["uses"] == USES
    assert step["with"].keys() == ACTION["inputs"].keys()
    assert "secrets" not in FILE.read_text("utf-8")


def test_the_example_and_the_action_have_the_form_that_github_wants(tmp_path: Path) -> None:
    example = tmp_path / ".github/workflows/casebook.yml"
    example.parent.mkdir(parents=True)
    # As the page says for who is stricter: zizmor would complain of any tag.
    example.write_text(EXAMPLES[0].replace(USES, f"example/casebook@{'0' * 40}"), "utf-8")
    for form, file in {"workflows": example, "actions": FILE}.items():
        command = ["-m", "check_jsonschema", "--builtin-schema", f"vendor.github-{form}", str(file)]
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
    shutil.copyfile(FILE, tmp_path / "action.yml")
    zizmor = [Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress"]
    done = subprocess.run(
        [*zizmor, "--min-severity", "medium", "--format", "plain", tmp_path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_given_reaches_the_shell_as_a_variable_alone() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for step in STEPS:
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
    assert STEPS[0]["with"]["persist-credentials"] is False


def run_steps(site: Path, config: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run the steps of the action that are commands, as GitHub would, in a site's repository."""
    (command,) = (step for step in STEPS if "run" in step)
    stub = tmp_path / "stub.py"
    stub.write_text(STUB, "utf-8")
    python = tmp_path / "bin/python"
    python.parent.mkdir(exist_ok=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{stub}" "$@"\n', "utf-8")
    python.chmod(0o755)
    given = {
        name: config if value == "${{ inputs.config }}" else value
        for name, value in command["env"].items()
    }
    variables = {
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }
    return subprocess.run(
        [command["shell"], "-e", "-c", command["run"]],
        cwd=site,
        env=os.environ | variables | given,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "site"))


on_unix = pytest.mark.skipif(sys.platform == "win32", reason="the action runs on Linux")


@on_unix
def test_a_sound_site_passes(site: Path, tmp_path: Path) -> None:
    done = run_steps(site, ACTION["inputs"]["config"]["default"], tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No errors (7 files checked)." in done.stdout


@on_unix
def test_a_mistake_is_told_beside_its_line_and_on_the_page_of_the_run(
    site: Path, tmp_path: Path
) -> None:
    story = site / "case_studies/example-trust.md"
    story.write_text(story.read_text("utf-8").replace("- governance", "- goverance"), "utf-8")
    done = run_steps(site.parent, "site/mkdocs.yml", tmp_path)
    assert done.returncode == 1
    assert "::error file=case_studies/example-trust.md,line=6" in done.stdout
    assert "goverance" in (tmp_path / "summary.md").read_text("utf-8")


@on_unix
def test_a_site_on_the_guide_is_checked_with_the_guide(tmp_path: Path) -> None:
    site = tmp_path / "guided"
    (site / "case_studies").mkdir(parents=True)
    (site / "docs").mkdir()
    (site / "mkdocs.yml").write_text(GUIDED, "utf-8")
    done = run_steps(site, "mkdocs.yml", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "missing-pack" not in done.stdout
    assert "No errors" in done.stdout


def test_it_says_what_it_wants(capsys: pytest.CaptureFixture[str]) -> None:
    assert action.main([]) == 2
    assert "scripts/action.py mkdocs.yml" in capsys.readouterr().out


def test_the_page_names_the_command_that_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert "`casebook check --format github`" in PAGE
    with pytest.raises(SystemExit):
        run_casebook(["check", "--help"])
    assert "github" in capsys.readouterr().out
