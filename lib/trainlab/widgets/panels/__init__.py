"""A widget's panels: each says which numbers it shows, live on the page and still here."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "bars": ["Bars"],
        "curves": ["Curves"],
        "image": ["Image"],
        "map": ["Map"],
        "network": ["NetworkPanel"],
        "panel": ["Panel"],
        "paths": ["Paths"],
    },
)
