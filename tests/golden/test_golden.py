"""Each folder here is one kind of mistake: the files that hold it, and what is said about it.

``<name>/input`` is laid over the good site in ``_base``; ``<name>/expected.txt`` holds every line
that ``casebook check`` must then print. To add a case, make the input and run this test with
``CASEBOOK_UPDATE_GOLDEN=1``: it writes what is said now. Read it aloud before you keep it.

Folders without an input are made while the test runs, by the functions below, because they would
be too large for the repository, or could not be kept in it on every system.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from codes import CODES
from mkdocs_casebook.cli.main import main
from mkdocs_casebook.content import events, limits
from mkdocs_casebook.safety import size_limits as weight

HERE = Path(__file__).parent
BASE = HERE / "_base"
PACK = HERE.parent / "packs" / "example"
"""A content pack, laid under the sites whose folder starts with ``pack-``."""

UPDATE = bool(os.environ.get("CASEBOOK_UPDATE_GOLDEN"))
CASE_STUDY = "case_studies/example-trust.md"

NAMES = sorted(
    path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("_")
)
SYNTAX = [name for name in NAMES if name.startswith(("syntax-", "front-matter-", "text-"))]

PROGRAMMERS_WORDS = re.compile(
    r"\b(?:schema|yaml|null|pars\w+|string|mapping|token)\b", re.IGNORECASE
)
LINE = re.compile(r"[^\s:][^:]*:[1-9]\d*: (?:notice: )?(?:\S+: )?.+")


def replace_in_case_study(root: Path, old: str, new: str) -> None:
    file = root / CASE_STUDY
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def make_shortcut(root: Path, target: Path) -> None:
    try:
        (root / "case_studies" / "shortcut.md").symlink_to(target)
    except OSError:
        pytest.skip("this system does not let us make a symbolic link")


def make_link_outside(root: Path) -> None:
    target = root.parent / "outside.md"
    target.write_text("Nothing for readers.\n", encoding="utf-8")
    make_shortcut(root, target)


def make_unreadable_file(root: Path) -> None:
    make_shortcut(root, root / "case_studies" / "not-there.md")


def make_link_in_a_ring(root: Path) -> None:
    (root / "docs" / ".hidden").mkdir()
    try:
        (root / "docs" / ".hidden" / "again").symlink_to("..")
    except OSError:
        pytest.skip("this system does not let us make a symbolic link")


def make_pipe(root: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    os.mkfifo(root / "case_studies" / "story.md")
    os.mkfifo(root / "docs" / "themes" / "picture.png")


def make_settings_too_deep(root: Path) -> None:
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as stream:
        stream.write(f"extra: {'[' * 20_000}\n")


def make_unreadable_text(root: Path) -> None:
    """Use an extension that fails, as newer ones do on signs that older ones read."""
    name = "pymdownx.failing"
    sys.modules[name] = failing = ModuleType(name)
    setattr(failing, "makeExtension", Failing)  # noqa: B010 - a module has any
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as stream:
        stream.write(f"markdown_extensions: [{name}]\n")
    replace_in_case_study(root, "\n## ", "\nOver ~~~~^a now.\n\n## ")


class Failing(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.inlinePatterns.register(_Fails("~", md), "failing", 999)


class _Fails(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> None:  # noqa: ARG002, N802 - the same
        raise IndexError


def make_file_too_large(root: Path) -> None:
    with (root / CASE_STUDY).open("ab") as stream:
        stream.write(b"word " * 1024 * 1024)


def make_text_too_long(root: Path) -> None:
    with (root / CASE_STUDY).open("a", encoding="utf-8") as stream:
        stream.write("word " * (weight.LARGEST_TEXT // 5))


def make_front_matter_too_long(root: Path) -> None:
    long = "word " * (limits.LARGEST_FRONT_MATTER // 5)
    replace_in_case_study(root, "year: 2020\n", f"duration: {long}\nyear: 2020\n")


def make_fifty_thousand_brackets(root: Path) -> None:
    replace_in_case_study(root, "year: 2020\n", f"cost: {'[' * 50_000}\nyear: 2020\n")


def save_again(root: Path, encoding: str) -> None:
    """Save the case study as other programs do; its text needs a character beyond ASCII."""
    replace_in_case_study(root, "two hospitals", "two caf\N{LATIN SMALL LETTER E WITH ACUTE}s")
    file = root / CASE_STUDY
    file.write_bytes(file.read_text(encoding="utf-8").encode(encoding))


def make_not_utf_8(root: Path) -> None:
    save_again(root, "latin-1")


def make_utf_16(root: Path) -> None:
    save_again(root, "utf-16")


def make_picture(root: Path, *, width: int = 8, more: int = 0) -> None:
    """Show a picture whose file says that it is so wide, and is so many bytes longer."""
    start = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    content = start + width.to_bytes(4) + (4).to_bytes(4) + bytes(5 + more)
    (root / "case_studies/beds.png").write_bytes(content)
    with (root / CASE_STUDY).open("a", encoding="utf-8") as stream:
        stream.write("\n![Beds used in each month](beds.png)\n")


def make_picture_too_large(root: Path) -> None:
    make_picture(root, more=1_200_000)


def make_picture_too_wide(root: Path) -> None:
    make_picture(root, width=6_000)


def make_no_configuration(root: Path) -> None:
    (root / "mkdocs.yml").unlink()


MAKERS: dict[str, Callable[[Path], None]] = {
    "made-link-outside": make_link_outside,
    "made-unreadable-file": make_unreadable_file,
    "made-link-in-a-ring": make_link_in_a_ring,
    "made-pipe": make_pipe,
    "made-settings-too-deep": make_settings_too_deep,
    "made-unreadable-text": make_unreadable_text,
    "made-file-too-large": make_file_too_large,
    "made-text-too-long": make_text_too_long,
    "made-front-matter-too-long": make_front_matter_too_long,
    "made-fifty-thousand-brackets": make_fifty_thousand_brackets,
    "made-not-utf-8": make_not_utf_8,
    "made-not-utf-8-but-utf-16": make_utf_16,
    "made-picture-too-large": make_picture_too_large,
    "made-picture-too-wide": make_picture_too_wide,
    "made-no-configuration": make_no_configuration,
}


def lay_out(name: str, root: Path) -> None:
    """Make the site of a folder: the good one, and what the folder changes in it."""
    shutil.copytree(BASE, root)
    given = HERE / name / "input"
    if given.is_dir():
        shutil.copytree(given, root, dirs_exist_ok=True)
    if name.startswith("pack-"):
        shutil.copytree(PACK, root / "pack")
    if name in MAKERS:
        MAKERS[name](root)


@pytest.mark.parametrize("name", NAMES)
def test_says_what_is_expected(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = tmp_path / "site"
    lay_out(name, root)
    monkeypatch.chdir(root)
    status = main(["check"])
    said = capsys.readouterr().out
    file = HERE / name / "expected.txt"
    if UPDATE:
        file.write_text(said, encoding="utf-8", newline="\n")
    assert said == file.read_text(encoding="utf-8")
    assert status == (0 if said.splitlines()[-1].startswith("No errors") else 1)


@pytest.mark.parametrize("name", SYNTAX)
def test_both_parsers_say_the_same(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(events, "LOADER", yaml.SafeLoader)
    test_says_what_is_expected(name, tmp_path, monkeypatch, capsys)


def test_every_code_has_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: set[str] = set()
    for name in NAMES:
        root = tmp_path / name / "site"
        root.parent.mkdir()
        lay_out(name, root)
        monkeypatch.chdir(root)
        main(["check", "--format", "json"])
        report = json.loads(capsys.readouterr().out)
        told |= {problem["code"] for problem in report["problems"]}
    assert sorted(CODES - told) == []
    assert sorted(told - CODES) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_line_can_be_read_by_anybody(name: str) -> None:
    *lines, summary = (HERE / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        assert LINE.fullmatch(line), line
        assert not PROGRAMMERS_WORDS.search(re.sub(r'"[^"]*"', "", line)), line
    assert re.fullmatch(r"(?:No|\d+) errors?.* \(\d+ files? checked\)\.", summary)


def test_no_folder_is_left_over() -> None:
    for name in NAMES:
        assert name in MAKERS or name == "no-mistakes" or (HERE / name / "input").is_dir(), name
