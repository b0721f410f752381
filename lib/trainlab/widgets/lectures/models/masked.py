"""A network under dropout, as the ensemble of its masked networks."""

from itertools import product

import numpy as np
import torch
from torch import Tensor

from trainlab.problems import Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers

#: Hidden units in all, and the masks that they have.
UNITS = 8
MASKS = torch.tensor(list(product((0.0, 1.0), repeat=UNITS)))


class Masked(Fits):
    """A network that trains, with all its masked ones.

    Attributes:
        p: the probability of dropping.
        shown: which mask is drawn.
    """

    def __init__(self, trainer: Trainer, problem: Problem) -> None:
        """Drop nothing yet."""
        super().__init__(trainer, problem)
        self.drop(0.0)

    def drop(self, p: float) -> None:
        """Drop units with this probability, and draw a mask."""
        self.p = p
        self._draw()

    def step(self, count: int) -> None:
        """Take steps, and draw the mask that is shown anew."""
        super().step(count)
        self._draw()

    def _draw(self) -> None:
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
        band = torch.stack([mean - spread, mean, mean + spread]).numpy()
        return over(self.x[:, 0].numpy(), every[self.shown].numpy(), band, whole.numpy())

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
