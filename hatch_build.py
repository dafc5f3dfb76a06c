"""Puts into the package what new sites get of this project, from where it lies."""

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SharedHook(BuildHookInterface):
    """Names the files for the builder."""

    def initialize(self, version: str, build_data: dict[str, dict[str, str]]) -> None:
        """Add each file, under a name without a leading dot: those are easily lost on the way."""
        # A package that is used from this folder finds the files where they are.
        if version != "editable":
            for path in self.config["shared"]:
                place = f"mkdocs_casebook/packs/project_files/{path.removeprefix('.')}"
                build_data["force_include"][path] = place
