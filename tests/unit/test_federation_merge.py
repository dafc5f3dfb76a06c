"""How the case studies of other sites become entries here: names mapped, clashes told."""

import json
from collections.abc import Iterable

import pytest
from test_federation_parse import CATALOGUE, HOME, STUDY, TODAY, catalogue

from mkdocs_casebook.core.model import Collection, Entry, Source, Tagged
from mkdocs_casebook.federation.bring import joining
from mkdocs_casebook.federation.parse import parse
from mkdocs_casebook.federation.snapshots import as_text, read_snapshots, renew
from mkdocs_casebook.federation.sources import NO_THEME, OtherSite
from mkdocs_casebook.lists.coverage import cover
from mkdocs_casebook.lists.facets import values_of
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.schema.kind_declarations import standard

FOLDERS = {
    "case_studies": "case-study",
    "docs/themes": "theme",
    "docs/organisations": "organisation",
}
COLLECTIONS = tuple(Collection(*item) for item in FOLDERS.items())


def source(path: str, fields: dict, body: str = "Words.") -> Source:
    folder, _slash, name = path.rpartition("/")
    lines = "\n".join(f"{field}: {json.dumps(value)}" for field, value in fields.items())
    slug = name.removesuffix(".md")
    return Source(
        path=path,
        kind=FOLDERS[folder],
        slug=slug,
        address=f"{folder.rpartition('/')[2]}/{slug}/",
        content=f"---\n{lines}\n---\n\n{body}\n".encode(),
    )


def theme(slug: str, **fields: object) -> Source:
    return source(f"docs/themes/{slug}.md", {"title": slug.title(), "summary": "Words."} | fields)


def trust(slug: str, **fields: object) -> Source:
    said = {"title": f"{slug.title()} NHS Trust", "type": ["acute"], "region": "london"}
    return source(f"docs/organisations/{slug}.md", said | fields)


def story(slug: str, **fields: object) -> Source:
    said = {
        "title": slug.title(),
        "summary": "Words.",
        "organisation": "example",
        "themes": ["governance"],
        "year": "2020",
        "status": "in-use",
        "source": {"title": "A report"},
    }
    return source(f"case_studies/{slug}.md", said | fields)


OWN = (theme("governance"), trust("example", ods="X1Z"), story("ours"))


def other(name: str = "Sample NHS Trust", **settings: object) -> OtherSite:
    slug = name.lower().replace(" ", "-")
    return OtherSite(name=name, slug=slug, address=HOME, **settings)


def made(
    own: Iterable[Source] = OWN,
    *raws: dict,
    sites: tuple[OtherSite, ...] = (),
):
    """Return a build of this site with the catalogues of others; told codes come beside it."""
    sites = sites or tuple(other(f"Site {number}") for number, _raw in enumerate(raws))
    texts = {}
    for site, raw in zip(sites, raws, strict=True):
        taken, left_out = parse(raw, site, schema=standard())
        assert left_out == ()
        texts[site.snapshot] = as_text(renew(None, taken, site, TODAY)[0]).encode()
    kept, problems = read_snapshots(texts, sites, "mkdocs.yml", schema=standard())
    assert problems == ()
    result = build(list(own), COLLECTIONS, standard(), joins=[joining(kept, standard())])
    told = [problem for problem in result.problems if problem.code != "unused-theme"]
    return result.casebook, told


def theirs(casebook) -> list[Entry]:
    return [entry for entry in casebook.of_kind("case-study") if entry.elsewhere]


def test_a_case_study_of_another_site_has_a_page_that_says_whose_it_is():
    casebook, _told = made(OWN, catalogue(), sites=(other(),))
    study = theirs(casebook)[0]
    assert study.address == "sources/sample-nhs-trust/case-studies/voice-notes/"
    assert casebook.by_path[study.path] is study
    assert study.origin.name == "Sample NHS Trust"
    assert study.origin.address == STUDY["address"]
    assert (study.origin.licence, study.origin.read_on) == ("OGL-UK-3.0", TODAY)
    owner = casebook.entry("organisation", study["organisation"])
    assert owner.title == "Sample NHS Trust"
    assert owner.elsewhere
    assert casebook.stories[owner.path] == (study,)


@pytest.mark.parametrize(
    "ours",
    [
        {"slug": "buying"},
        {"slug": "procurement", "title": "Buying"},
        {"slug": "procurement", "aliases": ["BUYING"]},
        {"slug": "procurement", "formerly": ["buying"]},
    ],
)
def test_themes_are_mapped_by_id_title_alias_and_former_name(ours):
    slug = ours.pop("slug")
    casebook, told = made((*OWN, theme(slug, **ours), theme("wards")), catalogue())
    assert theirs(casebook)[0].themes == (slug,)
    assert theirs(casebook)[0].sections[0].themes == ("wards",)
    assert told == []
    assert [thing.entry for thing in casebook.filed[slug]] == theirs(casebook)


def test_an_alias_of_theirs_finds_our_title():
    raw = catalogue()
    raw["entries"]["theme"][0]["aliases"] = ["governance"]
    casebook, _told = made(OWN, raw)
    assert theirs(casebook)[0].themes == ("governance",)


def test_a_theme_of_theirs_counts_as_the_broader_one_it_is_part_of():
    casebook, _told = made((*OWN, theme("care")), catalogue())
    assert theirs(casebook)[0].sections[0].themes == ("care",)


def test_broader_themes_that_go_round_in_a_ring_end():
    raw = catalogue()
    raw["entries"]["theme"][2]["broader"] = ["wards"]
    _casebook, told = made(OWN, raw)
    assert [problem.code for problem in told] == ["unmapped-theme", "unmapped-theme"]


def test_a_theme_that_is_none_of_ours_is_told_with_the_mend():
    casebook, told = made(OWN, catalogue(), sites=(other(),))
    assert theirs(casebook)[0].themes == ()
    first = next(problem for problem in told if '"Buying"' in problem.message)
    assert first.code == "unmapped-theme"
    assert first.where.path == "sources/sample-nhs-trust.json"
    assert '"buying: "' in first.fix


def test_the_settings_say_which_theme_is_which_or_none():
    site = other(themes={"buying": "governance", "wards": NO_THEME})
    casebook, told = made(OWN, catalogue(), sites=(site,))
    assert theirs(casebook)[0].themes == ("governance",)
    assert theirs(casebook)[0].sections[0].themes == ()
    assert told == []


def own_trust(**fields: object) -> dict:
    raw = catalogue()
    raw["entries"]["organisation"][0] |= fields
    return raw


def organisation_of(casebook) -> Entry:
    return casebook.entry("organisation", theirs(casebook)[0]["organisation"])


def codes(told: list) -> set[str]:
    return {problem.code for problem in told} - {"unmapped-theme"}


def test_an_organisation_is_ours_by_its_code_whatever_its_name():
    casebook, told = made(OWN, own_trust(ods="x1z"))
    assert organisation_of(casebook).slug == "example"
    assert codes(told) == {"organisation-clash"}
    _casebook, told = made(OWN, own_trust(ods="X1Z", title="Example NHS Trust"))
    assert codes(told) == set()


def test_an_organisation_is_ours_by_its_name_where_one_has_no_code():
    casebook, told = made(OWN, own_trust(title="example nhs trust"))
    assert organisation_of(casebook).slug == "example"
    assert codes(told) == set()


def test_one_name_with_two_codes_stays_two_organisations_and_is_told():
    casebook, told = made(OWN, own_trust(title="Example NHS Trust", ods="X9Z"))
    assert organisation_of(casebook).elsewhere
    assert codes(told) == {"organisation-clash"}


def test_one_trust_at_two_sources_is_one_organisation():
    second = own_trust(id="the-sample-trust", ods="X2Z")
    second["entries"]["case-study"][0] |= {"organisation": "the-sample-trust", "id": "another"}
    second["entries"]["case-study"][0]["title"] = "Another story"
    casebook, told = made(OWN, own_trust(ods="X2Z"), second)
    assert len({study["organisation"] for study in theirs(casebook)}) == 1
    assert codes(told) == set()


def test_one_story_at_two_places_is_told_and_can_be_left_out():
    raw = own_trust(ods="X1Z", title="Example NHS Trust")
    raw["entries"]["case-study"][0]["title"] = "OURS"
    casebook, told = made(OWN, raw)
    assert len(theirs(casebook)) == 1
    assert codes(told) == {"told-twice"}
    casebook, told = made(OWN, raw, sites=(other(leave_out=("voice-notes",)),))
    assert (theirs(casebook), codes(told)) == ([], set())
    assert all(owner.elsewhere is None for owner in casebook.of_kind("organisation"))


def test_the_same_name_of_different_trusts_is_no_clash():
    raw = catalogue()
    raw["entries"]["case-study"][0]["id"] = "ours"
    casebook, told = made(OWN, raw)
    assert len(casebook.of_kind("case-study")) == 2
    assert codes(told) == set()


def test_the_list_can_be_narrowed_by_who_publishes_only_where_others_do():
    casebook, _told = made(OWN, catalogue(), sites=(other(),))
    found = [
        value.slug
        for study in casebook.of_kind("case-study")
        for value in values_of(Tagged(study), standard().facets["from"], casebook)
    ]
    assert sorted(found) == ["here", "sample-nhs-trust"]
    alone, _told = made()
    assert values_of(Tagged(alone.of_kind("case-study")[0]), standard().facets["from"], alone) == ()


def test_coverage_counts_what_other_sites_add():
    casebook, _told = made((*OWN, theme("buying")), catalogue())
    row = next(row for row in cover(casebook).rows if row.theme.slug == "buying")
    assert dict(row.kinds)["case-study"] == 1
    assert dict(row.types)["mental-health"] == 1


def test_the_order_of_their_entries_makes_no_difference():
    raw = catalogue()
    turned = json.loads(json.dumps(CATALOGUE))
    for entries in turned["entries"].values():
        entries.reverse()
    assert made(OWN, raw)[0] == made(OWN, turned)[0]
