"""What the casebook covers, and where its gaps are."""

from mkdocs_casebook.core.model import Entry, Section
from mkdocs_casebook.graph.casebook import relate
from mkdocs_casebook.lists.coverage import Coverage, cover
from mkdocs_casebook.schema.kind_declarations import standard


def entry(kind: str, slug: str, **values: object) -> Entry:
    themes = values.pop("themes", ())
    sections = values.pop("sections", ())
    return Entry(
        kind=kind,
        slug=slug,
        path=f"{kind}/{slug}.md",
        address=f"{slug}/",
        title=slug,
        themes=themes,  # type: ignore[arg-type]
        sections=sections,  # type: ignore[arg-type]
        values=values,  # type: ignore[arg-type]
    )


def test_a_theme_is_counted_by_kind_and_type_of_trust() -> None:
    parts = tuple(
        Section(id=name, title=name, line=1, level=2, themes=("risk",)) for name in ("a", "b")
    )
    found = cover(
        relate(
            [
                entry("theme", "risk"),
                entry("theme", "data"),
                entry("organisation", "trust", type=("acute", "community")),
                entry("case-study", "one", sections=parts, organisation="trust"),
                entry("case-study", "lost", themes=("risk",), organisation="nowhere"),
                entry("chapter", "c", sections=parts),
            ],
            schema=standard(),
        )
    )
    data, risk = found.rows
    assert dict(risk.kinds) == {"chapter": 2, "case-study": 2, "question-list": 0}
    assert dict(risk.types)["acute"] == 1
    assert "acute" not in risk.silent
    assert "ambulance" in risk.silent
    assert len(data.silent) == len(data.types)
    assert found.most == 2


def test_cells_are_shaded_by_the_largest_number() -> None:
    found = Coverage((), (), {}, 8)
    assert [found.shade(number) for number in (0, 1, 2, 3, 8)] == [0, 1, 1, 2, 4]
    assert Coverage((), (), {}, 0).shade(0) == 0


def test_a_site_without_themes_covers_nothing() -> None:
    found = cover(relate([], schema=standard()))
    assert (found.rows, found.most) == ((), 0)
