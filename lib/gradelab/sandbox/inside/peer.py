"""Two kernels that call each other's functions: tests in one, a student's answers in the other.

The tests' process runs no student code, so that nothing in it can be patched; what comes from the
student's process is data. A call may call back before it returns: a numerical gradient evaluates
the function that it was given.
"""

import builtins
import contextlib
import re
import select
import socket
import sys
import threading
import traceback
import types
import warnings
from collections import namedtuple
from collections.abc import Collection, Iterator
from itertools import takewhile
from typing import Any

import numpy as np

from . import tensors, wire
from .randomness import Randomness
from .remote import OPERATIONS, Remote
from .shell import Shell, collected
from .values import adopt, decode, encode

#: Exceptions that steer Python itself; raised again, they would end loops of the tests.
STEERING = {"StopIteration", "StopAsyncIteration", "GeneratorExit"}
_NOTHING = object()
_named: dict[tuple[str, type[Exception]], type[Exception]] = {}
#: Where a test has what is printed go at the moment.
_STREAMS = {"stdout": lambda: sys.stdout, "stderr": lambda: sys.stderr}


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

    Attributes:
        used: what the tests asked the other end's objects, see ``may``.
    """

    def __init__(
        self, sock: socket.socket, shell: Shell, checks: types.ModuleType | None, lends: bool
    ) -> None:
        """Lend nothing yet."""
        self._sock, self._shell, self._checks, self.lends = sock, shell, checks, lends
        self._lent: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._known: dict[int, Remote] = {}
        self.used: set[str] = set()
        self._permitted: frozenset[str] | None = frozenset()
        self._fetched: dict[str, Any] = {}
        self._lock, self._waiting = threading.RLock(), 0
        self._randomness, self._drawing = Randomness(), False
        self._usual_errors: dict[str, Any] = {**np.geterr()}
        self._usual_filters: list[Any] = list(warnings.filters)

    def fileno(self) -> int:
        """Return what ``select`` waits for."""
        return self._sock.fileno()

    def permit(self, uses: Collection[str] | None) -> None:
        """Let objects of the other end be asked these from now on; with None, everything."""
        self._permitted = None if uses is None else frozenset(uses)

    def may(self, use: str) -> bool:
        """Whether an object may be asked this: an operation, ".name" to call with arguments."""
        return not self.lends and (self._permitted is None or use in self._permitted)

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

    def ask(self, question: dict[str, Any], args: Any = (), kwargs: Any = None) -> Any:
        """Return the other side's answer; answer its own questions while waiting."""
        args, kwargs = [list(a) if isinstance(a, Iterator) else a for a in args], dict(kwargs or {})
        given = {"args": self._encode(args), "kwargs": self._encode(kwargs)}
        with self._lock:
            random = {"random": self._randomness.news() if self._in_step() else None}
            if random["random"]:
                self.used.add("seeds")
            wire.send(self._sock, question | given | random | self._settings())
            self._waiting += 1
            try:
                message = self._awaited()
            finally:
                self._waiting -= 1
        self._go_on(message["random"])
        for output in message["shown"]:
            if output.get("output_type") == "stream":
                print(output["text"], end="", file=_STREAMS[output["name"]]())
            elif output.get("output_type") == "display_data":
                self._shell.emit(output)
        if "changed" in message:
            adopt([args, kwargs], self._decode(message["changed"]))
        if "error" in message:
            raise _error(message)
        return self._decode(message["result"])

    def _in_step(self) -> bool:
        """Whether tests and answers draw from the same shared generators: where any draws."""
        return self._drawing if self.lends else self.may("seeds") or self.may("draws")

    def _go_on(self, news: dict[str, Any] | None) -> None:
        """Draw from where the other side left off: a test only where answers are to draw."""
        if news is not None and (self.lends or (news and self.may("draws"))):
            self._randomness.adopt(news)
            self.used.add("draws")

    def _awaited(self) -> wire.Message:
        while True:
            message = wire.receive(self._sock)
            if message is None:
                raise ConnectionError("the other side is gone")
            if "done" in message:
                return message
            self._handle(message)

    def answer(self) -> bool:
        """Answer one question; return False when the other side is gone."""
        with self._lock:
            if not select.select([self._sock], [], [], 0)[0]:
                return True  # it was for another thread, which asked
            message = wire.receive(self._sock)
        if message is None:
            return False
        self._handle(message)
        return True

    def _handle(self, question: wire.Message) -> None:
        given = {"list": [question["args"], question["kwargs"]]}
        values = self._decode(given)
        reply: dict[str, Any] = {"done": True, "shown": [], "random": None}
        self._drawing = self.lends and question["random"] is not None
        self._go_on(question["random"])
        # What a test has printed stays with the test.
        shown = reply["shown"] if self.lends or not self._waiting else None
        with collected(self._shell, shown):
            try:
                with _applied(question) if self.lends else contextlib.nullcontext():
                    reply["result"] = self._answer(question, *values)
            except BaseException as error:
                reply |= _failure(error)
                if self.lends:  # where a test's own function failed is no student's to read
                    reply["frames"] = _frames(error, self._shell)
            if self._in_step():
                reply["random"] = self._randomness.news()
            try:
                after = self._encode(values)
                if after != given:
                    reply["changed"] = after
            except BaseException as error:
                reply = _failure(error) | reply
        with self._lock:
            try:
                wire.send(self._sock, reply)
            except (TypeError, ValueError, RecursionError) as error:
                empty = {"done": True, "shown": [], "random": None}
                wire.send(self._sock, empty | _failure(error))

    def _answer(self, question: wire.Message, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Return the JSON of what was asked for."""
        if "check" in question:
            return self._encode(self._check(question["check"], args, kwargs))
        if "call" in question:
            return self._encode(self._lent[question["call"]](*args, **kwargs))
        if not self.lends:
            raise PermissionError("the tests' process lends functions, and nothing else")
        if "variables" in question:
            return {"dict": list(self._variables(question["variables"]))}
        return self._encode(OPERATIONS[question["operate"]](*args))

    def _variables(self, names: list[str]) -> Iterator[list[Any]]:
        """Yield each of these names that is bound to what can be passed on, with its JSON."""
        for name in names:
            try:
                encoded = self._encode(self._shell.user_ns[name])
            except BaseException:  # a student's object can fail at anything
                continue
            yield [name, encoded]

    def _settings(self) -> dict[str, Any]:
        """Return what the tests have changed about numerical errors and warnings.

        What they left alone is the student's to set.
        """
        if self.lends:
            return {}
        usual = self._usual_errors
        return {
            "errors": {kind: way for kind, way in np.geterr().items() if way != usual[kind]},
            "filters": _new_filters(self._usual_filters),
            "grad": tensors.grad_enabled(),
        }

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

    def _encode(self, value: Any) -> Any:
        return encode(value, self._refer)

    def _refer(self, value: Any) -> Any:
        if isinstance(value, Remote) and value._peer is self:
            return {"yours": value._number}
        number = self._numbers.setdefault(id(value), len(self._lent))
        if number == len(self._lent):
            self._lent.append(value)
        name = getattr(value, "__name__", type(value).__name__)
        return {"mine": number, "name": name if type(name) is str else ""}

    def _decode(self, data: Any) -> Any:
        return decode(data, self._resolve)

    def _resolve(self, data: Any) -> Any:
        if "yours" in data:
            return self._lent[data["yours"]]
        if "fields" in data:
            return self._named_tuple(data["name"], data["fields"], data["tuple"])
        number = data["mine"]
        if number not in self._known:
            self._known[number] = Remote(self, number, str(data["name"]))
        return self._known[number]

    def _named_tuple(self, name: Any, fields: Any, items: list[Any]) -> tuple[Any, ...]:
        """Return a named tuple; a plain one where a field would be a method of the student's."""
        made: Any = namedtuple(name, list(fields))(*items)
        use = f"({', '.join(made._fields)})"
        if any(isinstance(item, Remote) for item in items) and not (self.lends or self.may(use)):
            return tuple(items)
        self.used.add(use)
        return made


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


@contextlib.contextmanager
def _applied(question: wire.Message) -> Iterator[None]:
    """Treat numerical errors and warnings as the question says."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(np.errstate(**question["errors"]))
        stack.enter_context(tensors.set_grad_enabled(question["grad"]))
        if question["filters"]:
            stack.enter_context(warnings.catch_warnings())
        for action, message, name, pattern, line in reversed(question["filters"]):
            module, _, kind = name.rpartition(".")
            category = getattr(sys.modules.get(module), kind, None)
            if isinstance(category, type) and issubclass(category, Warning):
                warnings.filterwarnings(action, message or "", category, pattern or "", line)
        yield


def _error(message: wire.Message) -> Exception:
    """Return the exception again: one of its name that derives from the nearest of Python's own.

    Some of these want more than a text, and are passed over.
    """
    names, text = [str(name) for name in message["error"]], str(message.get("message"))
    error = _made(names, text)
    if frames := message.get("frames"):
        error.add_note(str(frames))
    return error


def _made(names: list[str], text: str) -> Exception:
    if STEERING.intersection(names):
        return RuntimeError(f"{names[0]}: {text}")
    for name in names:
        base = getattr(builtins, name, None)
        if isinstance(base, type) and issubclass(base, Exception):
            try:
                base(text)
            except TypeError:
                continue
            return (base if name == names[0] else named(names[0], base))(text)
    return named(names[0], Exception)(text)


def named(name: str, base: type[Exception]) -> type[Exception]:
    """Return the exception that has this name at the other side, always the same."""
    return _named.setdefault((name, base), type(name, (base,), {}))


def _failure(error: BaseException) -> dict[str, Any]:
    """Return what a reply says about an error."""
    try:
        names = [str(kind.__name__) for kind in type(error).__mro__]
    except BaseException:  # a student's class can fail at anything
        names = ["Exception"]
    return {"error": names, "message": _text(error)}


def _frames(error: BaseException, shell: Shell) -> str:
    """Return where in a notebook's cells an error came from, as IPython shows it."""
    shown = []
    for frame in traceback.extract_tb(error.__traceback__):
        if name := shell.compile.format_code_name(frame.filename):
            shown.append(f"{' '.join(name)}, line {frame.lineno}, in {frame.name}")
            shown.append(f"----> {frame.lineno} {frame.line}")
    return "\n".join(shown)


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException:
        return ""
