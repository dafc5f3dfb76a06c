"""A site with other plugins, drafts, a deep menu and addresses that it had before."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from sites import ENVIRONMENT, SITE, once, run_build

pytestmark = pytest.mark.hosts

SETTINGS = """site_name: !ENV [NAME_OF_SITE, Example casebook]
site_url: !ENV [ADDRESS_OF_SITE, "https://casebook.example/"]
theme: {name: material, font: false}
validation: {nav: {omitted_files: warn}, links: {anchors: warn}}
markdown_extensions: [attr_list, def_list, tables, toc]
extra: {version: "1.2"}
hooks: [neighbours.py]
draft_docs: /case_studies/second-story.md
exclude_docs: /docs/left-out.md
not_in_nav: |
  /case_studies/
  /organisations/example-trust.md
  /questions/first.md
  /themes/governance.md
  /themes/risk.md
  /guide/deciding.md
  /about/
  /blog/
  /case-studies/own/index.md
nav:
  - Home: index.md
  - Case studies: case-studies/index.md
  - guide/index.md
  - organisations/index.md
  - questions/index.md
  - themes/index.md
  - Manual:
      - manual/index.md
      - Setup:
          - Install: manual/install.md
plugins:
  - search
  - blog
  - casebook:
      allow_unsafe: [hooks]
      collections:
        case_studies: case-study
        docs/guide: chapter
        docs/questions: question-list
        docs/themes: theme
        docs/organisations: organisation
"""

HOOKS = '''"""Do what other plugins do: ask where files lie, and change pages."""

from pathlib import Path

from mkdocs.plugins import event_priority

known = []


def on_files(files, config):
    known.extend(file.src_uri for file in files.documentation_pages())
    return files


def on_page_markdown(markdown, page, **_):
    assert Path(page.file.abs_src_path).is_file(), page.file.src_uri
    if page.meta.get("render_macros") is False:
        return markdown
    return markdown.replace("{{ version }}", "1.2")


def on_page_content(html, page, **_):
    return f'{html}<a class="box" data-box="1" onclick="box()">box</a>'


@event_priority(-120)
def on_post_build(config):
    Path(config.config_file_path).with_name("known.txt").write_text("\\n".join(known))
'''

PAGES = {
    "docs/blog/index.md": "# Blog\n",
    "docs/blog/posts/a.md": "---\ntitle: A post\ndate: 2024-01-31\n---\n\nOn governance.\n\n"
    "<!-- more -->\n\nMore.\n",
    "docs/manual/index.md": "# Manual\n\nHello.\n",
    "docs/manual/install.md": "# Install\n\nHow.\n",
}
STORY = "case_studies/first-story.md"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site, built once."""

    def make(folder: Path) -> None:
        shutil.copytree(SITE, folder, dirs_exist_ok=True)
        (folder / "mkdocs.yml").write_text(SETTINGS, "utf-8")
        (folder / "neighbours.py").write_text(HOOKS, "utf-8")
        for place, text in PAGES.items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_text(text, "utf-8")
        text = (folder / STORY).read_text("utf-8")
        text = re.sub(r"\[(second\s+story)\]\(second-story.md\)", r"\1", text)
        text = text.replace("\nyear:", "\nformerly: [my_story]\nyear:")
        (folder / STORY).write_text(text, "utf-8")
        own = folder / "case_studies/third-story"
        own.mkdir()
        shutil.copy(folder / "case_studies/picture.png", own)
        text = text.replace("formerly: [my_story]\n", "").replace("A first story", "A third story")
        (own / "index.md").write_text(text.replace("../docs", "../../docs"), "utf-8")
        done = run_build(folder, "--strict")
        assert done.returncode == 0, done.stdout + done.stderr
        (folder / "said.txt").write_text(done.stdout + done.stderr, "utf-8")

    return once(tmp_path_factory, "neighbours", make)


def pages(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each text of a built site with its place."""
    for file in sorted((folder / "site").rglob("*")):
        if file.suffix in {".html", ".json", ".xml", ".csv", ".txt"}:
            yield file.relative_to(folder / "site").as_posix(), file.read_text("utf-8")


def links(place: str, html: str) -> Iterator[str]:
    """Yield the places of pages on the site to which a page leads."""
    for href in re.findall(r'href="([^":#?]*)', html):
        yield normpath(join(dirname(place), href, "" if href.endswith(".html") else "index.html"))


def test_a_draft_is_in_no_list_feed_or_data_and_nothing_leads_to_it(lab: Path) -> None:
    named = [place for place, text in pages(lab) if "second-story" in text]
    assert named == []


def test_what_is_published_is_in_all_of_them(lab: Path) -> None:
    texts = dict(pages(lab))
    for place in ("catalogue.json", "case-studies.csv", "case-studies/index.html"):
        assert "case-studies/first-story/" in texts[place]


def test_an_address_that_was_published_before_leads_to_the_story(lab: Path) -> None:
    page = dict(pages(lab))["case-studies/my_story/index.html"]
    assert 'href="../../case-studies/first-story/"' in page


def test_a_story_in_a_folder_of_its_own_is_listed_with_what_lies_beside_it(lab: Path) -> None:
    texts = dict(pages(lab))
    assert 'href="../case-studies/third-story/"' in texts["case-studies/index.html"]
    assert 'src="picture.png"' in texts["case-studies/third-story/index.html"]
    assert (lab / "site/case-studies/third-story/picture.png").is_file()


def test_other_plugins_find_entries_among_the_files(lab: Path) -> None:
    known = (lab / "known.txt").read_text("utf-8").splitlines()
    assert {STORY, "case_studies/third-story/index.md"} <= {*known}


def test_what_other_plugins_add_is_not_taken_for_contributed(lab: Path) -> None:
    assert "Something unsafe" not in (lab / "said.txt").read_text("utf-8")
    assert 'class="box"' in dict(pages(lab))["case-studies/first-story/index.html"]


def test_a_theme_leads_to_a_post_where_it_is_and_the_blog_shows_it(lab: Path) -> None:
    texts = dict(pages(lab))
    assert 'href="../../blog/2024/01/31/a-post/"' in texts["themes/governance/index.html"]
    for place in ("blog/index.html", "blog/archive/2024/index.html"):
        assert re.search(r'<h2[^>]*><a[^>]*href="[^"]*31/a-post/"[^>]*>A post', texts[place]), place


def test_every_page_of_the_menu_can_be_reached(lab: Path) -> None:
    texts = dict(pages(lab))
    seen: set[str] = set()
    waiting = ["index.html"]
    while waiting:
        place = waiting.pop()
        if place in texts and place not in seen:
            seen.add(place)
            waiting += links(place, texts[place])
    assert {"manual/index.html", "manual/install/index.html"} <= seen


def test_the_address_is_that_of_the_host_wherever_it_has_it_from(
    lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(lab, tmp_path / "again"))
    monkeypatch.setitem(ENVIRONMENT, "ADDRESS_OF_SITE", "https://a.test/x/")
    monkeypatch.setitem(ENVIRONMENT, "NAME_OF_SITE", "Another name")
    done = run_build(folder, "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    site = json.loads((folder / "site/catalogue.json").read_text("utf-8"))
    assert (
        site["entries"]["case-study"][0]["address"] == "https://a.test/x/case-studies/first-story/"
    )
    assert site["site"]["address"] == "https://a.test/x/"
    assert site["site"]["name"] == "Another name"
