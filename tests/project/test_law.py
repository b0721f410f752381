"""The law of the house: data flows one way, between files and between folders."""

import ast
import sys
from collections import defaultdict
from functools import cache
from graphlib import TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path

LIB = Path(__file__).parents[2] / "lib"
FILES = {
    ".".join(path.relative_to(LIB).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("trainlab", "gradelab")
    for path in sorted((LIB / package).rglob("*.py"))
}


@cache
def _named(module: str) -> set[str]:
    """Return the dotted names that a module imports: for types alone and in functions too."""
    path = FILES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package)
            names |= {f"{source}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            names |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    return names


def _file(name: str) -> str | None:
    """Return the file of ours that defines a dotted name: a module, or what stands in one."""
    return next((n for n in (name, name.rpartition(".")[0]) if n in FILES), None)


def _imports(module: str) -> set[str]:
    return {file for name in _named(module) if (file := _file(name))} - {module}


def _folder(module: str) -> str:
    """Return the floor that a module stands on: package and folder, or the module itself."""
    return ".".join(module.split(".")[:2])


def test_no_file_imports_itself_through_others():
    tuple(TopologicalSorter({module: _imports(module) for module in FILES}).static_order())


def test_no_folder_imports_itself_through_others():
    floors = defaultdict(set)
    for module in FILES:
        floors[_folder(module)] |= {_folder(name) for name in _imports(module)} - {_folder(module)}
    tuple(TopologicalSorter(floors).static_order())


def test_the_library_never_imports_the_grading_side():
    for module in FILES:
        if module.startswith("trainlab"):
            assert not any(n.startswith(("gradelab", "nbgrader")) for n in _named(module))


def test_checks_import_numpy_and_themselves_alone():
    for module in FILES:
        if module.startswith("trainlab.checks"):
            for name in _named(module):
                top = name.split(".")[0]
                own = name.startswith(("trainlab.checks", "trainlab.core.place"))
                assert own or top == "numpy" or top in sys.stdlib_module_names, (module, name)


def test_what_checks_and_sandbox_share_imports_the_standard_library_alone():
    for name in _named("trainlab.core.place") | _named("trainlab.core"):
        assert name.split(".")[0] in sys.stdlib_module_names
