"""What GitHub runs for us: the rules that every workflow keeps, and that its commands are there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_casebook.core.extensions import COMMANDS, names
from mkdocs_casebook.safety.rules import PICTURES

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: (actions/[a-z-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)")
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")

EXPRESSIONS = {
    "github.event.issue.number",
    "github.ref",
    "github.token",
    "matrix.os",
    "matrix.python",
    "steps.deployment.outputs.page_url",
}
"""All that is ever asked of an event: numbers, and names that only maintainers can give."""

FORMS = {
    "vendor.dependabot": ["dependabot.yml"],
    "vendor.github-issue-config": ["ISSUE_TEMPLATE/config.yml"],
    "vendor.github-issue-forms": [
        f"ISSUE_TEMPLATE/{file.name}"
        for file in sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml"))
        if file.name != "config.yml"
    ],
    "vendor.github-workflows": [f"workflows/{file.name}" for file in WORKFLOWS],
    "custom.github-workflows-require-timeout": [f"workflows/{file.name}" for file in WORKFLOWS],
}


def load(file: Path) -> dict[str, Any]:
    # The basic loader leaves the word "on" a word.
    return yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


def steps(file: Path) -> Iterator[dict[str, Any]]:
    for job in load(file)["jobs"].values():
        yield from job["steps"]


workflows = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)


def test_there_are_the_workflows_that_the_page_about_them_names() -> None:
    page = (ROOT / "docs/maintain/workflows.md").read_text("utf-8")
    named = re.findall(r"^\| `([\w-]+\.yml)` \|", page, re.MULTILINE)
    assert sorted(named) == [file.name for file in WORKFLOWS]


@workflows
def test_nothing_is_allowed_that_a_job_does_not_ask_for(file: Path) -> None:
    workflow = load(file)
    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["group"]
    for name, job in workflow["jobs"].items():
        assert isinstance(job["permissions"], dict), name
        assert int(job["timeout-minutes"]) <= 90, name
    for line in file.read_text("utf-8").splitlines():
        if re.match(r" +[a-z-]+: (?:write|read)\b", line):
            assert " # To " in line, f"{line.strip()}: say what for"


@workflows
def test_every_action_is_one_of_github_s_own_at_one_commit(file: Path) -> None:
    lines = [line for line in file.read_text("utf-8").splitlines() if "uses:" in line]
    assert lines
    for line in lines:
        assert PINNED.search(line), line


def test_the_same_action_is_everywhere_the_same() -> None:
    files = [*WORKFLOWS, ROOT / "action.yml"]
    found = {match for file in files for match in PINNED.findall(file.read_text("utf-8"))}
    assert len({name for name, _commit, _version in found}) == len(found)


@workflows
def test_no_text_of_anybody_is_put_into_a_command(file: Path) -> None:
    text = file.read_text("utf-8")
    assert set(EXPRESSION.findall(text)) <= EXPRESSIONS
    for step in steps(file):
        assert "${{" not in step.get("run", "")


def test_every_python_and_system_that_the_package_names_is_tried_with_the_oldest_packages() -> None:
    jobs = load(GITHUB / "workflows" / "nightly.yml")["jobs"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [item.rsplit(" ", 1)[1] for item in project["classifiers"] if " :: 3." in item]
    assert jobs["elsewhere"]["strategy"]["matrix"]["python"] == named
    assert len(jobs["elsewhere"]["strategy"]["matrix"]["os"]) == 3
    lowest = dict(
        requirement.split(">=")
        for requirement in (
            *(item.partition(",")[0] for item in project["dependencies"]),
            *project["optional-dependencies"]["word"],
        )
    )
    oldest = (ROOT / "requirements/oldest/test.in").read_text("utf-8")
    assert lowest.items() <= dict(re.findall(r"^(\S+)==(\S+)$", oldest, re.MULTILINE)).items()


def test_proposals_of_others_meet_no_secret_and_no_token() -> None:
    check = GITHUB / "workflows" / "check.yml"
    assert set(load(check)["on"]) == {"pull_request", "push", "workflow_dispatch"}
    for job in load(check)["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
    for file in WORKFLOWS:
        text = file.read_text("utf-8")
        assert "pull_request_target" not in text.replace("never on pull_request_target", "")
        assert "secrets." not in text
        assert "workflow_run" not in text


def test_what_reads_a_form_has_no_token() -> None:
    found = {step["run"]: step for step in steps(GITHUB / "workflows/intake.yml") if "run" in step}
    assert "env" not in found["python scripts/casebook.py intake read intake"]
    assert list(found["python scripts/casebook.py intake answer intake"]["env"]) == ["GH_TOKEN"]


@workflows
def test_a_checkout_leaves_no_password_behind(file: Path) -> None:
    for step in steps(file):
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] == "false"


@workflows
def test_every_command_is_one_that_this_project_has(file: Path) -> None:
    for step in steps(file):
        if "run" in step:
            assert_ours(step["run"])


def assert_ours(command: str) -> None:
    python, script, *words = shlex.split(command)
    assert python == "python"
    assert (ROOT / script).is_file()
    assert script.startswith("scripts/")
    if script == "scripts/casebook.py":
        assert words[0] in names(COMMANDS)


def test_what_runs_before_a_commit_is_ours_and_fetched_from_nowhere() -> None:
    (repository,) = load(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        assert hook["language"] == "system"
        assert_ours(hook["entry"])


def test_what_is_kept_is_what_was_built() -> None:
    check, publish = (list(steps(GITHUB / f"workflows/{n}.yml")) for n in ("check", "publish"))
    built = next(shlex.split(step["run"]) for step in check if "serve.py" in step.get("run", ""))
    kept = next(step["with"]["path"] for step in check if "upload-artifact" in step.get("uses", ""))
    assert built[built.index("--site-dir") + 1] == kept
    assert f"/{kept}/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
    site = next(step["with"] for step in publish if "upload-pages" in step.get("uses", ""))
    assert site["path"] == "site"


def test_zizmor_finds_nothing_of_weight() -> None:
    command = [Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress"]
    done = subprocess.run(
        [*command, "--min-severity", "medium", "--format", "plain", ROOT / ".github"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("form", FORMS)
def test_files_have_the_form_that_github_wants(form: str) -> None:
    files = [GITHUB / name for name in FORMS[form]]
    assert files
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", form, *files],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_everything_but_content_has_an_owner() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]
    assert rules[0][0] == "*"
    unowned = [rule[0] for rule in rules if len(rule) == 1]
    # What the check lets anybody put there. The last line that fits a path counts.
    endings = (".md", *PICTURES)
    assert unowned == [
        f"/{folder}/**/*{ending}" for folder in ("case_studies", "docs") for ending in endings
    ]
    # Pages that tell readers what to trust.
    assert "/docs/about/" in [rule[0] for rule in rules[len(unowned) + 1 :] if len(rule) > 1]


def test_all_lists_of_packages_are_looked_after() -> None:
    updates = load(GITHUB / "dependabot.yml")["updates"]
    assert [(item["package-ecosystem"], item["directory"]) for item in updates] == [
        ("github-actions", "/"),
        ("pip", "/requirements"),
    ]


def test_the_template_of_a_proposal_asks_for_consent_and_for_access() -> None:
    template = (GITHUB / "PULL_REQUEST_TEMPLATE.md").read_text("utf-8")
    ticks = re.findall(r"^- \[ \] (.+)$", template, re.MULTILINE)
    for word in ("agreed to be named", "patient", "picture", "link", "CC BY", "Abbreviations"):
        assert any(word in tick for tick in ticks), word
    assert not re.search(r"\b(?:git|commit|branch|merge|rebase|fork|squash)\b", template)
