"""What is believed of another site's catalogue, and what is not."""

import copy
import json
from datetime import date

import pytest

from mkdocs_casebook.catalogue import hostile
from mkdocs_casebook.catalogue.hostile import RefusedError, load
from mkdocs_casebook.catalogue.snapshot import as_text, miss, read_snapshot, renew
from mkdocs_casebook.catalogue.sources import OtherSite, is_same_site, split
from mkdocs_casebook.catalogue.take import MOST_FAULTS, Taken, take
from mkdocs_casebook.schema.kinds import CASE_STUDY, ORGANISATION, THEME

HOME = "https://stories.sample.example/"
SITE = OtherSite(name="Sample NHS Trust", slug="sample-nhs-trust", address=HOME)
TODAY = date(2026, 11, 25)

STUDY = {
    "id": "voice-notes",
    "address": f"{HOME}case-studies/voice-notes/",
    "title": "Voice notes on the ward round",
    "summary": "Nurses spoke their notes.",
    "organisation": "sample-trust",
    "themes": ["buying"],
    "year": 2024,
    "status": "in-use",
    "source": {"title": "Notes of the trust board"},
    "added": "2026-10-01",
    "sections": [
        {"id": "first", "title": "First", "address": "ignored", "themes": ["wards", "unknown"]}
    ],
}
CATALOGUE = {
    "format": "casebook-catalogue",
    "version": 1,
    "site": {"name": "Sample", "licence": "OGL-UK-3.0"},
    "entries": {
        "theme": [
            {"id": "buying", "address": "themes/buying/", "title": "Buying", "summary": "How."},
            {
                "id": "wards",
                "address": "themes/wards/",
                "title": "Wards",
                "summary": "Life.",
                "broader": ["care"],
            },
            {"id": "care", "address": "themes/care/", "title": "Care", "summary": "All of it."},
            {"id": "unused", "address": "themes/unused/", "title": "Unused", "summary": "None."},
        ],
        "organisation": [
            {
                "id": "sample-trust",
                "address": "organisations/sample-trust/",
                "title": "Sample NHS Trust",
                "type": ["mental-health"],
                "region": "north-west",
            },
            {
                "id": "unused",
                "address": "organisations/unused/",
                "title": "Unused NHS Trust",
                "type": ["acute"],
                "region": "london",
            },
        ],
        "case-study": [STUDY],
    },
}


def catalogue(**changes: object) -> dict:
    return copy.deepcopy(CATALOGUE) | changes


def with_study(**changes: object) -> dict:
    """Return the catalogue with one more case study, which has these fields otherwise."""
    found = catalogue()
    found["entries"]["case-study"].append(copy.deepcopy(STUDY) | {"id": "second"} | changes)
    return found


def ids(taken: Taken) -> list[str]:
    return [study.id for study in taken.of(CASE_STUDY)]


def test_case_studies_are_taken_with_what_they_refer_to():
    taken, left_out = take(catalogue(), SITE)
    assert left_out == ()
    study = taken.of(CASE_STUDY)[0]
    assert study.values["year"] == 2024
    assert study.values["added"] == date(2026, 10, 1)
    assert study.sections[0].themes == ("wards",)
    assert [theme.id for theme in taken.of(THEME)] == ["buying", "care", "wards"]
    assert [owner.id for owner in taken.of(ORGANISATION)] == ["sample-trust"]


def test_ways_from_the_catalogue_become_whole_addresses():
    taken, _left_out = take(with_study(address="case-studies/second/"), SITE)
    assert taken.of(CASE_STUDY)[0].address == f"{HOME}case-studies/second/"


def test_a_later_version_may_have_more_fields():
    found = with_study(colour={"deep": ["red"]}, source={"title": "A report", "isbn": 1})
    found["more"] = {"of": "this"}
    taken, left_out = take(found, SITE)
    assert (ids(taken), left_out) == (["second", "voice-notes"], ())
    assert "colour" not in taken.of(CASE_STUDY)[0].values


def test_what_the_other_site_has_from_elsewhere_stays_at_its_home():
    taken, left_out = take(with_study(origin={"name": "A pack"}), SITE)
    assert (ids(taken), left_out) == (["voice-notes"], ())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"id": "__proto__"}, "cannot be part of a web address"),
        ({"id": "../../etc/passwd"}, "cannot be part of a web address"),
        ({"id": "a" * 81}, "cannot be part of a web address"),
        ({"id": None}, "empty"),
        ({"id": {"a": "b"}}, "cannot be part of a web address"),
        ({"id": "voice-notes"}, "another has the same id"),
        ({"address": "javascript:alert(1)"}, "not an address of the site"),
        ({"address": "http://stories.sample.example/x/"}, "not an address of the site"),
        ({"address": "https://evil.example/x/"}, "not an address of the site"),
        ({"address": "//evil.example/x/"}, "not an address of the site"),
        ({"address": "https://stories.sample.example@evil.example/"}, "not an address of the site"),
        ({"address": "https://stories.sample.example:444/x/"}, "not an address of the site"),
        ({"address": 'https://stories.sample.example/"onclick='}, "not a web address"),
        ({"address": "https://[/"}, "not an address of the site"),
        ({"address": "x" * 501}, "not a web address"),
        ({"title": "a\u202eb"}, "cannot be shown"),
        ({"title": "a\x00b"}, "cannot be shown"),
        ({"title": "a\x1b[2J"}, "cannot be shown"),
        ({"title": "\ud800"}, "cannot be shown"),
        ({"title": "a" * 111}, "111 characters"),
        ({"title": "a" * 5000}, "5,000 characters"),
        ({"title": ""}, "empty"),
        ({"title": ["a"]}, "a list"),
        ({"title": {"a": "b"}}, "read as fields"),
        ({"title": True}, "neither text"),
        ({"title": "<script>alert(1)</script>"}, "is HTML"),
        ({"title": "&lt;script&gt;alert(1)"}, "is HTML"),
        ({"title": "Pay &#x202E;now"}, "cannot be shown"),
        ({"year": 2024.5}, "neither text"),
        ({"year": "MMXXIV"}, "not a year"),
        ({"added": "2026-02-30"}, "not in the calendar"),
        ({"status": "<script>"}, "not one of the choices"),
        ({"organisation": "nobody"}, "unknown organisation"),
        ({"themes": "buying"}, "not a list"),
        ({"themes": ["buying"] * 201}, "201 items"),
        ({"themes": ["unknown"]}, "themes"),
        ({"sections": [{"id": "X", "title": "x", "address": "x"}]}, "sections[1].id"),
        ({"systems": ["a\u2028b"]}, "cannot be shown"),
    ],
)
def test_an_entry_that_does_not_fit_is_left_out_alone_and_told(changes, why):
    taken, left_out = take(with_study(**changes), SITE)
    assert ids(taken) == ["voice-notes"]
    assert len(left_out) == 1
    problem = left_out[0].told(SITE)
    assert why in problem.message
    assert str(problem).startswith(f"{HOME}catalogue.json:1: case-study[2]: notice: ")
    assert problem.fix == "Ask Sample NHS Trust to mend it."


@pytest.mark.parametrize("item", [None, 1, "text", [], [[]], True])
def test_an_entry_that_is_no_group_is_left_out(item):
    found = catalogue()
    found["entries"]["case-study"].append(item)
    taken, left_out = take(found, SITE)
    assert (ids(taken), len(left_out)) == (["voice-notes"], 1)


def test_what_would_be_markup_elsewhere_is_text_like_any_other():
    nasty = "{{ 7*7 }} [x](javascript:alert(1)) &lt;5 < b <your trust>"
    taken, left_out = take(with_study(title=nasty), SITE)
    assert left_out == ()
    assert taken.of(CASE_STUDY)[0].values["title"] == nasty


def test_links_to_other_schemes_than_https_are_dropped():
    source = {"title": "A report", "url": "http://report.example/"}
    taken, left_out = take(with_study(source=source), SITE)
    assert left_out == ()
    assert taken.of(CASE_STUDY)[0].values["source"] == {"title": "A report"}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"format": "something"}, "no catalogue of a site made with Casebook"),
        ({"version": 2}, 'the version "2"'),
        ({"version": None}, "the version"),
        ({"site": {"name": "Sample"}}, "states no licence"),
        ({"site": {"name": "Sample", "licence": "CC-BY-NC-4.0"}}, "you accept CC-BY-4.0"),
        ({"site": []}, "states no licence"),
        ({"site": {"licence": "\u202e"}}, "cannot be shown"),
        ({"entries": []}, "is no list"),
        ({"entries": {"theme": {}}}, "is no list"),
        ({"entries": {"theme": [None] * (hostile.MOST_ENTRIES + 1)}}, "5,001 themes"),
        ({"entries": {"case-study": [None] * (MOST_FAULTS + 1)}}, "more than 100 of its entries"),
    ],
)
def test_a_catalogue_that_does_not_fit_is_refused_whole(changes, why):
    with pytest.raises(RefusedError) as refused:
        take(catalogue(**changes), SITE)
    assert why in refused.value.found


def test_a_licence_that_the_settings_accept_is_enough():
    site = OtherSite(name="S", slug="s", address=HOME, licences=("CC-BY-NC-4.0",))
    found = catalogue(site={"name": "Sample", "licence": "CC-BY-NC-4.0"})
    assert take(found, site)[0].licence == "CC-BY-NC-4.0"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xfe", "not text in UTF-8"),
        (b"", "not whole"),
        (b'{"a": 1', "not whole"),
        (b"[]", "a list or a single value"),
        (b'"text"', "a list or a single value"),
        (b'{"a": 1, "a": 2}', "given twice"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "no sound JSON"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested deeper"),
        (b'{"a": ' + b"[" * 20 + b"]" * 20 + b"}", "nested deeper"),
        (b'{"a": [' + b"1," * 1_000_000 + b"1]}", "more than 1,000,000 values"),
        (b" " * (hostile.LARGEST + 1), "larger than 16 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_sound_text_is_refused_before_anything_in_it_is_read(content, why):
    with pytest.raises(RefusedError) as refused:
        load(content)
    assert why in refused.value.found


def test_only_https_is_safe_but_on_this_machine():
    for address in (HOME, "https://127.0.0.1/", "http://127.0.0.1:80/", "http://[::1]/"):
        assert split(address), address
    unsafe = (
        "http://stories.sample.example/",
        "ftp://x.example/",
        "https:///x",
        "text",
        "https://a@b/",
    )
    for address in (
        *unsafe,
        "https://x.example:port/",
        "https://x.example/ y",
        "file:///etc/passwd",
    ):
        assert split(address) is None, address
    assert is_same_site("https://A.example/x", "https://a.example/y")
    assert not is_same_site("https://a.example/", "https://a.example:8443/")
    assert not is_same_site("https://a.example/", "https://b.example/")


def snapshot(found: dict | None = None, day: date = TODAY, before=None):
    taken, _left_out = take(found or catalogue(), SITE)
    return renew(before, taken, SITE, day)[0]


def test_a_snapshot_comes_back_as_it_was_written():
    kept = snapshot()
    text = as_text(kept)
    assert read_snapshot(text.encode(), SITE) == (kept, ())
    assert as_text(read_snapshot(text.encode(), SITE)[0]) == text


def test_a_pull_that_finds_nothing_new_changes_one_line():
    first = as_text(snapshot()).splitlines()
    second = as_text(snapshot(day=date(2026, 11, 26))).splitlines()
    assert [line for line in second if line not in first] == [' "read-on": "2026-11-26",']


def test_a_source_that_is_down_keeps_its_snapshot_with_the_first_day():
    missed = miss(miss(snapshot(), date(2026, 11, 26)), date(2026, 11, 27))
    assert missed.missed_since == date(2026, 11, 26)
    assert missed.taken == snapshot().taken
    assert read_snapshot(as_text(missed).encode(), SITE) == (missed, ())
    assert snapshot(before=missed).missed_since is None


def test_a_withdrawn_case_study_leaves_its_id_and_the_day_and_nothing_else():
    before = snapshot(with_study())
    taken, _left_out = take(catalogue(), SITE)
    after, gone = renew(before, taken, SITE, date(2026, 11, 26))
    assert gone == ("second",)
    assert after.withdrawn == {"second": date(2026, 11, 26)}
    assert read_snapshot(as_text(after).encode(), SITE) == (after, ())
    back, gone = renew(after, take(with_study(), SITE)[0], SITE, TODAY)
    assert (back.withdrawn, gone) == ({}, ())


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "something"},
        {"catalogue": None},
        {"read-on": "yesterday"},
        {"read-on": None},
        {"missed-since": 5},
        {"withdrawn": []},
        {"withdrawn": {"../x": "2026-11-25"}},
        {"withdrawn": {"x": "soon"}},
    ],
)
def test_a_snapshot_that_somebody_changed_is_believed_no_more_than_a_catalogue(changes):
    raw = json.loads(as_text(snapshot())) | changes
    kept, problems = read_snapshot(json.dumps(raw).encode(), SITE)
    assert kept is None
    assert [problem.code for problem in problems] == ["bad-snapshot"]
