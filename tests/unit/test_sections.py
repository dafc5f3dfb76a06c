"""Headings and excerpts, read from the source with their lines."""

import re
from unittest.mock import ANY

import markdown
import pytest

from mkdocs_casebook.schema.sections import (
    EXCERPT_LENGTH,
    excerpt,
    headings,
    plain_text,
    shorten,
    split_attributes,
)


def test_a_heading_has_its_line_level_words_and_attributes() -> None:
    body = '\nText\n\n## One *two* {#one themes="risk"}\n\n### Three ###\n'
    first, second = headings(body, 10)
    assert (first.level, first.line, first.text) == (2, 13, "One *two*")
    assert first.attributes == {"id": "one", "themes": "risk"}
    assert body[first.start :].startswith("\n\n### Three")
    assert (second.level, second.line, second.text) == (3, 15, "Three")
    assert second.attributes == {}


@pytest.mark.parametrize(
    "hidden",
    [
        "```\n## No\n```",
        "````\n```\n## No\n````",
        "~~~ text\n## No\n~~~",
        "   ```\n## No\n   ```",
        "<!--\n## No\n-->",
        "<!-- ## No -->",
        "    ## No",
        "Text ## No",
        "\\## No",
    ],
)
def test_what_is_no_heading_is_passed_over(hidden: str) -> None:
    body = f"{hidden}\n\n## Yes\n"
    assert [(heading.text, heading.line) for heading in headings(body, 1)] == [
        ("Yes", body.count("\n"))
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One {#one}\n---\n\nText.", [(2, "One", 1, {"id": "one"})]),
        ("Text.\n\nTwo\n=\nText.", [(1, "Two", 3, {})]),
        ("Text.\n \nTwo\n----  \n", [(2, "Two", 3, {})]),
        ("## One\nTwo\n---\n", [(2, "One", 1, {}), (2, "Two", 2, {})]),
        ("Text.\n\n---\n\nText.", []),
        ("Two lines\nof text\n---\n", []),
        ("    code\n---\n", []),
        ("```\nNo\n---\n```\n", []),
        ("<!--\nNo\n---\n-->\n", []),
        ("---\nText.", []),
        ("a | b\n---|---\n1 | 2\n", []),
    ],
)
def test_a_line_below_makes_a_heading_where_it_does_for_readers(
    body: str, expected: list[tuple[int, str, int, dict[str, str]]]
) -> None:
    assert [(h.level, h.text, h.line, h.attributes) for h in headings(body, 1)] == expected
    made = markdown.markdown(body, extensions=["attr_list", "tables", "fenced_code"])
    assert re.findall(r"<h(\d)[^>]*>([^<]*)<", made) == [(str(h[0]), h[1]) for h in expected]


def test_the_next_heading_ends_an_excerpt_however_it_is_written() -> None:
    assert excerpt("## One\n\nTwo\n---\n\nText.", len("## One")) == ""


@pytest.mark.parametrize("open_ended", ["```\n## No\n", "<!--\n## No\n"])
def test_what_is_never_closed_hides_the_rest(open_ended: str) -> None:
    assert list(headings(f"## Yes\n\n{open_ended}", 1)) != []
    assert [heading.text for heading in headings(f"## Yes\n\n{open_ended}", 1)] == ["Yes"]


def test_code_inside_a_line_hides_nothing() -> None:
    assert [h.text for h in headings("```code``` in a line\n\n## Yes\n", 1)] == ["Yes"]


@pytest.mark.parametrize(
    "body",
    [
        "## One\n\n##Two\n\n# Three #\n\n####### Four",
        "Text\n## One\nText\n\n#1 of all\n",
        "```\n# no\n```\n\n## Yes\n\n    # no\n",
        "## One {#a}\n\n## Two{#b}\n",
        "## One {#a} ##\n\n## Two ## {#b c}\n\n## Three {#d}{#e}\n\n## C#\n",
    ],
)
def test_python_markdown_makes_the_same_headings(body: str) -> None:
    html = markdown.markdown(body, extensions=["attr_list", "fenced_code"])
    found = re.findall(r"<h([1-6])([^>]*)>(.*?)</h", html)
    assert [
        (level, "".join(re.findall(r'id="(\w+)"', rest)), text) for level, rest, text in found
    ] == [
        (str(heading.level), heading.attributes.get("id", ""), heading.text)
        for heading in headings(body, 1)
    ]


@pytest.mark.parametrize(
    ("heading", "words", "attributes"),
    [
        ("One {#a}", "One", {"id": "a"}),
        ('One {#a themes="b c"}', "One", {"id": "a", "themes": "b c"}),
        ('One {#a themes=""}', "One", {"id": "a"}),
        ("One {: #a .b c=d }", "One", {"id": "a", "class": "b", "c": "d"}),
        ('One {themes="b" #a}', "One", {"id": "a", "themes": "b"}),
        ("One ## {#a}", "One", {"id": "a"}),
        ("One {#a} ##", "One", {"id": "a"}),
        # From Python-Markdown 3.11.3 it has no value, and before that its own name.
        ("One {#a b}", "One", {"id": "a", "b": ANY}),
        ("One {#a}{#b}", "One {#a}{#b}", {}),
        ("One {this} {#a}", "One {this} {#a}", {}),
        ("One", "One", {}),
        ("One{#a}", "One{#a}", {}),
        ("One {}", "One {}", {}),
    ],
)
def test_a_heading_is_divided_into_words_and_attributes(
    heading: str, words: str, attributes: dict[str, str]
) -> None:
    text, found = split_attributes(heading)
    assert text == words
    assert dict(found) == attributes


def test_an_excerpt_is_the_first_prose_under_the_heading() -> None:
    body = "## One\n\n- list\n\n> quotation\n\n| table |\n\n1. one\n\n```\nx\n```\n\nThis *one*.\n"
    assert excerpt(body, 6) == "This one."


@pytest.mark.parametrize("rest", ["", "\n\n", "\n\n## Two\n\nText.", "\n\n- list\n", "\n \n \n"])
def test_an_excerpt_may_be_empty(rest: str) -> None:
    assert excerpt(f"## One{rest}", 6) == ""


def test_an_excerpt_is_not_looked_for_for_ever() -> None:
    assert excerpt("## One\n\n" + "- item\n\n" * 1_000 + "Text.", 6) == ""


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("plain  words\nhere", "plain words here"),
        ('a [link](b.md) and [one](c.md "t") and [ref][r]', "a link and one and ref"),
        ("![alt](b.png) text", "alt text"),
        ("**bold** and *it* and __b__ and _i_ and `code`", "bold and it and b and i and code"),
        ("***both***", "both"),
        ("a_b_c stays", "a_b_c stays"),
        ("text{.class} and [l](b.md){#id}", "text and l"),
        (r"\*star\*", "*star*"),
        ("R&amp;D and &lt;3", "R&D and <3"),
    ],
)
def test_markdown_becomes_the_words_a_reader_sees(source: str, words: str) -> None:
    assert plain_text(source) == words


def test_a_short_text_is_kept_whole() -> None:
    assert shorten("One. Two.") == "One. Two."


def test_a_long_text_is_cut_after_a_sentence() -> None:
    text = "One sentence. " + "word " * 100
    assert shorten(text) == "One sentence."


def test_a_long_first_sentence_is_cut_after_a_word() -> None:
    cut = shorten("word " * 100)
    assert len(cut) <= EXCERPT_LENGTH + 2
    assert cut.endswith("word …")


def test_a_quoted_sentence_ends_after_its_mark() -> None:
    assert shorten("He said “Yes.” " + "word " * 100) == "He said “Yes.”"
