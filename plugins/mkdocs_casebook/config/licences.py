"""List the licences that a site may state, and the line by which each wants to be named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence for text."""

    id: str
    """The identifier in the SPDX list: ``CC-BY-4.0``."""

    name: str
    """What readers call it."""

    address: str
    """Where its terms are."""

    attribution: str
    """The line that who reuses the text should give, with places for ``work`` and ``holder``."""

    notice: str = ""
    """What a publisher should say beside the name of the licence."""

    def credit(self, work: str, holder: str) -> str:
        """Return the line that who reuses a work should give.

        >>> LICENCES["CC-BY-4.0"].credit("Stories", "Example Trust")
        '“Stories” by Example Trust, used under CC BY 4.0.'
        """
        return self.attribution.format(work=work, holder=holder)


_CREATIVE_COMMONS = "“{{work}}” by {{holder}}, used under {short}."
"""Title, author, source and licence, as Creative Commons recommends
(https://wiki.creativecommons.org/wiki/Recommended_practices_for_attribution). The source is the
link that a page puts under the title."""


def _creative_commons(id_: str, short: str, path: str, *, free: bool = False) -> Licence:
    return Licence(
        id=id_,
        name=short,
        address=f"https://creativecommons.org/{path}/",
        attribution="“{work}” by {holder}, given to all under CC0 1.0."
        if free
        else _CREATIVE_COMMONS.format(short=short),
    )


LICENCES: Mapping[str, Licence] = MappingProxyType(
    {
        licence.id: licence
        for licence in (
            _creative_commons("CC-BY-4.0", "CC BY 4.0", "licenses/by/4.0"),
            # The statement that users must give where the provider names none of its own:
            # https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
            Licence(
                id="OGL-UK-3.0",
                name="Open Government Licence v3.0",
                address="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
                attribution="“{work}” by {holder}. Contains public sector information licensed "
                "under the Open Government Licence v3.0.",
                notice="except where otherwise stated",
            ),
            _creative_commons("CC-BY-SA-4.0", "CC BY-SA 4.0", "licenses/by-sa/4.0"),
            _creative_commons("CC-BY-NC-4.0", "CC BY-NC 4.0", "licenses/by-nc/4.0"),
            _creative_commons("CC0-1.0", "CC0 1.0", "publicdomain/zero/1.0", free=True),
        )
    }
)
"""Every licence that a site may state, by its identifier."""
