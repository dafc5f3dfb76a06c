"""What ``casebook remove`` takes out, puts right, and leaves for somebody to decide."""

import shutil
from pathlib import Path

import pytest

from mkdocs_casebook.cli.main import main

BASE = Path(__file__).parents[1] / "golden" / "_base"
STORY = "case_studies/example-trust.md"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a site whose pages name each other in every way."""
    site = Path(shutil.copytree(BASE, tmp_path / "site"))
    monkeypatch.chdir(site)
    with (site / "mkdocs.yml").open("a", encoding="utf-8") as stream:
        stream.write("nav:\n  - Home: index.md\n  - Risk: themes/risk.md # a note\n")
    write(
        site / "docs/index.md",
        "---\ntitle: Home\n---\n\n"
        "See [the story](../case_studies/example-trust.md#context), [what\n"
        'to do](guide/first-steps.md "First"){ .wide } and `[code](themes/risk.md)`.\n\n'
        "- [Risk](themes/risk.md)\n\n"
        "    [Risk in a list](themes/risk.md)\n\n"
        '<a href="themes/risk.md">Risk</a>\n\n'
        "Text.\n\n"
        "    [in code](nowhere.md)\n",
    )
    write(
        site / "docs/guide/second-steps.md",
        "---\ntitle: Second steps\nsummary: What comes next.\norder: 2\n"
        "themes: [risk, governance]\n---\n\n"
        '## Ask {#our-ask themes="risk governance" evidence-for="first-1" answers="first-2"}\n'
        "\nAsk.\n",
    )
    return site


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def read(path: str) -> str:
    return Path(path).read_text("utf-8")


def test_a_story_goes_and_leaves_words_where_it_was_named(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["remove", STORY]) == 0
    said = capsys.readouterr().out
    assert not (site / STORY).exists()
    assert "See the story, [what\n" in read("docs/index.md")
    assert f"{STORY}: deleted." in said
    assert "docs/index.md:5: “See [the story](" in said
    assert "casebook remove docs/organisations/example-trust.md" in said
    assert main(["remove", "docs/organisations/example-trust.md"]) == 0


@pytest.mark.usefixtures("site")
def test_a_theme_goes_from_lists_headings_and_the_menu(capsys: pytest.CaptureFixture[str]) -> None:
    # The address in HTML is nothing that a program should touch.
    assert main(["remove", "docs/themes/risk.md"]) == 1
    said = capsys.readouterr().out
    assert 'docs/index.md:12: the link "themes/risk.md" leads to no file of this site.' in said
    assert "  - governance\nyear" in read(STORY)
    assert "themes: [governance]" in read("docs/guide/second-steps.md")
    assert '{#our-ask themes="governance" evidence' in read("docs/guide/second-steps.md")
    assert "## What could go wrong? {#first-2}" in read("docs/questions/first.md")
    assert "- Risk\n\n    Risk in a list\n" in read("docs/index.md")
    assert "`[code](themes/risk.md)`" in read("docs/index.md")
    assert read("mkdocs.yml").endswith("nav:\n  - Home: index.md\n")
    assert "mkdocs.yml: taken out of the menu." in said


def test_questions_go_with_their_list(site: Path) -> None:
    assert main(["remove", "docs/questions/first.md", "docs/guide/first-steps.md"]) == 0
    assert '{#our-ask themes="risk governance"}' in read("docs/guide/second-steps.md")
    assert ", what\nto do and `" in read("docs/index.md")
    assert not list((site / "docs/questions").iterdir())


def test_what_an_author_must_decide_is_told_with_its_line(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["remove", "docs/organisations/example-trust.md"]) == 1
    assert f"{STORY}:4: organisation: unknown organisation" in capsys.readouterr().out
    assert (site / STORY).is_file()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("case_studies/example-trus.md", f'Did you mean "{STORY}"?'),
        ("mkdocs.yml", "no page of this site's own"),
        ("../site.md", "no page of this site's own"),
    ],
)
def test_only_pages_of_the_site_go(
    site: Path, capsys: pytest.CaptureFixture[str], path: str, told: str
) -> None:
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    assert main(["remove", STORY, path]) == 1
    assert told in capsys.readouterr().err
    assert before == {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}


def test_a_page_of_a_pack_is_left_out_in_the_settings(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(BASE.parents[1] / "packs/example", site / "pack")
    settings = read("mkdocs.yml").replace("casebook:\n", "casebook:\n      packs: [./pack]\n")
    write(site / "mkdocs.yml", settings)
    assert main(["remove", "docs/themes/buying.md"]) == 1
    assert "Name it under “without”" in capsys.readouterr().err


def test_forms_offer_what_is_left(site: Path) -> None:
    assert main(["schema", "--write"]) == 0
    form = site / ".github/ISSUE_TEMPLATE/case-study.yml"
    before = form.read_text("utf-8")
    main(["remove", "docs/themes/risk.md"])
    after = form.read_text("utf-8").splitlines()
    assert [line for line in before.splitlines() if line.strip() != "- Risk"] == after


def test_a_link_and_a_menu_that_lead_nowhere_are_told_by_the_check(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / STORY).rename(site / "case_studies/one-record.md")
    (site / "docs/themes/risk.md").unlink()
    assert main(["check", "--no-advice"]) == 1
    said = capsys.readouterr().out
    assert (
        f'docs/index.md:5: the link "../{STORY}#context" leads to no file of this site. '
        'Write "the story" without the link.'
    ) in said
    assert 'Write "Risk" without the link.' in said
    assert 'mkdocs.yml:12: nav: the menu leads to "themes/risk.md", where no page is.' in said
    assert "in code" not in said
    assert "nowhere.md" not in said


@pytest.mark.parametrize(
    ("target", "meant"),
    [("guide/first-step.md", "guide/first-steps.md"), ("../themes/risk.md", "themes/risk.md")],
)
def test_a_link_that_nearly_leads_somewhere_says_where(
    site: Path, capsys: pytest.CaptureFixture[str], target: str, meant: str
) -> None:
    write(site / "docs/index.md", f"---\ntitle: Home\n---\n\nSee [this]({target}).\n")
    assert main(["check", "--no-advice"]) == 1
    assert f'{meant}"?' in capsys.readouterr().out
