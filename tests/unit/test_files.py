"""Finding and reading files. No test of links runs where the system lets us make none."""

import re
from pathlib import Path

import pytest

from mkdocs_casebook.content.files import (
    address_of,
    find_pictures,
    find_sources,
    published_path,
    write,
)
from mkdocs_casebook.core.model import Collection

COLLECTIONS = (
    Collection("case_studies", "case-study"),
    Collection("docs/themes", "theme"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name in ("docs/themes", "docs/about", "case_studies/more", ".git"):
        (folder / name).mkdir(parents=True)
    for name in (
        "docs/index.md",
        "docs/themes/index.md",
        "docs/themes/risk.md",
        "docs/about/index.MD",
        "docs/about/notes.txt",
        "docs/.hidden.md",
        "case_studies/example-trust.md",
        "case_studies/more/deep.md",
        "README.md",
    ):
        (folder / name).write_text("Text.\n", encoding="utf-8")
    return folder


def link(at: Path, target: Path) -> None:
    try:
        at.symlink_to(target, target_is_directory=target.is_dir())
    except OSError:
        pytest.skip("this system does not let us make a symbolic link")


def codes(root: Path) -> list[tuple[str, str]]:
    _sources, problems = find_sources(root, "docs", COLLECTIONS)
    return [(problem.code, problem.where.path) for problem in problems]


def test_every_markdown_file_is_found_once_and_in_order(root: Path) -> None:
    sources, problems = find_sources(root, "docs", COLLECTIONS)
    assert problems == []
    assert [(source.path, source.kind) for source in sources] == [
        ("case_studies/example-trust.md", "case-study"),
        ("case_studies/more/deep.md", "page"),
        ("docs/about/index.MD", "page"),
        ("docs/index.md", "page"),
        ("docs/themes/index.md", "page"),
        ("docs/themes/risk.md", "theme"),
    ]
    assert {source.content for source in sources} == {b"Text.\n"}
    assert sources[0].slug == "example-trust"
    assert sources[0].address == "case-studies/example-trust/"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("docs/index.md", ""),
        ("docs/guide/index.md", "guide/"),
        ("docs/guide/first-steps.md", "guide/first-steps/"),
        ("docs/my_page.md", "my_page/"),
        ("case_studies/example-trust.md", "case-studies/example-trust/"),
        ("case_studies/index.md", "case-studies/"),
        ("docs/reindex.md", "reindex/"),
    ],
)
def test_a_file_has_its_address(path: str, address: str) -> None:
    assert address_of(path, "docs") == address


def test_folders_outside_the_documents_are_published_with_hyphens() -> None:
    assert published_path("case_studies/a/index.html") == "case-studies/a/index.html"


def test_a_missing_folder_is_told(root: Path) -> None:
    sources, problems = find_sources(root, "docs", [Collection("docs/people", "organisation")])
    assert [(problem.code, problem.found) for problem in problems] == [
        ("missing-folder", 'there is no folder called "docs/people"')
    ]
    assert sources


def test_a_link_out_of_the_project_is_refused_and_told_once(root: Path) -> None:
    outside = root.parent / "outside.md"
    outside.write_text("Secret.\n", encoding="utf-8")
    link(root / "docs" / "themes" / "secret.md", outside)
    assert codes(root) == [("link-outside", "docs/themes/secret.md")]


def test_a_link_to_a_folder_outside_is_refused(root: Path) -> None:
    link(root / "docs" / "all", root.parent)
    assert codes(root) == [("link-outside", "docs/all")]


def test_a_link_to_a_folder_above_itself_is_refused(root: Path) -> None:
    link(root / "docs" / "again", root / "docs")
    assert codes(root) == [("link-outside", "docs/again")]


def test_a_link_inside_the_project_is_followed(root: Path) -> None:
    link(root / "docs" / "readme.md", root / "README.md")
    sources, problems = find_sources(root, "docs", COLLECTIONS)
    assert problems == []
    assert "docs/readme.md" in {source.path for source in sources}


def test_a_link_to_nothing_is_told(root: Path) -> None:
    link(root / "docs" / "themes" / "gone.md", root / "not-there.md")
    assert codes(root) == [("unreadable-file", "docs/themes/gone.md")]


def test_a_huge_file_is_not_read(root: Path) -> None:
    with (root / "docs" / "index.md").open("wb") as stream:
        stream.truncate(5 * 1024 * 1024)
    assert codes(root) == [("file-too-large", "docs/index.md")]


def test_pictures_beside_entries_are_found(root: Path) -> None:
    for name in ("a.png", "more/b.JPG", "c.svg", "d.txt"):
        (root / "case_studies" / name).write_bytes(b"")
    (root / "docs" / "e.png").write_bytes(b"")
    assert find_pictures(root, ["case_studies"]) == [
        "case_studies/a.png",
        "case_studies/more/b.JPG",
    ]


def test_a_picture_that_is_a_link_is_left_out(root: Path) -> None:
    (root / "docs" / "e.png").write_bytes(b"")
    link(root / "case_studies" / "a.png", root / "docs" / "e.png")
    assert find_pictures(root, ["case_studies"]) == []


def test_a_file_is_written_whole_or_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a" / "file.json"
    write(tmp_path, "a/file.json", "old")
    file.chmod(0o600)
    write(tmp_path, "a/file.json", "new")
    assert file.read_text("utf-8") == "new"
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UnicodeEncodeError):
        write(tmp_path, "a/file.json", "newer \ud800")
    (tmp_path / "a/.file.json.new").mkdir()
    with pytest.raises(OSError, match=re.escape(str(file))):
        write(tmp_path, "a/file.json", "newer")
    assert file.read_text("utf-8") == "new"
