"""Tell which pictures of a text are not there, too large, without words, or elsewhere.

A picture without words is an error in an entry, since the law asks for them. On a page outside the
collections, which a site may have had before it took up Casebook, it is a notice. So is a picture
of another site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from mkdocs_casebook.core.model import PAGE, Picture
from mkdocs_casebook.core.problems import Location, Problem, Severity, quote
from mkdocs_casebook.safety.shown_pictures import DECORATIVE, Shown, shown_in

Look = Callable[[str], Picture | None]
"""Gives the picture at a path from the project root; ``None`` where there is none."""

LARGEST = 1_000_000
"""Bytes of a picture: five seconds on the poor line that Lighthouse simulates (1.6 Mbit/s)."""

LONGEST_SIDE = 4_000
"""Pixels. The column is about 610 wide, so 1,600 do for the sharpest screen and for paper."""

_SHRINK = (
    "Make it about 1,600 pixels wide in the program you look at pictures with, and save it as {}."
)
_SAYS_NOTHING = re.compile(
    r"(?:(?:img|dsc|pxl|screen[ _-]?shot|image|picture|photo|photograph|chart|graph|figure|diagram"
    r"|logo|alt|text|untitled)[ _-]*)+[\d _-]*(?:\.\w+)?",
    re.IGNORECASE,
)


def check_pictures(
    path: str, kind: str, body: str, body_line: int, look: Look | None
) -> Iterator[Problem]:
    """Yield what is wrong with the pictures of one file, of an entry of a kind."""
    for shown in shown_in(body, body_line):
        where = Location(path, shown.line)
        severity = Severity.NOTICE if kind == PAGE else Severity.ERROR
        yield from _check_words(shown, where, severity)
        if shown.is_outside:
            yield Problem(
                where=where,
                code="picture-outside",
                found=f"the picture {quote(shown.link)} is on another site, so readers would not "
                "see it",
                fix="Save it beside this file, and write the name of the file instead.",
                expected="Pages show their own pictures only, so that no other site learns who "
                "reads them.",
                severity=severity,
            )
        at = shown.path(path)
        if at is not None and look is not None:
            yield from _check_file(shown, where, look(at))


def _check_words(shown: Shown, where: Location, severity: Severity) -> Iterator[Problem]:
    words = shown.words
    name = PurePosixPath(shown.link).name
    if shown.is_decorative:
        if words:
            yield Problem(
                where=where,
                code="picture-without-words",
                found=f"the picture {quote(name)} is said to be decorative, and has words too",
                fix=f"Delete either {{.{DECORATIVE}}} or the words in the square brackets.",
            )
        return
    if words and words != name and not _SAYS_NOTHING.fullmatch(words):
        return
    if words:
        found = f"the words for the picture {quote(name)} are {quote(words)}, which says nothing"
    else:
        found = f"the picture {quote(name)} has no words for readers who cannot see it"
    yield Problem(
        where=where,
        code="picture-without-words",
        found=found,
        fix="Say in the square brackets what the picture tells: ![Beds used in each month](…).",
        expected=f"If it only decorates, leave them empty and put {{.{DECORATIVE}}} after it.",
        severity=severity,
    )


def _check_file(shown: Shown, where: Location, picture: Picture | None) -> Iterator[Problem]:
    if picture is None:
        yield Problem(
            where=where,
            code="missing-picture",
            found=f"there is no picture at {quote(shown.link)}",
            fix="Put the file there, or mend its name; capitals count.",
            expected="The place is counted from the folder that this file is in.",
        )
    elif not picture.is_shown:
        yield Problem(
            where=where,
            code="not-a-picture",
            found=f"browsers cannot show {quote(shown.link)} as a picture",
            fix="Open it in the program you look at pictures with, and save it as JPEG or PNG.",
        )
    elif picture.size > LARGEST:
        megabytes = f"{picture.size / 1_000_000:.1f} MB"
        yield Problem(
            where=where,
            code="picture-too-large",
            found=f"the picture {quote(shown.link)} has {megabytes}, and at most 1 MB can be used",
            fix=_SHRINK.format("JPEG"),
        )
    elif max(picture.width, picture.height) > LONGEST_SIDE:
        yield Problem(
            where=where,
            code="picture-too-large",
            found=f"the picture {quote(shown.link)} is {picture.width:,} by {picture.height:,} "
            f"pixels, and at most {LONGEST_SIDE:,} can be used",
            fix=_SHRINK.format("JPEG or PNG"),
        )
