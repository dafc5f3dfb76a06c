"""An older site, recorded in ``tests/older``, moved to later versions of engine and pack."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from mkdocs_casebook.packs.lock import read_lock
from wheels import PROJECT, make_environment, offline, with_version, write_pack

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
