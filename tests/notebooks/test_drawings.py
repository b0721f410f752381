"""A problem set's drawings take all that its checks do: lists as well as arrays."""

from functools import wraps
from inspect import isfunction

import nbformat
import numpy as np
import pytest

from tests.course import ROOT

SETS = sorted((ROOT / "solutions").glob("ps*/ps*.ipynb"))


def listed(result):
    if isinstance(result, tuple):
        return tuple(map(listed, result))
    return result.tolist() if isinstance(result, np.ndarray) else result


def returning_lists(answer):
    @wraps(answer)
    def wrapped(*args, **settings):
        return listed(answer(*args, **settings))

    return wrapped


@pytest.mark.filterwarnings("ignore:.*non-interactive")
@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_drawings_take_answers_that_return_lists(path):
    names: dict[str, object] = {"__name__": "answers"}
    answers, drawn = {}, 0
    for cell in nbformat.read(path, as_version=4).cells:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or about.get("grade"):
            continue
        if about.get("solution"):
            before = dict(names)
            exec(cell.source, names)
            made = {name for name in names if names[name] is not before.get(name)}
            answers |= {n: returning_lists(names[n]) for n in made if isfunction(names[n])}
        else:
            seen = names | answers
            exec(cell.source, seen)
            names |= {name: seen[name] for name in seen if name not in answers}
            drawn += "draw" in about.get("grade_id", "")
    assert drawn
