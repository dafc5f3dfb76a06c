"""A plain page is what Markdown leaves as it is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from markdown import markdown
from markupsafe import Markup
from mkdocs.structure.toc import AnchorLink, TableOfContents

from mkdocs_casebook.mkdocs_plugin.plain_pages import page_text
from mkdocs_casebook.render.chrome import Chrome

EXTENSIONS = ["attr_list", "tables", "toc", "pymdownx.superfences"]


def page(content: str, *, sections: int = 0, **meta: Any) -> Any:
    toc = [AnchorLink(f"Section {n}", f"s-{n}", 2) for n in range(sections)]
    return SimpleNamespace(
        title=Markup("A &amp; B"),
        content=content,
        toc=TableOfContents(toc),
        meta=meta,
        edit_url=None,
    )


def parts(text: str) -> tuple[dict[str, Any], str]:
    _start, fields, body = text.split("---\n", 2)
    return yaml.safe_load(fields), body


@pytest.mark.parametrize(
    "content",
    [
        "<h1>A</h1>\n<p>One</p>\n\n<p>*two* and _three_</p>",
        '<custom-element data-a="b">\n<p>One</p>\n\n# no heading\n</custom-element>',
        "<pre><code>    spaces\n\n    stay\n</code></pre>",
        '<ul>\n<li>a</li>\n</ul>\n\n| no | table |\n|---|---|\n\n<p id="x">{: .no }</p>',
    ],
)
def test_markdown_leaves_the_text_as_it_is(content: str) -> None:
    _fields, body = parts(page_text(page(content), Chrome()))
    made = markdown(body, extensions=EXTENSIONS)
    assert made == f'<div class="casebook">\n{content}\n</div>'


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_what_looks_like_the_start_of_code_is_text(fence: str) -> None:
    content = f"<pre><code>Write:\n{fence} python\nprint()\n{fence}\n</code></pre>"
    made = markdown(parts(page_text(page(content), Chrome()))[1], extensions=EXTENSIONS)
    assert made.count("<pre>") == 1
    assert made.replace("&#96;", "`").replace("&#126;", "~").count(fence) == 2


def test_fields_are_those_that_other_hosts_know() -> None:
    known = {"description": Markup("R&amp;D"), "search": {"exclude": True}, "robots": "noindex"}
    fields, _body = parts(
        page_text(page("", title=Markup("&lt;b&gt;"), other="field", **known), Chrome())
    )
    assert fields == {"title": "&lt;b&gt;", **known}


def test_a_page_of_other_pages_texts_is_not_searched() -> None:
    fields, _body = parts(page_text(page(""), Chrome(is_paper=True)))
    assert fields == {"title": "A &amp; B", "search": {"exclude": True}}


@pytest.mark.parametrize(("sections", "links"), [(0, 0), (2, 0), (3, 3)])
def test_sections_are_listed_where_there_are_many(sections: int, links: int) -> None:
    text = page_text(page("<p>One</p>", sections=sections), Chrome(opening="<h1>A</h1>"))
    assert text.count('<li><a href="#s-') == links
    assert text.index("<h1>") < text.index("<p>One") > text.find("<nav")


def test_sections_are_listed_below_the_head_that_is_part_of_a_text() -> None:
    """As where a site has a look of its own."""
    head = '<header class="cb-head cb-head--page">\n<h1>A</h1></header>'
    text = page_text(page(f"{head}<p>One</p>", sections=3), Chrome())
    assert f"{head}<nav" in text
