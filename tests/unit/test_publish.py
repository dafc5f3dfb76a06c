"""A site is built beside the old one and put in place whole."""

from pathlib import Path

import pytest

from mkdocs_casebook.publish import Staging


def site_with(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def everything(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_first_site_is_put_in_place(tmp_path: Path) -> None:
    site = tmp_path / "deep" / "site"
    staging = Staging.beside(site)
    (staging.folder / "index.html").write_text("new", encoding="utf-8")
    assert not site.exists()
    staging.put_in_place()
    assert (site / "index.html").read_text(encoding="utf-8") == "new"
    assert everything(site.parent) == ["site"]


def test_a_new_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    site = site_with(tmp_path / "site", "old")
    (site / "gone.html").write_text("old", encoding="utf-8")
    staging = Staging.beside(site)
    (staging.folder / "index.html").write_text("new", encoding="utf-8")
    assert (site / "index.html").read_text(encoding="utf-8") == "old"
    staging.put_in_place()
    assert everything(site) == ["index.html"]
    assert (site / "index.html").read_text(encoding="utf-8") == "new"
    assert everything(tmp_path) == ["site"]


def test_a_web_server_can_read_the_new_site(tmp_path: Path) -> None:
    staging = Staging.beside(tmp_path / "site")
    assert staging.folder.stat().st_mode & 0o555 == 0o555


def test_what_was_built_can_be_thrown_away(tmp_path: Path) -> None:
    site = site_with(tmp_path / "site", "old")
    staging = Staging.beside(site)
    staging.discard()
    staging.discard()
    assert everything(tmp_path) == ["site"]
    assert everything(site) == ["index.html"]


@pytest.mark.parametrize("had_site", [True, False])
def test_the_old_site_comes_back_if_the_new_one_cannot_be_put_in_place(
    tmp_path: Path,
    had_site: bool,  # noqa: FBT001
) -> None:
    site = tmp_path / "site"
    if had_site:
        site_with(site, "old")
    staging = Staging.beside(site)
    staging.discard()
    with pytest.raises(OSError, match=r"No such file|cannot find"):
        staging.put_in_place()
    assert everything(tmp_path) == (["site"] if had_site else [])
