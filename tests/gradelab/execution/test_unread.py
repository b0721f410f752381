"""Which given cells no test reads, and where they run."""

import nbformat
import pytest

from gradelab.execution import runner, unread
from gradelab.execution.plan import read
from gradelab.sandbox import Kernel
from tests.course import PROBLEM_SETS, ROOT
from tests.gradelab.small import LIMITS, POINTS, RIGHT, notebook, scores

IMPORTS = "import numpy as np\nfrom trainlab.checks import check"
#: A cell that draws, as ours do.
DRAWING = """import math
SIZES = (1, 2)

def draw(sizes=SIZES):
    print("drawn", *(double(n) for n in sizes))

try:
    draw()
except NotImplementedError:
    print("later")
"""
TEST = "assert double(2) == 4"


@pytest.mark.parametrize(
    ("given", "tests"),
    [
        ([IMPORTS, DRAWING], [TEST]),
        ([DRAWING, "def other():\n    return draw\nother()"], [TEST]),
        (["x, y = 1, 2\nprint(x)"], ["x = 3\nassert double(x) == 6, 'a text'"]),
        (["def f(x):\n    return x\nprint(f(1))"], ["def test(x, f):\n    return f(x)"]),
    ],
    ids=["a drawing", "one that reads another", "a name that the test binds", "a local name"],
)
def test_what_no_test_reads_is_found(given, tests):
    assert [*unread.cells(given, tests)] == [code for code in given if code != IMPORTS]


@pytest.mark.parametrize(
    ("given", "tests"),
    [
        ([DRAWING], ["assert SIZES == (1, 2)"]),
        ([DRAWING], ["assert 'draw' in globals()"]),
        ([DRAWING], ["def look():\n    return math.pi\nlook()"]),
        ([DRAWING, "LENGTH = len(SIZES)"], ["assert LENGTH"]),
        ([DRAWING, "SIZES += (3,)"], [TEST]),
        (["def double(x):\n    return x\n", "n = double(1)"], [TEST]),
        (["np.random.seed(0)"], [TEST]),
        (["import numpy\nnumpy.empty(3)[0] = 1"], [TEST]),
        (["import os\nos.environ['A'] = '1'\nprint(os)"], [TEST]),
        (["def f():\n    global q\n    q = 1\nf()"], [TEST]),
        (["prepare()"], [TEST]),
        (["import random\nn = 0\nrandom.seed(n)"], [TEST]),
        (["from random import seed\nn = 0\nseed(n)"], [TEST]),
        (
            ["try:\n    import torch\n    torch.manual_seed(0)\nexcept ImportError:\n    pass"],
            [TEST],
        ),
        (["from tools import *\nprint(1)"], ["assert scaled(1) == 3"]),
        (["def helper():\n    return 1"], [TEST]),
        (["not Python at all"], [TEST]),
    ],
)
def test_what_a_test_may_need_is_kept(given, tests):
    assert unread.cells(given, tests) == {}


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("def double(x):\n    return 2 * x", False),
        ("def double(sizes):\n    SIZES = 2\n    return SIZES * sizes", False),
        ("def double(x):\n    '''As draw shows.'''\n    return 2 * x", False),
        ("def double(x):\n    return SIZES[1] * x", True),
        ("draw((5,))", True),
        ("globals()['draw']()", True),
        ("%timeit draw()", True),
        ("@draw\ndef double(x):\n    return 2 * x", True),
        ("x = 1; SIZES += (3,)", True),
        pytest.param(f"double = lambda x: x{' + x' * 900}", False, id="a deep expression"),
        (f"double = lambda x: {'(' * 90}x{')' * 90}\nnonlocal y", False),
    ],
)
def test_what_a_students_own_code_reads_is_kept_for_it(own, expected):
    assert unread.may_be_read(unread.cells([DRAWING], [TEST]), [own]) is expected


def test_the_drawings_of_our_problem_sets_are_read_by_no_test():
    found = []
    for name in PROBLEM_SETS:
        plan = read(nbformat.read(ROOT / "solutions" / name / f"{name}.ipynb", as_version=4))
        found += unread.cells(plan.given, plan.tests.values())
    assert len([code for code in found if "def draw" in code]) >= 25


@pytest.mark.parametrize(
    ("double", "times"),
    [("def double(x):\n    return 2 * x", 1), ("def double(x):\n    return SIZES[1] * x", 2)],
)
def test_a_drawing_runs_where_the_answers_do_and_again_where_they_read_it(
    double, times, sandbox, monkeypatch
):
    plan = runner.prepare(notebook(RIGHT, before=DRAWING), sandbox, LIMITS)
    ran, ask = [], Kernel.ask

    def asked(kernel, request):
        ran.append(request.get("run"))
        return ask(kernel, request)

    monkeypatch.setattr(Kernel, "ask", asked)
    submission = notebook(RIGHT | {"double": double}, before=DRAWING)
    outcome = runner.run(submission, plan, LIMITS, sandbox)
    assert scores(outcome.notebook) == POINTS
    assert outcome.notebook.cells[2].outputs[0].text == "drawn 2 4\n"
    assert ran.count(DRAWING) == times


def test_what_writes_a_file_that_a_test_reads_is_kept(sandbox):
    writing = "def write():\n    open('numbers.txt', 'w').write('2 4')\n\nwrite()"
    source = notebook(RIGHT, before=writing)
    test = "assert double(2) == int(open('num' + 'bers.txt').read().split()[1])\n4"
    source.cells[3].source = test
    plan = runner.prepare(source, sandbox, LIMITS)
    assert (plan.unread, plan.repeatable, plan.remarks) == ({}, {*POINTS}, ())
    outcome = runner.run(source, plan, LIMITS, sandbox)
    assert scores(outcome.notebook) == POINTS
