"""A name of a student's that hides another is named, and what hides nothing is not."""

import builtins

import pytest
from nbclient import NotebookClient

from gradelab.execution import runner
from gradelab.execution.shadowing import hidden
from tests.gradelab.small import LIMITS, RIGHT, notebook

GIVEN = ["import numpy as np\nfrom trainlab.checks import check", "k = 2"]
OURS, PYTHONS = "what the notebook gives", "Python's own"


@pytest.mark.parametrize(
    ("code", "hides"),
    [
        ("list = [1, 2]", {"list": PYTHONS}),
        ("for max in range(3): pass", {"max": PYTHONS}),
        ("with open('x') as sum: pass", {"sum": PYTHONS}),
        ("a, (min, *abs) = 1, (2, 3)", {"min": PYTHONS, "abs": PYTHONS}),
        ("def sum(x): return x", {"sum": PYTHONS}),
        ("class type: pass", {"type": PYTHONS}),
        ("if (len := 3): pass", {"len": PYTHONS}),
        ("np = 5", {"np": OURS}),
        ("def check(*a): pass", {"check": OURS}),
        ("k = 3", {"k": OURS}),
        ("from numpy import sum, pi", {"sum": PYTHONS}),
        ("from numpy import maximum as max", {"max": PYTHONS}),
        ("import numpy as np\nfrom builtins import sum", {}),
        ("def f():\n    list = 1\n    return [sum for sum in (1,)]", {}),
        ("x = [max for max in (1, 2)]\ny = lambda min: min", {}),
        ("x.list = 1\nx['sum'] = 2", {}),
        ("no python at all", {}),
    ],
)
def test_what_a_cell_hides(code, hides):
    assert hidden([code], GIVEN) == hides


def test_a_star_import_hides_what_numpy_has_of_the_same_name():
    namespace: dict = {}
    exec("from numpy import *", namespace)
    hides = hidden(["from numpy import *"], GIVEN)
    assert {"sum", "max", "min", "abs"} <= hides.keys()
    assert all(namespace[name] is not getattr(builtins, name, None) for name in hides)


TEST = "assert list(double(np.arange(3.0))) == [0, 2, 4]\nassert sum([1, 2]) == 3"


@pytest.mark.parametrize("before", ["list = [1, 2]", "sum = 0", "from math import pi as sum"])
def test_a_test_that_fails_by_it_says_so(before, sandbox):
    source, submission = notebook(RIGHT), notebook(RIGHT, before=before)
    source.cells[3].source = submission.cells[3].source = TEST
    plan = runner.prepare(source, sandbox, LIMITS)
    outcome = runner.run(submission, plan, LIMITS, sandbox)
    error = outcome.notebook.cells[3].outputs[-1]
    name = "list" if "list" in before else "sum"
    assert f"`{name}`, which hides Python's own `{name}`" in error.evalue
    NotebookClient(submission, allow_errors=True, kernel_name="python3").execute()
    assert submission.cells[3].outputs[-1].ename == "TypeError"  # so it is in a notebook


def test_an_answer_that_fails_by_it_says_so_and_another_mistake_does_not(plan, sandbox):
    answers = RIGHT | {"double": "def double(x):\n    return max(2 * x, 2 * x)\nmax = 3"}
    error = runner.run(notebook(answers), plan, LIMITS, sandbox).notebook.cells[3].outputs[-1]
    assert error.ename == "TypeError"
    assert "which hides Python's own `max`" in error.evalue
    wrong = RIGHT | {"double": "list = []\ndef double(x):\n    return x"}
    error = runner.run(notebook(wrong), plan, LIMITS, sandbox).notebook.cells[3].outputs[-1]
    assert "hides" not in error.evalue
