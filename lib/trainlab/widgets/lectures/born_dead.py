"""How likely a ReLU network is dead at its start: the theorems, and networks drawn. Lecture 12."""

from typing import ClassVar

import numpy as np
import torch

from trainlab.experiments.claims.collapse import points
from trainlab.experiments.claims.dying import first_dead, lower_bound, upper_bound
from trainlab.experiments.statistics import clopper_pearson
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers, Panel

#: Networks drawn in one step, and the most layers.
BATCH, DEEPEST = 20, 40
DEPTHS = np.arange(2, DEEPEST + 1)
INITS = ("he_normal", "he_uniform", "glorot_normal", "orthogonal", "torch_default")


class Drawn:
    """Networks that are drawn a few at a time, never trained.

    Attributes:
        first: for each network so far the first hidden layer that is zero at every point.
    """

    def __init__(self, s: Settings) -> None:
        """Draw none yet."""
        self.net = MLP([s.inputs, *[s.width] * (DEEPEST - 1), 1], "relu")
        self.width, self.init, self.x = s.width, s.init, points(s.inputs)
        self.first = np.zeros(0, int)
        self.one_ray = s.inputs == 1 and s.init not in ("orthogonal", "torch_default")

    @property
    def steps_taken(self) -> int:
        """Number of draws."""
        return len(self.first) // BATCH

    def step(self, count: int) -> None:
        """Draw networks."""
        data = self.x, torch.zeros(len(self.x), 1)
        for _ in range(count):
            trainer = Trainer(
                self.net, data, init=self.init, population=BATCH, seed=len(self.first), device="cpu"
            )
            self.first = np.append(self.first, first_dead(trainer).numpy())

    def bounds(self, layers: np.ndarray) -> np.ndarray:
        """Return theorem 3's bound, 0 where it does not speak, and theorem 1's, (2, ...)."""
        below = lower_bound(layers, self.width) if self.one_ray else np.zeros(layers.shape)
        return np.stack([below, upper_bound(layers, self.width)])

    def by_depth(self) -> Numbers:
        """Return the bounds and the share of dead networks, by number of layers."""
        return _beside(DEPTHS, self.bounds(DEPTHS), self.dead(DEPTHS), len(self.first))

    def by_count(self, layers: int) -> Numbers:
        """Return the bounds and the share of dead networks with so many layers, as they came."""
        looks = BATCH * np.unique(np.geomspace(1, max(self.steps_taken, 1), 60).astype(int))
        dead = np.append(0, np.cumsum(self.first < layers))[np.minimum(looks, len(self.first))]
        none = len(self.first) == 0
        bounds = self.bounds(np.full(len(looks), layers))
        return _beside(looks, bounds, dead, 0 if none else looks)

    def dead(self, layers: np.ndarray) -> np.ndarray:
        """Return how many of the networks are dead if they have so many layers."""
        counts: np.ndarray = (self.first < layers[..., None]).sum(axis=-1)
        return counts


def _beside(x: np.ndarray, bounds: np.ndarray, dead: np.ndarray, of: np.ndarray | int) -> Numbers:
    """Return an area between bounds, and shares with their exact intervals."""
    low, high = clopper_pearson(dead, of)
    share = np.where(of, dead / np.maximum(of, 1), np.nan)
    return over(x.astype(float), (bounds[0], np.nan, bounds[1]), (low, share, high))


class BornDead(Live):
    """Networks are drawn and counted, beside what the theorems allow."""

    controls = (
        scale("layers", 2, DEEPEST, default=10,
              tooltip="Number of layers, the output's included; keeps the networks"),
        scale("width", 1, 8, default=2, rebuild=True,
              tooltip="Units in each hidden layer; draws anew"),
        choice("init", INITS, rebuild=True, label="initializer",
               tooltip="The law of the weights, and with torch_default of biases; draws anew"),
        choice("inputs", (1, 2), rebuild=True, tooltip="Number of inputs; draws anew"),
    )  # fmt: skip
    layout = ("depth count",)
    speed: ClassVar[str] = "20 steps/s"
    still_steps: ClassVar[int] = 50
    tries = (
        Try("defaults", "For ten layers of width 2 the theorems leave 0.870 to 0.925. How many "
            "networks does it take until the 95% interval is narrower than that?",
            "Between 400 and 700. It shrinks like one over the root of their number."),
        Try("width=4", "Width 4. With how many layers is half of the networks dead? Move layers.",
            "With about 16. Theorem 1 allows it from 12 layers on."),
        Try("init=he_uniform", "Uniform weights in place of normal ones?",
            "The share stays between the theorems, whose coins ask only for signs."),
        Try("init=torch_default", "PyTorch's start draws biases too. Do they save networks?",
            "Hardly: with ten layers seven in eight are dead. Such biases are symmetric, and "
            "theorem 1 holds with them; theorem 3 does not speak of biases."),
        Try("inputs=2", "Two inputs. Are more networks dead, or fewer?",
            "Fewer, about 84%: a dead layer has to be 0 in more directions."),
        Try("width=8&layers=27", "The deepest network of width 8 of which theorem 1 promises that "
            "less than 10% are dead. And really?",
            "About 7%: it promises more than it needs to."),
    )  # fmt: skip
    model: Drawn

    def build(self, s: Settings) -> Drawn:
        """Return no network yet."""
        return Drawn(s)

    def panels(self, drawn: Drawn) -> dict[str, Panel]:
        """Return the shares by depth, and those at the chosen depth as they came."""
        names = ["theorems 1 and 3" if drawn.one_ray else "theorem 1", "simulation"]
        return {
            "depth": Curves(
                title="By depth", names=names, x_label="layers",
                y_label="dead at the start", y_domain=(0.0, 1.0),
            ).of(lambda: {
                **drawn.by_depth(),
                "marks": [{"x": float(self.settings.layers), "text": "chosen", "row": 1}],
            }),
            "count": Curves(
                title="At the chosen depth", names=names, log_x=True,
                x_label="networks drawn", y_label="dead at the start", y_domain=(0.0, 1.0),
            ).of(lambda: drawn.by_count(self.settings.layers)),
        }  # fmt: skip

    def describe(self, drawn: Drawn, s: Settings) -> str:
        """Return the share beside the bounds."""
        return f"{s.layers} layers of width {s.width}: {', '.join(self.status(drawn, s))}."

    def status(self, drawn: Drawn, s: Settings) -> list[str]:
        """Return the share of dead networks, its interval, and the bounds."""
        count, n = int(drawn.dead(np.array(s.layers))), len(drawn.first)
        low, high = clopper_pearson(count, n)
        below, above = drawn.bounds(np.array(s.layers))
        theory = f"{below:.3f} to {above:.3f}" if drawn.one_ray else f"at most {above:.3f}"
        return [f"{count} of {n} dead, 95% interval {low:.3f} to {high:.3f}", f"theory {theory}"]
