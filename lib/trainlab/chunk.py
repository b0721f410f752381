"""Members of a population that are trained side by side: few enough to stay in the cache."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from trainlab.backprop import Backprop, Workspace
from trainlab.batches import Batch, Batches
from trainlab.divergence import STAGES, Divergence
from trainlab.losses import Loss
from trainlab.networks import MLP
from trainlab.optimizers import Optimizer, State
from trainlab.regularization import add_penalty_gradients_
from trainlab.small import SmallBackprop, is_small


@dataclass
class Rule:
    """How a step moves the parameters; may change between steps."""

    optimizer: Optimizer
    lr: float | Tensor
    schedule: Callable[[int], float] | None
    l1: float | Tensor
    l2: float | Tensor
    is_weight: Tensor

    def for_members(self, start: int, stop: int, like: Tensor) -> "Rule":
        """Return the rule for members start ... stop-1, on the device and in the type of like."""

        def part(value: float | Tensor) -> float | Tensor:
            return value[start:stop].to(like) if isinstance(value, Tensor) else value

        return replace(
            self,
            lr=part(self.lr),
            l1=part(self.l1),
            l2=part(self.l2),
            is_weight=self.is_weight.to(like),
        )

    def lr_at(self, step: int) -> float | Tensor:
        """Return the learning rate of a step, a number or a column (E, 1)."""
        return self.lr if self.schedule is None else self.lr * self.schedule(step)


def _rows(values: Any, members: Tensor | slice) -> Any:
    """Return a copy of these members' rows, of one tensor or of every tensor in a state."""
    if isinstance(values, dict):
        return {name: _rows(value, members) for name, value in values.items()}
    return values[members].clone() if isinstance(values, Tensor) else values


class Chunk:
    """E members with their parameters (a view), gradients, optimizer state and batches.

    Members that diverge are frozen at their last finite parameters.
    """

    def __init__(
        self,
        net: MLP,
        loss: Loss,
        params: Tensor,
        seeds: Tensor,
        batches: Batches,
        rule: Rule,
        workspace: Workspace,
    ) -> None:
        """Bind the members; ``params`` (E, P) is moved in place by ``advance``."""
        self.net, self.loss, self.params, self.seeds = net, loss, params, seeds
        self.batches, self.rule, self.workspace = batches, rule, workspace
        self.grads = workspace.grads(params)
        self.state: State = rule.optimizer.init(params)
        self.divergence = Divergence.none(len(params), params.device)
        self._passes: dict[int, Backprop] = {}

    def backprop(self, n: int) -> Backprop:
        """Return the pass for batches of n points; its buffers are made once."""
        if n not in self._passes:
            with torch.inference_mode(False):
                kind = SmallBackprop if is_small(self.net, self.params, n) else Backprop
                buffers = self.workspace.buffers(self.net, self.params, n)
                self._passes[n] = kind(self.net, self.params, self.grads, buffers)
        return self._passes[n]

    def advance(self, first: int, count: int, losses: Tensor | None) -> None:
        """Take steps first ... first+count-1; write losses (count, E) where a tensor is given."""
        before = self._snapshot()
        with torch.inference_mode():
            for k in range(count):
                self._step(first + k, None if losses is None else losses[k])
        finite = self.params.isfinite().all(dim=1)
        if losses is not None:
            finite &= losses.isfinite().all(dim=0)
        frozen = self.divergence.members
        if bool(frozen.any()):
            self._restore(frozen, *(_rows(part, frozen) for part in before))
        lost = ~finite & ~frozen
        if bool(lost.any()):
            self._put_back(lost, before, first, count)
        if losses is not None and not bool(finite.all()):
            steps = torch.arange(first, first + count, device=losses.device)[:, None]
            diverged = self.divergence
            losses.masked_fill_((steps >= diverged.step) & diverged.members, torch.nan)

    def _step(self, step: int, losses: Tensor | None) -> None:
        self.compute_gradients(self.batches.at(step), losses)
        self.update(self.params, self.state, step)

    def compute_gradients(self, batch: Batch, losses: Tensor | None) -> None:
        """Write every member's gradients on a batch, and its loss where a tensor (E,) is given."""
        backprop = self.backprop(batch.x.shape[-1])
        if losses is None:
            backprop.write_gradients(batch, self.loss)
        else:
            losses.copy_(backprop.loss_and_gradients(batch, self.loss))

    def update(self, params: Tensor, state: State, step: int) -> None:
        """Move ``params`` as the rule says, along the gradients last computed."""
        rule = self.rule
        add_penalty_gradients_(self.grads, params, rule.is_weight, rule.l1, rule.l2)
        rule.optimizer.update(params, self.grads, state, rule.lr_at(step))

    def _snapshot(self) -> tuple[Tensor, State]:
        everyone = slice(None)
        return _rows(self.params, everyone), _rows(self.state, everyone)

    def _restore(self, members: Tensor, params: Tensor, state: State) -> None:
        self.params[members] = params
        for name, value in state.items():
            if isinstance(value, Tensor):
                self.state[name][members] = value

    def _put_back(self, lost: Tensor, before: tuple[Tensor, State], first: int, count: int) -> None:
        """Find where members were lost by repeating their steps; leave them as they last were."""
        replay = self._subset(lost, *before)
        params, state = replay.relive(first, count)
        self._restore(lost, params, state)
        self.divergence.adopt(lost, replay.divergence)

    def _subset(self, members: Tensor, params: Tensor, state: State) -> "Chunk":
        def part(value: float | Tensor) -> float | Tensor:
            return value[members] if isinstance(value, Tensor) else value

        rule = replace(
            self.rule, lr=part(self.rule.lr), l1=part(self.rule.l1), l2=part(self.rule.l2)
        )
        seeds = self.seeds[members]
        batches = Batches(self.batches.x, self.batches.y, seeds, self.batches.batch_size)
        chunk = Chunk(self.net, self.loss, params[members], seeds, batches, rule, Workspace())
        chunk.state = _rows(state, members)
        return chunk

    def relive(self, first: int, count: int) -> tuple[Tensor, State]:
        """Repeat steps one by one, noting each member's first non-finite value.

        Returns the parameters and the state of each member before that step; of a member that
        stays finite, those after the last step.
        """
        params, state = self._snapshot()
        for step in range(first, first + count):
            for stage, layer, lost in self._watched_step(step):
                self.divergence.note(lost, step, layer, STAGES.index(stage))
            fine = ~self.divergence.members
            params[fine] = self.params[fine]
            for name, value in self.state.items():
                if isinstance(value, Tensor):
                    state[name][fine] = value[fine]
            if not bool(fine.any()):
                break
        return params, state

    def _watched_step(self, step: int) -> Iterator[tuple[str, int, Tensor]]:
        """Take one step; yield (stage, layer, members whose value is not finite) on the way."""
        batch = self.batches.at(step)
        backprop = self.backprop(batch.x.shape[-1])
        layers = range(1, len(self.net.layers) + 1)

        def lost(values: Tensor) -> Tensor:
            return ~values.flatten(1).isfinite().all(dim=1)

        outputs = backprop.forward(batch)
        for layer, values in zip(layers, [*backprop.activations, outputs], strict=True):
            yield "activations", layer, lost(values)
        yield "loss", 0, lost(self.loss.value(outputs, batch.y)[:, None])
        backprop.backward(batch, self.loss.gradient_(outputs, batch.y))
        for layer in reversed(layers):
            values = self.net.layers[layer - 1].block(self.grads)
            yield "gradient", layer, lost(values)
        self.update(self.params, self.state, step)
        for layer in layers:
            yield "update", layer, lost(self.net.layers[layer - 1].block(self.params))
