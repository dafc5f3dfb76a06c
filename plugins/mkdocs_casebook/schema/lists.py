"""Read lists of values of one type."""

from __future__ import annotations

from dataclasses import dataclass

from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.reading import FieldType, Reading, Spot


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one type, none of them twice."""

    item: FieldType
    most: int = 100

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the values that could be read, in the author's order."""
        if not isinstance(node, Items):
            self._report_no_list(node, place, reading)
            return None
        if len(node.items) > self.most:
            Spot(node, place, reading).report(
                "too-many",
                f"the list has {len(node.items)} items",
                fix=f"Delete at least {len(node.items) - self.most}.",
                expected=f"It may have up to {self.most}.",
            )
        values: list[Value] = []
        for number, item in enumerate(node.items, 1):
            spot = Spot(item, f"{place}[{number}]", reading)
            if isinstance(item, Text) and item.is_empty:
                found = "there is nothing after the hyphen"
                spot.report("empty-item", found, fix="Delete the line or fill it in.")
                continue
            value = self.item.read(*spot)
            if value is not None and value not in values:
                values.append(value)
            # If it is not there as typed, two themes have become one, and the page had both.
            elif value in values and not (
                isinstance(item, Text) and item.value.strip() not in values
            ):
                what = quote(value) if isinstance(value, str) else "this"
                found = f"{what} is in the list already"
                spot.report("repeated-item", found, fix="Delete one of the two.")
        return tuple(values)

    def _report_no_list(self, node: Text | Group, place: str, reading: Reading) -> None:
        found, example = "this is read as fields and not as a list, because of its colon", "…"
        if isinstance(node, Text):
            found = f"{quote(node.value)} is not a list"
            example = node.value.partition(",")[0].strip()
        Spot(node, place, reading).report(
            "wrong-type",
            found,
            fix="Write one item to a line, each after two spaces, a hyphen and a space.",
            expected=f"For example: {quote(f'  - {example}')}.",
        )

    def describe(self) -> str:
        """Return what to write."""
        return f"a list, one item to a line after a hyphen; each item is {self.item.describe()}"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of the list."""
        items = self.item.json_schema()
        return {"type": "array", "items": items, "maxItems": self.most, "uniqueItems": True}
