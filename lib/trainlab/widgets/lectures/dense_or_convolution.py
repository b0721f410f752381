"""A dense network and two convolutional ones on digits that have moved. Lecture 13."""

from typing import Any, ClassVar

from trainlab import optimizers
from trainlab.nn.networks import MLP, Convolutional, LayeredNetwork
from trainlab.problems import Problem
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Contest
from trainlab.widgets.lectures.models.rivals import MARGIN, POINTS, SIDE, Reading, Rivals, data
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves, Image
from trainlab.widgets.panels.panel import Panel

#: Images of a step.
BATCH = 50
KINDS = ("dense", "convolution", "pooled")


class DenseOrConvolution(Contest):
    """Three networks that learn digits in the middle, and are asked about digits that moved."""

    controls = (
        usual.rate(1e-4, 0.1, default=0.01, tooltip="Length of a step of Adam; keeps the weights"),
        scale("shift", -MARGIN, MARGIN, default=0, redraw=True,
              tooltip="Pixels by which unseen digits are moved to the right; keeps the weights"),
        choice("width", (8, 32, 128), default=32, rebuild=True,
               tooltip="Hidden units of the dense network; starts again"),
        choice("channels", (4, 8, 16), default=8, rebuild=True,
               tooltip="Kernels of the convolutions' first layer; starts again"),
        usual.init("he_normal"),
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
    fits = Reading
    beside = Rivals
    population = 2
    model: Rivals

    def problem(self, s: Settings) -> Problem:
        """Return digits with a margin."""
        return data()

    def rivals(self, s: Settings) -> list[tuple[LayeredNetwork, dict[str, Any]]]:
        """Return a dense network, a convolution with a dense layer behind it, and two convolutions
        of which only the largest value of each channel goes on, under one rule.
        """
        shape, channels = (1, SIDE, SIDE), [s.channels, 2 * s.channels]
        options = {"optimizer": optimizers.adam(s.lr), "batch_size": BATCH}
        nets: list[LayeredNetwork] = [
            MLP([SIDE**2, s.width, 10], "relu"),
            Convolutional(shape, channels[:1], sizes=[10]),
            Convolutional(shape, channels, padding=1, sizes=[10], max_pool=True),
        ]
        return [(net, options) for net in nets]

    def build(self, s: Settings) -> Rivals:
        """Return networks at their start, and digits that have moved."""
        rivals: Rivals = super().build(s)
        rivals.move(s.shift)
        return rivals

    def change(self, rivals: Rivals, s: Settings) -> None:
        """Go on from these weights; another shift is looked at from now on."""
        super().change(rivals, s)
        if s.shift != rivals.shift:
            rivals.move(s.shift)

    def panels(self, rivals: Rivals) -> dict[str, Panel]:
        """Return a digit, the accuracies by shift, and those by step."""
        named = self.named(rivals)
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

    def named(self, rivals: Rivals) -> list[str]:
        """Return the kinds with their sizes."""
        sizes = [each.trainer.net.parameter_count for each in rivals.fits]
        return [f"{kind}, {size} parameters" for kind, size in zip(KINDS, sizes, strict=True)]

    def status(self, rivals: Rivals, s: Settings) -> list[str]:
        """Return the accuracies of now."""
        now = zip(KINDS, rivals.accuracy(rivals.shift), strict=True)
        return [f"step {rivals.steps_taken}", *(f"{kind} {share:.0%}" for kind, share in now)]

    def describe(self, rivals: Rivals, s: Settings) -> str:
        """Return the accuracies of now, in the middle and moved by a pixel."""
        found = zip(self.named(rivals), rivals.accuracy(0), rivals.accuracy(1), strict=True)
        told = [f"{name}: {middle:.0%} and {moved:.0%}" for name, middle, moved in found]
        return (
            f"Networks that learn {POINTS} digits, after {rivals.steps_taken} steps at rate "
            f"{s.lr:g}; accuracy on unseen digits in the middle and moved by a pixel to the right: "
            f"{'; '.join(told)}."
        )
