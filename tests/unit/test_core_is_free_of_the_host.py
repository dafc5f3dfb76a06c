"""Only the adapters know the host: the core must outlive it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mkdocs_casebook

PACKAGE = Path(mkdocs_casebook.__file__).parent
HOSTS = ("mkdocs", "material", "properdocs", "zensical")
MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if "mkdocs_plugin" not in path.relative_to(PACKAGE).parts
)

BLOCKED = f"""
import importlib, importlib.abc, sys

class Blocked(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {HOSTS!r}:
            raise ImportError(f"{{name}} is not to be imported")

sys.meta_path.insert(0, Blocked())
for name in sys.argv[1:]:
    importlib.import_module(name)
print(len(sys.argv) - 1)
"""


def imported(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_module_of_the_core_imports_the_host_or_its_adapter(module: Path) -> None:
    names = imported(module)
    assert not {name for name in names if name.partition(".")[0] in HOSTS}
    assert not {name for name in names if name.startswith("mkdocs_casebook.mkdocs_plugin")}


def test_the_core_can_be_imported_where_no_host_is_installed() -> None:
    names = [
        ".".join(("mkdocs_casebook", *path.relative_to(PACKAGE).with_suffix("").parts))
        for path in MODULES
        if path.stem not in {"__init__", "__main__"}
    ]
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, *names], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == str(len(names)), done.stderr
