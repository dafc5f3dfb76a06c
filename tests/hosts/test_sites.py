"""What a reader gets, and what a failed build must not take away."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

import compare_builds

pytestmark = pytest.mark.hosts

GENERATOR = re.compile(rb'<meta name="generator"[^>]*>')
MISTAKES = {
    "title: A second story": "titel: A second story",
    "  - risk": "  - risc",
    'year: "2021"': "year: MMXXI",
    "status: planned": "status: plan",
    "organisation: example-trust": "organisation: exampel-trust",
}


def contents(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def text_of(site: Path, address: str) -> str:
    return (site / "site" / address / "index.html").read_text("utf-8")


def break_second_story(site: Path) -> None:
    file = site / "case_studies/second-story.md"
    text = file.read_text("utf-8")
    for right, wrong in MISTAKES.items():
        assert right in text
        text = text.replace(right, wrong)
    file.write_text(text, "utf-8")


def test_sound_site_builds_strictly_and_leaves_nothing_beside_it(site, build):
    before = sorted(path.name for path in site.iterdir())
    done = build(site, "--strict")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in site.iterdir()) == sorted([*before, "site"])


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_site_with_every_option_builds_strictly(tmp_path, build, host):
    compare_builds.every_option(tmp_path / "every")
    done = build(tmp_path / "every", "--strict", host=host)
    assert done.returncode == 0, done.stderr


def test_builds_are_compared_by_name_and_by_their_first_lines_that_differ():
    before = {"a": b"1\n2 same\n", "b": b"", "c": b"", "d": b"x\r\n"}
    after = {"a": b"1\n2 same, now\n", "b": b"", "e": b"", "d": b"x\n"}
    assert list(compare_builds.differing(before, after)) == [
        ["a:2", "  - 2 same", "  + 2 same, now"],
        ["c is gone"],
        ["d differs in its line ends"],
        ["e is new"],
    ]


def test_both_hosts_make_the_same_site(site, build, built):
    done = build(site, "--strict", host="properdocs")
    assert done.returncode == 0, done.stderr
    ours, theirs = (
        {
            file.relative_to(folder).as_posix(): GENERATOR.sub(b"", file.read_bytes())
            for file in folder.rglob("*")
            if file.is_file() and file.suffix != ".gz"
        }
        for folder in (built / "site", site / "site")
    )
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_a_template_of_the_sites_own_is_filled_for_every_page(site, build):
    settings = site / "mkdocs.yml"
    theme = "theme: {name: material, font: false, custom_dir: own}"
    text = settings.read_text("utf-8").replace("theme: {name: material, font: false}", theme)
    settings.write_text(text, "utf-8")
    (site / "own").mkdir()
    (site / "own/main.html").write_text(
        '{% extends "base.html" %}{% set words = page.title if page else "" %}'
        '{% block extrahead %}{{ super() }}<meta name="own" content="{{ words }}">{% endblock %}',
        "utf-8",
    )
    (site / "own/partials").mkdir()
    (site / "own/partials/footer.html").write_text('<p id="foot">{{ page.title }}</p>', "utf-8")
    done = build(site, "--strict")
    assert done.returncode == 0, done.stderr
    for own in (r'<meta name="own" content="([^"]*)">', r'<p id="foot">([^<]*)</p>'):
        said = [
            re.search(own, file.read_text("utf-8"))[1]
            for file in (site / "site").glob("case-studies/*-story/index.html")
        ]
        assert len(said) == len(set(said)) == 2


CHANGES_THE_TEXT = """
from mkdocs.plugins import event_priority

@event_priority({priority})
def on_page_context(context, page, **_):
    page.content = page.content.replace("<p>", "<p>Changed: ")
"""


@pytest.mark.parametrize("priority", [50, 0, -50])
def test_what_another_plugin_makes_of_a_text_is_shown_without_words_for_the_search(
    site, build, priority
):
    settings = site / "mkdocs.yml"
    unsafe = "  - casebook:\n      allow_unsafe: [hooks]\n"
    text = settings.read_text("utf-8").replace("  - casebook:\n", unsafe)
    settings.write_text(f"{text}hooks: [changes.py]\n", "utf-8")
    (site / "changes.py").write_text(CHANGES_THE_TEXT.format(priority=priority), "utf-8")
    done = build(site)
    assert done.returncode == 0, done.stderr
    page = text_of(site, "case-studies/first-story")
    assert "Changed: Words about" in page
    assert "<p>Voice recognition</p>" not in page
    assert '">governance</a>, the' in page
    index = json.loads((site / "site/search/search_index.json").read_text("utf-8"))
    found = [doc for doc in index["docs"] if doc["location"] == "case-studies/first-story/"]
    assert "<p>Voice recognition</p>" in found[0]["text"]


LETS_IN = """
from mkdocs.plugins import event_priority

@event_priority(50)
def on_files(files, config):
    for file in files:
        if file.src_uri.startswith(".hidden/"):
            file.inclusion = type(file.inclusion).INCLUDED
"""


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_what_a_plugin_lets_in_is_held_against_the_same_list(site, build, host):
    assert build(site).returncode == 0
    before = contents(site / "site")
    settings = site / "mkdocs.yml"
    ours = "  - casebook:\n      allow_unsafe: [hooks]\n      trusted: []\n"
    text = settings.read_text("utf-8").replace("  - casebook:\n", ours)
    settings.write_text(f"{text}hooks: [lets_in.py]\n", "utf-8")
    (site / "lets_in.py").write_text(LETS_IN, "utf-8")
    (site / "docs/.hidden").mkdir()
    (site / "docs/.hidden/plain.txt").write_text("Words.\n", "utf-8")
    (site / "docs/.hidden/page.html").write_text("<script>alert(1)</script>\n", "utf-8")
    done = build(site, host=host)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert "docs/.hidden/page.html:1: only Markdown and pictures can stand here" in said
    assert "plain.txt" not in said
    assert "Traceback" not in said
    assert contents(site / "site") == before
    settings.write_text(settings.read_text("utf-8").replace("[]", "[docs/.hidden]"), "utf-8")
    assert build(site).returncode == 0
    assert (site / "site/.hidden/page.html").is_file()


def test_links_in_hidden_folders_are_refused_before_the_host_follows_them(site, build):
    (site / "docs/.hidden").mkdir()
    try:
        for name in "abc":  # Three of them would keep the host busy for years.
            (site / "docs/.hidden" / name).symlink_to("..")
    except OSError:
        pytest.skip("this system does not let us make a symbolic link")
    done = build(site)
    assert done.returncode == 1
    assert done.stdout.count("this is a shortcut") == 3


def test_a_part_left_out_of_the_search_keeps_its_page_as_it_is(site, build):
    home = site / "docs/index.md"
    text = home.read_text("utf-8")
    home.write_text(f"{text}\nNever found.\n{{ data-search-exclude=yes }}\n", "utf-8")
    done = build(site, "--strict")
    assert done.returncode == 0, done.stderr
    assert "<p>Never found.</p>" in text_of(site, ".")
    assert "Never found" not in (site / "site/search/search_index.json").read_text("utf-8")


def test_the_same_input_gives_the_same_bytes(site, build, built):
    build(site)
    assert contents(site / "site") == contents(built / "site")


@pytest.mark.parametrize("strict", [(), ("--strict",)])
def test_failed_build_names_all_mistakes_and_leaves_the_site_as_it_was(
    site_built_before, build, strict
):
    site = site_built_before
    before = contents(site / "site")
    break_second_story(site)
    done = build(site, *strict)
    lines = [line for line in done.stdout.splitlines() if line.startswith("case_studies/")]
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert {"titel", "themes[1]", "year", "status", "organisation"} == {
        line.split(": ")[1] for line in lines
    }
    assert done.stdout.rstrip().endswith(
        "in 1 file (14 files checked). The site was left unchanged."
    )
    assert contents(site / "site") == before
    assert not list(site.glob(".site-next-*"))


def test_strict_build_that_fails_late_leaves_the_site_as_it_was(site_built_before, build):
    site = site_built_before
    before = contents(site / "site")
    story = site / "case_studies/second-story.md"
    story.write_text(story.read_text("utf-8") + "\n[Nowhere](../docs/themes/nowhere.md)\n", "utf-8")
    done = build(site, "--strict")
    assert done.returncode == 1
    assert "nowhere.md" in done.stderr
    assert contents(site / "site") == before
    assert not list(site.glob(".site-next-*"))


def test_case_study_behaves_like_any_page(built):
    page = text_of(built, "case-studies/first-story")
    assert (
        'href="https://code.example/example/casebook/edit/main/case_studies/first-story.md"' in page
    )
    assert 'href="../../themes/governance/"' in page
    assert 'href="../second-story/"' in page
    assert (built / "site/case-studies/picture.png").is_file()
    assert 'src="../picture.png"' in page
    assert "Note: the first line looks like a field" in page
    search = json.loads((built / "site/search/search_index.json").read_text("utf-8"))
    assert any(
        entry["location"] == "case-studies/first-story/" and "Voice recognition" in entry["text"]
        for entry in search["docs"]
    )
    home = text_of(built, ".")
    assert 'href="case-studies/first-story/#context"' in home


def test_links_out_of_the_documents_folder_are_checked_by_the_host(site, build):
    index = site / "docs/index.md"
    index.write_text(index.read_text("utf-8").replace("#context", "#nowhere"), "utf-8")
    done = build(site, "--strict")
    assert done.returncode == 1
    assert "nowhere" in done.stderr


def test_front_matter_is_text_and_never_markup(built):
    page = text_of(built, "case-studies/first-story")
    assert "no more than <3 sheets" not in page
    assert "no more than &lt;3 sheets of paper &amp; ink" in page
    assert "Risk & <" not in text_of(built, "themes/risk")


def test_what_is_not_stated_is_said_to_be_so(built):
    page = text_of(built, "case-studies/first-story")
    for label in ("Cost", "How long it took", "Strength of evidence", "What did not work"):
        after = page.split(f"<dt>{label}</dt>")[1][:200]
        assert "Not stated" in after


def test_theme_lists_sections_case_studies_and_questions(built):
    page = text_of(built, "themes/governance")
    assert 'href="../../guide/deciding/#who-decides"' in page
    assert "Boards that decide everything decide slowly." in page
    assert 'href="../../case-studies/first-story/"' in page
    assert 'href="../../questions/first/#first-1"' in page


def test_sixth_file_appears_in_every_list_without_other_edits(site, build):
    copy = (site / "case_studies/second-story.md").read_text("utf-8")
    third = copy.replace("A second story", "A third story")
    (site / "case_studies/third-story.md").write_text(third, "utf-8")
    assert build(site, "--strict").returncode == 0
    for address in (
        "themes/risk",
        "organisations/example-trust",
        "case-studies",
        "organisations",
        ".",
    ):
        assert "A third story" in text_of(site, address), address


def test_page_outside_every_collection_is_left_alone(built):
    page = text_of(built, "about/plain")
    assert page.count("<h1") == 1
    assert "A page without fields" in page


def test_documents_outside_the_project_are_refused_without_a_traceback(site, build):
    config = site / "mkdocs.yml"
    (site.parent / "elsewhere").mkdir()
    config.write_text(f"docs_dir: ../elsewhere\n{config.read_text('utf-8')}", "utf-8")
    done = build(site)
    assert done.returncode == 1
    assert "docs_dir must be a folder inside" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_every_facet_value_has_a_page_with_feeds_outside_the_search(built):
    index = text_of(built, "case-studies")
    assert 'href="../case-studies/theme/governance/"' in index
    page = text_of(built, "case-studies/theme/governance")
    assert "<h1>Case studies about governance</h1>" in page
    assert 'href="../../../case-studies/first-story/"' in page
    assert (built / "site/case-studies/theme/governance/atom.xml").is_file()
    feed = json.loads((built / "site/case-studies/theme/governance/feed.json").read_text("utf-8"))
    assert feed["feed_url"] == "https://casebook.example/case-studies/theme/governance/feed.json"
    assert 'href="../../../case-studies/theme/governance/feed.json"' in page
    assert "case-studies/theme/governance/" in (built / "site/sitemap.xml").read_text("utf-8")
    search = json.loads((built / "site/search/search_index.json").read_text("utf-8"))
    assert not any("/theme/" in entry["location"] for entry in search["docs"])


@pytest.mark.parametrize(
    ("options", "to"),
    [((), ""), (("--no-directory-urls",), "index.html")],
    ids=["folders", "files"],
)
def test_a_shortened_address_of_a_value_leads_to_all_values(site, build, options, to):
    assert build(site, "--strict", *options).returncode == 0
    page = text_of(site, "case-studies/theme")
    assert "<h1>Case studies by theme</h1>" in page
    assert f'href="../../case-studies/theme/governance/{to}"' in page
    assert not (site / "site/case-studies/theme/atom.xml").exists()
    assert "atom.xml" not in page
    address = f"https://casebook.example/case-studies/theme/{to}<"
    assert address in (site / "site/sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize("name", ["theme.md", "theme/index.md"])
def test_a_page_of_the_author_stays_where_a_facet_would_have_one(site, build, name):
    own = site / "docs/case-studies" / name
    own.parent.mkdir(exist_ok=True)
    own.write_text("---\ntitle: Our own words\n---\nOurs.\n", "utf-8")
    assert build(site, "--strict").returncode == 0
    assert ">Our own words</h1>" in text_of(site, "case-studies/theme")
    assert 'href="../../../case-studies/theme/"' in text_of(site, "case-studies/theme/governance")


def test_a_case_study_stays_where_a_facet_would_have_a_page(site, build):
    story = site / "case_studies/first-story.md"
    story.with_name("theme.md").write_text(story.read_text("utf-8"), "utf-8")
    assert build(site).returncode == 0
    assert 'class="cb-kind"' in text_of(site, "case-studies/theme")


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_a_page_that_search_engines_must_not_show_is_not_in_the_sitemap(site, build, host):
    asked = {"hidden-a": "noindex", "hidden-b": "nofollow, NoIndex", "hidden-c": "none"}
    for name, value in {**asked, "shown": "nofollow"}.items():
        text = f"---\ntitle: A page\nrobots: {value}\n---\nText.\n"
        (site / f"docs/about/{name}.md").write_text(text, "utf-8")
    assert build(site, "--strict", host=host).returncode == 0
    for name, robots in asked.items():
        assert f'<meta name="robots" content="{robots}">' in text_of(site, f"about/{name}")
    sitemap = (site / "site/sitemap.xml").read_text("utf-8")
    assert "https://casebook.example/about/shown/<" in sitemap
    assert "hidden" not in sitemap


WORDS = ("Read next", "What links here", "Key messages", "Source", "On this page", "Main", "All")
WORDS_OF_INDEXES = ("By theme", "By type", "Words", "Sort", "Governance", "Themes", "Newest")


def test_no_page_has_an_id_twice_whatever_headings_say(site, build):
    for name in (
        "docs/guide/deciding.md",
        "case_studies/first-story.md",
        "docs/questions/first.md",
    ):
        add_headings(site / name, WORDS)
    for name in ("docs/case-studies/index.md", "docs/themes/index.md", "docs/index.md"):
        add_headings(site / name, (*WORDS, *WORDS_OF_INDEXES))
    add_headings(site / "docs/about/plain.md", WORDS)
    assert build(site, "--strict").returncode == 0
    pages = list((site / "site").rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        ids = re.findall(r'\sid="([^"]*)"', page.read_text("utf-8"))
        assert sorted(ids) == sorted(set(ids)), page
    assert 'id="read-next_1"' in text_of(site, "guide/deciding")


def add_headings(file: Path, words: tuple[str, ...]) -> None:
    with file.open("a", encoding="utf-8") as text:
        text.writelines(f"\n### {each}\n\nText.\n" for each in words)


def test_without_an_address_a_site_has_lists_and_no_feeds(site, build):
    config = site / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("site_url:", "x_url:"), "utf-8")
    assert build(site).returncode == 0
    assert (site / "site/case-studies/theme/governance/index.html").is_file()
    assert not list((site / "site").rglob("atom.xml"))


def test_a_page_of_the_author_stays_where_a_list_would_have_one(site, build):
    own = site / "docs/case-studies/theme/governance/index.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\ntitle: Our own words\n---\nOurs.\n", "utf-8")
    assert build(site).returncode == 0
    assert ">Our own words</h1>" in text_of(site, "case-studies/theme/governance")


def test_policy_holds_the_hash_of_no_script_that_an_author_wrote(site, build):
    about = site / "docs/about/with-a-title.md"
    script = "alert('from the text')"
    about.write_text(f"---\ntitle: With a title\n---\n<script>{script}</script>\n", "utf-8")
    assert build(site).returncode == 0
    page = text_of(site, "about/with-a-title")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert page.index(policy[0]) < page.index("<script")
    allowed = set(re.findall(r"'sha256-([^']+)'", policy[1]))
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = {
        code: base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in inline
    }
    assert [code for code, found in hashes.items() if found not in allowed] == [script]
    assert "'unsafe-inline'" not in policy[1].split("script-src")[1].split(";")[0]


def test_published_site_must_not_keep_the_settings_of_the_template(site, build):
    config = site / "mkdocs.yml"
    text = re.sub(r"site_url: \S+\n", "", config.read_text("utf-8"))
    address = "site_url: https://stories.trust.org/\nextra:\n  contact: hello@casebook.example\n"
    config.write_text(address + text, "utf-8")
    done = build(site)
    assert done.returncode == 1
    assert "mkdocs.yml:3: extra.contact:" in done.stdout + done.stderr
    assert not (site / "site").exists()


def test_site_publishes_its_content_as_data(built):
    catalogue = json.loads((built / "site/catalogue.json").read_text("utf-8"))
    stories = {story["id"]: story for story in catalogue["entries"]["case-study"]}
    address = "https://casebook.example/case-studies/first-story/"
    assert stories["first-story"]["address"] == address
    assert stories["first-story"]["sections"][0]["address"] == f"{address}#context"
    assert address in (built / "site/case-studies.csv").read_text("utf-8")
    assert "catalogue.json" not in (built / "site/sitemap.xml").read_text("utf-8")


def test_a_file_of_the_author_stays_where_data_would_be(site, build):
    (site / "docs/catalogue.json").write_text("{}", "utf-8")
    assert build(site).returncode == 0
    assert (site / "site/catalogue.json").read_text("utf-8") == "{}"


def test_case_study_changes_no_page_but_its_own_and_the_lists_it_is_in(site_built_before, build):
    third = """---
title: A third story
summary: What a third story would change.
organisation: example-trust
themes: [risk]
year: 2021
status: planned
source: {title: An example report}
---

## Context {#context}

It tried everything: `<script>`, [home](../docs/index.md), [Risk]: and a table.

[Home]: ../docs/about/plain.md
*[Risk]: Not what you think

[first story](first-story.md) and governance.
"""
    site = site_built_before
    before = {file: (site / "site" / file).read_bytes() for file in contents(site / "site")}
    (site / "case_studies/third-story.md").write_text(third, "utf-8")
    done = build(site)
    assert done.returncode == 0, done.stdout
    after = {file: (site / "site" / file).read_bytes() for file in contents(site / "site")}
    assert before.keys() <= after.keys()
    changed = {file for file in before if before[file] != after[file]}
    lists = re.compile(
        # The pages that list it, and those it links to or mentions.
        r"(?:index|case-studies/index|organisations/(?:index|example-trust/index))\.html"
        r"|themes/(?:index|risk/index|governance/index)\.html"
        r"|case-studies/(?:first|second)-story/index\.html"
        r"|case-studies/(?:theme|type|region|year|system)/(?:[\w-]+/)?"
        r"(?:index\.html|atom\.xml|feed\.json)"
        r"|case-studies/(?:atom\.xml|feed\.json)"
        r"|search/search_index\.json|sitemap\.xml(?:\.gz)?|links\.csv"
        r"|(?:catalogue|case-studies|data/[\w-]+)\.(?:json|csv|jsonld)"
    )
    assert [file for file in sorted(changed) if not lists.fullmatch(file)] == []
    assert "about/plain/index.html" in after.keys() - changed
    assert "guide/deciding/index.html" in after.keys() - changed
    # On a page of somebody else it is a link in a list: no word that was there has gone.
    for file in sorted(changed):
        if not file.endswith(".html"):
            continue
        words = re.findall(r"[^\W\d]{3,}", re.sub("<[^>]*>", " ", before[file].decode()))
        now = re.sub("<[^>]*>", " ", after[file].decode())
        assert [word for word in words if word not in now] == [], file
        # These count stories, and so does the list of each value of a facet beside its own.
        counts = re.match(r"themes/index|case-studies/(?:theme|type|region|year|system)/", file)
        assert counts or "third-story/" in after[file].decode(), file
