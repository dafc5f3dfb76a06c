"""Who publishes a site: what the settings say, and what pages show of it."""

from pathlib import Path

import markdown
import pytest

from mkdocs_casebook.config.colours import Colours, pairs
from mkdocs_casebook.config.licences import LICENCES
from mkdocs_casebook.config.site_metadata import (
    SETTINGS,
    Imprint,
    Organisation,
    link_to,
    read_imprint,
)
from mkdocs_casebook.content.configuration import (
    UnreadableError,
    as_group,
    get,
    group_at,
    load,
)
from mkdocs_casebook.core.problems import Problem
from mkdocs_casebook.markdown.marks import show
from mkdocs_casebook.markdown.processor import CasebookExtension
from mkdocs_casebook.markdown.site import Markup
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.schema.marks import MARKS
from mkdocs_casebook.schema.vocabulary import Vocabulary

FULL = Imprint(
    site_name="Example stories",
    address="https://stories.trust.example/",
    repository="https://code.example/stories",
    organisation=Organisation(name="Example Trust", address="https://trust.example/"),
    contact="hello@trust.example",
    licence=LICENCES["OGL-UK-3.0"],
)


def read(text: str) -> tuple[Imprint, list[Problem]]:
    values = as_group(text, "mkdocs.yml")
    reading = Reading("mkdocs.yml", Vocabulary(), [])
    given = {"site_name": "Example stories"}
    return read_imprint(given, group_at(values, "extra"), reading), reading.problems


def test_everything_that_is_stated_is_read() -> None:
    imprint, problems = read(
        "extra:\n"
        "  organisation: {name: Example Trust, address: https://trust.example, logo: a.svg}\n"
        "  contact: https://trust.example/contact\n"
        "  accessibility_contact: access@trust.example\n"
        "  licence: OGL-UK-3.0\n"
        "  colours: {accent: '#005EB8', accent_dark: '#9cf'}\n"
        "  social: [{icon: a}]\n"
    )
    assert problems == []
    assert imprint.organisation == Organisation(
        name="Example Trust", address="https://trust.example", logo="a.svg"
    )
    assert imprint.colours == Colours("#005eb8", "#9cf")
    assert imprint.access == "access@trust.example"
    assert imprint.licence is LICENCES["OGL-UK-3.0"]


def test_nothing_need_be_stated() -> None:
    imprint, problems = read("a: b")
    assert problems == []
    assert imprint == Imprint(site_name="Example stories")
    assert (imprint.access, imprint.credit) == (None, None)


def test_one_colour_is_enough_and_the_dark_one_can_be_read() -> None:
    imprint, problems = read("extra: {colours: {accent: '#003087'}}")
    assert problems == []
    assert imprint.colours is not None
    assert all(pair.passes for _mode, pair in pairs(imprint.colours))
    assert "light-dark(#003087," in imprint.colours.css


@pytest.mark.parametrize("wrong", ["CC-BY", "ogl", "cc by 4.0", "CC-BY-4"])
def test_a_licence_that_is_not_quite_right_is_guessed(wrong: str) -> None:
    _imprint, (problem,) = read(f"extra: {{licence: {wrong}}}")
    assert problem.code == "unknown-value"
    assert problem.fix in {'Did you mean "CC-BY-4.0"?', 'Did you mean "OGL-UK-3.0"?'}


def test_a_licence_that_is_far_off_is_not() -> None:
    _imprint, (problem,) = read("extra: {licence: none of them}")
    assert problem.fix == ""


@pytest.mark.parametrize(
    "text", ["contact: [a]", "colours: {accent: [a]}", "organisation: Example Trust"]
)
def test_what_is_of_another_shape_is_told(text: str) -> None:
    imprint, problems = read(f"extra: {{{text}}}")
    assert len(problems) == 1
    assert imprint == Imprint(site_name="Example stories")


def test_every_licence_can_be_credited() -> None:
    for licence in LICENCES.values():
        line = licence.credit("Stories", "Example Trust")
        assert "Stories" in line
        assert "Example Trust" in line
        assert "{" not in line


def test_settings_have_a_schema() -> None:
    properties = SETTINGS.json_schema()["properties"]
    assert isinstance(properties, dict)
    assert set(properties) == set(SETTINGS.by_name)


def test_a_contact_that_is_a_page_is_given_its_scheme() -> None:
    _imprint, (problem,) = read("extra: {contact: trust.example/ask}")
    assert (problem.code, problem.fix) == (
        "not-an-address",
        'Did you mean "https://trust.example/ask"?',
    )


def test_a_contact_that_is_neither_is_not_guessed() -> None:
    _imprint, (problem,) = read("extra: {contact: trust.example}")
    assert (problem.code, problem.fix) == ("not-an-address", "")


def test_contacts_are_linked_by_what_they_are() -> None:
    assert link_to("a@b.example") == "mailto:a@b.example"
    assert link_to("https://b.example/a@b") == "https://b.example/a@b"


@pytest.mark.parametrize("name", MARKS)
def test_every_mark_shows_something_or_says_that_it_is_not_stated(name: str) -> None:
    assert all(show(name, FULL)[:1])
    assert show(name, FULL)[0] != "Not stated"
    assert show(name, Imprint(site_name="Bare"))[0] in {"Bare", "Not stated"}


def test_marks_are_replaced_in_pages_and_not_in_code(make_entry) -> None:
    extension = CasebookExtension()
    extension.imprint = FULL
    text = "By {{ organisation }}, {{contact}}, `{{ contact }}`, {{ nothing }}, {{ credit }}"
    assert "{{ organisation }}" in markdown.markdown(text, extensions=[extension])
    extension.markup = make_entry("page")
    html = markdown.markdown(text, extensions=[extension])
    assert '<a href="https://trust.example/">Example Trust</a>' in html
    assert '<a href="mailto:hello@trust.example">' in html
    assert "<code>{{ contact }}</code>, {{ nothing }}" in html
    extension.markup = make_entry("case-study")
    assert "{{ organisation }}" in markdown.markdown(text, extensions=[extension])


def test_what_a_mark_shows_is_text(make_entry) -> None:
    extension = CasebookExtension()
    extension.imprint = Imprint(site_name="R&D &lt;b> <i>")
    extension.markup = make_entry("page")
    html = markdown.markdown("{{ site_name }}", extensions=[extension])
    assert html == "<p>R&amp;D &amp;lt;b&gt; &lt;i&gt;</p>"


def test_groups_of_an_inherited_file_are_merged(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("extra: {contact: a@b.example, footer: []}\nc: d\n")
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\nextra:\n  contact: c@b.example\n")
    values = load(tmp_path / "mkdocs.yml")
    contact = get(values, "extra", "contact")
    assert (getattr(contact, "value", ""), getattr(contact, "line", 0)) == ("c@b.example", 3)
    assert get(values, "extra", "footer") is not None
    assert get(values, "c", "nowhere") is None


@pytest.mark.parametrize("text", ["b: c\na: &a [*a, b]", "b: c\na: &a\n  b: {c: [*a]}"])
def test_a_value_that_holds_itself_is_told_at_its_start(text: str) -> None:
    with pytest.raises(UnreadableError) as told:
        as_group(text, "mkdocs.yml")
    where = told.value.problem.where
    assert (where.path, where.line) == ("mkdocs.yml", 1 + text[: text.index("&")].count("\n"))


def test_a_value_that_is_used_twice_does_not_hold_itself() -> None:
    assert get(as_group("a: &a [b]\nc: [*a, *a]", "mkdocs.yml"), "c") is not None


@pytest.fixture
def make_entry():
    from mkdocs_casebook.core.model import Entry  # noqa: PLC0415
    from mkdocs_casebook.graph.mentions import NO_NAMES  # noqa: PLC0415 - only these tests
    from mkdocs_casebook.markdown.site import Site  # noqa: PLC0415

    def make(kind: str) -> Markup:
        entry = Entry(kind=kind, slug="a", path="docs/a.md", address="a/", title="A")
        return Markup(entry, Site((), {}, NO_NAMES, lambda path: path, schema=standard()))

    return make
