"""Picture of first-order rules with L-BFGS after them."""

import numpy as np
from matplotlib.axes import Axes

from trainlab.experiments import Result
from trainlab.experiments.hybrids import COST
from trainlab.plots.experiments._picture import Picture, canvas, label, plain_ticks
from trainlab.plots.style import PALETTE


def adam_lbfgs(result: Result) -> Picture:
    """Adam's losses alone and with L-BFGS, and the final losses of all rules."""
    data, m = result.data, result.measured
    names = [str(name) for name in data["names"]]
    figure, (curves, finals) = canvas(2, width=8.4, height=3.6, width_ratios=(1.2, 1))
    steps = np.arange(data["pair"].shape[1])
    for name, pair in zip(names, data["pair"], strict=True):
        if name != "adam":
            curves.plot(steps, pair, color=PALETTE["grey"], linewidth=0.7)
    adam = names.index("adam")
    lines = {
        "Adam alone": (data["alone"][adam], "vermillion", (0, 8)),
        "Adam, then L-BFGS": (data["pair"][adam], "blue", (0, -30)),
        "L-BFGS alone": (data["lbfgs"], "green", (-150, -8)),
    }
    for words, (curve, color, beside) in lines.items():
        curves.plot(steps, curve, color=PALETTE[color])
        label(curves, words, steps[-1], curve[-1], color, xytext=beside, ha="right")
    curves.axvline(data["switch"], color=PALETTE["grey"], linestyle=":", linewidth=1)
    curves.set(yscale="log", xlabel="step", ylabel="median training MSE", ylim=(None, 3))
    curves.set_title("Grey: the other rules, then L-BFGS")
    plain_ticks(curves.yaxis)
    _finals(finals, result, names)
    return Picture(
        figure,
        f"Left: median loss over {result.networks} networks; at the dotted line L-BFGS takes over. "
        "Right: where each rule ends alone, with as many steps and with "
        f"{COST} for each of L-BFGS's, and where the pair ends; lines are 95% intervals.",
        f"Two panels. Left: losses along the steps: Adam alone ends at {m['alone_adam']:.3f}, Adam "
        f"then L-BFGS at {m['paired_adam']:.3f}, L-BFGS alone at {m['lbfgs_alone']:.3f}. Right: "
        "final losses of eight rules alone and before L-BFGS.",
    )


def _finals(axes: Axes, result: Result, names: list[str]) -> None:
    """Draw where each rule ends, alone and in the pair, with intervals."""
    kinds = {"alone": ("vermillion", "s"), "longer": ("orange", "D"), "paired": ("blue", "o")}
    places = np.arange(len(names))[::-1]
    for kind, (color, marker) in kinds.items():
        for place, name in zip(places, names, strict=True):
            interval = result.interval[f"{kind}_{name}"]
            axes.plot(interval, [place, place], color=PALETTE[color], linewidth=1.5)
        medians = [result.measured[f"{kind}_{name}"] for name in names]
        axes.plot(medians, places, marker, color=PALETTE[color], markersize=4.5)
    for words, x, color in (
        ("pair", 0.08, "blue"),
        ("alone, longer", 0.3, "orange"),
        ("alone", 0.85, "vermillion"),
    ):
        axes.text(
            x,
            -0.35 + len(names),
            words,
            color=PALETTE[color],
            fontsize=9,
            transform=axes.get_yaxis_transform(),
        )
    lbfgs = float(np.median(result.data["lbfgs"][-20:]))
    axes.axvline(lbfgs, color=PALETTE["green"], linewidth=1)
    label(axes, "L-BFGS alone", lbfgs, -0.5, "green", xytext=(5, 0))
    axes.set_yticks(places, names)
    axes.set(xlabel="final MSE", xscale="log", ylim=(-0.6, len(names) + 0.2))
    plain_ticks(axes.xaxis)
