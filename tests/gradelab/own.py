"""A problem set with questions of its own: beside it, in a folder, with a shared piece."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from tests.gradelab.small import cell

QUESTIONS = """
from oracles import half
from trainlab.checks.question import LIBRARIES, Case, question

LIBRARIES["ps9"] = ("numpy",)

@question("ps9/halve", returns=("y",))
def halve(x):
    return half(x)

@halve.cases
def _(thorough, rng):
    yield Case("three numbers", {"x": rng.normal(size=3)})

@halve.mistake
def doubled(x):
    '''You doubled x; halve it.'''
    return 2 * x
"""
TRIPLE = """
import json
from pathlib import Path

from trainlab.checks.question import Case, question

FACTOR = json.loads(Path(__file__).with_name("table.json").read_text())

@question("ps9/triple", returns=("y",))
def triple(x):
    return FACTOR * x

@triple.cases
def _(thorough, rng):
    yield Case("three numbers", {"x": rng.normal(size=3)})
"""
FILES = {
    "questions.py": QUESTIONS.encode(),
    "oracles.py": b"from tools import scaled\n\ndef half(x):\n    return scaled(x) / 6\n",
    "bank/__init__.py": b"from bank import rates\n",
    "bank/rates.py": TRIPLE.encode(),
    "bank/table.json": b"3",
    "tools.py": b"def scaled(x):\n    return 3 * x\n",
    "data.txt": b"for everybody",
}
HALVE = """def halve(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION
"""
THRICE = """from tools import scaled
def triple(x):
    ### BEGIN SOLUTION
    return scaled(x)
    ### END SOLUTION
"""
RIGHT = {"halve": HALVE, "triple": THRICE}
POINTS = {"test-halve": 4.0, "test-triple": 6.0}
IMPORTS = "%precision 8\nimport bank\nimport numpy as np\nimport questions\n"
IMPORTS += "from trainlab.checks import check"
TESTS = {"test-halve": 'check("ps9/halve", halve)', "test-triple": 'check("ps9/triple", triple)'}


def notebook(answers: dict[str, str], before: str = "", after: str = "") -> NotebookNode:
    """Return the notebook with these answers, and code before the first test and after the last."""
    test = {"grade": True, "locked": True}
    cells = [
        new_code_cell(IMPORTS),
        new_code_cell(before),
        cell(answers["halve"], "halve", solution=True),
        cell(TESTS["test-halve"], "test-halve", points=4.0, **test),
        cell(answers["triple"], "triple", solution=True),
        cell(TESTS["test-triple"], "test-triple", points=6.0, **test),
        new_code_cell(after),
    ]
    return new_notebook(cells=cells)
