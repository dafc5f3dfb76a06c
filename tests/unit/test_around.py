"""What stands around a page is the same whether it is made alone or in a row with others."""

from types import SimpleNamespace

import pytest

from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.casebook import relate
from mkdocs_casebook.mkdocs_plugin.page_chrome import AT_ONCE, Surroundings
from mkdocs_casebook.render.fragments import Fragment, Link
from mkdocs_casebook.render.structured import Publication
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.stopwatch import Stopwatch
from weaving import web_of

ENTRIES = [
    Entry(
        kind="case-study",
        slug=f"s{n}",
        path=f"case_studies/s{n}.md",
        address=f"case-studies/s{n}/",
        title=f"Story {n}",
        themes=("risk",) if n % 10 == 4 else (),
    )
    for n in range(2 * AT_ONCE + 3)
]
THEME = Entry(kind="theme", slug="risk", path="t.md", address="t/", title="Risk")


def page_of(entry):
    uri = f"case-studies/{entry.slug}.md"
    return SimpleNamespace(file=SimpleNamespace(src_uri=uri), content="Some words. " * 700)


def surroundings(pages):
    casebook = relate([*ENTRIES, THEME], schema=standard())
    addresses = {entry.path: entry.address for entry in casebook.by_path.values()}
    return Surroundings(
        web=web_of(casebook),
        publication=Publication(Imprint(site_name="Example"), "https://example.org/", addresses),
        pages=pages,
        link=lambda _page: Link(addresses, "../../"),
        listed=lambda page, _link: (
            Fragment("<p>A list</p>") if "s7." in page.file.src_uri else None
        ),
        watch=Stopwatch(),
    )


@pytest.fixture
def pages():
    return [(page_of(entry), entry) for entry in ENTRIES]


def test_pages_in_a_row_are_the_same_as_alone(pages):
    in_a_row = surroundings(pages)
    made = [in_a_row.of(*pair) for pair in pages]
    assert made == [surroundings([pair]).of(*pair) for pair in pages]
    assert "Story 4</h1>" in made[4].above
    assert "6 minutes to read" in made[4].above
    assert "Read next" in made[4].below.html
    assert made[4].data is not None
    assert "Story 4" in made[4].data
    assert made[7].below == Fragment("<p>A list</p>")


def test_no_more_than_a_row_is_kept(pages):
    in_a_row = surroundings(pages)
    for pair in pages:
        in_a_row.of(*pair)
        assert len(in_a_row.made) < AT_ONCE
    assert not in_a_row.made


def test_a_page_that_is_not_among_the_others_is_made_by_itself(pages):
    (draft, entry), *others = pages
    assert "Story 0</h1>" in surroundings(others).of(draft, entry).above
