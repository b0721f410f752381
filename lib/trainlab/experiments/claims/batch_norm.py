"""The same deep network with and without batch normalization: its loss and its gradients."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from trainlab import problems
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.scans import Scan, order, scan
from trainlab.experiments.statistics import BOOTSTRAPPED, bands, median_interval
from trainlab.experiments.targets import DEFAULT_START, on_grid
from trainlab.experiments.verdicts import by_answer, compared
from trainlab.nn.layers.batch_norm import EPSILON
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

DEPTH, WIDTH, POINTS, BATCH = 8, 16, 128, 32
RATES = np.logspace(-2.5, 0.5, 7)
DATA = on_grid(problems.step_sine(), POINTS)
#: Mean squared error of the best constant: what is not below it has learned nothing.
CONSTANT = float(DATA[1].var(correction=0))
#: A median loss below this counts as learned.
LEARNED = 0.5 * CONSTANT
#: Activation and initializer; the first is what the paper behind the slide trains.
CASES = (
    ("sigmoid", "glorot_normal"),
    ("sigmoid", "normal"),
    ("tanh", "glorot_normal"),
    ("relu", "he_normal"),
    ("relu", "torch_default"),
)
#: What batch norm may do to a quantity.
ANSWERS = ("lower", "higher", "the same", "undecided")
#: The parts of the claim, and the answer with which each holds.
PARTS = {
    "loss at the best rate": "lower",
    "distance of the gradients from an even flow": "lower",
    "highest usable rate": "higher",
    "ratio of losses between starts": "lower",
}


class Pair(NamedTuple):
    """Scans without and with batch norm, and the gradients before training.

    Attributes:
        plain, norm: scans of the rate.
        plain_gradient, norm_gradient: (L, K) root mean square of the weight gradients of layers
            1 ... L at the start.
    """

    plain: Scan
    norm: Scan
    plain_gradient: np.ndarray
    norm_gradient: np.ndarray


def network(activation: str, batch_norm: bool) -> MLP:
    """Return the network under test."""
    return MLP([1, *[WIDTH] * DEPTH, 1], activation=activation, batch_norm=batch_norm)


def gradients(settings: Settings, net: MLP, init: str) -> np.ndarray:
    """Return the size of each layer's weight gradient before training (L, E)."""
    trainer = Trainer(
        net,
        DATA,
        init=init,
        population=settings.networks,
        seed=settings.seed,
        device=settings.device,
    )
    return trainer.diagnostics().gradient.numpy(force=True)


def compare(settings: Settings, activation: str, init: str, steps: int) -> Pair:
    """Scan the rates without and with batch norm, which takes three times as long."""
    nets = [network(activation, False), network(activation, True)]
    parts = settings.split(1, 3)
    words = ["without", "with"]
    plain, norm = (
        scan(
            part,
            net,
            DATA,
            RATES,
            steps=steps,
            doing=f"{activation}, {init}, {word} batch norm",
            init=init,
            batch_size=BATCH,
        )
        for part, net, word in zip(parts, nets, words, strict=True)
    )
    return Pair(plain, norm, *(gradients(settings, net, init) for net in nets))


def gain(gradient: np.ndarray) -> np.ndarray:
    """Return the second layer's gradient over the last hidden one's (E,); 1 is an even flow.

    Not the first layer's: it has one input, whose weight's size batch norm cancels.
    """
    ratio: np.ndarray = gradient[1] / gradient[-2]
    return ratio


def _draw_batch_norm(result: Result) -> "Picture":
    from trainlab.experiments.figures import batch_norm as figures

    return figures.batch_norm(result, depth=DEPTH, every=POINTS // BATCH, constant=CONSTANT)


@experiment(
    "batch-norm",
    draw=_draw_batch_norm,
    title="Batch normalization",
    source='Karniadakis, "Training and optimization", Batch Normalization',
    claim="Batch normalization makes training converge faster, lets gradients flow through the "
    "layers, allows higher learning rates and makes the start matter less.",
    networks=128,
    quick=6,
    seconds=140,
)
def batch_norm(settings: Settings) -> Outcome:
    """Scan the learning rate of a deep network with and without batch norm."""
    steps = 200 if settings.quick else 800
    cases = CASES[:1] if settings.quick else CASES
    made, complete = gathered(_pairs(settings, cases, steps), at_least=1)
    pairs = dict(made)
    pair = next(iter(pairs.values()))
    judged = {"loss_plain": pair.plain.judged(), "loss_batch_norm": pair.norm.judged()}
    flows = {"flow_plain": gain(pair.plain_gradient), "flow_batch_norm": gain(pair.norm_gradient)}
    found = judged | flows
    medians = {name: float(np.median(values)) for name, values in found.items()}
    usable = {
        "usable_rate_plain": pair.plain.usable(LEARNED),
        "usable_rate_batch_norm": pair.norm.usable(LEARNED),
    }
    starts = _starts(pairs)
    ratios = {
        f"start_ratio_{kind}": spread(scans) for kind, scans in starts.get(cases[0][0], {}).items()
    }
    return Outcome(
        measured=medians | usable | {name: ratio for name, (ratio, _) in ratios.items()},
        claimed={
            "loss_batch_norm": "below loss_plain",
            "flow_batch_norm": "nearer to 1 than flow_plain",
            "usable_rate_batch_norm": "above usable_rate_plain",
            "start_ratio_batch_norm": "below start_ratio_plain",
        },
        interval={name: median_interval(values) for name, values in found.items()}
        | {name: bounds for name, (_, bounds) in ratios.items()},
        interval_method=f"{BOOTSTRAPPED}, of the median; the rate is chosen on other networks; a "
        "ratio's from those of its two medians",
        holds=_holds(_judged(pairs)),
        verdict=_verdict(medians, usable, {name: ratio for name, (ratio, _) in ratios.items()}),
        setting={
            "network": f"{DEPTH} hidden layers of {WIDTH} (the source names none), sigmoid as in "
            "Ioffe and Szegedy's first experiment, Glorot-normal weights, zero biases",
            "torch_default": f"{DEFAULT_START}, biases too; with the others biases are zero",
            "batch norm": f"momentum {network('sigmoid', True).norm_momentum:g} of the running "
            f"statistics, eps {EPSILON:g}, before the activation",
            "data": f"{POINTS} equally spaced points of [x > 0] + 0.2 sin 5x on (-sqrt 3, sqrt 3)",
            "rule": f"SGD, batches of {BATCH}, {steps} steps",
            "rates": f"{len(RATES)} rates from {RATES[0]:.2g} to {RATES[-1]:.2g}, "
            f"{settings.networks} networks at each",
            "loss": "MSE on all points after training, with running statistics",
            "flow": "gradient (RMS) of the second layer over the last hidden one, before training",
            "usable_rate": "highest rate with a median loss below half that of a constant",
            "start_ratio": "largest over smallest median loss of the initializers tried with one "
            "activation, each at its best rate",
        },
        sensitivity=[_row(name, pair) for name, pair in made],
        complete=complete,
        data={
            "rates": RATES,
            "activation": np.array(cases[0][0]),
            "scan_plain": np.median(pair.plain.loss, axis=1),
            "scan_norm": np.median(pair.norm.loss, axis=1),
            "curve_plain": bands(_per_epoch(pair.plain.curves)),
            "curve_norm": bands(_per_epoch(pair.norm.curves)),
            "gradient_plain": bands(pair.plain_gradient),
            "gradient_norm": bands(pair.norm_gradient),
        },
    )


def _pairs(
    settings: Settings, cases: Sequence[tuple[str, str]], steps: int
) -> Iterator[tuple[str, Pair]]:
    """Compare in each case, in all but the first on a third of the networks."""
    few = max(4, settings.networks // 3)
    for part, (activation, init) in settings.over(cases):
        own = part if (activation, init) == cases[0] else replace(part, networks=few)
        yield f"{activation}, {init}", compare(own, activation, init, steps)


def _per_epoch(curves: np.ndarray) -> np.ndarray:
    """Return the mean loss over each epoch's batches (epochs, K)."""
    means: np.ndarray = curves.reshape(-1, POINTS // BATCH, curves.shape[1]).mean(axis=1)
    return means


def _row(name: str, pair: Pair) -> dict[str, Any]:
    return {
        "changed": name,
        "networks": pair.plain.loss.shape[1],
        "loss_plain": pair.plain.summary()[0],
        "loss_batch_norm": pair.norm.summary()[0],
        "usable_rate_plain": pair.plain.usable(LEARNED),
        "usable_rate_batch_norm": pair.norm.usable(LEARNED),
        "flow_plain": float(np.median(gain(pair.plain_gradient))),
        "flow_batch_norm": float(np.median(gain(pair.norm_gradient))),
    }


def _starts(pairs: Mapping[str, Pair]) -> dict[str, dict[str, list[Scan]]]:
    """Return the scans without and with batch norm of each activation with several starts."""
    found: dict[str, dict[str, list[Scan]]] = {}
    for name, pair in pairs.items():
        own = found.setdefault(name.split(", ")[0], {"plain": [], "batch_norm": []})
        own["plain"].append(pair.plain)
        own["batch_norm"].append(pair.norm)
    return {name: own for name, own in found.items() if len(own["plain"]) > 1}


def spread(scans: Sequence[Scan]) -> tuple[float, tuple[float, float]]:
    """Return the largest over the smallest median loss of several scans, and its bounds."""
    found = sorted(one.summary() for one in scans)
    (least, (least_low, least_high)), (most, (most_low, most_high)) = found[0], found[-1]
    return most / least, (max(1.0, most_low / least_high), most_high / least_low)


def _unevenness(gradient: np.ndarray) -> tuple[float, float]:
    """Return the interval of the median distance of the gain from 1, as a factor either way."""
    return median_interval(np.exp(np.abs(np.log(gain(gradient)))))


def _judged(pairs: Mapping[str, Pair]) -> dict[str, dict[str, str]]:
    """Return for each part of the claim, by case, what batch norm does: lower, higher, ..."""
    loss, flow, usable, start = PARTS
    found: dict[str, dict[str, str]] = {part: {} for part in PARTS}
    for name, pair in pairs.items():
        found[loss][name] = order(pair.norm, pair.plain)
        found[flow][name] = compared(
            _unevenness(pair.norm_gradient), _unevenness(pair.plain_gradient)
        )
        norm, plain = pair.norm.usable(LEARNED), pair.plain.usable(LEARNED)
        found[usable][name] = "higher" if norm > plain else "lower" if norm < plain else "the same"
    for activation, scans in _starts(pairs).items():
        _, norm_bounds = spread(scans["batch_norm"])
        _, plain_bounds = spread(scans["plain"])
        found[start][activation] = compared(norm_bounds, plain_bounds)
    return found


def _holds(judged: Mapping[str, Mapping[str, str]]) -> bool | str:
    """Say yes or no where all parts agree; else say of each part for which case it holds."""
    answers = {answer == PARTS[part] for part, cases in judged.items() for answer in cases.values()}
    if len(answers) == 1:
        return answers.pop()
    told = [f"{part} {_told(cases)}" for part, cases in judged.items() if cases]
    return (
        "It depends on activation and initializer, which the source leaves open. With batch norm, "
        "by the intervals, and on the grid of rates: " + "; ".join(told) + "."
    )


def _told(cases: Mapping[str, str]) -> str:
    """Return the answers, each with the cases in which it came out."""
    answers = by_answer(cases)
    return ", ".join(
        f"{answer} ({' / '.join(name.replace(', ', ' ') for name in answers[answer])})"
        for answer in ANSWERS
        if answer in answers
    )


def _verdict(
    medians: Mapping[str, float], usable: Mapping[str, float], ratios: Mapping[str, float]
) -> str:
    told = (
        f"{DEPTH} {CASES[0][0]} layers {_learn(medians)}; the best constant has {CONSTANT:.3f}. "
        f"The gradient of layer 2 is {medians['flow_batch_norm']:.2g} times that of layer {DEPTH} "
        f"with batch norm, {medians['flow_plain']:.1g} times without; usable rates reach "
        f"{_rate(usable['usable_rate_batch_norm'])} with it, "
        f"{_rate(usable['usable_rate_plain'])} without."
    )
    if ratios:
        told += (
            f" Between the initializers tried, the losses differ by a factor of "
            f"{ratios['start_ratio_batch_norm']:.1f} with it, {ratios['start_ratio_plain']:.1f} "
            "without."
        )
    return told


def _learn(medians: Mapping[str, float]) -> str:
    """Say whether the networks learn with and without batch norm, against the best constant."""
    words = {
        f"{word} (MSE {medians[name]:.3f})": medians[name] < LEARNED
        for word, name in (("with batch norm", "loss_batch_norm"), ("without", "loss_plain"))
    }
    able = [word for word, learned in words.items() if learned]
    unable = [word for word, learned in words.items() if not learned]
    told = [f"learn {' and '.join(able)}"] if able else []
    told += [f"do not learn {' or '.join(unable)}"] if unable else []
    return " and ".join(told)


def _rate(rate: float) -> str:
    return f"{rate:.2g}" if rate else "none"
