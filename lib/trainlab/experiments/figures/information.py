"""Pictures of the information plane: how bits about the input come and go in training."""

from collections.abc import Mapping
from typing import Any

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label
from trainlab.experiments.statistics import bands
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

COLORS = {"tanh": "blue", "relu": "vermillion"}
#: Where the path's end is named, clear of both paths.
END: dict[str, Any] = {
    "tanh": {"xytext": (0, 11), "ha": "center"},
    "relu": {"xytext": (-8, 0), "ha": "right"},
}


def information_plane(result: Result, *, names: Mapping[str, str]) -> Picture:
    """Draw I(X; T) of the last hidden layer against the step, and both quantities in the plane.

    Args:
        result: what is drawn.
        names: kind of network -> how it is called.
    """
    data = result.data
    figure, (left, right) = canvas(2, width=8.4, height=3.5, width_ratios=(1.2, 1))
    steps = data["steps"] + 1
    said = []
    for kind, name in names.items():
        color = COLORS[kind]
        about_input = bands(data[f"input {kind}"])
        about_target = bands(data[f"target {kind}"])[2]
        band(left, steps, about_input, PALETTE[color])
        label(left, name, steps[-1], about_input[2, -1], color, fontweight="bold")
        right.plot(about_input[2], about_target, "-o", color=PALETTE[color], markersize=3.5)
        label(right, f"{name}, start", about_input[2, 0], about_target[0], color,
              xytext=(0, -11), ha="center")  # fmt: skip
        label(right, f"{name}, end", about_input[2, -1], about_target[-1], color,
              fontweight="bold", **END[kind])  # fmt: skip
        said.append(
            f"{name} {about_input[2, 0]:.1f} bits at first, {about_input[2].max():.1f} at its "
            f"peak, {about_input[2, -1]:.1f} at the end"
        )
    left.set(
        xscale="log",
        xlabel="step + 1",
        ylabel="I(X; T), bits",
        xlim=(1, steps[-1] * 3.5),
        ylim=(0, data["bits"]),
    )
    left.set_title("Last hidden layer about the input")
    right.set(xlabel="I(X; T), bits", ylabel="I(T; Y), bits", xlim=(0, data["bits"]))
    right.set_ylim(-0.12, 1.12)
    right.set_title("Median path in the plane")
    found = [
        f"{result.measured[f'compressed, {kind}']:.0%} of the {name} networks compress it, and the "
        f"median one gets {result.measured[f'right on unseen points, {kind}']:.0%} of the unseen "
        "points right"
        for kind, name in names.items()
    ]
    caption = (
        f"What the last hidden layer tells about the input, over "
        f"{data['input tanh'].shape[-1]} networks of each kind (line: median, bands: middle half "
        f"and middle 90%). {'; '.join(found)}."
    )
    alt = f"Median information about the input: {'; '.join(said)}."
    return Picture(figure, caption, alt)
