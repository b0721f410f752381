"""The widget that CONTRIBUTING gives as its recipe works as it stands."""

import re
from pathlib import Path

import numpy as np

from trainlab import optimizers, race

from .page import Recorder

GUIDE = Path(__file__).parents[3] / "CONTRIBUTING.md"


def _recipe():
    text = GUIDE.read_text(encoding="utf-8").partition("## Adding a live widget")[2]
    return re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]


def test_the_recipe_is_a_widget_of_few_lines():
    code = _recipe()
    assert code.count("\n") <= 70
    namespace = {}
    exec(compile(code, "recipe.py", "exec"), namespace)
    ravine = namespace["Ravine"](population=16)
    page = Recorder(ravine)
    ravine.step(50)
    expected = race(
        "bowl", [optimizers.momentum(0.001, 0.9)], population=16, noise=0.1, steps=50
    ).values[-1, 0]
    shown = np.asarray(page.numbers["height"]["y"])[0, -1]
    np.testing.assert_allclose(shown, np.quantile(expected.numpy(), 0.5))
    page.set(momentum=0.5, lr="0.01")
    ravine.step(5)
    assert ravine.notice == ""
    assert "16 balls on bowl" in ravine._picture()["text/plain"]
    for each in ravine.tries:
        ravine.restore(each.state)
        assert ravine.notice == ""
