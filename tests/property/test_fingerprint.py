"""What somebody signs is words: written differently they stay the same, another word never does.

The last tests do both to every page of the real site.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.config.settings import Settings, read_settings
from mkdocs_casebook.content.files import find_sources
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.upkeep.review import Reading
from mkdocs_casebook.upkeep.site_texts import SiteTexts

ROOT = Path(__file__).parents[2]
MARK = re.compile(r"^---$", re.MULTILINE)

words = st.text(string.ascii_letters + "éü£’", min_size=1, max_size=9)
texts = st.lists(words, min_size=1, max_size=8).map(" ".join)
bodies = st.lists(st.lists(words, min_size=1, max_size=30), min_size=1, max_size=4)
fields = st.fixed_dictionaries(
    {"title": texts, "summary": texts, "year": st.just("2020"), "cost": st.just("over-10m")}
    | {"did-not-work": st.lists(texts, min_size=1, max_size=3, unique=True)}
    | {"source": st.fixed_dictionaries({"title": texts, "publisher": texts})}
)


Hashes = tuple[str, str, Mapping[str, str]]


def hashes(reading: Reading) -> Hashes:
    return reading.fields, reading.words, reading.cites


def reading_of(content: bytes) -> Hashes:
    source = Source(path="a.md", kind="case-study", slug="a", address="a/", content=content)
    casebook = build([source], (), standard()).casebook
    texts = SiteTexts.of([source], casebook.by_path.values(), casebook.schema)
    return hashes(texts.reading(casebook.by_path["a.md"]))


def as_json(said: Mapping[str, object]) -> str:
    return "".join(
        f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in said.items()
    )


def as_yaml(said: Mapping[str, object]) -> str:
    return yaml.safe_dump(said, width=20, sort_keys=False, allow_unicode=True)


def as_quoted(said: Mapping[str, object]) -> str:
    return yaml.safe_dump(said, default_style="'", sort_keys=False, allow_unicode=True)


def file(said: Mapping[str, object], paragraphs: list[list[str]], between: str = " ") -> str:
    text = "\n\n".join(between.join(paragraph) for paragraph in paragraphs)
    return f"---\n{as_json(said)}---\n\n{text}\n"


@given(
    fields,
    bodies,
    st.sampled_from([as_json, as_yaml, as_quoted]),
    st.tuples(
        st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["\n", "  \n  ", "   ", "\t"])
    ),
    st.randoms(),
)
def test_the_same_words_written_in_any_way_have_the_same_hash(
    said, paragraphs, write, spaces, random
) -> None:
    end, between = spaces
    shuffled = dict(random.sample(sorted(said.items()), len(said)))
    text = "\n\n\n".join(between.join(paragraph) for paragraph in paragraphs)
    other = f"---\n{write(shuffled)}themes: [risk]\nadded: 2026-01-01\n---\n{text}"
    before = reading_of(file(said, paragraphs).encode())
    assert reading_of(other.replace("\n", end).encode()) == before


@given(fields, bodies, words, st.data())
def test_another_word_anywhere_has_another_hash(said, paragraphs, word, data) -> None:
    before = file(said, paragraphs)
    changed = [list(paragraph) for paragraph in paragraphs]
    paragraph = data.draw(st.integers(0, len(changed) - 1))
    at = data.draw(st.integers(0, len(changed[paragraph]) - 1))
    changed[paragraph][at] += word
    assert reading_of(file(said, changed).encode()) != reading_of(before.encode())
    name = data.draw(st.sampled_from(["title", "summary"]))
    other = {**said, name: f"{said[name]} {word}"}
    assert reading_of(file(other, paragraphs).encode()) != reading_of(before.encode())
    inner = {**said, "source": {**said["source"], "publisher": f"{word} {word}ly"}}
    if inner["source"]["publisher"] != said["source"]["publisher"]:
        assert reading_of(file(inner, paragraphs).encode()) != reading_of(before.encode())


@pytest.fixture(scope="module")
def real() -> tuple[Settings, list[Source]]:
    settings, _problems = read_settings(ROOT / "mkdocs.yml")
    assert settings is not None
    return settings, find_sources(ROOT, "docs", settings.collections)[0]


def readings(settings: Settings, sources: list[Source]) -> dict[str, Hashes]:
    casebook = build(sources, settings.collections, settings.schema).casebook
    texts = SiteTexts.of(sources, casebook.by_path.values(), casebook.schema)
    return {path: hashes(texts.reading(entry)) for path, entry in casebook.by_path.items()}


def changed(sources: list[Source], change: Callable[[str], str]) -> list[Source]:
    return [
        Source(
            path=source.path,
            kind=source.kind,
            slug=source.slug,
            address=source.address,
            content=change(source.content.decode()).encode(),
        )
        for source in sources
    ]


def laid_out(line: str) -> str:
    """Return a line with another bullet, another rule of a table, or broken in two."""
    if line.startswith(("#", "|", "    ")):
        return re.sub(r"^\|[-|: ]+\|$", "| :-- | --: |", line)
    return re.sub(r"^(\s*)- ", r"\1* ", re.sub(r"(?<=\w) (?=[a-z])", "\n", line, count=1))


def reformatted(text: str) -> str:
    """Return a file with its fields written by a library, and its lines broken elsewhere."""
    if not text.startswith("---\n"):
        return text
    _start, head, body = MARK.split(text, 2)
    said = yaml.load(head, yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    fields = dict(sorted(said.items(), reverse=True)) if isinstance(said, dict) else {}
    style = {"sort_keys": False, "allow_unicode": True, "default_style": '"', "width": 1000}
    written = yaml.safe_dump(fields, **style) if fields else ""
    pieces = re.split(r"(^```.*?^```$)", body, flags=re.MULTILINE | re.DOTALL)
    pieces[::2] = ["\n".join(map(laid_out, piece.split("\n"))) for piece in pieces[::2]]
    return f"---\n{written}---\n{''.join(pieces)}\n\n".replace("\n", "\r\n")


def test_no_page_is_told_when_all_are_reformatted(real: tuple[Settings, list[Source]]) -> None:
    settings, sources = real
    after = changed(sources, reformatted)
    assert sum(a.content != b.content for a, b in zip(sources, after, strict=True)) > 60
    assert readings(settings, after) == readings(settings, sources)


def test_each_page_is_told_when_one_word_of_it_changes(
    real: tuple[Settings, list[Source]],
) -> None:
    settings, sources = real

    def one_word(text: str) -> str:
        _start, head, body = MARK.split(text, 2)
        found = [*re.finditer(r"(?<= )[a-z]{3,}(?= )", body)]
        if not found:
            return re.sub(r"(?m)^(title: .*[a-z])", r"\1x", text, count=1)
        middle = found[len(found) // 2]
        return f"---{head}---{body[: middle.end()]}x{body[middle.end() :]}"

    before, after = readings(settings, sources), readings(settings, changed(sources, one_word))
    assert [path for path in before if before[path] == after[path]] == []


def test_a_question_that_is_reworded_is_told_to_all_that_cite_it(
    real: tuple[Settings, list[Source]],
) -> None:
    settings, sources = real
    after = changed(sources, lambda text: text.replace("{#ten-3", "indeed {#ten-3"))
    old, new = readings(settings, sources), readings(settings, after)
    citing = {path for path, one in old.items() if "ten-3" in one[2]}
    assert citing
    assert {path for path in old if old[path][2] != new[path][2]} == citing
