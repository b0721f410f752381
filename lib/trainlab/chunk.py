"""Members of a population that are trained side by side: few enough to stay in the cache."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from trainlab.backprop import Backprop
from trainlab.batches import Batches
from trainlab.divergence import STAGES
from trainlab.losses import Loss
from trainlab.networks import MLP
from trainlab.optimizers import Optimizer, State
from trainlab.regularization import add_penalty_gradients_


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

        return Rule(
            self.optimizer,
            part(self.lr),
            self.schedule,
            part(self.l1),
            part(self.l2),
            self.is_weight.to(like),
        )

    def lr_at(self, step: int) -> float | Tensor:
        """Return the learning rate of a step, a number or a column (E, 1)."""
        return self.lr if self.schedule is None else self.lr * self.schedule(step)


@dataclass
class Located:
    """The first non-finite value of some members: where it was, and how they stood before it."""

    step: Tensor
    layer: Tensor
    stage: Tensor
    params: Tensor
    state: State


def _rows(state: State, rows: Tensor | slice) -> State:
    return {k: v[rows].clone() if isinstance(v, Tensor) else v for k, v in state.items()}


class Chunk:
    """E members with their parameters (a view), gradients, optimizer state and batches.

    Members that diverge are frozen at their last finite parameters.
    """

    def __init__(
        self, net: MLP, loss: Loss, params: Tensor, seeds: Tensor, batches: Batches, rule: Rule
    ) -> None:
        """Bind the members; ``params`` (E, P) is moved in place by ``advance``."""
        self.net, self.loss, self.params, self.seeds = net, loss, params, seeds
        self.batches, self.rule = batches, rule
        self.grads = torch.zeros_like(params)
        self.state: State = rule.optimizer.init(params)
        self.frozen = torch.zeros(len(params), dtype=torch.bool, device=params.device)
        self._passes: dict[int, Backprop] = {}

    def backprop(self, n: int) -> Backprop:
        """Return the pass for batches of n points; its buffers are made once."""
        if n not in self._passes:
            self._passes[n] = Backprop(self.net, self.params, self.grads, n)
        return self._passes[n]

    def advance(self, first: int, count: int, losses: Tensor | None) -> Located | None:
        """Take steps first ... first+count-1; write losses (count, E) where a tensor is given.

        Returns where members left the finite numbers, for all E members, or None.
        """
        before, state_before = self.params.clone(), _rows(self.state, slice(None))
        for k in range(count):
            self._step(first + k, None if losses is None else losses[k])
        finite = self.params.isfinite().all(dim=1)
        if losses is not None:
            finite &= losses.isfinite().all(dim=0)
        if bool((finite | self.frozen).all()) and not bool(self.frozen.any()):
            return None
        return self._repair(~finite & ~self.frozen, before, state_before, first, count, losses)

    def _step(self, step: int, losses: Tensor | None) -> None:
        x, y = self.batches.at(step)
        backprop = self.backprop(x.shape[-1])
        if losses is None:
            backprop.write_gradients(x, y, self.loss)
        else:
            losses.copy_(backprop.loss_and_gradients(x, y, self.loss))
        self.update(self.params, self.state, step)

    def update(self, params: Tensor, state: State, step: int) -> None:
        """Move ``params`` as the rule says, along the gradients last computed."""
        rule = self.rule
        add_penalty_gradients_(self.grads, params, rule.is_weight, rule.l1, rule.l2)
        rule.optimizer.update(params, self.grads, state, rule.lr_at(step))

    def _repair(
        self,
        lost: Tensor,
        before: Tensor,
        state_before: State,
        first: int,
        count: int,
        losses: Tensor | None,
    ) -> Located | None:
        """Put frozen members back, and members just lost to where they were last finite."""
        self._restore(self.frozen, before[self.frozen], _rows(state_before, self.frozen))
        if losses is not None:
            losses[:, self.frozen] = torch.nan
        if not bool(lost.any()):
            return None
        replay = self._subset(lost, before, state_before)
        located = replay.locate(first, count)
        self._restore(lost, located.params, located.state)
        rows = lost.nonzero()[:, 0]
        if losses is not None:
            steps = torch.arange(first, first + count, device=losses.device)
            after = (steps[:, None] >= located.step) & (located.step >= 0)
            losses[:, rows] = losses[:, rows].masked_fill(after, torch.nan)
        self.frozen[rows] = located.step >= 0
        full = [torch.full_like(self.seeds, v) for v in (-1, 0, -1)]
        for whole, part in zip(full, (located.step, located.layer, located.stage), strict=True):
            whole[rows] = part
        return Located(*full, self.params, self.state)

    def _restore(self, rows: Tensor, params: Tensor, state: State) -> None:
        self.params[rows] = params
        for name, value in state.items():
            if isinstance(value, Tensor):
                self.state[name][rows] = value  # type: ignore[index]

    def _subset(self, rows: Tensor, params: Tensor, state: State) -> "Chunk":
        of_rows = Rule(
            self.rule.optimizer,
            *(
                v[rows] if isinstance(v, Tensor) else v
                for v in (self.rule.lr, self.rule.schedule, self.rule.l1, self.rule.l2)
            ),
            self.rule.is_weight,
        )
        seeds = self.seeds[rows]
        batches = Batches(self.batches.x, self.batches.y, seeds, self.batches.batch_size)
        chunk = Chunk(self.net, self.loss, params[rows], seeds, batches, of_rows)
        chunk.state = _rows(state, rows)
        return chunk

    def locate(self, first: int, count: int) -> Located:
        """Repeat steps one by one; report each member's first non-finite value.

        The returned parameters and state are those before the step in question; a member that
        stays finite ends as the repeated steps leave it, with step -1.
        """
        found = Located(
            *(torch.full_like(self.seeds, v) for v in (-1, 0, -1)),
            self.params.clone(),
            _rows(self.state, slice(None)),
        )
        for step in range(first, first + count):
            fine = found.step < 0
            found.params[fine] = self.params[fine]
            for name, value in self.state.items():
                if isinstance(value, Tensor):
                    found.state[name][fine] = value[fine]  # type: ignore[index]
            for stage, layer, bad in self._watched_step(step):
                new = bad & (found.step < 0)
                found.step[new], found.layer[new], found.stage[new] = step, layer, stage
            if bool((found.step >= 0).all()):
                break
        fine = found.step < 0
        found.params[fine] = self.params[fine]
        return found

    def _watched_step(self, step: int):  # type: ignore[no-untyped-def]
        """Take one step; yield (stage, layer, members whose value is not finite) on the way."""
        x, y = self.batches.at(step)
        backprop = self.backprop(x.shape[-1])
        layers = range(1, len(self.net.layers) + 1)

        def lost(values: Tensor) -> Tensor:
            return ~values.flatten(1).isfinite().all(dim=1)

        outputs = backprop.forward(x)
        for layer, values in zip(layers, [*backprop.activations, outputs], strict=True):
            yield STAGES.index("activations"), layer, lost(values)
        yield STAGES.index("loss"), 0, lost(self.loss.value(outputs, y)[:, None])
        backprop.backward(x, self.loss.gradient_(outputs, y))
        for layer in reversed(layers):
            values = self.net.layers[layer - 1].block(self.grads)
            yield STAGES.index("gradient"), layer, lost(values)
        self.update(self.params, self.state, step)
        for layer in layers:
            yield STAGES.index("update"), layer, lost(self.net.layers[layer - 1].block(self.params))
