"""Live widgets: controls, a stepper and a picture around the engine."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={"graph": ["GraphExplorer"], "playground": ["Playground"]}
)
