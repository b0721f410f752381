"""Values as JSON, so that two processes of which one is not trusted can pass them.

Numbers, text, containers, arrays, tensors and random generators go by value; everything else goes
by reference, as a number that stands for the object at its owner.
"""

import base64
from array import array
from collections import UserDict, deque
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from operator import is_
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from . import tensors

#: Array types that hold plain numbers, text or times; never Python objects.
PLAIN = "?biufcSUmM"
_SCALARS = (bool, int, float, str)
_CONTAINERS: dict[str, Any] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
#: The standard library's values and types, by what they are made of and made from.
_MADE: dict[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "range": (range, lambda v: [v.start, v.stop, v.step], lambda parts: range(*parts)),
    "deque": (deque, lambda v: [[*v], v.maxlen], lambda parts: deque(*parts)),
    "fraction": (Fraction, lambda v: [v.numerator, v.denominator], lambda parts: Fraction(*parts)),
    "decimal": (Decimal, str, Decimal),
    "path": (type(Path()), str, Path),
    "slice": (slice, lambda v: [v.start, v.stop, v.step], lambda parts: slice(*parts)),
    "keys": (type({}.keys()), list, lambda items: dict.fromkeys(items).keys()),
    "values": (type({}.values()), list, lambda items: dict(enumerate(items)).values()),
    "items": (type({}.items()), list, lambda pairs: dict(pairs).items()),
    "mapping": (MappingProxyType, dict, MappingProxyType),
    "user": (UserDict, dict, UserDict),
    "dtype": (np.dtype, lambda v: v.str, np.dtype),
}
#: Types that travel by name.
_TYPES: dict[str, Any] = {
    **{kind.__name__: kind for kind in (bool, int, float, complex, str, list, tuple, dict, set)},
    **{f"np.{kind.__name__}": kind for kind in np.sctypeDict.values()},
}
_NAMES = {kind: name for name, kind in _TYPES.items()}
#: What decoding raises where ``encode`` was not the one to encode.
_MALFORMED = (
    *(KeyError, TypeError, AttributeError, IndexError, RecursionError),
    *(ArithmeticError, SyntaxError),
)
#: Containers within containers that travel, and bits of an integer that goes as decimal digits.
DEEPEST, LONGEST = 100, 4000
#: What an iterator may yield.
MOST_ITEMS = 100_000
#: Random generators that travel: their state is numbers that any value is right for.
_BIT_GENERATORS = {kind.__name__: kind for kind in (np.random.PCG64, np.random.PCG64DXSM)}


def encode(value: Any, refer: Callable[[Any], Any]) -> Any:
    """Return a value as JSON; ``refer`` gives the JSON of what goes by reference.

    An instance of a subclass, of a list say, goes as what it derives from, an iterator as the list
    of what it yields, and an array of the standard library as a list.

    Raises:
        ValueError: for containers within more than ``DEEPEST`` others, and iterators of more than
            ``MOST_ITEMS``.
    """
    return _encode(value, refer, 0)


def _encode(value: Any, refer: Callable[[Any], Any], depth: int) -> Any:
    if depth > DEEPEST:
        raise ValueError("a value is nested too deeply to be passed on")

    def inner(item: Any) -> Any:
        return _encode(item, refer, depth + 1)

    if value is None or type(value) in _SCALARS:
        return _encoded_scalar(value)
    if isinstance(value, np.ndarray) and value.dtype.kind == "O":
        return {"objects": [inner(v) for v in np.asarray(value).flat], "shape": list(value.shape)}
    if isinstance(value, np.ndarray | np.generic):
        return _encoded_array(value) if value.dtype.kind in PLAIN else refer(value)
    for scalar in _SCALARS:
        if isinstance(value, scalar):
            return _encoded_scalar(scalar(value))
    for name, container in _CONTAINERS.items():
        if isinstance(value, container):
            return {name: [inner(item) for item in value]} | _fields(value)
    if isinstance(value, Iterator):
        items = list(islice(value, MOST_ITEMS + 1))
        if len(items) > MOST_ITEMS:
            raise ValueError(f"an iterator of over {MOST_ITEMS:,} values cannot be passed on")
        return {"list": [inner(item) for item in items]}
    if type(value) is np.random.Generator:
        bits = value.bit_generator
        known = type(bits).__name__ in _BIT_GENERATORS
        return {"generator": inner(bits.state)} if known else refer(value)
    if isinstance(value, dict):
        return {"dict": [[inner(k), inner(v)] for k, v in value.items()]}
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, array):
        return inner(value.tolist())
    if isinstance(value, type) and value in _NAMES:
        return {"type": _NAMES[value]}
    for name, (kind, take_apart, _) in _MADE.items():
        if type(value) is kind or (kind is np.dtype and isinstance(value, np.dtype)):
            return {name: inner(take_apart(value))}
    if (parts := tensors.take_apart(value)) is not None:
        return {"tensor": {name: inner(part) for name, part in vars(parts).items()}}
    return refer(value)


def _fields(value: Any) -> dict[str, Any]:
    """Return what makes a tuple a named one."""
    names = getattr(value, "_fields", None) if isinstance(value, tuple) else None
    return {"fields": list(names), "name": type(value).__name__} if names else {}


def _encoded_scalar(value: Any) -> Any:
    """Return long integers as hexadecimal digits: Python reads and writes no long decimal ones."""
    return {"int": hex(value)} if type(value) is int and value.bit_length() > LONGEST else value


def _encoded_array(value: Any) -> dict[str, Any]:
    return {
        "array" if isinstance(value, np.ndarray) else "number": value.dtype.str,
        "shape": list(value.shape),
        "data": base64.b64encode(value.tobytes()).decode(),
        "gaps": not value.flags.c_contiguous,
    }


def decode(data: Any, resolve: Callable[[Any], Any]) -> Any:
    """Return the value; ``resolve`` gives the stand-in for a reference, and named tuples.

    Raises:
        ValueError: for what ``encode`` cannot have made.
    """
    try:
        return _decode(data, resolve)
    except _MALFORMED as error:
        raise ValueError(f"not an encoded value: {error}") from None


def _decode(data: Any, resolve: Callable[[Any], Any]) -> Any:
    if data is None or isinstance(data, _SCALARS):
        return data
    if "fields" in data:
        return resolve({**data, "tuple": [_decode(item, resolve) for item in data["tuple"]]})
    if "type" in data:
        return _TYPES[data["type"]]
    for name, (_, _, put_together) in _MADE.items():
        if name in data:
            return put_together(_decode(data[name], resolve))
    for name, container in _CONTAINERS.items():
        if name in data:
            return container(_decode(item, resolve) for item in data[name])
    if "dict" in data:
        return {_decode(k, resolve): _decode(v, resolve) for k, v in data["dict"]}
    if "complex" in data:
        return complex(*data["complex"])
    if "bytes" in data:
        return base64.b64decode(data["bytes"])
    if "int" in data:
        return int(data["int"], 16)
    if "tensor" in data:
        return _decoded_tensor({k: _decode(v, resolve) for k, v in data["tensor"].items()})
    if "generator" in data:
        return _decoded_generator(_decode(data["generator"], resolve))
    if "objects" in data:
        return _decoded_objects([_decode(item, resolve) for item in data["objects"]], data["shape"])
    if "array" in data or "number" in data:
        return _decoded_array(data)
    return resolve(data)


def _decoded_array(data: Any) -> Any:
    dtype = np.dtype(data.get("array") or data["number"])
    if dtype.kind not in PLAIN:
        raise ValueError(f"arrays of {dtype} do not travel")
    array = np.frombuffer(bytearray(base64.b64decode(data["data"])), dtype).reshape(data["shape"])
    if "number" in data:
        return array[()]
    return np.repeat(array, 2, axis=-1)[..., ::2] if data["gaps"] else array


def _decoded_tensor(parts: dict[str, Any]) -> Any:
    if not all(isinstance(parts[name], np.ndarray | None) for name in ("data", "grad")):
        raise ValueError("a tensor is made of arrays")
    try:
        return tensors.put_together(tensors.Parts(**parts))
    except RuntimeError as error:
        raise ValueError(f"not a tensor: {error}") from None


def _decoded_generator(state: Any) -> np.random.Generator:
    bits = _BIT_GENERATORS[state["bit_generator"]]()
    bits.state = state
    return np.random.Generator(bits)


def _decoded_objects(items: list[Any], shape: list[int]) -> Any:
    array = np.empty(len(items), dtype=object)
    for index, item in enumerate(items):
        array[index] = item
    return array.reshape(shape)


def adopt(ours: Any, theirs: Any) -> Any:
    """Change our value, in place, to what it has become at the other side.

    Returns:
        What belongs in the place of ours: the same object where it could be changed or did not have
        to be, else theirs.
    """
    if isinstance(ours, np.ndarray) and isinstance(theirs, np.ndarray):
        return _adopt_array(ours, theirs)
    if isinstance(ours, list) and isinstance(theirs, list):
        kept = [adopt(a, b) for a, b in zip(ours, theirs, strict=False)]
        ours[:] = kept + theirs[len(kept) :]
        return ours
    if isinstance(ours, tuple) and isinstance(theirs, tuple) and len(ours) == len(theirs):
        new = [adopt(a, b) for a, b in zip(ours, theirs, strict=True)]
        return ours if all(map(is_, ours, new)) else tuple(new)
    if isinstance(ours, dict) and isinstance(theirs, dict):
        changed = {key: adopt(ours[key], v) if key in ours else v for key, v in theirs.items()}
        ours.clear()
        ours.update(changed)
        return ours
    if isinstance(ours, np.random.Generator) and isinstance(theirs, np.random.Generator):
        state = theirs.bit_generator.state
        if state["state"]["inc"] == ours.bit_generator.state["state"]["inc"]:  # the same stream
            ours.bit_generator.state = state
        return ours
    if tensors.take_apart(ours) is not None and tensors.take_apart(theirs) is not None:
        return tensors.adopt(ours, theirs)
    if isinstance(ours, set) and isinstance(theirs, set):
        ours.clear()
        ours.update(theirs)
        return ours
    same = type(ours) in _SCALARS and type(ours) is type(theirs) and ours == theirs
    return ours if same else theirs


def _adopt_array(ours: Any, theirs: Any) -> Any:
    if ours.dtype != theirs.dtype or ours.shape != theirs.shape:
        return theirs
    if ours.flags.writeable:
        ours[...] = theirs
    return ours
