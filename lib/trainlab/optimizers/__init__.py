"""Optimizers: pure rules on the flat parameters (E, P) of a population."""

from trainlab.core.state import State
from trainlab.optimizers.adam import adam, adamw, nadam
from trainlab.optimizers.adaptive import adadelta, adagrad, rmsprop
from trainlab.optimizers.conjugate_gradient import conjugate_gradient
from trainlab.optimizers.gradient_descent import momentum, nesterov, sgd
from trainlab.optimizers.lsgd import lsgd
from trainlab.optimizers.newton import diagonal_newton, newton, saddle_free
from trainlab.optimizers.optimizer import Optimizer, SecondOrder, Task
from trainlab.optimizers.quasi_newton import bfgs, lbfgs
from trainlab.optimizers.sequence import sequence

#: Rules that look at one gradient for each step.
OPTIMIZERS = {
    rule.__name__: rule
    for rule in (sgd, momentum, nesterov, adagrad, adadelta, rmsprop, adam, adamw, nadam)
}
#: Rules that look at the objective's curvature, or along a line.
SECOND_ORDER = {
    rule.__name__: rule
    for rule in (newton, diagonal_newton, saddle_free, conjugate_gradient, bfgs, lbfgs)
}

#: What ``sequence`` was called in version 0.1; it goes with 0.3.
chain = sequence

__all__ = [
    "OPTIMIZERS",
    "SECOND_ORDER",
    "Optimizer",
    "SecondOrder",
    "State",
    "Task",
    "adadelta",
    "adagrad",
    "adam",
    "adamw",
    "bfgs",
    "chain",
    "conjugate_gradient",
    "diagonal_newton",
    "lbfgs",
    "lsgd",
    "momentum",
    "nadam",
    "nesterov",
    "newton",
    "rmsprop",
    "saddle_free",
    "sequence",
    "sgd",
]
