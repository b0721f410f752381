"""The grader's end of the sandbox: it starts the warm parent, and speaks with its kernels."""

import base64
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from gradelab.core.errors import SandboxUnavailable
from gradelab.sandbox.bubblewrap import ENVIRONMENT, PYTHON, command, remedy
from gradelab.sandbox.inside import wire
from gradelab.sandbox.libraries import others
from gradelab.sandbox.limits import Limits

CHECKS = "trainlab.checks"
#: A warm parent: whether it is blind, and the code that it has rehearsed.
Parent = tuple[bool, tuple[str, ...]]
INSIDE = Path(__file__).parent / "inside"
#: Seconds that a warm parent may take to import everything.
PATIENCE = 120.0
WARNING = "Graded without a sandbox (--unsafe): the submission could do what the grader can."


class KernelDied(Exception):
    """A kernel ended before it answered; ``memory`` says whether it used too much."""

    def __init__(self, memory: bool, signal: int) -> None:
        """Say what ended it."""
        super().__init__(f"signal {signal}" if signal else "it exited")
        self.memory, self.signal = memory, signal


class Flooded(Exception):
    """A kernel sent more than it may."""


class Sandbox:
    """A warm parent inside bubblewrap, from which a kernel is forked for every submission.

    Use it as a context manager, one in each process that grades.

    Args:
        hidden: folders to hide should they lie inside a folder that the interpreter needs.
        unsafe: run without bubblewrap: on one's own account, and said in ``warning``.

    Raises:
        SandboxUnavailable: on entering, where kernels cannot be confined; names the remedy.
    """

    def __init__(self, hidden: Iterable[Path] = (), unsafe: bool = False) -> None:
        """Start nothing yet."""
        self.warning = WARNING if unsafe else ""
        self._hidden = [Path(path) for path in hidden]
        self._process: subprocess.Popen[bytes] | None = None
        self._parents: dict[Parent, socket.socket] = {}

    def __enter__(self) -> Self:
        """Start the warm parent."""
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.close()

    def close(self) -> None:
        """End the warm parent and every kernel that is left."""
        for sock in self._parents.values():
            sock.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process, self._parents = None, {}

    def kernel(
        self,
        limits: Limits,
        files: Mapping[str, bytes] | None = None,
        *,
        blind: bool = False,
        rehearsal: tuple[str, ...] = (),
        peer: socket.socket | None = None,
        allowed: Collection[str] | None = None,
    ) -> "Kernel":
        """Return a new kernel, with these files in its work folder.

        Args:
            limits: what it may use.
            files: contents by relative path.
            blind: fork it where the checks were never imported and cannot be; calls of them are
                passed to the peer.
            rehearsal: code of the instructor's that has run before, in its warm parent; where a
                student's code is to run, which could find it in memory, imports alone.
            peer: a socket that connects it with another kernel.
            allowed: the only modules that are there besides Python's own; None for all.
        """
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._start()
        leash, held = socket.socketpair()
        channel, far = socket.socketpair()
        work = tempfile.mkdtemp(prefix="gradelab-") if self.warning else None
        without = [folder for folders in others(allowed).values() for folder in folders]
        message = {"limits": asdict(limits), "work": work, "without": without}
        fds = [sock.fileno() for sock in (held, far, peer) if sock is not None]
        parent = (blind, rehearsal)
        if parent not in self._parents:
            self._rehearse(parent)
        wire.send(self._parents[parent], message, fds)
        held.close()
        far.close()
        return Kernel(channel, leash, limits, dict(files or {}), work)

    def _start(self) -> None:
        near = [socket.socketpair() for _ in range(2)]
        self._parents = {(True, ()): near[0][0], (False, ()): near[1][0]}
        isolated = not self.warning
        checks = _folder(CHECKS)
        sockets = [far.fileno() for _, far in near]
        order = {
            "isolated": isolated,
            "path": [str(checks.parent.parent)] if checks else [],
            "preload": ["numpy"],
            "package": CHECKS,
            "checks": _modules(checks, "**/*.py") if checks else [],
            "shared": _modules(checks, "*.py") if checks else [],
            "hidden": [str(checks)] if checks else [],
            "sockets": sockets,
        }
        start = f"import sys; sys.path.insert(0, {str(INSIDE.parent)!r}); "
        start += "from inside.zygote import main; main()"
        program = [*PYTHON, "-c", start, json.dumps(order)]
        with tempfile.TemporaryFile() as said:
            try:
                self._process = subprocess.Popen(
                    command(program, shown=shown(), hidden=self._hidden) if isolated else program,
                    pass_fds=sockets,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    env=None if isolated else {**os.environ, **_without_home(ENVIRONMENT)},
                )
            except BaseException:
                self.close()
                raise
            finally:
                for _, far in near:
                    far.close()
            try:
                self._await_ready(near[0][0], near[1][0])
                with self.kernel(Limits()) as trial:
                    trial.ask({})
            except (OSError, KernelDied, SandboxUnavailable) as error:
                self.close()
                said.seek(0)
                lines = said.read().decode(errors="replace").strip().splitlines()
                reason = lines[-1] if lines else str(error)
                raise SandboxUnavailable(
                    f"the sandbox does not start ({reason}): {remedy(reason)}"
                ) from None

    def _rehearse(self, parent: Parent) -> None:
        blind, cells = parent
        near, far = socket.socketpair()
        wire.send(self._parents[blind, ()], {"rehearse": cells}, [far.fileno()])
        far.close()
        self._await_ready(near)
        self._parents[parent] = near

    def _await_ready(self, *parents: socket.socket) -> None:
        for sock in parents:
            if wire.receive(sock, deadline=time.monotonic() + PATIENCE) is None:
                raise OSError("the warm parent ended")
            sock.settimeout(None)


class Kernel:
    """A forked interpreter. Leaving the context kills it with all that it started."""

    def __init__(
        self,
        channel: socket.socket,
        leash: socket.socket,
        limits: Limits,
        files: dict[str, bytes],
        work: str | None,
    ) -> None:
        """Speak with the kernel at the other end of these sockets; it need not be ready yet."""
        self._channel, self._leash, self._work = channel, leash, work
        self._left = limits.output
        self._deadline = time.monotonic() + limits.seconds
        self._limits = limits
        self._files, self._ready = files, False

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Kill the kernel."""
        self.close()

    def close(self) -> None:
        """Kill the kernel."""
        self._leash.close()
        self._channel.close()
        if self._work is not None:
            shutil.rmtree(self._work, ignore_errors=True)

    def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
        """Return the answer to a request, and the outputs that came before it.

        Raises:
            TimeoutError: when the cell, or the submission, runs too long.
            KernelDied: when the kernel ends first.
            Flooded: when it sends more than ``limits.output`` allows.
            ValueError: when what it sends is no message.
        """
        if not self._ready:
            self._make_ready()
        deadline = min(self._deadline, time.monotonic() + self._limits.cell_seconds)
        self._channel.settimeout(max(deadline - time.monotonic(), 0.001))
        try:
            wire.send(self._channel, request)
        except TimeoutError:
            raise
        except OSError:
            raise self._death() from None
        outputs = []
        while "done" not in (message := self._receive(deadline)):
            outputs.append(message.get("output"))
        return message, outputs

    def _make_ready(self) -> None:
        first = self._receive(time.monotonic() + PATIENCE)
        if "ready" not in first:
            raise SandboxUnavailable(f"a kernel was refused: {first.get('refused')}")
        self._ready = True
        if self._files:
            contents = {n: base64.b64encode(data).decode() for n, data in self._files.items()}
            self.ask({"files": contents})

    def _receive(self, deadline: float) -> wire.Message:
        try:
            message = wire.receive(self._channel, self._left + 1024, deadline)
        except wire.Oversized:
            raise Flooded from None
        except TimeoutError:
            raise
        except OSError:
            message = None
        if message is None:
            raise self._death()
        if "output" in message:
            self._left -= len(json.dumps(message["output"]))
            if self._left < 0:
                raise Flooded
        return message

    def _death(self) -> KernelDied:
        try:
            last = wire.receive(self._leash, deadline=time.monotonic() + 5) or {}
        except (OSError, ValueError):
            last = {}
        return KernelDied(bool(last.get("memory")), int(last.get("signal", 0)))


def shown() -> list[Path]:
    """Return what of ours a kernel needs to see, besides the interpreter."""
    checks = _folder(CHECKS)
    return [INSIDE, *([checks.parent] if checks else [])]


def _folder(package: str) -> Path | None:
    """Return where a package lies, without running it."""
    try:
        found = importlib.util.find_spec(package)
    except ImportError:
        return None
    locations = found.submodule_search_locations if found is not None else None
    return Path(next(iter(locations))) if locations else None


def _modules(checks: Path, pattern: str) -> list[str]:
    """Return the names of the package, and of what lies in it where the pattern says."""
    paths = sorted(path.relative_to(checks).with_suffix("") for path in checks.glob(pattern))
    return [".".join([CHECKS, *(p for p in path.parts if p != "__init__")]) for path in paths]


def _without_home(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in ("HOME", "PATH")}
