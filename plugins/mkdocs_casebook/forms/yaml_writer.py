"""How the forms of other programs are written down, which are all YAML."""

from __future__ import annotations

from typing import Any

import yaml

MADE = "# Made by: casebook schema --write. Change schema/kinds.py or the themes instead.\n"

_WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as such, and repeats what is there twice."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - the library's signature
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def written(values: object) -> str:
    """Return values as YAML, in the order in which they are given."""
    text: str = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text
