"""Suggest how to word a page: plain English, telling links, headings in order, people's roles.

The reading age is that of the Automated Readability Index (Senter and Smith, 1967), which goes by
the length of words and sentences. Other measures count syllables, for which a program needs a
dictionary of how words are spoken, and downloads it or ships it under a licence that is not ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from mkdocs_casebook.advice.page_analysis import PageAnalysis
from mkdocs_casebook.advice.rules import RULES
from mkdocs_casebook.api import Kind, Problem
from mkdocs_casebook.core.problems import Suggestion, quote, some
from mkdocs_casebook.graph.prose import sentences, words

_EDGES = re.compile(r"^\W+|\W+$")
_STOPPED = re.compile(r"[.!?][”\"’')]*$")

_QUOTED = re.compile(r"^[ ]{0,3}>[ ]*[\u2014\u2013-]{1,2}[ ]+(?P<by>[^\n]+)$", re.MULTILINE)
"""The line below a quotation that says whose it is."""

_TITLE = r"(?:Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Sir|Dame|Lord|Lady|Baroness)"
_PERSON = re.compile(rf"(?<![^\W_]){_TITLE}\.?[ \n](?:[A-Z][\w’'-]+[ ]){{0,2}}[A-Z][\w’'-]+")
_NAME = re.compile(rf"(?:{_TITLE}\.?[ ])?(?:[A-Z][\w.’'-]*[ ]){{1,3}}[A-Z][\w’'-]+")
_POSSESSIVE = re.compile(r"['’]s?$")


def suggest_wording(page: PageAnalysis, kind: Kind) -> Iterator[Problem]:
    """Yield what could be worded better on a page, whatever the others are like."""
    yield from _plain_english(page)
    yield from _vague_links(page)
    yield from _skipped_headings(page)
    yield from _nameless_roles(page, has_field="people" in kind.fields.by_name)


def _plain_english(page: PageAnalysis) -> Iterator[Problem]:
    """Yield the long sentences of a page, and its hardest paragraph if all of it is hard."""
    found = [
        (paragraph, sentence, words(sentence))
        for paragraph in page.paragraphs
        for sentence in sentences(paragraph.text)
    ]
    lengths = ((len(used), -paragraph.start, text) for paragraph, text, used in found)
    for length, start, text in sorted(lengths, reverse=True)[: RULES.most_sentences]:
        if length > RULES.long_sentence:
            values = {"words": length, "opening": _opening(text)}
            yield page.suggest(Suggestion.LONG_SENTENCE, -start, **values)
    # What ends without a full stop, such as a name in a list, is no sentence.
    whole = [(paragraph, used) for paragraph, text, used in found if _STOPPED.search(text)]
    length = sum(len(used) for _paragraph, used in whole)
    if (
        length < RULES.fewest_words
        or (age := reading_age([used for _, used in whole])) <= RULES.highest_age
    ):
        return
    groups = {key: [used for _, used in group] for key, group in groupby(whole, itemgetter(0))}
    ages = [
        (reading_age(group), paragraph)
        for paragraph, group in groups.items()
        if sum(map(len, group)) >= RULES.fewest_words_in_paragraph
    ]
    if ages:
        _age, hardest = max(ages, key=itemgetter(0))
        yield page.suggest(
            Suggestion.HARD_TO_READ,
            hardest.start,
            # Beyond school, more years mean no more than that it is hard.
            age=f"{age:.0f}" if age < RULES.oldest else f"{RULES.oldest} or more",
            words=some(round(length / len(whole)), "word"),
            opening=_opening(hardest.text),
        )


def reading_age(text: Sequence[Sequence[str]]) -> float:
    """Return at how many years a reader follows a text, given as the words of each sentence."""
    length = sum(map(len, text))
    letters = sum(len(word) for sentence in text for word in sentence)
    grade = 4.71 * letters / length + 0.5 * length / len(text) - 21.43
    return grade + 5  # The index gives a US school grade.


def _opening(text: str) -> str:
    first = text.split()
    return " ".join([*first[: RULES.words_shown], "…"] if len(first) > RULES.words_shown else first)


def _vague_links(page: PageAnalysis) -> Iterator[Problem]:
    """Yield the links whose words do not say where they lead."""
    for start, end, _target in page.links:
        is_picture = page.text[max(0, start - 2) : start].startswith("!")
        shown = " ".join(page.text[start:end].split())
        if not is_picture and _EDGES.sub("", shown).casefold() in RULES.vague:
            yield page.suggest(Suggestion.VAGUE_LINK, start, words=quote(shown))


def _skipped_headings(page: PageAnalysis) -> Iterator[Problem]:
    """Yield the headings that are more than one level below the one before them."""
    above = 1  # The level of the page's title.
    for block in page.blocks[1:]:
        if block.level > above + 1:
            marks, wanted = "#" * block.level, "#" * (above + 1)
            values = {"marks": marks, "wanted": wanted}
            yield page.suggest(Suggestion.SKIPPED_HEADING, block.start, **values)
        above = block.level


def _nameless_roles(page: PageAnalysis, *, has_field: bool) -> Iterator[Problem]:
    """Yield the people on a page of whom it does not say what they were.

    Names in the text are looked for only on pages of a kind that lists people with their roles.
    """
    people = page.entry["people"]
    listed = " ".join(
        str(person.get("name", ""))
        for person in (people if isinstance(people, tuple) else ())
        if isinstance(person, Mapping)
    ).casefold()
    found = [
        (match.start("by"), match["by"].strip(" ."), "is quoted")
        for match in _QUOTED.finditer(page.text)
        if _NAME.fullmatch(match["by"].strip(" ."))
    ]
    fix = "Add a comma and the role after the name."
    if has_field:
        fix = "Add the name and the role to the field people."
        found += [
            (match.start(), _POSSESSIVE.sub("", " ".join(match[0].split())), "is named")
            for match in _PERSON.finditer(page.text)
        ]
    told: set[str] = set()
    for start, name, what in found:
        surname = name.rpartition(" ")[2].casefold()
        if surname not in listed and surname not in told:
            told.add(surname)
            values = {"name": quote(name), "what": what, "fix": fix}
            yield page.suggest(Suggestion.NAME_WITHOUT_ROLE, start, **values)
