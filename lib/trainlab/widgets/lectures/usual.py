"""Controls that many widgets have: the learning rate; shape, start and number of networks."""

from collections.abc import Sequence

from trainlab.nn.initializers import INITIALIZERS
from trainlab.widgets.controls import Control, choice, scale

#: What a change does that builds the networks anew.
AGAIN = "starts again"


def rate(
    low: float, high: float, *, default: float, tooltip: str = "Length of a step; keeps the weights"
) -> Control:
    """Return the control of a learning rate, on a logarithmic scale."""
    return scale("lr", low, high, default=default, log=True, label="learning rate", tooltip=tooltip)


def depth(low: int, high: int, *, default: int, then: str = AGAIN) -> Control:
    """Return the control of the number of hidden layers."""
    what = f"Number of hidden layers; {then}"
    return scale("depth", low, high, default=default, rebuild=True, tooltip=what)


def width(low: int, high: int, *, default: int, then: str = AGAIN) -> Control:
    """Return the control of the number of units in each hidden layer."""
    what = f"Units in each hidden layer; {then}"
    return scale("width", low, high, default=default, rebuild=True, tooltip=what)


def activation(options: Sequence[str], *, default: str | None = None) -> Control:
    """Return the control of the function of every hidden unit, the first option by default."""
    what = f"The function of every hidden unit; {AGAIN}"
    return choice("activation", options, default=default, rebuild=True, tooltip=what)


def init(
    default: str, options: Sequence[str] = tuple(INITIALIZERS), *, then: str = AGAIN
) -> Control:
    """Return the control of the initializer."""
    what = f"Distribution of the first weights; {then}"
    look = {"rebuild": True, "label": "initializer", "tooltip": what}
    return choice("init", options, default=default, **look)


def population(options: Sequence[int], *, default: int) -> Control:
    """Return the control of the number of networks."""
    what = f"Networks trained at once; {AGAIN}"
    return choice("population", options, default=default, rebuild=True, tooltip=what)
