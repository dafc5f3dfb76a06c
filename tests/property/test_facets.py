"""Laws of lists that can be narrowed, tried on many made-up sites."""

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.casebook import relate
from mkdocs_casebook.lists.listings import list_index
from mkdocs_casebook.schema.kind_declarations import standard

SLUGS = ("a", "b", "c", "d", "e")
INDEX = Entry(
    kind="page",
    slug="index",
    path="docs/list/index.md",
    address="list/",
    title="List",
    values={"index": "case-study"},
)
# A theme may be part of any that stand before it, so there is no ring.
broader = st.tuples(
    *(st.sets(st.sampled_from(SLUGS[:n])) if n else st.just(set()) for n in range(5))
)
studies = st.lists(
    st.tuples(st.sets(st.sampled_from(SLUGS), min_size=1), st.integers(2018, 2021)), max_size=8
)


def make(broader, studies):
    themes = [
        Entry(
            kind="theme",
            slug=slug,
            path=f"docs/themes/{slug}.md",
            address=f"themes/{slug}/",
            title=slug,
            values={"broader": tuple(sorted(parents))},
        )
        for slug, parents in zip(SLUGS, broader, strict=True)
    ]
    stories = [
        Entry(
            kind="case-study",
            slug=f"s{number}",
            path=f"case_studies/s{number}.md",
            address=f"case-studies/s{number}/",
            title=f"Story {number}",
            themes=tuple(sorted(own)),
            values={"year": year},
        )
        for number, (own, year) in enumerate(studies)
    ]
    return [INDEX, *themes, *stories]


def above(slug, broader):
    """Return a theme and all that it is part of, worked out the plain way."""
    found = {slug}
    for parent in broader[SLUGS.index(slug)]:
        found |= above(parent, broader)
    return found


@given(broader, studies)
def test_counts_match_the_entries(broader, studies):
    listing = list_index(INDEX, relate(make(broader, studies), schema=standard()))
    expected = {}
    for number, (own, year) in enumerate(studies):
        about = set().union(*(above(slug, broader) for slug in own))
        for key in [*(("theme", slug) for slug in about), ("year", str(year))]:
            expected.setdefault(key, set()).add(f"s{number}")
    found = {
        (counted.facet.name, item.value.slug): {listing.things[p].entry.slug for p in item.places}
        for counted in listing.facets
        for item in counted.values
    }
    assert found == expected


@given(broader, studies, st.randoms(use_true_random=False))
def test_order_of_files_does_not_matter(broader, studies, chance):
    entries = make(broader, studies)
    shuffled = chance.sample(entries, len(entries))
    assert list_index(INDEX, relate(entries, schema=standard())) == list_index(
        INDEX, relate(shuffled, schema=standard())
    )


@given(broader, studies)
def test_every_page_holds_what_its_link_counts(broader, studies):
    listing = list_index(INDEX, relate(make(broader, studies), schema=standard()))
    for page in listing.pages():
        assert page.sentence.startswith(f"{len(page.all_things)} case stud")
    assert sum(1 for page in listing.pages() if page.number == 1) == 1 + sum(
        len(counted.values) for counted in listing.facets
    )
