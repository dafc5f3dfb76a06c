"""Python's own search for garbage is left as it was."""

import gc
import weakref

import pytest

from mkdocs_casebook.garbage import (
    SELDOM,
    lasting_values,
    let_go_of_lasting_values,
    looked_for_seldom,
)


@pytest.mark.parametrize("was_on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(was_on: bool) -> None:  # noqa: FBT001
    before = gc.isenabled()
    try:
        gc.enable() if was_on else gc.disable()
        with lasting_values():
            assert not gc.isenabled()
        assert gc.isenabled() is was_on
    finally:
        gc.unfreeze()
        gc.enable() if before else gc.disable()


class Ring:
    """A value that refers to itself."""

    def __init__(self) -> None:
        self.self = self


def test_lasting_values_can_be_let_go_of() -> None:
    with lasting_values():
        ring = weakref.ref(Ring())
    gc.collect()
    assert ring() is not None
    let_go_of_lasting_values()
    assert ring() is None


def test_garbage_is_looked_for_seldom_only_for_a_while() -> None:
    usual = gc.get_threshold()
    with looked_for_seldom():
        assert gc.get_threshold() == (SELDOM, *usual[1:])
    assert gc.get_threshold() == usual
