"""Two kernels that call each other's functions: tests in one, a student's answers in the other.

The tests' process runs no student code, so that nothing in it can be patched; what comes from the
student's process is data. A call may call back before it returns: a numerical gradient evaluates
the function that it was given.
"""

import builtins
import socket
import types
from typing import Any

from . import wire
from .shell import Shell, collected
from .values import adopt, decode, encode


class Remote:
    """Stands for an object of the other side: it can be called, and asked for attributes."""

    def __init__(self, peer: "Peer", number: int, name: str) -> None:
        """Stand for the object that the peer lent under this number."""
        self._peer, self._number = peer, number
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object, where it is."""
        return self._peer.ask({"call": self._number}, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        """Return the object's attribute; none of Python's own."""
        if name.startswith("_"):
            raise AttributeError(name)
        return self._peer.ask({"attribute": self._number, "name": name})


class Passed:
    """Stands for a check where there are none: the call is passed to the peer."""

    peer: "Peer | None" = None

    def __init__(self, name: str) -> None:
        """Stand for the check of this name."""
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        """Let the peer check; nothing happens without one."""
        if self.peer is not None:
            self.peer.ask({"check": self.__name__}, args, kwargs)


class Peer:
    """One end of the connection.

    Args:
        sock: connected to the other end.
        shell: whose names the other end may ask for, and which shows what was shown there.
        checks: the module whose functions the other end may call, if any.
        lends: whether the other end may have any name and attribute, as the tests may of the
            student's; if not, it may call what it was given, and the checks.
    """

    def __init__(
        self, sock: socket.socket, shell: Shell, checks: types.ModuleType | None, lends: bool
    ) -> None:
        """Lend nothing yet."""
        self._sock, self._shell, self._checks, self._lends = sock, shell, checks, lends
        self._lent: list[Any] = []

    def fileno(self) -> int:
        """Return what ``select`` waits for."""
        return self._sock.fileno()

    def fetch(self, names: list[str]) -> None:
        """Bind these names to what they mean at the other end; unbind those it does not have."""
        found, namespace = self.ask({"names": names}), self._shell.user_ns
        for name in names:
            if name in found:
                namespace[name] = found[name]
            else:
                namespace.pop(name, None)

    def ask(self, question: dict[str, Any], args: Any = (), kwargs: Any = None) -> Any:
        """Return the other side's answer; answer its own questions while waiting."""
        args, kwargs = list(args), dict(kwargs or {})
        given = {"args": self._encode(args), "kwargs": self._encode(kwargs)}
        wire.send(self._sock, question | given)
        while True:
            message = wire.receive(self._sock)
            if message is None:
                raise ConnectionError("the other side is gone")
            if "done" in message:
                break
            self._handle(message)
        for output in message["shown"]:
            if output.get("output_type") in ("stream", "display_data"):
                self._shell.emit(output)
        if "changed" in message:
            adopt([args, kwargs], self._decode(message["changed"]))
        if "error" in message:
            raise _error(message)
        return self._decode(message["result"])

    def answer(self) -> bool:
        """Answer one question; return False when the other side is gone."""
        message = wire.receive(self._sock)
        if message is None:
            return False
        self._handle(message)
        return True

    def _handle(self, question: wire.Message) -> None:
        given = {"list": [question["args"], question["kwargs"]]}
        values = self._decode(given)
        reply: dict[str, Any] = {"done": True, "shown": []}
        with collected(self._shell, reply["shown"]):
            try:
                reply["result"] = self._encode(self._find(question, *values))
            except BaseException as error:
                reply["error"] = [kind.__name__ for kind in type(error).__mro__]
                reply["message"] = _text(error)
        after = self._encode(values)
        if after != given:
            reply["changed"] = after
        wire.send(self._sock, reply)

    def _find(self, question: wire.Message, args: list[Any], kwargs: dict[str, Any]) -> Any:
        if "check" in question:
            return self._check(question["check"])(*args, **kwargs)
        if "call" in question:
            return self._lent[question["call"]](*args, **kwargs)
        if not self._lends:
            raise PermissionError("the tests' process lends functions, and nothing else")
        if "names" in question:
            namespace = self._shell.user_ns
            return {name: namespace[name] for name in question["names"] if name in namespace}
        return getattr(self._lent[question["attribute"]], question["name"])

    def _check(self, name: str) -> Any:
        found = (
            vars(self._checks).get(name) if name in getattr(self._checks, "__all__", ()) else None
        )
        if not isinstance(found, types.FunctionType):
            raise AttributeError(f"{name!r} is not a check")
        return found

    def _encode(self, value: Any) -> Any:
        return encode(value, self._refer)

    def _refer(self, value: Any) -> Any:
        if isinstance(value, Remote) and value._peer is self:
            return {"yours": value._number}
        number = next((i for i, lent in enumerate(self._lent) if lent is value), len(self._lent))
        if number == len(self._lent):
            self._lent.append(value)
        name = getattr(value, "__name__", type(value).__name__)
        return {"mine": number, "name": name if type(name) is str else ""}

    def _decode(self, data: Any) -> Any:
        return decode(data, self._resolve)

    def _resolve(self, data: Any) -> Any:
        if "yours" in data:
            return self._lent[data["yours"]]
        return Remote(self, data["mine"], str(data["name"]))


def _error(message: wire.Message) -> Exception:
    """Return the exception again: one of its name that derives from the nearest of Python's own."""
    names, text = [str(name) for name in message["error"]], str(message.get("message"))
    bases = [getattr(builtins, name, None) for name in names]
    base = next((b for b in bases if isinstance(b, type) and issubclass(b, Exception)), Exception)
    kind = base if base.__name__ == names[0] else type(names[0], (base,), {})
    try:
        return kind(text)
    except TypeError:  # some of Python's own want more than a text
        return RuntimeError(f"{names[0]}: {text}")


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return ""
