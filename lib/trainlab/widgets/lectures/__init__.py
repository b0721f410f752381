"""The widgets of the lectures, one file each."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "activation_explorer": ["ActivationExplorer"],
        "adam_step": ["AdamStep"],
        "bowl": ["Bowl"],
        "double_well": ["DoubleWell"],
        "noisy_sine": ["NoisySine"],
        "optimizer_race": ["OptimizerRace"],
        "own_race": ["OwnRace"],
        "unit_by_unit": ["UnitByUnit"],
    },
)
