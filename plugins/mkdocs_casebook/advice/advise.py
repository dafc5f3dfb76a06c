"""Suggest to authors what a careful editor would, from what their pages say.

Only ``casebook check`` asks for suggestions, so that builds stay fast.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from operator import attrgetter

from mkdocs_casebook.advice.abbreviations import unexplained
from mkdocs_casebook.advice.page_analysis import analyse_page
from mkdocs_casebook.advice.personal import personal_details
from mkdocs_casebook.advice.tagging import not_mentioned, untagged
from mkdocs_casebook.advice.theme_scoring import gather_lexicon
from mkdocs_casebook.advice.whole_site import orphans, similar_themes, unused_aliases
from mkdocs_casebook.advice.wording import suggest_wording
from mkdocs_casebook.api import Casebook, Problem, Severity, Source


def advise(
    sources: Iterable[Source],
    casebook: Casebook,
    problems: Iterable[Problem] = (),
    only: Collection[str] = (),
) -> list[Problem]:
    """Return suggestions for a site, sorted by place.

    Of a file with an error nothing is said, since its themes may be what is wrong; and while there
    is any error, nothing of the site as a whole. Where ``only`` names the paths of some files, the
    others are not read, so nothing is said of them or of the site as a whole either.
    """
    broken = {problem.where.path for problem in problems if problem.severity is Severity.ERROR}
    lexicon = gather_lexicon(casebook.all_terms)
    pages = [
        analyse_page(entry, source, casebook, lexicon)
        for source in sources
        if (entry := casebook.by_path.get(source.path)) is not None
        and source.path not in broken
        and (not only or source.path in only)
    ]
    found = [*unexplained(pages, casebook), *not_mentioned(pages, lexicon, casebook)]
    for page in pages:
        kind = casebook.kind_of(page.entry)
        found += suggest_wording(page, kind)
        found += personal_details(page)
        found += untagged(page, lexicon, casebook) if kind.filed else ()
    if not broken and not only:
        found += unused_aliases(pages, lexicon, casebook)
        found += similar_themes(casebook)
        found += orphans(pages, casebook)
    return sorted(found, key=attrgetter("where", "code", "found"))
