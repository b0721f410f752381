"""Paths: the start and one row for each step, and what answers make wrongly of a right one."""

from collections.abc import Callable, Sequence

import numpy as np

from trainlab.checks.numerical import Array

#: What is wrong with a path whose steps are right: name, diagnosis, and what it is made into.
WHOLE: Sequence[tuple[str, str, Callable[[Array], Array]]] = (
    (
        "without_start",
        "The start is missing: the first row of the path is theta as it was given.",
        lambda path: path[1:],
    ),
    (
        "without_end",
        "The last place is missing: a row for the start, and one for each step.",
        lambda path: path[:-1],
    ),
    (
        "start_twice",
        "The start is there twice, and the last place is missing: append theta after it has moved.",
        lambda path: np.concatenate([path[:1], path[:-1]]) if len(path) > 1 else path,
    ),
    (
        "last_alone",
        "This is the last place alone; return all of them, a row for each.",
        lambda path: path[-1],
    ),
    (
        "moves",
        "These are the steps; return the places, the start among them.",
        lambda path: np.diff(path, axis=0),
    ),
    (
        "lying_path",
        "The path lies on its side: a row for each place, (steps + 1, n).",
        lambda path: path.T,
    ),
    (
        "one_array",
        "All rows are the last place: theta is written over (+=), and every row is that one array; "
        "make a new one, theta = theta + ...",
        lambda path: np.repeat(path[-1:], len(path), axis=0),
    ),
)
