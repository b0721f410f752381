"""A problem set of two questions, small enough to be run many times."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade, is_grade

from gradelab.sandbox import Limits

#: What a busy machine keeps to.
LIMITS = Limits(cell_seconds=60, seconds=120)

DOUBLE = """def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
"""
TANH = """def tanh_forward(z):
    ### BEGIN SOLUTION
    return np.tanh(z)
    ### END SOLUTION
"""
RIGHT = {"double": DOUBLE, "tanh": TANH}
TEST_DOUBLE = """assert double(3) == 6
np.testing.assert_allclose(double(np.arange(4.0)), [0, 2, 4, 6])
### BEGIN HIDDEN TESTS
assert double(-1.5) == -3, "hidden: negative numbers"
### END HIDDEN TESTS
"""
TEST_TANH = """check("tanh_forward", tanh_forward, thorough=True)
"""
POINTS = {"test-double": 4.0, "test-tanh": 6.0}


def cell(source: str, name: str, **meaning) -> NotebookNode:
    marks = {"grade": False, "solution": False, "locked": False, "task": False} | meaning
    return new_code_cell(
        source, metadata={"nbgrader": {"schema_version": 3, "grade_id": name, **marks}}
    )


def notebook(answers: dict[str, str], before: str = "", after: str = "") -> NotebookNode:
    """Return the notebook with these answers, and code before the first test and after the last."""
    test = {"grade": True, "locked": True}
    cells = [
        new_code_cell("import numpy as np\nfrom trainlab.checks import check"),
        cell(answers["double"], "double", solution=True),
        new_code_cell(before),
        cell(TEST_DOUBLE, "test-double", points=POINTS["test-double"], **test),
        cell(answers["tanh"], "tanh", solution=True),
        cell(TEST_TANH, "test-tanh", points=POINTS["test-tanh"], **test),
        new_code_cell(after),
    ]
    return new_notebook(cells=cells)


def scores(executed: NotebookNode) -> dict[str, float | None]:
    """Return nbgrader's grade of every test of an executed notebook."""
    return {
        cell.metadata.nbgrader.grade_id: determine_grade(cell)[0]
        for cell in executed.cells
        if is_grade(cell)
    }
