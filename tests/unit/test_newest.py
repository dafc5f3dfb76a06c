"""What is new, by the days that authors gave."""

from datetime import date

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.casebook import relate
from mkdocs_casebook.lists.newest import MOST, by_month, newest
from mkdocs_casebook.schema.kind_declarations import standard


def entry(slug, *, kind="case-study", **values):
    path = f"case_studies/{slug}.md"
    return Entry(
        kind=kind, slug=slug, path=path, address=f"{slug}/", title=slug.upper(), values=values
    )


def told(*entries):
    return [(c.day, c.entry.slug, c.is_new) for c in newest(relate(entries, schema=standard()))]


def test_newest_come_first_and_a_review_counts_when_it_came_later():
    spring, autumn = date(2026, 4, 2), date(2026, 10, 3)
    assert told(
        entry("a", added=spring, reviewed=autumn),
        entry("b", added=autumn, reviewed=autumn),
        entry("c", reviewed=spring),
        entry("d"),
    ) == [(autumn, "a", False), (autumn, "b", True), (spring, "a", True), (spring, "c", False)]


def test_the_order_of_files_does_not_matter():
    day = date(2026, 1, 1)
    entries = [entry("b", added=day), entry("a", added=day), entry("t", kind="theme", added=day)]
    assert told(*entries) == told(*reversed(entries))


def test_months_keep_the_order_and_the_list_has_an_end():
    entries = [entry(f"s{n:03}", added=date(2020 + n // 12, n % 12 + 1, 1)) for n in range(150)]
    changes = newest(relate(entries, schema=standard()))
    assert len(changes) == MOST
    months = [month for month, _changes in by_month(changes)]
    assert months == sorted(months, reverse=True)
