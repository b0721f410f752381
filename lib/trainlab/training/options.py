"""What a training takes as keyword arguments, for everything that passes them on."""

import torch

from trainlab.engine.columns import Data
from trainlab.engine.hyperparameters import Given, PerMember
from trainlab.nn.losses import Loss
from trainlab.nn.networks import Start


class Options(Given, total=False):
    """What ``Trainer`` takes besides a network and a problem, and everything that trains by it."""

    loss: str | Loss
    init: Start
    population: int
    seed: int
    device: str | torch.device
    dtype: torch.dtype


class Changes(Given, total=False):
    """What ``Trainer.set`` can change."""

    lr: PerMember
    problem: Data
