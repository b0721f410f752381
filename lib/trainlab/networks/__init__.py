"""Network architectures: multilayer perceptrons, convolutional and radial basis function networks,
and PyTorch modules.
"""

from trainlab.networks._network import Layer, LayeredNetwork, Network, Slot, checked_dropout
from trainlab.networks.convolutional import Convolutional
from trainlab.networks.mlp import HIDDEN, MLP
from trainlab.networks.module import Module
from trainlab.networks.rbf import RBF
from trainlab.networks.start import Start, starting_params

__all__ = [
    "HIDDEN",
    "MLP",
    "RBF",
    "Convolutional",
    "Layer",
    "LayeredNetwork",
    "Module",
    "Network",
    "Slot",
    "Start",
    "checked_dropout",
    "starting_params",
]
