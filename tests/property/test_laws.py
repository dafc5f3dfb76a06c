"""Laws that hold for every site, tried on many made-up ones."""

import json
import string

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.content import limits
from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.files import address_of
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.content.nodes import plain
from mkdocs_casebook.core.model import Collection, Source
from mkdocs_casebook.core.problems import as_github, as_json, as_text, has_errors
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.render.overviews import theme_counts
from mkdocs_casebook.safety.tags import html_in
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.schema.sections import headings

FOLDERS = {
    "case_studies": "case-study",
    "docs/guide": "chapter",
    "docs/questions": "question-list",
    "docs/themes": "theme",
    "docs/organisations": "organisation",
}
COLLECTIONS = tuple(Collection(folder, kind) for folder, kind in FOLDERS.items())
THEMES = ("apples", "pears", "plums")

names = st.text(string.ascii_lowercase, min_size=1, max_size=12)
# Text as people type it: any script, no line ends, nothing invisible and no HTML.
texts = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=60
).filter(lambda text: text.strip() and not html_in(text))
theme_lists = st.lists(st.sampled_from(THEMES), unique=True, min_size=1)


def source(path: str, text: str | bytes) -> Source:
    folder, _slash, name = path.rpartition("/")
    return Source(
        path=path,
        kind=FOLDERS.get(folder, "page"),
        slug=name.removesuffix(".md"),
        address=address_of(path, "docs"),
        content=text if isinstance(text, bytes) else text.encode(),
    )


def front_matter(**fields: object) -> str:
    """Write fields with every text in double quotation marks, as JSON does: JSON is YAML."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join(["---", *lines, "---", ""])


def theme(slug: str) -> Source:
    text = front_matter(title=slug.title(), summary=f"All about {slug}.")
    return source(f"docs/themes/{slug}.md", text)


def organisation(slug: str) -> Source:
    text = front_matter(title=f"Example {slug} NHS Trust", type=["acute"], region="london")
    return source(f"docs/organisations/{slug}.md", text)


@st.composite
def case_studies(draw: st.DrawFn) -> Source:
    slug = draw(names)
    fields = front_matter(
        title=draw(texts),
        summary=draw(texts),
        organisation="one",
        themes=draw(theme_lists),
        year="2020",
        status="in-use",
        source={"title": "An example"},
    )
    sections = draw(st.lists(theme_lists, max_size=3))
    body = "\n\n".join(
        f'## Part {number} {{#part-{number} themes="{" ".join(themes)}"}}\n\nWords.'
        for number, themes in enumerate(sections)
    )
    return source(f"case_studies/{slug}.md", f"{fields}\nWords.\n\n{body}\n")


sites = st.lists(case_studies(), max_size=5, unique_by=lambda study: study.path).map(
    lambda studies: [*studies, *map(theme, THEMES), organisation("one")]
)


@given(sites, st.randoms(use_true_random=False))
def test_order_of_files_does_not_matter(found, chance):
    shuffled = chance.sample(found, len(found))
    assert build(found, COLLECTIONS, schema=standard()) == build(
        shuffled, COLLECTIONS, schema=standard()
    )


@given(sites)
def test_sound_sites_have_no_errors(found):
    result = build(found, COLLECTIONS, schema=standard())
    assert not has_errors(result.problems), as_text(result.problems)
    assert result.files_checked == len(found)


@given(sites)
def test_everything_filed_under_a_theme_has_it_and_nothing_is_lost(found):
    casebook = build(found, COLLECTIONS, schema=standard()).casebook
    filed = {
        (slug, thing.entry.path, thing.section.id if thing.section else "")
        for slug, things in casebook.filed.items()
        for thing in things
    }
    expected = set()
    for entry in casebook.of_kind("case-study"):
        expected |= {(slug, entry.path, "") for slug in entry.themes}
        expected |= {
            (slug, entry.path, section.id)
            for section in entry.sections
            for slug in section.themes
            if slug not in entry.themes
        }
    assert filed == expected


@given(sites)
def test_counts_match_what_is_filed(found):
    casebook = build(found, COLLECTIONS, schema=standard()).casebook
    assert sum(count.number for count in theme_counts(casebook)) == sum(
        len(things) for things in casebook.filed.values()
    )


@given(st.dictionaries(names, texts, min_size=1, max_size=8))
def test_what_is_written_is_read_back(fields):
    document, problems = parse("x.md", front_matter(**fields) + "\nBody\n")
    assert problems == ()
    assert plain(document.fields) == fields
    assert document.body.strip() == "Body"


@given(
    names,
    st.sampled_from(
        [
            "no",
            "yes",
            "on",
            "off",
            "true",
            "null",
            "010",
            "0o14",
            "1.10",
            "1e3",
            "2024-02-30",
            "12:30",
            ".5",
            "0x1f",
            "=",
            "<<",
            "+1",
            "1_000",
        ]
    ),
)
def test_text_stays_text(name, value):
    document, problems = parse("x.md", f"---\n{name}: {value}\n---\n")
    assert problems == ()
    assert plain(document.fields) == {name: value}


@given(
    st.lists(st.sampled_from(["case_studies/a.md", "docs/themes/b.md", "docs/c.md"]), unique=True),
    st.lists(st.binary(max_size=300), min_size=3, max_size=3),
)
def test_no_bytes_bring_the_build_down(paths, contents):
    sources = [source(path, content) for path, content in zip(paths, contents, strict=False)]
    problems = build(sources, COLLECTIONS, schema=standard()).problems
    for problem in problems:
        assert str(problem).isprintable()
    assert len(as_text(problems).splitlines()) == len(problems)
    assert len(as_github(problems).splitlines()) == len(problems)
    json.loads(as_json(problems, len(sources)))


@given(st.text(st.sampled_from("ab:-#[]{}'\"\\|>&*!%@`,? \n\t~01"), max_size=200))
def test_no_front_matter_brings_the_build_down(fields):
    build(
        [source("case_studies/a.md", f"---\n{fields}\n---\nText\n")], COLLECTIONS, schema=standard()
    )


@given(st.integers(limits.DEEPEST_NESTING + 1, 300), st.sampled_from(["flow", "block", "dashes"]))
def test_deep_front_matter_is_refused(depth, form):
    text = {
        "flow": "a: " + "[" * depth + "]" * depth,
        "block": "\n".join(f"{' ' * level}a:" for level in range(depth + 1)),
        "dashes": "a:\n  " + "- " * depth + "x",
    }[form]
    _document, problems = parse("x.md", f"---\n{text}\n---\n")
    assert [problem.code for problem in problems] == ["front-matter-too-deep"]


@given(
    st.lists(st.tuples(st.integers(1, 6), names, st.integers(0, 3)), max_size=12),
    st.integers(1, 40),
)
def test_headings_are_found_with_their_lines(parts, first_line):
    lines: list[str] = []
    expected = []
    for level, words, blank in parts:
        lines += [""] * blank
        expected.append((level, words, first_line + len(lines)))
        lines.append(f"{'#' * level} {words} {{#{words}}}")
        lines += ["```", "# not a heading", "```"]
    found = list(headings("\n".join(lines), first_line))
    assert [(heading.level, heading.text, heading.line) for heading in found] == expected
    assert all(heading.attributes == {"id": heading.text} for heading in found)


@given(st.text(max_size=200))
def test_decoding_gives_back_any_text_but_its_line_ends(text):
    decoded, problems = decode("x.md", text.encode("utf-8", "replace"))
    wanted = text.encode("utf-8", "replace").decode()
    wanted = wanted.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # What cannot be seen is refused, and stands as a space for the checks that follow.
    assert len(decoded) == len(wanted)
    assert problems or decoded == wanted
