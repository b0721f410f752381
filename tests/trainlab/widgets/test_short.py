"""Every file of the lectures' widgets is short: at most 70 lines of code, texts not counted."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from trainlab.widgets import lectures

MOST = 70
FOLDER = Path(lectures.__file__).parent
#: Tables that are texts for the most part.
TABLES = ("controls", "tries")


def _texts(tree: ast.Module) -> Iterator[ast.stmt]:
    """Go through what does not count: imports, docstrings, tables of controls and of tries."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id in TABLES:
                yield node
        elif (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            yield node.body[0]


def _code(source: str) -> int:
    """Count lines that are neither empty, nor comments, nor texts."""
    lines = [line.strip() for line in source.splitlines()]
    code = {at for at, line in enumerate(lines, 1) if line and not line.startswith("#")}
    for text in _texts(ast.parse(source)):
        code -= set(range(text.lineno, text.end_lineno + 1))
    return len(code)


SAMPLE = '''"""A module
with a docstring.
"""

from typing import (
    Any,
)

#: A constant.
FIRST = 1


class Sample:
    """A class."""

    controls = (
        1,
        2,
    )  # fmt: skip
    tries: Any = (
        3,
    )
    layout = ("a b",)

    def method(self):
        """A method."""
        self.controls = "not a table"
        return """a string
        that counts"""
'''


def test_what_counts():
    assert _code(SAMPLE) == len(
        ["FIRST", "class", "layout", "def", "self.controls", "return", "that counts"]
    )


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_every_file_is_short(path):
    assert _code(path.read_text(encoding="utf-8")) <= MOST
