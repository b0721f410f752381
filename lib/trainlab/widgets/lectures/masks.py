"""One network under dropout is many: each mask's, their mean, and the whole one. Lecture 11."""

from itertools import product
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers, problems
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.fitting import Fits, Fitting
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves, NetworkPanel
from trainlab.widgets.panels.panel import Numbers, Panel

#: Hidden units in all, and the masks that they have.
UNITS = 8
MASKS = torch.tensor(list(product((0.0, 1.0), repeat=UNITS)))
#: Outputs that lie closer together are equal, up to rounding.
ROUNDING = 1e-5


class Masked(Fits):
    """A network that trains, with all its masked ones.

    Attributes:
        p: the probability of dropping.
        shown: which mask is drawn.
    """

    def __init__(self, trainer: Trainer, problem: problems.Problem, p: float) -> None:
        """Draw a first mask."""
        self.p = p
        super().__init__(trainer, problem)
        self.redraw()

    def step(self, count: int) -> None:
        """Take steps, and draw the mask that is shown anew."""
        super().step(count)
        self.redraw()

    def redraw(self) -> None:
        """Draw a mask, a different one at each step and the same one again at the same step."""
        rng = np.random.default_rng(self.steps_taken)
        kept = (rng.random(UNITS) >= self.p).astype(int)
        self.shown = int(kept @ 2 ** np.arange(UNITS)[::-1])

    def odds(self) -> Tensor:
        """Return the probability of each mask (256,)."""
        kept = MASKS.sum(dim=1)
        found: Tensor = self.p ** (UNITS - kept) * (1 - self.p) ** kept
        return found

    def layers(self, masks: Tensor) -> list[Tensor]:
        """Return what each layer hands on under masks (M, UNITS): (M, units, places) each."""
        a, start, found = self.x.T[None].expand(len(masks), -1, -1), 0, []
        depth = self.trainer.net.depth
        for layer in range(1, depth + 2):
            a = self.trainer.weights(layer)[0] @ a + self.trainer.biases(layer)[0][:, None]
            if layer <= depth:
                mask = masks[:, start : start + a.shape[1], None]
                a, start = a.tanh() * mask / (1 - self.p), start + a.shape[1]
            found.append(a)
        return found

    def outputs(self) -> tuple[Tensor, Tensor, Tensor]:
        """Return the outputs of all masked networks (256, places), their mean, the whole one's."""
        every = self.layers(MASKS)[-1][:, 0]
        return every, self.odds() @ every, self.trainer.predict(self.x)[0, :, 0]

    def gaps(self) -> tuple[float, float]:
        """Return how far the mean lies from the whole network, and the masked networks from their
        mean: root mean squares over the places.
        """
        every, mean, whole = self.outputs()
        spread = self.odds() @ (every - mean).square()
        return float((mean - whole).square().mean().sqrt()), float(spread.mean().sqrt())

    def curves_of_masks(self) -> Numbers:
        """Return the shown network's output, the mean of all with a band, the whole one's."""
        every, mean, whole = self.outputs()
        spread = (self.odds() @ (every - mean).square()).sqrt()
        y = torch.stack([every[self.shown], mean, whole])
        band = torch.stack([torch.zeros_like(spread), spread, torch.zeros_like(spread)])
        return {
            "x": self.x[:, 0].numpy(),
            "y": y.numpy(),
            "low": (y - band).numpy(),
            "high": (y + band).numpy(),
        }

    def drawn(self) -> Numbers:
        """Return the shown network, without the lines of units that are dropped."""
        mask = MASKS[[self.shown]]
        tiles = [self.x.T, *(layer[0] for layer in self.layers(mask))]
        depth, start, weights = self.trainer.net.depth, 0, []
        before = torch.ones(1)
        for layer in range(1, depth + 2):
            block = torch.cat([self.trainer.weights(layer)[0] * before,
                               self.trainer.biases(layer)[0][:, None]], dim=1)  # fmt: skip
            if layer <= depth:
                before = mask[0, start : start + len(block)]
                block, start = block * before[:, None], start + len(block)
            weights.append(block.flatten())
        maps = torch.cat(tiles)[:, ::4].clamp(-1, 1)
        return {"maps": maps.numpy(), "weights": torch.cat(weights).numpy()}


class Masks(Fitting):
    """A network that learns sin 3x under dropout, as the ensemble of its masked networks."""

    controls = (
        scale("p", 0.0, 0.9, default=0.3, step=0.05, label="dropout, p",
              tooltip="Probability of dropping a unit; keeps the weights"),
        choice("training", ("with dropout", "without dropout"),
               tooltip="How it trains; keeps the weights"),
        choice("depth", (1, 2), rebuild=True,
               tooltip="The eight hidden units in one layer, or four and four; starts again"),
        scale("lr", 1e-4, 0.1, default=0.01, log=True, label="learning rate",
              tooltip="Adam's; keeps the weights"),
    )  # fmt: skip
    layout = ("network outputs loss",)
    speed: ClassVar[str] = "20 steps/s"
    still_steps: ClassVar[int] = 1000
    tries = (
        Try("defaults", "Eight units in one layer: 256 networks. After training, how far is the "
            "mean of all their outputs from that of the whole network?",
            "They are equal, up to rounding: the output is a sum over the units, and a mean of "
            "sums is the sum of the means."),
        Try("depth=2", "Four units and four behind them. Equal still?",
            "No longer, because tanh of a mean is not the mean of tanh. But the gap is less than a "
            "third of the masked networks' spread."),
        Try("training=without+dropout", "Trained without dropout and masked afterwards. How "
            "do single masked networks fare?",
            "Badly: their spread is over four times as wide, for each unit counts on the others. "
            "Dropout in training makes them fit to lose one another."),
        Try("p=0.7", "Most units dropped: what does the whole network learn?",
            "Too little: the noise of the masks costs more than a poor fit, so that the curve is "
            "drawn toward a flat line."),
    )  # fmt: skip
    model: Masked

    def build(self, s: Settings) -> Masked:
        """Return a network at its start."""
        problem = problems.function(wave, n=40, noise=0.1)
        trainer = Trainer(
            MLP([1, *[UNITS // s.depth] * s.depth, 1]),
            problem,
            optimizer=optimizers.adam(s.lr),
            dropout=dropped(s),
            device="cpu",
        )
        return Masked(trainer, problem, s.p)

    def change(self, fits: Masked, s: Settings) -> None:
        """Go on from these weights."""
        fits.trainer.set(lr=s.lr, dropout=dropped(s))
        fits.p = s.p
        fits.redraw()

    def panels(self, fits: Masked) -> dict[str, Panel]:
        """Return the network under one mask, what all of them say, and the loss."""
        data = fits.problem
        points = torch.cat([data.x, data.y], dim=1).numpy()
        widths = [1, *[UNITS // fits.trainer.net.depth] * fits.trainer.net.depth, 1]
        return {
            "network": NetworkPanel(
                title="One of the masked networks", widths=widths, inputs=["x"],
                domain=data.domain, one_d=True,
            ).of(fits.drawn),
            "outputs": Curves(
                title="Outputs", names=["one masked network", "mean of all 256", "whole network"],
                dashes=[False, False, True], points=points, x_label="x", y_label="y",
                y_domain=(-2.0, 2.0),
            ).of(fits.curves_of_masks),
            "loss": Curves(
                title="Loss of the whole network", names=["training"], log_x=True, log_y=True,
                x_domain=(1.0, 1e4), x_label="step", y_label="mean squared error",
            ).of(fits.curves),
        }  # fmt: skip

    def describe(self, fits: Masked, s: Settings) -> str:
        """Return how far the mean lies from the whole, and the spread around it."""
        gap, spread = fits.gaps()
        apart = f"{gap:.2g} from" if gap > ROUNDING else "up to rounding that of"
        return (
            f"Eight hidden units in {s.depth} layer{'s' * (s.depth > 1)}, dropped with probability "
            f"{s.p:g}, trained {s.training} for {fits.steps_taken} steps: the mean of all 256 "
            f"masked networks is {apart} the whole network, the masked networks "
            f"{spread:.2g} from their mean; loss of the whole {fits.now()[1]:.2g}."
        )

    def status(self, fits: Masked, s: Settings) -> list[str]:
        """Return where training stands."""
        gap, spread = fits.gaps()
        said = [f"mean to whole {gap:.2g}", f"spread {spread:.2g}"]
        return [*super().status(fits, s), *said]


def wave(x: Tensor) -> Tensor:
    """Return the function that is learned, sin 3x."""
    return torch.sin(3 * x)


def dropped(s: Settings) -> float:
    """Return the probability of dropping in training."""
    return float(s.p) if s.training == "with dropout" else 0.0
