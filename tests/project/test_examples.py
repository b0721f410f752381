"""Examples in docstrings print what they say, and what a student types has one."""

import doctest
import io
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
import torch

import trainlab
from trainlab import activations, initializers, losses, parametric
from trainlab.autodiff.graphs import Dual, Graph, gradient
from trainlab.checks import check
from trainlab.experiments import run
from trainlab.optimizers import OPTIMIZERS, SECOND_ORDER, lsgd, numpy_rule, sequence
from trainlab.problems import PROBLEMS
from trainlab.schedules import SCHEDULES

LIB = Path(trainlab.__file__).parents[1]


def _modules():
    for path in sorted((LIB / "trainlab").rglob("*.py")):
        if ">>>" in path.read_text(encoding="utf-8"):
            name = ".".join(path.relative_to(LIB).with_suffix("").parts)
            yield import_module(name.removesuffix(".__init__"))


#: By the dotted name of what they explain; each imports what it uses.
EXAMPLES = {
    found.name: found
    for module in _modules()
    for found in doctest.DocTestFinder(exclude_empty=True).find(module, globs={})
    if found.examples
}
OFFERED = [getattr(trainlab, name) for name in trainlab.__all__]
TYPED = [
    *(thing for thing in OFFERED if not isinstance(thing, ModuleType)),
    *OPTIMIZERS.values(),
    *SECOND_ORDER.values(),
    *SCHEDULES.values(),
    *PROBLEMS.values(),
    *(sequence, lsgd, numpy_rule, check, run, Graph, gradient, Dual),
]
TABLES = [activations, parametric, initializers, losses]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_prints_what_it_says(name, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    told = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    result = runner.run(EXAMPLES[name], out=told.write)
    assert result.failed == 0, told.getvalue()


def test_what_a_student_types_has_an_example():
    names = [f"{thing.__module__}.{thing.__qualname__}" for thing in TYPED]
    assert [n for n in (*names, *(table.__name__ for table in TABLES)) if n not in EXAMPLES] == []
