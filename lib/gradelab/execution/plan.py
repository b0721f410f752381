"""A problem set as the runner needs it: what tests, what is given, what a student writes."""

import ast
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution
from traitlets.config import Config

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Plan:
    """What is run around a submission. ``runner.prepare`` makes it, once for each notebook.

    Attributes:
        tests: code of the test cells, hidden tests included, by grade_id.
        stubs: code of the solution cells without their solutions, by grade_id: answers that are
            known to be wrong.
        given: code of the cells that are neither tests nor the student's to write, in order.
        given_before: how many of these stand before a test, by grade_id.
        unread: those of them of which no test needs anything, with the names that each binds.
        imports: the import statements of the given cells.
        checks: code that imports the checks of the problem sets that the tests name, so that no
            kernel has to; of all where they name none.
        preload: code that imports what the reference solution came to import, so that no student's
            kernel has to.
        answers: names that the solution cells bind.
        rehearsal: code of all cells to the last test, with the solutions and without those unread:
            what the process that tests runs once, so that what it computes and imports need not be
            computed and imported for everyone.
        needs: the answers that a test, or code of the instructor's before it, mentions, by
            grade_id.
        sentinels: tests that fail, as they should, on the wrong answers.
        repeatable: tests that the reference solution passes from a process of its own too.
        uses: what each test did with objects of the reference solution's, by grade_id: what it may
            do with a student's.
        provided: paths of the instructor's files beside the notebook.
        asking: modules among these in which questions are written.
        libraries: modules that answers may import besides Python's own; None for all.
        withheld: paths of these, and of what only they import: for tests to see, not for answers.
        remarks: what the instructor should know about the tests, a sentence each.
    """

    tests: Mapping[str, str]
    stubs: Mapping[str, str]
    given: tuple[str, ...] = ()
    given_before: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    imports: str = ""
    checks: str = ""
    preload: str = ""
    answers: tuple[str, ...] = ()
    rehearsal: tuple[str, ...] = ()
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sentinels: frozenset[str] = frozenset()
    repeatable: frozenset[str] = frozenset()
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provided: frozenset[str] = frozenset()
    asking: tuple[str, ...] = ()
    libraries: tuple[str, ...] | None = None
    withheld: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()

    def test_name(self, cell: NotebookNode) -> str | None:
        """Return a cell's grade_id if it is one of the tests, unaltered, else None."""
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        return name if is_test(cell) and self.tests.get(name) == cell.source else None

    def cells(self, notebook: NotebookNode) -> list[NotebookNode]:
        """Return the cells to run: all code, but for what claims to be a test and is none."""
        return [
            cell
            for cell in notebook.cells
            if cell.cell_type == "code"
            and cell.source.strip()
            and (self.test_name(cell) is not None or not is_test(cell))
        ]


def is_test(cell: NotebookNode) -> bool:
    """Return whether a cell gives points by running."""
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)


def read(source: NotebookNode, config: Config | None = None) -> Plan:
    """Return the plan as far as it can be read from the source notebook, without running it.

    Args:
        source: the instructor's notebook, with solutions and hidden tests.
        config: nbgrader's, of which ClearSolutions counts.
    """
    code = [cell for cell in source.cells if cell.cell_type == "code"]
    answers = tuple(
        dict.fromkeys(n for cell in code if is_solution(cell) for n in bound(cell.source))
    )
    so_far: set[str] = set()
    needs: dict[str, tuple[str, ...]] = {}
    tests: dict[str, str] = {}
    given: list[str] = []
    given_before: dict[str, int] = {}
    for cell in code:
        if is_test(cell) or not is_solution(cell):
            so_far |= mentioned(cell.source)
        if is_test(cell):
            tests[_name(cell)], given_before[_name(cell)] = cell.source, len(given)
            needs[_name(cell)] = tuple(name for name in answers if name in so_far)
        elif not is_solution(cell):
            given.append(cell.source)
    from nbgrader.preprocessors import ClearSolutions  # opens nbconvert, which takes long

    last = max((i for i, cell in enumerate(code, start=1) if is_test(cell)), default=0)
    cleared, _ = ClearSolutions(config=config).preprocess(deepcopy(source), {})
    stubs = [cell for cell in cleared.cells if cell.cell_type == "code" and is_solution(cell)]
    imports = "\n".join(_imports(given))
    return Plan(
        tests=tests,
        stubs={_name(cell): plain(cell.source) for cell in stubs},
        given=tuple(given),
        given_before=given_before,
        rehearsal=tuple(cell.source for cell in code[:last]),
        needs=needs,
        imports=imports,
        preload=imports,
        answers=answers,
    )


def follows(source: NotebookNode) -> dict[str, set[str]]:
    """Return, by test, the tests of other answers that its own answers call, directly or not.

    Args:
        source: the instructor's notebook, whose solutions say what calls what.
    """
    code = [cell for cell in source.cells if cell.cell_type == "code"]
    calls: dict[str, set[str]] = {}
    for cell in code:
        if is_solution(cell):
            for name in bound(cell.source):
                calls[name] = mentioned(cell.source) - {name}
    tested = {_name(cell): mentioned(cell.source) & calls.keys() for cell in code if is_test(cell)}
    below = {test: _called(answers, calls) - answers for test, answers in tested.items()}
    return {
        test: {other for other, answers in tested.items() if other != test and answers & called}
        for test, called in below.items()
    }


def _called(answers: set[str], calls: Mapping[str, set[str]]) -> set[str]:
    """Return the answers that these call, and those call."""
    found: set[str] = set()
    queue = list(answers)
    while queue:
        new = (calls[queue.pop()] & calls.keys()) - found
        found |= new
        queue += new
    return found


def plain(code: str) -> str:
    """Return a cell as plain Python: magics and shell commands as the calls that they stand for."""
    try:
        ast.parse(code)
    except (SyntaxError, ValueError):
        from IPython.core.inputtransformer2 import TransformerManager  # takes long to open

        python: str = TransformerManager().transform_cell(code)
        return python
    return code if code.endswith("\n") else f"{code}\n"


def _name(cell: NotebookNode) -> str:
    name: str = cell.metadata.nbgrader.grade_id
    return name


def statements(code: str) -> list[ast.stmt]:
    """Return the statements of a cell, none where it is no Python."""
    try:
        return ast.parse(plain(code)).body
    except SyntaxError:
        return []


def _imports(cells: list[str]) -> Iterator[str]:
    for statement in (s for code in cells for s in statements(code)):
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield ast.unparse(statement)


def mentioned(code: str) -> set[str]:
    """Return the names that a cell uses; of one that is no Python, and of texts, all words.

    Texts count because a test may look a name up in ``globals()``.
    """
    found = statements(code)
    if not found:
        return set(_WORD.findall(code))
    nodes = [node for statement in found for node in ast.walk(statement)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return names.union(*(_WORD.findall(text) for text in texts if isinstance(text, str)))


def bound(code: str) -> Iterator[str]:
    """Yield the names that a cell binds outside of functions and classes."""
    for statement in statements(code):
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield statement.name
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
