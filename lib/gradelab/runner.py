"""One submission, run: a restored notebook in, an executed notebook and a verdict out."""

import time
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from enum import StrEnum

from nbformat import NotebookNode
from traitlets.config import Config

from gradelab import witness
from gradelab.errors import GradelabError
from gradelab.plan import Plan, read
from gradelab.sandbox import Flooded, KernelDied, Limits, Sandbox


class Reason(StrEnum):
    """Why a submission needs a person's attention; the value is what a person reads."""

    MISSING_NOTEBOOK = "the notebook is missing"
    UNREADABLE = "the notebook cannot be read"
    BAD_FILE = "it has a file that cannot be taken"
    TOO_LARGE = "it is too large"
    DUPLICATED_CELL = "a test cell is there twice"
    MISSING_CELL = "a test cell is missing"
    TIMED_OUT = "it ran too long"
    OUT_OF_MEMORY = "it used too much memory"
    KILLED = "the kernel died"
    OUTPUT_FLOOD = "it printed too much"
    DISAGREEMENT = "a test passes in one kernel and not when called from outside"
    TAMPERING = "it seems to have tampered with the tests"


@dataclass(frozen=True)
class Outcome:
    """What became of one submission.

    Attributes:
        notebook: the executed notebook; cells that were not reached have no outputs.
        reason: None for a graded submission, else why it needs attention.
        detail: one sentence for the instructor, or empty.
        inside: tests that gave their points in the student's own kernel, for want of another way.
        seconds: wall time.
    """

    notebook: NotebookNode
    reason: Reason | None = None
    detail: str = ""
    inside: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)

    @property
    def state(self) -> str:
        """Return "graded" or "needs-attention"."""
        return "graded" if self.reason is None else "needs-attention"


def run(
    notebook: NotebookNode,
    plan: Plan,
    limits: Limits,
    sandbox: Sandbox,
    files: Mapping[str, bytes] | None = None,
) -> Outcome:
    """Run one submission in a kernel of its own, and look whether its tests were really run.

    Nothing that the submission does raises here.

    Args:
        notebook: the submission with its test cells restored; it is not changed.
        plan: the problem set.
        limits: what the submission may use.
        sandbox: where its code runs.
        files: the submission's other files, by relative path.
    """
    started = time.perf_counter()
    executed = _blank(notebook)
    try:
        reason, detail = _graded(executed, plan, limits, sandbox, files)
    except TimeoutError:
        reason, detail = Reason.TIMED_OUT, _stopped_at(executed, plan)
    except Flooded:
        reason, detail = Reason.OUTPUT_FLOOD, _stopped_at(executed, plan)
    except KernelDied as death:
        reason = Reason.OUT_OF_MEMORY if death.memory else Reason.KILLED
        detail = _stopped_at(executed, plan)
    except (ValueError, RecursionError):  # whose text is a submission's to choose
        reason, detail = Reason.TAMPERING, "Its kernel sent what no kernel sends."
    inside = tuple(
        name
        for name, cell in _tests(executed, plan).items()
        if name not in plan.repeatable and witness.points(cell)
    )
    return Outcome(executed, reason, detail, inside, time.perf_counter() - started)


def prepare(
    source: NotebookNode,
    sandbox: Sandbox,
    limits: Limits,
    files: Mapping[str, bytes] | None = None,
    config: Config | None = None,
) -> Plan:
    """Return the plan of a problem set, tried on its reference solution.

    Args:
        source: the instructor's notebook, with solutions and hidden tests.
        sandbox: where it is tried.
        limits: what it may use.
        files: what lies beside it.
        config: nbgrader's.

    Raises:
        GradelabError: when the reference solution fails its own tests.
    """
    plan = replace(read(source, config), provided=frozenset(files or {}))
    every = frozenset(plan.tests)
    inside, outside = _blank(source), _blank(source)
    try:
        always = witness.run_inside(
            inside, replace(plan, sentinels=every), every, limits, sandbox, files
        )
        _, used = witness.run_from_outside(outside, plan, limits, sandbox, files)
    except (TimeoutError, Flooded, KernelDied) as error:
        raise GradelabError(
            "The reference solution does not run within the limits: "
            f"{str(error) or type(error).__name__}."
        ) from None
    for name, cell in _tests(inside, plan).items():
        if any(output.output_type == "error" for output in cell.outputs):
            raise GradelabError(
                f"The reference solution fails its own test {name!r}; "
                "mend solutions/ and run 'gradelab release'."
            )
    repeatable = frozenset(
        name
        for name, cell in _tests(outside, plan).items()
        if witness.points(cell) == witness.points(_tests(inside, plan)[name])
    )
    return replace(
        plan,
        sentinels=every - set(always),
        repeatable=repeatable,
        uses=used,
        remarks=tuple(_remarks(_tests(inside, plan), repeatable, set(always))),
    )


def _remarks(
    tests: Mapping[str, NotebookNode], repeatable: Collection[str], always: Collection[str]
) -> Iterator[str]:
    """Say which of the tests, run on the reference solution, can be trusted less than they look."""
    for name, cell in tests.items():
        shown = [output for output in cell.outputs if output.output_type == "execute_result"]
        if name in always:
            yield f"{name} passes without an answer: it gives its points to everyone."
        if name not in repeatable:
            yield (
                f"{name} can only run in the student's own kernel, where an answer written to "
                "deceive it can; docs/grading.md says what tests need to run outside of it."
            )
        if any(not _is_number(output.data.get("text/plain", "")) for output in shown):
            yield (
                f"{name} ends with a value that nbgrader does not read as points, so that it gives "
                "all of them; end it with float(...), or with an assertion."
            )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _graded(
    executed: NotebookNode,
    plan: Plan,
    limits: Limits,
    sandbox: Sandbox,
    files: Mapping[str, bytes] | None,
) -> tuple[Reason | None, str]:
    """Fill in the notebook's outputs; return why a person should look at them, if one should."""
    faked, _ = witness.run_from_outside(executed, plan, limits, sandbox, files)
    tests = _tests(executed, plan)
    outside = {name: witness.points(cell) for name, cell in tests.items()}
    doubtful = [
        name
        for name, cell in tests.items()
        if name not in plan.repeatable or outside[name] < cell.metadata.nbgrader.points
    ]
    again = _blank(executed)
    if doubtful and not _ran_out_of_memory(executed):
        faked += witness.run_inside(again, plan, doubtful, limits, sandbox, files)
    inside = _tests(again, plan)
    for name in set(doubtful) - plan.repeatable:
        tests[name].update(inside[name])
    _number(executed)
    if _ran_out_of_memory(executed) or _ran_out_of_memory(again):
        return Reason.OUT_OF_MEMORY, "A cell raised MemoryError."
    if faked:
        return Reason.TAMPERING, f"A wrong answer passes {', '.join(faked)} in its kernel."
    better = [
        name
        for name in doubtful
        if inside[name].execution_count is not None
        and witness.points(inside[name]) > witness.points(tests[name])
    ]
    if better:
        return (
            Reason.DISAGREEMENT,
            f"Scored by the call from outside until a person has looked: {', '.join(better)}.",
        )
    return None, ""


def _blank(notebook: NotebookNode) -> NotebookNode:
    """Return a copy without outputs."""
    blank = deepcopy(notebook)
    for cell in blank.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return blank


def _tests(notebook: NotebookNode, plan: Plan) -> dict[str, NotebookNode]:
    named = ((plan.test_name(cell), cell) for cell in plan.cells(notebook))
    return {name: cell for name, cell in named if name is not None}


def _number(executed: NotebookNode) -> None:
    """Count the cells that ran, as if one kernel had run them all."""
    ran = [cell for cell in executed.cells if cell.get("execution_count") is not None]
    for count, cell in enumerate(ran, start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count


def _stopped_at(executed: NotebookNode, plan: Plan) -> str:
    """Say which code cell was running when the kernel ended."""
    for number, cell in enumerate(plan.cells(executed), start=1):
        if cell.execution_count is None:
            return f"In code cell {number}."
    return "After the last cell."


def _ran_out_of_memory(executed: NotebookNode) -> bool:
    return any(
        output.output_type == "error" and output.ename == "MemoryError"
        for cell in executed.cells
        for output in cell.get("outputs", [])
    )
