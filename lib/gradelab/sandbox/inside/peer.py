"""Two kernels that call each other's functions: tests in one, a student's answers in the other.

The tests' process runs no student code, so that nothing in it can be patched; what comes from the
student's process is data. A call may call back before it returns: a numerical gradient evaluates
the function that it was given.
"""

import select
import socket
import sys
import threading
from abc import ABC, abstractmethod
from collections import namedtuple
from collections.abc import Iterator
from typing import Any

from . import errors, wire
from .randomness import Randomness
from .remote import Reference
from .shell import Shell, collected
from .values import adopt, decode, encode

#: Where a test has what is printed go at the moment.
_STREAMS = {"stdout": lambda: sys.stdout, "stderr": lambda: sys.stderr}


class Peer(ABC):
    """One end of the connection: a ``Tester`` or an ``Answerer``.

    Args:
        sock: connected to the other end.
        shell: which shows what was shown at the other end.

    Attributes:
        stand_in: what stands here for an object of the other end's.
    """

    stand_in: type[Reference]

    def __init__(self, sock: socket.socket, shell: Shell) -> None:
        """Lend nothing yet."""
        self._sock, self._shell = sock, shell
        self._lent: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._known: dict[int, Reference] = {}
        self._lock, self._waiting = threading.RLock(), 0
        self._randomness = Randomness()

    def fileno(self) -> int:
        """Return what ``select`` waits for."""
        return self._sock.fileno()

    def ask(self, question: dict[str, Any], args: Any = (), kwargs: Any = None) -> Any:
        """Return the other side's answer; answer its own questions while waiting."""
        args, kwargs = [list(a) if isinstance(a, Iterator) else a for a in args], dict(kwargs or {})
        given = {"args": self._encode(args), "kwargs": self._encode(kwargs)}
        with self._lock:
            wire.send(self._sock, question | given | self._circumstances())
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
            raise errors.put_together(message)
        return self._decode(message["result"])

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
        self._go_on(question["random"])
        with collected(self._shell, reply["shown"] if self._shows() else None):
            try:
                reply["result"] = self._answer(question, *values)
            except BaseException as error:
                reply |= self._failure(error)
            reply["random"] = self._news()
            try:
                after = self._encode(values)
                if after != given:
                    reply["changed"] = after
            except BaseException as error:
                reply = errors.take_apart(error) | reply
        with self._lock:
            try:
                wire.send(self._sock, reply)
            except (TypeError, ValueError, RecursionError) as error:
                empty = {"done": True, "shown": [], "random": None}
                wire.send(self._sock, empty | errors.take_apart(error))

    @abstractmethod
    def _circumstances(self) -> dict[str, Any]:
        """Return what goes with every question, as JSON: at least "random"."""

    @abstractmethod
    def _answer(self, question: wire.Message, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Return the JSON of what was asked for."""

    @abstractmethod
    def _shows(self) -> bool:
        """Whether what is shown while this end answers is shown at the other end."""

    @abstractmethod
    def _in_step(self) -> bool:
        """Whether tests and answers draw from the same shared generators: where any draws."""

    @abstractmethod
    def _go_on(self, news: dict[str, Any] | None) -> None:
        """Draw from where the other side left off."""

    def _news(self) -> dict[str, Any] | None:
        return self._randomness.news() if self._in_step() else None

    def _failure(self, error: BaseException) -> dict[str, Any]:
        return errors.take_apart(error)

    def _call(self, question: wire.Message, args: list[Any], kwargs: dict[str, Any]) -> Any:
        return self._encode(self._lent[question["call"]](*args, **kwargs))

    def _encode(self, value: Any) -> Any:
        return encode(value, self._refer)

    def _refer(self, value: Any) -> Any:
        if isinstance(value, Reference) and value._peer is self:
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
            self._known[number] = self.stand_in(self, number, str(data["name"]))
        return self._known[number]

    def _named_tuple(self, name: Any, fields: Any, items: list[Any]) -> Any:
        return namedtuple(name, list(fields))(*items)
