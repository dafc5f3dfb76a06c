"""The folder of plain pages is written whole, and over nothing of anybody else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mkdocs_casebook.mkdocs_plugin.staged_tree import LIST, refusal, write_tree

SOURCES = ("docs", "case_studies")
TEXTS = {"mkdocs.yml": "site_name: A\n", "docs/index.md": "# A\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = tmp_path / "site-source"
    (site / "docs").mkdir(parents=True)
    return site


def there(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_a_tree_is_texts_copies_and_a_list_of_them(root: Path) -> None:
    picture = root / "picture.png"
    picture.write_bytes(b"\x89PNG")
    folder = root / "plain"
    write_tree(folder, TEXTS, {"docs/among/picture.png": picture})
    files = there(folder)
    listed = dict(line.split("  ")[::-1] for line in files.pop(LIST).decode().splitlines())
    assert files == {name: text.encode() for name, text in TEXTS.items()} | {
        "docs/among/picture.png": b"\x89PNG"
    }
    assert listed == {name: hashlib.sha256(text).hexdigest() for name, text in files.items()}
    assert sorted(path.name for path in root.iterdir()) == ["docs", "picture.png", "plain"]


def test_a_tree_is_written_anew_without_what_it_held(root: Path) -> None:
    folder = root / "plain"
    write_tree(folder, TEXTS | {"docs/gone.md": "# Gone\n"}, {})
    (folder / "site").mkdir()
    (folder / "site/index.html").write_text("made by a host")
    assert refusal(folder, root, SOURCES) == ""
    write_tree(folder, TEXTS, {})
    assert set(there(folder)) == {*TEXTS, LIST}


def test_what_cannot_be_copied_leaves_the_old_tree(root: Path) -> None:
    folder = root / "plain"
    write_tree(folder, TEXTS, {})
    before = there(folder)
    with pytest.raises(FileNotFoundError):
        write_tree(folder, {"docs/index.md": "# B\n"}, {"docs/a.png": root / "not-there.png"})
    assert there(folder) == before
    assert sorted(path.name for path in root.iterdir()) == ["docs", "plain"]


def test_a_folder_that_is_new_or_empty_is_taken(root: Path) -> None:
    (root / "empty").mkdir()
    assert refusal(root / "empty", root, SOURCES) == ""
    assert refusal(root / "new", root, SOURCES) == ""


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("docs", "is in docs/, which holds files of the site."),
        ("docs/plain", "is in docs/, which holds files of the site."),
        ("case_studies/plain", "is in case_studies/, which holds files of the site."),
        (".", "holds the site itself."),
        ("..", "holds the site itself."),
        ("file", "is a file."),
        ("full", 'holds "a/b.md", which "casebook stage" has not written.'),
        ("hosted", 'holds "site/index.html", which "casebook stage" has not written.'),
    ],
)
def test_a_folder_of_anybody_else_is_refused(root: Path, place: str, told: str) -> None:
    (root / "file").write_text("")
    (root / "full/a").mkdir(parents=True)
    (root / "full/a/b.md").write_text("")
    (root / "hosted/site").mkdir(parents=True)
    (root / "hosted/site/index.html").write_text("")
    assert told in refusal((root / place).resolve(), root, SOURCES)


@pytest.mark.parametrize("name", ["docs/index.md", "docs/mine.md", "mine"])
def test_what_was_added_or_changed_by_hand_is_not_lost(root: Path, name: str) -> None:
    folder = root / "plain"
    write_tree(folder, TEXTS, {})
    (folder / name).write_text("mine")
    told = refusal(folder, root, SOURCES)
    assert told.startswith(f"{folder}/{name} was added or changed by hand")


def test_a_link_among_plain_pages_is_not_followed_and_not_lost(root: Path) -> None:
    folder = root / "plain"
    write_tree(folder, TEXTS, {})
    try:
        (folder / "docs/more").symlink_to(root / "docs")
    except OSError:
        pytest.skip("this system does not let us make a symbolic link")
    assert "docs/more was added" in refusal(folder, root, SOURCES)
