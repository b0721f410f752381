"""Problems: functions to fit, classes to tell apart, and surfaces to race on."""

from trainlab.problems.classification import circle, gauss, moons, spiral, xor
from trainlab.problems.problem import Problem
from trainlab.problems.real import REAL, breast_cancer, digits
from trainlab.problems.regression import (
    abs_value,
    function,
    hills,
    line,
    multiscale,
    plane,
    sine,
    step_sine,
    x_sin_5x,
)
from trainlab.problems.surfaces import SURFACES, Surface, rotated_bowl, two_wells

PROBLEMS = {
    problem.__name__: problem
    for problem in (
        circle,
        xor,
        gauss,
        spiral,
        moons,
        plane,
        hills,
        sine,
        abs_value,
        x_sin_5x,
        step_sine,
        multiscale,
        line,
    )
}

__all__ = [
    "PROBLEMS",
    "REAL",
    "SURFACES",
    "Problem",
    "Surface",
    "abs_value",
    "breast_cancer",
    "circle",
    "digits",
    "function",
    "gauss",
    "hills",
    "line",
    "moons",
    "multiscale",
    "plane",
    "rotated_bowl",
    "sine",
    "spiral",
    "step_sine",
    "two_wells",
    "x_sin_5x",
    "xor",
]
