"""Texts of several pages on one."""

import pytest

from mkdocs_casebook.render.embed import moved


def move(html: str, *, address: str = "guide/deciding/", to: str = "print/guide/") -> str:
    return moved(html, address=address, to=to, prefix="deciding")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("../../themes/risk/", "../../themes/risk/"),
        ("../other/#a", "../../guide/other/#a"),
        ("picture.png", "../../guide/deciding/picture.png"),
        ("../", "../../guide/"),
        ("#who", "#deciding-who"),
        ("https://www.example.org/a#b", "https://www.example.org/a#b"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("/from/the/root/", "/from/the/root/"),
    ],
)
def test_links_lead_where_they_led_before(before: str, after: str) -> None:
    assert move(f'<a class="x" href="{before}">') == f'<a class="x" href="{after}">'


def test_pages_at_addresses_of_files_work_too() -> None:
    html = move('<a href="other.html#a">', address="guide/deciding.html", to="print/guide.html")
    assert html == '<a href="../guide/other.html#a">'


def test_ids_and_what_refers_to_them_get_the_same_prefix() -> None:
    html = move('<h2 id="who">Who</h2> <p aria-labelledby="who why" data-id="who">')
    assert html == (
        '<h2 id="deciding-who">Who</h2> '
        '<p aria-labelledby="deciding-who deciding-why" data-id="who">'
    )
