"""Ctrl-C, and a notebook's stop button, where work must be finished or kept first."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold a KeyboardInterrupt back until the end; only the main thread ever sees one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: held.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
        if held:
            signal.raise_signal(signal.SIGINT)


@contextmanager
def at_safe_places() -> Iterator[Callable[[], None]]:
    """Hold the first KeyboardInterrupt back until the function that is given is called.

    It raises it there, once. A second interruption comes at once; one that is never asked for is
    dropped. Only the main thread ever sees one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    held: list[int] = []
    before = signal.getsignal(signal.SIGINT) or signal.SIG_DFL

    def hold(number: int, frame: object) -> None:
        held.append(number)
        signal.signal(signal.SIGINT, before)

    def safe_place() -> None:
        if held:
            held.clear()
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, hold)
    try:
        yield safe_place
    finally:
        signal.signal(signal.SIGINT, before)
