"""Two distributions, one of them dragged: the divergence from each to the other. Lecture 03."""

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Curves, Paths
from trainlab.widgets.panels.panel import Numbers, Panel

#: Where integrals are sums, and the width of their pieces.
X = torch.linspace(-12, 12, 961, dtype=torch.float64)
PIECE = float(X[1] - X[0])
#: Means and standard deviations of q that are shown, and points along each.
WINDOW, GRID = ((-4.0, 4.0), (0.3, 4.3)), 61
#: Shares of the ground that lie below each contour.
CONTOURS = np.linspace(0.03, 0.97, 13)
#: The distributions p: share, mean and standard deviation of each part.
TARGETS = {
    "two_hills": ((0.5, -2.0, 0.6), (0.5, 2.0, 0.6)),
    "unequal_hills": ((0.7, -2.0, 0.6), (0.3, 2.0, 0.6)),
    "one_hill": ((1.0, 1.0, 1.0),),
}
#: The two divergences, by the direction in which they look.
DIRECTIONS = {"forward": "KL(p, q)", "backward": "KL(q, p)"}


def log_normal(mean: Tensor, std: Tensor) -> Tensor:
    """Return the log density at ``X`` of Gaussians (...), as (..., N)."""
    z = (X - mean[..., None]) / std[..., None]
    density: Tensor = -z.square() / 2 - std.log()[..., None] - 0.5 * math.log(2 * math.pi)
    return density


def divergence(log_p: Tensor, log_q: Tensor) -> Tensor:
    """Return KL(p, q), the mean of log p - log q under p, of densities (..., N)."""
    return (log_p.exp() * (log_p - log_q)).sum(dim=-1) * PIECE


class Descent:
    """A Gaussian q that descends one of the two divergences.

    Attributes:
        place: mean and standard deviation of q, (2,).
        came: the places so far.
    """

    def __init__(self, target: str, direction: str, place: tuple[float, float]) -> None:
        """Stand at the start."""
        parts = torch.tensor(TARGETS[target], dtype=torch.float64)
        each = parts[:, 0].log()[:, None] + log_normal(parts[:, 1], parts[:, 2])
        self.log_p = torch.logsumexp(each, dim=0)
        self.direction, self.lr, self.steps_taken = direction, 0.0, 0
        self.place = torch.tensor(place, dtype=torch.float64)
        self.came = [self.place.numpy().copy()]

    def both(self, place: Tensor) -> tuple[Tensor, Tensor]:
        """Return KL(p, q) and KL(q, p) of Gaussians at places (..., 2)."""
        log_q = log_normal(place[..., 0], place[..., 1])
        return divergence(self.log_p, log_q), divergence(log_q, self.log_p)

    def value(self, place: Tensor) -> Tensor:
        """Return the divergence that is descended, at places (..., 2)."""
        return self.both(place)[self.direction != "forward"]

    def step(self, count: int) -> None:
        """Take steps of gradient descent; the standard deviation stays in the window."""
        for _ in range(count):
            here = self.place.clone().requires_grad_()
            (slope,) = torch.autograd.grad(self.value(here), here)
            moved = self.place - self.lr * slope
            low, high = torch.tensor(WINDOW, dtype=torch.float64).T
            self.place = moved.clamp(low, high)
            self.steps_taken += 1
            self.came.append(self.place.numpy().copy())

    def paths(self) -> Numbers:
        """Return the way so far."""
        return {"paths": np.stack(self.came)[:, None], "colors": np.zeros(1, np.uint8)}


class Divergence(Live):
    """A Gaussian q that one drags, or lets descend, towards p by either divergence."""

    controls = (
        choice("descends", tuple(DIRECTIONS), rebuild=True,
               tooltip="KL(p, q), or KL(q, p): drawn as ground and descended; starts again"),
        choice("p", tuple(TARGETS), rebuild=True, tooltip="The distribution to be met"),
        scale("lr", 0.01, 3.0, default=0.3, log=True, label="learning rate",
              tooltip="Length of a step; q stays where it is"),
        scale("mean", *WINDOW[0], default=1.0, step=0.1, rebuild=True,
              tooltip="Where q starts; the ring in the picture can be dragged"),
        scale("std", *WINDOW[1], default=1.0, step=0.1, rebuild=True, label="standard deviation",
              tooltip="How wide q starts; the ring in the picture can be dragged"),
    )  # fmt: skip
    layout = ("ground densities",)
    speed: ClassVar[str] = "20 steps/s"
    still_steps: ClassVar[int] = 200
    tries = (
        Try("defaults", "q starts between the hills of p, nearer to the right one, and descends "
            "KL(p, q). Where does it end?",
            "In the middle, over both: mean 0 and standard deviation 2.09, which are p's own. "
            "Wherever p is, q has to be; its peak is where p has its valley."),
        Try("descends=backward", "The same start, but now it descends KL(q, p).",
            "On the right hill, and on no other: mean 2, standard deviation 0.6. Wherever q is, p "
            "has to be. What is left is ln 2 = 0.693, for the half that is ignored."),
        Try("descends=backward&mean=-1", "And from left of the middle?",
            "On the left hill. KL(p, q) has one valley here, KL(q, p) two."),
        Try("p=unequal_hills&descends=backward", "The left hill has 70% of p, and q starts nearer "
            "to the right one.",
            "It crosses over to the left one here; what is left is -ln 0.7 = 0.357."),
        Try("p=one_hill&mean=-3", "If p is a Gaussian itself, does the direction matter?",
            "Not for the end: both are 0 there and nowhere else. On the way they differ."),
    )  # fmt: skip
    model: Descent

    def build(self, s: Settings) -> Descent:
        """Return q at its start."""
        descent = Descent(s.p, s.descends, (s.mean, s.std))
        self.change(descent, s)
        return descent

    def change(self, descent: Descent, s: Settings) -> None:
        """Make steps longer or shorter."""
        descent.lr = s.lr

    def moved(self, descent: Descent, panel: str, message: Mapping[str, Any]) -> None:
        """Follow the ring."""
        self.set(mean=message["x"], std=message["y"])

    def panels(self, descent: Descent) -> dict[str, Panel]:
        """Return the ground of all Gaussians, and the two densities."""
        s, name = self.settings, DIRECTIONS[self.settings.descends]
        mean, std = (torch.linspace(*limits, GRID, dtype=torch.float64) for limits in WINDOW)
        places = torch.stack(torch.meshgrid(mean, std, indexing="xy"), dim=-1)
        heights = descent.value(places).numpy()
        return {
            "ground": Paths(
                title=f"{name} of every Gaussian q", about=f"{s.p} {name}",
                domain=WINDOW, heights=heights, levels=np.quantile(heights, CONTOURS),
                names=["q"], start=(s.mean, s.std), inputs=("mean", "std"),
            ).of(descent.paths),
            "densities": Curves(
                title="The distributions", names=["p", "q"], dashes=[True, False], x_label="x",
                x_domain=(-5.0, 5.0), y_domain=(0.0, 0.7), y_label="density",
            ).of(lambda: _densities(descent)),
        }  # fmt: skip

    def describe(self, descent: Descent, s: Settings) -> str:
        """Return where q is, and both divergences."""
        name = DIRECTIONS[s.descends]
        return f"p is {s.p}; q descends {name}: {'; '.join(self.status(descent, s))}."

    def status(self, descent: Descent, s: Settings) -> list[str]:
        """Return where q is, and both divergences."""
        mean, std = descent.place.tolist()
        pair = (max(float(value), 0.0) for value in descent.both(descent.place))
        told = [f"{n} = {v:.3f}" for n, v in zip(DIRECTIONS.values(), pair, strict=True)]
        return [f"step {descent.steps_taken}", f"q has mean {mean:.2f} and std {std:.2f}", *told]


def _densities(descent: Descent) -> Numbers:
    log_q = log_normal(descent.place[0], descent.place[1])
    both = torch.stack([descent.log_p.expand_as(log_q), log_q]).exp()
    return {"x": X.numpy(), "y": both.numpy()}
