"""The house rules that a program can check."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LIB = ROOT / "lib"
#: Floors from the ground up; a module imports only from its own floor or a lower one.
FLOORS = (
    ("_arguments", "seeds", "device", "graphs"),
    ("problems",),
    (
        "activations",
        "parametric",
        "heads",
        "gains",
        "clustering",
        "initializers",
        "losses",
        "normalization",
    ),
    ("stages",),
    (
        "networks",
        "batches",
        "backprop",
        "layered",
        "cuda",
        "divergence",
        "regularization",
        "clipping",
        "objective",
        "passes",
        "batch_objective",
        "optimizers",
        "schedules",
        "small",
    ),
    (
        "chunk",
        "diagnostics",
        "information",
        "trainer",
        "run",
        "training",
        "racing",
        "range_test",
        "rbf",
    ),
    ("experiments",),
    ("plots", "errata"),
    ("widgets",),
    ("cli",),
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}


def _imports(path: Path) -> set[str]:
    """Names that a module imports when it runs, as dotted paths."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and getattr(block.test, "id", "") == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


MODULES = sorted((LIB / "trainlab").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(LIB)))
def test_a_module_imports_only_from_its_floor_and_below(path):
    parts = path.relative_to(LIB / "trainlab").with_suffix("").parts
    if parts[0] in ("__init__", "checks"):
        return
    here = FLOOR[parts[0]]
    for name in _imports(path):
        top = name.split(".")
        if top[0] == "trainlab" and len(top) > 1 and top[1] in FLOOR:
            assert FLOOR[top[1]] <= here, f"{parts[0]} imports {name}"


def test_the_library_never_imports_the_grading_side():
    for path in MODULES:
        assert not any(name.startswith(("gradelab", "nbgrader")) for name in _imports(path)), path


def test_checks_import_numpy_and_themselves_alone():
    for path in (LIB / "trainlab" / "checks").rglob("*.py"):
        for name in _imports(path):
            top = name.split(".")[0]
            own = name.startswith("trainlab.checks")
            assert own or top == "numpy" or top in sys.stdlib_module_names, (path, name)


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("trainlab", ("torch", "numpy", "matplotlib", "ipywidgets")),
        ("trainlab.cli", ("torch", "matplotlib", "ipywidgets")),
        ("trainlab.trainer", ("matplotlib", "ipywidgets", "IPython")),
        ("trainlab.experiments", ("matplotlib", "ipywidgets", "IPython")),
        ("trainlab.plots.panels", ("ipywidgets",)),
    ],
)
def test_importing_a_part_does_not_load_what_lies_above_it(module, absent):
    code = f"import sys, {module}; print([m for m in {absent} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_no_tracked_file_names_a_folder_of_one_machine():
    private = re.compile(r"/(?:home|Users)/\w+/|/root/|/work/")
    for path in _tracked():
        if path.suffix in (".png", ".jpg") or path.parts[-2:-1] in (("notebooks",), ("project",)):
            continue
        assert not private.search(path.read_text(encoding="utf-8")), path


def test_no_tracked_file_is_large():
    assert not [p for p in _tracked() if p.stat().st_size > 1_000_000]


# Versions.


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def _pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {_name(name): version for name, version in pins}


def test_every_declared_dependency_is_pinned_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {_name(r) for r in project["dependencies"]}
    for extra in project["optional-dependencies"].values():
        declared |= {_name(r) for r in extra}
    assert declared - {"trainlab"} <= set(_pins())
    for requirement in project["dependencies"]:
        assert requirement == _name(requirement), "versions belong in constraints.txt"


def test_what_is_installed_is_what_is_pinned():
    for name, version in _pins().items():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        assert installed.split("+")[0] == version, name


def test_conda_lists_nothing_that_pyproject_lists():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    conda = [d for d in environment["dependencies"] if isinstance(d, str)]
    assert [_name(d) for d in conda] == ["python", "pip"]
    pip = next(d["pip"] for d in environment["dependencies"] if isinstance(d, dict))
    assert pip == ["--constraint constraints.txt", "--editable .[instructor]"]
