"""An activation, its derivative, and what it makes of a Gaussian, layer after layer. Lecture 01."""

from typing import ClassVar

import numpy as np
import torch

from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.parametric import PARAMETRIC
from trainlab.nn.signal import LayerSignal, layer_signals
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.live import Try
from trainlab.widgets.panels.curves import Curves
from trainlab.widgets.panels.panel import Numbers, Panel
from trainlab.widgets.walk import Walk

#: Layers of the whole walk, and bins of a distribution.
LAYERS, BINS = 20, 61
#: Values of z at which a function is drawn.
LINE = torch.linspace(-6, 6, 241, dtype=torch.float64)
#: A unit is saturated where its slope is below this share of the function's largest.
SATURATED = 0.05
SOBOLEVA = ("a", "b", "c", "d")
ONE_PARAMETER = tuple(name for name in PARAMETRIC if name != "soboleva")


class Signals:
    """A signal on its way through layers that are alike; the walk stands in one of them."""

    steps_taken = 0

    def compute(self, s: Settings) -> None:
        """Send a signal through; the walk stays where it stands, or at what is now the end."""
        if s.activation in ACTIVATIONS:
            self.function = ACTIVATIONS[s.activation].function
            self.slope = ACTIVATIONS[s.activation].derivative
        else:
            f = PARAMETRIC[s.activation]
            names = SOBOLEVA if s.activation == "soboleva" else ("alpha",)
            own = torch.tensor([getattr(s, name) for name in names], dtype=torch.float64)
            self.function = lambda z: f.function(z, *own)
            self.slope = lambda z: f.slope(z, *own)
        self.gain = s.gain
        self.layers = layer_signals(self.function, self.slope, s.std, s.gain, LAYERS)
        self.last = len(self.layers) - 1
        self.go(min(self.steps_taken, self.last))
        slopes = self.slope(LINE).abs()
        self.flat = SATURATED * float(slopes.max())
        self.ends = LINE[slopes >= self.flat][[0, -1]] if self.flat else LINE[[-1, 0]]

    def go(self, step: int) -> None:
        """Go to a layer; 0 is the first."""
        self.steps_taken = step

    def step(self, count: int) -> None:
        """Go on by so many layers."""
        self.go(min(self.steps_taken + count, self.last))

    @property
    def here(self) -> LayerSignal:
        """The signal in the layer where the walk stands."""
        return self.layers[self.steps_taken]

    @property
    def saturated(self) -> float:
        """The share of this layer's units that are saturated."""
        return float(self.here.share[self.here.slope.abs() <= self.flat].sum())


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
    buttons: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("back", "Back", "One layer back"),
        ("next", "Next", "One layer deeper"),
        ("end", "To the end", "To the deepest layer"),
        ("reset", "Reset", "To the first layer"),
    )
    speed: ClassVar[str] = ""
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
    model: Signals

    def build(self, s: Settings) -> Signals:
        """Return the signal in its first layer."""
        signals = Signals()
        self.change(signals, s)
        return signals

    def change(self, model: Signals, s: Settings) -> None:
        """Send another signal through."""
        model.compute(s)

    def panels(self, model: Signals) -> dict[str, Panel]:
        """Return the function, the distributions in this layer, and the mean squares up to it."""
        return {
            "function": Curves(
                title="The function", names=["f", "f′"], dashes=[False, True], x_label="z",
                x_domain=(-6.0, 6.0), y_domain=(-2.0, 3.0),
            ).of(lambda: _function(model)),
            "signal": Curves(
                title="Units of this layer", names=["z", "a = f(z)"], dashes=[True, False],
                x_label="value", y_label="share of units",
            ).of(lambda: _distributions(model.here)),
            "layers": Curves(
                title="Through the layers", names=["signal", "gradient"], dashes=[False, True],
                x_label="layer", y_label="mean square", log_y=True, x_domain=(0.0, LAYERS + 1.0),
            ).of(lambda: _mean_squares(model)),
        }  # fmt: skip

    def describe(self, model: Signals, s: Settings) -> str:
        """Return this layer's numbers."""
        here = model.here
        return (
            f"{s.activation} in layer {model.steps_taken + 1}: z has standard deviation "
            f"{here.std:.3g}; f(z) has mean {round(here.mean, 9) + 0.0:.3g} and mean square "
            f"{here.mean_square:.3g}; the slope's mean square is {here.slope_mean_square:.3g}; "
            f"{model.saturated:.0%} of the units are saturated."
        )

    def status(self, model: Signals, s: Settings) -> list[str]:
        """Return this layer's numbers."""
        return [self.describe(model, s)]


def _function(model: Signals) -> Numbers:
    y = torch.stack([model.function(LINE), model.slope(LINE)])
    low, high = model.ends.tolist()
    marks = [{"x": end, "text": "flat"} for end in (low, high) if -6 < end < 6 and low < high]
    return {"x": LINE.numpy(), "y": y.nan_to_num(0.0).numpy(), "marks": marks}


def _distributions(here: LayerSignal) -> Numbers:
    """Return the shares of units in bins; what lies outside is counted at the ends."""
    reach = 4 * min(max(here.std, here.mean_square**0.5), 1e30)
    edges = np.linspace(-reach, reach, BINS + 1)
    shares = [
        np.histogram(values.nan_to_num(0.0).clamp(-reach, reach), edges, weights=here.share)[0]
        for values in (here.z, here.a)
    ]
    return {"x": (edges[1:] + edges[:-1]) / 2, "y": np.stack(shares)}


def _mean_squares(model: Signals) -> Numbers:
    """Return the mean square of z by layer, and that of a gradient sent so many layers back."""
    seen = model.layers[: model.steps_taken + 1]
    passed = [model.gain**2 * layer.slope_mean_square for layer in seen[:-1]]
    y = np.full((2, LAYERS), np.nan)
    y[0, : len(seen)] = [layer.std**2 for layer in seen]
    y[1, : len(seen)] = np.cumprod([1.0, *passed])
    return {"x": np.arange(1.0, LAYERS + 1), "y": np.where(y > 0, y, np.nan)}
