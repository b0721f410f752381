"""Names that modules had before they moved: importing one gives the module where it stands now."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType


class _Moved:
    """Finds modules by their old names.

    Args:
        names: old dotted name -> today's.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        """Import nothing yet."""
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return a spec for an old name, None for any other."""
        if fullname not in self._names:
            return None
        # Importing importlib.abc for a base class takes longer than all of trainlab.
        return spec_from_loader(fullname, self)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the module under today's name, which keeps its own spec."""
        module = import_module(self._names[spec.name])
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Leave the module as it is: it has run under its own name."""
        assert module.__spec__ is not None
        module.__spec__ = module.__spec__.loader_state


def install(names: Mapping[str, str]) -> None:
    """Let these old names be imported, after everything else has been looked for."""
    sys.meta_path.append(_Moved(names))
