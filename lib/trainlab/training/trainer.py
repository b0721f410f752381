"""The stateful stepper under ``train`` and every widget: a population that trains step by step."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import torch
from torch import Tensor

from trainlab.core import arguments, devices, streams
from trainlab.data.batches import Batches
from trainlab.engine.chunk import Chunk
from trainlab.engine.divergence import Divergence
from trainlab.engine.hyperparameters import Rule
from trainlab.engine.passes.backprop import Workspace, with_ones
from trainlab.engine.scales import LayerScales, layer_scales
from trainlab.nn.losses import LOSSES, Loss, as_columns, check_one_value_each
from trainlab.nn.networks import LayeredNetwork, Network, Start, checked_dropout, starting_params
from trainlab.optimizers import OPTIMIZERS, SECOND_ORDER, Optimizer, SecondOrder, Task, adam
from trainlab.problems import Problem
from trainlab.schedules import AnySchedule, Plateau

#: Steps between looks for non-finite values; a diverged member is found by repeating at most these.
BLOCK = 64
#: Bytes of one chunk's working set on a CPU: what the last cache level holds.
CACHE = 1 << 23
#: Bytes of one chunk's working set on a GPU, for rules that keep matrices.
GPU_MEMORY = 1 << 32

#: What ``Trainer.set`` can change.
SETTINGS = (
    *("lr", "optimizer", "schedule", "batch_size", "l1", "l2", "dropout"),
    *("clip_value", "clip_norm", "problem"),
)

Data = Problem | tuple[Tensor, Tensor]


class Checkpoint(NamedTuple):
    """A population at some step: its parameters (E, P) and running statistics (E, Q)."""

    step: int
    params: Tensor
    buffers: Tensor


class Trainer:
    """E independent networks of one architecture, trained at once and steered while they train.

    Args:
        net: the architecture.
        problem: a ``Problem``, or a pair of tensors x (N, in) and y (N, out) (class indices (N,)
            for cross entropy).
        loss: a key of ``LOSSES``, or a ``Loss`` of one's own; "auto" is the problem's own, and MSE
            for a pair of tensors.
        optimizer: a rule from ``trainlab.optimizers``, of first or second order; default Adam with
            lr=1e-3.
        schedule: a function step -> factor that multiplies the learning rate, a ``Plateau``, or
            None; see ``trainlab.schedules``.
        init: a key of ``INITIALIZERS``, an ``Initializer``, or parameters to start from: (E, P),
            or (P,) for the same start for every member.
        population: number of members E.
        batch_size: points per step, drawn anew for each member and epoch; None for all points.
        l1, l2: penalties on the weights, a number or one for each member (E,).
        dropout: probability of dropping a hidden unit in training, a number, a tensor with one for
            each member (E,), or a list with one for each hidden layer; the network's own when not
            given.
        clip_value: largest size of each component of a gradient (penalties included), a number or
            one for each member (E,); None for no bound.
        clip_norm: largest Euclidean norm of each member's gradient, in the same way; both may be
            given, and the components are cut off first. Not with rules of second order.
        seed: member i has seed ``seed + i``, and equals the same network trained alone with it.
        device: "auto" (CUDA where there is one, else CPU), "cpu", "cuda" or "mps".
        dtype: torch.float32, or torch.float64 for checks.

    Raises:
        ValueError: when an argument does not fit; the message says what was expected.
    """

    def __init__(
        self,
        net: Network,
        problem: Data,
        *,
        loss: str | Loss = "auto",
        optimizer: Optimizer | None = None,
        schedule: AnySchedule | None = None,
        init: Start = "glorot_normal",
        population: int = 1,
        batch_size: int | None = None,
        l1: float | Tensor = 0.0,
        l2: float | Tensor = 0.0,
        dropout: float | Tensor | Sequence[float] | None = None,
        clip_value: float | Tensor | None = None,
        clip_norm: float | Tensor | None = None,
        seed: int = 0,
        device: str | torch.device = "auto",
        dtype: torch.dtype = torch.float32,
    ) -> None:
        """Draw the initial weights; no step is taken yet."""
        self.net = net
        self.population = arguments.integer("population", population, at_least=1)
        self.seed = arguments.integer("seed", seed, at_least=0)
        self.device, self.dtype = devices.resolve(device), dtype
        self.loss_function = _loss_for(loss, problem)
        self.optimizer = _checked_optimizer(optimizer if optimizer is not None else adam())
        self.schedule = schedule
        self.l1, self.l2, self.batch_size = l1, l2, batch_size
        self.dropout = net.dropout if dropout is None else dropout
        self.clip_value, self.clip_norm = clip_value, clip_norm
        self.steps_taken, self.epochs = 0, 0.0
        self.divergence = Divergence.none(self.population)
        self._set_data(problem)
        check_one_value_each(self.loss_function, self._data[1])
        seeds = streams.member_seeds(seed, population, _random_device(self.device))
        self.params = starting_params(net, init, seeds, dtype).to(self.device)
        self.buffers = net.initial_buffers(population, self.params)
        self._seeds = seeds.to(self.device)
        self._chunks = self._split()

    @torch.no_grad()
    def step(self, count: int = 1, record: bool = True) -> Tensor | None:
        """Advance every member by ``count`` steps.

        A member whose values leave the finite numbers stops at its last finite parameters; see
        ``divergence``. Its losses are NaN from that step on.

        Returns:
            The training loss of each step, on that step's batch and before its update,
            (count, E), without penalties; None when ``record`` is False.
        """
        count = arguments.integer("count", count, at_least=1)
        losses = None
        if record:
            losses = self.params.new_full((count, self.population), torch.nan)
        for start in range(0, count, BLOCK):
            size = min(BLOCK, count - start)
            for members, chunk in self._chunks:
                if bool(chunk.divergence.members.all()):
                    continue
                part = None if losses is None else losses[start : start + size, members]
                chunk.advance(self.steps_taken, size, part)
                self.divergence.adopt(members, chunk.divergence)
            self.steps_taken += size
            self.epochs += size / self._chunks[0][1].batches.per_epoch
        return losses

    def set(self, **changes: Any) -> None:
        """Change settings between steps; the weights stay.

        Args:
            **changes: any of ``lr``, ``optimizer``, ``schedule``, ``batch_size``, ``l1``, ``l2``,
                ``dropout``, ``clip_value``, ``clip_norm``, ``problem``. A different optimizer
                starts with a fresh state; the same one with other settings keeps its state.
                Diverged members go on from their last finite parameters.

        Raises:
            ValueError: for an unknown or unfit setting; then nothing is changed.
        """
        for name in changes:
            arguments.choice("setting", name, dict.fromkeys(SETTINGS))
        new_optimizer = _checked_optimizer(changes.pop("optimizer", self.optimizer))
        if "lr" in changes:
            new_optimizer = replace(new_optimizer, lr=changes.pop("lr"))
        fresh = new_optimizer.kind != self.optimizer.kind
        before = {name: getattr(self, name) for name in ("optimizer", "_data", "problem")}
        before |= {name: getattr(self, name) for name in changes if name != "problem"}
        try:
            self.optimizer = new_optimizer
            if "problem" in changes:
                self._set_data(changes.pop("problem"))
            for name, value in changes.items():
                setattr(self, name, value)
            rules = [self._rule(members) for members, _ in self._chunks]
            batches = [self._batches(members) for members, _ in self._chunks]
        except ValueError:
            for name, value in before.items():
                setattr(self, name, value)
            raise
        if fresh:
            self._chunks = self._split()
        else:
            for (_, chunk), rule, served in zip(self._chunks, rules, batches, strict=True):
                chunk.rule, chunk.batches = rule, served
                if "schedule" in changes:
                    chunk.state |= rule.memory(chunk.params)
                chunk.divergence = Divergence.none(len(chunk.params), self.device)
        self.divergence = Divergence.none(self.population)

    def checkpoint(self) -> Checkpoint:
        """Return the population as it stands, for ``rewind``."""
        return Checkpoint(self.steps_taken, self.params.clone(), self.buffers.clone())

    @torch.no_grad()
    def rewind(self, checkpoint: Checkpoint) -> None:
        """Put every member back to a checkpoint.

        The optimizer starts with a fresh state there, and members that diverged train again.
        """
        self.steps_taken = checkpoint.step
        self.params.copy_(checkpoint.params)
        self.buffers.copy_(checkpoint.buffers)
        self.epochs = self.steps_taken / self._chunks[0][1].batches.per_epoch
        self.divergence = Divergence.none(self.population)
        for _, chunk in self._chunks:
            chunk.start_afresh()

    @torch.no_grad()
    def predict(self, x: Tensor, members: slice | list[int] | Tensor | None = None) -> Tensor:
        """Return raw outputs (E, N, out) at x (N, in), of all members or of those named."""
        named = slice(None) if members is None else members
        return self.net.forward(self.params[named], x.to(self.params), self.buffers[named])

    @torch.no_grad()
    def loss(self, x: Tensor, y: Tensor) -> Tensor:
        """Return each member's loss (E,) at x (N, in) with targets y, without penalties."""
        targets = as_columns(y.to(self.device), self.loss_function, self.net.outputs, self.dtype)
        return self.loss_function.value(self.predict(x).mT, targets)

    def weights(self, layer: int) -> Tensor:
        """Return the view (E, out, in) of the weights of layer 1 ... L."""
        return self._layer(layer)[:, :, :-1]

    def biases(self, layer: int) -> Tensor:
        """Return the view (E, out) of the biases of layer 1 ... L."""
        return self._layer(layer)[:, :, -1]

    def _layer(self, layer: int) -> Tensor:
        if not isinstance(self.net, LayeredNetwork):
            raise ValueError("the network is a module; only networks such as MLP have layers here.")
        return self.net.layers[layer - 1].block(self.params)

    @torch.no_grad()
    def diagnostics(self) -> LayerScales:
        """Measure every layer's scales on the training set, as the population stands now."""
        parts = [layer_scales(chunk, self.steps_taken) for _, chunk in self._chunks]
        names = ("activation", "gradient", "update_ratio", "dead")
        return LayerScales(
            *(torch.cat([getattr(part, name) for part in parts], dim=1) for name in names)
        )

    @torch.no_grad()
    def gradients(self) -> Tensor:
        """Return the gradients (E, P) of the loss on the whole training set, without penalties."""
        grads = torch.empty_like(self.params)
        for members, chunk in self._chunks:
            chunk.compute_gradients(chunk.batches.whole, None)
            grads[members] = chunk.grads
        return grads

    def data_of(self, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Return the training inputs (N, in) and targets as columns (1, K, N) in one type."""
        x, y = self._data
        return x[0, :-1].mT.to(dtype), y.to(dtype)

    def _set_data(self, problem: Data) -> None:
        x, y = (problem.x, problem.y) if isinstance(problem, Problem) else _pair(problem)
        if x.ndim != 2 or x.shape[1] != self.net.inputs or len(x) == 0:
            raise ValueError(
                f"x has shape {tuple(x.shape)}; a network of {self.net.inputs} inputs expects "
                f"(N, {self.net.inputs}) with N of at least 1."
            )
        if len(x) != len(y):
            raise ValueError(
                f"x has {len(x)} points and y has {len(y)}; expected one target for each point."
            )
        columns = as_columns(y, self.loss_function, self.net.outputs, self.dtype)
        ones = with_ones(x.to(self.dtype).mT[None])
        self._data = ones.to(self.device), columns.to(self.device)
        self.problem = problem

    def _rule(self, members: slice) -> Rule:
        if isinstance(self.optimizer, SecondOrder):
            self.optimizer.check(Task(self.net, self.loss_function, self.population, self.l1))
            if self.clip_value is not None or self.clip_norm is not None:
                raise ValueError(
                    f"clip_value or clip_norm was given; {self.optimizer.name} looks at the "
                    "objective itself and needs its gradient unclipped: leave them out."
                )

        def column(name: str, value: float | Tensor) -> float | Tensor:
            return arguments.per_member(name, value, self.population)

        rule = Rule(
            self.optimizer,
            column("lr", self.optimizer.lr),
            _checked_schedule(self.schedule),
            column("l1", self.l1),
            column("l2", self.l2),
            self._dropout_rate(),
            self._bound("clip_value", self.clip_value),
            self._bound("clip_norm", self.clip_norm),
            self.net.is_weight(),
        )
        return rule.for_members(members, self.params)

    def _bound(self, name: str, value: float | Tensor | None) -> float | Tensor | None:
        if value is None:
            return None
        return arguments.per_member(name, value, self.population, positive=True)

    def _dropout_rate(self) -> float | Tensor:
        """Return the rate of dropping: a number, (E, 1), or for each hidden layer (E, L)."""
        if isinstance(self.dropout, Sequence):
            rates = torch.tensor(checked_dropout(self.dropout, self.net.depth)).double()
            rate: float | Tensor = rates.expand(self.population, -1)
        else:
            rate = arguments.per_member("dropout", self.dropout, self.population)
        if float(torch.as_tensor(rate).max()) >= 1:
            raise ValueError(f"dropout={self.dropout!r} was given; expected numbers in [0, 1).")
        if not isinstance(self.net, LayeredNetwork) and float(torch.as_tensor(rate).max()) > 0:
            raise ValueError("the network is a module; dropout needs a network such as MLP.")
        return rate

    def _batches(self, members: slice) -> Batches:
        size = self.batch_size
        if size is not None:
            size = arguments.integer("batch_size", size, at_least=1)
        n = self._data[0].shape[-1]
        if self.net.buffer_count and 1 in (n, size, n % (size or n + 2)):
            raise ValueError(
                f"batch_size={size} leaves a batch of one point of {n}; batch norm needs two: "
                "choose another batch_size or number of points."
            )
        return Batches(*self._data, self._seeds[members], None if size is None else min(size, n))

    def _split(self) -> list[tuple[slice, Chunk]]:
        per_chunk = self.population
        if self.device.type == "cpu" or isinstance(self.optimizer, SecondOrder):
            n = self._batches(slice(0, 1)).at(0).x.shape[-1]
            numbers = 5 * self.net.parameter_count + 2 * n * self.net.unit_count
            if isinstance(self.optimizer, SecondOrder):
                numbers += self.optimizer.memory(self.net.parameter_count)
            budget = CACHE if self.device.type == "cpu" else GPU_MEMORY
            per_chunk = max(1, budget // (numbers * self.params.element_size()))
        workspace = Workspace()
        slices = [
            slice(start, min(start + per_chunk, self.population))
            for start in range(0, self.population, per_chunk)
        ]
        return [
            (
                m,
                Chunk(
                    self.net,
                    self.loss_function,
                    self.params[m],
                    self.buffers[m],
                    self._seeds[m],
                    self._batches(m),
                    self._rule(m),
                    workspace,
                ),
            )
            for m in slices
        ]


def _random_device(device: torch.device) -> torch.device:
    """Return where to draw: MPS has no float64."""
    return torch.device("cpu") if device.type == "mps" else device


def _pair(data: object) -> tuple[Tensor, Tensor]:
    if (
        isinstance(data, tuple | list)
        and len(data) == 2
        and all(isinstance(part, Tensor) for part in data)
    ):
        return data[0], data[1]
    raise ValueError(
        f"problem is a {type(data).__name__}; expected a Problem from trainlab.problems, "
        "or a pair of tensors (x, y)."
    )


def _loss_for(loss: str | Loss, problem: Data) -> Loss:
    if isinstance(loss, Loss):
        return loss
    if loss == "auto":
        loss = problem.loss if isinstance(problem, Problem) else "mse"
    return arguments.choice("loss", loss, LOSSES)


def _checked_optimizer(optimizer: object) -> Optimizer:
    if isinstance(optimizer, Optimizer):
        return optimizer
    raise ValueError(
        f"optimizer={optimizer!r} was given; expected a rule such as trainlab.optimizers.adam("
        f"lr=0.001), one of {arguments.listed(OPTIMIZERS | SECOND_ORDER)}."
    )


def _checked_schedule(schedule: object) -> AnySchedule | None:
    if schedule is None or callable(schedule) or isinstance(schedule, Plateau):
        return schedule
    raise ValueError(
        f"schedule={schedule!r} was given; expected a function step -> factor, such as "
        "trainlab.schedules.cosine(steps=1000), or None."
    )
