"""Measuring time."""

from time import process_time

import pytest

from mkdocs_casebook.stopwatch import Stopwatch


def test_a_stopwatch_adds_up() -> None:
    watch = Stopwatch()
    for _turn in range(2):
        with watch("links"):
            start = process_time()
            while process_time() < start + 0.01:
                pass
    with watch("lists"):
        pass
    assert list(watch.parts) == ["links", "lists"]
    assert watch.parts["links"] >= 0.02
    assert watch.seconds == sum(watch.parts.values())
    assert str(watch).startswith(f"links {watch.parts['links']:.3f} s, lists 0.0")


def test_a_stopwatch_counts_time_that_ends_in_an_error() -> None:
    watch = Stopwatch()
    with pytest.raises(ValueError, match="x"), watch("links"):
        raise ValueError("x")
    assert watch.seconds > 0


def test_a_stopwatch_that_does_not_run_counts_nothing() -> None:
    watch = Stopwatch(runs=False)
    with watch("links"), watch("links"):
        pass
    assert watch.seconds == 0
    assert str(watch) == ""
