"""First-order optimizers: pure rules on the flat parameters (E, P) of a population."""

from trainlab.optimizers._optimizer import Optimizer, State
from trainlab.optimizers.adam import adam, adamw, nadam
from trainlab.optimizers.adaptive import adadelta, adagrad, rmsprop
from trainlab.optimizers.gradient_descent import momentum, nesterov, sgd

OPTIMIZERS = {
    rule.__name__: rule
    for rule in (sgd, momentum, nesterov, adagrad, adadelta, rmsprop, adam, adamw, nadam)
}

__all__ = [
    "OPTIMIZERS",
    "Optimizer",
    "State",
    "adadelta",
    "adagrad",
    "adam",
    "adamw",
    "momentum",
    "nadam",
    "nesterov",
    "rmsprop",
    "sgd",
]
