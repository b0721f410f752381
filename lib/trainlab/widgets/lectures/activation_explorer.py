"""An activation, its derivative, and what it makes of a Gaussian, layer after layer. Lecture 01."""

from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.parametric import PARAMETRIC
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.models.signals import LAYERS, SOBOLEVA, Signals
from trainlab.widgets.live import Try
from trainlab.widgets.panels.curves import Curves
from trainlab.widgets.panels.panel import Panel
from trainlab.widgets.walk import Walk, walking

ONE_PARAMETER = tuple(name for name in PARAMETRIC if name != "soboleva")


class ActivationExplorer(Walk):
    """An activation with its slope, what a unit makes of a Gaussian, and what many layers do."""

    controls = (
        choice("activation", (*ACTIVATIONS, *PARAMETRIC), default="relu",
               tooltip="The function f of every unit"),
        scale("std", 0.1, 10.0, default=1.0, log=True, label="standard deviation of z",
              tooltip="How far the first layer's pre-activations z spread about 0"),
        scale("gain", 0.1, 4.0, default=1.0, log=True,
              tooltip="Spread of the weights, times the root of a layer's number of inputs"),
        scale("alpha", 0.0, 3.0, default=0.25, where=("activation", ONE_PARAMETER),
              tooltip="The function's own parameter, which training would move"),
        *(
            scale(name, 0.5, 2.0, default=1.0, where=("activation", ("soboleva",)),
                  tooltip=f"Parameter {name} of the modified tanh")
            for name in SOBOLEVA
        ),
    )  # fmt: skip
    layout = ("function signal layers",)
    buttons = walking("layer")
    tries = (
        Try("defaults", "ReLU cuts off everything below 0. Which share of the mean square is left?",
            "Half, 0.5 of 1: the Gaussian is symmetric. So it halves in every layer. Press Next."),
        Try("gain=1.41421356", "What does a gain of √2 change?",
            "Each layer doubles what ReLU halves: the mean square of z stays 1, and so does the "
            "gradient's. This is He's initializer."),
        Try("activation=sigmoid", "A slope is at most 1/4. How much of the gradient's mean square "
            "is left ten layers back?",
            "Each layer leaves less than 1/16 of it: below 1e-12 after ten."),
        Try("activation=tanh&std=5", "Which share of these units is saturated?",
            "About two thirds: there tanh is flat to 5% of its steepest slope. They pass the "
            "signal, but hardly any gradient."),
        Try("activation=selu&std=3", "Start with a signal that is too large and walk on. Where "
            "does its mean square go?",
            "Back to 1, which SELU's two constants make a fixed point."),
    )  # fmt: skip
    stages = Signals
    model: Signals

    def panels(self, model: Signals) -> dict[str, Panel]:
        """Return the function, the distributions in this layer, and the mean squares up to it."""
        return {
            "function": Curves(
                title="The function", names=["f", "f′"], dashes=[False, True], x_label="z",
                x_domain=(-6.0, 6.0), y_domain=(-2.0, 3.0),
            ).of(model.curves),
            "signal": Curves(
                title="Units of this layer", names=["z", "a = f(z)"], dashes=[True, False],
                x_label="value", y_label="share of units",
            ).of(model.distributions),
            "layers": Curves(
                title="Through the layers", names=["signal", "gradient"], dashes=[False, True],
                x_label="layer", y_label="mean square", log_y=True, x_domain=(0.0, LAYERS + 1.0),
            ).of(model.mean_squares),
        }  # fmt: skip

    def describe(self, model: Signals, s: Settings) -> str:
        """Return this layer's numbers."""
        return f"{s.activation} {model.sentence()}"
