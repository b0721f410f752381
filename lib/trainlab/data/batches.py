"""Mini-batches for a population: every member sees its own random points, without a Python loop."""

from typing import NamedTuple

from torch import Tensor

from trainlab.core import streams

#: How mini-batches are drawn: see ``Batches``.
SAMPLINGS = ("shuffled", "uniform")


class Batch(NamedTuple):
    """The points of one step, as columns, one set for each member.

    Attributes:
        x: inputs with ones (E, in + 1, B).
        x_transposed: the same, (E, B, in + 1).
        y: targets (E or 1, K, B).
        step: the step it belongs to.
    """

    x: Tensor
    x_transposed: Tensor
    y: Tensor
    step: int = 0


class Batches:
    """The batch of any step.

    "shuffled": each epoch every member draws a new order of the N points and takes ``batch_size``
    of them at a time, without replacement; the last batch of an epoch has what is left. "uniform":
    at each step every member draws ``batch_size`` points afresh, each uniformly among all N, so
    that the gradient is an unbiased and independent estimate (Aydore, "Backpropagation and
    optimization", lines 640-670). What is drawn depends only on the member's seed and the number of
    the epoch or step, so that any step can be repeated.

    Args:
        x: inputs with ones (1, in + 1, N).
        y: targets (1, K, N).
        seeds: seeds of the members (E,).
        batch_size: points per batch, at most N, or None for all N in their own order at every step.
        sampling: one of ``SAMPLINGS``.
    """

    def __init__(
        self,
        x: Tensor,
        y: Tensor,
        seeds: Tensor,
        batch_size: int | None,
        sampling: str = "shuffled",
    ) -> None:
        """Keep the data; nothing is drawn yet."""
        self.x, self.y, self.sampling = x, y, sampling
        self._keys = streams.keys(seeds, streams.BATCHES)
        self.batch_size = None if batch_size is None else min(batch_size, x.shape[-1])
        self.per_epoch = 1 if batch_size is None else -(-x.shape[-1] // batch_size)
        shared = x.expand(len(seeds), -1, -1)
        self.whole = Batch(shared, shared.mT, y)
        self._epoch, self._served = -1, [self.whole]

    def for_seeds(self, seeds: Tensor) -> "Batches":
        """Return the batches that members of these seeds see."""
        return Batches(self.x, self.y, seeds, self.batch_size, self.sampling)

    def at(self, step: int) -> Batch:
        """Return the batch of step 0, 1, 2, ..."""
        if self.batch_size is None:
            return Batch(*self.whole[:3], step)
        if self.sampling == "uniform":
            return self._drawn(step, self.batch_size)
        epoch, position = divmod(step, self.per_epoch)
        if epoch != self._epoch:
            self._epoch, self._served = epoch, self._shuffled(epoch)
        return Batch(*self._served[position][:3], step)

    def _drawn(self, step: int, size: int) -> Batch:
        x, y = self._columns(streams.integers(self._keys, step * size, size, self.x.shape[-1]))
        return Batch(x, x.mT, y, step)

    def _shuffled(self, epoch: int) -> list[Batch]:
        order = streams.permutations(self._keys, epoch, self.x.shape[-1])
        x, y = self._columns(order)
        pieces = (
            x.split(self.batch_size, dim=2),
            x.mT.split(self.batch_size, dim=1),
            y.split(self.batch_size, dim=2),
        )
        return list(map(Batch, *pieces))

    def _columns(self, chosen: Tensor) -> list[Tensor]:
        """Return inputs and targets of the points chosen by each member (E, B)."""
        return [columns[0][:, chosen].transpose(0, 1).contiguous() for columns in (self.x, self.y)]
