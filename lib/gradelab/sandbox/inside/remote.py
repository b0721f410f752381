"""Objects of the other side, and what may be done with them.

A test may do with a student's object what it did with the reference solution's, and no more: an
object that claims to equal everything is asked whether it does only where the reference's was.
"""

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .peer import Peer

_SYMMETRIC = (
    *("__add__", "__sub__", "__mul__", "__truediv__", "__floordiv__", "__mod__", "__pow__"),
    *("__matmul__", "__and__", "__or__", "__xor__", "__lshift__", "__rshift__"),
)
_COMPARING = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
_OTHER = (
    *("__neg__", "__pos__", "__abs__", "__invert__", "__index__"),
    *("__getitem__", "__setitem__", "__delitem__", "__contains__"),
)


def _swapped(name: str) -> tuple[str, Callable[..., Any]]:
    """Return the reflected method's name, __radd__ for __add__, and what it does."""
    operation = getattr(operator, name)
    return f"__r{name[2:]}", lambda right, left: operation(left, right)


#: What Python does with an object, by the method that it calls for it.
OPERATIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(operator, name) for name in (*_SYMMETRIC, *_COMPARING, *_OTHER)},
    **dict(map(_swapped, _SYMMETRIC)),
    **{f"__{kind.__name__}__": kind for kind in (len, iter, bool, float, int, str, repr)},
    "__array__": lambda value: value.__array__(),
    "__instancecheck__": lambda kind, value: isinstance(value, kind),
    "getattr": getattr,
    "setattr": setattr,
}
#: Operations that Python tries in another way, or answers by itself, where they are not defined.
_OPTIONAL = {*_COMPARING, *_SYMMETRIC, *(name for name, _ in map(_swapped, _SYMMETRIC))}


class Remote:
    """Stands for an object of the other side.

    It can be called; where the peer's rules allow it, its attributes can be read and set, and
    Python's operators applied to it, all of which happens where the object is.
    """

    #: NumPy is to leave operators to us.
    __array_ufunc__ = None
    __hash__ = object.__hash__

    def __init__(self, peer: "Peer", number: int, name: str) -> None:
        """Stand for the object that the peer lent under this number."""
        vars(self).update(_peer=peer, _number=number, __name__=name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object, where it is."""
        return self._peer.ask({"call": self._number}, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        """Return the object's attribute; none of Python's own but ``__array__``."""
        if name == "__array__" and self._peer.may(name):
            array = self._peer.operate(name, name, self)
            return lambda dtype=None, copy=None: array if dtype is None else array.astype(dtype)
        if name.startswith("_") or not self._peer.may(f".{name}"):
            raise AttributeError(f"{self.__name__!r} has no attribute {name!r} that a test may use")
        return self._peer.operate(f".{name}", "getattr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set the object's attribute."""
        if self._peer.lends:
            vars(self)[name] = value
        elif self._peer.may(f".{name}="):
            self._peer.operate(f".{name}=", "setattr", self, name, value)
        else:
            raise AttributeError(f"{self.__name__!r} has no attribute {name!r} that a test may set")


def _forwarded(name: str) -> Callable[..., Any]:
    """Return the method of a stand-in that has an operation done where its object is."""

    def method(self: Remote, *args: Any) -> Any:
        if self._peer.may(name):
            answer = self._peer.operate(name, name, self, *args)
            return iter(answer) if name == "__iter__" else answer
        if name in _OPTIONAL:
            return NotImplemented
        if name == "__bool__":
            return True
        if name in ("__str__", "__repr__"):
            return f"<{self.__name__}>"
        raise TypeError(f"{self.__name__!r} does not support {name} in this test")

    method.__name__ = name
    return method


for _name in OPERATIONS.keys() - {"__array__", "getattr", "setattr"}:
    setattr(Remote, _name, _forwarded(_name))
