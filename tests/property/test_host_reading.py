"""A law: what is mended is read alike by a CommonMark parser and by the site, and stays so."""

import re
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mkdocs_casebook.markdown.host_reading import mend, read_otherwise

KEPT = {"ul", "ol", "li", "h1", "h2", "h3", "blockquote", "a"}
EXTENSIONS = ["attr_list", "def_list", "tables", "fenced_code", "toc"]


class Skeleton(HTMLParser):
    """Keeps the elements of a page that say what is inside what, and the words."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the library's
        self.seen += [f"<{tag}>"] if tag in KEPT else []

    def handle_endtag(self, tag: str) -> None:
        self.seen += [f"</{tag}>"] if tag in KEPT else []

    def handle_data(self, data: str) -> None:
        self.seen += data.split()


def skeleton(html: str) -> list[str]:
    reader = Skeleton()
    reader.feed(html)
    return reader.seen


def on_the_site(text: str) -> list[str]:
    return skeleton(markdown.markdown(text, extensions=EXTENSIONS))


def on_a_code_host(text: str) -> list[str]:
    return skeleton(MarkdownIt().render(text))


blocks = st.lists(
    st.sampled_from(
        [
            "A paragraph.",
            "Three things:\n- one\n- two",
            "- one\n  - inside\n  - inside too\n- two",
            "1. one\n   - inside",
            "- one\n\n  More of it.",
            "#1 in the region",
            "##Context",
            "See https://www.example.org/a_b, and more.",
            "- [ ] to do\n- [x] done",
            "Words\n1. one\n2. two",
            "- one\n  - two\n    - three",
        ]
    ),
    min_size=1,
    max_size=4,
)


@given(blocks)
def test_mended_text_is_read_alike(pieces: list[str]) -> None:
    text = "\n\nBetween.\n\n".join(pieces)
    mended = mend(text)
    assert on_the_site(mended) == on_a_code_host(mended)
    assert [*read_otherwise(mended)] == []


@given(st.text(alphabet="a1 -*#>[]x\n`~:/.h", max_size=60))
def test_mending_twice_changes_nothing_more(text: str) -> None:
    assert mend(mend(text)) == mend(text)


@given(st.text(alphabet="ab1 -*#>[]x\n", max_size=60))
def test_mending_keeps_every_word(text: str) -> None:
    assert re.findall(r"[ab1]+", mend(text)) == re.findall(r"[ab1]+", text)


@pytest.mark.parametrize("name", ["pymdownx.magiclink", "pymdownx.tilde"])
def test_what_an_extension_reads_is_left_alone(name: str) -> None:
    text = "See https://www.example.org/a and ~~that~~."
    left = {found.found.split(" ")[0] for found in read_otherwise(text, [name])}
    assert left == ({'"~~that~~"'} if name == "pymdownx.magiclink" else {"the"})
