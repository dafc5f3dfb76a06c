"""Material's frame, of which only the blocks are run for each page."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
from mkdocs.theme import Theme

from mkdocs_casebook.mkdocs_plugin import skeleton
from mkdocs_casebook.mkdocs_plugin.skeleton import keep_skeleton
from mkdocs_casebook.mkdocs_plugin.theme_helpers import THEME

BASE = """{% set words = "kept" -%}
{% macro said(text) %}[{{ text }}]{% endmacro -%}
<{{ base }}{% if page.toc | first is defined %} skip {{ page.toc | first }}{% endif %}>
{% block title %}{{ page.title }}{% endblock %}
{% if self.announce() %}<aside>{% block announce %}{% endblock %}</aside>{% endif %}
{% block outdated %}{% endblock %}
{% block body %}{% block inner %}{{ said(words) }} {{ page.title }}{% endblock %}{% endblock %}
<end {{ count() }}>"""
SAME = """{% block styles %}<style {{ count() }}>{% endblock %}
{% block footer %}{% include "partials/footer.html" %}{% endblock %}"""
FOOTER = "<foot{{ ' ' ~ page.canonical_url if page.canonical_url }}>"


@dataclass
class Page:
    title: str
    url: str = "a/"
    toc: tuple[str, ...] = field(default=("first",))
    is_homepage: bool = False
    canonical_url: str = ""
    meta: dict[str, object] = field(default_factory=dict)


class Counted:
    """Counts how often the lines between blocks were written."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


class Theirs:
    def __init__(self, origin: Path) -> None:
        self.origin = str(origin)


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of templates of a package that stands in for Material."""
    package = tmp_path / "material"
    (package / "templates").mkdir(parents=True)
    (package / "templates/base.html").write_text(BASE, "utf-8")
    (package / "templates/partials").mkdir()
    (package / "templates/partials/footer.html").write_text(FOOTER, "utf-8")
    monkeypatch.setattr(skeleton, "find_spec", lambda _name: Theirs(package / "__init__.py"))
    return package / "templates"


def make(folder: Path, **own: str) -> tuple[Environment, Counted]:
    count = Counted()
    files = {name.replace("_", "."): text for name, text in own.items()}
    env = Environment(
        loader=ChoiceLoader([DictLoader(files), FileSystemLoader(folder)]),
        autoescape=True,
        auto_reload=False,
    )
    env.globals |= {"count": count, "base": "base"}
    keep_skeleton(env, lambda context: (context["base_url"], context["page"].url), THEME)
    return env, count


def render(env: Environment, name: str, page: Page | None, base_url: str = "..") -> str:
    return " ".join(env.get_template(name).render(page=page, base_url=base_url).split())


def test_lines_between_blocks_are_written_once_for_pages_that_are_alike(theirs: Path) -> None:
    env, count = make(theirs)
    assert render(env, "base.html", Page("One")) == "<base> One [kept] One <end 1>"
    assert render(env, "base.html", Page("Two")) == "<base> Two [kept] Two <end 1>"
    assert count.times == 1
    assert render(env, "base.html", Page("Deep", "a/b/"), "../..").endswith("<end 2>")


def test_a_block_of_the_sites_own_is_run_for_every_page(theirs: Path) -> None:
    own = (
        '{% extends "base.html" %}{% block inner %}{{ page.title }} and {{ super() }}{% endblock %}'
    )
    env, count = make(theirs, own=own)
    assert "One and [kept] One" in render(env, "own", Page("One"))
    assert "Two and [kept] Two" in render(env, "own", Page("Two"))
    assert count.times == 1


def test_what_the_sites_own_template_sets_is_set_for_every_page(theirs: Path) -> None:
    own = """{% extends "base.html" %}{% set name = page.title ~ "!" %}
    {% block title %}{{ name }}{% endblock %}"""
    env, count = make(theirs, own=own)
    assert "One!" in render(env, "own", Page("One"))
    assert "Two!" in render(env, "own", Page("Two"))
    assert count.times == 1


def test_a_block_that_is_asked_for_is_never_kept(theirs: Path) -> None:
    own = '{% extends "base.html" %}{% block announce %}News of {{ page.title }}{% endblock %}'
    env, count = make(theirs, own=own)
    assert "<aside>News of One</aside>" in render(env, "own", Page("One"))
    assert "<aside>News of Two</aside>" in render(env, "own", Page("Two"))
    assert count.times > 1


def with_same_blocks(theirs: Path) -> Path:
    """Return a theme's folder with a frame that has blocks which hold nothing of a page."""
    (theirs / "base.html").write_text(BASE + SAME, "utf-8")
    return theirs


def test_blocks_that_hold_nothing_of_a_page_are_written_once(theirs: Path) -> None:
    env, count = make(with_same_blocks(theirs))
    one, two = (Page(name, canonical_url=f"https://a.example/?a&{name}") for name in "12")
    assert render(env, "base.html", one).endswith("<style 2> <foot https://a.example/?a&amp;1>")
    assert render(env, "base.html", two).endswith("<style 2> <foot https://a.example/?a&amp;2>")
    assert count.times == 2


@pytest.mark.parametrize("page", [Page("One"), None])
def test_an_attribute_that_html_forbids_is_taken_out(theirs: Path, page: Page | None) -> None:
    checkbox = '<input type="checkbox" id="__drawer" autocomplete="off">'
    (theirs / "base.html").write_text(BASE + checkbox, "utf-8")
    env, _count = make(theirs)
    assert render(env, "base.html", page).endswith('<input type="checkbox" id="__drawer">')


def test_a_block_of_the_sites_own_in_the_place_of_such_a_block_is_run_for_every_page(
    theirs: Path,
) -> None:
    own = """{% extends "base.html" %}
    {% block styles %}{{ super() }}{{ page.title }}{% endblock %}"""
    env, _count = make(with_same_blocks(theirs), own=own)
    assert render(env, "own", Page("One")).endswith("<style 2>One <foot>")
    assert render(env, "own", Page("Two")).endswith("<style 3>Two <foot>")
    # And pages of the same site that do without it have theirs as before.
    assert render(env, "base.html", Page("Three")).endswith("<style 5> <foot>")


def test_a_partial_of_the_sites_own_is_run_for_every_page(theirs: Path) -> None:
    env, _count = make(with_same_blocks(theirs), **{"partials/footer_html": "{{ page | own }}!"})
    # A plugin that comes later may bring what the partial needs.
    env.filters["own"] = lambda page: page.title
    assert render(env, "base.html", Page("One")).endswith("<style 2> One!")
    assert render(env, "base.html", Page("Two")).endswith("<style 2> Two!")


@pytest.mark.parametrize("name", ["plain", "base_html"])
def test_a_frame_of_the_sites_own_is_left_alone(theirs: Path, name: str) -> None:
    env, _count = make(theirs, **{name: "{{ page.title }}{% block title %}{% endblock %}"})
    assert render(env, name.replace("_", "."), Page("One")) == "One"
    assert render(env, name.replace("_", "."), Page("Two")) == "Two"


def test_what_is_no_page_is_rendered_as_usual(theirs: Path) -> None:
    env, count = make(theirs)
    assert render(env, "base.html", None).endswith("<end 1>")
    assert render(env, "base.html", None).endswith("<end 2>")
    assert count.times == 2


def test_a_mistake_in_a_template_names_its_line(theirs: Path) -> None:
    own = '{% extends "base.html" %}\n{% block title %}\n{{ 1 / 0 }}{% endblock %}'
    env, _count = make(theirs, wrong=own)
    with pytest.raises(ZeroDivisionError) as raised:
        render(env, "wrong", Page("One"))
    assert raised.traceback[-1].lineno == 2


def test_materials_own_frame_is_recognised() -> None:
    env = Theme(name="material").get_env()
    write = env.get_template("base.html").root_render_func
    keep_skeleton(env, lambda context: context["base_url"], THEME)
    assert env.get_template("base.html").root_render_func is not write
