"""Fields and titles are handed to templates as HTML, and escaping them twice changes nothing."""

from datetime import date
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.mkdocs_plugin.escaped import escaped, only_text

FIELDS = st.recursive(
    st.text() | st.binary() | st.integers() | st.none() | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
)


@given(FIELDS)
def test_no_sign_of_html_is_left_in_fields_however_deep(value: object) -> None:
    assert "<" not in str(escaped(value))
    assert escaped(escaped(value)) == escaped(value)


def test_what_is_no_text_stays() -> None:
    fields = {"title": "R&D", "order": 1, "added": date(2026, 1, 1), "search": {"exclude": True}}
    assert escaped(fields) == fields | {"title": "R&amp;D"}


@given(st.text())
def test_a_title_is_read_as_it_was_typed(title: str) -> None:
    assert unescape(only_text(escaped(title))).split() == title.split()


def test_of_a_heading_only_the_text_is_left() -> None:
    assert only_text("a <em>b</em> &lt;c&gt;") == "a b &lt;c&gt;"
