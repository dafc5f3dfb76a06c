"""Send hostile and random files through Casebook, and count what it did not expect.

  python scripts/fuzz.py                          10,000 fields and 1,000 texts
  python scripts/fuzz.py --fields 100 --texts 50  fewer
  python scripts/fuzz.py --heavy                  only what the heaviest texts cost: to publish, to
                                                  suggest something about, and to read

Each file is read, checked, made into a page the way it is published, and asked what it refers to.
Whatever comes of that is right, as long as it comes: an exception, or a file that takes long, is a
fault in Casebook. The files are made up from a seed, so that a fault can be found again.
"""

from __future__ import annotations

import argparse
import random
import string
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from markdown import Markdown

from mkdocs_casebook.advice.advise import advise
from mkdocs_casebook.advice.prose import prose
from mkdocs_casebook.build import build
from mkdocs_casebook.files import address_of
from mkdocs_casebook.markup.mentions import gather_names
from mkdocs_casebook.markup.processor import CasebookExtension, Markup, Site
from mkdocs_casebook.model import Collection, Entry, Source
from mkdocs_casebook.problems import Problem
from mkdocs_casebook.read.frontmatter import parse
from mkdocs_casebook.safety.closer import SafetyExtension
from mkdocs_casebook.safety.content import USUAL_EXTENSIONS
from mkdocs_casebook.safety.sanitise import clean
from mkdocs_casebook.safety.weight import too_heavy
from mkdocs_casebook.schema.kinds import CASE_STUDY

PATH = "case_studies/fuzz.md"
COLLECTIONS = (Collection("case_studies", "case-study"), Collection("docs/themes", "theme"))
LONGEST = 2.0
"""Seconds that any one file may take; nearly all take a few thousandths."""

NAMES = tuple(field.name for field in CASE_STUDY.fields.fields)
SIGNS = (
    *(
        "---",
        "...",
        "- ",
        "? ",
        ": ",
        ":",
        "#",
        " #",
        "&a ",
        "*a",
        "!!python/object:os.system ",
        "!",
    ),
    *(
        "|",
        ">",
        "|+2",
        "%YAML 1.1",
        "@",
        "`",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ",",
        "\\",
        "\\x41",
        "\\u",
    ),
    *(
        "~",
        "null",
        "no",
        "010",
        "1.10",
        "2024-02-30",
        "0x1",
        "<<: *a",
        "=",
        "\t",
        "\r",
        "\r\n",
        "\n",
    ),
    *("\x00", "\x02", "\x03", "\x1b[2J", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffe"),
    *(
        "\U0001f468\u200d\U0001f469",
        "e\u0301",
        "\ud800",
        "<script>",
        "</title>",
        "{{x}}",
        "javascript:x",
    ),
    *("../../etc/passwd", "a" * 500, " " * 200, "[" * 60, "{a: " * 30, "- " * 40),
)
MARKS = (
    *(
        "# ",
        "## ",
        "###### ",
        "- ",
        "* ",
        "1. ",
        "> ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "  \n",
        "***",
        "**",
    ),
    *(
        "*",
        "_",
        "__",
        "`",
        "```",
        "~~~",
        "``` {.a #b c=d}",
        "[",
        "]",
        "(",
        ")",
        "](",
        "![",
        "][",
        "]: ",
    ),
    *("<", ">", "</", "<!--", "-->", "<b", "<div>", "</div>", "<script>", "<?", "<![CDATA[", "]]>"),
    *(
        "<img src=x onerror=x>",
        "<a href='javascript:x'>",
        "<svg onload=x>",
        "<http://a.b>",
        "<a@b.c>",
    ),
    *(
        "javascript:x",
        "&#106;ava",
        "data:x",
        "//a.b",
        "http://[",
        "http://a.b:x/",
        "%",
        "%zz",
        "\\",
    ),
    *(
        "{",
        "}",
        "{: ",
        "{#",
        "{#a}",
        "{.bars}",
        "{: #__config }",
        "{: onclick=x }",
        "{: href }",
        "{: class }",
    ),
    *(
        'themes="risk"',
        "themes=",
        'evidence-for="a-1"',
        "{: src= }",
        "{ }",
        "{:}",
        "{: a='",
        "{: .}",
    ),
    *(
        " | ",
        "|",
        "\n|-|-|\n",
        "|:-:|",
        "\n:   ",
        "\n===\n",
        "\n---\n",
        "\n***\n",
        "[^1]",
        "[^1]: ",
        "[TOC]",
    ),
    *(
        "&",
        "&amp;",
        "&lt;",
        "&#0;",
        "&#x110000;",
        "&#99999999999;",
        "\x02",
        "\x03",
        "\x02wzxhzdk:0\x03",
    ),
    *("\x02klzzwxh:0000\x03", "\x02amp\x03", "\x0299\x03", "\x00", "\ufeff", "\u202e", "\u2028"),
    *(
        "\N{KELVIN SIGN}",
        "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}",
        "e\u0301",
        "\U0001f600",
        '"',
        "'",
    ),
    *(
        "a.md",
        "#a",
        "../x",
        "?",
        "risk",
        "Risk",
        "governance",
        "3 in 5",
        "0 in 0",
        "99999% of",
        "— A. N.",
    ),
)

HEAVY = (
    ("[", "["),
    ("![", "!["),
    ("[a](", "[a]("),
    ("[[]]", "[[]]"),
    ("[a][", "[a]["),
    ("<", "<a\n"),
    ("{", "{: a=b }\n"),
    ("`", "`|"),
    ("```", "```a\n\n"),
    ("#", "# a\n\n"),
    ("===", "a\n=\n"),
    ("*", "*a **b "),
    ("|", "a|b\n"),
    ("- ", "- a\n"),
    ("words", "word "),
    ("paragraphs", "word word\n\n"),
    ("\\[", "\\[\\"),
    ("&", "&amp;"),
    (":", "a\n:   b\n\n"),
    ("1.", "\n- 1. "),
    ("[^1]", "a[^1] "),
    ("<sub>", "H<sub>2</sub> "),
)
"""What pages are made of that cost most to publish, by name."""

MADE_UP = 200
"""Patterns made up of a few marks that are tried as well."""

UNCLOSED = tuple(
    (repr(sign), sign)
    for sign in ("[", "[x](a", "<a href=", "`", "{:", "<!--", "[x]: a.b 'c", "*a", "```\n", "![x](")
)
"""What opens something and never closes it."""

NOTICED = 0.5
"""Seconds from which on it matters whether half of a text takes half of the time."""

STEEP = 3
"""How many times as long as half of it a text may take: the square would be four times."""

NAMED = 5_000
"""How often a page names a theme that is held to be as long as any."""


class Fault(NamedTuple):
    """A file that came to grief, and how."""

    what: str
    text: str
    how: str


def main(arguments: list[str]) -> int:
    """Send the files through, print what came of it, and return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fields", type=int, default=10_000)
    parser.add_argument("--texts", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=2020)
    parser.add_argument("--heavy", action="store_true")
    options = parser.parse_args(arguments)
    if options.heavy:
        return heavy()
    faults = [
        *run("fields", fields(options.seed, options.fields), read_fields),
        *run("texts", texts(options.seed, options.texts), read_text),
    ]
    for fault in faults[:10]:
        print(f"\n== {fault.what}\n{fault.text!r}\n{fault.how}")
    return 1 if faults else 0


def run(what: str, given: Iterator[str], send: Callable[[str], object]) -> Iterator[Fault]:
    """Send texts through, yield each that came to grief, and print how long they took."""
    longest, number, start, faults = 0.0, 0, time.process_time(), 0
    for text in given:
        number += 1
        began = time.process_time()
        how = ""
        try:
            send(text)
        except Exception:  # noqa: BLE001 - any exception at all is what is looked for
            how = traceback.format_exc(limit=-4)
        took = time.process_time() - began
        longest = max(longest, took)
        if how or took > LONGEST:
            faults += 1
            yield Fault(what, text, how or f"took {took:.1f} s")
    seconds = time.process_time() - start
    took_longest = f"longest {longest * 1000:.0f} ms"
    print(f"{number:,} {what}: {faults} faults, {seconds:.1f} s of CPU, {took_longest}")


def fields(seed: int, count: int) -> Iterator[str]:
    """Yield files whose fields are random: some nearly sound, some nothing but signs."""
    chance = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    for _ in range(count):
        lines = ["---"]
        for _ in range(chance.randrange(9)):
            name = chance.choice(NAMES) if chance.random() < 0.8 else scraps(chance, SIGNS, 3)  # noqa: PLR2004 - most
            lead = chance.choice(("", "", "", "  ", "- ", "  - "))
            lines.append(f"{lead}{name}{chance.choice((': ', ':', ' '))}{scraps(chance, SIGNS, 6)}")
        lines += chance.choice((["---"], ["---", ""], ["..."], []))
        yield "\n".join(lines) + chance.choice(("", "\nText.\n"))


def texts(seed: int, count: int) -> Iterator[str]:
    """Yield texts of random marks, from a few to a few hundred."""
    chance = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    for _ in range(count):
        yield scraps(chance, MARKS, chance.choice((5, 20, 80, 400)))


def scraps(chance: random.Random, signs: tuple[str, ...], most: int) -> str:
    """Return up to so many signs and words in a row."""
    return "".join(
        chance.choice(signs) if chance.random() < 0.6 else word(chance)  # noqa: PLR2004 - most
        for _ in range(chance.randrange(most + 1))
    )


def word(chance: random.Random) -> str:
    """Return a few letters and perhaps a space."""
    letters = "".join(chance.choices(string.ascii_letters, k=chance.randrange(1, 8)))
    return letters + chance.choice(("", " ", " "))


def source(text: str, path: str = PATH, kind: str = "case-study") -> Source:
    """Return a file with a text, as it would lie on disk."""
    name = path.rpartition("/")[2].removesuffix(".md")
    content = text.encode("utf-8", "surrogatepass")
    return Source(
        path=path, kind=kind, slug=name, address=address_of(path, "docs"), content=content
    )


THEME = source(
    "---\ntitle: Risk\nsummary: What may go wrong.\n---\n", "docs/themes/risk.md", "theme"
)


def read_fields(text: str) -> object:
    """Read and check a file, and tell what is wrong with it."""
    return [str(problem) for problem in build([source(text), THEME], COLLECTIONS).problems]


def read_text(body: str) -> None:
    """Read, check and mark up a text as it is published, and as a trusted page is."""
    found = build([source(f"---\ntitle: A title\n---\n{body}"), THEME], COLLECTIONS)
    str(found.problems)
    entry, paths = found.casebook.by_path[PATH], found.casebook.by_path
    for kind in ("case-study", "question-list", "page"):
        for is_active in (True, False):
            publish(body, replace(entry, kind=kind), paths, is_active=is_active)


def publish(body: str, entry: Entry, paths: Mapping[str, Entry], *, is_active: bool) -> str:
    """Return a text as the page that readers get; nothing where it is refused for its weight."""
    if list(too_heavy(PATH, body, 1)):
        return ""
    safety, casebook = SafetyExtension(), CasebookExtension()
    safety.is_active = is_active
    themes = {theme.slug: theme for theme in paths.values() if theme.kind == "theme"}
    casebook.markup = Markup(entry, Site(paths, themes, gather_names(themes.values()), str))
    return clean(Markdown(extensions=[*USUAL_EXTENSIONS, safety, casebook]).convert(body))


def heavy() -> int:
    """Print what it costs to refuse or read the heaviest texts; return 1 if one takes too long."""
    chance = random.Random(2020)  # noqa: S311 - a corpus, not a secret
    made_up = [scraps(chance, MARKS, 4) for _ in range(MADE_UP)]
    patterns = [*HEAVY, *((repr(made)[:14], made) for made in made_up if made)]
    costs = [
        *(publish_most(name, pattern) for name, pattern in patterns),
        *(cost(f"skim {name}", pattern * 20_000, prose) for name, pattern in UNCLOSED),
        *(cost(f"advise on {name}", text, advise_on) for name, text in advised()),
        cost("read [", f"a: {'[' * 50_000}", read_front_matter),
        cost("read aliases", bomb(), read_front_matter),
    ]
    return 1 if max(costs) > LONGEST else 0


def cost(name: str, text: str, send: Callable[[str], object]) -> float:
    """Send a text through, and print and return the seconds of CPU that it took."""
    began = time.process_time()
    send(text)
    took = time.process_time() - began
    print(f"{name:22} {len(text):9,} characters  {took:6.2f} s")
    return took


def publish_most(name: str, pattern: str) -> float:
    """Return what it costs to publish a pattern as often as it may stand; no end if it is steep."""
    text = most(pattern)
    took = cost(f"publish {name}", text, publish_as_case_study)
    if took < NOTICED:
        return took
    half = cost("  half of it", text[: len(text) // 2], publish_as_case_study)
    return took if took < STEEP * half else float("inf")


def most(pattern: str) -> str:
    """Return a pattern as often as it is just let through."""
    size = 1
    while not list(too_heavy(PATH, pattern * (size * 2), 1)):
        size *= 2
    return pattern * size


def publish_as_case_study(body: str) -> str:
    """Return a text as the page that readers get."""
    return publish(
        body, build([source(body)], COLLECTIONS).casebook.by_path[PATH], {}, is_active=True
    )


def advised() -> Iterator[tuple[str, str]]:
    """Yield pages that name a theme thousands of times, with what they are made of."""
    yield "sentences", "The risk came. " * NAMED
    yield "headings", "\n## Risk {#risk}\n\nRisk\n" * NAMED
    yield "links", "- [Risk](a.md)\n" * NAMED


def advise_on(body: str) -> list[Problem]:
    """Return what would be suggested to the author of a text."""
    files = [source(f"---\ntitle: A title\n---\n{body}"), THEME]
    return advise(files, build(files, COLLECTIONS).casebook)


def read_front_matter(lines: str) -> object:
    """Read front matter, whether it is let through or not."""
    return parse(PATH, f"---\n{lines}\n---\n")


def bomb() -> str:
    """Return a few lines that would be ten thousand million values if aliases were followed."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for old, new in zip("abcdefghi", "bcdefghij", strict=True):
        lines.append(f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
