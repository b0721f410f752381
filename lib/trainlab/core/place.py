"""Where in somebody's own code an exception arose: the line, its text, the shapes in it.

The standard library alone: the place is made in the process that runs the code, at home and in a
sandbox, and travels from there as data.
"""

import io
import linecache
import os
import sysconfig
import tokenize
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any

#: Characters of a line of code, and arrays of it, that are told.
LONGEST, MOST = 120, 6
#: The name of an exception's attribute that holds a place made elsewhere.
_ELSEWHERE = "_trainlab_place"
_LIBRARIES = (
    os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ""),
    *(os.path.join(sysconfig.get_path(name), "") for name in ("stdlib", "purelib", "platlib")),
    "<frozen",
    "<__array_function__",
)


@dataclass(frozen=True)
class Place:
    """A line of code that was running.

    Attributes:
        function: whose line it is.
        line: its number in the file or cell, from 1.
        text: what stands there.
        shapes: (name, shape) of the arrays in it.
    """

    function: str
    line: int
    text: str
    shapes: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Say it, as in "line 3 of f, `x @ W`, where x is (4, 3), W is (2, 3)"."""
        arrays = ", ".join(f"{name} is {shape}" for name, shape in self.shapes)
        code = f", `{self.text}`" if self.text else ""
        return f"line {self.line} of {self.function}{code}" + (
            f", where {arrays}" if arrays else ""
        )


def of(error: BaseException, ours: str = "") -> tuple[Place, ...]:
    """Return the innermost line of an exception's traceback that is no library's and not ours.

    Where another function of the same author's was called first, its line follows.

    Args:
        error: the exception, caught.
        ours: a folder of which no line is meant, besides trainlab and installed libraries.
    """
    known = vars(error).get(_ELSEWHERE)
    if isinstance(known, tuple):
        return known
    libraries = (*_LIBRARIES, os.path.join(ours, "")) if ours else _LIBRARIES
    own = [trace for trace in _traces(error.__traceback__) if not _is_in(trace, libraries)]
    return tuple(_place(trace) for trace in dict.fromkeys([*own[-1:], *own[:1]]))


def send(error: BaseException, ours: str) -> list[dict[str, Any]]:
    """Return as JSON what ``of`` returns."""
    return [asdict(place) for place in of(error, ours)]


def receive(error: BaseException, data: Any) -> None:
    """Give an exception the places that ``send`` sent; they may be forged, and are short text."""
    places = []
    for place in data[:2]:
        shapes = [(str(name)[:LONGEST], str(shape)[:LONGEST]) for name, shape in place["shapes"]]
        function, text = (str(place[name])[:LONGEST] for name in ("function", "text"))
        places.append(Place(function, int(place["line"]), text, tuple(shapes[:MOST])))
    vars(error)[_ELSEWHERE] = tuple(places)


def _traces(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _is_in(trace: TracebackType, libraries: tuple[str, ...]) -> bool:
    code = trace.tb_frame.f_code
    return code.co_filename.startswith(libraries) or "site-packages" in code.co_filename


def _place(trace: TracebackType) -> Place:
    frame = trace.tb_frame
    last = _last_line(trace)
    lines = [
        linecache.getline(frame.f_code.co_filename, number, frame.f_globals)
        for number in range(trace.tb_lineno, last + 1)
    ]
    text = " ".join(" ".join(lines).split())
    shapes = [(name, shape) for name in _names(text) if (shape := _shape(name, frame))]
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    return Place(frame.f_code.co_name, trace.tb_lineno, text, tuple(shapes[:MOST]))


def _last_line(trace: TracebackType) -> int:
    """Return the last line of the expression that was being evaluated."""
    for number, (_, last, _, _) in enumerate(trace.tb_frame.f_code.co_positions()):
        if number == trace.tb_lasti // 2:
            return max(last or 0, trace.tb_lineno)
    return trace.tb_lineno


def _names(text: str) -> Iterator[str]:
    """Yield the names in a line of code, each once."""
    seen: set[str] = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NAME and token.string not in seen:
                seen.add(token.string)
                yield token.string
    except (tokenize.TokenError, SyntaxError):
        return


def _shape(name: str, frame: Any) -> str:
    try:
        shape = getattr(frame.f_locals.get(name, frame.f_globals.get(name)), "shape", None)
        return str(tuple(shape)) if isinstance(shape, tuple) else ""
    except BaseException:  # somebody's own object can fail at anything
        return ""
