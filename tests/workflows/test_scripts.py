"""The scripts of the workflows, on a recorded event and a repository on the same disk.

In the place of gh stands a program that notes what it was asked.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import casebook
import environment
import upkeep
from mkdocs_casebook.advice import upkeep_report
from mkdocs_casebook.advice.commands import upkeep as upkeep_command
from mkdocs_casebook.cli import code_host
from mkdocs_casebook.cli.main import main as run_casebook
from mkdocs_casebook.forms import proposal
from mkdocs_casebook.forms.commands import intake as intake_command
from mkdocs_casebook.forms.intake import Intake

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests/golden/_base"
COMPLETE = ROOT / "tests/forms/complete/issue.md"
REFUSED = ("seven-mistakes", "hostile")

GH = """\
#!{python}
import json, os, sys
words = sys.argv[1:]
texts = [open(words[words.index(w) + 1], encoding="utf-8").read()
         for w in words if w == "--body-file"]
with open(os.environ["GH_LOG"], "a", encoding="utf-8") as log:
    log.write(json.dumps([words, texts]) + "\\n")
if words[:2] == ["pr", "create"]:
    print("https://github.example/pull/8")
if words[:2] == ["issue", "list"]:
    print(os.environ.get("GH_OPEN", "[]"))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="they run on Linux")


class Calls(list):
    """What gh was asked: the words, and the texts of the files that it was given."""

    def starting(self, *words: str) -> list[tuple[list[str], list[str]]]:
        return [(call, texts) for call, texts in self if call[: len(words)] == list(words)]


@pytest.fixture
def gh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program in the place of gh, and return the file in which it notes its calls."""
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(GH.format(python=sys.executable), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GH_LOG", str(tmp_path / "gh.log"))
    monkeypatch.setattr(environment, "prepare", lambda _environment: Path(sys.executable))
    return tmp_path / "gh.log"


def calls(log: Path) -> Calls:
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    return Calls(json.loads(line) for line in lines)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small site in a repository, whose origin is another on the same disk."""
    root = Path(shutil.copytree(BASE, tmp_path / "project"))
    monkeypatch.chdir(root)
    monkeypatch.setattr(environment, "ROOT", root)
    who = ("-c", "user.name=Example", "-c", "user.email=example@example.org")
    for words in (
        ("init", "--quiet", "--bare", str(tmp_path / "origin.git")),
        ("init", "--quiet", "--initial-branch=main"),
        ("remote", "add", "origin", str(tmp_path / "origin.git")),
        ("add", "."),
        (*who, "commit", "--quiet", "--message", "Start"),
        ("push", "--quiet", "origin", "main"),
    ):
        code_host.git(*words)
    return root


def record(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str, author: str = "ada") -> None:
    event = {
        "action": "labeled",
        "label": {"name": proposal.LABEL},
        "issue": {
            "number": 7,
            "title": "Case study: $(touch pwned) `touch pwned`",
            "body": body,
            "user": {"login": author, "id": 42},
        },
        "repository": {"default_branch": "main"},
    }
    file = folder / "event.json"
    file.write_text(json.dumps(event), encoding="utf-8")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(file))


def run(project: Path) -> tuple[int, int]:
    folder = project.parent / "intake"
    first = run_casebook(["intake", "read", str(folder)])
    return first, run_casebook(["intake", "answer", str(folder)]) if first == 0 else first


def test_a_complete_form_becomes_a_proposal(
    gh: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(project.parent, monkeypatch, COMPLETE.read_text("utf-8"))
    assert run(project) == (0, 0)
    files = code_host.git("show", "--name-only", "--format=", "origin/story-7").split()
    assert len(files) == 1
    assert files[0].startswith("case_studies/")
    assert "Co-authored-by: ada <42+ada@users.noreply.github.com>" in code_host.git(
        "show", "--no-patch", "--format=%B", "origin/story-7"
    )
    asked = calls(gh)
    [(words, [text])] = asked.starting("pr", "create")
    assert words[2:6] == ["--head", "story-7", "--base", "main"]
    assert "Closes #7." in text
    assert "asked @ada" in text
    [(_words, [reply])] = asked.starting("issue", "comment", "7")
    assert "The proposal is https://github.example/pull/8." in reply
    assert asked.starting("workflow", "run", "check.yml", "--ref", "story-7")
    assert asked.starting("issue", "edit", "7", "--remove-label", proposal.LABEL)
    # The page that was proposed is whole: the check of the site it is now in finds nothing.
    assert run_casebook(["check", "--no-advice", "--config", str(project / "mkdocs.yml")]) == 0


@pytest.mark.parametrize("name", REFUSED)
def test_a_form_with_mistakes_is_answered_and_nothing_is_proposed(
    gh: Path, project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = ROOT / "tests/forms" / name
    record(project.parent, monkeypatch, (folder / "issue.md").read_text("utf-8"))
    assert run(project) == (0, 0)
    asked = calls(gh)
    [(_words, [reply])] = asked.starting("issue", "comment", "7")
    assert reply == (folder / "reply.md").read_text("utf-8")
    assert not asked.starting("pr")
    assert not code_host.git("status", "--porcelain")
    assert not code_host.git_says("rev-parse", "--verify", "--quiet", "origin/story-7")


def test_a_second_label_makes_no_second_proposal(
    gh: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(project.parent, monkeypatch, COMPLETE.read_text("utf-8"))
    code_host.git("push", "--quiet", "origin", "main:story-7")
    assert run(project) == (0, 0)
    asked = calls(gh)
    [(_words, [reply])] = asked.starting("issue", "comment", "7")
    assert reply.startswith("There is a proposal for this form already, on the branch `story-7`.")
    assert not asked.starting("pr")


@pytest.mark.parametrize("body", ["", "Hello $(touch pwned)\n`touch pwned`", "### Title\n\n_x_"])
def test_what_is_no_form_is_told_to_the_maintainer_only(
    gh: Path, project: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    record(project.parent, monkeypatch, body)
    first, second = run(project)
    asked = calls(gh)
    assert (first, second) in {(3, 3), (0, 0)}
    assert not asked.starting("pr")
    assert not list(project.parent.rglob("pwned"))
    assert not code_host.git("status", "--porcelain")


def test_the_text_of_a_form_reaches_no_shell(
    gh: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = COMPLETE.read_text("utf-8").replace("The trust has two hospitals.", "$(touch pwned)")
    record(project.parent, monkeypatch, text, author="a; touch pwned")
    assert run(project) == (0, 0)
    assert not list(project.parent.rglob("pwned"))
    assert "ghost" in code_host.git("show", "--no-patch", "--format=%B", "origin/story-7")
    assert all("pwned" not in " ".join(words) for words, _texts in calls(gh))


def test_files_elsewhere_are_refused(
    gh: Path,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    record(project.parent, monkeypatch, "A form")
    strange = Intake({".github/workflows/check.yml": ""}, (), "Thank you.")
    monkeypatch.setattr(intake_command, "take_in", lambda *_given: strange)
    assert run_casebook(["intake", "read", str(project.parent / "intake")]) == 1
    assert "where no story is" in capsys.readouterr().err
    assert not calls(gh)


def test_the_report_names_pages_and_failed_links_with_their_places() -> None:
    report = upkeep_report.write_report(
        [{"path": "docs/guide/old.md", "message": "last read on 2024-01-01, 22 months ago"}],
        {"https://gone.example/": ["a.md:3", "b.md:9"], "https://shy.example/": ["c.md:1"]},
        [
            upkeep_report.Failure("https://shy.example/", "ConnectionError: Max retries (By x)"),
            upkeep_report.Failure("https://gone.example/", "404 Not `Found`"),
        ],
    )
    assert report == (
        "## Pages that nobody has read through for a year\n\n"
        "Read each one. Mend what is no longer true, then write the day under `reviewed`.\n\n"
        "- `docs/guide/old.md`: last read on 2024-01-01, 22 months ago\n\n"
        "## Links that lead nowhere\n\n"
        "Find where the page has gone, or take the link out.\n\n"
        "- `https://gone.example/` (`404 Not Found`), in `a.md:3`, `b.md:9`\n\n"
        "## Links that a program could not open\n\n"
        "Try them by hand. Many sites turn programs away.\n\n"
        "- `https://shy.example/` (`ConnectionError`), in `c.md:1`\n"
    )
    assert upkeep_report.write_report([], {}, []) == ""


def test_the_report_is_made_from_what_the_command_says(
    gh: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[list[str]] = []
    story = project / "case_studies/example-trust.md"
    text = story.read_text("utf-8").replace("date: 2020-07", "url: https://www.example.org/a")
    story.write_text(f"{text}\nRead [this](https://www.example.org/b).\n", encoding="utf-8")

    def fail(addresses: list[str], _python: str) -> list[upkeep_report.Failure]:
        tried.append(list(addresses))
        return [upkeep_report.Failure("https://www.example.org/b", "404 Not Found")]

    monkeypatch.setattr(upkeep_command, "try_links", fail)
    assert run_casebook(["upkeep", "report", "report.md"]) == 0
    assert tried == [["https://www.example.org/a", "https://www.example.org/b"]]
    report = Path("report.md").read_text("utf-8")
    assert "- `case_studies/example-trust.md`: it is not said when" in report
    assert "in `case_studies/example-trust.md:19`" in report
    assert not calls(gh)


def test_the_lines_of_the_tool_that_tries_links_are_understood(
    gh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = (
        "# created by LinkChecker\n"
        "urlname;parentname;base;result;warningstring;infostring;valid;url;line;column;name;"
        "dltime;size;checktime;cached;level;modified\n"
        "http://127.0.0.1/a;;;200 OK;;;True;http://127.0.0.1/a;0;0;;-1;3;0.1;0;0;\n"
        "http://127.0.0.1/b;;;404 Not Found;;;False;http://127.0.0.1/b;0;0;;-1;3;0.1;0;0;\n"
        "# Stopped checking\n"
    )
    asked: list[list[str]] = []

    def answer(command: list[str], **_named: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 1, stdout=said)

    monkeypatch.setattr(upkeep_report.subprocess, "run", answer)
    assert upkeep_report.try_links(["http://127.0.0.1/a", "http://127.0.0.1/b"], "python") == [
        upkeep_report.Failure("http://127.0.0.1/b", "404 Not Found")
    ]
    assert asked[0][-3:] == ["--", "http://127.0.0.1/a", "http://127.0.0.1/b"]
    assert upkeep_report.try_links([], "python") == []
    assert not calls(gh)


@pytest.mark.parametrize(
    ("report", "open_issues", "expected"),
    [
        ("Due.\n", "[]", ["list", "create"]),
        ("Due.\n", '[{"number": 3}]', ["list", "edit"]),
        ("", '[{"number": 3}]', ["list", "close"]),
        ("", "[]", ["list"]),
    ],
)
def test_there_is_one_open_issue_while_there_is_something_to_do(
    gh: Path, monkeypatch: pytest.MonkeyPatch, report: str, open_issues: str, expected: list[str]
) -> None:
    monkeypatch.setenv("GH_OPEN", open_issues)
    file = gh.with_name("report.md")
    file.write_text(report, encoding="utf-8")
    assert run_casebook(["upkeep", "tell", str(file)]) == 0
    assert [words[1] for words, _texts in calls(gh).starting("issue")] == expected


def test_a_machine_that_cannot_be_set_up_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_environment: object) -> Path:
        raise environment.SetupError("This Python lacks its venv module.")

    monkeypatch.setattr(environment, "prepare", refuse)
    assert casebook.main(["check"]) == 1
    assert upkeep.main(["report", str(tmp_path / "report.md")]) == 1
    assert capsys.readouterr().err.count("lacks its venv module") == 2


@pytest.mark.parametrize(
    "gone",
    [
        ["lib/example"],
        ["lib/example", "lib/example-1.dist-info"],
        ["lib/example/one.py"],
        ["bin/python"],
        ["pyvenv.cfg"],
        [environment.STAMP],
    ],
)
def test_an_environment_that_lacks_a_part_is_made_again(
    gone: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    requirements = tmp_path / "list.txt"
    requirements.touch()
    own = environment.Environment("a tool", tmp_path / ".venv", requirements)
    ran: list[str] = []

    def install(_command: list[str], failure: str) -> None:
        ran.append(failure)
        for name in ("bin/python", "pyvenv.cfg", "lib/example/one.py", "lib/example/one.pyc"):
            (own.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (own.folder / name).touch()
        record = own.folder / "lib/example-1.dist-info/RECORD"
        record.parent.mkdir(exist_ok=True)
        record.write_text("example/one.py,,\nexample/one.pyc,,\n../bin/python,,\n", "utf-8")

    monkeypatch.setattr(environment, "run_quietly", install)
    assert environment.prepare(own) == own.python
    # What Python makes by itself may be gone.
    (own.folder / "lib/example/one.pyc").unlink()
    environment.prepare(own)
    assert len(ran) == 3
    for name in gone:
        path = own.folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    environment.prepare(own)
    assert len(ran) == 6


def test_the_command_is_run_in_its_own_environment(
    gh: Path, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert casebook.main(["check", "--format", "github"]) == 0
    assert "No errors (7 files checked)." in capfd.readouterr().out
    assert project.is_dir()
    assert not calls(gh)


@pytest.mark.hosts
def test_the_preview_of_this_site_opens_from_a_folder(disk: Path) -> None:
    home = (disk / "index.html").read_text("utf-8")
    assert 'href="case-studies/index.html"' in home
    assert 'href="case-studies/"' not in home
