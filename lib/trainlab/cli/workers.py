"""Experiments in worker processes: each runs one at a time, and tells how far it is.

Small networks gain nothing from a second thread, so that a core to an experiment is fastest.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

#: What the libraries read their number of threads from.
THREAD_COUNTS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
#: Seconds between two messages on progress.
PAUSE = 0.1
#: What torch says, on each device, when it cannot get the memory for an array.
NO_MEMORY = (
    "can't allocate memory",
    "GB of memory, and",
    "out of memory",
    "Storage size calculation overflowed",
    "Overflow when unpacking long",
)


@dataclass(frozen=True)
class Asked:
    """What every run is asked for; ``networks`` of None is the experiment's own number."""

    networks: int | None
    seed: int
    device: str
    quick: bool


@dataclass(frozen=True)
class Progress:
    """An experiment is on its way: ``share`` of it is done, from 0 to 1."""

    id: str
    share: float
    doing: str


@dataclass(frozen=True)
class Examined:
    """An experiment's summary with caption, alternative text and date; its picture as PNG."""

    id: str
    summary: dict[str, Any]
    png: bytes


@dataclass(frozen=True)
class Failed:
    """An experiment came to nothing; ``reason`` is a sentence, empty when it was interrupted."""

    id: str
    reason: str


Message = Progress | Examined | Failed


class Workers:
    """Runs experiments in processes of their own.

    Args:
        ids: names of the experiments, in the order in which to start them.
        asked: what every run is asked for.
        jobs: number of processes.
    """

    def __init__(self, ids: Sequence[str], asked: Asked, jobs: int) -> None:
        """Start the processes; they wait for work."""
        self._waiting = [*ids]
        self._running: dict[Connection, tuple[BaseProcess, str]] = {}
        self.stopped = False
        self._asked, self._threads = asked, max(1, core_count() // jobs)
        for id in self._take(jobs):
            self._start(id)

    def stop(self) -> None:
        """Interrupt what runs, so that it hands in what it has; start nothing more."""
        self.stopped = True
        self._waiting.clear()
        for process, _ in self._running.values():
            if process.pid and process.is_alive():
                os.kill(process.pid, signal.SIGINT)

    def messages(self) -> Iterator[Message]:
        """Yield what the processes tell, until all experiments are done."""
        while self._running:
            for pipe in wait([*self._running]):
                assert isinstance(pipe, Connection)
                message = self._received(pipe)
                if not isinstance(message, Progress):
                    self._hand_out(pipe)
                yield message

    def _received(self, pipe: Connection) -> Message:
        process, id = self._running[pipe]
        try:
            message: Message = pipe.recv()
            return message
        except (EOFError, ConnectionError):
            process.join()
            died = f"its process ended with status {process.exitcode}"
            return Failed(id, "" if self.stopped else died)

    def _start(self, id: str) -> None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        arguments = (theirs, self._asked, self._threads)
        process = context.Process(target=_work, args=arguments, daemon=True)
        process.start()
        theirs.close()
        ours.send(id)
        self._running[ours] = process, id

    def _hand_out(self, pipe: Connection) -> None:
        """Give the process that has finished its next experiment, or a new one if it died."""
        process, _ = self._running.pop(pipe)
        following = self._take(1)
        if not following:
            pipe.close()
        elif process.is_alive():
            pipe.send(following[0])
            self._running[pipe] = process, following[0]
        else:
            self._start(following[0])

    def _take(self, count: int) -> list[str]:
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken


def core_count() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _work(pipe: Connection, asked: Asked, threads: int) -> None:
    """Run the experiments that come through the pipe, until it is closed."""
    if hasattr(os, "setpgrp"):
        os.setpgrp()  # Ctrl-C in a terminal reaches us through ``Workers.stop`` alone.
    os.environ |= dict.fromkeys(THREAD_COUNTS, str(threads))

    def keep() -> None:
        """Let no second interruption cost what the first left."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    try:
        while True:
            pipe.send(examine(pipe.recv(), asked, pipe.send, keep))
            signal.signal(signal.SIGINT, signal.default_int_handler)
    except (KeyboardInterrupt, EOFError, BrokenPipeError):
        pass


def examine(
    id: str,
    asked: Asked,
    tell: Callable[[Progress], None],
    keep: Callable[[], None] = lambda: None,
) -> Examined | Failed:
    """Run an experiment.

    Args:
        id: its name.
        asked: what it is asked for.
        tell: called now and then with how far it is; may raise KeyboardInterrupt.
        keep: called when there is a result.
    """
    from trainlab import experiments
    from trainlab.plots.figure import png

    last = 0.0

    def progress(share: float, doing: str) -> None:
        nonlocal last
        if time.monotonic() - last > PAUSE:
            last = time.monotonic()
            tell(Progress(id, share, doing))

    try:
        result = experiments.run(id, progress=progress, **vars(asked))
        keep()
        picture = result.picture()
        told = {"caption": picture.caption, "alt": picture.alt}
        summary = result.summary() | told | {"date": date.today().isoformat()}
        return Examined(id, summary, png(picture.figure))
    except KeyboardInterrupt:
        return Failed(id, "")
    except Exception as error:
        return Failed(id, reason(error))


def reason(error: BaseException) -> str:
    """Return a sentence that says why an experiment failed."""
    if isinstance(error, MemoryError) or any(said in str(error) for said in NO_MEMORY):
        return "so many networks need more memory than there is; ask for fewer with --networks."
    return f"{type(error).__name__}: {error}".splitlines()[0]
