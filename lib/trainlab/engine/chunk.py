"""Members of a population that are trained side by side: few enough to stay in the cache."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor

from trainlab.core import streams
from trainlab.core.state import State, put_rows, rows
from trainlab.data.batches import Batch, Batches
from trainlab.engine.batch_objective import BatchObjective
from trainlab.engine.divergence import STAGES, Divergence
from trainlab.engine.footprint import SIGNALS
from trainlab.engine.hyperparameters import Hyperparameters
from trainlab.engine.passes.backprop import Pass, Workspace
from trainlab.engine.passes.dispatch import Passes
from trainlab.nn.losses import Loss
from trainlab.nn.networks import Network
from trainlab.optimizers.clipping import clip_gradients_
from trainlab.optimizers.objective import Point
from trainlab.optimizers.regularization import (
    add_penalty_gradients_,
    penalty,
    soft_threshold_,
)


class _Snapshot(NamedTuple):
    """All that steps change, members first."""

    params: Tensor
    state: State
    divergence: Divergence


class Chunk:
    """E members with their parameters (a view), gradients, optimizer state and batches.

    Members that diverge are frozen at their last finite parameters.
    """

    def __init__(
        self,
        net: Network,
        loss: Loss,
        params: Tensor,
        buffers: Tensor,
        seeds: Tensor,
        batches: Batches,
        hyperparameters: Hyperparameters,
        workspace: Workspace,
    ) -> None:
        """Bind the members; ``advance`` moves ``params`` (E, P) and ``buffers`` (E, Q) in place."""
        self.net, self.loss, self.seeds = net, loss, seeds
        self.params, self.buffers = params, buffers
        self.is_weight = net.is_weight().to(params)
        self._unseen = params.new_full((len(params),), torch.nan)
        self.keys = streams.keys(seeds, streams.DROPOUT)
        self.use(workspace)
        self.hyperparameters, self.batches = hyperparameters, batches
        self._before: _Snapshot | None = None
        self.start_afresh()

    def use(self, workspace: Workspace) -> None:
        """Compute in this memory from now on."""
        self.grads = workspace.grads(self.params)
        self._passes = Passes(self.net, self.params, self.grads, self.buffers, self.keys, workspace)

    def follow(self, hyperparameters: Hyperparameters, batches: Batches) -> None:
        """Go on by these settings and on these batches, with every member fine."""
        if type(hyperparameters.schedule) is not type(self.hyperparameters.schedule):
            self.state |= hyperparameters.schedule.init(self.params)
        self.hyperparameters, self.batches = hyperparameters, batches
        self.divergence = Divergence.none(len(self.params), self.params.device)

    def start_afresh(self) -> None:
        """Start with a fresh optimizer state, and with every member fine."""
        # The running statistics are frozen and restored with the rest of the state.
        self.state: State = self.hyperparameters.init(self.params) | {"buffers": self.buffers}
        self.divergence = Divergence.none(len(self.params), self.params.device)

    def go_on(self, state: State, divergence: Divergence) -> None:
        """Go on with the state and the divergence of a chunk of which this one is a copy."""
        self.state, self.divergence = state | {"buffers": self.buffers}, divergence

    def undo(self) -> None:
        """Take the last ``advance`` back, unless it is kept."""
        if self._before is not None:
            params, state, divergence = self._before
            self.params.copy_(params)
            self.buffers.copy_(state["buffers"])
            self.go_on(state, divergence)
            self.keep()

    def keep(self) -> None:
        """Forget where the last ``advance`` began."""
        self._before = None

    def backprop(self, n: int) -> Pass:
        """Return the pass for batches of n points."""
        return self._passes.of(n, self.hyperparameters.rates)

    def advance(self, first: int, count: int, losses: Tensor | None) -> None:
        """Take steps first ... first+count-1; write losses (count, E) where a tensor is given.

        They can be taken back by ``undo``, until ``keep`` says that they stay.
        """
        before = self._before = self._snapshot()
        with torch.inference_mode():
            for k in range(count):
                self._step(first + k, None if losses is None else losses[k])
        finite = self.params.isfinite().all(dim=1)
        if losses is not None:
            finite &= losses.isfinite().all(dim=0)
        frozen = self.divergence.members
        if bool(frozen.any()):
            self._restore(frozen, rows(before.params, frozen), rows(before.state, frozen))
        lost = ~finite & ~frozen
        if bool(lost.any()):
            self._put_back(lost, before, first, count)
        if losses is not None and not bool(finite.all()):
            steps = torch.arange(first, first + count, device=losses.device)[:, None]
            diverged = self.divergence
            losses.masked_fill_((steps >= diverged.step) & diverged.members, torch.nan)

    def _step(self, step: int, losses: Tensor | None) -> None:
        if losses is None and self.hyperparameters.looks_at_losses:
            losses = self.params.new_empty(len(self.params))
        batch = self.batches.at(step)
        self.compute_gradients(batch, losses)
        self.update(self.params, self.state, batch, step, losses)
        if losses is not None:
            self.hyperparameters.schedule.observe(self.state, losses)

    def compute_gradients(self, batch: Batch, losses: Tensor | None) -> None:
        """Write every member's gradients on a batch, and its loss where a tensor (E,) is given."""
        backprop = self.backprop(batch.x.shape[-1])
        if losses is None:
            backprop.write_gradients(batch, self.loss)
        else:
            losses.copy_(backprop.loss_and_gradients(batch, self.loss))

    def gradients(self) -> Tensor:
        """Return the gradients (E, P) of the loss on the whole training set, without penalties."""
        with self.only_looking():
            self.compute_gradients(self.batches.whole, None)
        return self.grads.clone()

    @contextmanager
    def only_looking(self) -> Iterator[None]:
        """Put the running statistics, which passes in training move, back at the end."""
        buffers = self.buffers.clone()
        try:
            yield
        finally:
            self.buffers.copy_(buffers)

    def outputs(self, x: Tensor) -> Tensor:
        """Return the raw outputs (E, N, out) at inference, at x (N, in).

        On a CPU a few members pass at a time, so that their signals stay in the cache.
        """
        each = 2 * len(x) * self.net.unit_count * self.params.element_size()
        on_cpu = self.params.device.type == "cpu"
        at_once = max(1, SIGNALS // max(each, 1)) if on_cpu else len(self.params)
        parts = zip(self.params.split(at_once), self.buffers.split(at_once), strict=True)
        return torch.cat([self.net.forward(params, x, buffers) for params, buffers in parts])

    def update(
        self, params: Tensor, state: State, batch: Batch, step: int, losses: Tensor | None
    ) -> None:
        """Move ``params`` as the rule says, along the gradients last computed, on this batch.

        A rule that looks at the objective needs the losses (E,) too.
        """
        now, value = self.hyperparameters, self._unseen
        penalties = self.is_weight, now.l1, now.l2
        if losses is not None and now.optimizer.looks_at_objective:
            value = losses + penalty(params, *penalties)
        add_penalty_gradients_(self.grads, params, *penalties)
        clip_gradients_(self.grads, now.clip_value, now.clip_norm)
        objective = partial(BatchObjective, self._passes, self.loss, self.is_weight, now, batch)
        here, lr = Point(value, self.grads), now.lr_at(step, state)
        now.rule_at(step).step(params, here, state, lr, objective)
        if isinstance(now.l1_proximal, Tensor) or now.l1_proximal:
            soft_threshold_(params, self.is_weight, lr * now.l1_proximal)

    def _snapshot(self) -> _Snapshot:
        everyone = slice(None)
        divergence = replace(self.divergence, **rows(vars(self.divergence), everyone))
        return _Snapshot(rows(self.params, everyone), rows(self.state, everyone), divergence)

    def _restore(self, members: Tensor, params: Tensor, state: State) -> None:
        self.params[members] = params
        put_rows(self.state, members, state)

    def _put_back(self, lost: Tensor, before: _Snapshot, first: int, count: int) -> None:
        """Find where members were lost by repeating their steps; leave them as they last were."""
        replay = self._subset(lost, before.params, before.state)
        params, state = replay.relive(first, count)
        self._restore(lost, params, state)
        self.divergence.adopt(lost, replay.divergence)

    def _subset(self, members: Tensor, params: Tensor, state: State) -> "Chunk":
        seeds = self.seeds[members]
        chunk = Chunk(
            self.net,
            self.loss,
            params[members],
            state["buffers"][members],
            seeds,
            self.batches.for_seeds(seeds),
            self.hyperparameters.for_members(members, params),
            Workspace(),
        )
        chunk.state = rows(state, members) | {"buffers": chunk.buffers}
        return chunk

    def relive(self, first: int, count: int) -> tuple[Tensor, State]:
        """Repeat steps one by one, noting each member's first non-finite value.

        Returns the parameters and the state of each member before that step; of a member that
        stays finite, those after the last step.
        """
        params, state, _ = self._snapshot()
        for step in range(first, first + count):
            for stage, layer, lost in self._watched_step(step):
                self.divergence.note(lost, step, layer, STAGES.index(stage))
            fine = ~self.divergence.members
            params[fine] = self.params[fine]
            put_rows(state, fine, rows(self.state, fine))
            if not bool(fine.any()):
                break
        return params, state

    def _watched_step(self, step: int) -> Iterator[tuple[str, int, Tensor]]:
        """Take one step; yield (stage, layer, members whose value is not finite) on the way."""
        batch = self.batches.at(step)
        backprop = self.backprop(batch.x.shape[-1])
        segments = list(enumerate(self.net.segments, start=1))

        def lost(values: Tensor) -> Tensor:
            return ~values.flatten(1).isfinite().all(dim=1)

        outputs = backprop.forward(batch)
        hidden = enumerate(backprop.activations, start=1)
        for layer, values in (*hidden, (len(segments), outputs)):
            yield "activations", layer, lost(values)
        losses = self.loss.value(outputs, batch.y)
        yield "loss", 0, lost(losses[:, None])
        backprop.backward(batch, self.loss.gradient_(outputs, batch.y))
        for layer, (start, stop) in reversed(segments):
            yield "gradient", layer, lost(self.grads[:, start:stop])
        self.update(self.params, self.state, batch, step, losses)
        self.hyperparameters.schedule.observe(self.state, losses)
        for layer, (start, stop) in segments:
            yield "update", layer, lost(self.params[:, start:stop])
