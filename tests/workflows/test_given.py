"""What a new site has on the code host: made of ours, and held to the same rules."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from mkdocs_casebook.core.extensions import COMMANDS, names
from mkdocs_casebook.packs.installed import package_pack
from mkdocs_casebook.packs.new_site import QUESTIONS, default_of, scaffold

ROOT = Path(__file__).parents[2]
ANSWERS = {question.name: default_of(question) for question in QUESTIONS}
FORMS = {
    "vendor.dependabot": ".github/dependabot.yml",
    "vendor.github-issue-config": ".github/ISSUE_TEMPLATE/config.yml",
    "vendor.github-workflows": ".github/workflows/*.yml",
    "custom.github-workflows-require-timeout": ".github/workflows/*.yml",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files of a new site."""
    folder = tmp_path_factory.mktemp("new")
    for path, content in scaffold(ANSWERS, package_pack("digital-leadership"), ()).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def runs(file: Path) -> list[str]:
    jobs = yaml.safe_load(file.read_text("utf-8"))["jobs"]
    return [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]


def test_each_step_is_a_command_of_the_program_or_installs_it(site: Path) -> None:
    told = {file.stem: runs(file) for file in (site / ".github/workflows").iterdir()}
    assert sorted(told) == ["check", "intake", "publish", "upkeep"]
    for name, commands in told.items():
        installs = [command for command in commands if "pip install" in command]
        assert installs[:1] == ["python -m pip install --quiet -r requirements.txt"], name
        assert all((site / command.split()[-1]).is_file() for command in installs)
        for command in commands:
            words = shlex.split(command)
            assert command in installs or words[0] == "casebook", command
            assert command in installs or words[1] in names(COMMANDS), command
    assert told["check"][1:] == [
        "casebook check --format github",
        "casebook build --no-directory-urls --site-dir preview",
    ]
    assert told["intake"][1:] == ["casebook intake read intake", "casebook intake answer intake"]


def test_all_else_is_as_it_is_here(site: Path) -> None:
    steps = re.compile(r"^ +(?:- )?(?:run|name): .*\n", re.MULTILINE)
    for file in (site / ".github/workflows").iterdir():
        ours = (ROOT / ".github/workflows" / file.name).read_text("utf-8")
        if file.name == "check.yml":
            ours = ours[: ours.index("\n  tests:\n")]
        assert steps.sub("", file.read_text("utf-8")).strip() == steps.sub("", ours).strip()


def test_nothing_of_this_project_is_left(site: Path) -> None:
    for file in site.rglob("*"):
        if file.is_file() and file.suffix not in {".docx", ".txt"}:
            text = file.read_text("utf-8")
            assert "scripts/" not in text, file
            assert "docs/maintain" not in text, file
            # Its own first page names whose guide it builds on, as the licence asks.
            assert file.name == "README.md" or "Digital Leadership Casebook" not in text, file


def test_a_container_is_ready_to_write_in(site: Path) -> None:
    for folder, installs in ((ROOT, False), (site, True)):
        told = json.loads((folder / ".devcontainer/devcontainer.json").read_text("utf-8"))
        assert ("pip install" in told["postCreateCommand"]) == installs
        assert "casebook" in told["postCreateCommand"]


@pytest.mark.parametrize("form", FORMS)
def test_files_have_the_form_that_github_wants(site: Path, form: str) -> None:
    files = sorted(site.glob(FORMS[form]))
    assert files
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", form]
    done = subprocess.run([*check, *files], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_finds_nothing_of_weight(site: Path) -> None:
    command = [Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress"]
    done = subprocess.run(
        [*command, "--min-severity", "medium", "--format", "plain", site / ".github"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
