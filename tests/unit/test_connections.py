"""Who refers to what, what to read next, and the reasons given."""

from itertools import pairwise

import pytest

from mkdocs_casebook.core.model import Entry, Section
from mkdocs_casebook.graph.backlinks import SHOWN_AT_MOST, Relation
from mkdocs_casebook.graph.casebook import relate
from mkdocs_casebook.graph.connections import connections, question_backlinks
from mkdocs_casebook.graph.references import Reference
from mkdocs_casebook.graph.related import Weights, prepare, rarity, related
from mkdocs_casebook.schema.kind_declarations import standard
from weaving import connect, web_of


def theme(slug):
    return entry("theme", slug, title=slug.title())


def entry(kind, slug, *, title="", themes=(), sections=(), **values):
    return Entry(
        kind=kind,
        slug=slug,
        path=f"{kind}/{slug}.md",
        address=f"{kind}/{slug}/",
        title=title or slug,
        themes=tuple(themes),
        sections=tuple(sections),
        values=values,
    )


def section(ident, themes=(), **values):
    return Section(id=ident, title=ident, line=1, level=2, themes=tuple(themes), **values)


def refer(source, target, fragment="", *, section="", words="", before=""):
    return Reference(
        source,
        section,
        section,
        target,
        fragment,
        text=before + words,
        start=len(before),
        end=len(before + words),
    )


QUESTIONS = entry("question-list", "ten", sections=[section("ten-1"), section("ten-2")])


def test_backlinks_are_references_turned_round():
    casebook = relate(
        [entry("case-study", "a"), entry("chapter", "b"), QUESTIONS], schema=standard()
    )
    links = connect(
        casebook,
        [
            refer("chapter/b.md", "case-study/a.md", "x", section="s", words="A", before="See "),
            refer("case-study/a.md", "case-study/a.md", words="itself"),
            refer("nowhere.md", "case-study/a.md", words="lost"),
        ],
    )
    incoming = links.to_page["case-study/a.md"]
    assert [link.entry.slug for link in incoming.shown] == ["b"]
    assert incoming.shown[0].reference.sentence == ("See ", "A", "")
    assert links.linked == {
        "chapter/b.md": ("case-study/a.md",),
        "case-study/a.md": ("chapter/b.md",),
    }


def test_of_a_long_list_the_first_are_kept_and_all_are_counted():
    pages = [entry("chapter", f"p{n}", title=f"Page {n:03}") for n in range(3 * SHOWN_AT_MOST)]
    references = [
        refer(page.path, "theme/risk.md", section=name, words="risk")._replace(is_mention=True)
        for page in pages
        for name in ("one", "one", "two")
    ]
    casebook = relate([*pages, theme("risk")], schema=standard())
    first = connect(casebook, references).to_page["theme/risk.md"]
    assert first == connect(casebook, reversed(references)).to_page["theme/risk.md"]
    assert first.number == 2 * len(pages)
    places = [(link.entry.title, link.reference.section) for link in first.shown]
    assert places == [(f"Page {n // 2:03}", ("one", "two")[n % 2]) for n in range(SHOWN_AT_MOST)]


def test_relations_come_in_order_evidence_first():
    study = entry(
        "case-study", "a", sections=[section("e", evidence_for=("ten-1",), excerpt="It worked.")]
    )
    chapter = entry("chapter", "b", sections=[section("f", answers=("ten-1",))])
    other = entry("question-list", "nine", sections=[section("nine-1")])
    web = web_of(
        relate([study, chapter, other, entry("case-study", "z"), QUESTIONS], schema=standard()),
        [
            refer("question-list/nine.md", "question-list/ten.md", "ten-1", section="nine-1"),
            refer("case-study/z.md", "question-list/ten.md", "ten-1", section="other", words="w"),
        ],
    )
    links = question_backlinks("ten-1", web).shown
    assert [link.relation for link in links] == [
        Relation.EVIDENCE,
        Relation.ANSWER,
        Relation.RELATED,
        Relation.MENTION,
    ]
    assert links[0].reference.sentence == ("", "", "It worked.")


def test_section_that_links_and_declares_shows_its_sentence_once():
    study = entry("case-study", "a", sections=[section("e", evidence_for=("ten-1",))])
    web = web_of(
        relate([study, QUESTIONS], schema=standard()),
        [
            refer(
                "case-study/a.md",
                "question-list/ten.md",
                "ten-1",
                section="e",
                words="who",
                before="Ask ",
            )
        ],
    )
    links = question_backlinks("ten-1", web).shown
    assert [(link.relation, link.reference.sentence[1]) for link in links] == [
        (Relation.EVIDENCE, "who")
    ]
    # The text links to the question, so the page does not list it again.
    assert connections(study, web).evidence == ()


def test_declared_evidence_is_shown_with_the_words_for_it_from_another_section():
    study = entry("case-study", "a", sections=[section("e", evidence_for=("ten-1",))])
    web = web_of(
        relate([study, QUESTIONS], schema=standard()),
        [
            refer(
                "case-study/a.md",
                "question-list/ten.md",
                "ten-1",
                section="questions",
                words="who decides",
                before="Helps with ",
            )
        ],
    )
    (link,) = question_backlinks("ten-1", web).shown
    assert (link.relation, link.reference.section) == (Relation.EVIDENCE, "e")
    assert link.reference.sentence == ("Helps with ", "who decides", "")


def test_question_that_the_text_does_not_link_to_is_listed():
    study = entry("case-study", "a", sections=[section("e", evidence_for=("ten-2",))])
    web = web_of(relate([study, QUESTIONS], schema=standard()))
    assert [(q.section.id, s.id) for q, s in connections(study, web).evidence] == [("ten-2", "e")]


def test_theme_page_leaves_out_who_is_filed_under_it():
    filed = entry("case-study", "a", themes=["risk"])
    other = entry("case-study", "b")
    web = web_of(
        relate([filed, other, theme("risk")], schema=standard()),
        [refer(f"case-study/{slug}.md", "theme/risk.md", words="risk") for slug in "ab"],
    )
    shown = connections(web.casebook.by_slug["theme", "risk"], web).incoming.shown
    assert [link.entry.slug for link in shown] == ["b"]


@pytest.mark.parametrize(
    ("holders", "expected"), [(2, 1.0), (10, 0.0), (1, 0.0), (0, 0.0), (11, 0.0)]
)
def test_rarity_is_one_for_two_and_nothing_for_all(holders, expected):
    assert rarity(holders, 10) == expected


def test_rarer_themes_weigh_more():
    values = [rarity(holders, 100) for holders in range(2, 101)]
    assert all(first > second for first, second in pairwise(values))


def best(casebook, slug, references=(), weights=None):
    backlinks = connect(casebook, references)
    similarity = prepare(casebook, weights)
    study = casebook.by_slug["case-study", slug]
    return related(study, similarity, backlinks)


def studies():
    return [
        entry("case-study", "a", themes=["risk", "common"], organisation="one"),
        entry("case-study", "b", themes=["risk", "common"], organisation="two"),
        entry("case-study", "c", themes=["common"], organisation="one"),
        entry("case-study", "d", themes=["common"], sections=[section("s", ["risk"])]),
        entry("case-study", "e", themes=["common"]),
        entry("organisation", "one", type=("acute",)),
        entry("organisation", "two", type=("ambulance",)),
        theme("risk"),
        theme("common"),
    ]


def test_related_entries_say_why_and_never_for_what_all_have():
    found = best(relate(studies(), schema=standard()), "a", weights=Weights(least=1))
    reasons = {item.entry.slug: item.reason for item in found}
    assert reasons == {
        "b": "also about risk",
        "c": "same type of trust",
        "d": "also about risk",
    }
    assert found[0].entry.slug == "b"


def test_a_type_that_all_trusts_have_is_no_reason():
    everybody = [
        *(item for item in studies() if item.kind != "organisation"),
        *(entry("organisation", slug, type=("acute",)) for slug in ("one", "two")),
        entry("chapter", "f", themes=["common"]),
    ]
    found = best(relate(everybody, schema=standard()), "a", weights=Weights(least=1))
    assert {item.reason for item in found} == {"also about risk"}


def test_link_either_way_counts():
    reference = refer("case-study/e.md", "case-study/a.md", words="A")
    found = {
        item.entry.slug: item.reason
        for item in best(relate(studies(), schema=standard()), "a", [reference])
    }
    assert found["e"] == "one links to the other"


def test_scores_are_those_of_the_plain_formula():
    casebook = relate(studies(), schema=standard())
    weights = Weights(least=1)
    points = {item.entry.slug: item.points for item in best(casebook, "a", weights=weights)}
    # Three of the five studies have the theme risk somewhere, two are by acute trusts.
    rare = rarity(3, 5)
    in_a_section = round(weights.section * rare)
    assert points == {
        "b": in_a_section + round((weights.theme - weights.section) * rare),
        "c": round(weights.type * rarity(2, 5)),
        "d": in_a_section,
    }


def test_at_most_five_and_equal_scores_by_title():
    group = [entry("case-study", f"s{n}", themes=["risk"]) for n in range(8)]
    rest = [entry("case-study", f"t{n}") for n in range(20)]
    found = best(relate([*group, *rest, theme("risk")], schema=standard()), "s0")
    assert [item.entry.slug for item in found] == ["s1", "s2", "s3", "s4", "s5"]
