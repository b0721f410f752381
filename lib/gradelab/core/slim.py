"""nbgrader's modules without its package's opening: server extensions that our commands never use.

``nbgrader/__init__.py`` loads them, and nbconvert and the exchange with them, before any module of
the package: that takes longer than all that ``gradelab status`` does.
"""

import importlib.util
import sys
from types import ModuleType
from typing import Any


class _Package(ModuleType):
    """The package before its opening, which is made up for as soon as one asks for what it has."""

    def __getattr__(self, name: str) -> Any:
        if importlib.util.find_spec(f"{self.__name__}.{name}") is not None:
            raise AttributeError(name)  # A module of it, which Python then imports.
        assert self.__spec__ is not None
        assert self.__spec__.loader is not None
        self.__class__ = ModuleType  # type: ignore[assignment]
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def install() -> None:
    """Let ``import nbgrader.api`` load that module and what it needs, in this process.

    Where the package is there already it stays as it is.

    Raises:
        ModuleNotFoundError: where nbgrader is not installed.
    """
    if "nbgrader" in sys.modules:
        return
    spec = importlib.util.find_spec("nbgrader")
    if spec is None:
        raise ModuleNotFoundError("No module named 'nbgrader'", name="nbgrader")
    package = importlib.util.module_from_spec(spec)
    package.__class__ = _Package
    sys.modules["nbgrader"] = package
