"""What a contributed text may hold, and what becomes of one that holds more."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import material
import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from mkdocs.structure.pages import _RawHTMLPreprocessor

import mkdocs_casebook
from mkdocs_casebook.config.unsafe import unsafe_settings, usable_extensions
from mkdocs_casebook.content.configuration import as_group
from mkdocs_casebook.core.model import Origin
from mkdocs_casebook.markdown.processor import SECTION_MARK
from mkdocs_casebook.safety import attributes as names
from mkdocs_casebook.safety import size_limits as weight
from mkdocs_casebook.safety.escaping import SafetyExtension
from mkdocs_casebook.safety.rules import Rules
from mkdocs_casebook.safety.sanitise import clean, taken_out
from mkdocs_casebook.safety.tags import ELEMENTS, html_in, shown
from mkdocs_casebook.safety.text_check import USUAL_EXTENSIONS, check_content, is_plain

PACKAGE = Path(mkdocs_casebook.__file__).parent


def told(body: str, **options: object) -> list[str]:
    return [problem.code for problem in check_content("x.md", body, 1, **options)]


PIECES = (
    *(
        "word",
        " ",
        "\n",
        "\n\n",
        "# ",
        "## ",
        "- ",
        "1. ",
        "> ",
        "    ",
        "*",
        "**",
        "_",
        "`",
        "```",
    ),
    *("[", "]", "(", ")", "](", "]: ", "![", "<", ">", "</", "<!--", "-->", "<b", "<script>"),
    *(
        "<![",
        "<![CDATA[",
        "]]>",
        "<!",
        "<?",
        "<br>",
        "<sub>",
        "</sub>",
        "<your trust>",
        "&#95;",
        "_",
    ),
    *("<img src=x onerror=alert(1)>", "javascript:", "&#106;avascript:", "data:", "http://a.b"),
    *("{", "}", "{: ", "{#", "onclick=x", "style=x", ".md-x", "#__config", "id=x", "title=x"),
    *(
        " | ",
        "\n|-|-|\n",
        "\n:   ",
        "&lt;",
        "&amp;",
        "&#60;",
        "\\",
        '"',
        "'",
        "=",
        ":",
        "//",
        "~~~",
    ),
    *("\n===\n", "\n---\n", "![a](b.png)", "[a](b.md)", "mailto:a@b.c", "<a@b.c>", "<http://a.b>"),
)
PARTS_OF_ADDRESSES = (
    *(
        "https://",
        "http:",
        "HTTPS://",
        "mailto:",
        "tel:",
        "//",
        "/",
        "..",
        ".",
        ":",
        "@",
        "a",
        "b.c",
    ),
    *("xn--", "xn--a-", "é", "1", "256", "0x", ".1.2.3.4", ":80", ":99999", "[", "::1", "]", "%"),
    *(
        "%zz",
        "%41",
        "%2F",
        " ",
        "&",
        "&amp;",
        "&#x2F;",
        "&colon;",
        "&#58",
        "?",
        "#",
        "\\",
        "|",
        "^",
    ),
    *(
        "_",
        "*",
        "~",
        "'",
        "\N{SOFT HYPHEN}",
        "\N{FULLWIDTH FULL STOP}",
        "\N{IDEOGRAPHIC FULL STOP}",
    ),
)
LINKS = (
    "[a]({})",
    "![a]({})",
    "[a](<{}>)",
    "<{}>",
    "[a][b]\n\n[b]: {}\n",
    "[a](https://{})",
    "# {}",
)
bodies = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


def page(body: str) -> str:
    """Return a text as stock Python-Markdown makes it into a page, with nothing stopped."""
    return Markdown(extensions=list(USUAL_EXTENSIONS)).convert(body)


def safe_page(body: str) -> str:
    """Return a text as it is published."""
    return Markdown(extensions=[*USUAL_EXTENSIONS, SafetyExtension()]).convert(body)


addresses = st.lists(st.sampled_from(PARTS_OF_ADDRESSES), max_size=6).map("".join)
links = st.tuples(st.sampled_from(LINKS), addresses).map(lambda made: made[0].format(made[1]))


@given(st.one_of(bodies, st.lists(st.one_of(links, bodies), max_size=4).map(" ".join)))
def test_a_text_that_is_not_complained_of_has_nothing_taken_out(body: str) -> None:
    problems = check_content("x.md", body, 1)
    safety = SafetyExtension()
    html = Markdown(extensions=[*USUAL_EXTENSIONS, safety]).convert(body)
    if not problems:
        assert safety.stopped == []
        assert taken_out(html, clean(html)) == []
    assert all(1 <= problem.where.line <= body.count("\n") + 1 for problem in problems)


@given(bodies)
def test_whatever_is_published_has_nothing_left_to_take_out(body: str) -> None:
    cleaned = clean(safe_page(body))
    assert taken_out(cleaned, clean(cleaned)) == []
    assert clean(cleaned) == cleaned


def test_plain_texts_are_not_looked_at_twice() -> None:
    text = (
        '## Who decides {#who themes="risk governance"}\n\nA [link](../a.md#b), 3 < 4 & *more*.\n'
    )
    assert is_plain(text)
    assert is_plain('A [site](https://example.org/a?b=c "Its title"), a ![picture](a.png).')
    assert not is_plain("A [site](javascript:x).")


def test_usual_extensions_keep_what_they_make() -> None:
    body = (
        "!!! note\n    Words\n\n??? tip\n    More\n\n- [x] done\n\nA[^1] ~~b~~ ==c== ++ctrl++ H~2~O"
        '\n\n[^1]: Note.\n\n=== "One"\n    x\n\n| a | b |\n|-:|:-|\n| 1 | 2 |\n\n'
        "```python\nx = 1\n```\n"
    )
    extensions = (
        *("admonition", "footnotes", "pymdownx.details", "pymdownx.tasklist", "pymdownx.tilde"),
        *("pymdownx.mark", "pymdownx.keys", "pymdownx.tabbed", "pymdownx.highlight"),
        "pymdownx.superfences",
    )
    assert told(body, extensions=extensions) == []
    html = Markdown(extensions=[*USUAL_EXTENSIONS, *extensions, SafetyExtension()]).convert(body)
    assert taken_out(html, clean(html)) == []


def test_html_is_published_as_the_words_it_is() -> None:
    html = safe_page("a <b onclick=x>b</b>\n\n<script>alert(1)</script>\n\n<!-- note -->\n")
    assert "<b" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "note" not in html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("a<br>b<BR />c", "<p>a<br />\nb<br />\nc</p>"),
        ("H<sub>2</sub>O, m<SUP>*2*</SUP>", "<p>H<sub>2</sub>O, m<sup><em>2</em></sup></p>"),
        ("<kbd>Esc</kbd>", "<p><kbd>Esc</kbd></p>"),
        (
            '<abbr title="R&amp;D">[a](#b)</abbr>',
            '<p><abbr title="R&amp;D"><a href="#b">a</a></abbr></p>',
        ),
        ("Send <your trust> a List<String>", "<p>Send &lt;your trust&gt; a List&lt;String&gt;</p>"),
        ("<your \\*own* trust>", "<p>&lt;your *own* trust&gt;</p>"),
        ("Write `<![>` or <![x] b", "<p>Write <code>&lt;![&gt;</code> or &lt;![x] b</p>"),
    ],
)
def test_what_may_stand_arrives(body: str, html: str) -> None:
    assert told(body) == []
    assert safe_page(body) == html
    assert taken_out(html, clean(html)) == []


@pytest.mark.parametrize(
    "body",
    [
        *("<br class=x>", "<sub>2", "2</sub>", "<sub>a\n\nb</sub>", "<sub><b>2</b></sub>"),
        *("<kbd a>b</kbd>", "<abbr>b</abbr>", '<abbr title="a" id="b">c</abbr>', "<del>a</del>"),
    ],
)
def test_tags_that_are_not_just_so_are_words(body: str) -> None:
    assert set(told(body)) == {"raw-html"}
    assert re.findall("<(?!/?p>)", safe_page(body)) == []


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("a\n<!-- b\n\n<b>c</b> -->\nd", "<p>a</p>\n<p>d</p>"),
        ("a <!-- <script> --> b", "<p>a  b</p>"),
        ("- a\n\n    <!-- b -->\n", "<ul>\n<li>\n<p>a</p>\n<p></p>\n</li>\n</ul>"),
    ],
)
def test_notes_are_left_out(body: str, html: str) -> None:
    assert told(body) == []
    assert safe_page(body) == html


@pytest.mark.parametrize(
    "note",
    ["<!-->x-->", "<!--->x-->", "<!-- x --!> -->", "<!-- x", "<!-- x --><b>y-->", "<!-- x -- >"],
)
def test_what_browsers_read_in_another_way_is_no_note(note: str) -> None:
    for body in (note, f"a {note}", f"a\n\n{note}\n\nb"):
        assert set(told(body)) == {"raw-html"}
        assert "&lt;" in safe_page(body)


@pytest.mark.parametrize(
    ("braces", "code"),
    [
        ('{: id="a b" }', "reserved-name"),
        ("{: .bars .md-x }", "reserved-name"),
        ('{: lang="en fr" }', "unsafe-attribute"),
        ("{: class= }", "reserved-name"),
        ("{: .bars .decorative }", ""),
        ('{: title="two words" lang=en }', ""),
    ],
)
def test_curly_brackets_are_looked_at_word_by_word(braces: str, code: str) -> None:
    assert told(f"Words.\n{braces}\n") == ([code] if code else [])


def test_curly_brackets_leave_what_was_there() -> None:
    assert told('[a](b.md){: href="c.md" }') == ["unsafe-attribute"]
    assert 'href="b.md"' in safe_page('[a](b.md){: href="c.md" }')
    keys = ("pymdownx.keys",)
    assert told("++ctrl++{: .bars }", extensions=keys) == []
    assert told("++ctrl++{: .x }", extensions=keys) == ["reserved-name"]
    markdown = Markdown(extensions=[*USUAL_EXTENSIONS, *keys, SafetyExtension()])
    assert '<span class="keys">' in markdown.convert("++ctrl++{: .x }")


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("a\n\n## &#95;&#95;search\n\nb", [3]),
        ("a\n\n``` {.py .md-x}\na\n```\n\n``` {.py .md-y}\nb\n```\n", [3, 7]),
        ('[a](b "\\<b>x")\n\n[c](<d:e> "f")', [1, 3]),
        ("> <b\n> c='d'>x\n\n</b> and\n\n<b \\*c=d>", [1, 6]),
        ("## __a\n\n## __b\n", [1]),
        ("javascript:x in words\n\n[a](javascript:x)", [3]),
        (".md-x in words\n\n``` {.py .md-x}\na\n```\n", [3]),
        ("[a](\n<javascript:x>)", [1]),
        ("[a]: <javascript:x>\n\n[a]", [1]),
    ],
)
def test_everything_is_told_with_its_line(body: str, lines: list[int]) -> None:
    assert [problem.where.line for problem in check_content("x.md", body, 1)] == lines


class FailsOnDollars(Extension):
    """An extension that raises on a sign, as some do on signs in an order they do not foresee."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.inlinePatterns.register(_Fails(r"\$", md), "fails", 999)


class _Fails(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> None:  # noqa: N802 - the same
        raise IndexError(data[m.end() + len(data)])


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("a<br>\n\n2 $ b\n\nc", [3]),
        ("2 $ b\n\n3 $ b<br>\nc", [3]),
    ],
)
def test_a_text_that_an_extension_cannot_read_is_told_with_its_line(
    body: str, lines: list[int]
) -> None:
    extensions = [f"{__name__}:{FailsOnDollars.__name__}"]
    found = check_content("x.md", body, 1, extensions=extensions)
    assert [problem.where.line for problem in found] == lines
    assert {problem.code for problem in found} == {"unreadable-text"}


@pytest.mark.parametrize(
    ("body", "extension"),
    [
        ("a\n\n!!! md-x\n    b\n", "admonition"),
        ("a\n\n??? md-x\n    b\n", "pymdownx.details"),
        ("a\n\n/// admonition | b\n    type: md-x\n///\n", "pymdownx.blocks.admonition"),
    ],
)
def test_classes_of_blocks_that_extensions_make_are_looked_at(body: str, extension: str) -> None:
    assert told(body, extensions=(extension,)) == ["reserved-name"]


DELIMITERS = ("pymdownx.tilde", "pymdownx.caret", "pymdownx.mark", "pymdownx.betterem")


@given(st.text("~^=*_a ", max_size=12).map("a\n\n{}\n\nb".format))
@example("a\n\n~^~~~^a\n\nb")
@example("a\n\n==~===~a\n\nb")
@example("a\n\n_^___^a\n\nb")
def test_what_the_check_lets_through_no_known_extension_stumbles_over(body: str) -> None:
    markdown = Markdown(extensions=[*USUAL_EXTENSIONS, *DELIMITERS, SafetyExtension()])
    try:
        markdown.convert(body)
    except IndexError:
        assert told(body, extensions=DELIMITERS) == ["unreadable-text"]
    else:
        assert "unreadable-text" not in told(body, extensions=DELIMITERS)


@pytest.mark.parametrize("extension", ["pymdownx.nowhere", "pymdownx.util"])
def test_the_host_says_what_is_wrong_with_an_extension_that_is_none(extension: str) -> None:
    assert told("a <b>c", extensions=(extension,)) == ["raw-html"]


@pytest.mark.parametrize("is_active", [True, False])
@given(body=bodies)
def test_the_host_can_read_any_text(body: str, *, is_active: bool) -> None:
    """Its search for ids in HTML fails on some declarations where nothing hides them."""
    safety = SafetyExtension()
    safety.is_active = is_active
    markdown = Markdown(extensions=[*USUAL_EXTENSIONS, safety])
    without = markdown.convert(body)
    markdown.reset()
    ids = _RawHTMLPreprocessor()
    ids._register(markdown)
    assert markdown.convert(body) == without
    markdown.convert('<div id="a">b</div>')
    assert ids.present_anchor_ids == (set() if is_active else {"a"})


def test_addresses_and_titles_that_may_not_stand_lead_nowhere_and_say_nothing() -> None:
    body = '[a](javascript:x "<b>c") ![d](e.png "f")'
    assert safe_page(body) == (
        '<p><a href="#" title="">a</a> <img alt="d" src="e.png" title="f" /></p>'
    )


def test_pages_of_maintainers_are_left_as_they_are() -> None:
    safety = SafetyExtension()
    safety.is_active = False
    body = "a <b onclick=x>b</b>\n{: onclick=y}\n\n[a](javascript:x)\n"
    extensions = list(USUAL_EXTENSIONS)
    assert Markdown(extensions=[*extensions, safety]).convert(body) == page(body)
    assert safety.stopped == []


@pytest.mark.parametrize(
    "text",
    [
        *("fewer than <5 beds", "3 < 4 > 2", "a < b", "<3", "R&D", "AT&T", "&c.", "a <- b", "<>"),
        *("<your trust>", "List<String>", "Map<String, List<Integer>>", "<the trust's name?>"),
        *("A<B test", "<made-up thing>", "x<target", "<name of\nthe ward>", "&lt;5 beds"),
    ],
)
def test_text_is_text(text: str) -> None:
    assert html_in(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <b>bold</b> step", "<b>bold</b> step"),
        ("Trust <image y=< src=x onerror=x>", "<image y=< src=x onerror=x>"),
        ("Trust <x y=< style=x>Moved", "<x y=< style=x>Moved"),
        *(
            (html, html)
            for html in ("<svg/onload=alert(1)", "</p", "</", "<!-- x", "<!", "<?", "<B")
        ),
        *((html, html) for html in ('<x y="', "<x y='", "<x y", "<x y=", "<x\fonload=x")),
        ("A<title", "<title"),
        ("<x\tonclick=x", "<x\tonclick=x"),
        ("<x\fonclick", "<x\fonclick"),
        ("<x onclick>", "<x onclick>"),
        ("<svg\n>", "<svg\n>"),
        ("<script <x>>", "<script x>"),
        ("&lt;img src=x", "<img src=x"),
        ("&#60img>", "<img>"),
        ("&amp;amp;LT;img>", "<img>"),
        ("<javascript:x>", "<javascript:x>"),
    ],
)
def test_html_is_told_from_text(text: str, expected: str) -> None:
    assert html_in(text) == expected
    assert shown(expected)[:2] == f'"{expected[0]}'


TAGS_AND_MORE = (
    *(
        "<",
        "</",
        "<!",
        "<!--",
        "<?",
        "<![",
        ">",
        "/>",
        "-->",
        "x",
        "script",
        "image",
        "SVG",
        "title",
    ),
    *(
        " ",
        "\n",
        "\t",
        "\f",
        "\0",
        "/",
        "=",
        '"',
        "'",
        "`",
        "onerror=x",
        "href=y",
        "a b",
        "on",
        ":",
    ),
    *("&", "&lt;", "&#60;", "&lt", "&amp;", ";", "é", "3", "-"),
)


@given(st.lists(st.sampled_from(TAGS_AND_MORE), max_size=8).map("".join))
def test_what_is_taken_for_text_makes_no_element_that_browsers_know(text: str) -> None:
    """An ``x`` is none, and may have attributes as long as none has a value."""
    if html_in(text):
        return
    read = nh3.Cleaner(
        tags=set(ELEMENTS) | {"x"},
        clean_content_tags=set(),
        attributes={"*": {"onerror", "href"}},
        link_rel=None,
    )
    for decoded in (text, unescape(text), unescape(unescape(text))):
        assert re.sub(r'</?x(?: \w+="")*>', "", read.clean(decoded)).count("<") == 0


def test_cleaning_takes_out_names_of_the_theme() -> None:
    html = '<p id="__config" class="x md-y">a</p> id="__config" <i class="md-a" id="__search">b</i>'
    cleaned = clean(html)
    assert cleaned == '<p>a</p> id="__config" <i>b</i>'
    assert [name for _tag, name, _value in taken_out(html, cleaned)] == [
        "id",
        "class",
        "class",
        "id",
    ]


def test_every_id_of_our_templates_is_reserved() -> None:
    templates = [*(PACKAGE / "templates").rglob("*.html"), *(PACKAGE / "theme").rglob("*.html")]
    used = {
        ident
        for file in templates
        for ident in re.findall(r'\bid="([\w-]+)"', file.read_text("utf-8"))
    }
    assert len(used) > 10
    assert sorted(ident for ident in used if not names.is_reserved(ident)) == []


def test_no_id_or_class_of_the_theme_is_allowed() -> None:
    templates = Path(material.__file__).parent / "templates"
    style = next(templates.glob("assets/stylesheets/main.*.min.css")).read_text("utf-8")
    classes = set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", style))
    ids = set(re.findall(r'\bid="(__\w+)"', (templates / "base.html").read_text("utf-8")))
    assert len(classes) > 100
    assert len(ids) > 1
    assert [name for name in classes if names.is_allowed("p", "class", name)] == []
    assert [name for name in ids if names.is_allowed("p", "id", name)] == []


@pytest.mark.parametrize(
    ("trusted", "path", "expected"),
    [
        (("pages",), "case_studies/a.md", True),
        (("pages",), "docs/themes/index.md", True),
        (("pages",), "docs/about.md", False),
        ((), "docs/about.md", True),
        (("docs/about.md",), "docs/about.md", False),
        (("docs/themes",), "docs/themes/a.md", False),
        (("docs/them",), "docs/themes/a.md", True),
    ],
)
def test_rules_are_for_what_contributors_send(
    trusted: tuple[str, ...], path: str, *, expected: bool
) -> None:
    folders = ("case_studies", "docs/themes")
    rules = Rules(trusted=trusted)
    assert rules.apply_to(path, folders) is expected
    assert rules.apply_to(path, folders, Origin(name="A pack"))


HARMLESS = ("a.md", "b.PNG", "c.jpeg", "d.gif", "e.webp", "f.avif", "g.jpg")
PLAIN = ("a.txt", "b.csv", "c.json", "d.docx", "favicon.ico")
OTHERS = (
    *("a.html", "b.svg", "c.xsd", "d.XML", "e.js", "f.css", "g.pdf", "h.wasm", "i.rdf", "j.svgz"),
    *("CNAME", ".htaccess", "_headers", "k.md.html", "l.png.svg", "m.markdown", "n.txt/o", "p."),
)


@pytest.mark.parametrize("place", ["case_studies", "docs/themes", "docs/themes/.hidden", "docs"])
@pytest.mark.parametrize("trusted", [(), ("pages",)])
def test_only_what_is_on_a_list_can_be_published(trusted: tuple[str, ...], place: str) -> None:
    folders = ("case_studies", "docs/themes")
    rules = Rules(trusted=trusted)
    is_page = place == "docs"
    is_trusted = is_page and bool(trusted)

    def refused(names: tuple[str, ...]) -> set[str]:
        return {name for name in names if rules.refusal(f"{place}/{name}", folders)}

    assert refused(HARMLESS) == set()
    assert refused(PLAIN) == (set() if is_page else set(PLAIN))
    assert refused(OTHERS) == (set() if is_trusted else set(OTHERS))
    owned = Rules(trusted=(place,))
    assert not any(owned.refusal(f"{place}/{name}", folders) for name in OTHERS)


@pytest.mark.parametrize(
    ("excluded", "place", "expected"),
    [
        ("", "a.md", False),
        ("", ".well-known/a.html", True),
        ("", "a/.b/c.md", True),
        ("", "templates/a.md", True),
        ("", "a/templates/b.md", False),
        ("!.well-known", ".well-known/a.html", False),
        ("!.well-known", ".other/a.html", True),
        ("drafts/", "drafts/a.md", True),
        ("!/templates/", "templates/a.md", False),
        ("!", ".well-known/a.html", False),
    ],
)
def test_it_is_known_what_the_host_leaves_out(excluded: str, place: str, *, expected: bool) -> None:
    assert Rules(excluded=excluded).leave_out(place) is expected


def test_settings_name_what_is_unsafe_in_every_form_of_a_list() -> None:
    text = (
        "plugins:\n  macros: {}\nmarkdown_extensions:\n  - toc:\n      slugify:\n"
        "        !!python/object/apply:os.system {args: [x]}\n  - pymdownx.snippets\n"
        "hooks: []\n"
    )
    values = as_group(text, "mkdocs.yml")
    found = [(p.where.line, p.found.split('"')[1]) for p in unsafe_settings(values, "x", ())]
    assert found == [(6, "os.system"), (7, "pymdownx.snippets"), (2, "macros")]
    allowed = ("macros", "pymdownx.snippets", "os.system")
    assert list(unsafe_settings(values, "x", allowed)) == []
    assert usable_extensions(values) == ("toc",)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 20_000,
        "<a\n" * 5_000,
        "<![CDATA[" * 3_000,
        "`|" * 10_000,
        "```a\n\n" * 4_000,
        "a\n=\n" * 5_000,
        "# a\n" * 5_000,
        "{: a=b }\n" * 5_000,
        "*a **b " * 2_000 + "c** d* " * 2_000,
        "- " * 500 + "a",
        "> " * 500 + "a",
        "1. " * 500 + "a",
        "\n".join(f"{'    ' * level}- a" for level in range(50)),
        "\t" * 50 + "- a",
        "word " * 30_000,
        "```" + " " * 24_000,
        "```" + " \t" * 100,
        "a\n:   " * 12_000,
        "a\n:   b\n\n" * 600,
        "> :   b\n" * 102,
        "\n- " * 6_000,
        "> ## \n" * 600,
        "- 1. \n" * 7_000,
        "![a](b.png)" * 300,
        "a[^1]" * 400,
        "&amp;" * 10_000,
        "\\a" * 10_000,
        "'a" * 30_000,
        "-->" * 30_000,
        "~a" * 600,
        "#" * 200,
        "```a hl_lines='\n" * 30,
        *(f"{opens}{'word ' * 100}" * 50 for opens in ("[", "[a](", "\\``", "[[a]")),
    ],
)
def test_texts_that_would_keep_a_machine_busy_are_not_made_into_a_page(body: str) -> None:
    assert set(told(body)) <= {"text-too-long", "text-too-many", "text-too-deep"}
    assert told(body)


@pytest.mark.parametrize(
    "body",
    [
        "- [A story](story.md) of `code`\n" * 600,
        "| [a](b.md) | `c` | d |\n" * 500,
        "Term\n:   What it means\n\n" * 300,
        "## A heading {#a}\n\nText.\n\n" * 400,
        "A [ that is never closed.\n\n" * 400,
        f"| {'a' + ' ' * 150}|\n|{'-' * 150}|\n",
    ],
)
def test_what_people_write_is_not_too_much(body: str) -> None:
    assert list(weight.too_heavy("x.md", body, 1)) == []


def test_a_long_chapter_is_not_too_much() -> None:
    paragraph = "A [link](a.md), **two** words, `code` and a | sign.\n\n- item\n    - more\n\n"
    assert list(weight.too_heavy("x.md", f"## Heading {{#a}}\n\n{paragraph * 20}" * 40, 1)) == []


def test_only_the_comment_that_may_be_kept_is_kept() -> None:
    html = f"<p>a</p>{SECTION_MARK}<h2>b</h2><!-- c --><!--\0other--><!--><b>d</b>-->"
    assert clean(html, SECTION_MARK) == f"<p>a</p>{SECTION_MARK}<h2>b</h2><b>d</b>--&gt;"
    assert "<!--" not in clean(html)
