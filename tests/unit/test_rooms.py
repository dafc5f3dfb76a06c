"""Each room uses only those below it, and the core stands without the parts beside it."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import CodeType, FrameType

import pytest
from importlinter.cli import lint_imports

import mkdocs_casebook
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.pipeline import build, load_site

ROOT = Path(__file__).parents[2]
PACKAGE = Path(mkdocs_casebook.__file__).parent
PARTS = ("advice", "autofix", "federation", "forms", "packs", "upkeep")


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package in it, but for the parts beside its core."""
    folder = tmp_path_factory.mktemp("core")
    shutil.copytree(
        PACKAGE, folder / PACKAGE.name, ignore=shutil.ignore_patterns(*PARTS, "__pycache__")
    )
    return folder


def run(core: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": str(core), "DISABLE_MKDOCS_2_WARNING": "true"}
        | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_arrow_between_rooms_points_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(cache_dir=None) == 0


def test_every_room_says_in_a_sentence_what_it_does() -> None:
    for room in PACKAGE.iterdir():
        if (room / "__init__.py").is_file():
            text = (room / "__init__.py").read_text("utf-8")
            assert (ast.get_docstring(ast.parse(text)) or "").endswith("."), room.name


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_taken_out_alone(part: str, tmp_path: Path) -> None:
    folder = shutil.copytree(
        PACKAGE, tmp_path / PACKAGE.name, ignore=shutil.ignore_patterns(part, "__pycache__")
    ).parent
    site = Path(shutil.copytree(ROOT / "tests" / "hosts" / "site", tmp_path / "site"))
    checked = run(folder, site, "mkdocs_casebook", "check")
    assert checked.stdout.startswith("No errors"), checked.stderr + checked.stdout
    # The help of a command is in its module, so this imports every other part.
    assert run(folder, site, "mkdocs_casebook", "--help").returncode == 0


def test_the_core_checks_and_builds_a_site_without_the_parts(core: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(ROOT / "tests" / "hosts" / "site", tmp_path / "site"))
    checked = run(core, site, "mkdocs_casebook", "check")
    assert checked.stdout.startswith("No errors"), checked.stderr + checked.stdout
    helped = run(core, site, "mkdocs_casebook", "--help").stdout
    assert "check" in helped
    assert "intake" not in helped
    built = run(core, site, "mkdocs", "build", "--strict")
    assert built.returncode == 0, built.stderr
    assert (site / "site" / "catalogue.json").is_file()


def test_a_build_passes_from_room_to_room_at_most_15_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Count the pairs of functions in two rooms of which one calls the other.

    What all rooms are made of (``core``) is no room on the way, and to ask a value that was handed
    over, by one of its methods, hands nothing on.
    """
    settings, _problems = read_settings(ROOT / "tests" / "hosts" / "site" / "mkdocs.yml")
    assert settings is not None
    passes: set[tuple[str, str, str, str]] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        room, caller = room_of(frame.f_code), frame.f_back
        while caller is not None and not room_of(caller.f_code):
            caller = caller.f_back
        if event == "call" and caller is not None and not is_method(frame.f_code):
            before = room_of(caller.f_code)
            if "core" not in (before, room) and room not in ("", before):
                passes.add((before, caller.f_code.co_qualname, room, frame.f_code.co_qualname))

    def traced(*given: object, **named: object) -> build.Build:
        sys.setprofile(note)
        try:
            return build.build(*given, **named)  # type: ignore[arg-type]
        finally:
            sys.setprofile(None)

    monkeypatch.setattr(load_site, "build", traced)
    assert load_site.read_whole(settings).problems == ()
    listed = "\n".join(map(" ".join, sorted(passes)))
    assert ("pipeline", "build", "graph", "relate") in passes
    assert len(passes) <= 15, listed


def room_of(code: CodeType) -> str:
    """Return the room that a function is in; blank where it is not ours."""
    file = Path(code.co_filename)
    return file.relative_to(PACKAGE).parts[0] if file.is_relative_to(PACKAGE) else ""


def is_method(code: CodeType) -> bool:
    return "." in code.co_qualname.rpartition("<locals>.")[2]


@pytest.mark.slow
def test_the_core_passes_its_tests_without_the_parts(core: Path) -> None:
    own = [
        str(file)
        for file in sorted(Path(__file__).parent.glob("test_*.py"))
        if file.name != Path(__file__).name
        and not any(f"mkdocs_casebook.{part}" in file.read_text("utf-8") for part in PARTS)
    ]
    assert len(own) > 20
    done = run(core, ROOT, "pytest", "-q", "-p", "no:cacheprovider", "-m", "not parts", *own)
    assert done.returncode == 0, done.stdout[-3000:]
