"""The templates that lay out what few pages have; what every page has, :mod:`parts` writes itself.

Counting and sorting happen before; the templates only lay out. Jinja escapes every value.
"""

from __future__ import annotations

from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from mkdocs_casebook.core.problems import in_words, some
from mkdocs_casebook.render import parts
from mkdocs_casebook.render.elsewhere import published_by
from mkdocs_casebook.render.fragments import Fragment, in_full, partial_date
from mkdocs_casebook.schema.fields import NOT_STATED


@cache
def environment() -> Environment:
    """Return the template environment; undefined names are bugs, so they raise."""
    env = Environment(
        # What stands above a text is laid out by the theme, and here where there is another theme.
        loader=ChoiceLoader(
            [PackageLoader("mkdocs_casebook", folder) for folder in ("templates", "theme")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters |= {
        "day": in_full,
        "month": partial_date,
        "some": some,
        "in_words": in_words,
        "published_by": published_by,
    }
    env.globals |= {
        "not_stated": NOT_STATED,
        "fact_list": parts.fact_list,
        "messages": parts.messages,
        "review": parts.review,
        "theme_links": parts.theme_links,
    }
    return env


def render(template: str, headings: tuple[tuple[str, str], ...] = (), **values: object) -> Fragment:
    """Return a template filled with values."""
    return Fragment(environment().get_template(template).render(**values), headings)
