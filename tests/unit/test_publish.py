"""A site is built beside the old one and put in place whole."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_casebook.publish import Staging, clear_up


def site_with(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def text_of(site: Path) -> str:
    return (site / "index.html").read_text(encoding="utf-8")


def everything(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def started(site: Path) -> Staging:
    staging = Staging.beside(site)
    staging.start()
    (staging.folder / "index.html").write_text("new", encoding="utf-8")
    return staging


def killed(staging: Staging) -> None:
    """Let go of what the system lets go of when a process is killed."""
    if staging.lock is not None:
        os.close(staging.lock)
        staging.lock = None


@pytest.fixture
def stopped(tmp_path: Path) -> Iterator[Staging]:
    """Return what a build leaves that is killed while it writes, beside the old site."""
    site_with(tmp_path / "site", "old")
    staging = started(tmp_path / "site")
    killed(staging)
    # On Windows only its age tells that nobody works in it any more.
    os.utime(staging.folder, (0, 0))
    yield staging
    staging.discard()


def test_the_first_site_is_put_in_place(tmp_path: Path) -> None:
    site = tmp_path / "deep" / "site"
    staging = started(site)
    assert not site.exists()
    staging.put_in_place()
    assert text_of(site) == "new"
    assert everything(site.parent) == ["site"]


def test_a_new_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    site = site_with(tmp_path / "site", "old")
    (site / "gone.html").write_text("old", encoding="utf-8")
    staging = started(site)
    assert text_of(site) == "old"
    staging.put_in_place()
    assert everything(site) == ["index.html"]
    assert text_of(site) == "new"
    assert everything(tmp_path) == ["site"]


def test_what_was_built_can_be_thrown_away(tmp_path: Path) -> None:
    site = site_with(tmp_path / "site", "old")
    staging = started(site)
    staging.discard()
    staging.discard()
    assert everything(tmp_path) == ["site"]
    assert text_of(site) == "old"


@pytest.mark.parametrize("had_site", [True, False])
def test_the_old_site_comes_back_if_the_new_one_cannot_be_put_in_place(
    tmp_path: Path,
    had_site: bool,  # noqa: FBT001
) -> None:
    site = tmp_path / "site"
    if had_site:
        site_with(site, "old")
    staging = Staging.beside(site)
    with pytest.raises(OSError, match=r"No such file|cannot find"):
        staging.put_in_place()
    assert everything(tmp_path) == (["site"] if had_site else [])


def test_what_a_killed_build_left_is_cleared_up(stopped: Staging) -> None:
    assert clear_up(stopped.site) == "Cleared up after 1 build that had been stopped."
    assert everything(stopped.site.parent) == ["site"]
    assert text_of(stopped.site) == "old"
    assert not clear_up(stopped.site)


def test_a_build_that_was_killed_in_the_middle_of_the_swap_leaves_no_gap(stopped: Staging) -> None:
    older = Staging(stopped.site.with_name(".site-next-00000000"), stopped.site)
    site_with(older.retired, "older")
    stopped.site.rename(stopped.retired)
    assert clear_up(stopped.site) == "Cleared up after 2 builds that had been stopped."
    assert everything(stopped.site.parent) == ["site"]
    assert text_of(stopped.site) == "old"


def test_a_retired_site_that_could_not_be_deleted_is_cleared_up(stopped: Staging) -> None:
    site_with(stopped.retired, "older")
    (stopped.retired / "folder").mkdir()
    (stopped.retired / "folder" / "page.html").touch()
    for path in (stopped.retired / "folder", stopped.retired):
        path.chmod(0o555)
    clear_up(stopped.site)
    assert everything(stopped.site.parent) == ["site"]


@pytest.mark.parametrize(
    "name",
    [".site-next-mine", ".site-next-0123456789", ".other-next-01234567", "site-next-01234567"],
)
def test_what_no_build_made_is_left_alone(stopped: Staging, name: str) -> None:
    site_with(stopped.site.with_name(name), "mine")
    clear_up(stopped.site)
    assert everything(stopped.site.parent) == sorted(["site", name])


def test_a_build_that_still_runs_is_left_alone(tmp_path: Path) -> None:
    site = site_with(tmp_path / "site", "old")
    staging = started(site)
    assert not clear_up(site)
    # Nor is one in the middle of the swap.
    site.rename(staging.retired)
    assert not clear_up(site)
    assert everything(tmp_path) == sorted([staging.folder.name, staging.retired.name])
    staging.discard()
    assert text_of(site) == "old"


def test_what_cannot_be_deleted_is_named(stopped: Staging) -> None:
    # A file in the place of the folder is nothing that a build makes.
    stopped.retired.touch()
    assert clear_up(stopped.site).endswith(
        f"This could not be deleted, so delete it yourself: {stopped.retired}"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes")
def test_a_web_server_can_read_the_new_site(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.touch(0o600)
    before = os.umask(0o077)
    try:
        staging = started(tmp_path / "site")
        site_with(staging.folder / "folder", "new")
        (staging.folder / "link").symlink_to(outside)
        (staging.folder / "wide").touch()
        (staging.folder / "wide").chmod(0o664)
        staging.put_in_place()
    finally:
        os.umask(before)
    modes = {
        path.relative_to(tmp_path).as_posix(): oct(path.stat().st_mode & 0o777)
        for path in (tmp_path / "site", *(tmp_path / "site").rglob("*"))
    }
    assert modes == {
        "site": "0o755",
        "site/index.html": "0o644",
        "site/folder": "0o755",
        "site/folder/index.html": "0o644",
        "site/wide": "0o664",
        "site/link": "0o600",
    }
