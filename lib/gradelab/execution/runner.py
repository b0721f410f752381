"""One submission, run: a restored notebook in, an executed notebook and a verdict out."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets.config import Config

from gradelab.core.attention import Reason
from gradelab.core.errors import GradelabError
from gradelab.execution import questions, witness
from gradelab.execution.plan import Plan, is_test, plain, read
from gradelab.sandbox import CHECKS, Flooded, Kernel, KernelDied, Limits, Sandbox

#: What a test shows that passes from outside, where objects are copied on their way, and fails in a
#: notebook. What it said there is not shown: the student's code may have had it say a hidden test.
_SHARED = (
    "This test fails in a notebook, although what your code returns is right.\n"
    "Look for an object that belongs to the caller, or that you have returned before, and that\n"
    "your code keeps, changes or returns again instead of a copy; and for what the task asks of\n"
    "an object besides its values."
)


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
    accepted: bool = False,
) -> Outcome:
    """Run one submission in kernels of its own, and look whether its tests were really run.

    Nothing that the submission does raises here.

    Args:
        notebook: the submission with its test cells restored; it is not changed.
        plan: the problem set.
        limits: what the submission may use.
        sandbox: where its code runs.
        files: what lies beside the notebook, by relative path.
        accepted: a person has looked: what seems to have tampered with the tests, or passes one in
            its own kernel only, is scored by its tests there.
    """
    started = time.perf_counter()
    executed = _blank(notebook)
    try:
        reason, detail = _graded(executed, plan, limits, sandbox, files, accepted)
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
    inside, outside = _blank(source), _blank(source)
    try:
        with _one_kernel(plan, limits, sandbox, files) as kernel:
            usual = kernel.ask({"modules": True})[0]["modules"]
            plan = replace(plan, asking=questions.asking(kernel, plan.imports, plan.provided))
            always = witness.run_inside(
                inside, replace(plan, sentinels=frozenset(plan.tests)), kernel
            )
            loaded = kernel.ask({"modules": True})[0]["modules"]
        plan = replace(
            plan,
            preload=_importing(sorted({*loaded} - {*usual}), plan.imports),
            withheld=questions.withheld(plan.asking, files or {}, _untested(source)),
        )
        used = witness.run_from_outside(outside, plan, limits, sandbox, files)
    except (TimeoutError, Flooded, KernelDied) as error:
        raise GradelabError(
            "The reference solution does not run within the limits: "
            f"{str(error) or type(error).__name__}."
        ) from None
    tests, away = _tests(inside, plan), _tests(outside, plan)
    for name, cell in tests.items():
        if said := _error(cell):
            raise GradelabError(
                f"The reference solution fails its own test {name!r} ({said})"
                f"{_earlier(outside, plan)}; mend solutions/ and run 'gradelab release'."
            )
    repeatable = frozenset(
        name for name in tests if witness.points(away[name]) == witness.points(tests[name])
    )
    return replace(
        plan,
        sentinels=frozenset(plan.tests) - set(always),
        repeatable=repeatable,
        uses=used,
        remarks=tuple(_remarks(plan, tests, away, repeatable, always)),
    )


def _one_kernel(
    plan: Plan, limits: Limits, sandbox: Sandbox, files: Mapping[str, bytes] | None
) -> Kernel:
    """Return a kernel for a student's code and the tests together."""
    return sandbox.kernel(limits, files, rehearsal=(plan.preload,))


def _importing(modules: Sequence[str], statements: str) -> str:
    """Return code that imports all of these that can be, and are no checks."""
    names = [name for name in modules if not f"{name}.".startswith(f"{CHECKS}.")]
    return (
        f"import contextlib, importlib\nfor name in {names!r}:\n"
        "    with contextlib.suppress(Exception):\n        importlib.import_module(name)\n"
        f"{statements}\n"  # last: one that imports what lies beside the notebook fails here
    )


def _untested(source: NotebookNode) -> Iterator[str]:
    """Yield the code of all cells that are no tests, as plain Python."""
    for cell in source.cells:
        if cell.cell_type == "code" and not is_test(cell):
            yield plain(cell.source)


#: What lets a student's object decide about itself.
_DECIDING = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__contains__")


def _remarks(
    plan: Plan,
    tests: Mapping[str, NotebookNode],
    away: Mapping[str, NotebookNode],
    repeatable: Collection[str],
    always: Collection[str],
) -> Iterator[str]:
    """Say which of the tests, run on the reference solution, can be trusted less than they look."""
    for name, cell in tests.items():
        shown = [output for output in cell.outputs if output.output_type == "execute_result"]
        if name in always:
            yield f"{name} passes without an answer: it gives its points to everyone."
        if name not in repeatable:
            yield (
                f"{name} can only run in the student's own kernel, where an answer written to "
                f"deceive it can; from outside: {_error(away[name]) or 'other points'}."
            )
        if any(not _is_number(output.data.get("text/plain", "")) for output in shown):
            yield (
                f"{name} ends with a value that nbgrader does not read as points, so that it gives "
                "all of them; end it with float(...), or with an assertion."
            )
    for name, uses in plan.uses.items():
        if name in repeatable and any(use.startswith(_DECIDING) for use in uses):
            yield (
                f"{name} lets a student's object decide what it equals or contains; "
                "compare the data in it instead."
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
    accepted: bool,
) -> tuple[Reason | None, str]:
    """Fill in the notebook's outputs; return why a person should look at them, if one should.

    A test gives the lesser of its points in the two runs.
    """
    witness.run_from_outside(executed, plan, limits, sandbox, files)
    if _ran_out_of_memory(executed):
        return Reason.OUT_OF_MEMORY, "A cell raised MemoryError."
    again = _blank(executed)
    with _one_kernel(plan, limits, sandbox, files) as kernel:
        faked = witness.run_inside(again, plan, kernel)
    inside, better = _tests(again, plan), []
    for name, cell in _tests(executed, plan).items():
        here, there = witness.points(inside[name]), witness.points(cell)
        if here > there:
            better.append(name)
        if name not in plan.repeatable or (accepted and here > there):
            cell.update(inside[name])
        elif here < there:
            results = [o for o in inside[name].outputs if o.output_type == "execute_result"]
            cell.outputs = results if here else [_shared()]
    if _ran_out_of_memory(executed):
        return Reason.OUT_OF_MEMORY, "A cell raised MemoryError."
    reason, detail = None, ""
    if faked:
        reason = Reason.TAMPERING
        detail = f"A wrong answer passes {', '.join(faked)} in its kernel."
    elif waiting := [name for name in better if name in plan.repeatable]:
        reason = Reason.DISAGREEMENT
        detail = f"Scored by the call from outside until a person has looked: {', '.join(waiting)}."
    return (
        (None, f"A person has accepted it. {detail}") if reason and accepted else (reason, detail)
    )


def _shared() -> NotebookNode:
    output: NotebookNode = new_output(
        "error", ename="SharedObjectError", evalue=_SHARED, traceback=[_SHARED]
    )
    return output


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


def _error(cell: NotebookNode) -> str:
    """Return the first line of the first error that a cell shows, or nothing."""
    errors = [output for output in cell.outputs if output.output_type == "error"]
    said = [f"{error.ename}: {error.evalue}".strip().splitlines()[0] for error in errors[:1]]
    return "".join(said).rstrip(".: ")


def _earlier(executed: NotebookNode, plan: Plan) -> str:
    """Say which cell failed before the first test that did, and how; nothing where none did."""
    for number, cell in enumerate(plan.cells(executed), start=1):
        if said := _error(cell):
            failed = f" after code cell {number} had failed ({said})"
            return "" if plan.test_name(cell) else failed
    return ""


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
