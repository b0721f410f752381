"""The lectures' live widgets, one to a file."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "activation_explorer": ["ActivationExplorer"],
        "unit_by_unit": ["UnitByUnit"],
    },
)
