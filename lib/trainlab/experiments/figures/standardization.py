"""The picture of the experiment on a line with and without standardized inputs."""

from collections.abc import Sequence

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas
from trainlab.experiments.statistics import bands
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE


def standardized_line(result: Result, *, kinds: Sequence[str], arrived: float) -> Picture:
    """Draw the excess over the steps at one rate, and the steps at each one's best rate."""
    data, units = result.data, result.data["units"]
    figure, (left, right) = canvas(2, height=3.8)
    looks = list(zip(kinds, CYCLE, ("-", "--", "-.", ":"), "osD^", strict=False))
    for index, (kind, color, line, mark) in enumerate(looks):
        style = {"linestyle": line, "marker": mark, "markevery": (4 + 2 * index, 9)}
        name = kind.replace("_", "-")
        band(left, data["looks"], bands(data[f"excess {kind}"]), color, label=name, **style)
    left.set(xscale="log", yscale="log", xlabel="step", ylabel="loss above its least value")
    left.set(title="x on (0, 1), rate 0.005", ylim=(arrived, None))
    places = np.arange(len(units))[::-1]
    for index, (kind, color, _, mark) in enumerate(looks):
        right.plot(data[f"steps {kind}"], places + 0.18 * (1.5 - index), mark, color=color)
    right.set_yticks(places, [name.replace("sqrt ", "√") for name in units])
    right.set(xscale="log", xlabel="steps", title="Steps at the best rate")
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=4)
    told = "; ".join(
        f"{name}: {raw:.0f} as it is, {scaled:.0f} standardized"
        for name, raw, scaled in zip(
            units, data["steps as it is"], data["steps z_score"], strict=True
        )
    )
    return Picture(
        figure,
        f"{result.networks} draws of 30 points. Left: median, middle half and middle 90% at the "
        f"source's rate. Right: median steps until the excess is below {arrived:g}, each at its "
        "best rate.",
        f"Median steps at the best rate. {told}.",
    )
