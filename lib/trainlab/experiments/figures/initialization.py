"""Pictures of the experiments on signals before training."""

import numpy as np

from trainlab.experiments import statistics
from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE, PALETTE


def vanishing(result: Result) -> Picture:
    """Draw gradients per layer, and the first layer's against the width."""
    figure, (left, right) = canvas(2, height=3.6, width_ratios=(1.45, 1))
    names = [key.removeprefix("gradient ") for key in result.data if key.startswith("gradient ")]
    for name, color in zip(names, CYCLE, strict=False):
        gradient = result.data[f"gradient {name}"]
        layers = np.arange(1, len(gradient) + 1)
        band(left, layers, statistics.bands(gradient), color)
        left.plot(layers, result.data[f"theory {name}"], color=PALETTE["ink"], linestyle=":", lw=1)
    places = {
        "sigmoid, N(0, 1)": (1.2, 0.006),
        "sigmoid, Glorot": (4.6, 2e-5),
        "tanh, Glorot": (1.2, 6.0),
        "ReLU, He": (4.4, 6.0),
    }
    for name, color in zip(names, CYCLE, strict=False):
        label(left, name, *places[name], color, xytext=(0, 0))
    left.set(yscale="log", xlabel="layer", ylabel="gradient, last layer = 1", ylim=(4e-7, 20))
    left.set_title(f"{result.networks} networks, width {result.setting['width (chosen by us)']}")
    width = result.data["width"]
    band(right, width, statistics.bands(result.data["by width"]), CYCLE[0])
    right.plot(width, result.data["theory by width"], color=PALETTE["ink"], linestyle=":", lw=1)
    right.axhline(1, color=PALETTE["grey"], linewidth=0.8)
    right.set(xscale="log", yscale="log", xlabel="width", ylabel="layer 1 over layer 10")
    right.set_title("sigmoid, N(0, 1)")
    caption = (
        "Root mean square gradient of each layer's weights before training, over the same "
        "network's last: median, middle half and middle 90% of the networks; dotted, theory for "
        "wide networks. At the top the lines of tanh and of ReLU lie on each other. Right: the "
        "first layer's for sigmoid from N(0, 1), by width."
    )
    ratios = ", ".join(
        f"{result.measured[f'layer 1 over layer 10, {name}']:.2g} for {name}" for name in names
    )
    medians = np.median(result.data["by width"], axis=1)
    goes = "rises" if (np.diff(medians) > 0).all() else "goes"
    alt = (
        f"Median gradient of layer 1 over that of layer 10: {ratios}. For sigmoid from N(0, 1) it "
        f"{goes} with the width from {medians[0]:.0e} at {width[0]} to {medians[-1]:.1f} at "
        f"{width[-1]}."
    )
    return Picture(figure, caption, alt)


def activations_stable(result: Result) -> Picture:
    """Draw mean squares per layer, of pairs meant to keep them and of others, beside theory."""
    figure, panels = canvas(2, height=3.6, sharex=True)
    places = {
        "linear, LeCun": (1.0, 1.9, "left"),
        "ReLU, He": (6.0, 1.9, "left"),
        "1.7159 tanh(2z/3), LeCun": (3.2, 0.33, "left"),
        "tanh, Glorot": (3.5, 0.055, "left"),
        "ReLU, N(0, 1)": (5.2, 1e11, "right"),
        "tanh, N(0, 1)": (10.0, 30.0, "right"),
        "sigmoid, N(0, 1)": (10.0, 0.03, "right"),
        "ReLU, Glorot": (10.0, 1e-4, "right"),
        "tanh, N(0, 0.05)": (5.0, 1e-7, "right"),
    }
    for axes, group in zip(panels, ("keeping", "others"), strict=True):
        for name, color in zip(result.data[group], CYCLE, strict=False):
            signal = result.data[f"signal {name}"]
            layers = np.arange(1, len(signal) + 1)
            band(axes, layers, statistics.bands(signal), color)
            axes.plot(layers, result.data[f"theory {name}"], color=PALETTE["ink"], ls=":", lw=1)
            x, y, side = places[name]
            label(axes, name, x, y, color, xytext=(0, 0), ha=side)
        axes.set(yscale="log", xlabel="layer")
    panels[0].set(ylabel="mean square of the outputs", ylim=(0.02, 4))
    panels[0].set_title("meant to keep the variance")
    panels[1].set_title("not meant to")
    values = ", ".join(
        f"{result.measured[f'mean square of layer 10, {name}']:.3g} for {name}"
        for group in ("keeping", "others")
        for name in result.data[group]
    )
    caption = (
        f"Mean square of each layer's outputs over {result.networks} networks of width "
        f"{result.setting['width (chosen by us)']} before training: median, middle half and middle "
        "90%; dotted, the recursion for the mean. Left, the two upper bands share their dotted "
        "line at 1 and overlap: the wider and lower one is ReLU's. A mean lies above the median "
        "where few networks are far larger."
    )
    return Picture(figure, caption, f"Mean square of layer 10, mean over the networks: {values}.")
