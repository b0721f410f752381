"""Objects of the other side, and what may be done with them.

A test may ask a student's object for its data: attributes, items, its length, conversions. That can
tell no more than the answer could have returned. What hands the object something to judge, such as
``==``, operators, or a method with arguments, it may do only where it did so with an object of the
reference solution: an object that claims to equal everything is not asked otherwise.
"""

import operator
from collections.abc import Callable
from typing import Any, Protocol

_GIVING = ("__getitem__", "__neg__", "__pos__", "__abs__", "__invert__", "__index__")
_CHANGING = ("__setitem__", "__delitem__")
_COMPARING = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
_BINARY = (
    *("__add__", "__sub__", "__mul__", "__truediv__", "__floordiv__", "__mod__", "__pow__"),
    *("__matmul__", "__and__", "__or__", "__xor__", "__lshift__", "__rshift__"),
)


def _swapped(name: str) -> tuple[str, Callable[..., Any]]:
    """Return the reflected method's name, __radd__ for __add__, and what it does."""
    operation = getattr(operator, name)
    return f"__r{name[2:]}", lambda right, left: operation(left, right)


_ASKING = {
    **{name: getattr(operator, name) for name in (*_COMPARING, *_BINARY)},
    **dict(map(_swapped, _BINARY)),
}
#: What Python does with an object, by the method that it calls for it.
OPERATIONS: dict[str, Callable[..., Any]] = {
    **_ASKING,
    **{name: getattr(operator, name) for name in (*_GIVING, *_CHANGING)},
    **{f"__{kind.__name__}__": kind for kind in (len, iter, bool, float, int, str, repr)},
    "__array__": lambda value: value.__array__(),
    "__contains__": operator.contains,
    "__instancecheck__": lambda kind, value: isinstance(value, kind),
    "getattr": getattr,
    "setattr": setattr,
}


class End(Protocol):
    """This end of the connection, as every stand-in needs it."""

    def ask(self, question: dict[str, Any], args: Any = (), kwargs: Any = None) -> Any:
        """Return the other side's answer."""


class TestsEnd(End, Protocol):
    """The tests' end, as stand-ins of a student's objects need it."""

    used: set[str]

    def may(self, use: str) -> bool:
        """Whether an object may be asked this."""

    def operate(self, operation: str, *args: Any) -> Any:
        """Return what one of ``OPERATIONS`` gives at the other end."""


class Reference:
    """Stands for an object of the other side, where it is called."""

    #: NumPy is to leave operators to us.
    __array_ufunc__ = None
    __hash__ = object.__hash__
    _peer: Any
    _number: int
    __name__: str

    def __init__(self, peer: End, number: int, name: str) -> None:
        """Stand for the object that the peer lent under this number."""
        vars(self).update(_peer=peer, _number=number, __name__=name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object."""
        return self._peer.ask({"call": self._number}, args, kwargs)


class Lent(Reference):
    """Stands for a test's object in a student's process: it can be called, and nothing else."""

    def __bool__(self) -> bool:
        """Return True, as for a function."""
        return True

    def __repr__(self) -> str:
        """Return its name."""
        return f"<{self.__name__}>"


class Remote(Reference):
    """Stands for a student's object in a test: everything that is done with it happens there."""

    _peer: TestsEnd

    def __getattr__(self, name: str) -> Any:
        """Return the object's attribute; none of Python's own but ``__array__``.

        A method that the reference's object did not have may be called without arguments.
        """
        if name.startswith("_") and name != "__array__":
            raise AttributeError(name)
        if name == "__array__":
            array = self._peer.operate(name, self)
            return lambda dtype=None, copy=None: array if dtype is None else array.astype(dtype)
        permitted = self._peer.may(f".{name}")
        found = self._peer.operate("getattr", self, name)
        self._peer.used.add(f".{name}")
        return found if permitted or type(found) is not Remote else Unforeseen(found)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set the object's attribute."""
        self._peer.operate("setattr", self, name, value)

    def __contains__(self, item: Any) -> bool:
        """Ask the object, or else look at what it yields."""
        if self._peer.may("__contains__"):
            contained: bool = self._asked("__contains__", "__contains__", item)
            return contained
        return any(item is own or item == own for own in self._peer.operate("__iter__", self))

    def __instancecheck__(self, value: Any) -> bool:
        """Ask the object, which is a class, whether a value is an instance of it."""
        if not self._peer.may("__instancecheck__"):
            raise TypeError(f"{self.__name__!r} is no class that this test may ask")
        is_one: bool = self._asked("__instancecheck__", "__instancecheck__", value)
        return is_one

    def _asked(self, use: str, operation: str, given: Any) -> Any:
        """Return what the object says of something of the test's, and note that it was asked."""
        self._peer.used.add(use)
        return self._peer.operate(operation, self, given)


class Unforeseen(Remote):
    """An attribute that the reference's object did not have; it is told nothing."""

    def __init__(self, found: Remote) -> None:
        """Stand for the same object."""
        super().__init__(found._peer, found._number, found.__name__)

    def __call__(self) -> Any:
        """Call it without arguments."""
        return super().__call__()


def _asking(name: str) -> Callable[..., Any]:
    """Return the method that has an object judge something of the test's."""

    def method(self: Remote, other: Any) -> Any:
        use = f"{name} {'object' if isinstance(other, Remote) else 'data'}"
        if not self._peer.may(use):
            return NotImplemented
        return self._asked(use, name, other)

    return method


def _giving(name: str) -> Callable[..., Any]:
    """Return the method that has an object tell something of its own."""

    def method(self: Remote, *args: Any) -> Any:
        answer = self._peer.operate(name, self, *args)
        return iter(answer) if name == "__iter__" else answer

    return method


def _refusing(self: Lent, *args: Any) -> Any:
    """Say to an answer what it can do with what a test gave it."""
    raise TypeError(f"{self.__name__!r} belongs to the test, and can only be called")


for _name in _ASKING:
    setattr(Remote, _name, _asking(_name))
for _name in (*_GIVING, *_CHANGING, "__len__", "__iter__", "__float__", "__int__"):
    setattr(Remote, _name, _giving(_name))
    setattr(Lent, _name, _refusing)
for _name in ("__bool__", "__str__", "__repr__"):
    setattr(Remote, _name, _giving(_name))
