"""Puts the content of this repository into the package, from where it lies: nothing is copied.

In the repository it is two folders up. In a source distribution, from which the wheel can be built
too, it is in the folder ``content``.
"""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "casebook_pack_digital_leadership"


class ContentHook(BuildHookInterface):
    """Names the files for the builder."""

    def initialize(self, version: str, build_data: dict[str, dict[str, str]]) -> None:  # noqa: ARG002 - as the builder calls it
        """Add every file of the content to what is built."""
        unpacked = Path(self.root) / "content"
        content = unpacked if unpacked.is_dir() else Path(self.root).parents[1]
        folder = PACKAGE if self.target_name == "wheel" else "content"
        for name in self.config["content"]:
            build_data["force_include"][str(content / name)] = f"{folder}/{name}"
