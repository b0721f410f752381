"""Optimizers on surfaces: who leaves a saddle point, and who is led off the way on Beale's."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.statistics import BOOTSTRAPPED, EXACT, median_interval, share_interval
from trainlab.experiments.verdicts import above, alike, compared, in_parts
from trainlab.optimizers import Optimizer
from trainlab.problems.surfaces import SURFACES
from trainlab.training.racing import race

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

#: Whether a start has left the saddle, and whether it has arrived on Beale's surface.
LEFT, ARRIVED = 0.5, 0.1
#: The starts on the saddle lie from 10^-8 to 10^-1 away from its stable line.
NEAREST, FARTHEST = -8, -1
MOMENTUM = 0.9
PLAIN, ADAPTIVE = ("sgd", "momentum", "nesterov"), ("adagrad", "adadelta", "rmsprop")
#: Learning rates on the saddle and on Beale's surface, whose gradients are larger.
RATES = {
    "sgd": (0.01, 0.003),
    "momentum": (0.01, 0.003),
    "nesterov": (0.01, 0.003),
    "adagrad": (0.1, 0.1),
    "adadelta": (1.0, 1.0),
    "rmsprop": (0.01, 0.01),
}


class Finish(NamedTuple):
    """What each start came to, by rule (O, E).

    Attributes:
        leaving: steps to leave the saddle; infinite for those that have not left.
        offset: (E,) distance of the starts from the saddle's stable line.
        astray: largest distance from the straight way to Beale's minimum, in lengths of that way;
            infinite for those that diverged.
        arrival: steps to come near Beale's minimum; infinite for those that have not.
        diverged: whether a start diverged on Beale's surface.
    """

    leaving: np.ndarray
    offset: np.ndarray
    astray: np.ndarray
    arrival: np.ndarray
    diverged: np.ndarray


def rules(surface: str, factor: float = 1.0) -> dict[str, Optimizer]:
    """Return the rules with their rates on a surface, times a factor."""
    column = ("saddle", "beale").index(surface)
    made = {name: getattr(optimizers, name) for name in RATES}
    return {name: rule(lr=factor * RATES[name][column]) for name, rule in made.items()}


def first(reached: Tensor) -> np.ndarray:
    """Return the first step (steps + 1, O, E) at which something is so; infinite without any."""
    step = reached.to(torch.int8).argmax(dim=0).double()
    return torch.where(reached.any(dim=0), step, torch.inf).numpy(force=True)


def astray(paths: Tensor, goal: Tensor) -> Tensor:
    """Return how far paths (steps + 1, ..., 2) go from the segment to the goal, over its length."""
    way = goal - paths[0]
    length = way.norm(dim=-1)
    gone = paths - paths[0]
    share = ((gone * way).sum(-1) / length.square()).clamp(0, 1)
    relative: Tensor = (gone - share[..., None] * way).norm(dim=-1).amax(dim=0) / length
    return relative


def run(
    settings: Settings,
    steps: int,
    factor: float = 1.0,
    noise: float = 0.0,
    nearest: float = NEAREST,
) -> Finish:
    """Race all rules on both surfaces from ``settings.networks`` starts.

    Those on the saddle lie from 10^nearest to 10^FARTHEST away from its stable line.
    """
    generator = torch.Generator().manual_seed(settings.seed)
    draws = torch.rand(4, settings.networks, generator=generator, dtype=torch.float64)
    offset = 10 ** (nearest + (FARTHEST - nearest) * draws[1])
    asked: dict[str, Any] = {
        "steps": steps,
        "seed": settings.seed,
        "device": settings.device,
        "noise": noise,
    }
    on_saddle = race(
        "saddle", rules("saddle", factor), start=torch.stack([0.5 + draws[0], offset], 1), **asked
    )
    on_beale = race("beale", rules("beale", factor), start=2 * draws[2:].T, **asked)
    goal = on_beale.paths.new_tensor(SURFACES["beale"].minima[0])
    diverged = on_beale.diverged >= 0
    far = torch.where(diverged, torch.inf, astray(on_beale.paths, goal))
    return Finish(
        first(on_saddle.paths[..., 1].abs() >= LEFT),
        offset.numpy(),
        far.numpy(force=True),
        first((on_beale.paths - goal).norm(dim=-1) < ARRIVED),
        diverged.numpy(force=True),
    )


def steps_per_decade(rule: str) -> float:
    """Return the steps that a start ten times nearer to the saddle's line needs more, in theory.

    Along the unstable direction the gradient is -2 x, so that x (and the velocity v) grow by a
    matrix; its largest eigenvalue is the growth of one step.
    """
    lr, mu = RATES[rule][0], MOMENTUM
    growth = {
        "sgd": [[1 + 2 * lr, 0], [0, 0]],
        "momentum": [[1 + 2 * lr, -lr * mu], [-2, mu]],
        "nesterov": [[1 + 2 * lr * (1 + mu), -lr * mu**2], [-2, mu]],
    }[rule]
    return math.log(10) / math.log(np.abs(np.linalg.eigvals(np.array(growth, dtype=float))).max())


def _draw_beale_saddle(result: Result) -> "Picture":
    from trainlab.experiments.figures import races as figures

    return figures.beale_saddle(result, adaptive=ADAPTIVE)


@experiment(
    "beale-saddle",
    draw=_draw_beale_saddle,
    title="At a saddle point, and on Beale's function",
    source='Lu, "Deep Learning Concepts & Algorithms", and Karniadakis, "Training and '
    'optimization": two films of S. Ruder',
    claim="Near a saddle point SGD, momentum and Nesterov's rule are held up, AdaGrad, Adadelta "
    "and RMSProp leave at once; on Beale's function momentum and Nesterov's rule are first led "
    "off the way, Nesterov's less long, and the other three converge similarly fast.",
    networks=1000,
    quick=200,
    seconds=9,
)
def beale_saddle(settings: Settings) -> Outcome:
    """Race six rules from random starts on both surfaces."""
    steps = 1000
    first, rest = settings.split(0.6, 0.4)
    first.progress(0.0, "racing")
    found = run(settings, steps)
    first.progress(1.0, "other rates")
    quantities = {"leaving": found.leaving, "astray": found.astray, "arrival": found.arrival}
    measured: dict[str, Any] = {}
    interval = {}
    for quantity, values in quantities.items():
        for rule, own in zip(RATES, values, strict=True):
            measured[f"{quantity}_{rule}"] = float(np.median(own))
            interval[f"{quantity}_{rule}"] = median_interval(own)
    for rule, arrival, diverged in zip(RATES, found.arrival, found.diverged, strict=True):
        for word, those in (("arrived", arrival < np.inf), ("diverged", diverged)):
            measured[f"{word}_{rule}"] = float(those.mean())
            interval[f"{word}_{rule}"] = share_interval(int(those.sum()), len(those))
    measured |= {f"steps_per_decade_{rule}": _slope(found, i) for i, rule in enumerate(RATES)}
    measured["nesterov_less_astray"], interval["nesterov_less_astray"] = _less_astray(found)
    rows, complete = gathered(() if settings.quick else _sensitivity(rest, steps))
    return Outcome(
        measured=measured,
        claimed={f"steps_per_decade_{rule}": steps_per_decade(rule) for rule in PLAIN}
        | {f"steps_per_decade_{rule}": 0.0 for rule in ADAPTIVE}
        | {f"arrived_{rule}": "alike" for rule in ADAPTIVE},
        interval=interval,
        interval_method=f"{BOOTSTRAPPED.replace('networks', 'starts')}, of the median; "
        f"shares: {EXACT.replace('networks', 'starts')}",
        holds=_holds(measured, interval),
        verdict=_verdict(measured, steps),
        setting={
            "saddle": f"x1^2 - x2^2; left when |x2| >= {LEFT}",
            "starts on the saddle (chosen by us)": "x1 uniform on (0.5, 1.5), x2 from "
            f"1e{NEAREST} to 1e{FARTHEST}, uniform in its logarithm",
            "beale": "off the way: largest distance from the straight way to (3, 0.5), over its "
            f"length, infinite for a start that diverges; arrived: within {ARRIVED}",
            "starts on Beale's (chosen by us)": "uniform on (0, 2)^2",
            "nesterov_less_astray": "share of all starts; where both diverge Nesterov's rule is "
            "not less astray",
            "lr on the saddle, on Beale's (chosen by us)": {
                rule: list(pair) for rule, pair in RATES.items()
            },
            "other settings of the rules": {
                name: _told(rule) for name, rule in rules("saddle").items() if rule.settings
            },
            "steps": steps,
            "claimed": "steps per decade: closed form for the first three, none for the others; "
            "the films name no rates and no starts",
        },
        sensitivity=rows,
        complete=complete,
        data={
            "rules": np.array(list(RATES)),
            "offset": found.offset,
            "leaving": found.leaving,
            "astray": np.sort(found.astray),
        },
    )


def _told(rule: Optimizer) -> str:
    """Return a rule's settings in words."""
    return ", ".join(f"{name} {value:g}" for name, value in rule.settings.items())


def _slope(found: Finish, rule: int) -> float:
    """Return the measured steps for each decade of the start's distance, by least squares."""
    left = found.leaving[rule] < np.inf
    decades = -np.log10(found.offset[left])
    return float(np.polyfit(decades, found.leaving[rule][left], 1)[0])


def _less_astray(found: Finish) -> tuple[float, tuple[float, float]]:
    """Return the share of all starts from which Nesterov's rule strays less than momentum."""
    momentum, nesterov = (found.astray[list(RATES).index(rule)] for rule in PLAIN[1:])
    less = int((nesterov < momentum).sum())
    return less / len(momentum), share_interval(less, len(momentum))


def _sensitivity(settings: Settings, steps: int) -> Iterator[dict[str, Any]]:
    """Race again with other rates, noise and starts, from a quarter of the starts."""
    cases: dict[str, dict[str, float]] = {
        "all rates / 3": {"factor": 1 / 3},
        "all rates x 3": {"factor": 3.0},
        "gradient noise 0.01": {"noise": 0.01},
        f"x2 on the saddle from 1e-4 to 1e{FARTHEST} (chosen by us)": {"nearest": -4},
    }
    networks = max(2, settings.networks // 4)
    for part, (name, change) in settings.over(cases.items()):
        found = run(replace(part, networks=networks), steps, **change)
        part.progress(1.0, name)
        row: dict[str, Any] = {"changed": name, "networks": networks}
        for j, rule in enumerate(RATES):
            row[f"leaving_{rule}"] = float(np.median(found.leaving[j]))
            row[f"astray_{rule}"] = float(np.median(found.astray[j]))
            row[f"arrived_{rule}"] = float((found.arrival[j] < np.inf).mean())
        yield row


def apart(
    name: str,
    higher: Sequence[str],
    lower: Sequence[str],
    interval: Mapping[str, tuple[float, float]],
) -> bool:
    """Return whether a quantity's intervals for some rules lie above those for others."""
    return all(
        compared(interval[f"{name}_{one}"], interval[f"{name}_{other}"]) == "higher"
        for one in higher
        for other in lower
    )


def _holds(measured: Mapping[str, Any], interval: Mapping[str, tuple[float, float]]) -> bool | str:
    """Judge the five parts of the claim; where some fail, say which."""
    parts = {
        "SGD, momentum and Nesterov's rule leave the saddle later than the adaptive rules": apart(
            "leaving", PLAIN, ADAPTIVE, interval
        ),
        "how near the start lies costs the adaptive rules less than a step a decade": (
            _steepest(measured) < 1
        ),
        "on Beale's function momentum and Nesterov's rule stray farther than the adaptive": apart(
            "astray", PLAIN[1:], ADAPTIVE, interval
        ),
        "Nesterov's rule strays less than momentum from most starts": (
            above(interval["nesterov_less_astray"], 0.5) == "yes"
        ),
        "the adaptive rules converge similarly fast, by the shares that arrive": alike(
            *(interval[f"arrived_{rule}"] for rule in ADAPTIVE)
        ),
    }
    return in_parts({part: "yes" if met else "no" for part, met in parts.items()})


def _steepest(measured: Mapping[str, Any]) -> float:
    """Return the most that a decade of the start's distance changes an adaptive rule's steps."""
    steepest: float = max(abs(measured[f"steps_per_decade_{rule}"]) for rule in ADAPTIVE)
    return steepest


def _verdict(m: Mapping[str, Any], steps: int) -> str:
    strays = [m[f"astray_{rule}"] for rule in ADAPTIVE]
    steepest = _steepest(m)
    return (
        f"Median steps to leave the saddle: SGD {m['leaving_sgd']:.0f}, momentum "
        f"{m['leaving_momentum']:.0f}, Nesterov {m['leaving_nesterov']:.0f}, and "
        f"{m['steps_per_decade_sgd']:.0f}, {m['steps_per_decade_momentum']:.0f} and "
        f"{m['steps_per_decade_nesterov']:.0f} more for each decade nearer; AdaGrad "
        f"{m['leaving_adagrad']:.0f}, Adadelta {m['leaving_adadelta']:.0f}, RMSProp "
        f"{m['leaving_rmsprop']:.0f}, where a decade changes "
        f"{'less than one step' if steepest < 1 else f'up to {steepest:.0f} steps'}. On Beale's "
        f"function momentum strays by {m['astray_momentum']:.2f} of the way and Nesterov by "
        f"{m['astray_nesterov']:.2f} (less from {m['nesterov_less_astray']:.0%} of all starts), "
        f"the adaptive rules by {min(strays):.2f} to {max(strays):.2f}; {_divergence(m)}. "
        f"{_arrivals(m, steps)}"
    )


def _divergence(m: Mapping[str, Any]) -> str:
    """Say from how many starts a rule diverges on Beale's function."""
    lost = {rule: m[f"diverged_{rule}"] for rule in RATES if m[f"diverged_{rule}"] > 0}
    told = " and ".join(f"{share:.1%} under {rule}" for rule, share in lost.items())
    return f"starts that diverge: {told or 'none'}"


def _arrivals(m: Mapping[str, Any], steps: int) -> str:
    """Say how many arrive, which rule is first, and whether it is one that strays most."""
    shares = ", ".join(f"{rule} {m[f'arrived_{rule}']:.0%}" for rule in RATES)
    told = f"Within {steps} steps arrive: {shares}"
    quickest = min(RATES, key=lambda rule: m[f"arrival_{rule}"])
    if m[f"arrival_{quickest}"] == np.inf:
        return f"{told}; under no rule does the median start arrive."
    calmest = min(RATES, key=lambda rule: m[f"astray_{rule}"])
    straying = m[f"astray_{quickest}"] > 1.1 * m[f"astray_{calmest}"]
    return (
        f"{told}; {quickest} is first, after {m[f'arrival_{quickest}']:.0f} steps in the median"
        f"{f', though it strays farther than {calmest}' if straying else ''}."
    )
