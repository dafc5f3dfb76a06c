"""The policy lets the theme's own inline code run, and no other."""

import base64
import hashlib

from mkdocs_casebook.render.policy import content_policy


def source(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def directives(policy: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in map(str.split, policy.split(";"))}


def test_only_files_of_the_site_and_the_given_code_may_run() -> None:
    policy = directives(content_policy("<script>let a</script><style>@page{}</style>"))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'", source("let a")]
    assert policy["style-src"] == ["'self'", source("@page{}")]
    assert not any("http" in item for sources in policy.values() for item in sources)


def test_code_given_twice_is_named_once() -> None:
    policy = directives(content_policy("<script>let a</script>" * 2))
    assert policy["script-src"] == ["'self'", source("let a")]
