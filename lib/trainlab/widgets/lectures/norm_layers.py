"""What each layer of a deep network hands on, with batch normalization and without. Lecture 10."""

from typing import Any, ClassVar

import numpy as np
import torch

from trainlab import optimizers
from trainlab.nn.networks import MLP, LayeredNetwork
from trainlab.problems import Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.digits import POINTS, images
from trainlab.widgets.lectures.fitting import Fitting, loss_panel
from trainlab.widgets.lectures.models.fits import BAND, Checked
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers, Panel

#: Percentiles of the values of a layer, over units, images and networks.
SPREAD = (5, 50, 95)


class Layers(Checked):
    """Networks that learn digits, with what their layers hand on."""

    @torch.no_grad()
    def values(self) -> Numbers:
        """Return the percentiles of ``SPREAD`` of what each hidden layer hands on, at inference."""
        trainer, net = self.trainer, self.trainer.net
        assert isinstance(net, MLP)
        outputs = net.layer_outputs(trainer.params, self.problem.x, trainer.buffers)[:-1]
        found = [np.percentile(layer.numpy(), SPREAD) for layer in outputs]
        return over(np.arange(1.0, len(found) + 1), np.stack(found, axis=1))

    def gradients(self) -> Numbers:
        """Return by hidden layer the size of its weights' gradient over the last one's."""
        gradient = self.trainer.diagnostics().gradient[:-1]
        found = np.percentile((gradient / gradient[-1]).numpy(), BAND, axis=1)
        return over(np.arange(1.0, len(gradient) + 1), found)


class NormLayers(Fitting):
    """Deep networks that learn digits, with batch normalization or without."""

    controls = (
        choice("batch_norm", ("off", "before", "after"), rebuild=True,
               tooltip="Normalize each unit over the batch before its activation, or after it; "
                       "starts again"),
        usual.rate(1e-3, 3.0, default=0.1),
        choice("batch_size", (5, 25, 100), default=25,
               tooltip="Images in each step, over which is normalized; keeps the weights"),
        usual.depth(2, 20, default=10),
        usual.width(4, 64, default=32),
        usual.activation(("sigmoid", "tanh", "relu")),
        usual.init("glorot_normal"),
        scale("spread", 0.1, 10.0, default=1.0, log=True, rebuild=True,
              label="factor on the weights", tooltip="On all first weights; starts again"),
    )  # fmt: skip
    first = ("batch_norm", "lr", "batch_size", "depth")
    layout = ("values gradients loss",)
    speed: ClassVar[str] = "20 steps/s"
    still_steps: ClassVar[int] = 100
    tries = (
        Try("defaults", "Ten layers of sigmoids from Glorot's start, as in lecture 09. What "
            "does each layer hand on, and does the loss fall in 100 steps?",
            "No: each layer hands on the same narrow band about one half, for every image, and the "
            "first gradient is below a hundred-thousandth of the last."),
        Try("batch_norm=before", "Each unit normalized before its sigmoid. The gradient of the "
            "first layer over the last one's, and the loss after 300 steps?",
            "The gradients are even from the first step on, the values spread out, and after 300 "
            "steps most is learned."),
        Try("batch_norm=after", "Normalized behind the sigmoid. The loss after 100 steps: "
            "better or worse than before it?",
            "Far better here: the next layer gets inputs of mean 0 and variance 1, which a sigmoid "
            "never gives. After 100 steps nearly everything is learned."),
        Try("batch_norm=before&batch_size=5", "Before the sigmoid again, in batches of five. The "
            "loss after 300 steps, against batches of 25?",
            "It is noise: after 300 steps five times as much loss is left as with 25."),
        Try("activation=tanh&spread=5", "Five times Glorot's weights on tanh. The loss after 200 "
            "steps? Then set batch norm to before.",
            "Saturated, it learns slowly. With batch norm the factor hardly matters: what is "
            "normalized is the same for every scale of the weights."),
        Try("activation=tanh&lr=1", "The loss after 200 steps at a learning rate of 1? "
            "Then with batch norm before.",
            "Without, the loss is worse than a guess's. With it, the same rate learns."),
        Try("activation=tanh&batch_norm=before", "Where the start is good, ten layers of tanh from "
            "Glorot: the loss after 200 steps, with batch norm and without?",
            "Little: both learn nearly everything in 200 steps."),
    )  # fmt: skip
    fits = Layers
    population = 4
    model: Layers

    def problem(self, s: Settings) -> Problem:
        """Return the digits."""
        return images()

    def net(self, s: Settings) -> MLP:
        """Return the architecture."""
        norm = False if s.batch_norm == "off" else s.batch_norm
        return MLP([64, *[s.width] * s.depth, 10], s.activation, batch_norm=norm)

    def options(self, s: Settings) -> dict[str, Any]:
        """Return gradient descent and its batches."""
        return {"optimizer": optimizers.sgd(s.lr), "batch_size": s.batch_size}

    def start(self, net: LayeredNetwork, problem: Problem, s: Settings, **options: Any) -> Trainer:
        """Return networks at their start, all first weights times a factor."""
        trainer = super().start(net, problem, s, **options)
        for layer in range(1, s.depth + 2):
            trainer.weights(layer).mul_(s.spread)
        return trainer

    def panels(self, nets: Layers) -> dict[str, Panel]:
        """Return what layers hand on, their gradients, and the losses."""
        return {
            "values": Curves(
                title="What each layer hands on", names=["values"], x_label="hidden layer",
                y_label="middle 90% and median", wait=10,
            ).of(nets.values),
            "gradients": Curves(
                title="Gradient over the last hidden layer's", names=["gradient"], log_y=True,
                x_label="hidden layer", y_domain=(1e-6, 1e3), wait=20,
            ).of(nets.gradients),
            "loss": loss_panel(
                nets, title="Loss, at inference", names=["training", "validation"],
                dashes=[False, True], y_label="cross entropy",
            ).of(nets.both),
        }  # fmt: skip

    def describe(self, nets: Layers, s: Settings) -> str:
        """Return what the last layer hands on, and how far training came."""
        low, high = (float(nets.values()[end][0, -1]) for end in ("low", "high"))
        return (
            f"{self.population} {s.activation} networks of depth {s.depth} from {s.init}, batch "
            f"norm {s.batch_norm}, after {nets.steps_taken} steps of {s.batch_size} of {POINTS} "
            f"images: the last hidden layer's values lie between {low:.2g} and {high:.2g}; median "
            f"loss {nets.now()[1]:.3g} in training, {nets.unseen_now()[1]:.3g} on unseen images."
        )

    def status(self, nets: Layers, s: Settings) -> list[str]:
        """Return where training stands."""
        step, loss, *lost = super().status(nets, s)
        return [step, loss, f"validation loss {nets.unseen_now()[1]:.3g}", *lost]
