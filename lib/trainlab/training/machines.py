"""A population that trains over several machines: its chunks travel to Dask's workers.

The chunks are those of one machine, and so is every number. They advance together, a stretch of
steps at a time, so that an interruption leaves the steps that all have taken. What was lost with a
worker that died is computed again from its start by another.
"""

from collections import deque
from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields, replace
from itertools import islice
from typing import Any

import torch
from torch import Tensor, nn

from trainlab.core import arguments, cluster, devices, streams
from trainlab.core.interrupts import at_safe_places
from trainlab.engine.columns import Data, pair_of
from trainlab.engine.divergence import Divergence
from trainlab.engine.hyperparameters import Hyperparameters
from trainlab.nn.networks import Network, starting_params
from trainlab.training.front_door import check_known
from trainlab.training.options import Options
from trainlab.training.run import Run
from trainlab.training.session import Plan, Session
from trainlab.training.trainer import Trainer

#: Stretches of a training, at most, and steps of one, at least.
STRETCHES, SHORTEST = 50, 64
#: Stretches handed out ahead of the one that all chunks are to finish, so that no worker waits.
AHEAD = 2
#: The dimension along which tensors of a ``Run`` have its members.
MEMBERS = {
    "params": 0,
    "buffers": 0,
    "train_loss": 1,
    "val_loss": 1,
    "snapshots": 1,
    "snapshot_buffers": 1,
}


def train(
    address: str,
    net: Network | nn.Module,
    problem: Data,
    plan: Plan,
    tell: Callable[[int], None],
    options: Options,
) -> Run:
    """Train over the cluster at an address as ``trainlab.train`` does; ``tell`` is its progress."""
    chunks = Chunks(net, problem, options)
    with cluster.at(address) as client, at_safe_places() as safe_place:
        kinds = client.run(_kind, chunks.device)
        parts = chunks.cut() if "cpu" in kinds.values() else chunks.shared_by(len(kinds))
        submit = cluster.spread(client)
        given = client.submit(_given, net, problem, plan, pure=False)
        # Sessions of all chunks: at the stop that all have reached, and at those after it.
        rows = deque([submit(_begun, [(given, chunks.of(part)) for part in parts])])
        coming = iter(stops(plan.steps))
        try:
            cluster.wait(rows[0], safe_place)
            for stop in stops(plan.steps):
                for until in islice(coming, 2 + AHEAD - len(rows)):
                    rows.append(submit(_gone_on, [(session, until) for session in rows[-1]]))
                cluster.wait(rows[1], safe_place)
                rows.popleft()
                tell(stop)
        except KeyboardInterrupt:
            pass
        handed_in = submit(_handed_in, [(session,) for session in rows[0]])
        rows.clear()
        return joined(client.gather(handed_in))


def stops(steps: int) -> list[int]:
    """Return the numbers of steps after which all chunks are to have finished a stretch."""
    count = min(STRETCHES, -(-steps // SHORTEST))
    return [steps * (k + 1) // count for k in range(count)]


class Chunks:
    """The members of a population in parts, each with the arguments of a ``Trainer`` of its own.

    Args:
        net, problem, options: as in ``Trainer``.

    Raises:
        ValueError: when an argument does not fit.
    """

    def __init__(self, net: Network | nn.Module, problem: Data, options: Options) -> None:
        """Check the arguments; no population is made."""
        settings: dict[str, Any] = {**options}
        self.device = settings.pop("device", "auto")
        self._population = arguments.integer("population", settings.pop("population", 1), 1)
        self._seed, init = arguments.seed(settings.pop("seed", 0)), settings.pop("init", None)
        self._same = {name: settings.pop(name) for name in ("loss", "dtype") if name in settings}
        for name, value in settings.items():
            check_known(name, value, problem, settings.get("batch_size"))
        self._one = one = Trainer(net, problem, device="cpu", **self._same)
        self._settings = (
            Hyperparameters()
            .changed(**settings)
            .checked(one.net, one.loss_function, self._population, len(pair_of(problem)[0]))
        )
        if isinstance(init, Tensor):
            seeds = streams.member_seeds(self._seed, self._population)
            init = starting_params(one.net, init, seeds, one.dtype)
        self._init = init

    def cut(self) -> list[slice]:
        """Return the members of each chunk that one machine would make, on its CPU."""
        self._one.set(**self._of_members(slice(0, 1)))
        return self._one.engine.parts_of(self._population)

    def shared_by(self, count: int) -> list[slice]:
        """Return the members for each of so many GPUs, each of which takes all it gets at once."""
        count = min(count, self._population)
        bounds = [self._population * i // count for i in range(count + 1)]
        return [*map(slice, bounds, bounds[1:])]

    def of(self, members: slice) -> dict[str, Any]:
        """Return the arguments of a ``Trainer`` of these members."""
        start = {} if self._init is None else {"init": self._init}
        if isinstance(self._init, Tensor):
            start = {"init": self._init[members].clone()}
        return {
            **self._same,
            **self._of_members(members),
            **start,
            "device": self.device,
            "population": members.stop - members.start,
            "seed": self._seed + members.start,
        }

    def _of_members(self, members: slice) -> dict[str, Any]:
        # An index, unlike a slice, makes tensors that do not take the whole population along.
        index = torch.arange(members.start, members.stop)
        own = self._settings.for_members(index, self._one.params)
        return {field.name: getattr(own, field.name) for field in fields(own)}


def joined(runs: list[Run]) -> Run:
    """Return the record of a population from those of its chunks, in order."""
    tensors: dict[str, Any] = {
        name: torch.cat([getattr(run, name) for run in runs], dim) for name, dim in MEMBERS.items()
    }
    divergence = Divergence(
        *(
            torch.cat([getattr(run.divergence, field.name) for run in runs])
            for field in fields(Divergence)
        )
    )
    return replace(runs[0], divergence=divergence, **tensors)


# What workers do.


def _kind(device: str | torch.device) -> str:
    return devices.resolve(device).type


def _given(*given: Any) -> tuple[Any, ...]:
    """Carry what all chunks need to the workers, once."""
    return given


def _begun(given: tuple[Any, Any, Plan], own: dict[str, Any]) -> Session:
    net, problem, plan = given
    session = Session(Trainer(net, problem, **own), problem, plan)
    session.advance(0)
    return session


def _gone_on(session: Session, until: int) -> Session:
    """Return a session of its own that has trained on: the one before may be needed again."""
    session = deepcopy(session)
    taken = session.trainer.steps_taken
    for stop in sorted({*session.plan.stops, until}):
        if taken < stop <= until:
            session.advance(stop)
    return session


def _handed_in(session: Session) -> Run:
    run = session.run()
    tensors: dict[str, Any] = {
        field.name: value.cpu()
        for field in fields(run)
        if isinstance(value := getattr(run, field.name), Tensor)
    }
    divergence = Divergence(*(part.cpu() for part in vars(run.divergence).values()))
    return replace(run, divergence=divergence, **tensors)
