"""The one rule of addresses, and every disguise that has been thought of."""

from html import escape
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.safety.addresses import SCHEMES, fault, is_web_address, with_scheme


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#context",
        "other.md",
        "../docs/themes/risk.md#who-decides",
        "/about/",
        "?theme=risk",
        "a%20picture.png",
        "café.md",
        "https://www.example.org/a?b=c&d=e#f",
        "http://example.org:8080/",
        "https://example.org:8443/",
        "HTTPS://EXAMPLE.ORG",
        "mailto:hello@example.org?subject=A%20story",
        "tel:+441234567890",
        "12:30.md",
    ],
)
def test_ordinary_addresses_may_stand(address: str) -> None:
    assert fault(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        "javascript&#x3a;alert(1)",
        "java&Tab;script:alert(1)",
        "&#106;avascript:alert(1)",
        "&#0000106avascript:alert(1)",
        "&amp;#106;avascript:alert(1)",
        "java%73cript:alert(1)",
        "javascript%3Aalert(1)",
        "javascript%253Aalert(1)",
        "\N{FULLWIDTH LATIN SMALL LETTER J}avascript:alert(1)",
        "javascript\N{FULLWIDTH COLON}alert(1)",
        "java\N{ZERO WIDTH SPACE}script:alert(1)",
        "java\N{SOFT HYPHEN}script:alert(1)",
        "\N{ZERO WIDTH NO-BREAK SPACE}javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:image/svg+xml;base64,AAAA",
        "blob:https://example.org/1",
        "file:///etc/passwd",
        "ftp://example.org/",
        "ms-word:ofe|u|https://example.org/a.docx",
        "view-source:https://example.org",
        "//other.example.org/",
        "\\\\server\\share",
        "/\\other.example.org",
        "https://example.org/\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe",
        "report\N{ZERO WIDTH JOINER}.pdf",
    ],
)
def test_what_could_run_or_lead_astray_is_told(address: str) -> None:
    assert fault(address)


@pytest.mark.parametrize("scheme", ["javascript", "vbscript", "livescript", "data", "blob"])
def test_schemes_that_browsers_run_are_told_as_such(scheme: str) -> None:
    assert fault(f"{scheme}:a") == f'starts with "{scheme}:", which browsers run as a program'


@pytest.mark.parametrize(
    "char",
    ["\x01", "\N{ZERO WIDTH SPACE}", "\u0378", "\ue000", "\u2028", "\u2029"],
    ids=["control", "format", "unassigned", "private", "line", "paragraph"],
)
def test_characters_of_every_kind_that_cannot_be_seen_are_told(char: str) -> None:
    assert fault(f"a{char}b.md") == "has a character in it that cannot be seen"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("ftp://example.org", 'starts with "ftp:"'),
        ("ms-word:a", 'starts with "ms-word:"'),
        ("1a:b", ""),
        (
            "//a.example",
            "starts with two slashes, so that it leads to another site without saying how",
        ),
        ("https://a.example:99999/", "is an address that no browser can read"),
        ("https&#58;//a.example:99999/", "is an address that no browser can read"),
    ],
)
def test_what_is_wrong_is_told_in_these_words(address: str, told: str) -> None:
    assert fault(address) == told


letters = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=2, max_size=12)


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """Return a scheme that is not allowed, with some of its letters written in another way."""
    scheme = draw(letters.filter(lambda word: word not in SCHEMES))
    ways = (
        str,
        str.upper,
        lambda char: f"&#{ord(char)};",
        lambda char: f"&#x{ord(char):X};",
        lambda char: f"%{ord(char):02x}",
        lambda char: chr(ord(char) + 0xFEE0),
        lambda char: f"{char}\N{ZERO WIDTH SPACE}",
        lambda char: f"\t{char}",
        lambda char: escape(f"&#{ord(char)};"),
        lambda char: quote(f"%{ord(char):02x}"),
    )
    return "".join(draw(st.sampled_from(ways))(char) for char in f"{scheme}:") + "x"


@given(disguised())
def test_no_disguise_hides_what_an_address_starts_with(address: str) -> None:
    assert fault(address)


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert is_web_address(text) <= (fault(text) == "")


def test_a_web_address_without_its_start_is_known() -> None:
    assert with_scheme("www.example.org/a") == "https://www.example.org/a"
    assert with_scheme("javascript:alert(1)") == ""
    assert with_scheme("example") == ""
