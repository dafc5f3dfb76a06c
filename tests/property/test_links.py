"""Backlinks are complete and sound, and related entries are those of the formula."""

import markdown
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.core.model import Entry, Section
from mkdocs_casebook.graph.casebook import relate
from mkdocs_casebook.graph.mentions import gather_names
from mkdocs_casebook.graph.references import LinkWhere, Reference
from mkdocs_casebook.graph.related import MOST, Weights, prepare, rarity, related
from mkdocs_casebook.markdown.processor import CasebookExtension
from mkdocs_casebook.markdown.site import Markup, Site
from mkdocs_casebook.schema.kind_declarations import standard
from weaving import connect

PAGES = ("one", "two", "three")
THEMES = {
    slug: Entry(
        kind="theme",
        slug=slug,
        path=f"docs/themes/{slug}.md",
        address=f"themes/{slug}/",
        title=slug.title(),
        values={"title": slug, "aliases": (f"{slug} making",)},
    )
    for slug in ("zebra", "yodel", "xenon")
}
FILLER = ("Plain words stand here.", "Nothing to see.", "`zebra` is code.", "> a yodel, quoted")

links = st.tuples(st.just("link"), st.sampled_from(PAGES), st.sampled_from(["", "part"]))
mentions = st.tuples(st.just("mention"), st.sampled_from(sorted(THEMES)), st.booleans())
fillers = st.tuples(st.just("filler"), st.sampled_from(FILLER), st.none())
# A page is a list of sections, a section a list of blocks.
pages = st.lists(st.lists(st.one_of(links, mentions, fillers), max_size=5), max_size=3)


def path_of(page):
    return f"docs/guide/{page}.md"


def written(block, number):
    """Return a block as Markdown, with a sentence that no other block has."""
    what, target, detail = block
    if what == "link":
        fragment = f"#{detail}" if detail else ""
        return f"Before {number}. See [page {target}]({target}.md{fragment}) in {number}. After."
    if what == "mention":
        name = f"{target} making" if detail else target
        return f"- Before {number}. The {name} of {number} counts. After."
    return target


def read(page, sections, site, extension):
    extension.markup = Markup(site[1][page], site[0])
    text = "\n\n".join(
        f"## Part {number} {{#part-{number}}}\n\n"
        + "\n\n".join(written(block, f"{number}x{at}") for at, block in enumerate(blocks))
        for number, blocks in enumerate(sections)
    )
    markdown.markdown(text, extensions=["attr_list", "toc", extension])


@given(st.fixed_dictionaries(dict.fromkeys(PAGES, pages)))
def test_every_planted_link_and_mention_is_found_with_its_sentence_and_no_other(contents):
    entries = {
        page: Entry(
            kind="chapter",
            slug=page,
            path=path_of(page),
            address=f"guide/{page}/",
            title=page,
            values={"title": page},
        )
        for page in PAGES
    }
    casebook = relate([*entries.values(), *THEMES.values()], schema=standard())
    names = gather_names(THEMES.values())
    site = Site(
        casebook.by_path,
        THEMES,
        names,
        lambda path: path.removeprefix("docs/"),
        LinkWhere.PAGE,
        schema=standard(),
    )
    extension = CasebookExtension()
    for page, sections in contents.items():
        read(page, sections, (site, entries), extension)
    references = extension.references
    planted = set()
    for page, sections in contents.items():
        for number, blocks in enumerate(sections):
            for at, (what, target, detail) in enumerate(blocks):
                place = f"{number}x{at}"
                if what == "link":
                    sentence = f"See page {target} in {place}."
                    planted.add(
                        (path_of(page), f"part-{number}", path_of(target), detail, sentence)
                    )
                elif what == "mention":
                    name = f"{target} making" if detail else target
                    sentence = f"The {name} of {place} counts."
                    planted.add(
                        (path_of(page), f"part-{number}", THEMES[target].path, "", sentence)
                    )
    planted = {item for item in planted if item[0] != item[2]}
    found = {(r.source, r.section, r.target, r.fragment, "".join(r.sentence)) for r in references}
    assert found == planted
    # Turned round, every section that refers is there once, and nothing else is.
    turned = connect(casebook, references)
    shown = [
        (link.reference.source, link.reference.section, path)
        for path, incoming in turned.to_page.items()
        for link in incoming.shown
    ]
    assert sorted(shown) == sorted({item[:3] for item in planted})
    assert all(len(incoming.shown) == incoming.number for incoming in turned.to_page.values())


theme_names = st.sampled_from(["a", "b", "c", "d"])
theme_sets = st.lists(theme_names, unique=True, max_size=3)
owners = st.sampled_from(["acute", "ambulance", "both", "nobody"])
stories = st.lists(st.tuples(theme_sets, theme_sets, owners), min_size=2, max_size=12)
TYPES = {"acute": {"acute"}, "ambulance": {"ambulance"}, "both": {"acute", "ambulance"}}


def written_by(owner, number, whole, parts):
    slug = f"s{number:02}"
    return Entry(
        kind="case-study",
        slug=slug,
        path=f"{slug}.md",
        address="",
        title=slug,
        themes=tuple(whole),
        sections=(Section(id="s", title="s", line=1, level=2, themes=tuple(parts)),),
        values={"organisation": owner},
    )


@given(stories, st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=8))
def test_related_entries_are_those_of_the_formula(made, drawn):
    entries = [
        written_by(owner, number, whole, parts) for number, (whole, parts, owner) in enumerate(made)
    ]
    organisations = [
        Entry(
            kind="organisation", slug=slug, path=slug, address="", title=slug, values={"type": of}
        )
        for slug, of in ((slug, tuple(sorted(types))) for slug, types in TYPES.items())
    ]
    casebook = relate([*entries, *organisations], schema=standard())
    paths = {frozenset((f"s{one:02}.md", f"s{other:02}.md")) for one, other in drawn}
    references = [
        Reference(min(pair), "", "", max(pair), text="s", end=1) for pair in paths if len(pair) > 1
    ]
    weights = Weights(least=1)
    similarity, backlinks = prepare(casebook, weights), connect(casebook, references)
    anywhere = {entry.slug: {*entry.themes, *entry.sections[0].themes} for entry in entries}
    types = {entry.slug: TYPES.get(entry["organisation"], set()) for entry in entries}

    def rare(name, sets):
        return rarity(sum(name in names for names in sets.values()), len(entries))

    def of_type(name):
        # Only among those that have a type at all.
        typed = [names for names in types.values() if names]
        return round(weights.type * rarity(sum(name in names for names in typed), len(typed)))

    def points(one, other):
        total = weights.link * (frozenset((one.path, other.path)) in paths)
        for theme in anywhere[one.slug] & anywhere[other.slug]:
            total += round(weights.section * rare(theme, anywhere))
            if theme in one.themes and theme in other.themes:
                total += round((weights.theme - weights.section) * rare(theme, anywhere))
        for name in types[one.slug] & types[other.slug]:
            total += of_type(name)
        return total

    for one in entries:
        expected = sorted(
            ((-points(one, other), other.slug) for other in entries if other is not one),
        )
        wanted = [(slug, -minus) for minus, slug in expected if minus][:MOST]
        found = related(one, similarity, backlinks)
        assert [(item.entry.slug, item.points) for item in found] == wanted
        for item in found:
            shared = {name for name in types[one.slug] & types[item.entry.slug] if of_type(name)}
            assert sorted(item.types) == sorted(shared)
            assert item.is_linked == (frozenset((one.path, item.entry.path)) in paths)
