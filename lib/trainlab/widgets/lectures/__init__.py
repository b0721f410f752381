"""The widgets of the lectures, one file each."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "bowl": ["Bowl"],
        "double_well": ["DoubleWell"],
        "noisy_sine": ["NoisySine"],
    },
)
