"""Deep networks that learn digits, with the scales of their hidden layers."""

from functools import cache

import numpy as np
import torch

from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.networks import MLP
from trainlab.nn.signal import layer_signals
from trainlab.training.trainer import Trainer
from trainlab.widgets.lectures.models.fits import Fits, band
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers

#: A signal, or a gradient, that grew or shrank by more than this factor on its way is forbidden.
FACTOR = 100.0
#: Gains and numbers of layers of the map of starts.
GAINS, DEEPEST = np.geomspace(0.1, 10.0, 31), 30
#: The scales that are shown.
SCALES = (1e-6, 1e6)


class Scales(Fits):
    """Networks that learn digits, with the scales of their hidden layers."""

    def layers(self) -> Numbers:
        """Return by hidden layer the size of its outputs, and that of its weights' gradient over
        the last hidden layer's: the median network with a band.
        """
        found = self.trainer.diagnostics()
        gradient = found.gradient[:-1] / found.gradient[-2]
        both = torch.stack([found.activation[:-1], gradient]).double().numpy()
        large, small = (FACTOR, np.nan, SCALES[1]), (SCALES[0], np.nan, 1 / FACTOR)
        layers = np.arange(1.0, both.shape[1] + 1)
        return over(layers, *(band(each.T) for each in both), large, small)

    def starts(self) -> Numbers:
        """Return the map of starts, and where these networks are on it."""
        net = self.trainer.net
        assert isinstance(net, MLP)
        deepest, nearest = allowed(net.activation), abs(np.log(GAINS / gain(self.trainer))).argmin()
        forbidden = deepest, np.nan, DEEPEST + 1.0
        here = np.where(np.arange(len(GAINS)) == nearest, net.depth, np.nan)
        return over(GAINS, deepest, forbidden, (np.nan, here, np.nan))

    def beside_a_guess(self) -> Numbers:
        """Return the losses until now, and that of ten equal probabilities."""
        steps, losses = self.history("loss")
        return over(steps, losses, (np.log(10),) * 3)

    @property
    def ends(self) -> tuple[float, float]:
        """The median signal of the last hidden layer, and the median gradient of the first."""
        mid = self.layers()["y"]
        return float(mid[0, -1]), float(mid[1, 0])


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
