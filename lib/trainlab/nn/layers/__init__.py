"""Layers, each with its forward and its backward pass by hand."""

from trainlab.nn.layers.activation import Activate, ActivateParametric
from trainlab.nn.layers.affine import Affine
from trainlab.nn.layers.batch_norm import BatchNorm
from trainlab.nn.layers.convolution import Convolve
from trainlab.nn.layers.dropout import Dropout, Rates
from trainlab.nn.layers.layer import Block, Context, Layer
from trainlab.nn.layers.maxout import Maxout
from trainlab.nn.layers.radial import Radial

__all__ = [
    "Activate",
    "ActivateParametric",
    "Affine",
    "BatchNorm",
    "Block",
    "Context",
    "Convolve",
    "Dropout",
    "Layer",
    "Maxout",
    "Radial",
    "Rates",
]
