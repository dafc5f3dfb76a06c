"""Suggestions to authors: each kind, where it is told, and where nothing is said."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_casebook.advice.advise import advise
from mkdocs_casebook.cli.main import main
from mkdocs_casebook.content.files import address_of
from mkdocs_casebook.core.model import Collection, Source
from mkdocs_casebook.core.problems import Problem, Severity, Suggestion
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.schema.kind_declarations import standard

COLLECTIONS = [
    Collection("case_studies", "case-study"),
    Collection("docs/guide", "chapter"),
    Collection("docs/questions", "question-list"),
    Collection("docs/themes", "theme"),
    Collection("docs/organisations", "organisation"),
]
KIND_OF = {item.folder: item.kind for item in COLLECTIONS}
TRUST = "---\ntitle: Example NHS Trust\ntype:\n  - acute\nregion: midlands\n---\n"
PADDING = "Nothing more is said of it in this place, where it has no place. "
LONG = PADDING * 30


def theme(title: str, *aliases: str, more: str = "") -> str:
    listed = "".join(f"  - {alias}\n" for alias in aliases)
    names = f"aliases:\n{listed}" if aliases else ""
    return f"---\ntitle: {title}\nsummary: What it is.\n{names}{more}---\n"


def study(body: str, *themes: str, title: str = "A story", more: str = "") -> str:
    listed = "".join(f"  - {slug}\n" for slug in themes)
    return (
        f"---\ntitle: {title}\nsummary: What happened.\norganisation: trust\nthemes:\n{listed}"
        f"{more}year: 2020\nstatus: in-use\nsource:\n  title: A report\n---\n\n{body}\n"
    )


def chapter(body: str, more: str = "") -> str:
    return f"---\ntitle: A chapter\nsummary: What it says.\norder: 1\n{more}---\n\n{body}\n"


THEMES = {
    "docs/themes/systems.md": theme("Clinical systems", "EPR", "electronic patient record"),
    "docs/themes/funding.md": theme("Funding", "business case"),
    "docs/themes/money.md": theme("Money", "cash flow", more="broader:\n  - funding\n"),
    "docs/organisations/trust.md": TRUST,
}


def source(path: str, text: str) -> Source:
    folder, _slash, name = path.rpartition("/")
    return Source(
        path=path,
        kind=KIND_OF.get(folder, "page"),
        slug=name.removesuffix(".md"),
        address=address_of(path, "docs"),
        content=text.encode(),
    )


def advice(files: dict[str, str], *, errors: int = 0) -> list[Problem]:
    sources = [source(path, text) for path, text in sorted((THEMES | files).items())]
    found = build(sources, COLLECTIONS, schema=standard())
    mistakes = [item for item in found.problems if item.severity is Severity.ERROR]
    assert len(mistakes) == errors, mistakes
    return advise(sources, found.casebook, found.problems)


def told(code: Suggestion, files: dict[str, str], *, errors: int = 0) -> list[str]:
    found = [item for item in advice(files, errors=errors) if item.code == code]
    assert all(item.severity is Severity.NOTICE and item.is_suggestion for item in found)
    return [f"{item.where} {item.message}" for item in found]


STORY = "case_studies/story.md"
OFTEN = "It bought an *EPR* in May. The EPR was slow. Nobody liked the [EPR](https://example.org)."


def test_a_page_that_mentions_a_theme_often_is_told_with_the_sentence() -> None:
    assert told(Suggestion.UNTAGGED_THEME, {STORY: study(OFTEN, "funding")}) == [
        (
            'case_studies/story.md:5: themes: mentions "EPR" 3 times but is not filed under '
            '"systems": “It bought an EPR in May”. Add the theme, if it is about that.'
        )
    ]


def test_nothing_is_said_where_the_page_is_filed() -> None:
    assert told(Suggestion.UNTAGGED_THEME, {STORY: study(OFTEN, "systems")}) == []


def test_a_narrower_theme_stands_for_what_it_is_part_of() -> None:
    body = "A business case is long. Each business case. The funding of a business case."
    assert told(Suggestion.UNTAGGED_THEME, {STORY: study(body, "money")}) == []
    assert len(told(Suggestion.UNTAGGED_THEME, {STORY: study(body, "systems")})) == 1


def test_a_section_is_told_at_its_heading() -> None:
    body = f"{PADDING}\n\n## Before {{#before}}\n\n{OFTEN}\n\n## After\n\n{PADDING}"
    assert told(Suggestion.UNTAGGED_THEME, {STORY: study(body, "funding")}) == [
        (
            'case_studies/story.md:15: the section mentions "EPR" 3 times but is not filed under '
            '"systems": “It bought an EPR in May”. Add the theme, if it is about that.'
        )
    ]


def test_several_sections_are_told_as_one_page() -> None:
    sections = "".join(f"## Part {n} {{#part-{n}}}\n\n{OFTEN}\n\n" for n in (1, 2))
    [line] = told(Suggestion.UNTAGGED_THEME, {STORY: study(sections, "funding")})
    assert line.startswith('case_studies/story.md:5: themes: mentions "EPR" 6 times')


def test_only_the_innermost_section_is_told() -> None:
    body = f"## Outer {{#outer}}\n\n### Inner {{#inner}}\n\n{OFTEN}\n\n## Next {{#next}}\n\nEnd."
    [line] = told(Suggestion.UNTAGGED_THEME, {STORY: study(body, "funding")})
    assert line.startswith("case_studies/story.md:15: the section mentions")


def test_a_page_filed_by_one_section_is_told_of_others_only() -> None:
    filed = f'## One {{#one themes="systems"}}\n\n{OFTEN}\n\n### Below\n\n{OFTEN}\n\n'
    other = f"## Two {{#two}}\n\n{OFTEN}\n"
    assert told(Suggestion.UNTAGGED_THEME, {STORY: study(filed, "funding")}) == []
    [line] = told(Suggestion.UNTAGGED_THEME, {STORY: study(filed + other, "funding")})
    assert "the section mentions" in line


def test_questions_are_told_one_by_one() -> None:
    lists = (
        "---\ntitle: Questions\nsummary: Some.\norder: 1\n---\n\n"
        f"## Is it slow? {{#q-1}}\n\n{OFTEN}\n\n## And then? {{#q-2}}\n\n{OFTEN}\n"
    )
    found = told(Suggestion.UNTAGGED_THEME, {"docs/questions/list.md": lists})
    assert [line.partition(" ")[0] for line in found] == [
        "docs/questions/list.md:7:",
        "docs/questions/list.md:11:",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "See [EPR](a.md), [the EPR](b.md) and [an EPR](../c.md#d).",
        "`EPR` and `EPR` and `EPR`\n\n```\nEPR EPR EPR\n```\n",
        "<!-- EPR EPR EPR -->",
        "The EPR Board, the EPR and the EPR." + LONG * 3,
        "epr epr epr",
    ],
)
def test_what_is_no_mention_or_not_often_is_not_told(body: str) -> None:
    assert told(Suggestion.UNTAGGED_THEME, {STORY: study(body, "funding")}) == []


def test_many_names_are_counted_and_a_long_sentence_is_cut() -> None:
    names = ("EPR", "big bang", "order sets", "go-live", "portal")
    files = {
        "docs/themes/systems.md": theme("Clinical systems", *names),
        STORY: study(
            "## The EPR {#epr}\n\nOne two three four five six seven eight nine ten eleven twelve "
            "thirteen then the EPR one two three four five six seven eight nine ten eleven twelve "
            "thirteen. A big bang, its order sets, a go-live and a portal.",
            "funding",
        ),
    }
    [line] = told(Suggestion.UNTAGGED_THEME, files)
    assert line == (
        'case_studies/story.md:13: the section mentions "EPR", "big bang", "order sets" and 2 more '
        'names 6 times but is not filed under "systems": “… five six seven eight nine ten '
        "eleven twelve thirteen then the EPR one two three four five six seven eight nine ten "
        "eleven …”. Add the theme, if it is about that."
    )


def test_the_title_and_fields_count_for_the_page() -> None:
    more = "systems:\n  - Electronic patient record (EPR)\n"
    title = "One EPR for all"
    files = {STORY: study("The EPR came.", "funding", title=title, more=more)}
    assert len(told(Suggestion.UNTAGGED_THEME, files)) == 1
    assert told(Suggestion.UNTAGGED_THEME, {STORY: study("It.", "funding", title=title)}) == []


def test_a_theme_that_is_never_mentioned_is_told() -> None:
    files = {STORY: study(LONG + OFTEN, "systems", "funding")}
    assert told(Suggestion.TAG_NOT_MENTIONED, files) == [
        (
            'case_studies/story.md:5: themes: is filed under "funding" and has no word of its '
            "names. Say what it has to do with the theme, or take the theme away."
        )
    ]


def test_an_abbreviation_or_a_narrower_theme_is_a_mention() -> None:
    files = {STORY: study(f"{LONG} The EPR. The cash flow.", "systems", "funding")}
    assert told(Suggestion.TAG_NOT_MENTIONED, files) == []


def test_a_section_that_never_mentions_its_theme_is_told() -> None:
    body = f'## One {{#one themes="systems"}}\n\n{LONG}\n\n## Two\n\nFunding a business case.'
    [line] = told(Suggestion.TAG_NOT_MENTIONED, {STORY: study(body, "funding")})
    assert line.startswith('case_studies/story.md:13: the section is filed under "systems"')


@pytest.mark.parametrize("words", ["It was funded.", "A case for business.", "[Funds](a.md)"])
def test_a_word_of_its_names_is_enough(words: str) -> None:
    files = {STORY: study(f"{LONG}{words}", "funding")}
    assert (told(Suggestion.TAG_NOT_MENTIONED, files) == []) is ("case" in words)


def test_a_short_text_is_not_asked() -> None:
    assert told(Suggestion.TAG_NOT_MENTIONED, {STORY: study(PADDING, "funding")}) == []


def test_what_most_pages_do_is_not_told() -> None:
    files = {f"case_studies/story-{n}.md": study(LONG, "funding", "systems") for n in range(9)}
    assert told(Suggestion.TAG_NOT_MENTIONED, files) == []


def test_a_theme_whose_names_are_too_common_is_left_alone() -> None:
    files = {
        "docs/themes/systems.md": theme("Clinical systems", "EPR", more="link: off\n"),
        STORY: study(LONG, "systems"),
        "case_studies/other.md": study(OFTEN, "funding"),
    }
    assert told(Suggestion.TAG_NOT_MENTIONED, files) == []
    assert told(Suggestion.UNTAGGED_THEME, files) == []


NAMES = (
    "EPR",
    "big bang",
    "order sets",
    "go-live",
    "portal",
    "prescribing",
    "PAS",
    "ePCR",
    "e-obs",
)


def test_unused_aliases_are_told_in_one_line_a_theme() -> None:
    files = {
        "docs/themes/systems.md": theme("Clinical systems", *NAMES, "unheard of", "unseen"),
        STORY: study(f"{', '.join(NAMES)}. A business case for cash flow.", "systems"),
    }
    assert told(Suggestion.UNUSED_ALIAS, files) == [
        (
            'docs/themes/systems.md:4: aliases: no page uses "unheard of" or "unseen". '
            "Check the spelling. Keep what readers may search for."
        )
    ]


def test_a_theme_does_not_use_its_own_aliases() -> None:
    files = {
        "docs/themes/systems.md": theme("Clinical systems", *NAMES) + "\nA portal.\n",
        STORY: study(f"{', '.join(NAMES)}. A business case.", "systems").replace("portal, ", ""),
    }
    lines = told(Suggestion.UNUSED_ALIAS, files)
    assert any('systems.md:4: aliases: no page uses "portal".' in line for line in lines)


def test_aliases_of_a_young_site_are_left_alone() -> None:
    assert told(Suggestion.UNUSED_ALIAS, {STORY: study("Text.", "systems")}) == []


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (theme("Remote care"), theme("Remote carer"), "their titles are nearly the same"),
        (
            theme("Distance", "consultation by video"),
            theme("Telehealth", "video consultations"),
            '"consultation by video" and "video consultations" are the same words',
        ),
    ],
)
def test_themes_with_nearly_the_same_names_are_told(first: str, second: str, reason: str) -> None:
    files = {"docs/themes/a.md": first, "docs/themes/b.md": second}
    [line] = told(Suggestion.SIMILAR_THEMES, files)
    assert line.startswith("docs/themes/b.md:1: this theme is much like ")
    assert f"in docs/themes/a.md: {reason}. Merge the two" in line


@pytest.mark.parametrize(("first", "second"), [("Year 1", "Year 2"), ("Risk", "Recruitment")])
def test_themes_with_different_names_are_not(first: str, second: str) -> None:
    files = {"docs/themes/a.md": theme(first), "docs/themes/b.md": theme(second)}
    assert told(Suggestion.SIMILAR_THEMES, files) == []


def test_a_word_that_very_many_titles_share_is_passed_over() -> None:
    titles = [f"Remote q{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(60)]
    files = {f"docs/themes/t-{n}.md": theme(title) for n, title in enumerate(titles)}
    assert told(Suggestion.SIMILAR_THEMES, files) == []


@pytest.mark.parametrize(("shared", "lines"), [(4, 0), (5, 1), (6, 1)])
def test_themes_with_the_same_contents_are_told(shared: int, lines: int) -> None:
    files = {f"case_studies/s-{n}.md": study("It.", "systems", "funding") for n in range(shared)}
    found = told(Suggestion.SIMILAR_THEMES, files)
    assert len(found) == lines
    if found:
        assert f"of {shared} pages and sections under either, {shared} are under both" in found[0]


def test_themes_that_share_some_contents_are_not() -> None:
    files = {f"case_studies/s-{n}.md": study("It.", "systems", "funding") for n in range(6)}
    more = {f"case_studies/t-{n}.md": study("It.", "funding") for n in range(3)}
    assert told(Suggestion.SIMILAR_THEMES, files | more) == []


def linked(count: int) -> dict[str, str]:
    return {
        f"case_studies/s-{n}.md": study(f"See [next](s-{(n + 1) % count}.md).", "systems")
        for n in range(count)
    }


def test_a_page_that_no_other_links_to_is_told() -> None:
    files = linked(8) | {"docs/guide/alone.md": chapter("See [me](alone.md) and [it](#it).")}
    assert told(Suggestion.ORPHAN, files) == [
        (
            "docs/guide/alone.md:1: no other page links to this one. "
            "Link to it from a page whose readers would want it."
        )
    ]


@pytest.mark.parametrize("link", ["[it](guide/alone.md#part)", "[it][1]\n\n[1]: guide/alone.md"])
def test_any_page_may_link_to_it(link: str) -> None:
    files = linked(8) | {"docs/guide/alone.md": chapter("It."), "docs/index.md": f"See {link}\n"}
    assert told(Suggestion.ORPHAN, files) == []


def test_where_most_pages_have_no_link_none_is_told() -> None:
    files = {f"case_studies/s-{n}.md": study("It.", "systems") for n in range(9)}
    assert told(Suggestion.ORPHAN, files | {"docs/index.md": "[x](../case_studies/s-1.md)"}) == []


def test_nothing_is_said_of_a_file_with_a_mistake_or_of_a_site_with_one() -> None:
    broken = study(OFTEN, "fundig")
    files = linked(8) | {STORY: study(OFTEN, "funding"), "case_studies/broken.md": broken}
    found = advice(files, errors=1)
    assert [(item.where.path, item.code) for item in found] == [(STORY, "untagged-theme")]


def test_retired_themes_and_files_that_are_no_text_are_passed_over() -> None:
    files = {"docs/themes/old.md": theme("Old name", more="retired: funding\n")}
    assert advice(files) == []
    sources = [source("docs/index.md", "Text.")]
    bad = Source(path=STORY, kind="case-study", slug="story", address="x/", content=b"\xff\xfe\x00")
    found = build([*sources, bad], COLLECTIONS, schema=standard())
    assert advise([*sources, bad], found.casebook, found.problems) == []


def test_the_order_of_files_makes_no_difference() -> None:
    texts = THEMES | linked(8) | {STORY: study(OFTEN, "funding")}
    sources = [source(path, text) for path, text in texts.items()]
    found = build(sources, COLLECTIONS, schema=standard())
    assert advise(sources, found.casebook) == advise(sources[::-1], found.casebook) != []


def test_a_build_never_loads_what_gives_advice() -> None:
    name = "mkdocs_casebook.advice.advise"
    program = f"import sys, mkdocs_casebook.mkdocs_plugin.plugin; print({name!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions are called on the way."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("piece", ["The EPR came. ", "\n## EPR {#epr}\n\nEPR\n", "- [EPR](a.md)\n"])
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    works = []
    for length in (400, 800):
        files = {STORY: study(piece * length, "funding")}
        sources = [source(path, text) for path, text in (THEMES | files).items()]
        casebook = build(sources, COLLECTIONS, schema=standard()).casebook
        works.append(calls_of(lambda found=sources, book=casebook: advise(found, book)))
    assert 400 < works[0] < works[1] < 2.1 * works[0]


def test_all_kinds_of_entry_are_known() -> None:
    assert sorted(KIND_OF.values()) == sorted(kind.name for kind in standard().collected)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    base = Path(__file__).parents[1] / "golden" / "_base"
    root = Path(shutil.copytree(base, tmp_path / "site"))
    file = root / "docs/guide/first-steps.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\nRisk is a risk. It is a risk to take no risk.\n", encoding="utf-8")
    (root / "docs/themes/unused.md").write_text(theme("Unused"), encoding="utf-8")
    return root


LINE = (
    'docs/guide/first-steps.md:9: the section mentions "Risk" 4 times but is not filed under '
    '"risk": “Risk is a risk”. Add the theme, if it is about that.'
)


def check(site: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["check", "--config", str(site / "mkdocs.yml"), *options]) == 0
    return capsys.readouterr().out


def test_the_command_prints_suggestions_below_the_rest(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notice, *lines = check(site, capsys).splitlines()
    assert notice.startswith("docs/themes/unused.md:1: notice: ")
    assert lines == [
        "Suggestions (these never stop a build):",
        LINE,
        "No errors and 1 notice, 1 suggestion (8 files checked).",
    ]


def test_suggestions_can_be_left_out(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notice, summary = check(site, capsys, "--no-advice").splitlines()
    assert "notice" in notice
    assert summary == "No errors and 1 notice (8 files checked)."


def test_other_programs_get_suggestions_as_notices(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _notice, line, _summary = check(site, capsys, "--format", "github").splitlines()
    assert line.startswith("::notice file=docs/guide/first-steps.md,line=9,title=untagged-theme::")
    report = json.loads(check(site, capsys, "--format", "json"))
    assert (report["errors"], report["notices"], report["suggestions"]) == (0, 1, 1)
    assert report["problems"][-1]["severity"] == "notice"
    assert report["problems"][-1]["code"] == "untagged-theme"
