"""What courses, notebooks and configurations import by name goes on importing."""

import importlib
import pickle
import subprocess
import sys

import pytest

import trainlab

MODULES = """
activations backprop checks clustering diagnostics experiments gains graphs heads information
initializers losses networks normalization objective optimizers parametric plots problems rbf
schedules training widgets
""".split()  # noqa: SIM905
NAMES = {"MLP", "RBF", "Convolutional", "Module", "Run", "Trainer", "train"}
NAMES |= {"Race", "Racer", "RangeTest", "race", "range_test"}
#: Names that a student, a course or a configuration of nbgrader imports from within.
WITHIN = (
    "trainlab.graphs.Dual",
    "trainlab.checks.check",
    "trainlab.checks.numerical.complex_step",
    "trainlab.plots.figure.show",
    "trainlab.optimizers.chain",
    "trainlab.training.train",
    "trainlab.training.Trainer",
    "trainlab.rbf.fit",
    "gradelab.feedback.Harmless",
    "gradelab.feedback.HideTests",
    "gradelab.export.CanvasExportPlugin",
)


def test_the_package_has_the_names_that_it_always_had():
    assert {*MODULES} | NAMES <= {*trainlab.__all__}
    assert {*trainlab.__all__} <= {*dir(trainlab)}
    for name in trainlab.__all__:
        assert getattr(trainlab, name).__name__.endswith(name)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_one_whether_it_is_imported_or_asked_for(name):
    module = importlib.import_module(f"trainlab.{name}")
    assert module is getattr(trainlab, name)
    assert module is sys.modules[module.__name__]
    assert module.__spec__.name == module.__name__


@pytest.mark.parametrize("package", ["trainlab", "gradelab"])
def test_names_within_import_first_thing(package):
    paths = [path.rpartition(".") for path in WITHIN if path.startswith(package)]
    code = "\n".join(f"from {module} import {name}" for module, _, name in paths)
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_a_class_is_pickled_by_where_it_stands_now():
    from trainlab.graphs import Dual

    assert pickle.loads(pickle.dumps(Dual)) is Dual
    assert b"trainlab.autodiff.graphs" in pickle.dumps(Dual)


def test_an_unknown_module_is_unknown():
    with pytest.raises(ModuleNotFoundError, match=r"trainlab\.nothing"):
        importlib.import_module("trainlab.nothing")
