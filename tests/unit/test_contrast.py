"""Contrast as the guidelines define it, and the nearest colour that passes."""

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.config.contrast import TEXT, is_colour, nearest_that_passes, ratio

colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),  # The example of a near miss in many guides.
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#FFF", "#fff", 1.0),
    ],
)
def test_ratios_are_those_of_other_checkers(one: str, other: str, expected: float) -> None:
    assert round(ratio(one, other), 2) == expected


@given(colours, colours)
def test_a_ratio_is_the_same_both_ways_and_in_bounds(one: str, other: str) -> None:
    assert ratio(one, other) == ratio(other, one)
    assert 1 <= ratio(one, other) <= 21.0001


@given(colours, st.sampled_from([("#ffffff", "#f1f4f2"), ("#121816", "#1c2421")]))
def test_what_is_proposed_passes_and_keeps_what_passed(
    colour: str, grounds: tuple[str, str]
) -> None:
    near = nearest_that_passes(colour, grounds)
    assert is_colour(near)
    assert min(ratio(near, ground) for ground in grounds) >= TEXT
    if min(ratio(colour, ground) for ground in grounds) >= TEXT + 0.1:
        assert near == colour or abs(lightness(near) - lightness(colour)) < 0.01


@given(colours)
def test_no_shade_between_passes(colour: str) -> None:
    ground = "#ffffff"
    near = nearest_that_passes(colour, [ground])
    if ratio(colour, ground) < TEXT:
        between = (lightness(near) + lightness(colour)) / 2 + 0.01
        hue, _l, saturation = colorsys.rgb_to_hls(*parts(colour))
        shade = colorsys.hls_to_rgb(hue, between, saturation)
        written = "#" + "".join(f"{round(max(0, min(1, p)) * 255):02x}" for p in shade)
        assert ratio(written, ground) < TEXT or between > lightness(colour)


def test_where_nothing_passes_the_best_is_returned() -> None:
    near = nearest_that_passes("#808080", ["#000000", "#ffffff"], 7.0)
    assert 4 < ratio(near, "#000000") < 7


def parts(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))  # type: ignore[return-value]


def lightness(colour: str) -> float:
    return colorsys.rgb_to_hls(*parts(colour))[1]
