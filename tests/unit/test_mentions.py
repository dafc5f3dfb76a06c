"""Which words in a text are the name of a theme, and which only look like it."""

import pytest

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.mentions import find, gather_names, singular


def theme(slug, title, *aliases, **values):
    return Entry(
        kind="theme",
        slug=slug,
        path=f"docs/themes/{slug}.md",
        address=f"themes/{slug}/",
        title=title,
        values={"aliases": aliases, **values},
    )


NAMES = gather_names(
    [
        theme("procurement", "Procurement", "buying", "supplier"),
        theme("records", "Patient records", "EPR", "electronic patient record", "policy"),
        theme("covid", "COVID-19 response", "COVID-19", "pandemic"),
        theme("risk", "Risk", "risk appetite"),
        theme("silent", "Silent words", link="off"),
    ]
)


def found(text):
    return [(mention.slug, text[mention.start : mention.end]) for mention in find(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They went buying.", [("procurement", "buying")]),
        ("BUYING in capitals", [("procurement", "BUYING")]),
        ("Two suppliers came.", [("procurement", "suppliers")]),
        ("Policies differ.", [("records", "Policies")]),
        ("an electronic-patient record", [("records", "electronic-patient record")]),
        ("electronic\npatient records", [("records", "electronic\npatient records")]),
        ("EPR and EPRs, never epr", [("records", "EPR"), ("records", "EPRs")]),
        ("COVID-19, not covid-19", [("covid", "COVID-19")]),
        ("A risk appetite is more than risk", [("risk", "risk appetite"), ("risk", "risk")]),
        ("The supplier's word", [("procurement", "supplier's")]),
        ("silent words are not found", []),
        ("nothing here", []),
        ("", []),
    ],
)
def test_names_are_found_in_any_form_but_abbreviations_only_as_written(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Department of Health Procurement Board met.",
        "The Risk Register is a document.",
        "the Board of Procurement",
        "low-risk work",
        "a risk-based view",
        "www.example.org/risk",
        "example.org/risk/more",
        "risk.md",
        "the @risk account",
    ],
)
def test_part_of_a_longer_name_is_not_a_mention(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Procurement is hard.",
        "The Procurement theme",
        "In Procurement, too",
        "It ended. Risk remained.",
        "“Risk is real,” they said.",
        "Epic EPR",
    ],
)
def test_capital_at_the_start_of_a_sentence_is_a_mention(text):
    assert len(found(text)) == 1


def test_words_across_a_stop_are_not_one_name():
    assert found("the patient. Record") == []


def test_longest_name_wins_whatever_the_order_of_themes():
    themes = [theme("a", "Risk"), theme("b", "Risk appetite of boards")]
    text = "the risk appetite of boards"
    for order in (themes, themes[::-1]):
        assert [m.slug for m in find(text, gather_names(order))] == ["b"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("records", "record"), ("policies", "policy"), ("process", "process"), ("is", "is")],
)
def test_singular(word, expected):
    assert singular(word) == expected


def test_names_that_share_letters_and_very_long_ones_are_all_found():
    words = ["ris", "risk", "risks", "rise", "r" * 500, f"{'r' * 500}x", "élan", "re-run"]
    names = gather_names([theme(f"t{n}", word) for n, word in enumerate(words)])
    text = f"Risk or rise. {'r' * 500}x, {'r' * 500}; ris! élan re-run rises riskier risky"
    slugs = [(mention.slug, text[mention.start :][:4]) for mention in find(text, names)]
    assert slugs == [
        ("t1", "Risk"),
        ("t3", "rise"),
        ("t5", "rrrr"),
        ("t4", "rrrr"),
        ("t0", "ris!"),
        ("t6", "élan"),
        ("t7", "re-r"),
        ("t3", "rise"),
    ]


def test_without_themes_nothing_is_found():
    assert list(find("Any text at all", gather_names([]))) == []


OTHERS = gather_names(
    [
        theme("research", "R&D", "research and development"),
        theme("c", "C"),
        theme("plus", "C++"),
        theme("net", ".NET"),
        theme("women", "Women’s health"),
        theme("welsh", "Gŵyl"),
        theme("news", "News"),
        theme("goods", "Goods"),
        theme("genomics", "Genomics"),
        theme("https", "Https"),
        theme("trust", "Trust", "epr (core)"),
        theme("security", "Security", **{"other-senses": ("social security",)}),
        theme("care", "Social [care]"),
        theme("symbols", "???"),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("money for R&D, and", ["R&D"]),
        ("money for r and d", []),
        ("Research & development costs", ["Research & development"]),
        ("in C, C++ and C# or R&D", ["C", "C++", "R&D"]),
        ("made with .NET. No net", [".NET"]),
        ("on women's health", ["women's health"]),
        ("on women’s\N{NO-BREAK SPACE}health", ["women’s\N{NO-BREAK SPACE}health"]),
        ("gŵyl and gwyl and gôyl", ["gŵyl"]),
        ("new news of a good, of goods", ["news", "goods"]),
        ("genomic genomics", ["genomics"]),
        ("“https://www.example.org/x” or https", ["https"]),
        ("www.example.org/?q=trust mail:trust@example.org trust", ["trust"]),
        ("an EPR (core) is", ["EPR (core)"]),
        ("social security and security", ["security"]),
        ("social care", []),
        ("social [care]", ["social [care]"]),
    ],
)
def test_what_readers_take_for_a_name_is_one_and_nothing_else_is(text, expected):
    assert [text[m.start : m.end] for m in find(text, OTHERS)] == expected
