"""What can be read from a source notebook before anything runs."""

from nbformat.v4 import new_notebook

from gradelab.execution import plan
from tests.gradelab.small import POINTS, RIGHT, TEST_DOUBLE, cell, notebook


def test_a_plan_tells_tests_stubs_and_given_cells_apart():
    read = plan.read(notebook(RIGHT, before="helper = 1", after="import os\nhelper + 1"))
    assert set(read.tests) == set(POINTS)
    assert read.tests["test-double"] == TEST_DOUBLE
    assert read.given[1:] == ("helper = 1", "import os\nhelper + 1")
    assert read.given_before == {"test-double": 2, "test-tanh": 2}
    assert read.imports.splitlines() == [
        "import numpy as np",
        "from trainlab.checks import check",
        "import os",
    ]
    assert read.answers == ("double", "tanh_forward")


def test_stubs_hold_no_solution():
    stubs = plan.read(notebook(RIGHT)).stubs
    assert set(stubs) == {"double", "tanh"}
    assert "raise NotImplementedError" in stubs["double"]
    assert "2 * x" not in "".join(stubs.values())


def test_names_that_answers_bind_are_seen_and_those_inside_functions_are_not():
    source = notebook(RIGHT)
    source.cells[1].source = "def f():\n    inner = 1\nvalue = 2\nclass C:\n    field = 3"
    assert plan.read(source).answers == ("f", "value", "C", "tanh_forward")


def test_an_altered_test_is_no_test():
    source = notebook(RIGHT)
    read = plan.read(source)
    source.cells[3].source = "pass"
    assert read.test_name(source.cells[3]) is None
    assert source.cells[3] not in read.cells(source)
    assert read.test_name(source.cells[5]) == "test-tanh"


def test_cells_that_are_not_python_bind_nothing():
    source = notebook(RIGHT, before="def (:\nimport os")
    assert "os" not in plan.read(source).imports.split()


def test_a_cell_with_magics_is_read_like_any_other():
    source = notebook(RIGHT, before="%matplotlib inline\n!echo hi\nimport os")
    source.cells[1].source = "%precision 4\n" + source.cells[1].source
    read = plan.read(source)
    assert "os" in read.imports.split()
    assert read.answers == ("double", "tanh_forward")
    assert "get_ipython().run_line_magic('precision', '4')" in read.stubs["double"]


def test_a_test_needs_the_answers_that_it_or_what_comes_before_it_mentions():
    answers = {"double": "double = a = b = c = d = items = 1", "tanh": "tanh_forward = 1"}
    source = notebook(answers, before="%matplotlib inline\nuse(a)", after="use(items)")
    source.cells[0].source += "\nlater = lambda: b"
    source.cells[5].source += "\nfor name in ('c', 'no'):\n    globals()[name]"
    assert plan.read(source).needs == {
        "test-double": ("double", "a", "b"),
        "test-tanh": ("double", "a", "b", "c", "tanh_forward"),
    }


def test_what_follows_from_what_is_read_off_the_solutions():
    source = own_calls()
    assert plan.follows(source) == {
        "test-inner": set(),
        "test-middle": {"test-inner"},
        "test-outer": {"test-inner", "test-middle"},
    }


def own_calls():
    """Three answers, each of which calls the one before."""
    bodies = {"inner": "return x", "middle": "return inner(x)", "outer": "return middle(x)"}
    cells = []
    for name, body in bodies.items():
        cells.append(cell(f"def {name}(x):\n    {body}", name, solution=True))
        cells.append(cell(f"assert {name}(1) == 1", f"test-{name}", grade=True, points=1))
    return new_notebook(cells=cells)
