"""The warm parent: a Python that has imported what submissions need, and forks a kernel for each.

It runs inside the sandbox and never runs student code itself. There are two of them, one forked
from the other: the blind one has never imported the checks, so that a kernel forked from it has
nothing to copy answers from. The seeing one has imported what the problem sets share.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from typing import Any

from . import confine, leash, wire


def main() -> None:
    """Serve as the command line says: a JSON object, see ``warm.Sandbox``."""
    order = json.loads(sys.argv[1])
    if order["isolated"] and os.geteuid() == 0:
        confine.become_nobody()
    sys.path[:0] = order["path"]
    from . import kernel

    _import(order["preload"])
    warm = kernel.prepare([])
    blind, seeing = (socket.socket(fileno=fd) for fd in order["sockets"])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if os.fork() == 0:
        blind.close()
        _import(order["shared"])
        _serve(seeing, kernel.prepare(order["checks"]), order | {"blind": False, "hidden": []})
    else:
        seeing.close()
        kernel.blindfold(order["checks"])
        _serve(blind, warm, order | {"blind": True})


def _import(names: list[str]) -> None:
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _serve(control: socket.socket, warm: Any, order: dict[str, Any]) -> None:
    """Fork a kernel for every request until the grader is gone."""
    gc.collect()
    gc.freeze()
    wire.send(control, {"ready": True})
    while (request := wire.receive_with_files(control)) is not None:
        message, fds = request
        if os.fork() == 0:
            control.close()
            if "rehearse" in message:
                _rehearse(message["rehearse"], socket.socket(fileno=fds[0]), order)
            try:
                _keep([socket.socket(fileno=fd) for fd in fds], warm, order | message)
            finally:
                os._exit(0)
        for fd in fds:
            os.close(fd)
    os._exit(0)


def _rehearse(cells: list[str], control: socket.socket, order: dict[str, Any]) -> None:
    """Run an instructor's notebook once, and become a warm parent that has everything ready."""
    from . import kernel

    kernel.rehearse(cells)
    _serve(control, kernel.prepare([] if order["blind"] else order["checks"]), order)


def _keep(sockets: list[socket.socket], warm: Any, order: dict[str, Any]) -> None:
    """Fork the kernel into its own namespaces, and keep it on its leash."""
    hold, channel, *peer = sockets
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        if order["isolated"]:
            confine.new_namespaces()
        process = os.fork()
        if process == 0:
            hold.close()
            _become_kernel(channel, peer, warm, order)
    except OSError as error:
        wire.send(channel, {"refused": str(error)})
        return
    for sock in (channel, *peer):
        sock.close()
    leash.hold(process, hold, order["limits"]["memory"], alone=order["isolated"])


def _become_kernel(
    channel: socket.socket, peer: list[socket.socket], warm: Any, order: dict[str, Any]
) -> None:
    from . import kernel

    try:
        os.setsid()
        if order["isolated"]:
            confine.private_folders(order["limits"]["disk"], [*order["hidden"], *order["without"]])
            os.chdir(confine.WORK)
        else:
            os.chdir(order["work"])
        confine.set_limits(order["limits"])
        if order["isolated"]:
            confine.give_up_privileges()
        wire.send(channel, {"ready": True})
        other = kernel.connect(warm, peer[0], order["package"], order["blind"]) if peer else None
        kernel.serve(warm, channel, other)
    except OSError as error:
        wire.send(channel, {"refused": str(error)})
    finally:
        os._exit(0)
