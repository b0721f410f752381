"""What to do about exceptions, and about what is returned, where that says it least."""

import re
from collections.abc import Sequence

#: What is said and in what line, as regular expressions, and what to do about it.
Advice = tuple[str, str, str]
#: By problem set, what answers to it are advised; looked at before what all are.
OF_SET: dict[str, Sequence[Advice]] = {}
_OF_ALL: Sequence[Advice] = (
    (
        r"truth value of an array",
        r"",
        "max(...), if and while want one truth value, and an array has many: np.maximum and "
        "np.where compare number by number.",
    ),
    (
        r"cannot be interpreted as an integer",
        r"\.(max|min|amax|amin)\(",
        "The second argument of np.max is an axis; np.maximum compares number by number.",
    ),
    (
        r"'(int|float|bool|list|tuple|dict|numpy\.\w+)' object is not callable",
        r"",
        "Round brackets behind what is no function call it: an index stands in [ ], and a product "
        "needs *.",
    ),
    (
        r"Cannot cast ufunc",
        r"",
        "An array of whole numbers holds no fractions: write x = x - ... in place of x -= ..., or "
        "begin with floats, x.astype(float).",
    ),
    (
        r"mismatch in its core dimension",
        r"",
        "A matrix product needs equal inner sizes; * multiplies number by number.",
    ),
)
_SHAPES = re.compile(r"broadcast together with shapes \((.*?)\) \((.*?)\)")


def on(problem_set: str, said: str, line: str = "") -> str:
    """Return a sentence on an exception, or on what is returned, or an empty text.

    Args:
        problem_set: its name.
        said: the exception, "KeyError: 'v'", or what is returned.
        line: the line of code that raised it.
    """
    for message, code, advice in (*OF_SET.get(problem_set, ()), *_OF_ALL):
        if re.search(message, said) and re.search(code, line):
            return advice
    shapes = _SHAPES.search(said)
    if shapes:
        a, b = (tuple(filter(None, shape.split(","))) for shape in shapes.groups())
        if 1 <= len(b) < len(a) and a[: len(b)] == b:
            return (
                "Shapes are compared from the last axis on; with keepdims=True a sum or maximum "
                "keeps its axis, with length 1."
            )
    return ""
