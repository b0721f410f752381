"""What the playground trains: a population on data, its losses so far, and who is typical."""

from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor

from trainlab.core.threads import one_thread
from trainlab.engine.scales import LayerScales
from trainlab.nn.heads import HEADS
from trainlab.problems import PROBLEMS, Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings
from trainlab.widgets.playground.features import FEATURES, features_of
from trainlab.widgets.playground.options import network_for, options_for, start_for

#: Points in all, for training and for checking.
POINTS = 500
#: Losses are recorded at every step at first, then at steps that grow by this factor.
SPACING = 1.05
#: A loss this many times the first one is running away; weights are remembered only below it.
RUNAWAY = 3.0
#: The percentiles of the population that are drawn: a band and its middle.
BAND = (0.1, 0.5, 0.9)


@dataclass
class OwnPoints:
    """What a student did to the data: points (x1, x2, y) added, and new places by number."""

    added: list[tuple[float, float, float]] = field(default_factory=list)
    moved: dict[int, tuple[float, float]] = field(default_factory=dict)


class Model:
    """A population that trains on one problem.

    Attributes:
        problem: the data in its own coordinates.
        own: what a student did to the data.
        features: names of the inputs, for problems in the plane; else empty.
        net: the architecture.
        trainer: the population.
        steps: the steps (looks,) at which losses were recorded.
        losses: for each look the percentiles of ``BAND`` of (training, validation) loss, (2, 3).
        calm: the population at the last look at which no loss was running away.
        typical: the member of about median training loss.
    """

    def __init__(self, s: Settings, own: OwnPoints | None = None) -> None:
        """Draw data and weights; raise ValueError where settings do not go together."""
        self.own = own or OwnPoints()
        self.problem = problem_for(s, self.own)
        plane = self.problem.inputs == 2
        self.features = [n for n in FEATURES if plane and getattr(s, n) == "on"]
        if plane and not self.features:
            raise ValueError("no input is on; the network needs at least one, such as x1.")
        self.net = network_for(s, len(self.features) or 1, self.problem.outputs)
        self.trainer = Trainer(
            self.net,
            self._seen(self.problem),
            init=start_for(s),
            population=s.population,
            seed=s.seed,
            **options_for(s),
        )
        self.steps: list[int] = []
        self.losses: list[np.ndarray] = []
        self.typical = 0
        self.forget()
        self._calm_below = np.inf
        self._record()
        self._calm_below = RUNAWAY * float(self.losses[0][0].max())

    @property
    def steps_taken(self) -> int:
        """Number of steps taken."""
        return self.trainer.steps_taken

    def change(self, s: Settings, own: OwnPoints | None = None) -> None:
        """Put settings, and a student's points, in force that keep the weights.

        Raises:
            ValueError: where they do not go together; then nothing is changed.
        """
        own = own or self.own
        problem = problem_for(s, own)
        self.trainer.set(problem=self._seen(problem), **options_for(s))
        self.problem, self.own = problem, own
        self.forget()

    def forget(self) -> None:
        """Measure anew what is asked for: weights or data have changed since the last step."""
        self._losses_now: tuple[int, Tensor] | None = None
        self._scales: tuple[int, LayerScales] | None = None

    def step(self, count: int) -> None:
        """Take steps, unless every network has diverged; losses are recorded on the way."""
        stop = self.steps_taken + count
        while self.steps_taken < stop and not bool(self.trainer.divergence.members.all()):
            due = max(self.steps[-1] + 1, int(SPACING * self.steps[-1]))
            self.trainer.step(max(1, min(stop, due) - self.steps_taken), record=False)
            if self.steps_taken >= due:
                self._record()

    def inputs_at(self, x: Tensor) -> Tensor:
        """Return what the network sees of points (N, 1 or 2) in the problem's coordinates."""
        return features_of(x, self.features) if self.features else x

    def outputs_at(self, x: Tensor, members: list[int] | None = None) -> Tensor:
        """Return probabilities, or values of a regression (E, N) at points x; all members' by
        default.
        """
        raw = self.trainer.predict(self.inputs_at(x), members)
        outputs: Tensor = HEADS[self.trainer.loss_function.name].function(raw)[..., 0]
        return outputs

    def measured(self) -> np.ndarray:
        """Return the percentiles of ``BAND`` of (training, validation) loss now, (2, 3)."""
        return percentiles(self._all_losses())

    def curves(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the steps (looks,) and the percentiles (2, 3, looks), the present one last."""
        before = len(self.steps) - (self.steps[-1] == self.steps_taken)
        steps = [*self.steps[:before], self.steps_taken]
        losses = [*self.losses[:before], self.measured()]
        return np.array(steps), np.stack(losses, axis=-1)

    def scales(self) -> LayerScales:
        """Return the scales of every layer now; measured once at a step."""
        if self._scales is None or self._scales[0] != self.steps_taken:
            self._scales = self.steps_taken, self.trainer.diagnostics()
        return self._scales[1]

    def rewind(self) -> int:
        """Go back to the last step at which no loss was running away; return that step."""
        self.trainer.rewind(self.calm)
        self.forget()
        step = self.calm.step
        kept = sum(s <= step for s in self.steps)
        del self.steps[kept:], self.losses[kept:]
        return step

    def _seen(self, problem: Problem) -> Problem:
        return replace(problem, x=self.inputs_at(problem.x), x_val=self.inputs_at(problem.x_val))

    @one_thread()
    def _all_losses(self) -> Tensor:
        """Return the (training, validation) loss (2, E) of all members; measured once at a step."""
        if self._losses_now is None or self._losses_now[0] != self.steps_taken:
            p = self.problem
            pairs = ((p.x, p.y), (p.x_val, p.y_val))
            losses = [self.trainer.loss(self.inputs_at(x), y) for x, y in pairs]
            self._losses_now = self.steps_taken, torch.stack(losses)
        return self._losses_now[1]

    @one_thread()
    def _record(self) -> None:
        losses = self._all_losses()
        if bool((losses[0] <= self._calm_below).all()):
            self.calm = self.trainer.checkpoint()
        self.steps.append(self.steps_taken)
        self.losses.append(percentiles(losses))
        ranks = losses[0].nan_to_num(torch.inf).argsort().argsort().double()
        share = float(ranks[self.typical]) / max(len(ranks) - 1, 1)
        if not 0.25 <= share <= 0.75:
            self.typical = int((ranks - (len(ranks) - 1) // 2).abs().argmin())


def problem_for(s: Settings, own: OwnPoints) -> Problem:
    """Return the data that the settings name, with what a student did to the training points."""
    n = POINTS * s.train_share // 100
    seed = s.seed + s.draw
    problem = PROBLEMS[s.data](n=n, noise=s.noise, n_val=POINTS - n, seed=seed)
    added = torch.tensor(own.added).reshape(-1, 3)
    x = torch.cat([problem.x, added[:, : problem.inputs]])
    y = torch.cat([problem.y, added[:, 2:]])
    for index, place in own.moved.items():
        if index < len(x):
            x[index] = torch.tensor(place)
    return replace(problem, x=x, y=y)


def percentiles(values: Tensor) -> np.ndarray:
    """Return the percentiles of ``BAND`` over the members: (..., E) to (..., 3)."""
    if not values.numel():
        return np.zeros((*values.shape[:-1], len(BAND)))
    quantiles = torch.quantile(values.double(), torch.tensor(BAND, dtype=torch.float64), dim=-1)
    ordered: np.ndarray = quantiles.movedim(0, -1).numpy()
    return ordered
