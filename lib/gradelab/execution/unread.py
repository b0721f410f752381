"""Which of an instructor's cells no test reads: pictures of what students wrote, for them to see.

Such a cell defines names, and calls functions of its own. It runs where a student's code runs, for
the feedback, and need not run again where the tests do.
"""

import ast
import builtins
import re
import symtable
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gradelab.execution.plan import plain, statements

_DEFINING = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign)


def cells(given: Sequence[str], tests: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the cells of which no test needs anything, each with the names that it binds.

    Args:
        given: code of the cells that are neither tests nor the student's to write.
        tests: code of the tests.
    """
    read = {name for code in tests for name in _may_read(code)}
    left = {code: _bound(code) for code in given if _only_shows(code)}
    read |= {name for code in given if code not in left for name in _read(code)}
    while needed := [code for code, names in left.items() if names & read]:
        for code in needed:
            del left[code]
            read |= _read(code)
    return {code: tuple(sorted(names)) for code, names in left.items()}


def may_be_read(unread: Mapping[str, Iterable[str]], own: Iterable[str]) -> bool:
    """Return whether a student's own code may read what one of these cells binds.

    Args:
        unread: the names that each of them binds.
        own: code of the student's cells.
    """
    names = {name for bound in unread.values() for name in bound}
    try:
        return any(names & _may_read(code) for code in own)
    except RecursionError:  # an expression of a student's can be as deep as any
        return True


def _only_shows(code: str) -> bool:
    """Return whether a cell binds names and calls its own functions, and does nothing else."""
    found = statements(code)
    own = (_bound(code) | {*dir(builtins)}) - _imported(code)
    done = [node for s in found if not isinstance(s, _DEFINING) for node in ast.walk(s)]
    calls = [_owner(node.func) for node in done if isinstance(node, ast.Call)]
    targets = [t for s in found if isinstance(s, ast.Assign) for t in s.targets]
    changed = any(
        isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load)
        for node in (*done, *(node for target in targets for node in ast.walk(target)))
    )
    names = {alias.name for s in found if isinstance(s, ast.ImportFrom) for alias in s.names}
    known = own.issuperset(calls) and "*" not in names
    return bool(calls) and known and not changed and not _sets_globals(code)


def _owner(called: ast.expr) -> str:
    """Return the name of what is called, or of the object whose method is; empty for others."""
    if isinstance(called, ast.Attribute):
        called = called.value
    return called.id if isinstance(called, ast.Name) else ""


def _may_read(code: str) -> set[str]:
    """Return the names that a cell uses, and all words in texts that it may look up."""
    nodes = [node for statement in statements(code) for node in ast.walk(statement)]
    told = {node.value for node in nodes if isinstance(node, ast.Expr)}  # docstrings
    texts = [n.value for n in nodes if isinstance(n, ast.Constant) and n not in told]
    words = {w for text in texts if isinstance(text, str) for w in re.findall(r"\w+", text)}
    return _read(code) | words


def _read(code: str) -> set[str]:
    """Return the names that a cell uses before it has bound them."""
    read: set[str] = set()
    bound: set[str] = set()
    for statement, (top, *inner) in _scopes(code):
        used = {s.get_name() for s in top.get_symbols() if s.is_referenced()}
        used |= {s.get_name() for table in inner for s in table.get_symbols() if s.is_global()}
        read |= (used | _used_besides(statement)) - bound
        bound |= _bound_in(top)
    return read


def _used_besides(statement: ast.stmt) -> set[str]:
    """Return the names that a statement changes, and those that decorate a definition."""
    changed = [n.target for n in ast.walk(statement) if isinstance(n, ast.AugAssign)]
    used = [*changed, *getattr(statement, "decorator_list", ())]
    return {n.id for part in used for n in ast.walk(part) if isinstance(n, ast.Name)}


def _bound(code: str) -> set[str]:
    """Return the names that a cell binds outside of functions and classes."""
    return {name for _, (top, *_) in _scopes(code) for name in _bound_in(top)}


def _bound_in(top: symtable.SymbolTable) -> set[str]:
    return {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}


def _imported(code: str) -> set[str]:
    """Return the names that a cell imports: a library's function may seed or set something."""
    tops = (top for _, (top, *_) in _scopes(code))
    return {s.get_name() for top in tops for s in top.get_symbols() if s.is_imported()}


def _sets_globals(code: str) -> bool:
    """Return whether functions bind names outside of them."""
    inner = [table for _, (_, *tables) in _scopes(code) for table in tables]
    return any(s.is_global() and s.is_assigned() for table in inner for s in table.get_symbols())


def _scopes(code: str) -> Iterator[tuple[ast.stmt, list[symtable.SymbolTable]]]:
    """Yield each statement with its names, and those of every function and class in it."""
    lines = plain(code).encode().splitlines(keepends=True)
    for statement in statements(code):
        own = lines[statement.lineno - 1 : statement.end_lineno]
        own[-1] = own[-1][: statement.end_col_offset]
        own[0] = own[0][statement.col_offset :]
        try:
            tables = [symtable.symtable(b"".join(own).decode(), "cell", "exec")]
        except SyntaxError:  # such as a nonlocal name that is none
            continue
        for table in tables:
            tables += table.get_children()
        yield statement, tables
