"""The pictures of a text: found with their lines, checked, and sized on the page."""

from pathlib import Path

import pytest
from markdown import Markdown

from mkdocs_casebook.content.files import picture_reader
from mkdocs_casebook.core.model import Entry, Picture
from mkdocs_casebook.graph.mentions import NO_NAMES
from mkdocs_casebook.markdown.processor import CasebookExtension
from mkdocs_casebook.markdown.site import Markup, Site
from mkdocs_casebook.safety.pictures import check_pictures
from mkdocs_casebook.safety.shown_pictures import shown_in
from mkdocs_casebook.schema.kind_declarations import standard

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x04" + bytes(5)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![Words](a.png)", ("a.png", "Words", 10, False)),
        ("One\n\ntwo ![Some\nwords](<a b.png> 'Title')", ("a b.png", "Some words", 12, False)),
        ("![](a.png){ .decorative }", ("a.png", "", 10, True)),
        ("![](a.png){: .small .decorative}", ("a.png", "", 10, True)),
        ("![Words][far]\n\n[Far]: a.png", ("a.png", "Words", 10, False)),
        ("[![Words](a.png)](b.md)", ("a.png", "Words", 10, False)),
        ("- An item\n\n    ![Words](a.png)", ("a.png", "Words", 12, False)),
        ("A paragraph\n    that goes on ![Words](a.png)", ("a.png", "Words", 11, False)),
    ],
)
def test_every_way_to_show_a_picture_is_found(body, expected):
    (shown,) = shown_in(body, 10)
    assert (shown.link, shown.words, shown.line, shown.is_decorative) == expected


@pytest.mark.parametrize(
    "body",
    [
        "`![](a.png)` and ``![](b`.png)``",
        "```\n![](a.png)\n```",
        "~~~ md\n![](a.png)\n~~~",
        "<!-- ![](a.png) -->",
        "    ![](a.png)",
        "Wrong:\n\n    ![](a.png)\n    ![](b.png)\n\n\t![](c.png)",
        "\\![](a.png)",
        "![Nowhere][named]",
        "[A link](a.png)",
    ],
)
def test_what_only_looks_like_a_picture_is_passed_over(body):
    assert list(shown_in(body, 1)) == []


@pytest.mark.parametrize("piece", ["![", "`", "![](", "![]{", "<!--", "~~~", "![x]["])
def test_texts_of_nothing_but_marks_are_read_to_their_end(piece):
    """This would not come back if the work grew with the square of the text."""
    assert list(shown_in("![" + piece * 200_000, 1)) == []


def problems(body, picture=None, kind="case-study"):
    found = check_pictures("case_studies/a.md", kind, body, 1, lambda _path: picture)
    return [problem.code for problem in found]


def test_sound_picture_is_no_problem():
    assert problems("![Beds](a.png)", Picture(1_000_000, 4_000, 10)) == []


@pytest.mark.parametrize(
    "text",
    [
        *("![Beds](https://a.example/a.png)", "![Beds](<HTTP://a.example/a b.png>)"),
        *("![Beds][b]\n\n[b]: https://a.example/a.png", "[![Beds](//a.example/a.png)](b.md)"),
    ],
)
def test_a_picture_of_another_site_is_told(text):
    assert problems(text) == ["picture-outside"]
    (found,) = check_pictures("docs/a.md", "page", text, 1, None)
    assert found.severity == "notice"


def test_size_of_the_file_and_of_the_picture_have_an_end():
    assert problems("![Beds](a.png)", Picture(1_000_001, 10, 10)) == ["picture-too-large"]
    assert problems("![Beds](a.png)", Picture(1, 10, 4_001)) == ["picture-too-large"]


@pytest.mark.parametrize("words", ["Image", "IMG_2034.JPG", "photo 3", "Picture of a chart"])
def test_words_that_say_nothing_are_told(words):
    told = problems(f"![{words}](a.png)", Picture(1, 1, 1))
    assert told == ([] if words == "Picture of a chart" else ["picture-without-words"])


def test_reader_finds_pictures_of_the_project_only(tmp_path: Path):
    root = tmp_path / "site"
    root.mkdir()
    (tmp_path / "outside.png").write_bytes(PNG)
    (root / "in.png").write_bytes(PNG)
    (root / "plan.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    (root / "text.png").write_text("no picture", "utf-8")
    look = picture_reader(root)
    assert look("in.png") == Picture(len(PNG), 8, 4)
    assert look("plan.svg").is_shown
    assert not look("text.png").is_shown
    assert look("In.png") is look("../outside.png") is look("none.png") is None


def test_pictures_are_sized_and_fetched_when_near():
    entry = Entry(kind="case-study", slug="a", path="case_studies/a.md", address="a/", title="A")
    pictures = {"case_studies/beds.png": Picture(1, 800, 600)}
    site = Site({}, {}, NO_NAMES, lambda path: path, look=pictures.get, schema=standard())
    extension = CasebookExtension()
    extension.markup = Markup(entry, site)
    host = Markdown(extensions=["attr_list", extension])
    html = host.convert("![Beds](beds.png) ![Far](https://example.org/a.png){width=3}")
    assert '<img alt="Beds" height="600" loading="lazy" src="beds.png" width="800"' in html
    assert '<img alt="Far" loading="lazy" src="https://example.org/a.png" width="3"' in html
