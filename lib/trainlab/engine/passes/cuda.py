"""CUDA graphs: the kernels of a pass recorded once, then launched together.

A small network's kernels take less time than launching them one by one. Ng, Gray and others,
"Accelerating PyTorch with CUDA graphs", 2021.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from trainlab.data.batches import Batch
from trainlab.engine.passes.backprop import Backprop, Pass
from trainlab.nn.losses import Loss

#: Passes before a recording, in which libraries make what they keep.
WARM_UP = 3


class _Recording(NamedTuple):
    graph: torch.cuda.CUDAGraph
    batch: Batch
    value: Tensor


class GraphedPass(Pass):
    """``Backprop`` on a GPU, recorded for each loss, once with its value and once without."""

    def __init__(self, backprop: Backprop) -> None:
        """Record nothing yet."""
        self._backprop = backprop
        self.activations = backprop.activations
        self._recordings: dict[tuple[str, bool, int], _Recording] = {}

    def forward(self, batch: Batch) -> Tensor:
        """Compute the outputs (E, out, N) on a batch."""
        return self._backprop.forward(batch)

    def backward(self, batch: Batch, delta: Tensor) -> None:
        """Write the gradients of all parameters, given dloss/doutputs (E, out, N)."""
        self._backprop.backward(batch, delta)

    def slopes(self) -> list[Tensor]:
        """Return f'(z) of each hidden layer (E, units, N), after ``forward``."""
        return self._backprop.slopes()

    def loss_and_gradients(self, batch: Batch, loss: Loss) -> Tensor:
        """Write the gradients of the mean loss on a batch; return each member's loss (E,)."""
        return self._replay(batch, loss, valued=True)

    def write_gradients(self, batch: Batch, loss: Loss) -> None:
        """Write the gradients of the mean loss on a batch, without computing the loss itself."""
        self._replay(batch, loss, valued=False)

    def _replay(self, batch: Batch, loss: Loss, valued: bool) -> Tensor:
        # All points at every step lie where they lie; a mini-batch is copied to one place.
        whole = batch.x.stride(0) == 0
        key = (loss.name, valued, batch.x.data_ptr() if whole else 0)
        if key not in self._recordings:
            self._recordings[key] = self._record(batch if whole else _copied(batch), loss, valued)
        recording = self._recordings[key]
        if not whole:
            recording.batch.x.copy_(batch.x)
            recording.batch.y.copy_(batch.y)
        recording.graph.replay()
        return recording.value

    def _record(self, batch: Batch, loss: Loss, valued: bool) -> _Recording:
        aside = torch.cuda.Stream()
        aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(aside):
            for _ in range(WARM_UP):
                self._pass(batch, loss, valued)
        torch.cuda.current_stream().wait_stream(aside)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            value = self._pass(batch, loss, valued)
        return _Recording(graph, batch, value)

    def _pass(self, batch: Batch, loss: Loss, valued: bool) -> Tensor:
        if valued:
            return self._backprop.loss_and_gradients(batch, loss)
        self._backprop.write_gradients(batch, loss)
        return self._backprop.outputs


def _copied(batch: Batch) -> Batch:
    x = batch.x.clone()
    return Batch(x, x.mT, batch.y.clone(), batch.step)
