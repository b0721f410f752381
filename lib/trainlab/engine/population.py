"""A population in training: its members in chunks of a size that a core's cache holds."""

from typing import NamedTuple

import torch
from torch import Tensor

from trainlab.data.batches import Batches
from trainlab.engine.chunk import Chunk
from trainlab.engine.columns import Columns
from trainlab.engine.divergence import Divergence
from trainlab.engine.hyperparameters import Hyperparameters
from trainlab.engine.passes.backprop import Workspace
from trainlab.engine.scales import LayerScales, layer_scales
from trainlab.nn.losses import Loss
from trainlab.nn.networks import Network

#: Steps between looks for non-finite values; a diverged member is found by repeating at most these.
BLOCK = 64
#: Bytes of one chunk's working set on a CPU: what the last cache level holds.
CACHE = 1 << 23
#: Bytes of one chunk's working set on a GPU, for rules that keep matrices.
GPU_MEMORY = 1 << 32


class Checkpoint(NamedTuple):
    """A population at some step: its parameters (E, P) and running statistics (E, Q)."""

    step: int
    params: Tensor
    buffers: Tensor


class Population:
    """E members that are trained in chunks, one after another.

    Args:
        net: the architecture.
        loss: the loss.
        params: (E, P), moved in place.
        buffers: running statistics (E, Q), moved in place.
        seeds: (E,).
        data: the training points.
        hyperparameters: checked for this population.
    """

    def __init__(
        self,
        net: Network,
        loss: Loss,
        params: Tensor,
        buffers: Tensor,
        seeds: Tensor,
        data: Columns,
        hyperparameters: Hyperparameters,
    ) -> None:
        """Split the members into chunks; no step is taken yet."""
        self.net, self.loss, self.seeds = net, loss, seeds
        self.params, self.buffers = params, buffers
        self.data, self.hyperparameters = data, hyperparameters
        self.steps_taken, self.epochs = 0, 0.0
        self.divergence = Divergence.none(len(params))
        self.chunks = self._split()

    def advance(self, count: int, losses: Tensor | None) -> None:
        """Take ``count`` steps; write their losses (count, E) where a tensor of NaN is given."""
        for start in range(0, count, BLOCK):
            size = min(BLOCK, count - start)
            for members, chunk in self.chunks:
                if bool(chunk.divergence.members.all()):
                    continue
                part = None if losses is None else losses[start : start + size, members]
                chunk.advance(self.steps_taken, size, part)
                self.divergence.adopt(members, chunk.divergence)
            self.steps_taken += size
            self.epochs += size / self._per_epoch

    def follow(self, data: Columns, hyperparameters: Hyperparameters) -> None:
        """Go on with these points and settings, with every member fine.

        A rule of another kind starts with a fresh state.
        """
        before, self.hyperparameters = self.hyperparameters, hyperparameters
        self.data = data
        if hyperparameters.optimizer.kind != before.optimizer.kind:
            self.chunks = self._split()
        else:
            for members, chunk in self.chunks:
                chunk.follow(self._settings(members), self._batches(members))
        self.divergence = Divergence.none(len(self.params))

    def checkpoint(self) -> Checkpoint:
        """Return the members as they stand."""
        return Checkpoint(self.steps_taken, self.params.clone(), self.buffers.clone())

    def rewind(self, checkpoint: Checkpoint) -> None:
        """Put every member back to a checkpoint, with a fresh state and every member fine."""
        self.params.copy_(checkpoint.params)
        self.buffers.copy_(checkpoint.buffers)
        self.steps_taken, self.epochs = checkpoint.step, checkpoint.step / self._per_epoch
        self.divergence = Divergence.none(len(self.params))
        for _, chunk in self.chunks:
            chunk.start_afresh()

    def scales(self) -> LayerScales:
        """Measure every layer's scales on the training set, as the members stand now."""
        parts = [layer_scales(chunk, self.steps_taken) for _, chunk in self.chunks]
        return LayerScales(*(torch.cat(measure, dim=1) for measure in zip(*parts, strict=True)))

    def gradients(self) -> Tensor:
        """Return the gradients (E, P) of the loss on the whole training set, without penalties."""
        grads = torch.empty_like(self.params)
        for members, chunk in self.chunks:
            chunk.compute_gradients(chunk.batches.whole, None)
            grads[members] = chunk.grads
        return grads

    @property
    def _per_epoch(self) -> int:
        return self.chunks[0][1].batches.per_epoch

    def _settings(self, members: slice) -> Hyperparameters:
        return self.hyperparameters.for_members(members, self.params)

    def _batches(self, members: slice) -> Batches:
        return Batches(*self.data, self.seeds[members], self.hyperparameters.batch_size)

    def _split(self) -> list[tuple[slice, Chunk]]:
        population, per_chunk = len(self.params), self._members_per_chunk()
        workspace = Workspace()

        def chunk(members: slice) -> Chunk:
            return Chunk(
                self.net,
                self.loss,
                self.params[members],
                self.buffers[members],
                self.seeds[members],
                self._batches(members),
                self._settings(members),
                workspace,
            )

        starts = range(0, population, per_chunk)
        slices = [slice(start, min(start + per_chunk, population)) for start in starts]
        return [(members, chunk(members)) for members in slices]

    def _members_per_chunk(self) -> int:
        optimizer, count = self.hyperparameters.optimizer, self.net.parameter_count
        on_cpu = self.params.device.type == "cpu"
        if not (on_cpu or optimizer.looks_at_objective):
            return len(self.params)
        n = self._batches(slice(0, 1)).at(0).x.shape[-1]
        numbers = 5 * count + 2 * n * self.net.unit_count + optimizer.memory(count)
        budget = CACHE if on_cpu else GPU_MEMORY
        return max(1, budget // (numbers * self.params.element_size()))
