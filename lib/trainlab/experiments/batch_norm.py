"""The same deep network with and without batch normalization: its loss and its gradients."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from trainlab import problems
from trainlab.experiments._experiment import Outcome, Settings, experiment, gathered
from trainlab.experiments.rates import Scan, order, scan
from trainlab.experiments.statistics import BOOTSTRAPPED, bands, median_interval
from trainlab.experiments.targets import on_grid
from trainlab.networks import MLP
from trainlab.trainer import Trainer

DEPTH, WIDTH, POINTS, BATCH = 8, 16, 128, 32
RATES = np.logspace(-2.5, 0.5, 7)
DATA = on_grid(problems.step_sine(), POINTS)
#: Mean squared error of the best constant: what is not below it has learned nothing.
CONSTANT = float(DATA[1].var(correction=0))
#: Activation and initializer; the first is what the paper behind the slide trains.
CASES = (
    ("sigmoid", "glorot_normal"),
    ("sigmoid", "normal"),
    ("tanh", "glorot_normal"),
    ("relu", "he_normal"),
)


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
    parts = [settings.part(0, 0.25), settings.part(0.25, 1)]
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
    return gradient[1] / gradient[-2]


@experiment(
    "batch-norm",
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
    made, complete = gathered(_pairs(settings, cases, steps))
    if not made:
        raise KeyboardInterrupt
    pairs = dict(made)
    pair = next(iter(pairs.values()))
    judged = {"loss_plain": pair.plain.judged(), "loss_batch_norm": pair.norm.judged()}
    flows = {"flow_plain": gain(pair.plain_gradient), "flow_batch_norm": gain(pair.norm_gradient)}
    found = judged | flows
    medians = {name: float(np.median(values)) for name, values in found.items()}
    usable = {
        "usable_rate_plain": pair.plain.usable(0.5 * CONSTANT),
        "usable_rate_batch_norm": pair.norm.usable(0.5 * CONSTANT),
    }
    return Outcome(
        measured=medians | usable,
        claimed={
            "loss_batch_norm": "below loss_plain",
            "flow_batch_norm": "nearer to 1 than flow_plain",
            "usable_rate_batch_norm": "above usable_rate_plain",
        },
        interval={name: median_interval(values) for name, values in found.items()},
        interval_method=f"{BOOTSTRAPPED}, of the median; the rate is chosen on other networks",
        holds=_holds(pairs),
        verdict=_verdict(medians, usable),
        setting={
            "network": f"{DEPTH} hidden layers of {WIDTH} (the source names none), sigmoid as in "
            "Ioffe and Szegedy's first experiment, Glorot-normal weights, zero biases",
            "data": f"{POINTS} equally spaced points of [x > 0] + 0.2 sin 5x on (-sqrt 3, sqrt 3)",
            "rule": f"SGD, batches of {BATCH}, {steps} steps",
            "rates": f"{len(RATES)} rates from {RATES[0]:.2g} to {RATES[-1]:.2g}, "
            f"{settings.networks} networks at each",
            "loss": "MSE on all points after training, with running statistics",
            "flow": "gradient (RMS) of the second layer over the last hidden one, before training",
            "usable_rate": "highest rate with a median loss below half that of a constant",
        },
        sensitivity=[_row(name, pair) for name, pair in made],
        complete=complete,
        data={
            "rates": RATES,
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
    parts = np.linspace(0, 1, len(cases) + 1)
    for (activation, init), start, stop in zip(cases, parts, parts[1:], strict=False):
        part = settings.part(start, stop, few if start else settings.networks)
        yield f"{activation}, {init}", compare(part, activation, init, steps)


def _per_epoch(curves: np.ndarray) -> np.ndarray:
    """Return the mean loss over each epoch's batches (epochs, K)."""
    return curves.reshape(-1, POINTS // BATCH, curves.shape[1]).mean(axis=1)


def _row(name: str, pair: Pair) -> dict[str, Any]:
    return {
        "changed": name,
        "networks": pair.plain.loss.shape[1],
        "loss_plain": pair.plain.summary()[0],
        "loss_batch_norm": pair.norm.summary()[0],
        "usable_rate_plain": pair.plain.usable(0.5 * CONSTANT),
        "usable_rate_batch_norm": pair.norm.usable(0.5 * CONSTANT),
        "flow_plain": float(np.median(gain(pair.plain_gradient))),
        "flow_batch_norm": float(np.median(gain(pair.norm_gradient))),
    }


def _holds(pairs: dict[str, Pair]) -> bool | str:
    orders = {name: order(pair.norm, pair.plain) for name, pair in pairs.items()}
    if set(orders.values()) <= {"lower"}:
        return True
    if "lower" not in orders.values():
        return False
    found = "; ".join(f"{name}: {order}" for name, order in orders.items())
    return (
        "It depends on activation and initializer, which the source leaves open. Each at its best "
        f"rate, the loss with batch norm is, by the intervals, {found}."
    )


def _verdict(medians: dict[str, float], usable: dict[str, float]) -> str:
    return (
        f"{DEPTH} sigmoid layers learn with batch norm (MSE {medians['loss_batch_norm']:.3f}) and "
        f"not without (MSE {medians['loss_plain']:.3f}; the best constant has {CONSTANT:.3f}); the "
        f"gradient of layer 2 is {medians['flow_batch_norm']:.2g} times that of layer {DEPTH} with "
        f"it, {medians['flow_plain']:.1g} times without; usable rates reach "
        f"{usable['usable_rate_batch_norm']:.2g} with it, "
        f"{_rate(usable['usable_rate_plain'])} without."
    )


def _rate(rate: float) -> str:
    return f"{rate:.2g}" if rate else "none"
