"""Training from start to record: ``train``, races on surfaces, range tests, and their stepper."""

from trainlab.training.loop import train
from trainlab.training.trainer import Trainer

__all__ = ["Trainer", "train"]
