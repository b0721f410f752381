"""Numerical errors, warnings and the recording of gradients: treated as a test says.

What a test left alone is the answer's to set.
"""

import contextlib
import re
import sys
import warnings
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

import numpy as np

from . import tensors


class Settings:
    """What the settings of this process usually are."""

    def __init__(self) -> None:
        """Take them as they are as usual."""
        self._errors: dict[str, Any] = {**np.geterr()}
        self._filters: list[Any] = list(warnings.filters)

    def changed(self) -> dict[str, Any]:
        """Return, as JSON, what is set otherwise now: "errors", "filters"; and "grad", always."""
        return {
            "errors": {kind: way for kind, way in np.geterr().items() if way != self._errors[kind]},
            "filters": _new_filters(self._filters),
            "grad": tensors.grad_enabled(),
        }


@contextlib.contextmanager
def applied(settings: dict[str, Any]) -> Iterator[None]:
    """Set what ``Settings.changed`` returned at the other side."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(np.errstate(**settings["errors"]))
        stack.enter_context(tensors.set_grad_enabled(settings["grad"]))
        if settings["filters"]:
            stack.enter_context(warnings.catch_warnings())
        for action, message, name, pattern, line in reversed(settings["filters"]):
            module, _, kind = name.rpartition(".")
            category = getattr(sys.modules.get(module), kind, None)
            if isinstance(category, type) and issubclass(category, Warning):
                warnings.filterwarnings(action, message or "", category, pattern or "", line)
        yield


def _new_filters(usual: list[Any]) -> list[list[Any]]:
    """Return, as JSON, the filters of warnings that stand before those of ``usual``."""
    filters: list[Any] = list(warnings.filters)
    pairs = zip(reversed(filters), reversed(usual), strict=False)
    old = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return [
        [action, _pattern(message), f"{kind.__module__}.{kind.__name__}", _pattern(module), line]
        for action, message, kind, module, line in filters[: len(filters) - old]
    ]


def _pattern(pattern: Any) -> str | None:
    if pattern is None:
        return None
    return rf"{re.escape(pattern)}\Z" if isinstance(pattern, str) else str(pattern.pattern)
