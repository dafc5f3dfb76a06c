"""A content pack under a site's own content: what is taken, replaced, left out, and said of it."""

import json
import shutil
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

import pytest

from mkdocs_casebook.config.settings import Settings, read_settings
from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.core.problems import has_errors
from mkdocs_casebook.markdown.links import relocate
from mkdocs_casebook.packs.adapt import adapt
from mkdocs_casebook.packs.installed import installed, read_pack
from mkdocs_casebook.packs.site import SiteWithPacks, bring_packs, read_site
from mkdocs_casebook.pipeline.build import Build, build
from mkdocs_casebook.pipeline.site_files import find_site
from mkdocs_casebook.render.structured import Publication, structured_data
from mkdocs_casebook.render.tails import credit_origin

HERE = Path(__file__).parent
BASE = HERE.parent / "golden" / "_base"
PACK = HERE.parent / "packs" / "example"
PROJECT = HERE.parents[1]
FOLDERS = """
      collections:
        case_studies: case-study
        docs/guide: chapter
        docs/questions: question-list
        docs/themes: theme
        docs/organisations: organisation
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the good site of the golden tests, with the example pack beside its content."""
    shutil.copytree(BASE, tmp_path / "site")
    shutil.copytree(PACK, tmp_path / "site" / "pack")
    return tmp_path / "site"


def settings_of(root: Path, options: str = "", folders: str = FOLDERS) -> Settings:
    text = f"site_name: A\nplugins:\n  - casebook:\n      packs: [./pack]\n{options}{folders}"
    (root / "mkdocs.yml").write_text(text, "utf-8")
    settings, problems = read_settings(root / "mkdocs.yml")
    assert problems == ()
    assert settings is not None
    return settings


def made(root: Path, options: str = "", folders: str = FOLDERS) -> tuple[SiteWithPacks, Build]:
    site = read_site(settings_of(root, options, folders))
    files, joins = find_site(site.files.settings, [bring_packs])
    assert files.problems == ()
    return site, build(
        files.sources, files.collections, files.schema, shadowed=files.shadowed, joins=joins
    )


def test_packs_own_entries_join_the_sites(root: Path) -> None:
    site, result = made(root)
    assert not has_errors(result.problems)
    assert site.files.is_whole
    chapter = result.casebook.entry("chapter", "second-steps")
    assert chapter is not None
    assert chapter.origin is not None
    assert chapter.path == "docs/guide/second-steps.md"
    assert chapter.address == "guide/second-steps/"
    assert chapter.origin.address == "https://example.org/guide/second-steps/"
    assert chapter.origin.edit_address == (
        "https://example.org/code/edit/main/docs/guide/second-steps.md"
    )
    story = result.casebook.entry("case-study", "far-away")
    assert story is not None
    assert story.path == "case_studies/far-away.md"
    assert story.origin is not None
    assert story.origin.edit_address.endswith("/edit/main/stories/far-away.md")


def test_an_own_file_of_the_same_kind_and_slug_takes_the_place_of_the_packs(root: Path) -> None:
    site, result = made(root)
    chapter = result.casebook.entry("chapter", "first-steps")
    assert chapter is not None
    assert chapter.origin is None
    assert chapter.title == "First steps"
    assert set(site.bases) == {"docs/guide/first-steps.md", "docs/themes/risk.md"}


def test_what_the_pack_files_under_a_theme_stays_there_when_the_site_writes_its_own(
    root: Path,
) -> None:
    (root / "docs/themes/buying.md").write_text(
        "---\ntitle: Buying\nsummary: How we buy.\n---\n", "utf-8"
    )
    _site, result = made(root)
    assert not has_errors(result.problems)
    theme = result.casebook.entry("theme", "buying")
    assert theme is not None
    assert theme.origin is None
    chapter = result.casebook.entry("chapter", "second-steps")
    assert chapter is not None
    assert "buying" in (*chapter.themes, *chapter.sections[0].themes)
    assert "chapter" in {thing.entry.kind for thing in result.casebook.filed["buying"]}


def test_what_is_left_out_goes_and_the_pack_does_not_mind(root: Path) -> None:
    _site, result = made(root, "      without: {themes: [buying], questions: [second]}\n")
    assert not has_errors(result.problems)
    assert result.casebook.entry("theme", "buying") is None
    chapter = result.casebook.entry("chapter", "second-steps")
    assert chapter is not None
    assert chapter.themes == ("governance",)
    assert chapter.sections[0].evidence_for == ()
    assert chapter.sections[0].themes == ()


def test_questions_lost_with_a_replaced_list_are_not_missed_by_the_pack(root: Path) -> None:
    own = (root / "docs/questions/first.md").read_text("utf-8")
    (root / "docs/questions/second.md").write_text(own.replace("first-", "ours-"), "utf-8")
    _site, result = made(root)
    assert not has_errors(result.problems)
    own_story = root / "case_studies/example-trust.md"
    text = own_story.read_text("utf-8").replace("{#context}", '{#context evidence-for="second-1"}')
    own_story.write_text(text, "utf-8")
    _site, result = made(root)
    assert [problem.code for problem in result.problems] == ["unknown-question"]


def test_kinds_and_pages_can_be_left_out(root: Path) -> None:
    _site, result = made(root, "      without: {kinds: [case-study], pages: [words]}\n")
    assert result.casebook.entry("case-study", "far-away") is None
    assert result.casebook.entry("case-study", "example-trust") is not None
    assert result.casebook.entry("page", "words") is None


def test_themes_of_the_site_keep_their_names(root: Path) -> None:
    text = "---\ntitle: Front door\nsummary: How to reach us.\naliases:\n  - online shopping\n---\n"
    (root / "docs/themes/front-door.md").write_text(text, "utf-8")
    _site, result = made(root)
    assert not has_errors(result.problems)
    buying = result.casebook.entry("theme", "buying")
    assert buying is not None
    assert buying.texts("aliases") == ()


def test_themes_that_moved_in_the_pack_are_followed(root: Path) -> None:
    story = root / "case_studies/example-trust.md"
    story.write_text(story.read_text("utf-8").replace("  - risk", "  - shopping"), "utf-8")
    _site, result = made(root)
    assert [problem.code for problem in result.problems] == ["moved-theme"]
    assert [move.old_address for move in result.moves] == ["themes/shopping/"]


def test_the_first_of_two_packs_wins(root: Path) -> None:
    shutil.copytree(root / "pack", root / "other")
    own = settings_of(root)
    text = (root / "mkdocs.yml").read_text("utf-8").replace("[./pack]", "[./other, ./pack]")
    (root / "mkdocs.yml").write_text(text, "utf-8")
    settings, _problems = read_settings(own.root / "mkdocs.yml")
    assert settings is not None
    site = read_site(settings)
    assert {s.origin.pack for s in site.pack_files() if s.origin} == {"./other"}


def test_folders_of_the_site_may_have_other_names(root: Path) -> None:
    (root / "docs/guide").rename(root / "docs/chapters")
    (root / "case_studies").rename(root / "docs/stories")
    folders = FOLDERS.replace("docs/guide", "docs/chapters").replace("case_studies", "docs/stories")
    site, result = made(root, folders=folders)
    assert not has_errors(result.problems)
    assert (
        result.casebook.by_slug["chapter", "second-steps"].path == "docs/chapters/second-steps.md"
    )
    assert result.casebook.by_slug["case-study", "far-away"].path == "docs/stories/far-away.md"
    assert moved_links(site, result) == {
        "first-steps.md#decide",
        "third-steps.md",
        "../words.md",
        "../stories/far-away.md#context",
        "../questions/second.md#second-1",
    }


def test_a_site_need_not_have_a_folder_of_its_own(root: Path) -> None:
    shutil.rmtree(root / "docs/guide")
    shutil.rmtree(root / "docs/questions")
    folders = FOLDERS.replace("        docs/questions: question-list\n", "")
    site, result = made(root, folders=folders)
    assert not has_errors(result.problems)
    assert result.casebook.by_slug["question-list", "second"].path == "docs/questions/second.md"
    assert site.files.collections[-1].folder == "docs/questions"


def moved_links(site: SiteWithPacks, result: Build) -> set[str]:
    text = site.files.placed[result.casebook.by_slug["chapter", "second-steps"].path].read_text(
        "utf-8"
    )
    hrefs = [part.partition(")")[0] for part in text.split("](")[1:]]
    page = Element("div")
    for href in hrefs:
        page.append(Element("a", {"href": href}))
    entry = result.casebook.by_slug["chapter", "second-steps"]
    relocate(page, entry, site.files.homes["./pack"], result.casebook.by_path)
    return {link.get("href", "") for link in page if link.tag == "a"}


def test_links_to_what_is_not_here_become_text(root: Path) -> None:
    site, result = made(root, "      without: {chapters: [third-steps], pages: [words]}\n")
    assert moved_links(site, result) == {
        "first-steps.md#decide",
        "../../case_studies/far-away.md#context",
        "../questions/second.md#second-1",
    }


def test_links_to_headings_that_the_sites_own_page_lacks_lead_to_the_page(root: Path) -> None:
    own = root / "docs/guide/first-steps.md"
    own.write_text(own.read_text("utf-8").replace("{#decide ", "{#choose "), "utf-8")
    site, result = made(root)
    assert "first-steps.md" in moved_links(site, result)


def test_pictures_that_are_not_here_leave_their_description(root: Path) -> None:
    _site, result = made(root)
    chapters = [
        result.casebook.by_slug["chapter", name] for name in ("second-steps", "first-steps")
    ]
    pages = []
    for chapter in chapters:
        page = Element("p")
        SubElement(page, "img", {"src": "plan.png", "alt": "A plan", "title": "b"})
        SubElement(page, "a", {"href": "#x"})
        relocate(page, chapter, {}, {})
        pages.append(tostring(page))
    assert pages[0] == b'<p><span>A plan</span><a href="#x" /></p>'
    assert pages[1] == b'<p><img src="plan.png" alt="A plan" title="b" /><a href="#x" /></p>'


def test_pages_and_data_say_where_an_entry_comes_from(root: Path) -> None:
    _site, result = made(root)
    chapter = result.casebook.by_slug["chapter", "second-steps"]
    line = credit_origin(chapter)
    assert "Example Guide Makers" in line
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in line
    assert credit_origin(result.casebook.by_slug["chapter", "first-steps"]) == ""
    site = Publication(Imprint(site_name="A"), "https://a.example/", {})
    data = json.loads(structured_data(chapter, result.casebook, site))["@graph"][0]
    assert data["isBasedOn"]["url"] == "https://example.org/guide/second-steps/"
    assert data["copyrightHolder"]["name"] == "Example Guide Makers"
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_copy_says_what_it_was_adapted_from_and_its_links_are_those_of_a_file_here(
    root: Path,
) -> None:
    folders = FOLDERS.replace("docs/guide", "docs/chapters")
    (root / "docs/guide").rename(root / "docs/chapters")
    site, _result = made(root, "      without: {pages: [words]}\n", folders)
    (source,) = (s for s in site.pack_files() if s.slug == "second-steps")
    body = "[`A`](third-steps.md#x) [B](../words.md) [C](https://a.example/) `[D](third-steps.md)`"
    fence = "\n\n```\n[E](../../stories/far-away.md)\n```\n\n[F](../../stories/far-away.md)\n"
    text = adapt(f"---\ntitle: Next\n---\n\n{body}{fence}", source, site.files.homes)
    assert text.startswith('---\ntitle: Next\nadapted-from:\n  title: "Example guide: Next"\n'), (
        text
    )
    assert text.endswith(
        "[`A`](third-steps.md#x) B [C](https://a.example/) `[D](third-steps.md)`\n\n```\n"
        "[E](../../stories/far-away.md)\n```\n\n[F](../../case_studies/far-away.md)\n"
    ), text


def test_a_mistake_in_a_pack_names_the_pack(root: Path) -> None:
    theme = root / "pack/docs/themes/buying.md"
    theme.write_text(theme.read_text("utf-8").replace("  - risk", "  - nothing"), "utf-8")
    _site, result = made(root)
    (problem,) = (p for p in result.problems if p.code == "unknown-theme")
    assert problem.where.path == "./pack: docs/themes/buying.md"


def test_a_pack_whose_settings_cannot_be_read_is_none(tmp_path: Path) -> None:
    assert read_pack("a", tmp_path, "") is None


def test_this_repository_is_a_sound_pack() -> None:
    pack = read_pack("digital-leadership", PROJECT, "2026.11.0")
    assert pack is not None
    assert {source.kind for source in pack.sources} >= {"chapter", "theme", "question-list"}
    assert all(source.origin and source.origin.licence == "CC-BY-4.0" for source in pack.sources)
    assert "no-such-guide" not in installed()
