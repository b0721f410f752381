"""The playground: data, network and training on one screen, all live."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={"playground": ["Playground"]}
)
