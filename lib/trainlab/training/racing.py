"""``race``: optimizers run on one test surface from the same starts, under the same noise.

Lectures 05 to 07. The surface's gradient takes the place of a network's; the rules are the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from trainlab.core import arguments, devices, streams
from trainlab.core.memory import check_fits
from trainlab.optimizers import Optimizer
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


@torch.no_grad()
def race(
    surface: str | Surface,
    optimizers: Mapping[str, Optimizer] | Sequence[Optimizer],
    *,
    start: Sequence[float] | Tensor | None = None,
    population: int | None = None,
    steps: int = 200,
    noise: float | Tensor = 0.0,
    schedule: Callable[[int], float] | None = None,
    seed: int = 0,
    device: str | torch.device = "auto",
    dtype: torch.dtype = torch.float64,
) -> Race:
    """Run optimizers on a surface and return their paths.

    Args:
        surface: a key of ``SURFACES``, or a ``Surface``.
        optimizers: rules from ``trainlab.optimizers``, or a mapping name -> rule where a rule runs
            more than once. A rule's lr is a number or one for each member (E,).
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
    if not isinstance(surface, Surface):
        surface = arguments.choice("surface", surface, SURFACES)
    rules = _named(optimizers)
    steps = arguments.integer("steps", steps, at_least=1)
    seed = arguments.seed(seed)
    if schedule is not None and not callable(schedule):
        raise ValueError(f"schedule={schedule!r} was given; expected a function step -> factor.")
    where, dtype = devices.resolve(device), devices.real_type(dtype)
    starts = _starts(surface.start if start is None else start, population).to(where, dtype)
    if not bool(surface.value(starts).isfinite().all()):
        raise ValueError(f"start lies where {surface.name} is not finite; expected a nearer point.")
    members = len(starts)
    own_rules = [rule.for_members(slice(None), starts) for rule in rules.values()]
    rates = [_column("lr", rule.lr, starts) for rule in own_rules]
    noise = _column("noise", noise, starts)
    keys = streams.keys(streams.member_seeds(seed, members, where), streams.NOISE)

    # Points and values, and the same with diverged members left where they were.
    each = 6 * (steps + 1) * len(rules) * dtype.itemsize
    check_fits(f"paths of {len(rules)} rules over {steps} steps", members, each, where)
    paths = starts.new_empty(steps + 1, len(rules), members, 2)
    points = starts.repeat(len(rules), 1, 1)
    runners = [
        (own, rule, rule.init(own), lr)
        for own, rule, lr in zip(points, own_rules, rates, strict=True)
    ]
    paths[0] = points
    push = torch.zeros_like(starts)
    for step in range(steps):
        if isinstance(noise, Tensor) or noise:
            push = noise * streams.normal(keys, 2 * step, 2).to(dtype)
        objective = _tilted(surface, push)
        here = objective.at(points)
        factor = 1.0 if schedule is None else schedule(step)
        for (own, rule, state, lr), value, gradient in zip(runners, *here, strict=True):
            rule.step(own, Point(value, gradient), state, lr * factor, objective)
        paths[step + 1] = points
    return _record(surface, tuple(rules), paths)


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


def _named(optimizers: Mapping[str, Optimizer] | Sequence[Optimizer]) -> dict[str, Optimizer]:
    if isinstance(optimizers, Mapping):
        rules = dict(optimizers)
    else:
        given = list(optimizers) if isinstance(optimizers, Sequence) else [optimizers]
        rules = {getattr(rule, "name", ""): rule for rule in given}
        if len(rules) < len(given) and all(isinstance(rule, Optimizer) for rule in given):
            raise ValueError(
                "two of the optimizers have the same name; pass a mapping such as "
                "{'slow': sgd(lr=0.01), 'fast': sgd(lr=0.1)}."
            )
    strangers = [rule for rule in rules.values() if not isinstance(rule, Optimizer)]
    if strangers or not rules:
        shown = repr(strangers[0]) if strangers else "no optimizer"
        raise ValueError(
            f"{shown} was given; expected rules such as [trainlab.optimizers.adam(lr=0.1)]."
        )
    return rules


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
