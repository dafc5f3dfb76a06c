"""What a new site is asked, and the files that come of it."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from mkdocs_casebook.cli.main import main
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.content.configuration import get
from mkdocs_casebook.content.nodes import plain
from mkdocs_casebook.packs.commands import init
from mkdocs_casebook.packs.installed import package_pack
from mkdocs_casebook.packs.new_site import (
    QUESTIONS,
    default_of,
    interview,
    read_answer,
    scaffold,
)
from mkdocs_casebook.packs.shared import SHARED
from mkdocs_casebook.packs.wheels import Wheel

PROJECT = Path(__file__).parents[2]
DEFAULTS = {question.name: default_of(question) for question in QUESTIONS}
PACK = package_pack("digital-leadership")
WHEELS = (
    Wheel("mkdocs_casebook-0.1.0-py3-none-any.whl", b"engine"),
    Wheel("casebook_pack_digital_leadership-2026.11.0-py3-none-any.whl", b"guide"),
)


def asked(name: str, given: str) -> tuple[str, str]:
    return read_answer(next(q for q in QUESTIONS if q.name == name), given)


def test_every_default_is_a_right_answer() -> None:
    for question in QUESTIONS:
        if default := default_of(question):
            assert read_answer(question, default) == (default, "")


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("contact", "nobody", "not an email address"),
        ("licence", "MIT", "not a licence that Casebook knows"),
        ("colour", "blue", "is not a colour"),
        ("colour", "#41b6e6", 'The nearest is "#1577a0".'),
        ("address", "stories.example.org", "Did you mean"),
    ],
)
def test_wrong_answers_are_told(name: str, given: str, told: str) -> None:
    answer, wrong = asked(name, given)
    assert answer == ""
    assert told in wrong


def test_a_question_is_asked_again_until_its_answer_can_be_used() -> None:
    typed = iter(["Our site", "", "Example Trust", "", "a@b.example", *[""] * 4, "blue", "#123456"])
    said: list[str] = []
    answers = interview({}, lambda _question: next(typed), said.append)
    assert answers["colour"] == "#123456"
    assert answers["description"] == DEFAULTS["description"]
    assert answers["address"] == ""
    assert len(said) == 1
    assert list(typed) == []


def test_what_was_given_is_not_asked() -> None:
    asked_for: list[str] = []
    interview(DEFAULTS | {"name": "Given"}, lambda q: asked_for.append(q) or "", print)
    assert asked_for == []


def test_names_with_any_signs_come_back_as_they_were(tmp_path: Path) -> None:
    assert PACK is not None
    name = "A \"quoted\": name — with #, 'all' {{ of }} << them >>"
    files = scaffold(DEFAULTS | {"name": name}, PACK, WHEELS, stories=True)
    assert yaml.safe_load(files["mkdocs.yml"])["site_name"] == name
    assert yaml.safe_load(files["CITATION.cff"])["title"] == name
    assert b"cff-version" in files["CITATION.cff"]
    assert b"${{ github.ref }}" in files[".github/workflows/check.yml"]
    assert b"without:\n\n" not in files["mkdocs.yml"]
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    settings, problems = read_settings(tmp_path / "mkdocs.yml")
    assert settings is not None
    assert problems == ()
    packs = get(settings.options, "packs")
    assert packs is not None
    assert plain(packs) == ["digital-leadership"]


def test_chapters_that_are_not_wanted_are_left_out() -> None:
    assert PACK is not None
    files = scaffold(DEFAULTS, PACK, WHEELS, ("introduction",))
    casebook = yaml.safe_load(files["mkdocs.yml"])["plugins"][1]["casebook"]
    assert casebook["without"]["kinds"] == ["case-study", "organisation"]
    assert "introduction" not in casebook["without"]["chapters"]
    assert "why-it-matters" in casebook["without"]["chapters"]


@pytest.fixture
def with_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(init, "package_pack", lambda name: PACK if name == init.GUIDE else None)


@pytest.mark.usefixtures("with_pack")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--colour", "blue"], "--colour: "),
        (["--chapters", "introducton"], 'Did you mean "introduction"?'),
        (["--chapters", "zzz"], "It has: "),
        (["--pack", "nowhere"], "is not installed"),
        (["--no-pack", "--chapters", "introduction"], "There is no pack."),
    ],
)
def test_nothing_is_made_of_a_wrong_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    folder = tmp_path / "new"
    assert main(["init", str(folder), "--no-questions", *arguments]) == 1
    assert told in capsys.readouterr().err
    assert not folder.exists()


@pytest.mark.usefixtures("with_pack")
def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").write_text("mine", "utf-8")
    assert main(["init", str(tmp_path), "--no-questions"]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_the_list_of_packages_names_the_wheels_by_their_hashes() -> None:
    files = scaffold(DEFAULTS, PACK, WHEELS)
    said = files["requirements.txt"].decode()
    assert "--find-links wheels\n" in said
    for wheel in WHEELS:
        assert f"\n{wheel.package}=={wheel.version} --hash=sha256:{wheel.digest}\n" in said
        assert files[f"wheels/{wheel.file}"] == wheel.content
    assert said.endswith("-r requirements/site.txt\n")


def test_without_a_guide_nothing_of_it_is_named() -> None:
    files = scaffold(DEFAULTS, None, WHEELS[:1])
    settings = yaml.safe_load(files["mkdocs.yml"])
    assert "packs" not in settings["plugins"][1]["casebook"]
    assert [*map(list, settings["nav"])] == [["Home"], ["Case studies"], ["Themes"], ["About"]]
    texts = {path: text.decode() for path, text in files.items() if path.endswith(".md")}
    assert "docs/themes/user-needs.md" in texts
    assert not [path for path, text in texts.items() if re.search(r"\bguide\b", text)]
    with_guide = scaffold(DEFAULTS, PACK, WHEELS)
    assert "docs/themes/user-needs.md" not in with_guide


def test_every_file_that_is_shared_goes_into_the_package() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    targets = project["tool"]["hatch"]["build"]["targets"]
    assert tuple(targets["wheel"]["hooks"]["custom"]["shared"]) == SHARED
    taken = tuple(targets["sdist"]["only-include"])
    assert all(path.startswith(taken) for path in SHARED)
