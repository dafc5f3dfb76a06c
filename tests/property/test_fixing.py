"""Laws of fixing: it makes nothing worse, once is enough, and only wrong lines are touched."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.autofix.fix import fix_site
from mkdocs_casebook.content.files import find_sources
from mkdocs_casebook.core.model import Collection, Source
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.pipeline.fixes import fixes, lines_of
from mkdocs_casebook.schema.kind_declarations import standard

BASE = Path(__file__).parents[1] / "golden" / "_base"
STORY = "case_studies/example-trust.md"
COLLECTIONS = (
    Collection("case_studies", "case-study"),
    Collection("docs/guide", "chapter"),
    Collection("docs/questions", "question-list"),
    Collection("docs/themes", "theme"),
    Collection("docs/organisations", "organisation"),
)
SITE, _UNREADABLE = find_sources(BASE, "docs", COLLECTIONS)
LINES = (BASE / STORY).read_text(encoding="utf-8").split("\n")

PIECES = st.sampled_from(
    [
        "Governance",
        "Decision making",
        "risk",
        "“",
        "”",
        '"',
        "'",
        ": ",
        " ",
        "  ",
        "\t",
        "#",
        "- ",
        "[",
        "]",
        "{#x}",
        "{",
        "}",
        ' themes="Risk"',
        "@",
        "\\",
        "---",
        "```",
        "|",
        ">",
        "\xa0",
        "&a",
        "22 November 2026",
        "5/6/2026",
        "In use",
        "Title",
        "www.example.org",
        "*",
        "0",
        "é",
        "\x00",
    ]
)
LINE = st.one_of(
    st.lists(PIECES, max_size=4).map("".join),
    st.builds(
        "{}{}:{}{}{}".format,
        st.sampled_from(["", "  ", "\t", "- ", "  - "]),
        st.sampled_from(
            ["title", "Summary", "“themes”", "status", "added", "people", "url", "year"]
        ),
        st.sampled_from([" ", "", "\u00a0", "  "]),
        st.lists(PIECES, max_size=3).map("".join),
        st.sampled_from(["", " ", "\t"]),
    ),
    st.builds("## {}{}".format, PIECES, PIECES),
)
EDIT = st.tuples(
    st.integers(0, len(LINES) - 1), st.sampled_from(["replace", "insert", "append"]), LINE
)
END = st.sampled_from(["\n", "\r\n", "\r"])


def edited(edits: list[tuple[int, str, str]], end: str, mark: str) -> list[Source]:
    lines = list(LINES)
    for at, how, text in edits:
        if how == "insert":
            lines.insert(at, text)
        else:
            lines[at] = text if how == "replace" else lines[at] + text
    return with_story(f"{mark}{end.join(lines)}".encode())


def with_story(content: bytes) -> list[Source]:
    return [
        Source(
            path=source.path,
            kind=source.kind,
            slug=source.slug,
            address=source.address,
            content=content if source.path == STORY else source.content,
        )
        for source in SITE
    ]


def hold(before: list[Source]) -> None:
    after = fix_site(before, COLLECTIONS, schema=standard())
    old, new = (
        build(sources, COLLECTIONS, schema=standard()).problems for sources in (before, after)
    )
    assert set(new) <= set(old)
    assert fix_site(after, COLLECTIONS, schema=standard()) == after
    for one, other in zip(before, after, strict=True):
        changed = {change.where.line - 1 for change in fixes(one, other)}
        if one.content != other.content:
            (lines, ends), (fixed, new_ends) = lines_of(one.content), lines_of(other.content)
            assert ends == new_ends
            assert changed == {at for at, line in enumerate(lines) if line != fixed[at]}


@given(st.lists(EDIT, max_size=5), END, st.sampled_from(["", "\ufeff"]))
def test_fixing_a_story_with_mistakes(
    edits: list[tuple[int, str, str]], end: str, mark: str
) -> None:
    hold(edited(edits, end, mark))


@given(st.binary(max_size=80), st.booleans())
def test_fixing_bytes_that_nobody_typed(content: bytes, has_fields: bool) -> None:  # noqa: FBT001
    hold(with_story(b"---\n" + content + b"\n---\n" if has_fields else content))
