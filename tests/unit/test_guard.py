"""The guard lets a host try whether it can be loaded, and stops the first page."""

import sys

import pytest
from markdown import Markdown

from mkdocs_casebook.guard import NAME, SENTENCE, PluginLeftOutError


def test_the_guard_is_loaded_by_its_name_and_stops_at_the_first_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "tracebacklimit", 100, raising=False)
    host = Markdown(extensions=[NAME, "attr_list"])
    with pytest.raises(PluginLeftOutError, match='"casebook stage FOLDER"'):
        host.convert("# A page")
    assert sys.tracebacklimit == 0


def test_the_guard_says_in_one_sentence_what_to_do() -> None:
    assert SENTENCE.count(".") == 1
    assert SENTENCE.endswith(".")
