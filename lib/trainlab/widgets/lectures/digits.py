"""The images that the deep networks of lectures 09 and 10 learn."""

from dataclasses import replace
from functools import cache

from trainlab.data.normalization import z_score
from trainlab.problems import Problem, digits

#: Images to learn from, images that only check, and images of a step.
POINTS, UNSEEN, BATCH = 100, 200, 25


@cache
def images() -> Problem:
    """Return digits of mean 0 and standard deviation 1 in each pixel that is not always blank."""
    problem = digits(n=POINTS, n_val=UNSEEN)
    fitted = z_score(problem.x)
    return replace(problem, x=fitted.transform(problem.x), x_val=fitted.transform(problem.x_val))
