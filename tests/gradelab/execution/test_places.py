"""A failed check tells the student's own line, and says the same at home, outside and inside."""

from copy import deepcopy

import pytest
from nbclient import NotebookClient

from gradelab.execution import witness
from gradelab.execution.stops import Stops
from tests.gradelab.small import LIMITS, RIGHT, notebook

ANSWERS = {
    "its own line": (
        "def tanh_forward(z):\n    a = np.tanh(z)\n    return a @ np.ones((7, 7))",
        "in line 3 of tanh_forward, `return a @ np.ones((7, 7))`, where a is (4, 2).",
    ),
    "a line of a function that it calls": (
        "def fraction(z, n):\n    return z / n['large']\n\ndef tanh_forward(z):\n"
        "    return fraction(z, {})",
        "in line 2 of fraction, `return z / n['large']`, where z is (4, 2), called in line 5 of "
        "tanh_forward, `return fraction(z, {})`, where z is (4, 2).",
    ),
    "a statement of several lines": (
        "def tanh_forward(z):\n    return np.concatenate([\n        z,\n        z[0],\n    ])",
        "`return np.concatenate([ z, z[0], ])`, where z is (4, 2).",
    ),
    "an unwritten template below": (
        "def exponent(z):\n    raise NotImplementedError  # your code here\n\n"
        "def tanh_forward(z):\n    return exponent(z)",
        "exponent is not written yet, and tanh_forward calls it.",
    ),
    "an error of a class of its own": (
        "class Odd(Exception): pass\n\ndef tanh_forward(z):\n    raise Odd('no')",
        "your function raised Odd: no\nin line 4 of tanh_forward, `raise Odd('no')`.",
    ),
    "a list instead of a number": ("def tanh_forward(z):\n    return [z, 'a']", "expected numbers"),
}


def _said(executed) -> str:
    (error,) = [output for output in executed.cells[5].outputs if output.output_type == "error"]
    return error.evalue


@pytest.mark.parametrize(("answer", "words"), ANSWERS.values(), ids=ANSWERS)
def test_a_failure_is_the_same_at_home_outside_and_inside(answer, words, plan, sandbox):
    submission = notebook(RIGHT | {"tanh": answer})
    home, outside, inside = (deepcopy(submission) for _ in range(3))
    NotebookClient(home, allow_errors=True, kernel_name="python3").execute()
    witness.run_from_outside(outside, plan, LIMITS, sandbox, None, Stops())
    with sandbox.kernel(LIMITS) as kernel:
        witness.run_inside(inside, plan, kernel, Stops())
    assert words in _said(home)
    assert _said(home) == _said(outside) == _said(inside)


FORGED = {
    "no list": "7",
    "no places": "[{}]",
    "no line": "[{'function': 'f', 'text': '', 'line': 'x', 'shapes': []}]",
    "long": "[{'function': 'f' * 10**6, 'text': 't' * 10**6, 'line': 1, 'shapes': []}]",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_place_that_is_forged_spoils_nothing(forged, plan, sandbox):
    answer = "import trainlab.core.place as place\n"
    answer += f"place.send = lambda error, ours: {forged}\n"
    answer += "def tanh_forward(z):\n    raise ValueError('no')"
    outside = notebook(RIGHT | {"tanh": answer})
    witness.run_from_outside(outside, plan, LIMITS, sandbox, None, Stops())
    said = _said(outside)
    assert "your function raised ValueError: no" in said
    assert len(said) < 1000
