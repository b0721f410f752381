"""Pictures of the experiments: one module for each family, one function for each experiment."""

from importlib import import_module

from trainlab.experiments import Result
from trainlab.experiments.figures.canvas import Picture
from trainlab.plots import style

__all__ = ["Picture", "draw"]


def draw(result: Result) -> Picture:
    """Return the picture of a result, drawn by the function that bears its id."""
    family = import_module(f"{__name__}.{result.family}")
    with style.use():
        return getattr(family, result.id.replace("-", "_"))(result)
