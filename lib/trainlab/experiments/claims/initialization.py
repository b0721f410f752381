"""Signals and gradients in deep networks before training, by initializer (lecture 09)."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

from trainlab import optimizers
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.verdicts import above, alike, within
from trainlab.nn import initializers
from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.initializers import Initializer
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

DEPTH = 10


class Case(NamedTuple):
    """An activation with an initializer whose weights have variance ``gain`` / width."""

    activation: str
    init: Initializer
    gain: float


def _unscaled(activation: str, width: int) -> Case:
    return Case(activation, initializers.normal(1.0), float(width))


class Scales(NamedTuple):
    """Mean squares per hidden layer and network (depth, E): of outputs, of weight gradients."""

    signal: np.ndarray
    gradient: np.ndarray


def scales(settings: Settings, case: Case, width: int, depth: int = DEPTH) -> Scales:
    """Measure networks before training on one input of unit mean square, whose direction does not
    matter, as the weights' distribution has none. The output's target is 1.
    """
    trainer = Trainer(
        MLP([width] * (depth + 1) + [1], activation=case.activation),
        (torch.ones(1, width), torch.ones(1, 1)),
        optimizer=optimizers.sgd(),
        init=case.init,
        population=settings.networks,
        seed=settings.seed,
        device=settings.device,
    )
    found = trainer.diagnostics()
    return Scales(
        *(
            part[:depth].double().square().numpy(force=True)
            for part in (found.activation, found.gradient)
        )
    )


def mean_field(activation: str, gain: float, depth: int = DEPTH) -> Scales:
    """Return theory's mean squares per layer (depth,) for wide networks; gradients over the last's.

    With q the variance of z: q <- gain E f(sqrt(q) u)^2 forward; a gradient's mean square gains the
    factor gain E f'(sqrt(q) u)^2 at each layer on the way back (Poole et al., "Exponential
    expressivity in deep neural networks through transient chaos", 2016).
    """
    nodes, weights = np.polynomial.legendre.leggauss(200)
    half = 6 * (nodes + 1)
    u = torch.from_numpy(np.concatenate([-half, half]))
    density = torch.from_numpy(np.tile(6 * weights, 2)) * torch.exp(-(u**2) / 2)
    density /= math.sqrt(2 * math.pi)
    f = ACTIVATIONS[activation]
    signal, back = [1.0], []
    for _ in range(depth):
        z = math.sqrt(gain * signal[-1]) * u
        signal.append(float((density * f.function(z) ** 2).sum()))
        back.append(gain * float((density * f.derivative(z) ** 2).sum()))
    delta = np.cumprod([1.0, *back[-2::-1]])[::-1]
    gradient = delta * np.array(signal[:-1])
    return Scales(np.array(signal[1:]), gradient / gradient[-1])


#: Width of the networks whose gradients are followed layer by layer, and other widths.
WIDTH, WIDTHS = 32, (4, 8, 16, 32, 64, 100, 128)
#: Another number of hidden layers.
DEEPER = 20


def _draw_vanishing(result: Result) -> "Picture":
    from trainlab.experiments.figures import initialization as figures

    return figures.vanishing(result)


@experiment(
    "vanishing",
    draw=_draw_vanishing,
    title="Gradients vanish on the way back, or not",
    source="Aydore, Backpropagation and Optimization; Karniadakis, Training and Optimization",
    claim="Deep sigmoid networks started from N(0, 1) saturate, and their gradients vanish towards "
    "the first layers; Glorot's and He's initializers keep them.",
    networks=1000,
    quick=200,
    seconds=5,
)
def vanishing(settings: Settings) -> Outcome:
    """Measure gradients per layer, and how the answer depends on the width."""
    cases = {
        "sigmoid, N(0, 1)": _unscaled("sigmoid", WIDTH),
        "sigmoid, Glorot": Case("sigmoid", initializers.glorot_normal(), 1.0),
        "tanh, Glorot": Case("tanh", initializers.glorot_normal(), 1.0),
        "ReLU, He": Case("relu", initializers.he_normal(), 2.0),
    }
    first, second, third = settings.split(0.5, 0.4, 0.1)
    found = {}
    for part, (name, case) in first.over(cases.items()):
        part.progress(0.0, name)
        found[name] = scales(settings, case, WIDTH)
    ratios = {name: _over_last(part)[0] for name, part in found.items()}
    by_width = {}
    few = replace(settings, networks=max(2, settings.networks // 5))
    for part, width in second.over(WIDTHS):
        part.progress(0.0, f"sigmoid, N(0, 1), width {width}")
        by_width[width] = _over_last(scales(few, _unscaled("sigmoid", width), width))[0]
    third.progress(0.0, f"{DEEPER} layers")
    deeper = {
        f"layer 1 over layer {DEEPER}, {name}": float(
            np.median(_over_last(scales(few, case, WIDTH, DEEPER))[0])
        )
        for name, case in cases.items()
    }
    measured = {f"layer 1 over layer 10, {name}": float(np.median(r)) for name, r in ratios.items()}
    interval = {
        f"layer 1 over layer 10, {name}": statistics.median_interval(ratio)
        for name, ratio in ratios.items()
    }
    narrow, wide = np.median(by_width[WIDTHS[0]]), np.median(by_width[WIDTHS[-1]])
    return Outcome(
        measured=dict(measured),
        claimed={
            "layer 1 over layer 10, sigmoid, N(0, 1)": "far below 1",
            "layer 1 over layer 10, tanh, Glorot": "about 1",
            "layer 1 over layer 10, ReLU, He": "about 1",
        },
        interval=interval,
        interval_method=f"{statistics.BOOTSTRAPPED}, of the median",
        holds=_vanishing_holds(interval, by_width),
        verdict=f"At width {WIDTH} the gradient of layer 1 is "
        f"{measured['layer 1 over layer 10, sigmoid, N(0, 1)']:.2f} of layer 10's for sigmoid from "
        f"N(0, 1), {measured['layer 1 over layer 10, tanh, Glorot']:.2f} for tanh with Glorot and "
        f"{measured['layer 1 over layer 10, ReLU, He']:.2f} for ReLU with He; but sigmoid from "
        f"N(0, 1) gives {narrow:.4f} at width {WIDTHS[0]} and {wide:.1f} at width {WIDTHS[-1]}, "
        f"and sigmoid with Glorot {measured['layer 1 over layer 10, sigmoid, Glorot']:.0e}"
        f"{_blamed(interval)}.",
        setting={
            "hidden layers (chosen by us)": DEPTH,
            "width (chosen by us)": WIDTH,
            "input": "one point of unit mean square",
            "output": "one unit, squared error against 1",
            "gradient": "root mean square of a layer's weight gradient, before training",
        },
        sensitivity=[
            {
                "changed": f"width {width}",
                "networks": few.networks,
                "layer 1 over layer 10, sigmoid, N(0, 1)": float(np.median(ratio)),
                "theory for wide networks": float(
                    math.sqrt(mean_field("sigmoid", float(width)).gradient[0])
                ),
            }
            for width, ratio in by_width.items()
        ]
        + [
            {"changed": f"{DEEPER} hidden layers", "networks": few.networks}
            | deeper
            | {
                "theory for wide networks, sigmoid, N(0, 1)": float(
                    math.sqrt(mean_field("sigmoid", float(WIDTH), DEEPER).gradient[0])
                )
            }
        ],
        data={f"gradient {name}": _over_last(part) for name, part in found.items()}
        | {
            f"theory {n}": np.sqrt(mean_field(c.activation, c.gain).gradient)
            for n, c in cases.items()
        }
        | {
            "width": np.array(WIDTHS),
            "by width": np.stack([*by_width.values()]),
            "theory by width": np.array(
                [math.sqrt(mean_field("sigmoid", float(w)).gradient[0]) for w in WIDTHS]
            ),
        },
    )


def _blamed(interval: dict[str, tuple[float, float]]) -> str:
    """Say that the activation matters where Glorot keeps the gradients of tanh, not of sigmoid."""
    sigmoid, tanh = (interval[f"layer 1 over layer 10, {f}, Glorot"] for f in ("sigmoid", "tanh"))
    if above(sigmoid, 0.5) == "no" and within(tanh, 0.5, 2) == "yes":
        return ": the activation, not N(0, 1) alone, makes gradients vanish"
    return ""


def _vanishing_holds(
    interval: dict[str, tuple[float, float]], by_width: dict[int, np.ndarray]
) -> bool | str:
    """Say yes or no, or at which widths."""
    lost = "layer 1 over layer 10, sigmoid, N(0, 1)"
    kept = ("layer 1 over layer 10, tanh, Glorot", "layer 1 over layer 10, ReLU, He")
    if above(interval[lost], 0.5) == "yes" or any(
        within(interval[name], 0.5, 2) != "yes" for name in kept
    ):
        return False
    grows = [width for width, ratio in by_width.items() if np.median(ratio) > 1]
    if not grows:
        return True
    return (
        "Yes for tanh with Glorot and ReLU with He; for sigmoid with N(0, 1) it depends on the "
        f"width, which the sources leave open: at width {grows[0]} gradients grow."
    )


def _listed(names: list[str]) -> str:
    """Return names in words; they have commas, so a semicolon stands between them."""
    return "; ".join(names)


def _over_last(found: Scales) -> np.ndarray:
    """Return root mean square gradients over the last layer's of the same network (DEPTH, E)."""
    relative: np.ndarray = np.sqrt(found.gradient / found.gradient[-1])
    return relative


SIGNAL_WIDTH = 64
#: Largest factor by which a variance that is kept may differ from 1.
KEPT = 1.2
#: Pairs that are meant to keep the variance, and pairs that are not.
KEEPING = {
    "linear, LeCun": Case("identity", initializers.lecun_normal(), 1.0),
    "ReLU, He": Case("relu", initializers.he_normal(), 2.0),
    "1.7159 tanh(2z/3), LeCun": Case("lecun_tanh", initializers.lecun_normal(), 1.0),
    "tanh, Glorot": Case("tanh", initializers.glorot_normal(), 1.0),
}
OTHERS = {
    "ReLU, N(0, 1)": _unscaled("relu", SIGNAL_WIDTH),
    "tanh, N(0, 1)": _unscaled("tanh", SIGNAL_WIDTH),
    "sigmoid, N(0, 1)": _unscaled("sigmoid", SIGNAL_WIDTH),
    "ReLU, Glorot": Case("relu", initializers.glorot_normal(), 1.0),
    "tanh, N(0, 0.05)": Case("tanh", initializers.normal(0.05), SIGNAL_WIDTH * 0.05**2),
}


class Shape(NamedTuple):
    """Width and number of hidden layers, and of how many networks at most."""

    width: int
    depth: int
    networks: int


#: Other shapes than the one chosen. The narrower, the less certain is the mean.
SHAPES = {"width 16": Shape(16, DEPTH, 1000), f"{DEEPER} hidden layers": Shape(64, DEEPER, 100)}


def _draw_activations_stable(result: Result) -> "Picture":
    from trainlab.experiments.figures import initialization as figures

    return figures.activations_stable(result)


@experiment(
    "activations-stable",
    draw=_draw_activations_stable,
    title="Which initializers keep the variance from layer to layer",
    source="Bucharest lecture 3, Deep Neural Networks; Aydore, Backpropagation and Optimization",
    claim="With LeCun's, Glorot's and He's initializers the variance of every layer's output is "
    "that of its input, 1; with others it is not.",
    networks=1000,
    quick=100,
    seconds=22,
)
def activations_stable(settings: Settings) -> Outcome:
    """Measure outputs per layer beside the variance recursion."""
    cases = KEEPING | OTHERS
    shapes = {"": Shape(SIGNAL_WIDTH, DEPTH, settings.networks)}
    if not settings.quick:
        shapes |= {
            name: shape._replace(networks=min(settings.networks, shape.networks))
            for name, shape in SHAPES.items()
        }
    jobs = [*product(shapes, cases)]
    efforts = [math.prod([*shapes[shape], shapes[shape].width]) for shape, _ in jobs]

    def signals() -> Iterator[tuple[tuple[str, str], np.ndarray]]:
        for part, (shape, name) in settings.over(jobs, efforts):
            width, depth, networks = shapes[shape]
            part.progress(0.0, f"{name} {shape}")
            few = replace(part, networks=networks)
            yield (shape, name), scales(few, cases[name], width, depth).signal

    made, complete = gathered(signals(), at_least=1)
    found = {name: signal for (shape, name), signal in made if not shape}
    exact = {name: mean_field(cases[name].activation, cases[name].gain).signal for name in found}
    last: dict[str, dict[str, float]] = {"": {}}
    intervals: dict[str, dict[str, tuple[float, float]]] = {"": {}}
    for (shape, name), signal in made:
        last.setdefault(shape, {})[name] = float(signal[-1].mean())
        pair = statistics.bootstrap_interval(signal[-1])
        intervals.setdefault(shape, {})[name] = pair
    told = "; ".join(f"{last[''][name]:.3g} for {name}" for name in KEEPING if name in found)
    off = max(abs(value / exact[name][-1] - 1) for name, value in last[""].items())
    return Outcome(
        measured={f"mean square of layer 10, {name}": value for name, value in last[""].items()},
        claimed={f"mean square of layer 10, {name}": 1.0 for name in KEEPING}
        | {f"mean square of layer 10, {name}": "not 1" for name in OTHERS},
        interval={f"mean square of layer 10, {name}": pair for name, pair in intervals[""].items()},
        interval_method=f"{statistics.BOOTSTRAPPED}, of the mean",
        holds=_stable_holds(intervals),
        verdict=f"After {DEPTH} layers the mean square, which is 1 at the input, is {told}. All "
        f"{len(found)} means are within {off:.0%} of theory's.",
        setting={
            "hidden layers (chosen by us)": DEPTH,
            "width (chosen by us)": SIGNAL_WIDTH,
            "input": "one point of mean square 1",
            "LeCun and Glorot": "the same on layers of equal size; derived with tanh taken for "
            "linear",
            "variance": "mean square of a layer's outputs, over units and networks",
            "kept": f"at the last layer the 95% interval of the mean reaches within a factor of "
            f"{KEPT:g} of 1",
        },
        sensitivity=[
            {
                "activation, initializer": name,
                "mean square of layer 1": float(signal[0].mean()),
                "mean square of layer 10": last[""][name],
                "theory": float(exact[name][-1]),
            }
            for name, signal in found.items()
        ]
        + [
            {
                "changed": shape,
                "networks": shapes[shape].networks,
                "mean square of the last layer": values,
            }
            for shape, values in last.items()
            if shape
        ],
        data={f"signal {name}": signal for name, signal in found.items()}
        | {f"theory {name}": signal for name, signal in exact.items()}
        | {
            "keeping": np.array([name for name in KEEPING if name in found]),
            "others": np.array([name for name in OTHERS if name in found]),
        },
        complete=complete,
    )


def _stable_holds(intervals: Mapping[str, Mapping[str, tuple[float, float]]]) -> bool | str:
    """Say whether the variance is kept where it is meant to be and nowhere else, or by which pairs.

    Args:
        intervals: by shape, "" for the first, and by pair: of the last layer's mean square.
    """
    kept = {shape: _kept(pairs) for shape, pairs in intervals.items()}
    meant = [name for name in kept[""] if name in KEEPING]
    lost = [name for name in KEEPING if name in intervals[""] and name not in meant]
    unmeant = [name for name in kept[""] if name not in KEEPING]
    if not meant:
        return False
    text = f"Yes for {_listed(meant)}"
    text += f"; no for {_listed(lost)}." if lost else "."
    if unmeant:
        text += f" Not meant to, but near 1 as well: {_listed(unmeant)}."
    elsewhere = [
        f" With {shape} it is kept by: {_listed(names) or 'none'}."
        for shape, names in kept.items()
        if set(names) != {name for name in kept[""] if name in intervals[shape]}
    ]
    return text + "".join(elsewhere) if lost or unmeant or elsewhere else True


def _kept(intervals: Mapping[str, tuple[float, float]]) -> list[str]:
    """Return the pairs whose interval reaches within a factor of ``KEPT`` of 1."""
    return [name for name, bounds in intervals.items() if alike(bounds, (1 / KEPT, KEPT))]
