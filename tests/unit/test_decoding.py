"""From bytes to text, whatever the bytes are."""

import pytest

from mkdocs_casebook.content.decoding import decode, first_invisible, without_invisible


def codes(content: bytes) -> list[tuple[str, int]]:
    _text, problems = decode("x.md", content)
    return [(problem.code, problem.where.line) for problem in problems]


def test_plain_text_is_returned_as_it_is() -> None:
    assert decode("x.md", "café\tau lait\n".encode()) == ("café\tau lait\n", ())


def test_a_byte_order_mark_is_dropped() -> None:
    assert decode("x.md", b"\xef\xbb\xbf---\n") == ("---\n", ())


def test_only_the_first_byte_order_mark_is_dropped() -> None:
    text, _problems = decode("x.md", b"\xef\xbb\xbf\xef\xbb\xbfa")
    assert text == "\N{ZERO WIDTH NO-BREAK SPACE}a"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_becomes_the_same(end: bytes) -> None:
    assert decode("x.md", end.join([b"a", b"b", b""])) == ("a\nb\n", ())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_byte_that_is_no_text_is_told_with_line_and_column(end: str) -> None:
    content = end.join(["é", "aé", ""]).encode() + b"caf\xe9"
    text, (problem,) = decode("x.md", content)
    assert text == ""
    assert problem.code == "not-utf-8"
    assert problem.where.line == 3
    assert "column 4" in problem.found


def test_a_byte_order_mark_counts_for_no_column() -> None:
    _text, (problem,) = decode("x.md", b"\xef\xbb\xbfab\xff")
    assert "column 3" in problem.found


@pytest.mark.parametrize(
    "char", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u2029"]
)
def test_control_characters_are_told_and_become_spaces(char: str) -> None:
    text, (problem,) = decode("x.md", f"a\nb{char}c\n".encode())
    assert problem.code == "invisible-character"
    assert problem.where.line == 2
    assert "column 2" in problem.found
    assert text == "a\nb c\n"


@pytest.mark.parametrize("char", ["\u202a", "\u202e", "\u2066", "\u2069", "\ufffe", "\uffff"])
def test_characters_that_turn_text_round_are_told(char: str) -> None:
    assert codes(f"a{char}b".encode()) == [("invisible-character", 1)]


@pytest.mark.parametrize(
    "char", ["\t", "£", "\N{NO-BREAK SPACE}", "\u2013", "\u2060", "\ufffd", "\N{OK HAND SIGN}"]
)
def test_other_characters_are_fine(char: str) -> None:
    assert decode("x.md", f"a{char}b".encode()) == (f"a{char}b", ())


def test_each_character_is_told_once_a_file() -> None:
    assert codes(b"\x00\n\x00\n\x07\n\x07") == [
        ("invisible-character", 1),
        ("invisible-character", 3),
    ]


@pytest.mark.parametrize(
    "written",
    ["&#8238;", "&#x202E;", "&#X202e", "&#0008238;", "&amp;#8238;", "&#38;#x202e;", "&#1;"],
)
def test_characters_that_cannot_be_seen_are_told_by_their_numbers(written: str) -> None:
    text, (problem,) = decode("x.md", f"a\n {written} b".encode())
    assert text == "a\n   b"
    assert (problem.code, problem.where.line) == ("invisible-character", 2)
    assert f'"{written}", which stands for' in problem.found
    assert "column 2" in problem.found


@pytest.mark.parametrize("text", ["&#65;", "&#x41;", "&#", "AT&T #1", "&#128;", "a & #8238;"])
def test_numbers_of_other_characters_are_left(text: str) -> None:
    assert decode("x.md", text.encode()) == (text, ())
    assert first_invisible(text) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain & simple", ""),
        ("a\u202eb", "\u202e"),
        ("a &#8238; b", "&#8238;"),
        ("a\ud800b", "\ud800"),
    ],
)
def test_the_first_character_that_cannot_be_seen_is_found(text: str, found: str) -> None:
    assert first_invisible(text) == found


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("\ufeffa", "a"),
        ("a\r\nb\x0bc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("a\N{NO-BREAK SPACE}b", "a b"),
        ("a\u202eb&#8238;c&#65;", "a b c&#65;"),
    ],
)
def test_what_was_pasted_is_made_plain(pasted: str, text: str) -> None:
    assert without_invisible(pasted) == text
