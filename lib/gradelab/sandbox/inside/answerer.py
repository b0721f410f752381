"""The student's end of the connection with the kernel where the tests run."""

import os
import socket
import traceback
from collections.abc import Iterator
from typing import Any

from trainlab.core import place

from . import settings, wire
from .peer import Peer
from .remote import OPERATIONS, Lent
from .shell import Shell

#: The folder whose lines are no student's.
_OURS = os.path.dirname(__file__)


class Passed:
    """Stands for a check where there are none: the call is passed to the tests' end."""

    peer: "Answerer | None" = None

    def __init__(self, name: str) -> None:
        """Stand for the check of this name."""
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        """Let the tests' end check; nothing happens without one."""
        if self.peer is not None:
            self.peer.ask({"check": self.__name__}, args, kwargs)


class Answerer(Peer):
    """Lets the other end have any name and attribute; calls what it was given, and the checks.

    Args:
        sock: connected to the other end.
        shell: whose names the other end may ask for.
    """

    stand_in = Lent

    def __init__(self, sock: socket.socket, shell: Shell) -> None:
        """Draw from generators of its own, until a test seeds them."""
        super().__init__(sock, shell)
        self._drawing = False

    def _handle(self, question: wire.Message) -> None:
        self._drawing = question["random"] is not None
        super()._handle(question)

    def _circumstances(self) -> dict[str, Any]:
        return {"random": self._news()}

    def _answer(self, question: wire.Message, args: list[Any], kwargs: dict[str, Any]) -> Any:
        with settings.applied(question):
            if "variables" in question:
                return {"dict": list(self._variables(question["variables"]))}
            if "operate" in question:
                return self._encode(OPERATIONS[question["operate"]](*args))
            return self._call(question, args, kwargs)

    def _variables(self, names: list[str]) -> Iterator[list[Any]]:
        """Yield each of these names that is bound to what can be passed on, with its JSON."""
        for name in names:
            try:
                encoded = self._encode(self._shell.user_ns[name])
            except BaseException:  # a student's object can fail at anything
                continue
            yield [name, encoded]

    def _shows(self) -> bool:
        return True

    def _failure(self, error: BaseException) -> dict[str, Any]:
        """Say where it failed too, which of a test's own function is no student's to read."""
        found = {"frames": _frames(error, self._shell), "place": place.send(error, _OURS)}
        return super()._failure(error) | found

    def _in_step(self) -> bool:
        return self._drawing

    def _go_on(self, news: dict[str, Any] | None) -> None:
        if news is not None:
            self._randomness.adopt(news)


def _frames(error: BaseException, shell: Shell) -> str:
    """Return where in a notebook's cells an error came from, as IPython shows it."""
    shown = []
    for frame in traceback.extract_tb(error.__traceback__):
        if name := shell.compile.format_code_name(frame.filename):
            shown.append(f"{' '.join(name)}, line {frame.lineno}, in {frame.name}")
            shown.append(f"----> {frame.lineno} {frame.line}")
    return "\n".join(shown)
