"""Values as JSON, so that two processes of which one is not trusted can pass them.

Numbers, text, containers and NumPy arrays go by value; everything else goes by reference, as a
number that stands for the object at its owner.
"""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

#: Array types that hold plain numbers, text or times; never Python objects.
PLAIN = "?biufcSUmM"
_SCALARS = (bool, int, float, str)
_CONTAINERS: dict[str, Any] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


def encode(value: Any, refer: Callable[[Any], Any]) -> Any:
    """Return a value as JSON; ``refer`` gives the JSON of what goes by reference.

    An instance of a subclass, of a list say, goes as what it derives from; an iterator as the list
    of what it yields.
    """
    if value is None or type(value) in _SCALARS:
        return value
    if isinstance(value, np.ndarray | np.generic):
        return _encoded_array(value) if value.dtype.kind in PLAIN else refer(value)
    for scalar in _SCALARS:
        if isinstance(value, scalar):
            return scalar(value)
    for name, container in _CONTAINERS.items():
        if isinstance(value, container):
            return {name: [encode(item, refer) for item in value]}
    if isinstance(value, Iterator):
        return {"list": [encode(item, refer) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[encode(k, refer), encode(v, refer)] for k, v in value.items()]}
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    return refer(value)


def _encoded_array(value: Any) -> dict[str, Any]:
    return {
        "array" if isinstance(value, np.ndarray) else "number": value.dtype.str,
        "shape": list(value.shape),
        "data": base64.b64encode(value.tobytes()).decode(),
        "gaps": not value.flags.c_contiguous,
    }


def decode(data: Any, resolve: Callable[[Any], Any]) -> Any:
    """Return the value; ``resolve`` gives the stand-in for a reference.

    Raises:
        ValueError: for what ``encode`` cannot have made.
    """
    try:
        return _decode(data, resolve)
    except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError(f"not an encoded value: {error}") from None


def _decode(data: Any, resolve: Callable[[Any], Any]) -> Any:
    if data is None or isinstance(data, _SCALARS):
        return data
    for name, container in _CONTAINERS.items():
        if name in data:
            return container(_decode(item, resolve) for item in data[name])
    if "dict" in data:
        return {_decode(k, resolve): _decode(v, resolve) for k, v in data["dict"]}
    if "complex" in data:
        return complex(*data["complex"])
    if "bytes" in data:
        return base64.b64decode(data["bytes"])
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


def adopt(ours: Any, theirs: Any) -> None:
    """Change our containers and arrays, in place, to what they have become at the other side."""
    if isinstance(ours, np.ndarray) and isinstance(theirs, np.ndarray):
        if ours.flags.writeable and ours.shape == theirs.shape:
            ours[...] = theirs
    elif isinstance(ours, tuple | list) and len(ours) == len(theirs):
        for a, b in zip(ours, theirs, strict=True):
            adopt(a, b)
    elif isinstance(ours, dict) and ours.keys() == theirs.keys():
        for key in ours:
            adopt(ours[key], theirs[key])
    elif isinstance(ours, list):
        ours[:] = theirs
    elif isinstance(ours, dict):
        ours.clear()
        ours.update(theirs)
