"""Signal and gradient in each layer of a deep network, before it trains and while. Lecture 09."""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

import numpy as np
import torch

from trainlab import optimizers
from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.initializers import INITIALIZERS
from trainlab.nn.networks import MLP
from trainlab.nn.signal import layer_signals
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.digits import BATCH, images
from trainlab.widgets.lectures.fitting import BAND, Fits, Fitting
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.panel import Numbers, Panel

#: A signal, or a gradient, that grew or shrank by more than this factor on its way is forbidden.
FACTOR = 100.0
#: Gains and numbers of layers of the map of starts.
GAINS, DEEPEST = np.geomspace(0.1, 10.0, 31), 30
#: The scales that are shown.
SCALES = (1e-6, 1e6)
INITS = tuple(name for name in INITIALIZERS if name not in ("zeros", "constant"))


class Scales(Fits):
    """Networks that learn digits, with the scales of their hidden layers."""

    def __init__(self, net: MLP, trainer: Trainer) -> None:
        """Take a first look."""
        self.net = net
        super().__init__(trainer, images())

    def layers(self) -> Numbers:
        """Return by hidden layer the size of its outputs, and that of its weights' gradient over
        the last hidden layer's: the median network with a band.
        """
        found = self.trainer.diagnostics()
        gradient = found.gradient[:-1] / found.gradient[-2]
        both = torch.stack([found.activation[:-1], gradient]).double().numpy()
        low, mid, high = np.percentile(both, BAND, axis=-1, method="inverted_cdf")
        none, one = np.full_like(mid, np.nan), np.ones_like(mid)
        forbidden = np.array([[FACTOR, SCALES[0]], [SCALES[1], 1 / FACTOR]])[:, :, None] * one
        return {
            "x": np.arange(1.0, mid.shape[1] + 1),
            "y": np.concatenate([mid, none]),
            "low": np.concatenate([low, forbidden[0]]),
            "high": np.concatenate([high, forbidden[1]]),
        }

    def starts(self) -> Numbers:
        """Return the map of starts, and where these networks are on it."""
        deepest, none = allowed(self.net.activation), np.full(len(GAINS), np.nan)
        nearest = abs(np.log(GAINS / gain(self.trainer))).argmin()
        here = np.where(np.arange(len(GAINS)) == nearest, self.net.depth, none)
        top = np.full(len(GAINS), DEEPEST + 1.0)
        return {
            "x": GAINS,
            "y": np.stack([deepest, none, here]),
            "low": np.stack([deepest, deepest, none]),
            "high": np.stack([deepest, top, none]),
        }

    def beside_a_guess(self) -> Numbers:
        """Return the losses until now, and that of ten equal probabilities."""
        found = self.curves()
        guess = np.full((1, len(found["x"])), np.log(10))
        ends = {end: np.concatenate([found[end], guess]) for end in ("y", "low", "high")}
        return {"x": found["x"], **ends}

    @property
    def ends(self) -> tuple[float, float]:
        """The median signal of the last hidden layer, and the median gradient of the first."""
        mid = self.layers()["y"]
        return float(mid[0, -1]), float(mid[1, 0])


class SignalScales(Fitting):
    """Deep networks that learn digits; how large signals and gradients are in each layer."""

    controls = (
        scale("depth", 2, 30, default=10, rebuild=True,
              tooltip="Number of hidden layers; starts again"),
        scale("width", 4, 64, default=32, rebuild=True,
              tooltip="Units in each hidden layer; starts again"),
        choice("activation", tuple(n for n in ACTIVATIONS if n != "step"), default="relu",
               rebuild=True, tooltip="The function of every hidden unit; starts again"),
        choice("init", INITS, default="he_normal", rebuild=True, label="initializer",
               tooltip="Distribution of the first weights; starts again"),
        scale("spread", 0.1, 4.0, default=1.0, log=True, rebuild=True,
              label="factor on the weights", tooltip="On all first weights; starts again"),
        choice("shortcut", ("none", "residual"), rebuild=True,
               tooltip="Whether a layer's input is added to its output; starts again"),
        scale("lr", 1e-4, 3.0, default=0.03, log=True, label="learning rate",
              tooltip="Length of a step; keeps the weights"),
        choice("clip_norm", ("off", 0.1, 1.0, 10.0), label="clip to norm",
               tooltip="Largest length of the gradient; a longer one is shortened to it"),
    )  # fmt: skip
    first = ("depth", "width", "activation", "init", "lr")
    layout = ("scales starts loss",)
    speed: ClassVar[str] = "20 steps/s"
    still_steps: ClassVar[int] = 100
    tries = (
        Try("init=normal", "The weights of N(0, 1) on ReLU: a layer of 32 units multiplies the "
            "mean square by 16. What is left of 1 after ten layers?",
            "2 times 16 to the 10th, a size of a million: the loss is in the millions, and the "
            "first step throws every network away, at any learning rate."),
        Try("init=glorot_normal", "Glorot's weights on ReLU?",
            "Half of the mean square is lost in each layer, so that a root mean square of about "
            "0.03 is left. It learns all the same, later than from He's."),
        Try("activation=sigmoid&init=glorot_normal", "Glorot's weights on sigmoids. Look at the "
            "signal; then at the gradient. Will it learn?",
            "The signal is half everywhere, as if all were well. The gradient shrinks by about "
            "four in each layer, to a millionth: the loss stays at that of a guess, about 2.3."),
        Try("activation=sigmoid&init=glorot_normal&shortcut=residual", "The same with shortcuts?",
            "The gradient is within a factor of twenty, and after 500 steps most is learned."),
        Try("activation=sigmoid&init=normal&width=64&lr=0.3", "Sigmoids again, from N(0, 1) at "
            "width 64: a gain of 8. Will ten layers of hard steps learn?",
            "Yes. The first layer's gradient is a twentieth of the last one's, and after 300 steps "
            "the loss is below 0.1."),
        Try("init=torch_default", "What PyTorch does where you say nothing: weights within "
            "1/√inputs. Ten layers of ReLU?",
            "The gain is 0.58. The first layer's gradient is below a hundredth of the last one's: "
            "after 500 steps the loss is still that of a guess."),
        Try("spread=2", "Twice He's weights. Play; then reset, clip to norm 1, and play again.",
            "The signal doubles in each layer, and all networks run away. Clipped, the same start "
            "is survived: after 500 steps nearly everything is learned."),
        Try("lr=1", "He's weights, but a learning rate of 1. Then reset and clip to norm 1.",
            "Without a bound most networks run away within 100 steps. With it the same rate learns "
            "everything in 300."),
        Try("depth=30&shortcut=residual", "Thirty layers from He, with shortcuts. Do they help "
            "here?",
            "No: each layer now adds to the signal what He's weights had kept of it. The two point "
            "the same way, and the mean square nearly trebles: after thirty layers the signal's "
            "size is in the millions."),
    )  # fmt: skip
    model: Scales

    def build(self, s: Settings) -> Scales:
        """Return networks at their start."""
        sizes = [64, *[s.width] * s.depth, 10]
        net = MLP(sizes, s.activation, residual=s.shortcut == "residual")
        trainer = Trainer(
            net,
            images(),
            init=s.init,
            population=8,
            batch_size=BATCH,
            device="cpu",
            **_options(s),
        )
        trainer.params.mul_(s.spread)
        return Scales(net, trainer)

    def change(self, nets: Scales, s: Settings) -> None:
        """Go on from these weights."""
        nets.trainer.set(**_options(s))

    def panels(self, nets: Scales) -> dict[str, Panel]:
        """Return the scales by layer, the map of starts, and the loss."""
        return {
            "scales": Curves(
                title="Scale of each layer",
                names=["signal", "gradient", "too large", "too small"],
                dashes=[False, True, False, False], log_y=True, y_domain=SCALES,
                x_label="hidden layer", y_label="size; of gradients over the last", wait=20,
            ).of(nets.layers),
            "starts": Curves(
                title="Where one may start",
                names=["deepest", "forbidden", "these networks"],
                log_x=True, x_label="gain, √(inputs × variance)", wait=20,
                y_label=f"hidden layers, counted to {DEEPEST}", x_domain=(GAINS[0], GAINS[-1]),
                y_domain=(0.0, DEEPEST + 1.0),
            ).of(nets.starts),
            "loss": Curves(
                title="Loss", names=["training", "a guess, ln 10"], dashes=[False, True],
                log_y=True, x_label="step", y_label="cross entropy",
            ).of(nets.beside_a_guess),
        }  # fmt: skip

    def describe(self, nets: Scales, s: Settings) -> str:
        """Return how far the scales are apart, and how far training came."""
        what = (
            f"8 {s.activation} networks of depth {s.depth} and width {s.width} from {s.init} after "
            f"{nets.steps_taken} steps"
        )
        if nets.ran_away():
            return f"{what}: all have run away."
        signal, gradient = nets.ends
        return (
            f"{what}: the last hidden layer's signal is {signal:.2g}, the first layer's gradient "
            f"{gradient:.2g} of the last's; median training loss {nets.now()[1]:.3g}, where a "
            "guess has about ln 10 = 2.3."
        )


def gain(trainer: Trainer) -> float:
    """Return the root of a hidden layer's number of inputs times its weights' mean square."""
    weights = trainer.weights(2)
    return float((weights.shape[2] * weights.double().square().mean()).sqrt())


@cache
def allowed(activation: str) -> np.ndarray:
    """Return for each of ``GAINS`` how many layers a signal passes, there and back, before it or
    its gradient has grown or shrunk by more than ``FACTOR``, in theory.
    """
    return np.array([_deepest(activation, float(g)) for g in GAINS])


def _deepest(activation: str, g: float) -> float:
    f = ACTIVATIONS[activation]
    found = layer_signals(f.function, f.derivative, g, g, DEEPEST)
    signal = np.array([layer.mean_square for layer in found])
    back = np.cumprod([g**2 * layer.slope_mean_square for layer in found])
    with np.errstate(divide="ignore"):
        far = np.maximum(abs(np.log(signal)), abs(np.log(back))) / 2 > np.log(FACTOR)
    return float(far.argmax() if far.any() else len(found))


def _options(s: Settings) -> Mapping[str, Any]:
    return {
        "optimizer": optimizers.sgd(s.lr),
        "clip_norm": None if s.clip_norm == "off" else s.clip_norm,
    }
