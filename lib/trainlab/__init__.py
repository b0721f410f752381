"""trainlab: how deep networks are trained, shown on whole populations of networks at once.

Submodules load on first use, so that ``import trainlab`` costs milliseconds and
``trainlab.checks`` needs NumPy alone.
"""

import lazy_loader

from trainlab.core import aliases

__version__ = "0.2.0"

#: What a course imports from ``trainlab``, and where it stands.
_PLACES = {
    "activations": "nn",
    "backprop": "engine.passes",
    "clustering": "data",
    "diagnostics": "analysis",
    "gains": "nn",
    "graphs": "autodiff",
    "heads": "nn",
    "information": "analysis",
    "initializers": "nn",
    "losses": "nn",
    "networks": "nn",
    "normalization": "data",
    "objective": "optimizers",
    "parametric": "nn",
    "rbf": "training",
}
aliases.install(
    {f"{__name__}.{name}": f"{__name__}.{place}.{name}" for name, place in _PLACES.items()}
)

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=[
        *_PLACES,
        "checks",
        "experiments",
        "optimizers",
        "plots",
        "problems",
        "schedules",
        "training",
        "widgets",
    ],
    submod_attrs={
        "nn.networks": ["MLP", "RBF", "Convolutional", "Module"],
        "training.racing": ["Race", "Racer", "race"],
        "training.range_test": ["RangeTest", "range_test"],
        "training.run": ["Run"],
        "training.trainer": ["Trainer"],
        "training.loop": ["train"],
    },
)
