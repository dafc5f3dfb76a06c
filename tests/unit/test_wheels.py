"""Packages put into wheels again, so that a site can hold them."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mkdocs_casebook.packs import wheels
from mkdocs_casebook.packs.wheels import BuildError, Wheel, build_wheel, installed_wheel, project

ROOT = Path(__file__).parents[2]


def members(file: Path) -> dict[str, bytes]:
    """Return the files of a wheel; its own list of them apart, which may be in another order."""
    with zipfile.ZipFile(file) as archive:
        return {n: archive.read(n) for n in archive.namelist() if not n.endswith("/RECORD")}


def test_an_installed_package_is_packed_as_it_came(tmp_path: Path) -> None:
    made = Wheel("", b"")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    original = build_wheel(ROOT / "packs/digital-leadership")
    (tmp_path / original.file).write_bytes(original.content)
    there = tmp_path / "there"
    install = ["install", "--no-index", "--no-deps", "--target", str(there)]
    subprocess.run([*pip, *install, str(tmp_path / original.file)], check=True)
    code = (
        "import sys; from mkdocs_casebook.packs.wheels import installed_wheel as w;"
        "made = w('casebook-pack-digital-leadership');"
        "assert made == w('casebook-pack-digital-leadership');"
        "open(sys.argv[1] + '/' + made.file, 'wb').write(made.content)"
    )
    again = tmp_path / "again"
    again.mkdir()
    paths = os.pathsep.join((str(there), str(ROOT / "plugins")))
    environment = os.environ | {"PYTHONPATH": paths}
    subprocess.run([sys.executable, "-c", code, str(again)], check=True, env=environment)
    (file,) = again.iterdir()
    made = Wheel(file.name, file.read_bytes())
    assert made.file == original.file
    assert members(file) == members(tmp_path / original.file)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
    # It can be installed, and what it installs is what its list says.
    other = ["install", "--no-index", "--no-deps", "--target", str(tmp_path / "other"), str(file)]
    subprocess.run([*pip, *other], check=True)


def test_in_a_clone_the_program_is_built_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert project() == ROOT
    asked: list[Path] = []
    monkeypatch.setattr(wheels, "build_wheel", asked.append)
    installed_wheel(wheels.ENGINE)
    assert asked == [ROOT]


def test_a_wheel_knows_its_package() -> None:
    wheel = Wheel("casebook_pack_example-1.0-py3-none-any.whl", b"")
    assert (wheel.package, wheel.version) == ("casebook-pack-example", "1.0")
    assert wheel.pin.startswith("casebook-pack-example==1.0 --hash=sha256:e3b0c442")


def test_what_cannot_be_built_is_told(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\n", "utf-8")
    with pytest.raises(BuildError):
        build_wheel(tmp_path)
