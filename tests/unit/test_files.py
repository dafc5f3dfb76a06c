"""Finding and reading files. No test of links runs where the system lets us make none."""

import os
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_casebook.content.files import (
    address_of,
    find_pictures,
    find_sources,
    picture_reader,
    published_path,
    read_text,
    write,
    write_new,
    write_source,
)
from mkdocs_casebook.core.model import Collection, Source
from mkdocs_casebook.federation.snapshots import find_snapshots
from mkdocs_casebook.safety.rules import USUAL, Rules

COLLECTIONS = (
    Collection("case_studies", "case-study"),
    Collection("docs/themes", "theme"),
)


READ = {"case_studies/example-trust.md", "docs/index.md", "docs/themes/risk.md"}


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


def codes(root: Path, rules: Rules = USUAL) -> list[tuple[str, str]]:
    """Return what is told; every other file must have been read all the same."""
    sources, problems = find_sources(root, "docs", COLLECTIONS, rules)
    assert {source.path for source in sources} | {p.where.path for p in problems} >= READ
    return sorted((problem.code, problem.where.path) for problem in problems)


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


def make_pipe(file: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    os.mkfifo(file)


def make_socket(file: Path) -> None:
    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("this system has no sockets in folders")
    here = Path.cwd()
    os.chdir(file.parent)  # The name of a socket may not be long.
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(file.name)
    os.chdir(here)


def make_ring(file: Path) -> None:
    link(file, Path(file.name))


def make_link_to_nothing(file: Path) -> None:
    link(file, Path("not-there"))


def make_shut(file: Path) -> None:
    file.write_bytes(b"")
    shut(file)


def shut(place: Path) -> None:
    place.chmod(0)
    if os.access(place, os.R_OK):
        pytest.skip("this user may read everything")


@pytest.mark.parametrize(
    "name", ["docs/a.md", "docs/themes/a.md", "case_studies/a.md", "docs/a.png"]
)
@pytest.mark.parametrize(
    "make", [make_pipe, make_socket, make_ring, make_link_to_nothing, make_shut]
)
def test_what_is_no_file_that_can_be_read_is_told_and_never_waited_for(
    root: Path, make: Callable[[Path], None], name: str
) -> None:
    make(root / name)
    assert codes(root) == [("unreadable-file", name)]
    assert picture_reader(root)(name) is None or make is make_shut
    assert find_pictures(root, ["case_studies"]) == []
    assert read_text(root, name) is None


@pytest.mark.parametrize("folder", ["docs/themes", "case_studies", "docs", "docs/.hidden"])
def test_a_folder_that_is_shut_is_told_without_its_files(root: Path, folder: str) -> None:
    (root / folder).mkdir(exist_ok=True)
    (root / folder).chmod(0o444)  # Its files can be listed, and not even looked at.
    listed, told = find_sources(root, "docs", COLLECTIONS)
    shut(root / folder)
    sources, (problem,) = find_sources(root, "docs", COLLECTIONS)
    (root / folder).chmod(0o755)
    assert (problem.code, problem.where.path) == ("unreadable-file", folder)
    assert {problem.code for problem in told} <= {"unreadable-file"}
    assert listed == sources
    assert bool(sources) is (folder != "docs" or "case_studies" in sources[0].path)


def test_links_in_linked_folders_are_not_followed_for_ever(root: Path) -> None:
    for number in range(30):
        (root / f"docs/{number}").mkdir()
        for name in "ab":
            link(root / f"docs/{number}/{name}", Path(f"../{number + 1}"))
    (root / "docs/30").mkdir()
    (root / "docs/30/page.md").write_text("Text.\n", "utf-8")
    told = codes(root)
    assert {code for code, _path in told} == {"link-outside"}
    assert len(told) == 29 * 4


def test_links_that_lead_to_each_other_are_told(root: Path) -> None:
    (root / "docs/a").mkdir()
    (root / "docs/b").mkdir()
    link(root / "docs/a/to", Path("../b"))
    link(root / "docs/b/to", Path("../a"))
    assert codes(root) == [("link-outside", "docs/a/to/to"), ("link-outside", "docs/b/to/to")]


@pytest.mark.parametrize("target", ["../../.git", "../../../elsewhere", "/", ".."])
def test_links_in_hidden_folders_are_held_to_the_same_rule(root: Path, target: str) -> None:
    (root / "docs/.hidden").mkdir()
    link(root / "docs/.hidden/link", Path(target))
    link(root / "docs/link.txt", Path("../.git/config"))
    assert codes(root) == [("link-outside", "docs/.hidden/link"), ("link-outside", "docs/link.txt")]


def test_a_collection_that_is_a_link_outside_is_refused(root: Path) -> None:
    (root / "case_studies").rename(root.parent / "elsewhere")
    link(root / "case_studies", root.parent / "elsewhere")
    sources, (problem,) = find_sources(root, "docs", COLLECTIONS)
    assert (problem.code, problem.where.path) == ("link-outside", "case_studies")
    assert not any(source.path.startswith("case_studies") for source in sources)


def test_folders_in_each_other_have_an_end(root: Path) -> None:
    folder = root / "docs"
    for _ in range(120):
        folder /= "a"
    folder.mkdir(parents=True)
    (folder / "page.md").write_text("Text.\n", "utf-8")
    assert [code for code, _path in codes(root)] == ["unreadable-file"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
@pytest.mark.parametrize("name", [b"caf\xe9.md", b"caf\xe9.png", b"caf\xe9/a.md"])
def test_a_name_that_is_no_text_is_told(root: Path, name: bytes) -> None:
    file = root / "docs" / os.fsdecode(name)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"Text.\n")
    assert [code for code, _path in codes(root)] == ["bad-file-name"]


def test_hidden_files_are_read_where_the_host_is_told_to_publish_them(root: Path) -> None:
    (root / "docs/.well-known").mkdir()
    for name in ("a.md", "b.html", "c.txt", "d.svg"):
        (root / "docs/.well-known" / name).write_text("Text.\n", "utf-8")
    assert codes(root, Rules(trusted=())) == []
    rules = Rules(trusted=(), excluded="!.well-known\nb*\n")
    sources, problems = find_sources(root, "docs", COLLECTIONS, rules)
    assert [source.path for source in sources if "/." in source.path] == ["docs/.well-known/a.md"]
    assert [problem.where.path for problem in problems] == ["docs/.well-known/d.svg"]


def test_pictures_beside_entries_are_found(root: Path) -> None:
    for name in ("a.png", "more/b.JPG", "c.svg", "d.txt"):
        (root / "case_studies" / name).write_bytes(b"")
    (root / "docs" / "e.png").write_bytes(b"")
    assert find_pictures(root, ["case_studies"]) == [
        "case_studies/a.png",
        "case_studies/more/b.JPG",
    ]


def test_a_picture_that_is_a_link_is_found_unless_it_leads_outside(root: Path) -> None:
    (root / "docs" / "e.png").write_bytes(b"")
    (root.parent / "f.png").write_bytes(b"")
    link(root / "case_studies" / "a.png", root / "docs" / "e.png")
    link(root / "case_studies" / "b.png", root.parent / "f.png")
    assert find_pictures(root, ["case_studies"]) == ["case_studies/a.png"]


@pytest.mark.parametrize("path", ["x" * 300 + ".png", "a\0.png", "docs/themes"])
def test_what_no_system_could_hold_is_no_picture(root: Path, path: str) -> None:
    assert picture_reader(root)(path) is None


def test_snapshots_that_cannot_be_read_are_told(root: Path) -> None:
    assert find_snapshots(root) == ({}, [])
    (root / "sources").mkdir()
    (root / "sources/a.json").write_bytes(b"{}")
    link(root / "sources/b.json", root / "not-there.json")
    found, (problem,) = find_snapshots(root)
    assert found == {"sources/a.json": b"{}"}
    assert (problem.code, problem.where.path) == ("unreadable-file", "sources/b.json")


def test_nothing_is_written_outside_the_project(root: Path) -> None:
    outside = root.parent / "outside.md"
    outside.write_text("Mine.\n", "utf-8")
    link(root / "docs/link.md", outside)
    with pytest.raises(PermissionError, match="It leads out of the project"):
        write(root, "docs/link.md", "Ours.\n")
    with pytest.raises(FileExistsError):
        write_new(root, "docs/link.md", "Ours.\n")
    source = Source(path="docs/link.md", kind="page", slug="link", address="link/", content=b"Ours")
    problem = write_source(root, source)
    assert problem is not None
    assert problem.code == "unreadable-file"
    assert outside.read_text("utf-8") == "Mine.\n"
    assert sorted(path.name for path in root.parent.iterdir()) == ["outside.md", "site"]


def test_what_is_written_through_a_link_inside_the_project_leaves_the_link(root: Path) -> None:
    link(root / "docs/link.md", root / "README.md")
    write(root, "docs/link.md", "Ours.\n")
    assert (root / "docs/link.md").is_symlink()
    assert (root / "README.md").read_text("utf-8") == "Ours.\n"


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
