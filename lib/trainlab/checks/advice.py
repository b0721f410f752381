"""What to do about the exceptions of NumPy that say it least."""

import re

#: (what is said, in what line, what to do about it).
_ADVICE = (
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
        r"mismatch in its core dimension",
        r"",
        "A matrix product needs equal inner sizes; * multiplies number by number.",
    ),
)
_SHAPES = re.compile(r"broadcast together with shapes \((.*?)\) \((.*?)\)")


def on(said: str, line: str) -> str:
    """Return a sentence on an exception, or an empty text.

    Args:
        said: its message.
        line: the line of code that raised it.
    """
    for message, code, advice in _ADVICE:
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
