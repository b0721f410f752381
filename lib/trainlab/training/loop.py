"""``train``: one call that trains a population and returns its record."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Unpack

from torch import nn
from tqdm.auto import tqdm

from trainlab.core import arguments
from trainlab.engine.columns import Data
from trainlab.nn.networks import Network
from trainlab.training.options import Options
from trainlab.training.run import Run
from trainlab.training.session import Plan, Session
from trainlab.training.trainer import Trainer


class TrainOptions(Options, total=False):
    """What ``train`` takes besides a network, a problem and the number of steps."""

    val_every: int
    snapshots: Sequence[int]
    progress: bool | Callable[[int, int], None]
    cluster: str | None


@arguments.spelled_out(arguments.defaults_of(Trainer))
def train(
    net: Network | nn.Module,
    problem: Data,
    *,
    steps: int = 1000,
    val_every: int = 50,
    snapshots: Sequence[int] = (),
    progress: bool | Callable[[int, int], None] = True,
    cluster: str | None = None,
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
        cluster: address of a Dask scheduler, "tcp://host:8786", whose workers are to train, each
            with the same trainlab; None for this machine. Chunks of members travel to them, those
            that one machine would compute beside each other, so that every number is the same on
            machines of one kind, and a population of one chunk is trained by one worker. When a
            worker dies another does its chunks again. ``device`` is the workers', and what comes
            back lies on the CPU.

    Returns:
        A ``Run``. An interrupted training (Ctrl-C, the stop button) returns the steps it took; on a
        cluster those that all members have taken.

    Raises:
        ValueError: when an argument does not fit; the message says what was expected.
        ClusterError: when no cluster answers at the address, or it fails.
        ImportError: where ``cluster`` is given and Dask is not installed.

    >>> import torch
    >>> from trainlab import MLP, optimizers, train
    >>> data = torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]])  # y = 2x
    >>> rule = optimizers.sgd(lr=0.1)
    >>> run = train(MLP([1, 1]), data, optimizer=rule, init="zeros", steps=1, progress=False)
    >>> run.train_loss, run.params  # (4 + 16) / 2; w and b after gradients -10 and -6
    (tensor([[10.]]), tensor([[1.0000, 0.6000]]))
    """
    plan = Plan.of(steps, val_every, snapshots)
    with tqdm(total=plan.steps, disable=progress is not True, unit="step") as bar:

        def tell(taken: int) -> None:
            bar.update(taken - bar.n)
            if callable(progress) and taken:
                progress(taken, plan.steps)

        if cluster is not None:
            from trainlab.training import machines

            return machines.train(cluster, net, problem, plan, tell, options)
        session = Session(Trainer(net, problem, **options), problem, plan)
        with suppress(KeyboardInterrupt):
            for stop in plan.stops:
                session.advance(stop)
                tell(stop)
        return session.run()
