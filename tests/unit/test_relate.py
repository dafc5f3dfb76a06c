"""What is filed where, and in which order."""

from datetime import date

from mkdocs_casebook.core.model import Entry, Section, Value
from mkdocs_casebook.graph.casebook import questions, relate
from mkdocs_casebook.schema.kind_declarations import standard


def entry(
    kind: str,
    slug: str,
    themes: tuple[str, ...] = (),
    sections: tuple[Section, ...] = (),
    **values: Value,
) -> Entry:
    return Entry(
        kind=kind,
        slug=slug,
        path=f"{kind}/{slug}.md",
        address=f"{kind}/{slug}/",
        title=str(values.get("title", slug)),
        themes=themes,
        sections=sections,
        values=values,
    )


def section(ident: str, *themes: str, level: int = 2) -> Section:
    return Section(id=ident, title=ident, line=1, level=level, themes=themes)


def slugs(entries: tuple[Entry, ...]) -> list[str]:
    return [item.slug for item in entries]


def test_case_studies_come_newest_first_and_then_by_title() -> None:
    casebook = relate(
        [
            entry("case-study", "a", added=date(2020, 1, 1)),
            entry("case-study", "c"),
            entry("case-study", "b", added=date(2021, 1, 1)),
            entry("case-study", "d", title="B"),
        ],
        schema=standard(),
    )
    assert slugs(casebook.of_kind("case-study")) == ["b", "a", "d", "c"]


def test_chapters_come_in_their_order_and_the_rest_after_them() -> None:
    chapters = [
        entry("chapter", "a"),
        entry("chapter", "b", order=2),
        entry("chapter", "c", order=1),
    ]
    assert slugs(relate(chapters, schema=standard()).of_kind("chapter")) == ["c", "b", "a"]


def test_entries_with_one_title_stay_in_order_of_their_paths() -> None:
    themes = [entry("theme", slug, title="Same") for slug in "cab"]
    assert slugs(relate(themes, schema=standard()).of_kind("theme")) == ["a", "b", "c"]


def test_a_section_is_filed_by_its_own_themes() -> None:
    chapter = entry("chapter", "a", ("x",), (section("s", "x", "y"),))
    filed = relate([chapter], schema=standard()).filed
    assert [(thing.entry, thing.section) for thing in filed["x"]] == [(chapter, None)]
    assert [thing.section for thing in filed["y"]] == [chapter.sections[0]]


def test_chapters_come_before_case_studies_and_questions_under_a_theme() -> None:
    things = [
        entry("question-list", "q", (), (section("q-1", "x"),)),
        entry("case-study", "s", ("x",)),
        entry("chapter", "c", ("x",)),
        entry("page", "p", ("x",)),
    ]
    filed = relate(things, schema=standard()).filed["x"]
    assert [thing.entry.kind for thing in filed] == ["chapter", "case-study", "question-list"]


def test_questions_are_the_second_level_headings_of_a_list() -> None:
    listed = entry("question-list", "q", (), (section("q-1"), section("note", level=3)))
    assert [thing.target.fragment for thing in questions(listed, schema=standard())] == ["q-1"]
    assert questions(entry("chapter", "c", (), (section("s"),)), schema=standard()) == ()
    assert set(relate([listed], schema=standard()).questions) == {"q-1"}


def test_organisations_have_their_stories_and_themes_their_parts() -> None:
    story = entry("case-study", "s", organisation="o")
    part = entry("theme", "part", broader=("whole",))
    owner = entry("organisation", "o")
    casebook = relate([story, part, entry("theme", "whole"), owner], schema=standard())
    assert casebook.stories[owner.path] == (story,)
    assert casebook.narrower["whole"] == (part,)


def test_entries_are_found_by_kind_and_slug() -> None:
    theme = entry("theme", "x")
    casebook = relate([theme], schema=standard())
    assert casebook.entry("theme", "x") is theme
    assert casebook.entry("chapter", "x") is None
    assert casebook.of_kind("chapter") == ()
    assert casebook.themes(["y", "x"]) == (theme,)
