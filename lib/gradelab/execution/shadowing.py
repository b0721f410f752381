"""Names of a student's that hide Python's own or the notebook's, where a test fails by it."""

import ast
import builtins
from collections.abc import Iterable, Iterator

import numpy as np

from gradelab.execution.plan import statements

#: Errors that a name with another meaning leads to.
ERRORS = frozenset({"TypeError", "AttributeError", "ValueError", "UnboundLocalError"})
_OWN = frozenset(name for name in vars(builtins) if not name.startswith("_"))
_INNER = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
_COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def hidden(cells: Iterable[str], given: Iterable[str]) -> dict[str, str]:
    """Return what a student's names hide, in words: {"list": "Python's own"}.

    Args:
        cells: code of the student's.
        given: code of the cells that are given, whose names are not to be given away either.
    """
    ours = {name for code in given for name in _names(code)}
    theirs = {name for code in cells for name in _names(code, imports=False)}
    theirs |= {name for code in cells for name in _taken_over(code)}
    return {
        name: "what the notebook gives" if name in ours else "Python's own"
        for name in sorted(theirs & (ours | _OWN))
    }


def note(names: dict[str, str]) -> str:
    """Return the sentence that tells a student of hidden names."""
    said = [f"`{name}`, which hides {what} `{name}`" for name, what in names.items()]
    return (
        f"Your notebook has a name of its own, {'; and '.join(said)}. Choose another name, restart "
        "the kernel and run all."
    )


def _names(code: str, imports: bool = True) -> Iterator[str]:
    """Yield the names that a cell binds when it runs, its imports too or not."""
    queue: list[ast.AST] = list(statements(code))
    while queue:
        node = queue.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (_bound_by(alias) for alias in node.names if imports)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        if not isinstance(node, _INNER | _COMPREHENSIONS):
            queue += ast.iter_child_nodes(node)


def _taken_over(code: str) -> Iterator[str]:
    """Yield Python's own names that a cell imports from elsewhere: from numpy import sum, or *."""
    for node in statements(code):
        if isinstance(node, ast.ImportFrom) and node.module != "builtins":
            for alias in node.names:
                star = alias.name == "*" and (node.module or "").split(".")[0] == "numpy"
                yield from _OWN & ({*np.__all__} if star else {_bound_by(alias)})


def _bound_by(alias: ast.alias) -> str:
    return alias.asname or alias.name.split(".")[0]
