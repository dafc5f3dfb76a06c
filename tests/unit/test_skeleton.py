"""A page's template of which only the blocks are run for each page."""

from dataclasses import dataclass, field

import pytest
from jinja2 import DictLoader, Environment

from mkdocs_casebook.hosts.skeleton import template_class

BASE = """{% set words = "kept" -%}
{% macro said(text) %}[{{ text }}]{% endmacro -%}
<{{ base }}{% if page.toc | first is defined %} skip {{ page.toc | first }}{% endif %}>
{% block title %}{{ page.title }}{% endblock %}
{% if self.announce() %}<aside>{% block announce %}{% endblock %}</aside>{% endif %}
{% block body %}{% block inner %}{{ said(words) }} {{ page.title }}{% endblock %}{% endblock %}
<end {{ count() }}>"""


@dataclass
class Page:
    title: str
    url: str = "a/"
    toc: tuple[str, ...] = field(default=("first",))


class Counted:
    """Counts how often the lines between blocks were written."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def make(**templates: str) -> tuple[Environment, Counted]:
    count = Counted()
    files = {"base": BASE, **templates}
    env = Environment(loader=DictLoader(files), autoescape=True)
    env.globals |= {"count": count, "base": "base"}
    env.template_class = template_class(lambda page, base_url: (base_url, page.url))
    return env, count


def render(env: Environment, name: str, page: Page | None, base_url: str = "..") -> str:
    return " ".join(env.get_template(name).render(page=page, base_url=base_url).split())


def test_lines_between_blocks_are_written_once_for_pages_that_are_alike() -> None:
    env, count = make()
    assert render(env, "base", Page("One")) == "<base> One [kept] One <end 1>"
    assert render(env, "base", Page("Two")) == "<base> Two [kept] Two <end 1>"
    assert count.times == 1
    assert render(env, "base", Page("Deep", "a/b/"), "../..").endswith("<end 2>")


def test_a_block_of_the_sites_own_is_run_for_every_page() -> None:
    own = '{% extends "base" %}{% block inner %}{{ page.title }} and {{ super() }}{% endblock %}'
    env, count = make(own=own)
    assert "One and [kept] One" in render(env, "own", Page("One"))
    assert "Two and [kept] Two" in render(env, "own", Page("Two"))
    assert count.times == 1


def test_a_block_that_is_asked_for_is_never_kept() -> None:
    own = '{% extends "base" %}{% block announce %}News of {{ page.title }}{% endblock %}'
    env, count = make(own=own)
    assert "<aside>News of One</aside>" in render(env, "own", Page("One"))
    assert "<aside>News of Two</aside>" in render(env, "own", Page("Two"))
    assert count.times > 1


def test_what_is_no_page_is_rendered_as_usual() -> None:
    env, count = make(plain="{{ count() }} of {{ page }}")
    assert render(env, "plain", None) == "1 of None"
    assert render(env, "plain", None) == "2 of None"
    assert count.times == 2


def test_a_mistake_in_a_template_names_its_line() -> None:
    env, _count = make(wrong='{% extends "base" %}\n{% block title %}\n{{ 1 / 0 }}{% endblock %}')
    with pytest.raises(ZeroDivisionError) as raised:
        render(env, "wrong", Page("One"))
    assert raised.traceback[-1].lineno == 2
