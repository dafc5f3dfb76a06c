"""Laws of what another site may send: whatever comes, it is refused, left out, or plain text."""

import copy
import json
from contextlib import suppress
from datetime import date
from functools import reduce
from operator import getitem

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdocs_casebook.core.model import Target
from mkdocs_casebook.export.catalogue_fields import record
from mkdocs_casebook.federation.bring import joining
from mkdocs_casebook.federation.parse import Catalogue, parse
from mkdocs_casebook.federation.snapshots import as_text, read_snapshot, read_snapshots, renew
from mkdocs_casebook.federation.sources import OtherSite, is_same_site
from mkdocs_casebook.federation.untrusted_json import RefusedError, load
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.render.fragments import Link
from mkdocs_casebook.render.heads import draw_head, head
from mkdocs_casebook.render.tails import connected, tail
from mkdocs_casebook.schema.kind_declarations import standard
from weaving import web_of

HOME = "https://stories.sample.example/"
SITE = OtherSite(name="Sample NHS Trust", slug="sample-nhs-trust", address=HOME)
DAY = date(2026, 11, 25)

SOUND = {
    "format": "casebook-catalogue",
    "version": 1,
    "site": {"name": "Sample", "licence": "OGL-UK-3.0"},
    "entries": {
        "theme": [{"id": "risk", "address": "risk/", "title": "Risk", "summary": "What may fail."}],
        "organisation": [
            {
                "id": "sample",
                "address": "sample/",
                "title": "Sample NHS Trust",
                "type": ["acute"],
                "region": "london",
            }
        ],
        "case-study": [
            {
                "id": "story",
                "address": "story/",
                "title": "A story",
                "summary": "It went well.",
                "organisation": "sample",
                "themes": ["risk"],
                "year": 2020,
                "status": "in-use",
                "source": {"title": "A report", "url": "https://report.example/"},
                "people": [{"name": "A. N. Example", "role": "Chief executive"}],
                "sections": [{"id": "one", "title": "One", "address": "x", "summary": "First."}],
            }
        ],
    },
}

texts = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "__proto__",
            "<script>alert(1)</script>",
            "javascript:alert(1)",
            "//evil.example/",
            "https://evil.example/",
            "\u202etxt",
            "\x00",
            "\ud800",
            "{{ 7*7 }}",
            "a" * 5000,
            "../..",
            "=1+1",
        ]
    ),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)


def places(value: object, way: tuple = ()) -> list[tuple]:
    """Return the way to every part of a value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [way, *(place for key, part in inner for place in places(part, (*way, key)))]


PLACES = places(SOUND)[1:]
NAMES = sorted(
    {item.name for kind in standard().roles.all for item in record(kind, standard()).fields}
)


@st.composite
def tampered(draw: st.DrawFn) -> dict:
    """Return a sound catalogue in which some parts have been replaced, added or given twice."""
    found = copy.deepcopy(SOUND)
    for way in draw(st.lists(st.sampled_from(PLACES), max_size=3)):
        # An earlier change may have taken away what this one is in.
        with suppress(KeyError, IndexError, TypeError):
            *before, last = way
            reduce(getitem, before, found)[last] = draw(values)
    studies = found["entries"]
    if isinstance(studies, dict) and isinstance(studies.get("case-study"), list):
        extra = {draw(st.sampled_from(NAMES)): draw(values)}
        studies["case-study"].append({**SOUND["entries"]["case-study"][0], **extra})
    return found


def taken_of(found: dict) -> Catalogue | None:
    """Return what is taken of a catalogue, or ``None`` if it is refused: nothing else happens."""
    try:
        return parse(load(json.dumps(found).encode()), SITE, schema=standard())[0]
    except RefusedError:
        return None


many = settings(
    max_examples=3 * settings.default.max_examples, suppress_health_check=list(HealthCheck)
)


@many
@given(st.one_of(st.binary(max_size=200), values.map(lambda value: json.dumps(value).encode())))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(RefusedError):
        parse(load(content), SITE, schema=standard())


@many
@given(tampered())
def test_what_is_taken_comes_back_from_its_snapshot(found: dict) -> None:
    taken = taken_of(found)
    if taken is not None:
        kept, _gone = renew(None, taken, SITE, DAY)
        text = as_text(kept)
        assert read_snapshot(text.encode(), SITE, schema=standard()) == (kept, ())


@many
@given(tampered())
def test_every_address_that_is_taken_is_safe(found: dict) -> None:
    taken = taken_of(found)
    for records in taken.entries.values() if taken else ():
        for item in records:
            assert is_same_site(item.address, HOME)
    for study in taken.of(standard()["case-study"]) if taken else ():
        url = study.values["source"].get("url", "https://")
        assert url.startswith("https://")


@many
@given(tampered())
def test_nothing_that_is_taken_becomes_markup(found: dict) -> None:
    taken = taken_of(found)
    if taken is None:
        return
    snapshot, _gone = renew(None, taken, SITE, DAY)
    kept, problems = read_snapshots(
        {SITE.snapshot: as_text(snapshot).encode()}, [SITE], "mkdocs.yml", schema=standard()
    )
    assert problems == ()
    casebook = build([], [], standard(), joins=[joining(kept, standard())]).casebook
    web, link = web_of(casebook), Link({}, "./")
    for entry in casebook.by_path.values():
        below = tail(entry, casebook, link, connected(entry, web, link))
        html = draw_head(head(entry, casebook, link)) + below.html
        assert "<script" not in html
        assert 'href="javascript:' not in html
        assert 'href="//' not in html
        assert "\u202e" not in html
        assert link(Target(entry.path)) == "./"


@many
@given(st.binary(max_size=300))
def test_no_file_in_the_place_of_a_snapshot_stops_the_check(content: bytes) -> None:
    kept, problems = read_snapshot(content, SITE, schema=standard())
    assert (kept is None) == bool(problems)
