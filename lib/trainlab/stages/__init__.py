"""Stages: what a layer is made of, each with its forward and its backward pass by hand."""

from trainlab.stages._stage import Block, Context, Stage
from trainlab.stages.activation import Activate, ActivateParametric
from trainlab.stages.affine import Affine
from trainlab.stages.batch_norm import BatchNorm
from trainlab.stages.convolution import Convolve
from trainlab.stages.dropout import Dropout
from trainlab.stages.maxout import Maxout
from trainlab.stages.radial import Radial

__all__ = [
    "Activate",
    "ActivateParametric",
    "Affine",
    "BatchNorm",
    "Block",
    "Context",
    "Convolve",
    "Dropout",
    "Maxout",
    "Radial",
    "Stage",
]
