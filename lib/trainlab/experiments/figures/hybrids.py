"""Picture of first-order rules with L-BFGS after them."""

import numpy as np
from matplotlib.axes import Axes

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import apart, canvas, label, plain_ticks
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE


def adam_lbfgs(result: Result, *, cost: int) -> Picture:
    """Adam's losses alone and with L-BFGS, and the final losses of all rules.

    Args:
        result: what is drawn.
        cost: steps of a rule alone for each of L-BFGS's.
    """
    data, m = result.data, result.measured
    names = [str(name) for name in data["names"]]
    figure, (curves, finals) = canvas(2, width=8.4, height=3.6, width_ratios=(1.2, 1))
    steps = np.arange(data["pair"].shape[1])
    for name, pair in zip(names, data["pair"], strict=True):
        if name != "adam":
            curves.plot(steps, pair, color=PALETTE["grey"], linewidth=0.7)
    adam = names.index("adam")
    lines = {
        "Adam alone": (data["alone"][adam], "vermillion"),
        "Adam, then L-BFGS": (data["pair"][adam], "blue"),
        "L-BFGS alone": (data["lbfgs"], "green"),
    }
    for curve, color in lines.values():
        curves.plot(steps, curve, color=PALETTE[color])
    curves.axvline(data["switch"], color=PALETTE["grey"], linestyle=":", linewidth=1)
    curves.set(yscale="log", xlabel="step", ylabel="median training MSE", ylim=(None, 3))
    bottom, top = np.log10(curves.get_ylim())
    ends = np.log10([curve[-1] for curve, _ in lines.values()]).clip(bottom, top)
    heights = 10 ** apart(ends, 0.06 * (top - bottom))
    for (words, (_, color)), height in zip(lines.items(), heights, strict=True):
        label(curves, words, steps[-1], height, color)
    curves.set_xticks([tick for tick in curves.get_xticks() if 0 <= tick <= len(steps)])
    curves.set_xlim(right=1.6 * len(steps))
    curves.set_title("Adam and L-BFGS; grey: the other pairs")
    plain_ticks(curves.yaxis)
    switch = int(data["switch"])
    longer = switch + cost * (len(steps) - switch)
    _finals(finals, result, names, len(steps), longer)
    return Picture(
        figure,
        f"Left: median loss over {result.networks} networks; at the dotted line L-BFGS takes over. "
        "Right: medians of where each rule ends: alone with as many steps as the pair (squares), "
        f"alone with {longer} steps, {cost} for each of L-BFGS's (diamonds), and in the pair "
        "(circles); lines through them are 95% intervals, and the upright line is L-BFGS for all "
        "steps.",
        f"Two panels. Left: losses along the steps: Adam alone ends at {m['alone_adam']:.3f}, Adam "
        f"then L-BFGS at {m['paired_adam']:.3f}, L-BFGS alone at {m['lbfgs_alone']:.3f}. Right: "
        f"final losses of {len(names)} rules alone and before L-BFGS.",
    )


def _finals(axes: Axes, result: Result, names: list[str], equal: int, longer: int) -> None:
    """Draw where each rule ends, in the pair and alone, after as many steps and after more."""
    kinds = {
        "paired": ("pair", "blue", "o"),
        "longer": (f"alone, {longer} steps", "orange", "D"),
        "alone": (f"alone, {equal} steps", "vermillion", "s"),
    }
    places = np.arange(len(names))[::-1]
    for kind, (words, color, marker) in kinds.items():
        for place, name in zip(places, names, strict=True):
            interval = result.interval[f"{kind}_{name}"]
            axes.plot(interval, [place, place], color=PALETTE[color], linewidth=1.5)
        medians = [result.measured[f"{kind}_{name}"] for name in names]
        axes.plot(medians, places, marker, color=PALETTE[color], markersize=4.5, label=words)
    lbfgs = float(np.median(result.data["lbfgs"][-20:]))
    axes.axvline(lbfgs, color=PALETTE["green"], linewidth=1, label="L-BFGS alone")
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1), ncols=2, fontsize=9)
    axes.set_yticks(places, names)
    axes.set(xlabel="final MSE", xscale="log", ylim=(-0.6, len(names) - 0.4))
    plain_ticks(axes.xaxis)
