"""A kernel: one submission's interpreter, or the interpreter that tests it, forked and ready.

Requests are objects whose keys say what to do, see ``serve``; each is answered by
``{"done": true, ...}``, with ``{"output": ...}`` before it for everything shown.
"""

import base64
import contextlib
import importlib
import os
import select
import socket
import sys
import threading
import types
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import libraries, wire
from . import shell as shells
from .answerer import Answerer, Passed
from .errors import named
from .peer import Peer
from .pristine import Pristine
from .tester import Tester


@dataclass(frozen=True)
class Warm:
    """The interpreter that forks inherit, and its modules as they were."""

    shell: shells.Shell
    pristine: Pristine


def prepare(protected: list[str]) -> Warm:
    """Warm this process's interpreter, and remember its modules as they are now."""
    shell = shells.make()
    with shells.collected(shell, []):
        shell.run_cell("1 / 0", store_history=False)  # loads what shows errors
    shell.reset(new_session=True)
    return Warm(shell, Pristine(shell, protected))


def rehearse(cells: list[str]) -> None:
    """Run cells of the instructor's, for what they leave in modules; show and keep nothing."""
    shell = shells.make()
    with shells.unseen(shell):
        for code in cells:
            shell.run_cell(code, store_history=False)


def blindfold(names: list[str]) -> None:
    """Put modules in the place of ``names`` that know nothing and pass every call to the peer."""
    for name in names:
        module = types.ModuleType(name)
        vars(module)["__getattr__"] = _passed
        sys.modules[name] = module


def _passed(name: str) -> Passed | type[Exception]:
    """Return what a name of the checks stands for: a call of the peer, or what that can raise."""
    if name.startswith("__"):
        raise AttributeError(name)
    is_class = name[0].isupper() and not name.isupper()
    return named(name, AssertionError) if is_class else Passed(name)


def connect(warm: Warm, sock: socket.socket, checks: str, blind: bool) -> Peer:
    """Return the connection with the other kernel, where a submission is tested from outside.

    Args:
        warm: what this process inherited.
        sock: connected to the other kernel.
        checks: the module whose functions a student's cells may call.
        blind: whether this is the student's end.
    """
    if not blind:
        return Tester(sock, warm.shell, sys.modules.get(checks))
    Passed.peer = Answerer(sock, warm.shell)
    return Passed.peer


def serve(warm: Warm, channel: socket.socket, peer: Peer | None) -> None:
    """Answer requests until the grader is gone.

    Args:
        warm: what this process inherited.
        channel: from and to the grader.
        peer: the other kernel, if there is one.
    """
    own, shell, one = os.getpid(), warm.shell, threading.Lock()
    send, receive, passing = wire.send, wire.receive, _passing  # a student's code may patch modules
    sys.path.append("")

    def emit(output: dict[str, Any]) -> None:
        if os.getpid() == own:  # a fork of the student's is not to speak in our name
            with one:
                send(channel, {"output": output})

    run = shells.attach(shell, emit)
    while True:
        if peer is not None:
            readable, _, _ = select.select([channel.fileno(), peer.fileno()], [], [])
            if channel.fileno() not in readable:
                peer = peer if peer.answer() else None
                continue
        request = receive(channel)
        if request is None:
            return
        if "files" in request:
            _write(request["files"])
        if request.get("protect"):
            warm = _protecting(warm, request["protect"])
        if "refuse" in request:
            libraries.refuse(**request["refuse"])
        if "restore" in request:
            warm.pristine.restore(shell)
            _runs(request["restore"], shell.user_ns)
        if "fetch" in request and isinstance(peer, Tester):
            peer.used.clear()
            peer.permit(request["permit"])
            peer.fetch(request["fetch"])
        answer: dict[str, Any] = {"done": True, "ok": True}
        if "number" in request:
            shell.execution_count = request["number"]
        if "modules" in request:
            answer["modules"] = sorted(_libraries())
        if "doubt" in request:
            with shells.collected(shell, []):
                answer["passed"] = passing(warm, request)
        if "run" in request:
            with shells.unseen(shell) if request.get("quiet") else contextlib.nullcontext():
                result = run(request["run"])
            answer |= {"ok": result.success, "count": result.execution_count}
        if isinstance(peer, Tester):
            answer["used"] = sorted(peer.used)
        if os.getpid() != own:
            return
        with one:
            send(channel, answer)


def _protecting(warm: Warm, names: list[str]) -> Warm:
    """Import modules; they, and all beside the notebook that they import, will be put back."""
    for name in names:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    here = [
        name
        for name, module in list(sys.modules.items())
        if str(getattr(module, "__file__", "")).startswith(f"{os.getcwd()}{os.sep}")
    ]
    return replace(warm, pristine=Pristine(warm.shell, [*warm.pristine.protected, *here]))


def _libraries() -> list[str]:
    """Return the modules that were loaded from where libraries are installed."""
    places = (sys.prefix, sys.base_prefix)
    specs = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
    return [spec.name for spec in specs if spec and str(spec.origin or "").startswith(places)]


def _passing(warm: Warm, request: dict[str, Any]) -> list[str]:
    """Return which tests pass with known wrong answers in the place of the student's.

    Args:
        warm: what this process inherited.
        request: "forget", names to unbind; "stubs", code of the wrong answers; "doubt", code of the
            tests by name; "imports", what to run before each.
    """
    namespace = warm.shell.user_ns
    for name in request["forget"]:
        namespace.pop(name, None)
    for stub in request["stubs"]:
        _runs(stub, namespace)
    passing = []
    warm.pristine.restore(warm.shell)  # once: what is patched after it is to be noticed
    for name, test in request["doubt"].items():
        if _runs(request["imports"], namespace) and _runs(test, namespace):
            passing.append(name)
    return passing


def _runs(code: str, namespace: dict[str, Any]) -> bool:
    try:
        exec(code, namespace)
    except BaseException:
        return False
    return True


def _write(files: dict[str, str]) -> None:
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))
