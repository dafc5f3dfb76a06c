"""The command, as it is run by people and by other programs."""

import errno
import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from signal import SIGINT, raise_signal

import pytest
from jsonschema import Draft202012Validator

from mkdocs_casebook.cli.main import main
from mkdocs_casebook.schema.kind_declarations import standard

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN / "_base", tmp_path / "site"))


@pytest.fixture
def broken(site: Path) -> Path:
    shutil.copytree(GOLDEN / "several-files" / "input", site, dirs_exist_ok=True)
    return site


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs_casebook", *arguments],
        cwd=site,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )


def test_check_says_nothing_is_wrong_and_succeeds(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--config", str(site / "mkdocs.yml")]) == 0
    assert capsys.readouterr().out == "No errors (7 files checked).\n"


def test_check_fails_when_anything_is_wrong(broken: Path) -> None:
    done = run(broken, "check")
    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout == (GOLDEN / "several-files" / "expected.txt").read_text(encoding="utf-8")


def test_notices_alone_do_not_fail(site: Path) -> None:
    shutil.copytree(GOLDEN / "unused-theme" / "input", site, dirs_exist_ok=True)
    assert run(site, "check").returncode == 0


def test_check_of_a_file_tells_errors_anywhere_and_notices_only_of_the_file(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(GOLDEN / "unused-theme" / "input", site, dirs_exist_ok=True)
    monkeypatch.chdir(site)
    assert main(["check", "case_studies/example-trust.md"]) == 0
    assert "notice" not in capsys.readouterr().out
    renamed = site / "docs/themes/governance.md"
    renamed.rename(renamed.with_name("governing.md"))
    assert main(["check", "docs/themes/governing.md"]) == 1
    assert "case_studies/example-trust.md:6: themes[1]:" in capsys.readouterr().out


@pytest.mark.parts
def test_check_of_a_file_suggests_something_only_for_it(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    study = site / "case_studies/example-trust.md"
    text = study.read_text("utf-8").replace("  - governance\n", "")
    text += "\nGood governance matters, and governance works.\n" * 30
    study.write_text(text, "utf-8")
    study.with_name("second-story.md").write_text(text, "utf-8")
    monkeypatch.chdir(site)
    main(["check", "--config", str(site / "mkdocs.yml")])
    of_all = set(capsys.readouterr().out.splitlines())
    main(["check", "case_studies/second-story.md", str(site / "docs/index.md")])
    of_one = [line for line in capsys.readouterr().out.splitlines() if ".md:" in line]
    assert of_one
    assert {line for line in of_one if line in of_all} == set(of_one)
    assert all(line.startswith("case_studies/second-story.md:") for line in of_one)


def test_check_of_a_file_that_is_not_there_says_so(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    assert main(["check", "case_studies/exmaple.md"]) == 2
    assert capsys.readouterr().err == "There is no file case_studies/exmaple.md.\n"


def test_check_writes_annotations_for_github(broken: Path) -> None:
    done = run(broken, "check", "--format", "github")
    assert done.returncode == 1
    *commands, summary = done.stdout.splitlines()
    assert [line.partition(" ")[0] for line in commands] == ["::error"] * 6 + ["::notice"]
    assert commands[2].startswith(
        "::error file=docs/guide/first-steps.md,line=1,title=order%3A missing-field::"
    )
    assert summary.startswith("6 errors and 1 notice")


def test_check_writes_one_summary_for_github(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = broken.parent / "summary.md"
    page.write_text("Before.\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    run(broken, "check", "--format", "text")
    assert page.read_text(encoding="utf-8") == "Before.\n"
    said = run(broken, "check", "--format", "github").stdout
    text = page.read_text(encoding="utf-8")
    assert text.startswith("Before.\n## Casebook\n\n6 errors and 1 notice")
    assert text.count("\n- Line ") >= 7
    assert text.count("\n### ") == len(set(re.findall("file=([^,]+),", said)))


def test_check_writes_json_for_programs(broken: Path) -> None:
    done = run(broken, "check", "--format", "json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["errors"], report["notices"], report["files_checked"]) == (6, 1, 9)
    assert {tuple(problem) for problem in report["problems"]} == {
        ("path", "line", "field", "severity", "code", "message")
    }


def test_json_of_a_sound_site_is_a_whole_report(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--config", str(site / "mkdocs.yml"), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "files_checked": 7,
        "errors": 0,
        "notices": 0,
        "suggestions": 0,
        "problems": [],
    }


def test_github_is_told_of_a_configuration_that_is_not_there(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "--format", "github")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=mkdocs.yml,line=1,title=no-configuration::")


def test_the_site_is_found_from_another_folder(site: Path) -> None:
    done = run(site.parent, "check", "--config", "site/mkdocs.yml")
    assert done.stdout == "No errors (7 files checked).\n"


def test_the_package_can_be_run_as_the_command(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "argv", ["casebook", "check", "--config", str(site / "mkdocs.yml")])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_module("mkdocs_casebook", run_name="__main__")
    assert stopped.value.code == 0
    assert out.getvalue() == "No errors (7 files checked).\n"


def test_looking_at_the_module_runs_nothing() -> None:
    assert "main" in runpy.run_module("mkdocs_casebook.__main__", run_name="other")


def test_nothing_is_built_or_changed(broken: Path) -> None:
    before = sorted(broken.rglob("*"))
    run(broken, "check")
    assert sorted(broken.rglob("*")) == before


@pytest.mark.parts
@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_a_file_name_that_is_no_text_is_told_all_the_same(site: Path) -> None:
    (site / "case_studies" / os.fsdecode(b"caf\xe9.md")).write_text("Text.\n", encoding="utf-8")
    for form in ("text", "github", "json"):
        done = run(site, "check", "--format", form)
        assert done.returncode == 1, form
        assert "bad-file-name" in done.stdout or "cannot be part of a web address" in done.stdout
        assert "Traceback" not in done.stderr


@pytest.mark.parts
@pytest.mark.parametrize("kind", standard().kinds)
def test_schema_prints_a_json_schema(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", kind]) == 0
    Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


@pytest.mark.parts
def test_the_schema_of_no_kind_is_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "poem", "--config", str(site / "mkdocs.yml")]) == 1
    assert "There is no kind poem." in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [[], ["bake"], ["check", "--format", "xml"], ["schema"]],
    ids=" ".join,
)
def test_a_command_that_makes_no_sense_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: casebook" in capsys.readouterr().err


def test_help_is_printed(site: Path) -> None:
    done = run(site, "check", "--help")
    assert done.returncode == 0
    assert "without building the site" in " ".join(done.stdout.split())


@pytest.mark.parts
def test_what_the_system_refuses_is_told_in_a_sentence(site: Path) -> None:
    (site / "templates").write_text("A file in the place of a folder.", encoding="utf-8")
    done = run(site, "schema", "--write")
    assert done.returncode == 1
    assert done.stderr.endswith("templates: File exists. Nothing more was done.\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("where", ["check.check_site", "main.extension"])
def test_a_command_that_is_interrupted_ends_without_a_traceback(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    monkeypatch.setattr(f"mkdocs_casebook.cli.{where}", lambda *_, **__: raise_signal(SIGINT))
    assert main(["check", "--config", str(site / "mkdocs.yml")]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


FULL = """
import resource, sys
from mkdocs_casebook.cli.main import main
sys.dont_write_bytecode = True
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
sys.exit(main(sys.argv[1:]))
"""
"""Runs the command where no file may have more than 200 bytes, as on a disk that is full."""


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limit")
@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["new", "case-study", "--title", "More room"], "case_studies/more-room.md"),
        (["import", "story.md"], "case_studies/a-story.md"),
        (["schema", "--write"], "docs/reference/schemas/case-study.json"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_disk_that_is_full_is_told_and_leaves_everything_as_it_was(
    site: Path, arguments: list[str], place: str
) -> None:
    (site / "story.md").write_text("# A story\n\n## Summary\n\nWords.\n", "utf-8")
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    done = subprocess.run(
        [sys.executable, "-c", FULL, *arguments],
        cwd=site,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    said = f"{site / place}: {os.strerror(errno.EFBIG)}. Nothing more was done."
    assert done.stderr.splitlines() == [said]
    assert before == {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}


@pytest.mark.parts
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is full")
def test_words_that_cannot_be_written_are_told() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs_casebook", "schema", "case-study"],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == f"{os.strerror(errno.ENOSPC)}. Nothing more was done.\n"
