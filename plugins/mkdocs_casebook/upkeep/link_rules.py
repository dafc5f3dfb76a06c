"""Hold a site to what its settings say must be so across entries: ``rules`` under ``upkeep``.

upkeep:
  rules:
    - each: question
      has: 2
      from: case-study
      unless: [ten-9]
      level: shown
    - each: case-study
      states: did-not-work
      level: advice
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from mkdocs_casebook.api import (
    Brought,
    Entry,
    Join,
    Location,
    Problem,
    Schema,
    Severity,
    SiteFiles,
    Vocabulary,
)
from mkdocs_casebook.content.configuration import get
from mkdocs_casebook.content.nodes import Group, Items, Node
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote, some
from mkdocs_casebook.graph.casebook import filings, questions
from mkdocs_casebook.schema.declaration_words import one_of, setting
from mkdocs_casebook.schema.fields import Fields, ListOf, Reading, WholeNumber, Words
from mkdocs_casebook.schema.vocabulary import QUESTION
from mkdocs_casebook.upkeep import MESSAGES
from mkdocs_casebook.upkeep.terms import SETTING

ERROR, ADVICE, SHOWN = "error", "advice", "shown"
COVERAGE = "coverage"
"""The index whose page shows readers the rules of the level ``shown``."""

HELD = "rules-held"
"""What that page holds of each such rule: its sentence, how many it is of, and those it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What must be so of each question, or of each entry of a kind."""

    each: str
    level: str
    least: int = 0
    """How many others must bear on it: evidence for a question, what is filed under a theme."""

    of: str = ""
    """The kind of those others; blank for any."""

    states: str = ""
    """The field that must be given."""

    unless: frozenset[str] = frozenset()
    """Ids and slugs of which it need not be so."""

    say: str = ""
    """The rule as a sentence for readers."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A question or an entry, and where it stands."""

    id: str
    title: str
    where: Location
    entry: Entry


def bring_rules(files: SiteFiles) -> Brought:
    """Return a site's files, and what holds its entries to the rules."""
    reading = Reading(files.settings.name, Vocabulary(), [])
    rules = read_rules(get(files.settings.options, SETTING, "rules"), files.schema, reading)
    files = replace(files, problems=(*files.problems, *reading.problems))
    return Brought(files, holding(rules, files.schema)) if rules else Brought(files)


def read_rules(node: Node | None, schema: Schema, reading: Reading) -> tuple[Rule, ...]:
    """Return the rules of a site, and report what is wrong with them by line."""
    if node is None:
        return ()
    if not isinstance(node, Items):
        ListOf(Words(1)).read(node, f"{SETTING}.rules", reading)
        return ()
    form = _form(schema)
    read = (
        _rule(item, f"{SETTING}.rules[{number}]", form, schema, reading)
        for number, item in enumerate(node.items, 1)
    )
    return tuple(rule for rule in read if rule is not None)


def _form(schema: Schema) -> Fields:
    kinds = tuple(kind.name for kind in schema.collected)
    levels = one_of(ERROR, ADVICE, SHOWN)
    return Fields(
        (
            setting("each", one_of(QUESTION, *kinds), "Of what it holds.", QUESTION, required=True),
            setting("level", levels, "What becomes of others.", SHOWN, required=True),
            setting("has", WholeNumber(), "How many must bear on it.", "2"),
            setting("from", one_of(*kinds), "The kind of those."),
            setting("states", Words(60), "The field that must be given.", "evidence"),
            setting("unless", ListOf(Words(80)), "Of which it need not be so.", "ten-9"),
            setting("say", Words(200), "The rule as a sentence for readers."),
        )
    )


def _rule(node: Node, place: str, form: Fields, schema: Schema, reading: Reading) -> Rule | None:
    before = len(reading.problems)
    said = form.read(node, place, reading)
    if not isinstance(said, Mapping) or not isinstance(node, Group):
        return None
    each, states, least = str(said.get("each", "")), str(said.get("states", "")), said.get("has")
    known = schema[each].fields.by_name if each in schema.kinds else {}
    if len(reading.problems) == before and (least is None) == (not states):
        found = "the rule asks for nothing, or for two things"
        fix = 'Write either "has:" and a number, or "states:" and a field.'
        reading.report(node, place, "missing-field", found, fix=fix)
    elif states and each and states not in known:
        at = get(node, "states") or node
        expected = f"Its fields are: {', '.join(known)}." if known else ""
        found = f"{quote(each)} has no field called {quote(states)}"
        reading.report(at, f"{place}.states", "unknown-field", found, expected=expected)
    if len(reading.problems) > before:
        return None
    unless = said.get("unless", ())
    return Rule(
        each=each,
        level=str(said["level"]),
        least=least if isinstance(least, int) else 0,
        of=str(said.get("from", "")),
        states=states,
        unless=frozenset(map(str, unless if isinstance(unless, tuple) else ())),
        say=str(said.get("say", "")),
    )


def holding(rules: Sequence[Rule], schema: Schema) -> Join:
    """Return what tells of entries that break a rule, and gives readers' rules to their page."""

    def join(
        entries: Sequence[Entry], _vocabulary: Vocabulary
    ) -> tuple[Sequence[Entry], Sequence[Problem]]:
        current = [entry for entry in entries if entry["retired"] is None]
        bearing = _bearing(current, schema)
        problems: list[Problem] = []
        shown: list[Value] = []
        for rule in rules:
            things = [one for one in _things(rule, current, schema) if one.id not in rule.unless]
            broken = [one for one in things if _found(rule, one, bearing) is not None]
            if rule.level == SHOWN:
                shown.append(_as_shown(rule, things, broken, schema))
            else:
                problems += (_problem(rule, one, bearing, schema) for one in broken)
        return [_with(entry, shown) for entry in entries], problems

    return join


def _bearing(entries: Iterable[Entry], schema: Schema) -> Mapping[tuple[str, str], list[Entry]]:
    """Return the entries that bear on each question, theme and owner, by kind and id."""
    found: dict[tuple[str, str], dict[str, Entry]] = {}
    for entry in entries:
        kind = schema.of(entry)
        on = {(schema.taxonomy, slug) for slug, _section in filings(entry, schema)}
        on |= {(target, str(entry[name])) for name, target in kind.refers_to.items() if entry[name]}
        for section in entry.sections:
            on |= {(QUESTION, ident) for ident in (*section.evidence_for, *section.answers)}
        for key in on:
            found.setdefault(key, {})[entry.path] = entry
    return {key: list(group.values()) for key, group in found.items()}


def _things(rule: Rule, entries: Iterable[Entry], schema: Schema) -> Iterator[Thing]:
    """Yield the site's own questions or entries that a rule is about."""
    for entry in entries:
        if rule.each == QUESTION:
            for section in (one.section for one in questions(entry, schema)):
                if section is not None:
                    where = Location(entry.path, section.line)
                    yield Thing(section.id, section.title, where, entry)
        elif entry.kind == rule.each and entry.origin is None:
            yield Thing(entry.slug, entry.title, Location(entry.path), entry)


def _found(
    rule: Rule, thing: Thing, bearing: Mapping[tuple[str, str], Collection[Entry]]
) -> int | None:
    """Return how many bear on a thing that breaks a rule; ``None`` where it does not."""
    if rule.states:
        return 0 if thing.entry[rule.states] is None else None
    others = bearing.get((rule.each, thing.id), ())
    number = sum(not rule.of or other.kind == rule.of for other in others)
    return number if number < rule.least else None


def _sentence(rule: Rule, schema: Schema) -> str:
    """Return a rule in words."""
    one = schema[rule.each].one if rule.each in schema.kinds else rule.each
    if rule.say:
        return rule.say
    if rule.states:
        return f"Each {one} states {schema[rule.each].fields.by_name[rule.states].label}"
    label = schema[rule.of].one if rule.of else "page"
    plural = schema[rule.of].plural.lower() if rule.of else "pages"
    return f"Each {one} has at least {some(rule.least, label, plural)}"


def _problem(
    rule: Rule,
    thing: Thing,
    bearing: Mapping[tuple[str, str], Collection[Entry]],
    schema: Schema,
) -> Problem:
    number = _found(rule, thing, bearing)
    found = "states nothing of it" if rule.states else f"has {number}"
    told = MESSAGES.problem(
        "broken-rule",
        thing.where,
        title=quote(thing.title),
        found=found,
        rule=_sentence(rule, schema),
    )
    return told if rule.level == ERROR else replace(told, severity=Severity.NOTICE)


def _as_shown(
    rule: Rule, things: Sequence[Thing], broken: Sequence[Thing], schema: Schema
) -> Value:
    """Return what readers are shown of a rule."""
    said: dict[str, Value] = {"say": _sentence(rule, schema), "of": len(things)}
    said["gaps"] = tuple(
        MappingProxyType(
            {"title": one.title, "path": one.where.path}
            | {"id": one.id if rule.each == QUESTION else ""}
        )
        for one in broken
    )
    return MappingProxyType(said)


def _with(entry: Entry, shown: Sequence[Value]) -> Entry:
    if not shown or entry["index"] != COVERAGE:
        return entry
    return replace(entry, values=MappingProxyType({**entry.values, HELD: tuple(shown)}))
