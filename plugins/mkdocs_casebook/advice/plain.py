"""Advice on plain English: long sentences, and pages that take long schooling to read.

The reading age is that of the Automated Readability Index (Senter and Smith, 1967), which goes by
the length of words and sentences. Other measures count syllables, for which a program needs a
dictionary of how words are spoken, and downloads it or ships it under a licence that is not ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nlargest
from operator import itemgetter
from typing import NamedTuple

from mkdocs_casebook.advice.blocks import Block, blocks, sentences, words
from mkdocs_casebook.advice.page_analysis import Reading
from mkdocs_casebook.core.problems import Location, Problem, Severity, Suggestion, some

LONG_SENTENCE = 35
"""Words from which on a sentence is told. GOV.UK asks writers to check those of more than 25."""

MOST_SENTENCES = 3
"""Long sentences of a page that are told one by one, longest first."""

HIGHEST_AGE = 15
"""Reading age up to which nothing is said: what a school leaver in England reads with ease."""

OLDEST = 20
"""Reading age from which on ages are not told apart."""

FEWEST_WORDS = 150
"""Words below which the measure says little of a page."""

_FEWEST_IN_BLOCK = 25
"""Words of a paragraph that can be named as the hardest."""

_WORDS_SHOWN = 10
_SLACK = 2
"""Years by which the rough age may be too low."""

_SHORTEST_LETTERS_A_WORD = 3
_SHAPE = bytes(
    ord("a") if chr(byte).isalpha() else ord(".") if byte in b".!?" else ord(" ")
    for byte in range(128)
).ljust(256)
"""What each byte is to the eye that only counts: a letter, the end of a sentence, or space."""

_NO_SHAPE = b"\"')*_" + bytes(range(128, 256))
"""Bytes that stand between the end of a sentence and the space after it, and say nothing."""


class _Measure(NamedTuple):
    """What the reading age goes by."""

    letters: int
    words: int
    sentences: int

    @property
    def age(self) -> float:
        """Years at which a reader follows. The index gives a US school grade, which is 5 less."""
        grade = 4.71 * self.letters / self.words + 0.5 * self.words / self.sentences - 21.43
        return grade + 5


def plainness(reading: Reading) -> Iterator[Problem]:
    """Yield the long sentences of a page, and its hardest paragraph if all of it is hard."""
    may_be_hard = _rough_age(reading.text) > HIGHEST_AGE - _SLACK
    if not may_be_hard and not _may_have_long_sentence(reading.text):
        return
    found = tuple(blocks(reading.text))
    yield from _long_sentences(reading, found)
    yield from _hard_page(reading, found)


def _may_have_long_sentence(text: str) -> bool:
    """Return whether a sentence could be long; nearly every page is told apart by this alone."""
    shortest = LONG_SENTENCE * _SHORTEST_LETTERS_A_WORD
    return any(
        len(piece) > shortest and len(piece.split()) > LONG_SENTENCE
        for paragraph in text.split("\n\n")
        if len(paragraph) > shortest
        for piece in paragraph.replace(".\n", ". ").split(". ")
    )


def _rough_age(text: str) -> float:
    """Return about the reading age of a text, headings and tables and all, in little time."""
    shape = text.encode().translate(_SHAPE, _NO_SHAPE)
    measure = _Measure(
        shape.count(b"a"), shape.count(b"a ") + shape.count(b"a."), shape.count(b". ")
    )
    return measure.age if measure.sentences and measure.words >= FEWEST_WORDS else 0


def _long_sentences(reading: Reading, found: Iterable[Block]) -> Iterator[Problem]:
    lengths = [
        (len(words(sentence)), -block.start, sentence)
        for block in found
        if len(block.text) > LONG_SENTENCE * _SHORTEST_LETTERS_A_WORD
        for sentence in sentences(block.text)
    ]
    for length, start, sentence in nlargest(MOST_SENTENCES, lengths):
        if length > LONG_SENTENCE:
            yield Problem(
                where=Location(reading.entry.path, reading.line_of(-start)),
                code=Suggestion.LONG_SENTENCE,
                found=f"a sentence here has {length} words: “{_opening(sentence)}”",
                fix="Make two of it, or a list.",
                severity=Severity.NOTICE,
            )


def _hard_page(reading: Reading, found: Iterable[Block]) -> Iterator[Problem]:
    measures = [(block, _measure(block)) for block in found]
    whole = _Measure(*(sum(measure[part] for _block, measure in measures) for part in range(3)))
    if whole.words < FEWEST_WORDS or whole.age <= HIGHEST_AGE:
        return
    ages = [(m.age, block) for block, m in measures if m.words >= _FEWEST_IN_BLOCK]
    if ages:
        _age, hardest = max(ages, key=itemgetter(0))
        yield Problem(
            where=Location(reading.entry.path, reading.line_of(hardest.start)),
            code=Suggestion.HARD_TO_READ,
            found=f"the page reads like text for people of {_said(whole.age)}, with "
            f"{some(round(whole.words / whole.sentences), 'word')} to a sentence, and this "
            f"paragraph is the hardest: “{_opening(hardest.text)}”",
            fix="Use shorter sentences and everyday words.",
            severity=Severity.NOTICE,
        )


def _measure(block: Block) -> _Measure:
    """Measure a block. What ends without a full stop, such as a name in a list, is no sentence."""
    whole = [item for item in sentences(block.text) if item.rstrip("”\"’')")[-1:] in set(".!?")]
    found = [word for sentence in whole for word in words(sentence)]
    return _Measure(sum(map(len, found)), len(found), len(whole))


def _said(age: float) -> str:
    """Return an age in words. Beyond school, more years mean no more than that it is hard."""
    return f"{age:.0f}" if age < OLDEST else f"{OLDEST} or more"


def _opening(text: str) -> str:
    first = text.split()
    return " ".join([*first[:_WORDS_SHOWN], "…"] if len(first) > _WORDS_SHOWN else first)
