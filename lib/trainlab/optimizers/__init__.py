"""Optimizers: pure rules on the flat parameters (E, P) of a population."""

from trainlab.core import arguments
from trainlab.core.state import State
from trainlab.optimizers.adam import adam, adamw, nadam
from trainlab.optimizers.adaptive import adadelta, adagrad, rmsprop
from trainlab.optimizers.conjugate_gradient import conjugate_gradient
from trainlab.optimizers.gradient_descent import momentum, nesterov, sgd
from trainlab.optimizers.lsgd import lsgd
from trainlab.optimizers.newton import diagonal_newton, newton, saddle_free
from trainlab.optimizers.numpy_rule import RuleFailed, numpy_rule
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


def rule_for(given: object) -> Optimizer:
    """Return a rule as it is, by its name with its default settings, and Adam for None.

    Raises:
        ValueError: for anything else; the message says what to type.
    """
    table = OPTIMIZERS | SECOND_ORDER
    if given is None:
        return adam()
    if isinstance(given, Optimizer):
        return given
    if isinstance(given, str):
        return arguments.choice("optimizer", given, table)()
    name = getattr(given, "__name__", type(given).__name__).lower()
    shown = getattr(given, "__name__", repr(given).splitlines()[0])
    if name in table:
        raise ValueError(
            f"optimizer={shown} was given; expected a rule: write trainlab.optimizers.{name}()."
        )
    raise ValueError(
        f"optimizer={shown} was given; expected a rule such as trainlab.optimizers.adam(lr=0.001), "
        f"or the name of one of {arguments.listed(table)}."
    )


__all__ = [
    "OPTIMIZERS",
    "SECOND_ORDER",
    "Optimizer",
    "RuleFailed",
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
    "numpy_rule",
    "rmsprop",
    "rule_for",
    "saddle_free",
    "sequence",
    "sgd",
]
