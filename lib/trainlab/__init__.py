"""trainlab: how deep networks are trained, shown on whole populations of networks at once.

Submodules load on first use, so that ``import trainlab`` costs milliseconds and
``trainlab.checks`` needs NumPy alone.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=[
        "activations",
        "backprop",
        "checks",
        "clustering",
        "diagnostics",
        "experiments",
        "gains",
        "graphs",
        "heads",
        "information",
        "initializers",
        "losses",
        "networks",
        "normalization",
        "objective",
        "optimizers",
        "parametric",
        "plots",
        "problems",
        "rbf",
        "schedules",
        "training",
        "widgets",
    ],
    submod_attrs={
        "networks": ["MLP", "RBF", "Convolutional", "Module"],
        "racing": ["Race", "race"],
        "range_test": ["RangeTest", "range_test"],
        "run": ["Run"],
        "trainer": ["Trainer"],
        "training": ["train"],
    },
)
