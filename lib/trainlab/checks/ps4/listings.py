"""Two listings to repair: the rate divided again and again, and a rate handed on as a factor."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.question import Case, question


@question(
    "ps4/power_decay",
    returns=("rates",),
    steps={"rates": "t"},
    section="lecture 08, section 4",
    hints=(
        "Look at what is divided at each step t: print the first three rates, and compute the "
        "second and the third by hand.",
        "Every rate is the *first* one, divided by (1 + c t)**power; what the last step came to "
        "does not matter.",
        "lr / (1 + c * np.arange(epochs)) ** power, and lr itself stays what it is.",
    ),
)
def power_decay(lr: float, c: float, power: float, epochs: int) -> Array:
    """Return the rates by their logarithms."""
    return np.exp(np.log(lr) - power * np.log1p(c * np.arange(epochs)))


@power_decay.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    lr = round(rng.uniform(1.2, 1.8), 3)
    run = {"lr": lr, "c": 0.02, "power": 0.5, "epochs": 100}
    yield Case("100 epochs, power 1/2", run)
    yield Case("30 epochs, power 1", run | {"c": 0.1, "power": 1.0, "epochs": 30})
    if thorough:
        yield Case("power 2", run | {"power": 2.0, "c": 0.05})
        yield Case("c = 0", run | {"c": 0.0, "epochs": 5})
        yield Case("a large c", run | {"c": 3.0, "epochs": 20})
        yield Case("one epoch", run | {"epochs": 1})
        yield Case("a whole rate", {"lr": 8, "c": 1, "power": 1, "epochs": 6})
        yield Case("800 epochs", run | {"epochs": 800})


def _know_power(name: str, diagnosis: str, rates: Callable[..., Any]) -> None:
    """Know rates, (t, lr, c, power), for all epochs together."""

    def answer(lr: float, c: float, power: float, epochs: int) -> Any:
        return rates(np.arange(epochs), lr, c, power)

    power_decay.know(name, diagnosis, answer)


_know_power(
    "as_listed",
    "You divided the rate of the last epoch, so that the divisors multiply; divide the first rate.",
    lambda t, lr, c, power: lr * np.cumprod((1.0 + c * t) ** -power),
)
_know_power(
    "epochs_from_one",
    "You counted epochs from 1; the first has t = 0, and the rate lr itself.",
    lambda t, lr, c, power: lr / (1.0 + c * (t + 1)) ** power,
)
_know_power(
    "listed_from_one",
    "You divided the rate of the last epoch, and counted epochs from 1; divide the first rate, and "
    "begin with t = 0.",
    lambda t, lr, c, power: lr * np.cumprod((1.0 + c * (t + 1)) ** -power),
)
_know_power(
    "one_divisor",
    "Every epoch divides the last rate by the same (1 + c)**power, which is an exponential decay; "
    "divide the first rate by (1 + c t)**power.",
    lambda t, lr, c, power: lr / ((1.0 + c) ** power) ** t,
)
_know_power(
    "no_power",
    "power is not used: the divisor is (1 + c t)**power.",
    lambda t, lr, c, power: lr / (1.0 + c * t),
)
_know_power(
    "always_root",
    "You took the root whatever power is; use the argument power.",
    lambda t, lr, c, power: lr / np.sqrt(1.0 + c * t),
)
_know_power(
    "power_of_t",
    "Only t, or c t, is raised to the power; the whole divisor 1 + c t is.",
    lambda t, lr, c, power: lr / (1.0 + c * t**power),
)
_know_power(
    "power_of_product",
    "Only c t is raised to the power; the whole divisor 1 + c t is.",
    lambda t, lr, c, power: lr / (1.0 + (c * t) ** power),
)
_know_power(
    "power_of_rate",
    "You raised the rate to the power too; only the divisor is: mind the brackets.",
    lambda t, lr, c, power: (lr / (1.0 + c * t)) ** power,
)
_know_power(
    "times_power",
    "You multiplied by power; the divisor is raised to it.",
    lambda t, lr, c, power: lr / ((1.0 + c * t) * power),
)
_know_power(
    "multiplied",
    "You multiplied; divide, or take a negative power.",
    lambda t, lr, c, power: lr * (1.0 + c * t) ** power,
)
_know_power(
    "no_one",
    "1 is missing, and the first rate is infinite: the divisor is (1 + c t)**power.",
    lambda t, lr, c, power: lr / (1.0 * c * t) ** power,
)
_know_power(
    "one_over_c",
    "You divided t by c; multiply.",
    lambda t, lr, c, power: lr / (1.0 + t / np.float64(c)) ** power,
)
_know_power(
    "no_c",
    "c is not used: the divisor is (1 + c t)**power.",
    lambda t, lr, c, power: lr / (1.0 + t) ** power,
)
_know_power(
    "slides_c",
    "You computed c as lr / epochs, as the slides do; use the argument c.",
    lambda t, lr, c, power: lr / (1.0 + lr / len(t) * t) ** power,
)
_know_power(
    "no_brackets",
    "Brackets are missing: lr / 1 + c t is lr and c t more; divide by (1 + c t)**power.",
    lambda t, lr, c, power: lr / 1.0 + c * t**power,
)
_know_power(
    "over_epochs",
    "t is divided by epochs; the divisor is (1 + c t)**power, whatever the number of epochs.",
    lambda t, lr, c, power: lr / (1.0 + c * t / len(t)) ** power,
)
_know_power(
    "subtracted",
    "You wrote 1 - c t; the divisor is (1 + c t)**power.",
    lambda t, lr, c, power: lr / (1.0 - c * t) ** power,
)
_know_power(
    "no_lr",
    "These are the factors; multiply by lr.",
    lambda t, lr, c, power: 1 / (1.0 + c * t) ** power,
)
_know_power(
    "lr_twice",
    "lr is multiplied twice; once is enough.",
    lambda t, lr, c, power: lr * lr / (1.0 + c * t) ** power,
)
_know_power(
    "one_more",
    "You have one rate too many: there are epochs of them, for t = 0 to epochs - 1.",
    lambda t, lr, c, power: lr / (1.0 + c * np.arange(len(t) + 1)) ** power,
)
_know_power(
    "one_fewer",
    "You have one rate too few: there are epochs of them, for t = 0 to epochs - 1.",
    lambda t, lr, c, power: lr / (1.0 + c * t[:-1]) ** power,
)
_know_power(
    "last_alone",
    "This is the last rate alone; return all of them.",
    lambda t, lr, c, power: lr / (1.0 + c * t[-1]) ** power,
)
_know_power(
    "exponential",
    "This is the exponential of -power c t; the decay is a power of 1 + c t.",
    lambda t, lr, c, power: lr * np.exp(-power * c * t),
)
_know_power(
    "listed_without_power",
    "You divided the rate of the last epoch, so that the divisors multiply, and power is not used; "
    "divide the first rate, by (1 + c t)**power.",
    lambda t, lr, c, power: lr * np.cumprod(1 / (1.0 + c * t)),
)
_know_power(
    "to_the_end",
    "np.linspace has its end too, so that t runs too fast; np.arange(epochs) is 0, 1, ..., epochs "
    "- 1.",
    lambda t, lr, c, power: lr / (1.0 + c * np.linspace(0, len(t), len(t))) ** power,
)
_know_power(
    "c_added",
    "You added c to t; the divisor is (1 + c t)**power, 1 and c times t.",
    lambda t, lr, c, power: lr / (np.float64(c) + t) ** power,
)


@power_decay.mistake
def cut_to_whole(
    lr: float, c: float, power: float, epochs: int, always: Any = (False, True)
) -> Any:
    """Whole numbers stay whole: // divides and drops the rest, and an array of whole numbers holds
    no fractions."""
    right = lr / (1.0 + c * np.arange(epochs)) ** power
    return np.trunc(right) if always or isinstance(lr, int) else right


@question(
    "ps4/polynomial_decay",
    returns=("rates",),
    steps={"rates": "t"},
    section="lecture 08, section 4",
    hints=(
        "Look at the first rate: it is to be lr. What does lambda_lr do with what the function "
        "returns?",
        "LambdaLR wants a *factor*, and multiplies it by lr itself; so the function must not have "
        "lr in it.",
        "factor = lambda t: (1 - t / steps) ** power, and lambda_lr(lr, factor, steps).",
    ),
)
def polynomial_decay(lr: float, power: float, steps: int) -> Array:
    """Return the rates by their logarithms."""
    return np.exp(np.log(lr) + power * np.log((steps - np.arange(steps)) / steps))


@polynomial_decay.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    lr = round(rng.uniform(0.6, 0.9), 3)
    yield Case("50 steps, power 1/2", {"lr": lr, "power": 0.5, "steps": 50})
    yield Case("30 steps, power 3", {"lr": lr, "power": 3.0, "steps": 30})
    if thorough:
        yield Case("a line", {"lr": lr, "power": 1.0, "steps": 20})
        yield Case("power 0", {"lr": lr, "power": 0.0, "steps": 4})
        yield Case("one step", {"lr": lr, "power": 0.5, "steps": 1})
        yield Case("whole numbers", {"lr": 3, "power": 2, "steps": 7})
        yield Case("a rate above 1", {"lr": 2.5, "power": 0.5, "steps": 9})


def _know_polynomial(name: str, diagnosis: str, rates: Callable[..., Any]) -> None:
    """Know rates, (t, lr, power, steps), for all steps together."""

    def answer(lr: float, power: float, steps: int) -> Any:
        return rates(np.arange(steps), lr, power, steps)

    polynomial_decay.know(name, diagnosis, answer)


_know_polynomial(
    "as_listed",
    "The function gives a rate, which LambdaLR multiplies by lr once more; it wants a factor, "
    "(1 - t / steps)**power.",
    lambda t, lr, power, steps: lr * lr * (1 - t / steps) ** power,
)
_know_polynomial(
    "factors_alone",
    "These are the factors, without lr; lambda_lr multiplies them by lr, and nothing divides by "
    "it.",
    lambda t, lr, power, steps: (1 - t / steps) ** power,
)
_know_polynomial(
    "divided_by_lr",
    "The factor is divided by lr; it has no lr in it, since LambdaLR multiplies by that.",
    lambda t, lr, power, steps: (1 - t / steps) ** power / lr,
)
_know_polynomial(
    "ends_at_zero",
    "You divided by steps - 1, so that the last rate is 0; divide by steps.",
    lambda t, lr, power, steps: lr * (1 - t / max(steps - 1, 1)) ** power,
)
_know_polynomial(
    "counted_from_one",
    "You counted steps from 1; the first has t = 0, and the rate lr itself.",
    lambda t, lr, power, steps: lr * (1 - (t + 1) / steps) ** power,
)
_know_polynomial(
    "one_more",
    "You have one rate too many: there are steps of them, for t = 0 to steps - 1.",
    lambda t, lr, power, steps: lr * (1 - np.arange(steps + 1) / steps) ** power,
)
_know_polynomial(
    "one_fewer",
    "You have one rate too few: there are steps of them, for t = 0 to steps - 1.",
    lambda t, lr, power, steps: lr * (1 - t[1:] / steps) ** power,
)
_know_polynomial(
    "last_alone",
    "This is the last rate alone; return all of them.",
    lambda t, lr, power, steps: lr * (1 - t[-1] / steps) ** power,
)
_know_polynomial(
    "no_power",
    "power is not used: the factor is (1 - t / steps)**power.",
    lambda t, lr, power, steps: lr * (1 - t / steps),
)
_know_polynomial(
    "always_root",
    "You took the root, as the listing does, whatever power is; use the argument power.",
    lambda t, lr, power, steps: lr * np.sqrt(1 - t / steps),
)
_know_polynomial(
    "power_of_share",
    "Only t / steps is raised to the power; the whole of 1 - t / steps is.",
    lambda t, lr, power, steps: lr * (1 - (t / steps) ** power),
)
_know_polynomial(
    "power_of_steps",
    "Only steps is raised to the power; the whole of 1 - t / steps is: mind the brackets.",
    lambda t, lr, power, steps: lr * (1 - t / steps**power),
)
_know_polynomial(
    "power_of_rate",
    "lr is raised to the power too; only 1 - t / steps is.",
    lambda t, lr, power, steps: (lr * (1 - t / steps)) ** power,
)
_know_polynomial(
    "times_power",
    "You multiplied by power; 1 - t / steps is raised to it.",
    lambda t, lr, power, steps: lr * (1 - t / steps) * power,
)
_know_polynomial(
    "one_over_power",
    "You took the root of this order; 1 - t / steps is raised to the power itself.",
    lambda t, lr, power, steps: lr * (1 - t / steps) ** (1 / np.float64(power)),
)
_know_polynomial(
    "rises",
    "The factor rises from 0; it is to fall from 1, (1 - t / steps)**power.",
    lambda t, lr, power, steps: lr * (t / steps) ** power,
)
_know_polynomial(
    "multiplied_up",
    "Each factor multiplies the last rate; LambdaLR's multiplies the first one.",
    lambda t, lr, power, steps: lr * np.cumprod((1 - t / steps) ** power),
)
_know_polynomial(
    "whole_division",
    "// divides and drops the rest, so that the rate stays lr; divide by /.",
    lambda t, lr, power, steps: lr * (1.0 - t // steps) ** power,
)
_know_polynomial(
    "power_decays",
    "This is power decay, a divisor that grows; here 1 - t / steps falls to 0.",
    lambda t, lr, power, steps: lr / (1 + t / steps) ** power,
)
_know_polynomial(
    "listed_to_zero",
    "The function gives a rate, which LambdaLR multiplies by lr once more, and you divided by "
    "steps - 1; it wants a factor, (1 - t / steps)**power.",
    lambda t, lr, power, steps: lr * lr * (1 - t / max(steps - 1, 1)) ** power,
)
_know_polynomial(
    "from_one_without_power",
    "You counted steps from 1, and power is not used; the first has t = 0, and the factor is (1 - "
    "t / steps)**power.",
    lambda t, lr, power, steps: lr * (1 - (t + 1) / steps),
)
_know_polynomial(
    "reversed",
    "The rates stand in reverse order; that of t = 0 comes first.",
    lambda t, lr, power, steps: lr * (1 - t[::-1] / steps) ** power,
)
_know_polynomial(
    "all_rates_at_each_step",
    "There are all rates once for each step, (steps, steps); the factor is a function of one step, "
    "and all together are (steps,).",
    lambda t, lr, power, steps: np.tile(lr * (1 - t / steps) ** power, (steps, 1)),
)


@polynomial_decay.mistake
def lr_inside(lr: float, power: float, steps: int, cut_at_zero: Any = (True, False)) -> Any:
    """lr stands inside the brackets; it multiplies what comes of them: lr * (1 - t /
    steps)**power."""
    inside = lr - np.arange(steps) / steps
    return (np.maximum(inside, 0) if cut_at_zero else inside) ** np.float64(power)


@polynomial_decay.mistake
def power_times_share(lr: float, power: float, steps: int, cut_at_zero: Any = (True, False)) -> Any:
    """power multiplies t / steps; the whole of 1 - t / steps is raised to it."""
    left = 1 - power * np.arange(steps) / steps
    return lr * (np.maximum(left, 0) if cut_at_zero else left)


_know_polynomial(
    "cut_to_whole",
    "Whole numbers stay whole: you filled an array of the type of lr; compute a new one.",
    lambda t, lr, power, steps: (
        np.trunc(lr * (1 - t / steps) ** power)
        if isinstance(lr, int)
        else lr * (1 - t / steps) ** power
    ),
)
