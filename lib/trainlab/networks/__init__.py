"""Network architectures: multilayer perceptrons, convolutional networks, and PyTorch modules."""

from trainlab.networks._network import Layer, LayeredNetwork, Network, Slot
from trainlab.networks.convolutional import Convolutional
from trainlab.networks.mlp import HIDDEN, MLP
from trainlab.networks.module import Module

__all__ = ["HIDDEN", "MLP", "Convolutional", "Layer", "LayeredNetwork", "Module", "Network", "Slot"]
