"""Optimizers on one test surface, from the same starts and under the same noise.

Lectures 05 to 07. The surface's gradient takes the place of a network's; the rules are the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from trainlab.core import arguments, devices, streams
from trainlab.core.memory import check_fits
from trainlab.core.state import State, rows
from trainlab.optimizers import Optimizer, rule_for
from trainlab.optimizers.objective import Objective, Point
from trainlab.problems.surfaces import SURFACES, Surface

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from trainlab.plots.figure import Picture


@dataclass(frozen=True)
class Race:
    """Where O optimizers took E members each.

    Attributes:
        surface: what they ran on.
        names: the optimizers' names, in order.
        paths: points (steps + 1, O, E, 2), the start first; a member that diverged stays at its
            last point whose value is finite.
        values: the surface there (steps + 1, O, E).
        diverged: (O, E) int64, the step (0, 1, ...) that led to a point or value that is not
            finite; -1 for a member that is fine.

    In a notebook it shows its picture, see ``plot``.

    >>> from trainlab import optimizers, race
    >>> run = race("beale", [optimizers.sgd(), optimizers.adam()], population=5, steps=20)
    >>> run.names, run.paths.shape
    (('sgd', 'adam'), torch.Size([21, 2, 5, 2]))
    """

    surface: Surface
    names: tuple[str, ...]
    paths: Tensor
    values: Tensor
    diverged: Tensor

    def __repr__(self) -> str:
        """Return one line on who raced, and where they ended."""
        steps, _, members = self.values[1:].shape
        ends = self.values[-1].double().median(dim=-1).values.tolist()
        told = ", ".join(f"{name} {end:.3g}" for name, end in zip(self.names, ends, strict=True))
        gone = int((self.diverged >= 0).sum()) or "none"
        return (
            f"Race on {self.surface.name}, {members} members, {steps} steps: median value at last "
            f"{told}; {gone} diverged."
        )

    def _repr_html_(self) -> str:
        from trainlab.plots import results

        return results.html(self._picture())

    def plot(self) -> "Figure":
        """Return a figure: the median paths on the surface, and the values along them."""
        return self._picture().figure

    def _picture(self) -> "Picture":
        from trainlab.plots import results

        axes = [torch.linspace(low, high, 80).double() for low, high in self.surface.window]
        x, y = torch.meshgrid(*axes, indexing="xy")
        heights = self.surface.value(torch.stack([x, y], dim=-1))
        grid = axes[0].numpy(), axes[1].numpy(), heights.numpy()
        paths, values = self.paths.numpy(force=True), self.values.numpy(force=True)
        return results.race(repr(self), self.names, grid, paths, values)


Schedule = Callable[[int], float]
Rule = Optimizer | str
Rules = Mapping[str, Rule] | Sequence[Rule] | Rule


class Racer:
    """O optimizers that take E members each over a surface, step by step, and can be steered.

    Args:
        surface, optimizers, start, population, noise, schedule, seed, device, dtype: as in
            ``race``.

    Attributes:
        surface: what they run on.
        names: the optimizers' names, in order.
        points: where the members are, (O, E, 2); no longer finite once they have run away.
        steps_taken: number of steps taken.

    Raises:
        ValueError: when an argument does not fit; the message says what was expected.

    >>> from trainlab import Racer, optimizers
    >>> racer = Racer("bowl", [optimizers.sgd(lr=0.1)], start=(1, 0))  # gradient 2x
    >>> racer.step()
    >>> racer.set(optimizers=[optimizers.sgd(lr=0.5)])
    >>> racer.step()
    >>> racer.points.flatten()  # 1 - 0.2, then 0.8 - 0.8
    tensor([0., 0.], dtype=torch.float64)
    """

    def __init__(
        self,
        surface: str | Surface,
        optimizers: Rules,
        *,
        start: Sequence[float] | Tensor | None = None,
        population: int | None = None,
        noise: float | Tensor = 0.0,
        schedule: Schedule | None = None,
        seed: int = 0,
        device: str | torch.device = "auto",
        dtype: torch.dtype = torch.float64,
    ) -> None:
        """Stand at the start; no step is taken yet."""
        if not isinstance(surface, Surface):
            surface = arguments.choice("surface", surface, SURFACES)
        rules = _named(optimizers)
        seed = arguments.seed(seed)
        where, dtype = devices.resolve(device), devices.real_type(dtype)
        starts = _starts(surface.start if start is None else start, population).to(where, dtype)
        if not bool(surface.value(starts).isfinite().all()):
            raise ValueError(
                f"start lies where {surface.name} is not finite; expected a nearer point."
            )
        self.surface = surface
        self.points = starts.repeat(len(rules), 1, 1)
        self.steps_taken = 0
        self._keys = streams.keys(streams.member_seeds(seed, len(starts), where), streams.NOISE)
        self._rules: list[Optimizer] = []
        self._states: list[State] = []
        self._follow(rules)
        self.set(noise=noise)
        self._schedule = _checked_schedule(schedule)

    @property
    def population(self) -> int:
        """Number of members E of each optimizer."""
        return self.points.shape[1]

    @property
    def values(self) -> Tensor:
        """The surface where the members are, (O, E)."""
        return self.surface.value(self.points)

    @property
    def states(self) -> dict[str, State]:
        """What each rule carries from step to step, by its name."""
        return dict(zip(self.names, self._states, strict=True))

    @torch.no_grad()
    def step(self, count: int = 1) -> None:
        """Take steps, each by all rules or, where one fails or is interrupted, by none."""
        for _ in range(count):
            before = self.points.clone(), [rows(state, slice(None)) for state in self._states]
            try:
                self._step()
            except BaseException:
                self.points, self._states = before
                raise

    def _step(self) -> None:
        push = torch.zeros_like(self.points[0])
        if isinstance(self._noise, Tensor) or self._noise:
            draws = streams.normal(self._keys, 2 * self.steps_taken, 2)
            push = self._noise * draws.to(push.dtype)
        objective = _tilted(self.surface, push)
        here = objective.at(self.points)
        factor = 1.0 if self._schedule is None else self._schedule(self.steps_taken)
        for own, rule, state, lr, value, gradient in zip(
            self.points, self._rules, self._states, self._rates, *here, strict=True
        ):
            rule.step(own, Point(value, gradient), state, lr * factor, lambda: objective)
        self.steps_taken += 1

    def set(self, *, optimizers: Rules | None = None, noise: float | Tensor | None = None) -> None:
        """Change settings between steps; the members stay where they are.

        Args:
            optimizers: as many rules as before, in the same order; one of another kind starts with
                a fresh state, one of the same kind keeps its own.
            noise: as in ``race``.

        Raises:
            ValueError: for an unfit setting; then nothing is changed.
        """
        checked = None if noise is None else _column("noise", noise, self.points[0])
        if optimizers is not None:
            rules = _named(optimizers)
            if len(rules) != len(self._rules):
                raise ValueError(
                    f"{len(rules)} optimizers were given; expected {len(self._rules)}, one for "
                    "each that runs: make a new Racer for others."
                )
            self._follow(rules)
        if checked is not None:
            self._noise = checked

    def _follow(self, rules: Mapping[str, Optimizer]) -> None:
        """Go on by these rules."""
        own_rules = [rule.for_members(slice(None), self.points[0]) for rule in rules.values()]
        self._rates = [_column("lr", rule.lr, self.points[0]) for rule in own_rules]
        before = dict(enumerate(zip(self._rules, self._states, strict=True)))
        self._states = [
            before[i][1]
            if i in before and before[i][0].kind == rule.kind
            else rule.init(self.points[i])
            for i, rule in enumerate(own_rules)
        ]
        self._rules, self.names = own_rules, tuple(rules)


def race(
    surface: str | Surface,
    optimizers: Rules,
    *,
    start: Sequence[float] | Tensor | None = None,
    population: int | None = None,
    steps: int = 200,
    noise: float | Tensor = 0.0,
    schedule: Schedule | None = None,
    seed: int = 0,
    device: str | torch.device = "auto",
    dtype: torch.dtype = torch.float64,
) -> Race:
    """Run optimizers on a surface and return their paths.

    Args:
        surface: a key of ``SURFACES``, or a ``Surface``.
        optimizers: rules from ``trainlab.optimizers``, or their names, which run with their
            default settings; or a mapping name -> rule where a rule runs more than once. A rule's
            lr is a number or one for each member (E,).
        start: one point (2,) for all members, or one for each (E, 2); the surface's own by default.
        population: number of members E; by default the number of starts.
        steps: number of steps.
        noise: standard deviation of the Gaussian noise on each component of the gradient, a number
            or one for each member (E,). All optimizers see the same noise; a second-order rule
            sees it as a tilt of the surface, fixed for one step.
        schedule: a function step -> factor that multiplies every learning rate.
        seed: member i has seed ``seed + i``, and equals the same member run alone with it.
        device: "auto" (CUDA where there is one, else CPU), "cpu" or "cuda".
        dtype: torch.float64 or torch.float32; NumPy's types and names are taken too.

    Raises:
        ValueError: when an argument does not fit; the message says what was expected.

    >>> from trainlab import optimizers, race
    >>> race("bowl", [optimizers.sgd(lr=0.1)], start=(1, 1), steps=1).paths[1]  # gradient (2, 4)
    tensor([[[0.8000, 0.6000]]], dtype=torch.float64)
    """
    steps = arguments.integer("steps", steps, at_least=1)
    racer = Racer(
        surface,
        optimizers,
        start=start,
        population=population,
        noise=noise,
        schedule=schedule,
        seed=seed,
        device=device,
        dtype=dtype,
    )
    # Points and values, and the same with diverged members left where they were.
    rules, points = len(racer.names), racer.points
    each = 6 * (steps + 1) * rules * points.dtype.itemsize
    told = f"paths of {rules} rules over {steps} steps"
    check_fits(told, racer.population, each, points.device)
    paths = points.new_empty(steps + 1, *points.shape)
    paths[0] = racer.points
    for step in range(steps):
        racer.step()
        paths[step + 1] = racer.points
    return _record(racer.surface, racer.names, paths)


def _checked_schedule(schedule: Schedule | None) -> Schedule | None:
    if schedule is not None and not callable(schedule):
        raise ValueError(f"schedule={schedule!r} was given; expected a function step -> factor.")
    return schedule


def _tilted(surface: Surface, push: Tensor) -> Objective:
    """Return a surface whose gradient is off by ``push`` (E, 2): the surface plus push . x.

    A line search then sees one and the same function along its line, as on a batch.
    """
    return Objective(
        lambda points: surface.value(points) + (push * points).sum(dim=-1),
        lambda points: surface.gradient(points) + push,
        surface.hessian,
    )


def _record(surface: Surface, names: tuple[str, ...], paths: Tensor) -> Race:
    """Leave diverged members at their last finite point."""
    values = surface.value(paths)
    fine = (paths.isfinite().all(dim=-1) & values.isfinite()).cummin(dim=0).values
    last = fine.sum(dim=0) - 1
    steps = torch.arange(len(paths), device=paths.device)[:, None, None]
    kept = torch.minimum(steps, last)
    return Race(
        surface,
        names,
        paths.gather(0, kept[..., None].expand_as(paths)),
        values.gather(0, kept),
        torch.where(fine[-1], -1, last),
    )


def _named(optimizers: Rules) -> dict[str, Optimizer]:
    if isinstance(optimizers, Mapping):
        given = list(optimizers.values())
    elif isinstance(optimizers, str) or not isinstance(optimizers, Sequence):
        given = [optimizers]
    else:
        given = list(optimizers)
    if not given or any(rule is None for rule in given):
        raise ValueError(
            "no optimizer was given; expected rules such as [trainlab.optimizers.adam(lr=0.1)]."
        )
    rules = [rule_for(rule) for rule in given]
    names = [*optimizers] if isinstance(optimizers, Mapping) else [rule.name for rule in rules]
    if len({*names}) < len(names):
        raise ValueError(
            "two of the optimizers have the same name; pass a mapping such as "
            "{'slow': sgd(lr=0.01), 'fast': sgd(lr=0.1)}."
        )
    return dict(zip(names, rules, strict=True))


def _starts(start: Sequence[float] | Tensor, population: int | None) -> Tensor:
    try:
        points = torch.as_tensor(start, dtype=torch.float64)
    except (TypeError, ValueError, RuntimeError):
        points = torch.empty(0)
    members = population
    if points.ndim == 2 and population is None:
        members = len(points)
    members = arguments.integer("population", 1 if members is None else members, at_least=1)
    if points.shape not in ((2,), (members, 2)) or not bool(points.isfinite().all()):
        given = f"a tensor {tuple(start.shape)}" if isinstance(start, Tensor) else repr(start)
        raise ValueError(
            f"start={given} was given; expected one finite point (2,), or one for each of the "
            f"{members} members, shape ({members}, 2)."
        )
    return points.expand(members, 2)


def _column(name: str, value: float | Tensor, starts: Tensor) -> float | Tensor:
    checked = arguments.per_member(name, value, len(starts))
    return checked.to(starts) if isinstance(checked, Tensor) else checked
