"""Turn what people answer into files: the issue form, prompts, texts with headings.

Each folder in ``tests/forms`` holds the body of an issue as GitHub writes it, and what comes of it
on the golden site: ``reply.md`` and the new files. To add one, write ``issue.md`` and run this with
``CASEBOOK_UPDATE_GOLDEN=1``. Read the reply aloud before you keep it.
"""

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.content.nodes import plain
from mkdocs_casebook.core.summary import for_markdown
from mkdocs_casebook.forms.answers import Likely, draft_entry, likely, read_answer, short_slug
from mkdocs_casebook.forms.commands.site import open_site
from mkdocs_casebook.forms.context import FormContext, check_drafts
from mkdocs_casebook.forms.draft import Draft, as_file
from mkdocs_casebook.forms.inputs import (
    CONFIRMATIONS,
    CONSENT,
    Input,
    Shape,
    in_chapters,
    inputs_of,
)
from mkdocs_casebook.forms.intake import (
    LARGEST_EVENT,
    LONGEST_ANSWER,
    LONGEST_BODY,
    NotAnIssueError,
    read_event,
    read_issue,
    take_in,
)
from mkdocs_casebook.forms.prompts import _answer, interview
from mkdocs_casebook.forms.prose import read_prose
from mkdocs_casebook.forms.word_parts import RefusedError
from mkdocs_casebook.schema.kind_declarations import standard

HERE = Path(__file__).parents[1] / "forms"
BASE = Path(__file__).parents[1] / "golden" / "_base"
CASES = sorted(path.name for path in HERE.iterdir())
UPDATE = bool(os.environ.get("CASEBOOK_UPDATE_GOLDEN"))
TODAY = date(2026, 11, 25)

PROGRAMMERS_WORDS = re.compile(
    r"\b(?:schema|yaml|null|pars\w+|string|mapping|token)\b", re.IGNORECASE
)


def base_context() -> FormContext:
    context = open_site(BASE / "mkdocs.yml")
    assert context is not None
    return context


CONTEXT = base_context()
INPUTS = CONTEXT.inputs("case-study")
BY_ID = {one.id: one for one in INPUTS}


def body(**changes: str) -> str:
    """Return the complete form with other answers, by the ids of inputs with _ for -."""
    text = (HERE / "complete" / "issue.md").read_text(encoding="utf-8")
    for name, answer in changes.items():
        label = BY_ID[name.replace("_", "-")].label
        text, count = re.subn(
            rf"(### {re.escape(label)}\n\n).*?(?=\n\n### )",
            lambda found, answer=answer: found[1] + answer,
            text,
            count=1,
            flags=re.DOTALL,
        )
        assert count == 1
    return text


def errors(text: str) -> list[str]:
    found = take_in(text, "case-study", CONTEXT, TODAY).errors
    return [f"{error.label}: {error.text}" for error in found]


# The issue form.


@pytest.mark.parametrize("name", CASES)
def test_a_recorded_issue_becomes_what_is_expected(name: str) -> None:
    folder = HERE / name
    came = take_in((folder / "issue.md").read_text("utf-8"), "case-study", CONTEXT, TODAY)
    made = {"reply.md": came.reply} | {
        path.replace("/", "__"): text for path, text in came.files.items()
    }
    if UPDATE:
        for path, text in made.items():
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
    kept = {p.name: p.read_text("utf-8") for p in folder.iterdir() if p.name != "issue.md"}
    assert made == kept
    assert bool(came.files) is not bool(came.errors)


@pytest.mark.parametrize("name", CASES)
def test_a_reply_is_in_plain_words(name: str) -> None:
    assert not PROGRAMMERS_WORDS.search((HERE / name / "reply.md").read_text("utf-8"))


def test_seven_mistakes_get_seven_messages_at_once() -> None:
    reply = (HERE / "seven-mistakes" / "reply.md").read_text("utf-8")
    assert re.findall(r"^(\d)\. \*\*", reply, re.MULTILINE) == list("1234567")


def test_carriage_returns_and_other_line_ends_make_no_difference() -> None:
    came = take_in(body(), "case-study", CONTEXT, TODAY)
    assert came == take_in(body().replace("\n", "\r\n"), "case-study", CONTEXT, TODAY)


def test_what_cannot_be_seen_is_left_out() -> None:
    came = take_in(body(title="One\u202e record\u200e\x00 here"), "case-study", CONTEXT, TODAY)
    (text,) = came.files.values()
    assert "title: One  record" in text.replace("\u200e", "") or "title: One record" in text
    assert "\u202e" not in text
    assert "\x00" not in text


def test_headings_that_are_not_of_the_form_are_text() -> None:
    came = take_in(
        body(impact="### Nothing known\n\nText.\n\n#### More"), "case-study", CONTEXT, TODAY
    )
    (text,) = came.files.values()
    assert "## Impact {#impact}\n\n### Nothing known\n\nText.\n\n#### More\n" in text


def test_headings_in_an_answer_go_below_that_of_the_part() -> None:
    came = take_in(
        body(impact="# High\n\n### Low\n\n```\nno #heading\n```"), "case-study", CONTEXT, TODAY
    )
    (text,) = came.files.values()
    assert "### High\n\n##### Low\n" in text


def test_a_heading_of_the_form_inside_an_answer_is_told_and_not_guessed_at() -> None:
    (told,) = errors(body(context="Text.\n\n### Impact\n\nAll was well."))
    assert told.startswith('Impact: the heading "Impact" is there 2 times')


def test_a_picture_is_told() -> None:
    for picture in ("![a](https://example.org/a.png)", '<img width="1" src="x">'):
        told = errors(body(context=f"Text.\n\n{picture}"))
        assert told[0].startswith("Context: a picture cannot be taken over"), told


def test_an_answer_that_is_too_long_is_told() -> None:
    (told,) = errors(body(context="word " * (LONGEST_ANSWER // 5 + 1)))
    assert told.startswith("Context: the answer has 20,004 characters. Make it 4 shorter.")


def test_several_lines_where_one_belongs_are_told() -> None:
    assert errors(body(duration="a\nb")) == [
        "How long it took: there is more than one line here. Write it in one line."
    ]


def test_a_new_organisation_needs_what_its_page_needs() -> None:
    (told,) = errors(body(organisation="Another Example NHS Trust"))
    assert 'If it is new, fill in "Type of trust" and "Region" too' in told
    (told,) = errors(body(organisation="Another Example NHS Trust", organisation_type="Acute"))
    assert told.startswith("Organisation: there is no page for")


def test_an_organisation_is_known_by_any_of_its_names() -> None:
    for name in ("Example NHS Trust", "example-trust", "EXAMPLE  nhs trust"):
        came = take_in(body(organisation=name), "case-study", CONTEXT, TODAY)
        assert list(came.files) == ["case_studies/example-trust-one-record-for-every.md"], name


def test_what_is_not_ticked_is_told_and_an_own_wording_is_no_consent() -> None:
    text = body().replace("- [X]", "- [ ]")
    assert [told.partition(":")[0] for told in errors(text)] == [CONSENT] * len(CONFIRMATIONS)
    text = body().replace("[X] Everyone I name has agreed", "[X] Nobody I name has agreed")
    assert len(errors(text)) == 1


def test_a_choice_that_the_form_does_not_offer_is_told_with_those_it_does() -> None:
    (told,) = errors(body(status="Nearly there"))
    assert told == (
        'Status at the time: "Nearly there" is not one of the choices. Choose from: Planned, Under '
        "way, In use, Stopped."
    )


def test_a_mistake_in_a_row_says_which() -> None:
    (told,) = errors(body(people="A. N. Example, Chief executive\nB. Example"))
    assert told.startswith("People quoted: line 2 of the list: ")
    assert "A. N. Example, Chief executive" in told


def test_a_mistake_in_the_text_is_told_by_its_part() -> None:
    (told,) = errors(body(impact="Write here: nothing"))
    assert told.startswith('Impact: "Write here: nothing" is still from the blank file')


def test_an_issue_without_the_form_is_refused() -> None:
    for text in ("", "Hello.", "### Something else\n\nText."):
        with pytest.raises(NotAnIssueError):
            read_issue(text, INPUTS)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b'{"issue": null}',
        b'{"issue": {"body": null}}',
        b'{"issue": {"body": 3}}',
        b"[" * 100_000,
        b" " * (LARGEST_EVENT + 1),
        b'{"issue": {"body": "' + b"x" * (LONGEST_BODY + 1) + b'"}}',
    ],
    ids=range(10),
)
def test_an_event_that_holds_no_form_is_refused(content: bytes) -> None:
    with pytest.raises(NotAnIssueError):
        read_event(content)


TEXT = st.text(max_size=60)
LABELS = st.sampled_from([one.label for one in INPUTS] + [CONSENT])
PIECES = st.lists(
    TEXT | LABELS.map(lambda label: f"\n### {label}\n\n") | st.just("```\n") | st.just("---\n"),
    max_size=30,
)


@given(PIECES.map("".join))
@example("### Title\n\n---\ntitle: x\n---\n")
@example(f"### {CONSENT}\n\n- [x] x")
def test_no_body_whatever_brings_it_down_or_gets_past_the_check(text: str) -> None:
    try:
        came = take_in(text, "case-study", CONTEXT, TODAY)
    except NotAnIssueError:
        return
    assert came.errors
    assert came.files == {}
    assert "@" not in came.reply.replace("@<!-- -->", "")


ANSWERS = st.fixed_dictionaries(
    {one.id: st.text(max_size=80) for one in INPUTS if one.shape is not Shape.PART}
)


@given(ANSWERS)
def test_whatever_is_answered_is_read_back_as_it_was_understood(answers: dict[str, str]) -> None:
    *_new, made = draft_entry("case-study", answers, CONTEXT, TODAY)
    document, problems = parse("a.md", as_file(made, standard()[made.kind]))
    assert problems == ()
    assert plain(document.fields) == {
        item.name: as_plain(made.fields.get(item.name, ""))
        for item in standard()["case-study"].fields.fields
        if item.required or item.name in made.fields
    }
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", made.slug)


def as_plain(value: object) -> object:
    if isinstance(value, tuple):
        return [as_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: as_plain(item) for name, item in value.items()}
    return value


# Answers.


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Outcomes, metrics and feedback, Risk", ("measuring-outcomes", "risk")),
        ("Risk,Outcomes, metrics and feedback", ("risk", "measuring-outcomes")),
        ("- Risk\n- risk\n- RISK", ("risk",)),
        ("EPMA; Governance", ("EPMA", "governance")),
        (" , ,risk", ("risk",)),
        ("", ()),
    ],
)
def test_options_with_commas_are_told_apart(answer: str, expected: tuple[str, ...]) -> None:
    options = {
        "governance": "Governance",
        "measuring-outcomes": "Outcomes, metrics and feedback",
        "risk": "Risk",
    }
    one = Input(place=("themes",), label="", help="", shape=Shape.CHOICES, options=options)
    assert read_answer(one, answer, CONTEXT.vocabulary) == expected


def test_a_term_with_a_comma_in_its_name_is_one_term() -> None:
    vocabulary = replace(CONTEXT.vocabulary, aliases={"theme": {"outcomes, metrics": "risk"}})
    one = next(
        one for one in inputs_of(standard()["case-study"], schema=standard()) if one.id == "themes"
    )
    assert read_answer(one, "Outcomes, metrics", vocabulary) == ("risk",)


@pytest.mark.parametrize("sign", ["'", "’"])
def test_a_choice_is_known_with_either_apostrophe(sign: str) -> None:
    one = next(
        one
        for one in inputs_of(standard()["case-study"], schema=standard())
        if one.id == "evidence"
    )
    assert one.options["own-account"] == "The organisation’s own account"
    answer = f"the organisation{sign}s own account"
    assert read_answer(one, answer, CONTEXT.vocabulary) == "own-account"
    several = replace(one, shape=Shape.CHOICES)
    assert read_answer(several, f"{answer}, Not measured", CONTEXT.vocabulary)[0] == "own-account"


def test_bullets_without_a_text_are_no_answer() -> None:
    answers = {"systems": "- \n\n* \n"}
    (made,) = draft_entry("case-study", answers, CONTEXT, TODAY)
    assert "systems" not in made.fields


def test_a_date_that_the_calendar_lacks_is_kept_as_read_answer() -> None:
    answers = {"source-date": "2024-02-30"}
    (made,) = draft_entry("case-study", answers, CONTEXT, TODAY)
    assert "date: 2024-02-30\n" in as_file(made, standard()[made.kind]).replace("'", "")


def test_whoever_answers_everything_is_asked_for_nothing_more() -> None:
    text = body(
        duration="A year",
        evidence="Measured before and after",
        source_publisher="A publisher",
        source_url="https://example.org/a",
        contributors="A. N. Example",
    )
    assert "You may still add" not in take_in(text, "case-study", CONTEXT, TODAY).reply


def test_terms_are_known_by_their_other_names_and_may_share_a_line() -> None:
    one = next(
        one for one in inputs_of(standard()["case-study"], schema=standard()) if one.id == "themes"
    )
    assert one.shape is Shape.LINES
    found = read_answer(one, "Decision making, risk\n• Parking", CONTEXT.vocabulary)
    assert found == ("governance", "risk", "Parking")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A. N. Example, Chief executive", {"name": "A. N. Example", "role": "Chief executive"}),
        ("1. A. Example - Nurse", {"name": "A. Example", "role": "Nurse"}),
        ("A. Example-Smith", {"name": "A. Example-Smith"}),
        ("A. Example, Nurse, ward 3", {"name": "A. Example", "role": "Nurse, ward 3"}),
    ],
)
def test_rows_are_divided_at_the_first_comma_or_dash(row: str, expected: dict[str, str]) -> None:
    assert read_answer(BY_ID["people"], row, CONTEXT.vocabulary) == (expected,)


def test_a_second_story_of_an_organisation_gets_a_name_of_its_own() -> None:
    answers = {"organisation": "example-trust", "title": "The same again"}
    (made,) = draft_entry("case-study", answers, CONTEXT, TODAY)
    assert made.slug == "example-trust-the-same-again"


def test_a_draft_without_a_title_has_a_name_too() -> None:
    (made,) = draft_entry("theme", {}, CONTEXT, TODAY)
    assert made.slug == "theme"
    assert short_slug("The NHS Trust") == "the-nhs-trust"


def test_a_blank_draft_says_all_that_is_missing() -> None:
    for kind in tuple(kind.name for kind in standard().collected):
        problems = check_drafts([Draft(kind=kind, slug="new")], CONTEXT).errors
        missing = {p.where.field for p in problems if p.code == "missing-field"}
        assert missing == {
            item.name for item in standard().kinds[kind].fields.fields if item.required
        }


def test_every_input_is_in_one_chapter_and_has_a_label_of_its_own() -> None:
    for kind in standard().kinds.values():
        inputs = inputs_of(kind, standard(), CONTEXT.titles)
        asked = [one for chapter in in_chapters(inputs) for one in chapter.inputs]
        assert sorted(asked, key=lambda one: one.id) == sorted(inputs, key=lambda one: one.id)
        assert len({one.label for one in inputs}) == len({one.id for one in inputs}) == len(inputs)


# At a terminal.


def conversation(*lines: str, given_: dict[str, str] | None = None) -> tuple[dict[str, str], str]:
    said: list[str] = []
    left = iter(lines)

    def ask(prompt: str) -> str:
        said.append(prompt)
        return next(left)

    answers = interview("case-study", given_ or {}, CONTEXT, ask, said.append)
    assert list(left) == []
    return dict(answers), "\n".join(said)


def test_only_what_must_be_there_is_asked_until_it_will_do() -> None:
    answers, said = conversation(
        "One record", "A summary.", "Example Trust", "1 2", "20", "2024", "in use"
    )
    assert answers == {
        "title": "One record",
        "summary": "A summary.",
        "organisation": "Example Trust",
        "themes": "Governance, Risk",
        "year": "2024",
        "status": "in use",
    }
    assert 'That will not do: "20" is not a year.' in said
    assert "   1  Governance" in said
    assert "Cost" not in said


def test_several_lines_are_taken_until_a_blank_one() -> None:
    inputs = inputs_of(standard()["case-study"], schema=standard())
    one = next(one for one in inputs if one.id == "did-not-work")
    left = iter(["Training came too early.", "It was repeated.", ""])
    assert _answer(one, lambda _prompt: next(left)) == "Training came too early.\nIt was repeated."


def test_a_new_organisation_is_asked_about() -> None:
    known = dict.fromkeys(("title", "summary", "themes", "year", "status", "source-title"), "x")
    answers, _said = conversation("New Example NHS Trust", "1,4", "3", given_=known)
    assert answers["organisation-type"] == "Acute, Mental health"
    assert answers["organisation-region"] == "Midlands"


def test_a_blank_line_leaves_a_question_for_later() -> None:
    answers, _said = conversation(*[""] * 6)
    assert answers == {}


def test_a_choice_that_is_not_there_is_asked_for_again_also_of_a_new_organisation() -> None:
    known = dict.fromkeys(("title", "summary", "themes", "year", "status"), "x")
    typed = ("New Example NHS Trust", "spaceship", "1, mental-health, Ambulance", "Mars", "2")
    answers, said = conversation(*typed, given_=known)
    assert answers["organisation-type"] == "Acute, mental-health, Ambulance"
    assert answers["organisation-region"] == "London"
    assert 'That will not do: "spaceship" is none of these.' in said
    assert 'That will not do: "Mars" is none of these.' in said


# Organisations and stories that are there already.


@pytest.mark.parametrize("name", ["The Example Hospitals", "EXAMPLE nhs foundation trust"])
def test_an_organisation_in_other_words_is_not_made_again(name: str) -> None:
    (said,) = errors(
        body(organisation=name, organisation_type="Acute", organisation_region="London")
    )
    assert f'"{name}" seems to be "Example NHS Trust", which has a page here.' in said


def test_an_organisation_that_may_be_there_is_made_and_told() -> None:
    vocabulary = replace(
        CONTEXT.vocabulary,
        titles={"organisation": {"west": "West Suffolk NHS Foundation Trust"}},
        aliases={"organisation": {"west suffolk nhs foundation trust": "west", "x26": "west"}},
    )
    alike = likely("organisation", "West Suffolk Hospital", vocabulary)
    assert alike == Likely(same=("West Suffolk NHS Foundation Trust",))
    alike = likely("organisation", "West Suffolk and Norfolk", vocabulary)
    assert alike == Likely(near=("West Suffolk NHS Foundation Trust",))
    assert likely("organisation", "West", vocabulary) == Likely()


def test_a_story_that_is_there_already_is_told() -> None:
    (said,) = errors(body(title="One record for the WHOLE hospital."))
    assert said.startswith(
        "Title: a story with this title is here already: case_studies/example-trust.md."
    )


def test_personal_details_are_told_kindly_whether_or_not_anything_is_wrong() -> None:
    mobile = "Ring Jo on 07700 900123."
    for changes in ({"impact": mobile}, {"impact": mobile, "year": "20"}):
        reply = take_in(body(**changes), "case-study", CONTEXT, TODAY).reply
        assert "It may be nothing" in reply
        assert "looks like somebody’s mobile number" in reply


def test_words_that_no_box_holds_are_in_the_reply() -> None:
    came = take_in("Please hurry.\n\n" + body(), "case-study", CONTEXT, TODAY)
    assert came.errors == ()
    assert "- Left out, in line 1: Please hurry." in came.reply


# A text with headings.


def test_a_text_with_headings_is_read_by_them() -> None:
    read = read_prose(
        "# One record\n\n## Summary:\n\nTwo *sentences*\\. Here.\n\n## YEAR of the account\n\n"
        "**2024**\n\n## Impact\n\nText *here*.\n\n### Below\n\nMore.\n\n"
        "## Address of the source\n\n[link](https://example.org/a_b)\n",
        INPUTS,
    )
    answers, notes = read.answers, read.told
    assert answers == {
        "title": "One record",
        "summary": "Two sentences. Here.",
        "year": "2024",
        "impact": "Text *here*.\n\n### Below\n\nMore.",
        "source-url": "https://example.org/a_b",
    }
    assert notes == ()


def test_text_under_no_known_heading_is_kept_and_told() -> None:
    read = read_prose("Once.\n\n## Year of the account\n\n2024\n\n## Background\n\nTold.", INPUTS)
    answers, notes = read.answers, read.told
    assert answers == {"year": "2024", "context": "Once.\n\n## Background\n\nTold."}
    assert notes[0].startswith("1 piece of text had no heading of the form")


def test_the_text_of_a_kind_without_parts_is_kept_whole() -> None:
    text = "Because.\n\n## Then\n\nOnce."
    inputs = inputs_of(standard().kinds["theme"], schema=standard())
    read = read_prose("# Why\n\nBecause.\n\n## Then\n\nOnce.", inputs)
    answers = read.answers
    assert (answers, read.told) == ({"title": "Why", "text": text}, ())
    [draft] = draft_entry("theme", answers, CONTEXT, TODAY)
    assert as_file(draft, standard().kinds["theme"]).endswith(f"---\n\n{text}\n")


def test_a_file_that_is_an_entry_already_is_refused() -> None:
    with pytest.raises(RefusedError, match="has fields at its top already"):
        read_prose("---\ntitle: One\n---\n", INPUTS)


@given(st.text())
def test_any_text_becomes_a_file_that_can_be_read(text: str) -> None:
    try:
        answers = read_prose(text, INPUTS).answers
    except RefusedError:
        return
    made = draft_entry("case-study", answers, CONTEXT, TODAY)[-1]
    assert parse("a.md", as_file(made, standard()[made.kind]))[1] == ()


# Markdown that others may have written.


@given(st.text(max_size=80))
@example("@someone #12 https://example.org www.example.org org/name#3 GH-4 <b>`x`</b> [a](b)")
def test_a_message_shows_letter_by_letter_and_calls_nobody(text: str) -> None:
    shown = for_markdown(text)
    assert "\n" not in shown
    bare = shown.replace("<!-- -->", "")
    assert not re.search(r"@(?!<!--)", shown)
    assert not re.search(r"#\d|://|GH-\d", shown, re.IGNORECASE)
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[<|~]", bare)
