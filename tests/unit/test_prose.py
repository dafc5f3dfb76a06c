"""The words of a Markdown body, each at its place, and its links."""

import pytest

from mkdocs_casebook.graph.prose import as_read, lines_of_code, prose


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Plain words.", "Plain words."),
        ("Read [the guide](guide.md) first.", "Read the guide first."),
        ('Read [the guide](<my guide.md> "Title").', "Read the guide."),
        ("Read [the guide][1] first.\n\n[1]: guide.md", "Read the guide first."),
        ("A note.[^1]\n\n[^1]: See page 4. It helps.", "A note. See page 4. It helps."),
        ("A picture: ![a ward](ward.png) here.", "A picture: a ward here."),
        ("Type `risk` or ``a ` risk`` now.", "Type or now."),
        ("Before\n\n```\nrisk\n```\n\nafter", "Before after"),
        ("Before\n\n~~~ text\n```\nrisk\n~~~\n\nafter", "Before after"),
        ("Before\n\n```\nrisk", "Before"),
        ("Before <!-- risk --> after <!-- risk", "Before after"),
        ('An <em class="risk">EPR</em>.', "An EPR."),
        ("## Context {#context themes='risk'}", "Context"),
        ("CO<sub>2</sub> by m<sup>2</sup>: little.", "by: little."),
        ('The <abbr title="chief nurse">CN</abbr>.', "The chief nurse (CN)."),
        ("A *new* and **bold** plan.", "A new and bold plan."),
    ],
)
def test_what_is_not_text_is_blanked(body: str, words: str) -> None:
    text, _links = prose(body)
    assert len(text) == len(body)
    assert text.count("\n") == body.count("\n")
    assert as_read(text) == words


def test_links_are_found_with_their_words() -> None:
    body = (
        "[One](one.md#part), [two](<two.md>), ![three](three.png), [four][4], "
        '<a href="five.md">five</a> and [six]().\n\n[4]: four.md "Title"\n'
    )
    text, links = prose(body)
    assert [(text[link.start : link.end], link.target) for link in links] == [
        ("One", "one.md#part"),
        ("two", "two.md"),
        ("three", "three.png"),
        ("", "five.md"),
        ("", "four.md"),
    ]


def test_links_in_code_are_none() -> None:
    assert prose("`[one](one.md)`\n\n```\n[two](two.md)\n```\n")[1] == ()


@pytest.mark.parametrize(
    ("piece", "words"),
    [
        ("[", "["),
        ("[x](a", "[x](a"),
        ("![x](", "[x]("),
        ("<a href=", "<a href="),
        ("{:", "{:"),
        ("*a", "a"),
        ("`", ""),
        ("```\n", ""),
        ("<!--", ""),
        ("[x]: a.b 'c", ""),
    ],
)
def test_what_is_opened_again_and_again_is_text_or_nothing(piece: str, words: str) -> None:
    text, _links = prose(piece * 4)
    assert len(text) == len(piece) * 4
    assert as_read(text) == words * 4


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("a\n\n    code\n\n    more\n\ntext", {2, 4}),
        ("    code\n\ttoo", {0, 1}),
        ("text\n    goes on", set()),
        ("- item\n\n    goes on\n\n- more\n    text", set()),
        ("> quoted\n\n    code", {2}),
    ],
)
def test_indented_lines_are_code_where_nothing_goes_on(body: str, lines: set[int]) -> None:
    assert {n for n in lines_of_code(body) if body.split("\n")[n].strip()} == lines
