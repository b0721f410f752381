"""Ctrl-C where a library may lose it: raised in a callback, it is printed, and work goes on."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


@contextmanager
def stoppable() -> Iterator[Callable[[T], T]]:
    """Give a function that returns what it is given, or raises a KeyboardInterrupt that was lost.

    Only the main thread ever sees one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda value: value
        return
    asked: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    def unless_asked(value: T) -> T:
        if asked:
            raise KeyboardInterrupt
        return value

    def unraisable(lost: Any) -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            tell(lost)

    before, tell = signal.signal(signal.SIGINT, stop), sys.unraisablehook
    sys.unraisablehook = unraisable
    try:
        yield unless_asked
    finally:
        sys.unraisablehook = tell
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
