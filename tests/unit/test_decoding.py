"""From bytes to text, whatever the bytes are."""

import pytest

from mkdocs_casebook.content.decoding import decode


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
