"""Mini-batches for a population: every member sees its own random order, without a Python loop."""

from typing import NamedTuple

from torch import Tensor

from trainlab.core import streams


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

    Each epoch every member draws a new order of the N points and takes ``batch_size`` of them at a
    time, without replacement; the last batch of an epoch has what is left. The order depends only
    on the member's seed and the epoch's number, so that any step can be repeated.

    Args:
        x: inputs with ones (1, in + 1, N).
        y: targets (1, K, N).
        seeds: seeds of the members (E,).
        batch_size: points per batch, at most N, or None for all N in their own order at every step.
    """

    def __init__(self, x: Tensor, y: Tensor, seeds: Tensor, batch_size: int | None) -> None:
        """Keep the data; nothing is drawn yet."""
        self.x, self.y = x, y
        self._keys = streams.keys(seeds, streams.BATCHES)
        self.batch_size = None if batch_size is None else min(batch_size, x.shape[-1])
        self.per_epoch = 1 if batch_size is None else -(-x.shape[-1] // batch_size)
        shared = x.expand(len(seeds), -1, -1)
        self.whole = Batch(shared, shared.mT, y)
        self._epoch, self._served = -1, [self.whole]

    def at(self, step: int) -> Batch:
        """Return the batch of step 0, 1, 2, ..."""
        if self.batch_size is None:
            return Batch(*self.whole[:3], step)
        epoch, position = divmod(step, self.per_epoch)
        if epoch != self._epoch:
            self._epoch, self._served = epoch, self._shuffled(epoch)
        return Batch(*self._served[position][:3], step)

    def _shuffled(self, epoch: int) -> list[Batch]:
        order = streams.permutations(self._keys, epoch, self.x.shape[-1])
        x, y = (columns[0][:, order].transpose(0, 1).contiguous() for columns in (self.x, self.y))
        pieces = (
            x.split(self.batch_size, dim=2),
            x.mT.split(self.batch_size, dim=1),
            y.split(self.batch_size, dim=2),
        )
        return list(map(Batch, *pieces))
