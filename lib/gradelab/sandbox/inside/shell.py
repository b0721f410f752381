"""IPython without a network: cells in, outputs out, in the shape that notebooks store them."""

import base64
import contextlib
import io
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, Protocol

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

Emit = Callable[[dict[str, Any]], None]
#: Characters of one stream that are kept back to be sent together.
BUFFER = 8192


#: Where a part of a traceback begins that shows our own code.
_OURS = f"File {os.path.dirname(__file__)}{os.sep}"


class _Ran(Protocol):
    success: bool
    execution_count: int


class _Hook(DisplayHook):
    """The value of a cell's last expression, as an execute_result."""

    shell: "Shell"

    def write_output_prompt(self) -> None:
        """Print nothing: the notebook shows the prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Send the value in all its formats."""
        self.shell.emit(
            {
                "output_type": "execute_result",
                "execution_count": self.prompt_count,
                "data": _as_text(format_dict),
                "metadata": md_dict or {},
            }
        )

    def finish_displayhook(self) -> None:
        """Leave standard output alone."""


class _Publisher(DisplayPublisher):
    """What ``display`` shows, as display_data."""

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        """Send data in all its formats; ``transient`` may name the display that it updates."""
        output = {
            "output_type": "display_data",
            "data": _as_text(data),
            "metadata": metadata or {},
            "display_id": (transient or {}).get("display_id"),
        }
        self.shell.emit(output | {"update": True} if update else output)

    def clear_output(self, wait: bool = False) -> None:
        """Send that what the cell showed so far is to go."""
        self.shell.emit({"output_type": "clear_output"})


class Shell(InteractiveShell):
    """An interactive shell that hands every output to ``emit``."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    sink: Emit

    def emit(self, output: dict[str, Any]) -> None:
        """Send what was printed before, then this."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, Stream):
                stream.flush()
        self.sink(output)

    def enable_gui(self, gui: Any = None) -> None:
        """Have no window: figures are shown inline."""

    def ask_exit(self) -> None:
        """Go on: a notebook's kernel ends when its grader says so."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.emit(
            {
                "output_type": "error",
                "ename": str(etype.__name__),
                "evalue": _message(evalue),
                "traceback": [part for part in stb if _OURS not in part],
            }
        )


class Stream(io.TextIOBase):
    """Standard output or error, sent as stream outputs."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str, emit: Emit, fd: int) -> None:
        """Hold nothing yet; ``fd`` is what programs started by the cell write to."""
        self.name, self._emit, self._fd = name, emit, fd
        self._parts: list[str] = []
        self._length = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the file descriptor, whose text is sent when the cell ends."""
        return self._fd

    def write(self, text: str) -> int:
        """Hold text back until it is worth a message."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        for start in range(0, len(text), BUFFER):
            self._parts.append(text[start : start + BUFFER])
            self._length += len(self._parts[-1])
            if self._length >= BUFFER:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what was held back."""
        parts, self._parts, self._length = self._parts, [], 0
        if parts:
            self._emit({"output_type": "stream", "name": self.name, "text": "".join(parts)})


def make() -> Shell:
    """Return the shell of this process; forks of the process inherit it."""
    config = Config()
    config.InteractiveShell.colors = "nocolor"
    config.HistoryManager.enabled = False
    shell = Shell.instance(config=config)
    shell.sink = print
    return shell


def attach(shell: Shell, emit: Emit) -> Callable[[str], _Ran]:
    """Send the shell's outputs to ``emit``; return the function that runs a cell."""
    shell.sink = emit

    def said(output: dict[str, Any]) -> None:
        shell.sink(output)

    raw = tempfile.TemporaryFile()  # noqa: SIM115  (as long as the process)
    for fd in (1, 2):
        os.dup2(raw.fileno(), fd)
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    sys.stdout, sys.stderr = Stream("stdout", said, 1), Stream("stderr", said, 2)
    shown = 0

    def run(code: str) -> _Ran:
        nonlocal shown
        result: _Ran
        try:
            result = shell.run_cell(code, store_history=True)
        except BaseException as error:  # student code can break IPython itself
            lines = traceback.format_exception_only(error)
            shell._showtraceback(type(error), error, lines)
            result = SimpleNamespace(success=False, execution_count=shell.execution_count)
        sys.stdout.flush()
        sys.stderr.flush()
        size = os.fstat(raw.fileno()).st_size
        while shown < size:  # what programs and C code wrote without asking Python
            text = os.pread(raw.fileno(), 1 << 20, shown)
            shown += len(text)
            said({"output_type": "stream", "name": "stdout", "text": text.decode(errors="replace")})
        return result

    return run


@contextlib.contextmanager
def collected(shell: Shell, outputs: list[dict[str, Any]] | None) -> Iterator[None]:
    """Append what is shown to a list, instead of sending it; with None, change nothing."""
    before = shell.sink
    if outputs is not None:
        shell.sink = outputs.append
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, Stream):
                stream.flush()
        shell.sink = before


@contextlib.contextmanager
def unseen(shell: Shell) -> Iterator[None]:
    """Send nothing that is shown, and have no pictures drawn."""
    formatter: Any = shell.display_formatter
    before, formatter.active_types = formatter.active_types, ["text/plain"]
    try:
        with collected(shell, []):
            yield
    finally:
        formatter.active_types = before


def _as_text(data: dict[str, Any]) -> dict[str, Any]:
    """Return MIME data with pictures as base64, as notebooks store them."""
    return {
        mime: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for mime, value in data.items()
    }


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return f"<{type(error).__name__} without a readable message>"
