"""Exceptions that travel from one process to another: by name, base and text, never as objects."""

import builtins
from contextlib import suppress
from typing import Any

from trainlab.core import place

#: Exceptions that steer Python itself; raised again, they would end loops of the tests.
STEERING = {"StopIteration", "StopAsyncIteration", "GeneratorExit"}
_named: dict[tuple[str, type[Exception]], type[Exception]] = {}


def take_apart(error: BaseException) -> dict[str, Any]:
    """Return what a reply says about an error: "error", the names of its classes, and "message"."""
    try:
        names = [str(kind.__name__) for kind in type(error).__mro__]
    except BaseException:  # a student's class can fail at anything
        names = ["Exception"]
    return {"error": names, "message": _text(error)}


def put_together(reply: dict[str, Any]) -> Exception:
    """Return the exception again; a reply may add "frames", its note, and "place", for checks."""
    error = _made([str(name) for name in reply["error"]], str(reply.get("message")))
    with suppress(LookupError, TypeError, ValueError):  # a student's to forge
        place.receive(error, reply["place"])
    if frames := reply.get("frames"):
        error.add_note(str(frames))
    return error


def named(name: str, base: type[Exception]) -> type[Exception]:
    """Return the exception that has this name at the other side, always the same."""
    made = type(name, (base,), {"__str__": Exception.__str__})  # a KeyError quotes its text anew
    return _named.setdefault((name, base), made)


def _made(names: list[str], text: str) -> Exception:
    """Return an exception of the first name that derives from the nearest of Python's own.

    Some of these want more than a text, and are passed over.
    """
    if STEERING.intersection(names):
        return RuntimeError(f"{names[0]}: {text}")
    for name in names:
        base = getattr(builtins, name, None)
        if isinstance(base, type) and issubclass(base, Exception):
            try:
                made = base(text)
            except TypeError:
                continue
            same = name == names[0] and str(made) == text
            return made if same else named(names[0], base)(text)
    return named(names[0], Exception)(text)


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException:
        return ""
