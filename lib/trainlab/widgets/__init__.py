"""Live widgets: a table of controls, panels and a player around whatever trains."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "board": ["Board"],
        "explorer": ["GraphExplorer"],
        "live": ["Live", "Try"],
        "playground": ["Playground"],
        "walk": ["Walk"],
    },
)
