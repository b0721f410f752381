"""Network architectures: multilayer perceptrons, convolutional and radial basis function networks,
and PyTorch modules.
"""

from trainlab.nn.networks.convolutional import Convolutional
from trainlab.nn.networks.mlp import HIDDEN, MLP
from trainlab.nn.networks.module import Module
from trainlab.nn.networks.network import AffineSlot, LayeredNetwork, Network, Slot, checked_dropout
from trainlab.nn.networks.rbf import RBF
from trainlab.nn.networks.start import Start, starting_params

__all__ = [
    "HIDDEN",
    "MLP",
    "RBF",
    "AffineSlot",
    "Convolutional",
    "LayeredNetwork",
    "Module",
    "Network",
    "Slot",
    "Start",
    "checked_dropout",
    "starting_params",
]
