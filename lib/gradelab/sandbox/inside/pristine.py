"""Modules as they were before a student's code ran, put back where a test cell runs.

This undoes what is easily done: a patched check, an assertion dropped by a syntax transformer, a
trace function. It shares an interpreter with the student's code and cannot undo everything; what
it misses is found where the tests run again in a process of their own, see ``peer``.
"""

import builtins
import sys
import threading
import types
from collections.abc import Iterable
from operator import is_
from typing import Any

#: What a test stands on, besides the checks themselves.
GROUND = ("builtins", "numpy", "copy", "operator", "contextlib", "unittest.case", "IPython.core")
_BUILTIN_NAMES = frozenset(vars(builtins))


class Pristine:
    """A copy of the ground and of the protected modules.

    Args:
        shell: the shell whose hooks are to be as they are now.
        protected: names of packages.
    """

    def __init__(self, shell: Any, protected: list[str]) -> None:
        """Copy what there is now."""
        self.protected = protected
        packages = (*GROUND, *protected, __package__)
        self._modules = {
            name: module
            for name, module in list(sys.modules.items())
            if isinstance(module, types.ModuleType) and _is_of(packages, name)
        }
        self._absent = [name for name in protected if name not in self._modules]
        self._builtins, self._saved_builtins = vars(builtins), dict(vars(builtins))
        self._namespaces = [(vars(m), dict(vars(m))) for m in self._modules.values()]
        own = [
            value
            for _, saved in self._namespaces
            for value in saved.values()
            if getattr(value, "__module__", None) in self._modules
        ]
        classes = {c for c in own if isinstance(c, type) and c.__flags__ & _HEAP}
        self._classes = [(c, dict(vars(c))) for c in classes]
        held = [
            value
            for name, module in self._modules.items()
            if _is_of(protected, name)
            for value in vars(module).values()
            if value is not vars(builtins)
        ]
        held += [item for value in held if type(value) is dict for item in value.values()]
        objects = [vars(v) for v in held if type(v) in classes and hasattr(v, "__dict__")]
        self._contents = [
            (v, v.copy()) for v in (*held, *objects) if type(v) is dict or type(v) is list
        ]
        methods = [v for saved in (*map(vars, classes), *objects) for v in saved.values()]
        functions = {f for f in own + methods if isinstance(f, types.FunctionType)}
        self._functions = [(f, f.__code__, f.__defaults__, f.__kwdefaults__) for f in functions]
        self._callbacks = {name: list(found) for name, found in shell.events.callbacks.items()}
        self._transformers = [(found, list(found)) for found in _transformers(shell)]

    def restore(self, shell: Any) -> None:
        """Put everything back; first the builtins, which the rest is done with."""
        self._builtins.update(self._saved_builtins)
        sys.settrace(None)
        sys.setprofile(None)
        threading.settrace(None)
        threading.setprofile(None)
        sys.modules.update(self._modules)
        for name in self._absent:  # imported or made up since: to be imported anew
            sys.modules.pop(name, None)
        for live, saved in self._namespaces:
            if len(live) != len(saved) or not all(map(is_, live.values(), saved.values())):
                for name in _BUILTIN_NAMES & live.keys() - saved.keys():
                    del live[name]
                live.update(saved)
        for function, code, defaults, kwdefaults in self._functions:
            if function.__code__ is not code:
                function.__code__ = code
            if function.__defaults__ is not defaults:
                function.__defaults__ = defaults
            if function.__kwdefaults__ is not kwdefaults:
                function.__kwdefaults__ = kwdefaults
        for cls, saved in self._classes:
            _restore_class(cls, saved)
        for content, copy in self._contents:
            content.clear()
            content.update(copy) if isinstance(content, dict) else content.extend(copy)
        self._restore_shell(shell)

    def _restore_shell(self, shell: Any) -> None:
        for found, saved in self._transformers:
            found[:] = saved
        shell.events.callbacks.update({k: list(v) for k, v in self._callbacks.items()})
        for name in list(vars(shell)):
            if isinstance(getattr(type(shell), name, None), types.FunctionType):
                delattr(shell, name)


#: Set on classes made by Python code, whose attributes can be set.
_HEAP = 1 << 9


def _is_of(packages: Iterable[str], name: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _restore_class(cls: type, saved: dict[str, Any]) -> None:
    live = vars(cls)
    if len(live) == len(saved) and all(map(is_, live.values(), saved.values())):
        return
    for name in live.keys() - saved.keys():
        delattr(cls, name)
    for name, value in saved.items():
        if live.get(name) is not value:
            try:
                setattr(cls, name, value)
            except (AttributeError, TypeError):
                continue


def _transformers(shell: Any) -> list[list[Any]]:
    """Return the lists of what IPython does to a cell before it runs."""
    manager = shell.input_transformer_manager
    return [
        shell.ast_transformers,
        shell.input_transformers_post,
        manager.cleanup_transforms,
        manager.line_transforms,
        manager.token_transformers,
    ]
