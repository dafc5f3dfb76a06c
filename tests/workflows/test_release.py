"""Everything that the workflow of a release does, up to the upload, done here."""

from __future__ import annotations

import email
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import environment
import release
from mkdocs_casebook.cli.main import main as run_casebook

ROOT = Path(__file__).parents[2]
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))["jobs"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
GUIDE = tomllib.loads((ROOT / "packs/digital-leadership/pyproject.toml").read_text("utf-8"))[
    "project"
]
TAGS = {f"v{PROJECT['version']}": PROJECT, f"guide-{GUIDE['version']}": GUIDE}
LICENCES = {
    "mkdocs_casebook": ("LICENSE", "MIT License"),
    "casebook_pack_digital_leadership": (
        "packs/digital-leadership/LICENSE",
        "Creative Commons Attribution 4.0 International Public",
    ),
}
VALID = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read())
sys.exit(fault and str(fault))
"""


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> str:
    """Have the steps use the environments that are there; skip without the release tools."""
    python = os.environ.get("CASEBOOK_RELEASE_PYTHON")
    if not python:
        if os.environ.get("CI"):
            pytest.fail("CASEBOOK_RELEASE_PYTHON must name the release tools' Python in CI")
        pytest.skip("needs the release tools: run scripts/check.py, which sets them up")
    pythons = {environment.RELEASE: Path(python)}
    monkeypatch.setattr(environment, "prepare", lambda e: pythons.get(e, Path(sys.executable)))
    return python


@pytest.fixture
def built(tools: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder with all that a release holds, built as the workflow builds it."""
    assert tools
    monkeypatch.setattr(release, "DIST", tmp_path / "dist")
    assert release.main(["build"]) == 0
    return tmp_path / "dist"


def wheel_texts(wheel: Path) -> dict[str, str]:
    with zipfile.ZipFile(wheel) as files:
        return {name: files.read(name).decode("utf-8", "replace") for name in files.namelist()}


@pytest.mark.hosts
def test_the_steps_of_the_workflow_up_to_the_upload(
    built: Path, tools: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    words = [step["run"].split()[2] for step in WORKFLOW["build"]["steps"] if "run" in step]
    assert words == ["check", "build", "test"]
    # What was built passes tests; all of them are for the workflow.
    assert (
        release.main(["test", "-n", "0", "-p", "no:cacheprovider", "tests/unit/test_cli.py"]) == 0
    )
    assert "passed" in capfd.readouterr().out
    # The packages were built twice. The list of what they are made of is the same again too.
    before = {file.name: file.read_bytes() for file in built.iterdir()}
    release.write_bill(Path(tools))
    assert {file.name: file.read_bytes() for file in built.iterdir()} == before
    for line in (built / release.SUMS).read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(before.pop(name)).hexdigest() == digest
    assert list(before) == [release.SUMS]
    check_bill(built, tools)
    check_wheels(built)
    check_source(built, monkeypatch)


def check_bill(built: Path, tools: str) -> None:
    """Hold the list of what the program is made of to its standard, and to what is declared."""
    (file,) = built.glob(f"*{release.BILL}")
    text = file.read_text("utf-8")
    subprocess.run([tools, "-c", VALID], input=text, encoding="utf-8", check=True)
    bill = json.loads(text)
    root = bill["metadata"]["component"]
    assert root["purl"] == f"pkg:pypi/{PROJECT['name']}@{PROJECT['version']}"
    found = {release.plain(item["name"]): item for item in bill["components"]}
    declared = {release.plain(re.split(r"[<>=]", item)[0]) for item in PROJECT["dependencies"]}
    # What is declared, and what that needs in turn; neither test tools nor what builds packages.
    assert declared | {"markupsafe", "pyyaml-env-tag", "soupsieve"} <= found.keys()
    assert found.keys().isdisjoint({"pytest", "hatchling", "ruff", PROJECT["name"]})
    assert all(item["licenses"] and item["version"] for item in found.values())
    known = {root["bom-ref"], *(item["bom-ref"] for item in found.values())}
    assert {item["ref"] for item in bill["dependencies"]} == known
    assert {ref for item in bill["dependencies"] for ref in item["dependsOn"]} <= known


def check_wheels(built: Path) -> None:
    """Look for the licence and the version in both wheels."""
    wheels = sorted(built.glob("*.whl"))
    assert len(wheels) == len(LICENCES)
    for wheel in wheels:
        name, version = wheel.name.split("-")[:2]
        file, title = LICENCES[name]
        texts = wheel_texts(wheel)
        licence = texts[f"{name}-{version}.dist-info/licenses/LICENSE"]
        assert licence == (ROOT / file).read_text("utf-8")
        assert title in " ".join(licence.split())
        metadata = email.message_from_string(texts[f"{name}-{version}.dist-info/METADATA"])
        assert metadata["License-File"] == "LICENSE"
        assert {metadata["Version"]} == {version} <= {PROJECT["version"], GUIDE["version"]}


def check_source(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build each wheel again from the source distribution, to the byte."""
    for archive in built.glob("*.tar.gz"):
        folder = built.parent / archive.name
        with tarfile.open(archive) as files:
            files.extractall(folder, filter="data")
        (top,) = folder.iterdir()
        epoch = release.output("git", "log", "-1", "--format=%ct").strip()
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(command, cwd=top, check=True, capture_output=True)
        (again,) = folder.glob("*.whl")
        assert again.read_bytes() == (built / again.name).read_bytes(), again.name


def test_the_command_tells_the_one_version_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run_casebook(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"casebook {PROJECT['version']}\n"
    version = re.escape(PROJECT["version"])
    states = re.compile(rf"^(?i:[\w -]*version[\w-]*) *[:=] *[\"']?{version}\b", re.MULTILINE)
    kinds = ("*.py", "*.yml", "*.toml", "*.cff", "*.md")
    tracked = filter(None, release.output("git", "ls-files", "-z", *kinds).split("\0"))
    held = [
        name
        for name in tracked
        if not name.startswith("tests/") and states.search((ROOT / name).read_text("utf-8"))
    ]
    assert held == ["pyproject.toml"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with just what a tag is held against."""
    root = tmp_path / "project"
    for folder in release.PROJECTS.values():
        (root / folder).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / folder / "pyproject.toml", root / folder / "pyproject.toml")
    heading = f"## {PROJECT['version']} - 2026-12-01"
    (root / "CHANGELOG.md").write_text(f"# Changelog\n\n{heading}\n\nThe first.\n\n## 0.0.1\n")
    monkeypatch.setattr(environment, "ROOT", root)
    who = ("-c", "user.name=Example", "-c", "user.email=example@example.org")
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "Start"]):
        release.output("git", *words)
    return root


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_that_fits_is_let_through(
    tag: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.is_dir()
    monkeypatch.setenv("GITHUB_REF_NAME", tag)
    assert release.main(["check"]) == 0
    named = f"{TAGS[tag]['name']} {TAGS[tag]['version']}"
    assert capsys.readouterr().out == f"{tag} can be released as {named}.\n"


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("v9.9.9", f"pyproject.toml: version: found {PROJECT['version']}, and the tag is v9.9.9."),
        ("guide-1", f"packs/digital-leadership/pyproject.toml: version: found {GUIDE['version']}"),
        ("0.1.0", "The tag 0.1.0 names no package. Write vVERSION or guide-VERSION."),
    ],
)
def test_a_tag_of_another_version_is_refused_with_the_smallest_fix(
    tag: str, told: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.is_dir()
    assert release.main(["check", tag]) == 1
    assert told in capsys.readouterr().err


def test_a_version_that_no_reader_is_told_of_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n", "utf-8")
    assert release.main(["check", f"v{PROJECT['version']}"]) == 1
    assert f'there is no heading "## {PROJECT["version"]} - "' in capsys.readouterr().err


def test_what_is_not_committed_is_not_released(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "new.txt").touch()
    assert release.main(["check", f"v{PROJECT['version']}"]) == 1
    assert "new.txt" in capsys.readouterr().err


@pytest.mark.parametrize("tag", TAGS)
def test_only_the_package_of_the_tag_is_signed_and_uploaded_and_all_is_announced(
    tag: str, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = [
        f"{item['name'].replace('-', '_')}-{item['version']}{end}"
        for item in TAGS.values()
        for end in ("-py3-none-any.whl", ".tar.gz")
    ]
    dist = tmp_path / "dist"
    dist.mkdir()
    for name in [*names, release.SUMS]:
        (dist / name).touch()
    asked: list[list[str]] = []
    monkeypatch.setattr(release, "DIST", dist)
    monkeypatch.setattr(environment, "prepare", lambda _environment: Path("python"))
    monkeypatch.setattr(release, "run", asked.append)
    assert project.is_dir()
    assert release.main(["upload", tag]) == 0
    assert release.main(["announce", tag]) == 0
    own = [n for n in names if n.startswith(TAGS[tag]["name"].replace("-", "_"))]
    sign, send, announce = asked
    assert sign == ["python", "-m", "pypi_attestations", "sign", *(f"{dist}/{n}" for n in own)]
    assert send[:4] == ["python", "-m", "twine", "upload"]
    assert "--attestations" in send
    files = {Path(word).name for word in send if word.startswith(str(dist))}
    assert files == {*own, *(f"{name}.publish.attestation" for name in own)}
    assert announce[:5] == ["gh", "release", "create", tag, "--verify-tag"]
    assert {Path(w).name for w in announce if w.startswith(str(dist))} == {*names, release.SUMS}
    told = announce[announce.index("--notes") + 1]
    assert told == ("The first." if tag.startswith("v") else GUIDE["description"])


def test_each_job_may_do_its_own_part_and_no_more() -> None:
    may = {name: job["permissions"] for name, job in WORKFLOW.items()}
    assert may == {
        "build": {"contents": "read"},
        "announce": {"attestations": "write", "contents": "write", "id-token": "write"},
        "upload": {"contents": "read", "id-token": "write"},
    }
    assert WORKFLOW["upload"]["environment"] == "release"
    for name in ("announce", "upload"):
        assert WORKFLOW[name]["needs"] == "build"
        steps = WORKFLOW[name]["steps"]
        assert [s["run"].split()[2] for s in steps if "run" in s] == [name]
    kept = [
        step["with"]
        for job in WORKFLOW.values()
        for step in job["steps"]
        if "-artifact@" in step.get("uses", "")
    ]
    assert {(item["name"], item["path"]) for item in kept} == {("dist", "dist")}


def test_nothing_built_is_told_and_nothing_uploaded(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(release, "DIST", project / "dist")
    monkeypatch.setattr(environment, "prepare", lambda _environment: Path("python"))
    assert release.main(["upload", f"v{PROJECT['version']}"]) == 1
    assert "Run first: python scripts/release.py build" in capsys.readouterr().err
    assert release.main([]) == 2
