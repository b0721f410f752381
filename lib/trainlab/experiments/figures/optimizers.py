"""Pictures of Adam against Nadam."""

from collections.abc import Mapping

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label, plain_ticks
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

COLORS = {"adam": "blue", "nadam": "vermillion"}


def adam_nadam(result: Result, *, slide: Mapping[str, float]) -> Picture:
    """The errors of both rules along the training, and how often Adam is ahead.

    Args:
        result: what is drawn.
        slide: rule -> the error that the slide shows.
    """
    steps, at = result.data["steps"], int(result.data["at"])
    figure, (errors, shares) = canvas(2, width_ratios=(1.5, 1))
    for name, color in COLORS.items():
        band(errors, steps, result.data[name], PALETTE[color])
        marker = {"color": PALETTE[color], "markeredgecolor": PALETTE["paper"]}
        errors.plot(steps[at], slide[name], "D", markersize=6, zorder=5, **marker)
        beside = {"xytext": (8, 8)} if name == "nadam" else {"xytext": (-7, -7), "ha": "right"}
        label(errors, f"slide {slide[name]}", steps[at], slide[name], color, **beside)
        label(errors, name.capitalize(), steps[-1], result.data[name][2, -1], color)
    errors.set(yscale="log", xlabel="step", ylabel="training MSE", title="Error over networks")
    plain_ticks(errors.yaxis)
    errors.set_xlim(right=steps[-1] * 1.16)
    share, low, high = result.data["share"]
    shares.fill_between(steps, low, high, color=PALETTE["blue"], alpha=0.2, linewidth=0)
    shares.plot(steps, share, color=PALETTE["blue"])
    shares.axhline(0.5, color=PALETTE["grey"], linewidth=1, linestyle="--")
    label(shares, "even", steps[-1], 0.5, "grey", xytext=(0, -8), ha="right")
    shares.set(ylim=(0, 1.02), xlabel="step", ylabel="share of networks", title="Adam ahead")
    m = result.measured
    return Picture(
        figure,
        f"{result.networks} networks under Adam and under Nadam from the same weights: bands hold "
        "the middle 90% and 50%, lines are medians; diamonds are the slide's errors, set where "
        "Adam's median is nearest to the slide's. Right: share of networks in which Adam's error "
        "is the lower one, with its exact 95% interval.",
        f"Two panels. Left: training error of Adam and Nadam against the step, log scale; medians "
        f"end at {m['error_adam']:.3g} and {m['error_nadam']:.3g}. Right: Adam is ahead in "
        f"{m['adam_better_least']:.0%} of the networks at step {m['steps_least']}, where it is so "
        f"in the fewest, in {m['adam_better_there']:.0%} at step {m['steps_there']} and in "
        f"{m['adam_better']:.0%} at the end.",
    )
