"""Problem set 7, dying ReLU: one module for each part, and what they share."""

from trainlab.checks.ps7 import absolute, chain, constants, dead, drawing, interval, region, revive
from trainlab.checks.question import LIBRARIES

LIBRARIES["ps7"] = ("numpy",)

__all__ = ["absolute", "chain", "constants", "dead", "drawing", "interval", "region", "revive"]
