"""The keeper of one kernel: it watches memory, and ends the kernel when its grader lets go.

The keeper lives outside the kernel's PID namespace: student code can neither see nor signal it.
"""

import contextlib
import os
import resource
import select
import signal
import socket
from pathlib import Path

from . import wire

PERIOD = 0.025
PAGE = resource.getpagesize()


def hold(kernel: int, leash: socket.socket, memory: int, alone: bool) -> None:
    """Wait until the kernel ends, uses too much memory, or the other end of the leash closes.

    Args:
        kernel: process id of the kernel.
        leash: says at the end why, {"signal": number, "memory": bool}.
        memory: bytes that the kernel and its children may use together.
        alone: whether the kernel is the first of an own PID namespace.
    """
    exceeded = False
    while True:
        released = select.select([leash], [], [], PERIOD)[0]
        ended, status = os.waitpid(kernel, os.WNOHANG)
        if ended:
            break
        exceeded = alone and _used(kernel, memory) > memory
        if released or exceeded:
            _end(kernel, alone)
            _, status = os.waitpid(kernel, 0)
            break
    with contextlib.suppress(OSError):  # the grader may have stopped listening
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        wire.send(leash, {"signal": number, "memory": exceeded})


def _end(kernel: int, alone: bool) -> None:
    """Kill the kernel; with the first of a PID namespace all others in it die."""
    with contextlib.suppress(ProcessLookupError):
        if alone:
            os.kill(kernel, signal.SIGKILL)
        else:
            os.killpg(kernel, signal.SIGKILL)


def _used(kernel: int, enough: int) -> int:
    """Return the bytes that all processes of the kernel's PID namespace use together.

    The sum of resident sizes, which counts shared pages several times, is cheap; only when it is
    more than ``enough`` are shared pages shared out.
    """
    members = _members(kernel)
    resident = sum(_resident(member) for member in members)
    return resident if resident <= enough else sum(_proportional(member) for member in members)


def _members(kernel: int) -> list[int]:
    try:
        own = os.readlink(f"/proc/{kernel}/ns/pid")
    except OSError:
        return []
    members = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if os.readlink(f"/proc/{name}/ns/pid") == own:
                members.append(int(name))
    return members


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0


def _proportional(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
