"""The house rules that a program can check."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml

import trainlab

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("trainlab", ("torch", "numpy", "matplotlib", "ipywidgets")),
        ("trainlab.cli", ("torch", "matplotlib", "ipywidgets")),
        ("trainlab.training.trainer", ("matplotlib", "ipywidgets", "IPython")),
        ("gradelab", ("torch", "numpy", "nbgrader")),
        ("trainlab.experiments", ("matplotlib", "ipywidgets", "IPython", "scipy")),
        ("trainlab.widgets.panels.network", ("ipywidgets", "anywidget", "torch")),
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


def test_the_version_is_the_newest_release_in_the_changelog():
    released = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(), re.M
    )
    assert trainlab.__version__ == released[0]
    as_numbers = [tuple(map(int, version.split("."))) for version in released]
    assert as_numbers == sorted(as_numbers, reverse=True)


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
