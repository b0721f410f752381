"""A Gaussian signal on its way through layers of one activation, in numbers. Lectures 01 and 09."""

import numpy as np
import torch

from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.parametric import PARAMETRIC
from trainlab.nn.signal import LayerSignal, layer_signals
from trainlab.widgets.controls import Settings
from trainlab.widgets.panels.panel import Numbers
from trainlab.widgets.walk import Stages

#: Layers of the whole walk, and bins of a distribution.
LAYERS, BINS = 20, 61
#: Values of z at which a function is drawn.
LINE = torch.linspace(-6, 6, 241, dtype=torch.float64)
#: A unit is saturated where its slope is below this share of the function's largest.
SATURATED = 0.05
SOBOLEVA = ("a", "b", "c", "d")


class Signals(Stages):
    """A signal in layers that are alike; the walk stands in one of them.

    Attributes:
        function, slope: the activation and its derivative.
        layers: the signal in each layer.
    """

    def compute(self, s: Settings) -> None:
        """Send a signal through; the walk stays where it stands, or at what is now the end.

        Args:
            s: ``activation`` and its own parameters; ``std``, the standard deviation of the first
                layer's z; ``gain``, the spread of the weights.
        """
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
        self.go(self.steps_taken)
        slopes = self.slope(LINE).abs()
        self.flat = SATURATED * float(slopes.max())
        self.ends = LINE[slopes >= self.flat][[0, -1]] if self.flat else LINE[[-1, 0]]

    @property
    def here(self) -> LayerSignal:
        """The signal in the layer where the walk stands."""
        return self.layers[self.steps_taken]

    @property
    def saturated(self) -> float:
        """The share of this layer's units that are saturated."""
        return float(self.here.share[self.here.slope.abs() <= self.flat].sum())

    def curves(self) -> Numbers:
        """Return the function and its slope, and marks where it becomes flat."""
        y = torch.stack([self.function(LINE), self.slope(LINE)])
        low, high = self.ends.tolist()
        marks = [{"x": end, "text": "flat"} for end in (low, high) if -6 < end < 6 and low < high]
        return {"x": LINE.numpy(), "y": y.nan_to_num(0.0).numpy(), "marks": marks}

    def distributions(self) -> Numbers:
        """Return the shares of units in bins of z and of f(z); what lies outside is counted at the
        ends.
        """
        here = self.here
        reach = 4 * min(max(here.std, here.mean_square**0.5), 1e30)
        edges = np.linspace(-reach, reach, BINS + 1)
        shares = [
            np.histogram(values.nan_to_num(0.0).clamp(-reach, reach), edges, weights=here.share)[0]
            for values in (here.z, here.a)
        ]
        return {"x": (edges[1:] + edges[:-1]) / 2, "y": np.stack(shares)}

    def mean_squares(self) -> Numbers:
        """Return the mean square of z by layer, and that of a gradient sent so many layers back."""
        seen = self.layers[: self.steps_taken + 1]
        passed = [self.gain**2 * layer.slope_mean_square for layer in seen[:-1]]
        y = np.full((2, LAYERS), np.nan)
        y[0, : len(seen)] = [layer.std**2 for layer in seen]
        y[1, : len(seen)] = np.cumprod([1.0, *passed])
        return {"x": np.arange(1.0, LAYERS + 1), "y": np.where(y > 0, y, np.nan)}

    def sentence(self) -> str:
        """Return this layer's numbers."""
        here = self.here
        return (
            f"in layer {self.steps_taken + 1}: z has standard deviation {here.std:.3g}; f(z) has "
            f"mean {round(here.mean, 9) + 0.0:.3g} and mean square {here.mean_square:.3g}; the "
            f"slope's mean square is {here.slope_mean_square:.3g}; {self.saturated:.0%} of the "
            "units are saturated."
        )
