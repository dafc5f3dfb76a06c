"""Tell of settings that ask browsers for what the policy in every page forbids them to fetch.

The policy lets a page have nothing of other sites, so that nobody learns who reads it. Browsers
obey in silence; without this, whoever wrote the setting would look for the fault elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_casebook.content.configuration import get, text_at
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.problems import Location, Problem, Severity, quote
from mkdocs_casebook.safety.addresses import is_web_address

_ASSETS = ("extra_javascript", "extra_css")
_PICTURES = ("logo", "favicon")
_NO = frozenset({"false", "no", "off"})
_COPY = "Keep a copy of the file in the folder of documents, and name that."
_BY_ITSELF = "A site with a look of its own, and without a policy, may fetch it."


def blocked_settings(values: Group, options: Group, name: str) -> Iterator[Problem]:
    """Yield notices of the settings whose effect browsers will block; ``name`` is the file's.

    ``values`` are all settings, and ``options`` those of the plugin.
    """
    if not _has_policy(options):
        return
    for place, node, what, fix in _asked_for(values):
        yield Problem(
            where=Location(name, node.line, place),
            code="blocked-by-policy",
            found=f"browsers will not fetch {what}, as pages may have nothing of other sites",
            fix=fix,
            expected=_BY_ITSELF,
            severity=Severity.NOTICE,
        )


def _has_policy(options: Group) -> bool:
    """Return whether pages have a policy: all in our look do, and others where it is turned on."""
    has_look = text_at(options, "look", default="true").casefold() not in _NO
    return has_look or text_at(options, "policy", default="false").casefold() not in _NO


def _asked_for(values: Group) -> Iterator[tuple[str, Node, str, str]]:
    """Yield what settings ask browsers for: the setting, where it is, what that is, how to mend."""
    theme = get(values, "theme")
    font = get(values, "theme", "font")
    if _is_material(theme) and not (isinstance(font, Text) and font.value.casefold() in _NO):
        what = "the fonts of Google that the theme has unless told otherwise"
        yield "theme.font", font or theme or values, what, 'Under theme, write "font: false".'
    analytics = get(values, "extra", "analytics", "provider")
    if analytics is not None:
        provider = analytics.value if isinstance(analytics, Text) else ""
        what = f"the analytics of {quote(provider)}"
        yield "extra.analytics", analytics, what, "Delete it."
    for place in _ASSETS:
        listed = get(values, place)
        items = listed.items if isinstance(listed, Items) else ()
        for number, item in enumerate(items, 1):
            path = get(item, "path") if isinstance(item, Group) else item
            if isinstance(path, Text) and _is_elsewhere(path.value):
                yield f"{place}[{number}]", path, quote(path.value), _COPY
    for setting in _PICTURES:
        picture = get(values, "theme", setting)
        if isinstance(picture, Text) and _is_elsewhere(picture.value):
            yield f"theme.{setting}", picture, quote(picture.value), _COPY


def _is_material(theme: Node | None) -> bool:
    if isinstance(theme, Group):
        return text_at(theme, "name") == "material"
    return isinstance(theme, Text) and theme.value.strip() == "material"


def _is_elsewhere(address: str) -> bool:
    return is_web_address(address.strip()) or address.strip().startswith("//")
