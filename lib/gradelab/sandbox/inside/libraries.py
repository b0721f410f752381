"""Libraries that answers may not import: refused in a sentence; their folders are empty besides."""

import sys
from collections.abc import Collection, Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType


class Refused(MetaPathFinder):
    """Stands first in Python's search for modules.

    Args:
        names: of the modules that are refused.
        allowed: of those that are not, to be told.
    """

    def __init__(self, names: Collection[str], allowed: Sequence[str]) -> None:
        """Refuse these."""
        self._names = frozenset(names)
        self._allowed = ", ".join(allowed)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Find nothing; raise ImportError for what is refused."""
        if fullname.partition(".")[0] in self._names:
            raise ImportError(
                f"{fullname} was imported; answers to this problem set may import Python's own "
                f"modules and {self._allowed} alone, so write it by these."
            )


def refuse(names: Collection[str], allowed: Sequence[str]) -> None:
    """Refuse modules from now on, but for those that are loaded, by the instructor's code."""
    names = [name for name in names if name not in sys.modules]
    if names:
        sys.meta_path.insert(0, Refused(names, allowed))
