"""Links from the names of themes, made of marks."""

from mkdocs_casebook.graph.terms import link, mark

ADDRESSES = {"risk": "../risk/", "data": "../a&b/"}


def address(slug: str) -> str:
    return ADDRESSES.get(slug, "")


def test_a_mark_becomes_a_link_with_its_address_escaped() -> None:
    text = f"<p>All {mark('risk', 'risks')} and {mark('data', 'Data')}.</p>"
    assert link(text, address) == (
        '<p>All <a class="cb-term" href="../risk/">risks</a> and '
        '<a class="cb-term" href="../a&amp;b/">Data</a>.</p>'
    )


def test_a_theme_without_a_page_is_no_link() -> None:
    assert link(f"All {mark('gone', 'words')}.", address) == "All words."
