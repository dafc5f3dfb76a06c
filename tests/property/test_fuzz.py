"""A few of the hostile and random files of which ``scripts/fuzz.py`` sends thousands through."""

import pytest

import fuzz


def test_no_fields_are_unexpected() -> None:
    told = [fuzz.read_fields(text) for text in fuzz.fields(seed=1, count=400)]
    assert sum(map(bool, told)) > 350


@pytest.mark.parametrize("seed", range(4))
def test_no_text_is_unexpected(seed: int) -> None:
    for text in fuzz.texts(seed, 15):
        fuzz.read_text(text)


def test_an_exception_and_a_slow_file_are_faults(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzz, "read_text", lambda _text: 1 // 0)
    assert fuzz.main(["--fields", "2", "--texts", "3"]) == 1
    said = capsys.readouterr().out
    assert "2 fields: 0 faults" in said
    assert "3 texts: 3 faults" in said
    assert "ZeroDivisionError" in said


@pytest.mark.parametrize(
    ("longest", "noticed", "steep", "status"),
    [(1e9, 1e9, 0, 0), (-1, 1e9, 0, 1), (1e9, 0, 0, 1), (1e9, 0, 1e9, 0)],
)
def test_a_heavy_text_that_takes_long_or_ever_longer_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, longest: float, noticed: float, steep: float, status: int
) -> None:
    few = {"HEAVY": fuzz.HEAVY[:1], "UNCLOSED": fuzz.UNCLOSED[:1], "NAMED": 5, "MADE_UP": 3}
    few |= {"LONGEST": longest, "NOTICED": noticed, "STEEP": steep}
    for name, value in few.items():
        monkeypatch.setattr(fuzz, name, value)
    assert fuzz.main(["--heavy"]) == status
