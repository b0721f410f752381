"""Which installed libraries are not there for answers to a set that names those it allows."""

import re
import site
from collections.abc import Collection
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

#: What a kernel itself needs, besides what is allowed.
_NEEDED = ("ipython", "lazy-loader", "numpy")
#: Shown in part, and hidden, by the sandbox itself.
_OURS = ("gradelab", "trainlab")


def others(allowed: Collection[str] | None) -> dict[str, list[str]]:
    """Return the installed modules that are none of these, and none that these need.

    Args:
        allowed: names of modules that answers may import; None for all.

    Returns:
        By name the folders that hold it; none for a module that is one file.
    """
    return {} if allowed is None else _others(frozenset(allowed))


def refusal(allowed: Collection[str] | None) -> dict[str, Any]:
    """Return what to ask a kernel, so that it refuses all other modules in a sentence."""
    return {"refuse": {"names": [*others(allowed)], "allowed": [*(allowed or ())]}}


@lru_cache
def _others(allowed: frozenset[str]) -> dict[str, list[str]]:
    modules = {
        name: {_normal(distribution) for distribution in found}
        for name, found in metadata.packages_distributions().items()
    }
    asked = allowed.difference(_OURS)  # trainlab needs much that checks do not
    needed = _required({*_NEEDED, *(d for name in asked for d in modules.get(name, ()))})
    return {
        name: [str(p) for place in site.getsitepackages() if (p := Path(place, name)).is_dir()]
        for name, distributions in modules.items()
        if name not in (*allowed, *_OURS) and not distributions & needed
    }


def _required(names: Collection[str]) -> set[str]:
    """Return these distributions and all that they require."""
    found: set[str] = set()
    queue = [_normal(name) for name in names]
    while queue:
        name = queue.pop()
        if name in found:
            continue
        try:
            requirements = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        plain = (r for r in requirements if not re.search(r"extra\s*==", r))
        queue += [_normal(re.split(r"[^\w.-]", requirement)[0]) for requirement in plain]
    return found


def _normal(name: str) -> str:
    """Return a distribution's name as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()
