"""Signal and gradient in each layer of a deep network, before it trains and while. Lecture 09."""

from typing import Any, ClassVar

from trainlab import optimizers
from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.initializers import INITIALIZERS
from trainlab.nn.networks import MLP, LayeredNetwork
from trainlab.problems import Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.digits import BATCH, images
from trainlab.widgets.lectures.fitting import Fitting, loss_panel
from trainlab.widgets.lectures.models.scales import DEEPEST, GAINS, SCALES, Scales
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.panel import Panel

INITS = tuple(name for name in INITIALIZERS if name not in ("zeros", "constant"))


class SignalScales(Fitting):
    """Deep networks that learn digits; how large signals and gradients are in each layer."""

    controls = (
        usual.depth(2, 30, default=10),
        usual.width(4, 64, default=32),
        usual.activation(tuple(n for n in ACTIVATIONS if n != "step"), default="relu"),
        usual.init("he_normal", INITS),
        scale("spread", 0.1, 4.0, default=1.0, log=True, rebuild=True,
              label="factor on the weights", tooltip="On all first weights; starts again"),
        choice("shortcut", ("none", "residual"), rebuild=True,
               tooltip="Whether a layer's input is added to its output; starts again"),
        usual.rate(1e-4, 3.0, default=0.03),
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
    fits = Scales
    population = 8
    model: Scales

    def problem(self, s: Settings) -> Problem:
        """Return the digits."""
        return images()

    def net(self, s: Settings) -> MLP:
        """Return the architecture."""
        sizes = [64, *[s.width] * s.depth, 10]
        return MLP(sizes, s.activation, residual=s.shortcut == "residual")

    def options(self, s: Settings) -> dict[str, Any]:
        """Return gradient descent, its batches and its bound."""
        clip_norm = None if s.clip_norm == "off" else s.clip_norm
        return {"optimizer": optimizers.sgd(s.lr), "batch_size": BATCH, "clip_norm": clip_norm}

    def start(self, net: LayeredNetwork, problem: Problem, s: Settings, **options: Any) -> Trainer:
        """Return networks at their start, all first weights times a factor."""
        trainer = super().start(net, problem, s, **options)
        trainer.params.mul_(s.spread)
        return trainer

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
            "loss": loss_panel(
                nets, title="Loss", names=["training", "a guess, ln 10"], dashes=[False, True],
                y_label="cross entropy",
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
