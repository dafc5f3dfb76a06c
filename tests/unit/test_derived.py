"""What is made from the fields: up to date, and every part of it changed by one declaration."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from mkdocs_casebook.cli.main import main
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.core.model import Collection
from mkdocs_casebook.forms.commands.site import open_site
from mkdocs_casebook.forms.context import FormContext, check_drafts
from mkdocs_casebook.forms.draft import Draft
from mkdocs_casebook.forms.generated import generate, pages_cms
from mkdocs_casebook.forms.inputs import CONFIRMATIONS, CONSENT, Shape, inputs_of
from mkdocs_casebook.forms.template import (
    LONGEST_ADDRESS,
    addresses,
    form_path,
    template,
    template_path,
)
from mkdocs_casebook.schema.fields import Fields
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.schema.vocabulary import Vocabulary
from word_template import FILE, make, members

PROJECT = Path(__file__).parents[2]
BASE = PROJECT / "tests" / "golden" / "_base"
REPO = "https://github.com/example/casebook"


def context_of(folder: Path) -> FormContext:
    context = open_site(folder / "mkdocs.yml")
    assert context is not None
    return context


REAL = context_of(PROJECT)
TITLES = REAL.titles


def test_every_derived_file_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["schema", "--check", "--config", str(PROJECT / "mkdocs.yml")])
    assert status == 0, capsys.readouterr().out


def test_the_word_file_is_up_to_date() -> None:
    assert members(FILE.read_bytes()) == members(make()), "run: python scripts/word_template.py"


def test_what_is_not_up_to_date_is_named_and_then_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = Path(shutil.copytree(BASE, tmp_path / "site"))
    config = ["--config", str(site / "mkdocs.yml")]
    assert main(["schema", "--check", *config]) == 1
    assert ".pages.yml:1: the file is not up to date." in capsys.readouterr().out
    assert main(["schema", "--write", *config]) == 0
    assert capsys.readouterr().out.endswith("12 files, 12 of them changed.\n")
    assert main(["schema", "--check", *config]) == 0
    (site / ".pages.yml").write_bytes(b"\xff")
    assert main(["schema", "--check", *config]) == 1


def test_a_value_that_is_added_once_is_in_every_way_in(tmp_path: Path) -> None:
    """Add a line to a copy of the declaration, as a maintainer does, and run the two commands."""
    package = Path(shutil.copytree(PROJECT / "plugins", tmp_path / "plugins"))
    kinds = package / "mkdocs_casebook" / "schema" / "kinds.yml"
    text = kinds.read_text(encoding="utf-8")
    changed = text.replace(
        "    stopped: Stopped\n", "    stopped: Stopped\n    handed: Handed on\n"
    )
    assert changed != text
    kinds.write_text(changed, encoding="utf-8")
    site = Path(shutil.copytree(BASE, tmp_path / "site"))
    word = tmp_path / "story.docx"
    guide = (
        "from mkdocs_casebook.forms.field_guide import draw_guide\n"
        "from mkdocs_casebook.render.fragments import Link\n"
        "from mkdocs_casebook.pipeline.build import build\n"
        "from mkdocs_casebook.schema.kind_declarations import standard\n"
        "page = dict(entry=None, link=Link({}, ''), source=None, connections=None)\n"
        "casebook = build([], [], standard()).casebook\n"
        "print(draw_guide(casebook, page).html)\n"
        "from mkdocs_casebook.forms.template import addresses\n"
        "folders = {'case-study': 'c'}\n"
        "from mkdocs_casebook.schema.vocabulary import Vocabulary\n"
        "none = Vocabulary()\n"
        "for item in addresses(standard(), none, folders, 'https://x.org/a', None).items():\n"
        "    print(*item)\n"
    )

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=site,
            env=os.environ | {"PYTHONPATH": str(package)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("-m", "mkdocs_casebook", "schema", "--write")
    run(str(PROJECT / "scripts" / "word_template.py"), "--output", str(word))
    page = run("-c", guide)
    made = {
        path: (site / path).read_text(encoding="utf-8")
        for path in (
            "docs/reference/schemas/case-study.json",
            ".github/ISSUE_TEMPLATE/case-study.yml",
            "templates/case-study.md",
            ".pages.yml",
        )
    }
    made["Word file"] = members(word.read_bytes())["word/document.xml"].decode()
    made["field guide"], _, made["link"] = page.partition("</section>")
    for name, text in made.items():
        assert "handed" in text.casefold(), name


@pytest.mark.parametrize("name", tuple(kind.name for kind in standard().collected))
def test_a_blank_file_can_be_read_and_all_that_it_lacks_is_told(name: str) -> None:
    kind = standard().kinds[name]
    text = template(kind, TITLES)
    document, problems = parse("a.md", text)
    assert problems == ()
    # Nothing else can know the day, and a list with the newest first needs it.
    also = {"added"} if kind.newest_first else set()
    assert {field.value for field, _node in document.fields.fields} == {
        item.name for item in kind.fields.fields if item.required or item.name in also
    }
    for item in kind.fields.fields:
        is_there = bool(re.search(rf"^#?{item.name}:", text, re.MULTILINE))
        assert is_there is (item.asked or item.name in also)
    assert "Write here: " in document.body
    # With the marks taken away, every field can be read too.
    _document, problems = parse("a.md", re.sub(r"^#(?! )", "", text, flags=re.MULTILINE))
    assert problems == ()


@pytest.mark.parametrize("name", tuple(kind.name for kind in standard().collected))
def test_the_address_of_a_blank_file_is_not_too_long(name: str) -> None:
    folders = dict.fromkeys(tuple(kind.name for kind in standard().collected), "docs/organisations")
    address = addresses(standard(), REAL.vocabulary, folders, REPO, None)[template_path(name)]
    assert address.startswith(f"{REPO}/new/main/docs/organisations?filename=my-{name}.md&value=---")
    assert len(address) < LONGEST_ADDRESS


def test_the_form_is_opened_where_the_site_is_kept() -> None:
    found = addresses(standard(), Vocabulary(), {}, f"{REPO}/", None)[form_path("case-study")]
    assert found == f"{REPO}/issues/new?template=case-study.yml"


@pytest.mark.parametrize("repo", ["", "https://gitlab.com/example/casebook"])
def test_there_is_no_address_where_none_is_known(repo: str) -> None:
    assert set(addresses(standard(), Vocabulary(), {"theme": "t"}, repo, None).values()) == {""}


@pytest.mark.parametrize(
    ("edit_uri", "branch"),
    [("edit/main/docs/", "main"), ("edit/trunk/docs", "trunk"), ("", "main"), (None, "main")],
)
def test_the_branch_is_that_of_the_edit_links(edit_uri: str | None, branch: str) -> None:
    address = addresses(standard(), Vocabulary(), {"theme": "t"}, REPO, edit_uri)[
        template_path("theme")
    ]
    assert address.startswith(f"{REPO}/new/{branch}/t?")


def test_the_issue_form_asks_everything_once_and_in_its_own_words() -> None:
    form = yaml.safe_load((PROJECT / form_path("case-study")).read_text(encoding="utf-8"))
    asked = [item for item in form["body"] if item["type"] != "markdown"]
    inputs = {one.id: one for one in inputs_of(standard()["case-study"], standard(), TITLES)}
    assert {item["id"] for item in asked} == {*inputs, "consent"}
    assert len({item["attributes"]["label"] for item in asked}) == len(asked)
    for item in asked[:-1]:
        one, about = inputs[item["id"]], item["attributes"]
        assert about["label"] == one.label
        assert item.get("validations", {}) == ({"required": True} if one.required else {})
        assert about.get("options", []) == list(one.options.values())
        assert about.get("multiple", False) is (one.shape is Shape.CHOICES)
    assert asked[-1]["attributes"]["label"] == CONSENT
    assert [o["label"] for o in asked[-1]["attributes"]["options"]] == [*CONFIRMATIONS]


def test_the_web_editor_knows_every_field_and_limit() -> None:
    setup = yaml.safe_load((PROJECT / ".pages.yml").read_text(encoding="utf-8"))
    assert {item["name"] for item in setup["content"]} == {
        kind.name for kind in standard().collected
    }
    for collection in setup["content"]:
        *fields, text = collection["fields"]
        declared = standard().kinds[collection["name"]].fields.fields
        assert [field["name"] for field in fields] == [item.name for item in declared]
        assert [field.get("required", False) for field in fields] == [i.required for i in declared]
        assert text["name"] == "body"
    study = next(item for item in setup["content"] if item["name"] == "case-study")
    fields = {field["name"]: field for field in study["fields"]}
    assert fields["title"]["options"] == {"maxlength": 110}
    assert fields["themes"]["options"]["max"] == 8
    assert {"value": "risk", "label": "Risk"} in fields["themes"]["options"]["values"]
    assert fields["people"]["list"]["max"] == 100
    assert [field["name"] for field in fields["people"]["fields"]] == ["name", "role"]


def test_a_kind_without_optional_fields_has_no_note_on_them() -> None:
    needed = tuple(item for item in standard()["case-study"].fields.fields if item.required)
    text = template(replace(standard()["case-study"], fields=Fields(needed)), {})
    assert "may be left out" not in text


def test_a_site_with_other_folders_gets_only_what_it_holds() -> None:
    base = context_of(BASE)
    blog = replace(base.files, collections=(Collection("blog", "chapter"),))
    (collection,) = yaml.safe_load(pages_cms(replace(base, files=blog, titles={})))["content"]
    assert collection["path"] == "blog"
    themes = tuple(item for item in base.files.collections if item.kind == "theme")
    site = replace(base.files, sources=(), collections=themes)
    only = generate(site)
    assert set(only) == {"docs/reference/schemas/theme.json", "templates/theme.md", ".pages.yml"}
    assert json.loads(only["docs/reference/schemas/theme.json"])["title"] == "Theme"


def test_blank_files_are_never_built() -> None:
    assert not any(source.path.startswith("templates/") for source in REAL.files.sources)
    draft = Draft(kind="theme", slug="new")
    assert list(check_drafts([draft], REAL).texts) == ["docs/themes/new.md"]
