"""The random generators that a process shares, passed between two kernels."""

import base64
import json
import random

import numpy as np
import pytest
import torch

from gradelab.core.attention import Reason
from gradelab.sandbox.inside.randomness import Randomness
from tests.gradelab.sandbox.test_peer import run_own
from tests.gradelab.small import RIGHT

DRAWS = {
    "numpy": (np.random.seed, lambda: np.random.normal(size=3).tolist()),
    "python": (random.seed, lambda: [random.gauss(0, 1) for _ in range(3)]),
    "torch": (torch.manual_seed, lambda: torch.randn(3).tolist()),
}


@pytest.fixture(autouse=True)
def _restored():
    before = np.random.get_state(), random.getstate(), torch.get_rng_state()
    yield
    np.random.set_state(before[0])
    random.setstate(before[1])
    torch.set_rng_state(before[2])


@pytest.mark.parametrize("name", DRAWS)
def test_the_other_side_draws_what_we_would_have_drawn(name):
    seed, draw = DRAWS[name]
    ours = Randomness()
    assert ours.news() == {}
    seed(3)
    draw()
    news = json.loads(json.dumps(ours.news()))
    assert list(news) == [name]
    assert ours.news() == {}
    expected = draw()
    seed(4)
    theirs = Randomness()
    theirs.adopt(news)
    assert draw() == expected
    assert list(theirs.news()) == [name]


def _words(count, value):
    return base64.b64encode(np.full(count, value, np.uint32).tobytes()).decode()


@pytest.mark.parametrize(
    "news",
    [
        {"numpy": [_words(624, 0), 0, 0, 0.0]},
        {"numpy": [_words(624, 1), 700, 0, 0.0]},
        {"numpy": [_words(624, 1), -1, 0, 0.0]},
        {"numpy": [_words(623, 1), 0, 0, 0.0]},
        {"numpy": 3},
        {"python": [3, [0] * 625, None]},
        {"python": [3, [1] * 624 + [700], None]},
        {"python": [3, [2**40] * 625, None]},
        {"torch": base64.b64encode(bytes(16)).decode()},
        {"torch": base64.b64encode(bytes(5056)).decode()},
        {"other": 1},
    ],
)
def test_what_is_no_state_is_refused_and_changes_nothing(news):
    before = np.random.get_state()[1].tolist(), random.getstate()
    with pytest.raises(ValueError, match="state"):
        Randomness().adopt(news)
    assert (np.random.get_state()[1].tolist(), random.getstate()) == before


INIT = "double = lambda n: np.random.randn(n, n) / np.sqrt(n)"
SEEDED = """np.random.seed(4)
first = double(10)
np.random.seed(4)
np.testing.assert_array_equal(first, np.random.randn(10, 10) / np.sqrt(10))
assert double(10)[0, 0] != first[0, 0]
"""


@pytest.mark.parametrize("own", ["", "np.random.rand(7)\n"])
def test_a_test_that_seeds_seeds_the_answer(own, sandbox):
    reference = RIGHT | {"double": INIT}
    outcome, earned = run_own(SEEDED, {"double": own + INIT}, sandbox, reference)
    assert (outcome.reason, outcome.inside, earned) == (None, (), 4)
    wrong = {"double": INIT.replace("np.sqrt(n)", "n")}
    assert run_own(SEEDED, wrong, sandbox, reference)[1] == 0


def test_an_answer_that_is_not_to_draw_cannot_choose_what_a_test_draws(sandbox):
    test = "double(0)\nx = np.random.rand(3)\nassert double(x).tolist() == (2 * x).tolist()"
    knows = "np.random.seed(3)\nexpected = 2 * np.random.rand(3)\ndef double(x):\n"
    knows += "    np.random.seed(3)\n    return expected"
    outcome, earned = run_own(test, {"double": knows}, sandbox)
    assert (outcome.reason, earned) == (Reason.DISAGREEMENT, 0)
