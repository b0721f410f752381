"""The tests' end of the connection with a student's kernel."""

import socket
import types
from collections.abc import Collection
from typing import Any

from . import wire
from .peer import Peer
from .remote import Remote
from .settings import Settings
from .shell import Shell

_NOTHING = object()


class Tester(Peer):
    """Asks the other end for any name and attribute; lends it what it was given, and the checks.

    Args:
        sock: connected to the other end.
        shell: whose names are bound to what they mean at the other end.
        checks: the module whose functions the other end may call, if any.

    Attributes:
        used: what the tests asked the other end's objects, see ``may``.
    """

    stand_in = Remote

    def __init__(self, sock: socket.socket, shell: Shell, checks: types.ModuleType | None) -> None:
        """Permit nothing yet."""
        super().__init__(sock, shell)
        self._checks = checks
        self.used: set[str] = set()
        self._permitted: frozenset[str] | None = frozenset()
        self._fetched: dict[str, Any] = {}
        self._settings = Settings()

    def permit(self, uses: Collection[str] | None) -> None:
        """Let objects of the other end be asked these from now on; with None, everything."""
        self._permitted = None if uses is None else frozenset(uses)

    def may(self, use: str) -> bool:
        """Whether an object may be asked this: an operation, ".name" to call with arguments."""
        return self._permitted is None or use in self._permitted

    def operate(self, operation: str, *args: Any) -> Any:
        """Return what one of ``OPERATIONS`` gives at the other end."""
        return self.ask({"operate": operation}, args)

    def fetch(self, names: list[str]) -> None:
        """Bind these names to what they mean at the other end.

        A name that it does not have, or cannot pass on, is unbound where it was bound so before.
        """
        namespace, found = self._shell.user_ns, self._variables_there(names)
        for name in names:
            before = self._fetched.pop(name, _NOTHING)
            if name in found:
                namespace[name] = self._fetched[name] = found[name]
            elif namespace.get(name) is before:
                namespace.pop(name, None)

    def _variables_there(self, names: list[str]) -> dict[str, Any]:
        try:
            found = self.ask({"variables": names})
        except ConnectionError:
            raise
        except Exception:
            return {}
        return found if isinstance(found, dict) else {}

    def _circumstances(self) -> dict[str, Any]:
        random = self._news()
        if random:
            self.used.add("seeds")
        return {"random": random} | self._settings.changed()

    def _answer(self, question: wire.Message, args: list[Any], kwargs: dict[str, Any]) -> Any:
        if "check" in question:
            return self._encode(self._check(question["check"], args, kwargs))
        if "call" in question:
            return self._call(question, args, kwargs)
        raise PermissionError("the tests' process lends functions, and nothing else")

    def _check(self, name: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
        found = (
            vars(self._checks).get(name) if name in getattr(self._checks, "__all__", ()) else None
        )
        if not isinstance(found, types.FunctionType):
            raise AttributeError(f"{name!r} is not a check")
        if self._waiting:
            raise PermissionError("No check can be called while a test waits for an answer.")
        if len(args) > 2 or kwargs.keys() - {"name", "function"}:
            raise PermissionError(f"Call {name} with a name and a function, and nothing else.")
        return found(*args, **kwargs)

    def _shows(self) -> bool:
        return not self._waiting  # what a test has printed stays with the test

    def _in_step(self) -> bool:
        return self.may("seeds") or self.may("draws")

    def _go_on(self, news: dict[str, Any] | None) -> None:
        if news and self.may("draws"):
            self._randomness.adopt(news)
            self.used.add("draws")

    def _named_tuple(self, name: Any, fields: Any, items: list[Any]) -> Any:
        """Return a named tuple; a plain one where a field would be a method of the student's."""
        made = super()._named_tuple(name, fields, items)
        use = f"({', '.join(made._fields)})"
        if any(isinstance(item, Remote) for item in items) and not self.may(use):
            return tuple(items)
        self.used.add(use)
        return made
