"""``train``: one call that trains a population and returns its record."""

from collections.abc import Callable, Sequence
from typing import Unpack

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from trainlab.core import arguments
from trainlab.core.memory import check_fits
from trainlab.engine.columns import Data, inputs_of, targets_of
from trainlab.nn.networks import Network
from trainlab.problems import Problem
from trainlab.training.options import Options
from trainlab.training.run import Run
from trainlab.training.shown import POINTS, some
from trainlab.training.trainer import Trainer


class TrainOptions(Options, total=False):
    """What ``train`` takes besides a network, a problem and the number of steps."""

    val_every: int
    snapshots: Sequence[int]
    progress: bool | Callable[[int, int], None]


@arguments.spelled_out(arguments.defaults_of(Trainer))
def train(
    net: Network | nn.Module,
    problem: Data,
    *,
    steps: int = 1000,
    val_every: int = 50,
    snapshots: Sequence[int] = (),
    progress: bool | Callable[[int, int], None] = True,
    **options: Unpack[Options],
) -> Run:
    """Train a population of networks and return what happened.

    Args:
        net, problem, **options: as in ``Trainer``.
        steps: number of steps; 0 leaves the population where it starts.
        val_every: steps between two looks at the validation loss (of a Problem that has
            validation points); the last step is always looked at.
        snapshots: numbers of steps taken, 0 to ``steps``, at which to keep the parameters.
        progress: show a progress bar, or a function called with (steps taken, ``steps``).

    Returns:
        A ``Run``. An interrupted training (Ctrl-C, the stop button) returns the steps it took.

    Raises:
        ValueError: when an argument does not fit; the message says what was expected.

    >>> import torch
    >>> from trainlab import MLP, optimizers, train
    >>> data = torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]])  # y = 2x
    >>> rule = optimizers.sgd(lr=0.1)
    >>> run = train(MLP([1, 1]), data, optimizer=rule, init="zeros", steps=1, progress=False)
    >>> run.train_loss, run.params  # (4 + 16) / 2; w and b after gradients -10 and -6
    (tensor([[10.]]), tensor([[1.0000, 0.6000]]))
    """
    steps = arguments.integer("steps", steps, at_least=0)
    val_every = arguments.integer("val_every", val_every, at_least=1)
    kept_at = _checked_snapshots(snapshots, steps)
    trainer = Trainer(net, problem, **options)
    validation = problem if isinstance(problem, Problem) and len(problem.x_val) else None
    if validation is not None:
        inputs_of(validation.x_val, trainer.net, trainer.dtype, "x_val")
        targets_of(validation.y_val, trainer.loss_function, trainer.net, trainer.dtype, "y_val")
    each = steps + 2 * len(kept_at) * trainer.net.parameter_count
    what = f"records of {steps} losses and {len(kept_at)} snapshots"
    check_fits(what, trainer.population, each * trainer.dtype.itemsize, trainer.device)
    losses = trainer.params.new_empty(steps, trainer.population)
    looks: dict[int, Tensor] = {}
    kept = {}
    looked_at = {*range(val_every, steps, val_every), steps}
    try:
        with tqdm(total=steps, disable=progress is not True, unit="step") as bar:
            for stop in sorted(looked_at | kept_at):
                count = stop - trainer.steps_taken
                if count:
                    trainer.step(count, losses[trainer.steps_taken : stop])
                if stop in kept_at:
                    kept[stop] = trainer.params.clone(), trainer.buffers.clone()
                if validation is not None and stop in looked_at:
                    looks[stop] = trainer.loss(validation.x_val, validation.y_val)
                bar.update(count)
                if callable(progress) and count:
                    progress(stop, steps)
    except KeyboardInterrupt:
        pass
    if trainer.steps_taken < steps:
        losses = losses[: trainer.steps_taken].clone()
    return Run(
        net=trainer.net,
        loss=trainer.loss_function.name,
        params=trainer.params,
        buffers=trainer.buffers,
        train_loss=losses,
        val_loss=_stacked([*looks.values()], losses.new_empty(trainer.population)),
        val_steps=list(looks),
        divergence=trainer.divergence,
        snapshots=_stacked([params for params, _ in kept.values()], trainer.params),
        snapshot_buffers=_stacked([buffers for _, buffers in kept.values()], trainer.buffers),
        snapshot_steps=list(kept),
        points=some(trainer.data_of(trainer.dtype)[0], POINTS),
        targets=some(trainer.data_of(trainer.dtype)[1][0].mT, POINTS),
    )


def _stacked(tensors: list[Tensor], like: Tensor) -> Tensor:
    return torch.stack(tensors) if tensors else like[None][:0]


def _checked_snapshots(snapshots: Sequence[int], steps: int) -> set[int]:
    taken = {arguments.integer("each of snapshots", step, at_least=0) for step in snapshots}
    if taken and max(taken) > steps:
        raise ValueError(
            f"snapshots={sorted(taken)} goes beyond the {steps} steps of this training; expected "
            f"numbers from 0 to {steps}."
        )
    return taken
