"""An older site, recorded in ``tests/older``, moved to later versions of engine and pack."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_casebook.packs.lock import read_lock
from wheels import (
    PROJECT,
    commit_all,
    copy_project,
    git,
    make_environment,
    offline,
    with_version,
    write_pack,
)

pytestmark = pytest.mark.hosts

OLDER = PROJECT / "tests/older/site"
PACK = PROJECT / "tests/packs/example"
NEWER = "9.0.0"
MAY_CHANGE = {"requirements.txt", "mkdocs.yml", "casebook.lock"}


def digests(site: Path) -> dict[str, str]:
    return {
        file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(site.rglob("*"))
        if file.is_file() and file.relative_to(site).parts[0] != "site"
    }


def newer_pack(folder: Path) -> Path:
    """Return the pack as its next version has it: a theme renamed, a replaced chapter changed."""
    shutil.copytree(PACK, folder)
    chapter = folder / "docs/guide/first-steps.md"
    chapter.write_text(chapter.read_text("utf-8").replace("Say who", "Say in public who"), "utf-8")
    theme = folder / "docs/themes/buying.md"
    text = theme.read_text("utf-8").replace("  - shopping\n", "  - shopping\n  - buying\n")
    (folder / "docs/themes/procurement.md").write_text(
        text.replace("Buying", "Procurement"), "utf-8"
    )
    theme.unlink()
    for file in folder.rglob("*.md"):
        text = file.read_text("utf-8")
        file.write_text(text.replace("  - buying\n\n", "  - procurement\n\n"), "utf-8")
    for file in (folder / "docs/guide").glob("*.md"):
        text = file.read_text("utf-8").replace('themes="buying"', 'themes="procurement"')
        file.write_text(text.replace("  - buying\n", "  - procurement\n"), "utf-8")
    for place in ("docs/questions/second.md", "stories/far-away.md"):
        file = folder / place
        text = file.read_text("utf-8").replace('themes="buying"', 'themes="procurement"')
        file.write_text(text.replace("  - buying\n", "  - procurement\n"), "utf-8")
    return folder


@pytest.fixture
def packages(wheels: Path, tmp_path: Path) -> Path:
    """Return a folder with the engine's wheel and the example's, to which a test may add."""
    folder = Path(shutil.copytree(wheels, tmp_path / "wheels"))
    write_pack(folder, "example", "1.0", PACK)
    return folder


def test_an_older_site_moves_on_and_keeps_all_that_it_wrote(tmp_path: Path, packages: Path) -> None:
    python = make_environment(tmp_path / "env")
    site = Path(shutil.copytree(OLDER, tmp_path / "site"))

    def run(*arguments: str, status: int = 0) -> str:
        done = subprocess.run(
            [str(python), "-m", *arguments],
            cwd=site,
            env=offline(packages),
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == status, said
        assert "Traceback" not in said
        return said

    run("pip", "install", "-q", "-r", "requirements.txt")
    before = digests(site)
    # The newest there is: nothing moves but the spelling of two settings, and the lock appears.
    said = run("mkdocs_casebook", "upgrade")
    assert 'mkdocs.yml:9: the setting "extra.colors" is now called "colours".' in said
    assert 'mkdocs.yml:11: the setting "extra.license" is now called "licence".' in said
    settings = (site / "mkdocs.yml").read_text("utf-8")
    recorded = (OLDER / "mkdocs.yml").read_text("utf-8")
    assert settings == recorded.replace("colors:", "colours:").replace("license:", "licence:")
    run("mkdocs", "build", "--strict")
    assert (site / "site/themes/buying/index.html").is_file()

    (engine,) = packages.glob("mkdocs_casebook-*.whl")
    with_version(engine, packages, NEWER)
    write_pack(packages, "example", "1.1", newer_pack(tmp_path / "pack"))
    said = run("mkdocs_casebook", "upgrade")
    assert "casebook-pack-example: 1.0 → 1.1" in said
    assert "-Say who decides." in said
    assert "+Say in public who decides." in said
    assert (
        "docs/guide/first-steps.md:1: notice: the text that this file replaces has changed" in said
    )
    assert 'the theme "buying" is now "procurement"' in said
    pins = (site / "requirements.txt").read_text("utf-8")
    assert pins == (
        "# What builds this site.\n"
        f"mkdocs-casebook=={NEWER}\ncasebook-pack-example==1.1   # the guide\n"
    )
    after = digests(site)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= MAY_CHANGE
    assert before.keys() <= after.keys()
    run("mkdocs", "build", "--strict")
    assert "procurement" in (site / "site/themes/buying/index.html").read_text("utf-8")
    assert "Our own first steps" in (site / "site/guide/first-steps/index.html").read_text("utf-8")

    assert "+Say in public" in run("mkdocs_casebook", "upgrade", "--review")
    said = run("mkdocs_casebook", "check", "--no-advice")
    assert "has changed" not in said
    locked = read_lock((site / "casebook.lock").read_text("utf-8"))
    assert {base.version for base in locked.values()} == {"1.1"}
    assert digests(site).keys() == after.keys()


def test_a_failed_installation_changes_nothing(tmp_path: Path, packages: Path) -> None:
    python = make_environment(tmp_path / "env")
    site = Path(shutil.copytree(OLDER, tmp_path / "site"))
    pip = [str(python), "-m", "pip", "install", "-q", "-r", "requirements.txt"]
    subprocess.run(pip, cwd=site, env=offline(packages), check=True)
    text = (site / "requirements.txt").read_text("utf-8")
    (site / "requirements.txt").write_text(f"{text}casebook-pack-nowhere==1.0\n", "utf-8")
    before = digests(site)
    done = subprocess.run(
        [str(python), "-m", "mkdocs_casebook", "upgrade"],
        cwd=site,
        env=offline(packages),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Nothing was changed" in done.stderr
    after = digests(site)
    assert {name for name in after if after[name] != before.get(name)} <= {"casebook.lock"}
    json.loads((site / "casebook.lock").read_text("utf-8"))


def newer_wheels(wheels: Path, folder: Path) -> list[Path]:
    """Write the engine and the guide again, as their next versions."""
    folder.mkdir()
    return [with_version(file, folder, NEWER) for file in sorted(wheels.glob("*.whl"))]


def call(
    python: Path, site: Path, environment: dict[str, str], *words: str, status: int = 0
) -> str:
    done = subprocess.run(
        [str(python), "-m", *words],
        cwd=site,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == status, said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize("way", ["packages", "git"])
def test_a_site_of_the_last_release_moves_on_and_keeps_what_it_needs(
    tmp_path: Path, wheels: Path, way: str
) -> None:
    """What began from packages or the template gets new files; from Git they are installed."""
    (tmp_path / "nothing").mkdir()
    alone = offline(tmp_path / "nothing")
    python = make_environment(tmp_path / "env")
    names = ("mkdocs-casebook", "casebook-pack-digital-leadership")
    call(python, tmp_path, offline(wheels), "pip", "install", "-q", *names)
    call(python, tmp_path, alone, "mkdocs_casebook", "init", "site", "--no-questions")
    site = tmp_path / "site"
    assert "Nothing newer is in the folder wheels/." in call(
        python, site, alone, "mkdocs_casebook", "upgrade"
    )
    # A dependency's version moves with the program that was tested with it.
    (site / "requirements/site.txt").write_text("# an older list\n", "utf-8")
    before = digests(site)
    newer = newer_wheels(wheels, tmp_path / "newer")
    if way == "packages":
        for file in newer:
            shutil.copy(file, site / "wheels")
        said = call(python, site, alone, "mkdocs_casebook", "upgrade")
    else:
        files = [str(file) for file in newer]
        call(python, site, alone, "pip", "install", "-q", "--no-deps", *files)
        said = call(python, site, alone, "mkdocs_casebook", "upgrade", status=1)
        assert "casebook upgrade --no-install" in said
        assert digests(site) == before
        said = call(python, site, alone, "mkdocs_casebook", "upgrade", "--no-install")
    assert f"mkdocs-casebook: 0.1.0 → {NEWER}" in said
    after = digests(site)
    changed = {name for name in after if after[name] != before.get(name)}
    files = {f"wheels/{file.name}" for file in newer}
    assert changed == {"requirements.txt", "requirements/site.txt", *files}
    other = Path(shutil.copytree(site, tmp_path / "other"))
    clean = make_environment(tmp_path / "other-env")
    call(clean, other, alone, "pip", "install", "-q", "-r", "requirements.txt")
    said = call(clean, other, alone, "pip", "freeze", "--all")
    assert f"mkdocs-casebook=={NEWER}" in said
    call(clean, other, alone, "mkdocs_casebook", "build")


@pytest.mark.parametrize("way", ["packages", "git"])
def test_the_oldest_site_takes_packages_from_anywhere(
    tmp_path: Path, packages: Path, way: str
) -> None:
    (tmp_path / "nothing").mkdir()
    alone = offline(tmp_path / "nothing")
    python = make_environment(tmp_path / "env")
    site = Path(shutil.copytree(OLDER, tmp_path / "site"))
    call(python, site, offline(packages), "pip", "install", "-q", "-r", "requirements.txt")
    before = digests(site)
    # With no index in reach, nothing is known of newer versions, and that is what is said.
    said = call(python, site, alone, "mkdocs_casebook", "upgrade", status=1)
    assert "Nothing was changed: the package index could not be looked into." in said
    assert {n for n, d in digests(site).items() if before.get(n) != d} <= {"casebook.lock"}

    (engine,) = packages.glob("mkdocs_casebook-*.whl")
    newer = tmp_path / "newer"
    newer.mkdir()
    files = [with_version(engine, newer, NEWER)]
    files.append(write_pack(newer, "example", "1.1", newer_pack(tmp_path / "pack")))
    if way == "packages":
        (site / "wheels").mkdir()
        for file in files:
            shutil.copy(file, site / "wheels")
        requirements = site / "requirements.txt"
        text = requirements.read_text("utf-8")
        requirements.write_text(f"--find-links wheels\n{text}", "utf-8")
        said = call(python, site, alone, "mkdocs_casebook", "upgrade")
    else:
        call(python, site, alone, "pip", "install", "-q", "--no-deps", *map(str, files))
        said = call(python, site, alone, "mkdocs_casebook", "upgrade", "--no-install")
    assert "casebook-pack-example: 1.0 → 1.1" in said
    assert "+Say in public who decides." in said
    call(python, site, alone, "mkdocs_casebook", "build")


def test_a_fork_takes_a_later_version_by_a_merge(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", commit=True)
    fork = tmp_path / "fork"
    git(tmp_path, "clone", "--quiet", str(project), str(fork))
    environment = offline(tmp_path) | {"PYTHONPATH": str(fork / "plugins")}
    python = Path(sys.executable)
    removed = sorted(f"case_studies/{file.name}" for file in (fork / "case_studies").glob("*.md"))
    call(python, fork, environment, "mkdocs_casebook", "remove", *removed)
    commit_all(fork, "Take the stories out")
    # The later version changes a story that has gone, and adds a page that names another.
    changed = project / removed[0]
    changed.write_text(f"{changed.read_text('utf-8')}\nA later word.\n", "utf-8")
    page = f"---\ntitle: A later page\n---\n\nSee [one](../{removed[1]}).\n"
    (project / "docs/later.md").write_text(page, "utf-8")
    commit_all(project, "A later version")
    with pytest.raises(subprocess.CalledProcessError):
        git(fork, "pull", "--quiet", "--no-rebase", "--no-edit", str(project), "main")
    git(fork, "rm", "--quiet", removed[0])
    commit_all(fork, "Merge the later version")
    said = call(python, fork, environment, "mkdocs_casebook", "check", "--no-advice", status=1)
    told = [line for line in said.splitlines() if "leads to no file of this site" in line]
    assert len(told) == 1
    assert told[0].startswith("docs/later.md:5: ")
