"""The parts of Material's theme that Casebook replaces must be the ones it was written against."""

import hashlib
import re
from pathlib import Path

import material
import pytest

import mkdocs_casebook

# The release is named in the head of the page, and files have hashes in their names.
OF_ONE_RELEASE = re.compile(r"mkdocs-material-[\d.]+|(?<=\.)[0-9a-f]{8}(?=\.min\.)")
THEIRS = Path(material.__file__).parent / "templates"
OURS = Path(mkdocs_casebook.__file__).parent / "theme"

# Each file of Material's, its hash when ours was written, and ours that stands in its place.
REPLACED = {
    "404.html": (
        "80c93494b5432b1bcdf292caeb67a0653c45b37372f49e08ad4a70ca695a7495",
        "404.html",
    ),
    "partials/header.html": (
        "8cf3fb15bcf969ff596649616fd99366b3c31c08d57a86d05308efc16d8fa75f",
        "partials/header.html",
    ),
    "partials/search.html": (
        "bfd556535abcddb99396ab2a7e3acc2ebcd3f36756007d3969396caa4126be30",
        "partials/search.html",
    ),
    "partials/content.html": (
        "ce33929c85af129f6e2f3b0aed47159e9c4a519482d1938bae15f5ff4a3cfae5",
        "partials/content.html",
    ),
    "partials/toc.html": (
        "fde48f583563364b0e0e6865a5ab1e7060ec1826161f69f5cbee653e621b0f84",
        "partials/toc.html",
    ),
    "partials/footer.html": (
        "50c2a75f013b7b03fb97f381860c77df8fd5d13d68f90d3281754b68f69ec894",
        "partials/footer.html",
    ),
}


@pytest.mark.parametrize("theirs", REPLACED)
def test_replaced_part_has_not_changed_upstream(theirs: str) -> None:
    expected, ours = REPLACED[theirs]
    content = OF_ONE_RELEASE.sub("", (THEIRS / theirs).read_text("utf-8"))
    actual = hashlib.sha256(content.encode()).hexdigest()
    assert actual == expected, (
        f"Material changed {theirs}, which our theme/{ours} replaces. Compare the two versions of "
        f"{theirs}, bring over what matters (hooks that its script needs: data-md-component, "
        f"data-md-toggle, form names), run the browser tests, then put {actual} here."
    )


def test_every_file_that_hides_one_of_materials_is_listed() -> None:
    hidden = {
        path.relative_to(OURS).as_posix()
        for path in OURS.rglob("*.html")
        if (THEIRS / path.relative_to(OURS)).exists()
    }
    assert hidden - {"main.html"} <= set(REPLACED)
    assert all((OURS / ours).exists() for _hash, ours in REPLACED.values())


def test_style_sheet_is_small_and_asks_nothing_of_the_network() -> None:
    style = (OURS / "assets" / "casebook.css").read_text("utf-8")
    assert "@import" not in style
    assert "url(" not in style
    assert "!important" not in style
