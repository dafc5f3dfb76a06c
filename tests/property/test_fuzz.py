"""Hostile and random files: whatever comes of them is right, as long as it comes, and soon."""

import string
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from mkdocs_casebook.advice.advise import advise
from mkdocs_casebook.content.files import address_of
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.core.model import Collection, Source
from mkdocs_casebook.graph.mentions import gather_names
from mkdocs_casebook.graph.prose import prose
from mkdocs_casebook.markdown.processor import CasebookExtension
from mkdocs_casebook.markdown.site import Markup, Site
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.safety.escaping import SafetyExtension
from mkdocs_casebook.safety.sanitise import clean
from mkdocs_casebook.safety.size_limits import too_heavy
from mkdocs_casebook.safety.text_check import USUAL_EXTENSIONS
from mkdocs_casebook.schema.kind_declarations import standard

PATH = "case_studies/fuzz.md"
COLLECTIONS = (Collection("case_studies", "case-study"), Collection("docs/themes", "theme"))
LONGEST = 2.0
"""Seconds of CPU that any one file may take; nearly all take a few thousandths."""

NAMED = 5_000
"""How often a page names a theme that is held to be as long as any."""

NAMES = tuple(field.name for field in standard().roles.story.fields.fields)
SIGNS = (
    "---¦...¦- ¦? ¦: ¦:¦#¦ #¦&a ¦*a¦!!python/object:os.system ¦!¦|¦>¦|+2¦%YAML 1.1¦@¦`¦'¦\"¦"
    "[¦]¦{¦}¦,¦\\¦\\x41¦\\u¦~¦null¦no¦010¦1.10¦2024-02-30¦0x1¦<<: *a¦=¦\t¦\r¦\r\n¦\n¦\x00¦"
    "\x02¦\x03¦\x1b[2J¦\x7f¦\x85¦\u2028¦\u202e¦\ufeff¦\ufffe¦\U0001f468\u200d\U0001f469¦"
    "e\u0301¦\ud800¦<script>¦</title>¦{{x}}¦javascript:x¦../../etc/passwd"
)
SIGNS += "".join(f"¦{many}" for many in ("a" * 500, " " * 200, "[" * 60, "{a: " * 30, "- " * 40))
MARKS = (
    "# ¦## ¦###### ¦- ¦* ¦1. ¦> ¦    ¦\t¦\n¦\n\n¦  \n¦***¦**¦*¦_¦__¦`¦```¦~~~¦"
    "``` {.a #b c=d}¦[¦]¦(¦)¦](¦![¦][¦]: ¦<¦>¦</¦<!--¦-->¦<b¦<div>¦</div>¦<script>¦<?¦"
    "<![CDATA[¦]]>¦<img src=x onerror=x>¦<a href='javascript:x'>¦<svg onload=x>¦<http://a.b>¦"
    "<a@b.c>¦javascript:x¦&#106;ava¦data:x¦//a.b¦http://[¦http://a.b:x/¦%¦%zz¦\\¦{¦}¦{: ¦{#¦"
    '{#a}¦{.bars}¦{: #__config }¦{: onclick=x }¦{: href }¦{: class }¦themes="risk"¦themes=¦'
    'evidence-for="a-1"¦{: src= }¦{ }¦{:}¦{: a=\'¦{: .}¦ | ¦|¦\n|-|-|\n¦|:-:|¦\n:   ¦'
    "\n===\n¦\n---\n¦\n***\n¦[^1]¦[^1]: ¦[TOC]¦&¦&amp;¦&lt;¦&#0;¦&#x110000;¦&#99999999999;¦"
    "\x02¦\x03¦\x02wzxhzdk:0\x03¦\x02klzzwxh:0000\x03¦\x02amp\x03¦\x0299\x03¦\x00¦\ufeff¦"
    "\u202e¦\u2028¦\u212a¦\u0130¦e\u0301¦\U0001f600¦\"¦'¦a.md¦#a¦../x¦?¦risk¦Risk¦governance¦"
    "3 in 5¦0 in 0¦99999% of¦\u2014 A. N."
)

HEAVY = [
    *("[", "![", "[a](", "[[]]", "[a][", "<a\n", "{: a=b }\n", "`|", "```a\n\n", "# a\n\n"),
    *("a\n=\n", "*a **b ", "a|b\n", "- a\n", "word ", "word word\n\n", "\\[\\", "&amp;"),
    *("a\n:   b\n\n", "\n- 1. ", "a[^1] ", "H<sub>2</sub> "),
]
"""What pages are made of that cost most to publish."""

UNCLOSED = ["[", "[x](a", "<a href=", "`", "{:", "<!--", "[x]: a.b 'c", "*a", "```\n", "![x]("]
"""What opens something and never closes it."""

ADVISED = ["The risk came. ", "\n## Risk {#risk}\n\nRisk\n", "- [Risk](a.md)\n"]
"""What pages that name a theme thousands of times are made of."""

WORDS = st.text(string.ascii_letters, min_size=1, max_size=7).map("{} ".format)


def scraps(signs: str, most: int) -> st.SearchStrategy[str]:
    """Return texts of up to so many words and signs in a row; signs are told apart by a bar."""
    return st.lists(st.sampled_from(signs.split("¦")) | WORDS, max_size=most).map("".join)


FIELD = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "", "  ", "- ", "  - "]),
    st.sampled_from(NAMES) | scraps(SIGNS, 3),
    st.sampled_from([": ", ":", " "]),
    scraps(SIGNS, 6),
)
FILES = st.builds(
    "---\n{}\n{}{}".format,
    st.lists(FIELD, max_size=8).map("\n".join),
    st.sampled_from(["---", "---\n", "...", ""]),
    st.sampled_from(["", "\nText.\n"]),
)


def source(text: str, path: str = PATH, kind: str = "case-study") -> Source:
    """Return a file with a text, as it would lie on disk."""
    name = path.rpartition("/")[2].removesuffix(".md")
    content = text.encode("utf-8", "surrogatepass")
    return Source(
        path=path, kind=kind, slug=name, address=address_of(path, "docs"), content=content
    )


THEME = source(
    "---\ntitle: Risk\nsummary: What may go wrong.\n---\n", "docs/themes/risk.md", "theme"
)


def read(text: str):
    """Read and check a file beside a theme."""
    return build([source(text), THEME], COLLECTIONS, standard())


def publish(body: str, kind: str = "case-study", *, is_active: bool = True) -> None:
    """Make a text into the page that readers get, unless it is refused for its weight."""
    paths = read(f"---\ntitle: A title\n---\n{body}").casebook.by_path
    if list(too_heavy(PATH, body, 1)):
        return
    safety, casebook = SafetyExtension(), CasebookExtension()
    safety.is_active = is_active
    themes = {theme.slug: theme for theme in paths.values() if theme.kind == "theme"}
    casebook.markup = Markup(
        replace(paths[PATH], kind=kind),
        Site(paths, themes, gather_names(themes.values()), str, schema=standard()),
    )
    clean(Markdown(extensions=[*USUAL_EXTENSIONS, safety, casebook]).convert(body))


@settings(max_examples=10 * settings.default.max_examples)
@given(FILES)
def test_no_fields_are_unexpected(text: str) -> None:
    began = time.process_time()
    assert all(str(problem) for problem in read(text).problems)
    assert time.process_time() - began < LONGEST


@settings(max_examples=2 * settings.default.max_examples)
@given(st.sampled_from([5, 20, 80, 400]).flatmap(lambda most: scraps(MARKS, most)))
def test_no_text_is_unexpected(body: str) -> None:
    began = time.process_time()
    for kind in ("case-study", "question-list", "page"):
        for is_active in (True, False):
            publish(body, kind, is_active=is_active)
    assert time.process_time() - began < 6 * LONGEST


def most(pattern: str) -> str:
    """Return a pattern as often as it is just let through."""
    size = 1
    while not list(too_heavy(PATH, pattern * (size * 2), 1)):
        size *= 2
    return pattern * size


def suggest(body: str) -> None:
    """Make suggestions on a text."""
    files = [source(f"---\ntitle: A title\n---\n{body}"), THEME]
    advise(files, build(files, COLLECTIONS, standard()).casebook)


def bomb() -> str:
    """Return a few lines that would be ten thousand million values if aliases were followed."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for old, new in zip("abcdefghi", "bcdefghij", strict=True):
        lines.append(f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]")
    return "\n".join(lines)


def read_front_matter(lines: str) -> None:
    """Read front matter, whether it is let through or not."""
    parse(PATH, f"---\n{lines}\n---\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("send", "text"),
    [
        *((publish, most(pattern)) for pattern in HEAVY),
        *((prose, pattern * 20_000) for pattern in UNCLOSED),
        *((suggest, pattern * NAMED) for pattern in ADVISED),
        (read_front_matter, f"a: {'[' * 50_000}"),
        (read_front_matter, bomb()),
    ],
    ids=lambda value: repr(value[:9]) if isinstance(value, str) else value.__name__,
)
def test_the_heaviest_texts_take_no_long_time(send, text: str) -> None:
    began = time.process_time()
    send(text)
    assert time.process_time() - began < LONGEST
