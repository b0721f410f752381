"""A population in training: its members in chunks of a size that a core's cache holds.

Chunks are dealt out to the threads that torch would use, and computed beside each other, each on
one thread. Where they begin and end depends on the network and the data alone, so that the number
of threads changes no result.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple, TypeVar

import torch
from torch import Tensor

from trainlab.core.interrupts import uninterrupted
from trainlab.core.threads import side_by_side
from trainlab.data.batches import Batches
from trainlab.engine.chunk import Chunk
from trainlab.engine.columns import Columns
from trainlab.engine.divergence import Divergence
from trainlab.engine.footprint import CACHE
from trainlab.engine.hyperparameters import Hyperparameters
from trainlab.engine.passes.backprop import Workspace
from trainlab.engine.scales import LayerScales, layer_scales
from trainlab.nn.losses import Loss
from trainlab.nn.networks import Network

T = TypeVar("T")

#: Steps between looks for non-finite values; a diverged member is found by repeating at most these.
BLOCK = 64
#: More chunks than two are a multiple of this, so that the usual numbers of cores share evenly.
SHARES = 4
#: Bytes of one chunk's working set on a GPU, for rules that keep matrices.
GPU_MEMORY = 1 << 32


class Checkpoint(NamedTuple):
    """A population at some step: its parameters (E, P) and running statistics (E, Q)."""

    step: int
    params: Tensor
    buffers: Tensor


class Population:
    """E members that are trained in chunks.

    Args:
        net: the architecture.
        loss: the loss.
        params: (E, P), moved in place.
        buffers: running statistics (E, Q), moved in place.
        seeds: (E,).
        data: the training points.
        **settings: the settings that are not the default.

    Raises:
        ValueError: for a setting that does not fit.
    """

    def __init__(
        self,
        net: Network,
        loss: Loss,
        params: Tensor,
        buffers: Tensor,
        seeds: Tensor,
        data: Columns,
        **settings: Any,
    ) -> None:
        """Split the members into chunks; no step is taken yet."""
        self.chunks: list[tuple[slice, Chunk]] = []
        self._workspaces: list[Workspace] = []
        self.net, self.loss, self.seeds = net, loss, seeds
        self.params, self.buffers = params, buffers
        self.data = data
        self.hyperparameters = self._checked(Hyperparameters().changed(**settings), data)
        self.steps_taken, self.epochs = 0, 0.0
        self.divergence = Divergence.none(len(params))
        self._split()

    def advance(self, count: int, losses: Tensor | None) -> None:
        """Take ``count`` steps; write their losses where a tensor (count, E) is given.

        An interruption waits until every member has taken the same steps, and whatever else ends a
        block of steps early takes all of it back.
        """
        for start in range(0, count, BLOCK):
            size = min(BLOCK, count - start)
            part = None if losses is None else losses[start : start + size]
            with uninterrupted():
                with self._all_or_nothing():
                    self._each(partial(self._advance, size, part))
                self.steps_taken += size
                self.epochs += size / self._per_epoch

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Where one chunk's steps fail, take those of every chunk back."""
        try:
            yield
        except BaseException:
            for members, chunk in self.chunks:
                chunk.undo()
                self.divergence.adopt(members, chunk.divergence)
            raise
        for _, chunk in self.chunks:
            chunk.keep()

    def _advance(self, count: int, losses: Tensor | None, members: slice, chunk: Chunk) -> None:
        own = None if losses is None else losses[:, members]
        if not bool(chunk.divergence.members.all()):
            chunk.advance(self.steps_taken, count, own)
            self.divergence.adopt(members, chunk.divergence)
        elif own is not None:
            own.fill_(torch.nan)

    def change(self, data: Columns, **changes: Any) -> None:
        """Go on with these points and some settings changed, with every member fine.

        A rule of another kind starts with a fresh state.

        Raises:
            ValueError: for a setting that does not fit; then nothing is changed.
        """
        before = self.hyperparameters
        self.hyperparameters = self._checked(before.changed(**changes), data)
        self.data = data
        if self.hyperparameters.optimizer.kind != before.optimizer.kind:
            self._split()
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
        parts = self._each(lambda _, chunk: layer_scales(chunk, self.steps_taken))
        return LayerScales(*(torch.cat(measure, dim=1) for measure in zip(*parts, strict=True)))

    def learning_rates(self) -> Tensor:
        """Return the learning rates (E,) of the next step."""

        def rates(_: slice, chunk: Chunk) -> Tensor:
            lr = chunk.hyperparameters.lr_at(self.steps_taken, chunk.state)
            return torch.as_tensor(lr).to(chunk.params).expand(len(chunk.params), 1)

        return torch.cat(self._each(rates))[:, 0]

    def gradients(self) -> Tensor:
        """Return the gradients (E, P) of the loss on the whole training set, without penalties."""
        return torch.cat(self._each(lambda _, chunk: chunk.gradients()))

    def outputs(self, x: Tensor) -> Tensor:
        """Return the raw outputs (E, N, out) at x (N, in)."""
        return torch.cat(self._each(lambda _, chunk: chunk.outputs(x)))

    def losses(self, x: Tensor, targets: Tensor) -> Tensor:
        """Return the losses (E,) at x (N, in) with targets (1, K, N), without penalties."""
        value = self.loss.value
        return torch.cat(self._each(lambda _, chunk: value(chunk.outputs(x).mT, targets)))

    def _each(self, function: Callable[[slice, Chunk], T]) -> list[T]:
        """Return what a function gives for the members of every chunk, in order."""
        lanes = self._lanes()
        results = side_by_side([partial(_apply, function, lane) for lane in lanes])
        return [results[i % len(lanes)][i // len(lanes)] for i in range(len(self.chunks))]

    def _lanes(self) -> list[list[tuple[slice, Chunk]]]:
        """Deal the chunks out to the threads there are, with a workspace for each thread."""
        several = self.params.device.type == "cpu" and self.net.thread_safe
        count = min(torch.get_num_threads(), len(self.chunks)) if several else 1
        if count not in (1, len(self._workspaces)):
            self._workspaces = [Workspace() for _ in range(count)]
            for i, (_, chunk) in enumerate(self.chunks):
                chunk.use(self._workspaces[i % count])
        return [self.chunks[i::count] for i in range(count)]

    @property
    def _per_epoch(self) -> int:
        return self.chunks[0][1].batches.per_epoch

    def _checked(self, settings: Hyperparameters, data: Columns) -> Hyperparameters:
        return settings.checked(self.net, self.loss, len(self.params), data.x.shape[-1])

    def _settings(self, members: slice) -> Hyperparameters:
        return self.hyperparameters.for_members(members, self.params)

    def _batches(self, members: slice) -> Batches:
        settings = self.hyperparameters
        return Batches(*self.data, self.seeds[members], settings.batch_size, settings.sampling)

    def parts_of(self, population: int) -> list[slice]:
        """Return the members of each chunk of a population like this one, of so many members."""
        count = self._chunk_count(population)
        bounds = [population * i // count for i in range(count + 1)]
        return [*map(slice, bounds, bounds[1:])]

    def _split(self) -> None:
        """Make the chunks anew, with fresh states."""
        self._make_chunks(self.parts_of(len(self.params)))

    def _make_chunks(self, parts: Iterable[slice]) -> None:
        self._workspaces = [Workspace()]
        self.chunks = [(members, self._chunk(members)) for members in parts]

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy needs: chunks are views into the parameters, and made anew."""
        kept = {k: v for k, v in vars(self).items() if k not in ("chunks", "_workspaces")}
        chunks = [
            ((part.start, part.stop), {**chunk.state, "buffers": None}, chunk.divergence)
            for part, chunk in self.chunks
        ]
        return kept | {"chunks": chunks}

    def __setstate__(self, kept: dict[str, Any]) -> None:
        """Bind chunks to the parameters of this copy, and let them go on."""
        chunks = kept.pop("chunks")
        vars(self).update(kept)
        self._make_chunks(slice(*bounds) for bounds, _, _ in chunks)
        for (_, chunk), (_, state, divergence) in zip(self.chunks, chunks, strict=True):
            chunk.go_on(state, divergence)

    def _chunk(self, members: slice) -> Chunk:
        return Chunk(
            self.net,
            self.loss,
            self.params[members],
            self.buffers[members],
            self.seeds[members],
            self._batches(members),
            self._settings(members),
            self._workspaces[0],
        )

    def _chunk_count(self, population: int) -> int:
        optimizer, count = self.hyperparameters.optimizer, self.net.parameter_count
        on_cpu = self.params.device.type == "cpu"
        if not (on_cpu or optimizer.looks_at_objective):
            return 1
        n = self._batches(slice(0, 1)).at(0).x.shape[-1]
        numbers = 5 * count + 2 * n * self.net.unit_count + optimizer.memory(count)
        budget = CACHE if on_cpu else GPU_MEMORY
        per_chunk = max(1, budget // (numbers * self.params.element_size()))
        chunks = -(-population // per_chunk)
        return min(chunks if chunks <= 2 else -(-chunks // SHARES) * SHARES, population)


def _apply(function: Callable[[slice, Chunk], T], lane: list[tuple[slice, Chunk]]) -> list[T]:
    return [function(members, chunk) for members, chunk in lane]
