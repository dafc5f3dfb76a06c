"""Every name that authors may refer to, and what stands at old addresses."""

import pytest

from mkdocs_casebook.content.parsed import parse_source
from mkdocs_casebook.core.model import Entry, Source, Value
from mkdocs_casebook.core.redirects import find_moves
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.schema.names import gather_vocabulary
from mkdocs_casebook.schema.vocabulary import Vocabulary

FOLDERS = {
    "docs/themes": "theme",
    "docs/questions": "question-list",
    "docs/organisations": "organisation",
    "case_studies": "case-study",
}


def gather(**files: tuple[str, str]) -> Vocabulary:
    """Gather the names of files, each given by its slug as its kind and text."""
    sources = [
        Source(path=f"{slug}.md", kind=kind, slug=slug, address="", content=text.encode("latin-1"))
        for slug, (kind, text) in files.items()
    ]
    return gather_vocabulary(map(parse_source, sources), FOLDERS, standard())


def test_every_file_is_a_name_of_its_kind() -> None:
    found = gather(one=("theme", "---\n---\n"), two=("theme", "caf\xe9"), three=("case-study", ""))
    assert found.slugs["theme"] == {"one", "two"}
    assert found.slugs["case-study"] == {"three"}
    assert found.folders["theme"] == "docs/themes"


def test_other_names_stand_for_the_slug() -> None:
    found = gather(
        one=("theme", "---\ntitle: Number One\naliases: [First, '', [x]]\n---\n"),
        two=("organisation", "---\ntitle: Two\nshort-name: II\n---\n"),
    )
    assert found.aliases["theme"] == {"number one": "one", "first": "one"}
    assert found.aliases["organisation"] == {"two": "two", "ii": "two"}


def test_questions_are_names_too() -> None:
    found = gather(ten=("question-list", "---\n---\n## One {#ten-1}\n\n## Two\n\n### Note {#n}\n"))
    assert found.slugs["question"] >= {"ten-1"}
    assert "" not in found.slugs["question"]
    assert found.folders["question"] == "docs/questions"


def test_a_site_without_question_lists_has_no_folder_of_questions() -> None:
    found = gather_vocabulary([], {"docs/themes": "theme"}, standard())
    assert "question" not in found.folders


def test_former_names_lead_to_where_a_theme_is_now() -> None:
    found = gather(
        new=("theme", "---\nformerly: [old, older]\nretired: newest\n---\n"),
        newest=("theme", "---\n---\n"),
    )
    assert found.moved["theme"] == {"old": "newest", "older": "newest", "new": "newest"}


def test_a_ring_of_retired_themes_leads_nowhere() -> None:
    found = gather(
        one=("theme", "---\nretired: two\n---\n"), two=("theme", "---\nretired: one\n---\n")
    )
    assert found.moved["theme"] == {}


def theme(slug: str, **values: Value) -> Entry:
    return Entry(
        kind="theme",
        slug=slug,
        path=f"docs/themes/{slug}.md",
        address=f"themes/{slug}/",
        title=slug,
        values=values,
    )


def test_old_addresses_lead_to_the_theme_that_took_over() -> None:
    moves = find_moves(
        [
            theme("new", formerly=("old",)),
            theme("gone", retired="going"),
            theme("going", retired="new"),
            Entry(kind="chapter", slug="c", path="c", address="c", title="c"),
        ]
    )
    assert [(move.old_path, move.old_address, move.new_path) for move in moves] == [
        ("docs/themes/going.md", "themes/going/", "docs/themes/new.md"),
        ("docs/themes/gone.md", "themes/gone/", "docs/themes/new.md"),
        ("docs/themes/old.md", "themes/old/", "docs/themes/new.md"),
    ]


def test_a_former_name_that_is_in_use_again_leads_nowhere() -> None:
    assert find_moves([theme("new", formerly=("old",)), theme("old")]) == ()


@pytest.mark.parametrize("successor", ["one", "nowhere"])
def test_a_theme_replaced_by_itself_or_by_nothing_stays_where_it_is(successor: str) -> None:
    assert find_moves([theme("one", retired=successor)]) == ()


def test_a_ring_of_moves_comes_to_an_end() -> None:
    assert len(find_moves([theme("one", retired="two"), theme("two", retired="one")])) == 2


@pytest.mark.parametrize("path", ["case_studies/new.md", "case_studies/new/index.md"])
def test_any_entry_keeps_its_old_address(path: str) -> None:
    entry = Entry(
        kind="case-study",
        slug="new",
        path=path,
        address="case-studies/new/",
        title="New",
        values={"formerly": ("my_story",)},
    )
    (move,) = find_moves([entry])
    assert (move.old_path, move.old_address) == (
        "case_studies/my_story.md",
        "case-studies/my_story/",
    )
