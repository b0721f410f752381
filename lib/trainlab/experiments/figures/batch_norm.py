"""Picture of a deep network with and without batch norm."""

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

KINDS = {"plain": ("without", "vermillion"), "norm": ("with batch norm", "blue")}
#: Losses that the panel over rates shows.
SHOWN = (0.01, 3.0)


def batch_norm(result: Result, *, depth: int, every: int, constant: float) -> Picture:
    """The gradient per layer at the start, the loss along training, the loss over rates.

    Args:
        result: what is drawn.
        depth: number of hidden layers.
        every: steps between two losses of a curve.
        constant: loss of the best constant.
    """
    figure, (layers, curves, scans) = canvas(3, width=9.0, height=3.4)
    data = result.data
    for kind, (words, color) in KINDS.items():
        gradient = data[f"gradient_{kind}"]
        place = np.arange(1, gradient.shape[1] + 1)
        band(layers, place, gradient, PALETTE[color], marker="o", markersize=3)
        curve = data[f"curve_{kind}"]
        steps = np.arange(1, curve.shape[1] + 1) * every
        band(curves, steps, curve, PALETTE[color])
        median = data[f"scan_{kind}"]
        scans.plot(data["rates"], median, "o-", color=PALETTE[color], markersize=4)
        label(
            curves,
            words,
            steps[-1],
            curve[4].max(where=steps > steps[-1] / 2, initial=0),
            color,
            xytext=(0, 8),
            ha="right",
        )
        up = -9 if kind == "plain" else 9
        label(layers, words, place[2], gradient[2, 2], color, xytext=(6, up))
        at = np.flatnonzero(_drawn(median))
        if len(at):
            label(scans, words, data["rates"][at[0]], median[at[0]], color, xytext=(4, up))
    layers.set(yscale="log", xlabel="layer", ylabel="weight gradient, RMS", title="At the start")
    curves.set(yscale="log", xlabel="step", ylabel="mini-batch MSE", title="At the best rate")
    scans.axhline(constant, color=PALETTE["grey"], linestyle="--", linewidth=1)
    label(scans, "best constant", data["rates"][0], constant, "grey", xytext=(0, 7))
    scans.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="median final MSE")
    scans.set(title="Over rates", ylim=SHOWN)
    m = result.measured
    return Picture(
        figure,
        f"{result.networks} {data['activation']} networks of {depth} hidden layers at each rate, "
        "with and without batch norm. Left: gradients before training. Middle: loss of "
        "mini-batches in training mode, averaged over each epoch, of all networks at the best "
        "rate. Right: median final loss, on all points at inference, over rates. Bands hold the "
        "middle 90% and 50%." + "".join(_left_out(kind, result) for kind in KINDS),
        "Three panels. Gradients before training: without batch norm layer 2 has "
        f"{m['flow_plain']:.1g} of the last hidden layer's, with it {m['flow_batch_norm']:.2g}. "
        "Loss of mini-batches along training at the best rates. Final loss on all points over "
        f"learning rates, at the best {m['loss_plain']:.3f} without and "
        f"{m['loss_batch_norm']:.3f} with batch norm.",
    )


def _drawn(median: np.ndarray) -> np.ndarray:
    """Return which losses over rates stand in the panel."""
    return (median >= SHOWN[0]) & (median <= SHOWN[1])


def _left_out(kind: str, result: Result) -> str:
    """Say which rates the panel over rates does not show, and why."""
    median, rates = result.data[f"scan_{kind}"], result.data["rates"]
    lost = np.isinf(median)
    told = ""
    for words, those in (
        ("half of the networks or more diverge", lost),
        ("the loss is off the panel", ~_drawn(median) & ~lost),
    ):
        if those.any():
            told += f" {KINDS[kind][0].capitalize()}: at {_listed(rates[those])} {words}."
    return told


def _listed(rates: np.ndarray) -> str:
    return ", ".join(f"{rate:.2g}" for rate in rates)
