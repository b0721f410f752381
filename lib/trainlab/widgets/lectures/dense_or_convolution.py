"""A dense network and two convolutional ones on digits that have moved. Lecture 13."""

from functools import cache
from typing import ClassVar

import numpy as np
from torch import Tensor

from trainlab import optimizers
from trainlab.data.images import framed, shifted
from trainlab.nn.initializers import INITIALIZERS
from trainlab.nn.networks import MLP, Convolutional, LayeredNetwork
from trainlab.problems import digits
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Curves, Image
from trainlab.widgets.panels.panel import Numbers, Panel

#: Images to learn from, images that only check, images of a step, networks of each kind.
POINTS, UNSEEN, BATCH, NETWORKS = 200, 200, 50, 2
#: Rows and columns with a margin, and the farthest that a digit moves.
SIDE, MARGIN = 12, 2
KINDS = ("dense", "convolution", "pooled")
#: An unseen digit that is drawn.
SHOWN = 3
#: Looks are taken at steps that grow by this factor.
SPACING = 1.1


@cache
def data() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return digits with a margin (POINTS, SIDE^2) and their classes, and so for unseen ones."""
    given = digits(n=POINTS, n_val=UNSEEN)
    x, unseen = (framed(part, 8, MARGIN) for part in (given.x, given.x_val))
    return x, given.y, unseen, given.y_val


def networks(width: int, channels: int) -> list[LayeredNetwork]:
    """Return a dense network, a convolution with a dense layer behind it, and two convolutions of
    which only the largest value of each channel goes on.
    """
    shape = (1, SIDE, SIDE)
    return [
        MLP([SIDE**2, width, 10], "relu"),
        Convolutional(shape, [channels], sizes=[10]),
        Convolutional(shape, [channels, 2 * channels], padding=1, sizes=[10], max_pool=True),
    ]


class Rivals:
    """Networks of each kind that learn the same digits.

    Attributes:
        trainers: one for each kind.
        shift: how far unseen digits are moved to the right.
        steps, accuracies: the looks since then, and the accuracies (kinds,) at each.
    """

    def __init__(self, trainers: list[Trainer], shift: int) -> None:
        """Take a first look."""
        self.trainers = trainers
        self._seen: dict[tuple[int, int], list[float]] = {}
        self.move(shift)

    def move(self, shift: int) -> None:
        """Look at digits moved so far, from now on."""
        self.shift = shift
        self.steps: list[int] = []
        self.accuracies: list[list[float]] = []
        self.look()

    @property
    def steps_taken(self) -> int:
        """Number of steps taken."""
        return self.trainers[0].steps_taken

    def step(self, count: int) -> None:
        """Take steps."""
        for _ in range(count):
            for trainer in self.trainers:
                trainer.step(record=False)
            if self.steps_taken >= max(self.steps[-1] + 1, int(SPACING * self.steps[-1])):
                self.look()

    def accuracy(self, right: int) -> list[float]:
        """Return the mean accuracy of each kind on unseen digits moved to the right."""
        now = self.steps_taken, right
        if now not in self._seen:
            self._seen = {at: found for at, found in self._seen.items() if at[0] == now[0]}
            _, _, unseen, classes = data()
            x = shifted(unseen, SIDE, right=right)
            found = [t.predict(x).argmax(dim=-1) == classes for t in self.trainers]
            self._seen[now] = [float(each.double().mean()) for each in found]
        return self._seen[now]

    def look(self) -> None:
        """Record the accuracies of now."""
        self.steps.append(self.steps_taken)
        self.accuracies.append(self.accuracy(self.shift))

    def curves(self) -> Numbers:
        """Return the accuracies over the steps until now."""
        steps, accuracies = self.steps, self.accuracies
        if steps[-1] < self.steps_taken:
            steps = [*steps, self.steps_taken]
            accuracies = [*accuracies, self.accuracy(self.shift)]
        return {"x": np.array(steps, float), "y": np.array(accuracies).T}

    def by_shift(self) -> Numbers:
        """Return the accuracies of now over how far digits have moved."""
        shifts = np.arange(-MARGIN, MARGIN + 1)
        return {"x": shifts.astype(float), "y": np.array([self.accuracy(int(s)) for s in shifts]).T}

    def digit(self) -> Numbers:
        """Return an unseen digit, moved."""
        x = shifted(data()[2][SHOWN : SHOWN + 1], SIDE, right=self.shift)
        return {"pixels": x.view(SIDE, SIDE).numpy()}


class DenseOrConvolution(Live):
    """Three networks that learn digits in the middle, and are asked about digits that moved."""

    controls = (
        scale("lr", 1e-4, 0.1, default=0.01, log=True, label="learning rate",
              tooltip="Length of a step of Adam; keeps the weights"),
        scale("shift", -MARGIN, MARGIN, default=0, redraw=True,
              tooltip="Pixels by which unseen digits are moved to the right; keeps the weights"),
        choice("width", (8, 32, 128), default=32, rebuild=True,
               tooltip="Hidden units of the dense network; starts again"),
        choice("channels", (4, 8, 16), default=8, rebuild=True,
               tooltip="Kernels of the convolutions' first layer; starts again"),
        choice("init", tuple(INITIALIZERS), default="he_normal", rebuild=True,
               label="initializer", tooltip="Distribution of the first weights; starts again"),
    )  # fmt: skip
    layout = ("digit shifts accuracy",)
    speed: ClassVar[str] = "20 steps/s"
    still_steps: ClassVar[int] = 0
    tries = (
        Try("defaults", "All learn from digits in the middle. After 60 steps, which one is best on "
            "unseen ones in the middle, and on those moved by a pixel?",
            "In the middle the convolution, 90%, before the dense network, 85%, and the pooled "
            "one, 78%, which is at 89% after 150 steps. Moved by one to the right: 48%, 43% and "
            "78% again, the pooled one does not notice. Moved by two, the others are at 18% or "
            "less."),
        Try("width=128", "Four times as many units for the dense network. Does it know moved "
            "digits now?",
            "No: 42% after 60 steps at a shift of one. No unit has seen a pixel of a moved digit "
            "where it now is."),
        Try("lr=0.1", "Ten times the learning rate. Who suffers most, after 60 steps?",
            "The pooled one stays at a guess. The others still reach more than 80%."),
        Try("init=zeros", "All weights zero at the start?",
            "Nothing but the last biases learns, as in lecture 09: a guess, however long it "
            "trains."),
    )  # fmt: skip
    model: Rivals

    def build(self, s: Settings) -> Rivals:
        """Return networks at their start."""
        x, y, _, _ = data()
        trainers = [
            Trainer(
                net,
                (x, y),
                loss="cross_entropy",
                init=s.init,
                population=NETWORKS,
                optimizer=optimizers.adam(s.lr),
                batch_size=BATCH,
                device="cpu",
            )
            for net in networks(s.width, s.channels)
        ]
        return Rivals(trainers, s.shift)

    def change(self, rivals: Rivals, s: Settings) -> None:
        """Go on from these weights."""
        for trainer in rivals.trainers:
            trainer.set(lr=s.lr)
        if s.shift != rivals.shift:
            rivals.move(s.shift)

    def panels(self, rivals: Rivals) -> dict[str, Panel]:
        """Return a digit, the accuracies by shift, and those by step."""
        sizes = [t.net.parameter_count for t in rivals.trainers]
        named = [f"{kind}, {size} parameters" for kind, size in zip(KINDS, sizes, strict=True)]
        return {
            "digit": Image(title="An unseen digit").of(rivals.digit),
            "shifts": Curves(
                title="Accuracy by shift", names=named, x_label="pixels to the right",
                dashes=[False, True, False], y_domain=(0.0, 1.0), wait=10,
            ).of(rivals.by_shift),
            "accuracy": Curves(
                title=f"Accuracy by step, moved by {rivals.shift}", names=KINDS, x_label="step",
                dashes=[False, True, False], y_domain=(0.0, 1.0),
            ).of(rivals.curves),
        }  # fmt: skip

    def status(self, rivals: Rivals, s: Settings) -> list[str]:
        """Return the accuracies of now."""
        now = zip(KINDS, rivals.accuracy(rivals.shift), strict=True)
        return [f"step {rivals.steps_taken}", *(f"{kind} {share:.0%}" for kind, share in now)]

    def describe(self, rivals: Rivals, s: Settings) -> str:
        """Return the accuracies of now, in the middle and moved by a pixel."""
        told = [
            f"{kind}, {trainer.net.parameter_count} parameters: {middle:.0%} and {moved:.0%}"
            for kind, trainer, middle, moved in zip(
                KINDS, rivals.trainers, rivals.accuracy(0), rivals.accuracy(1), strict=True
            )
        ]
        return (
            f"Networks that learn {POINTS} digits, after {rivals.steps_taken} steps at rate "
            f"{s.lr:g}; accuracy on unseen digits in the middle and moved by a pixel to the right: "
            f"{'; '.join(told)}."
        )
