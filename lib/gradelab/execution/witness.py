"""Grading a submission from outside of it, so that there is nothing in it that could be faked.

The tests run in a process that no student code has touched; the student's functions run in another
one, where there are no checks to patch or to copy from, and are called from there. A test that
passes so has passed, as far as it looks at what an answer returns.

Then all runs a second time in one kernel, as nbgrader runs it: some tests cannot be answered from
another process, and some would be too kind there, since objects are copied on the way. After that
run answers that are known to be wrong must fail.
"""

import socket
from collections.abc import Mapping
from contextlib import closing

from nbformat import NotebookNode

from gradelab.core.attention import Reason
from gradelab.course.marking import determined
from gradelab.execution import questions
from gradelab.execution.plan import Plan, plain
from gradelab.execution.stops import Stopped, Stops, watched
from gradelab.execution.unread import may_be_read
from gradelab.notebooks import transcript
from gradelab.sandbox import Kernel, Limits, Sandbox
from gradelab.sandbox.libraries import refusal


def run_from_outside(
    notebook: NotebookNode,
    plan: Plan,
    limits: Limits,
    sandbox: Sandbox,
    files: Mapping[str, bytes] | None,
    stops: Stops,
) -> dict[str, tuple[str, ...]]:
    """Run a notebook in two kernels, and fill in its outputs.

    Args:
        notebook: the submission with its test cells restored.
        plan: the problem set.
        limits: of each of the two kernels.
        sandbox: where they run.
        files: what lies beside the notebook; where the tests run, the instructor's part of it.
        stops: what was stopped before, and is left out.

    Returns:
        What each test did with the student's objects, by grade_id.

    Raises:
        Stopped: at a cell that ends a kernel, or has no memory left.
        ValueError: as ``Kernel.ask`` does.
    """
    blank(notebook)
    provided = {name: (files or {})[name] for name in plan.provided}
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        rehearsal = (plan.preload, *plan.rehearsal)
        tester = sandbox.kernel(limits, provided, peer=ours, rehearsal=rehearsal)
        shown = questions.stubbed(files or {}, plan.withheld)
        student = sandbox.kernel(
            limits,
            shown,
            blind=True,
            rehearsal=(plan.preload,),
            peer=theirs,
            allowed=plan.libraries,
        )
    given, used = 0, {}
    with tester, student:
        with watched(0):
            tester.ask({"protect": plan.asking})  # a student's own cell may call a check first
            student.ask(refusal(plan.libraries))
        for number, cell in enumerate(plan.cells(notebook), start=1):
            name, code = plan.test_name(cell), stops.code(number, cell.source)
            if name is None:
                with watched(number):
                    transcript.record(cell, *student.ask({"run": code, "number": number}))
            elif number not in stops.reasons:
                asked = {"fetch": list(plan.needs[name]), "permit": plan.uses.get(name)}
                before = [
                    code
                    for code in plan.given[given : plan.given_before[name]]
                    if code not in plan.unread
                ]
                given = max(given, plan.given_before[name])
                runs = [*((text, True) for text in before), (code, False)]
                with watched(number):
                    said = [
                        tester.ask(asked | {"run": text, "number": number, "quiet": quiet})
                        for text, quiet in runs
                    ]
                    student.ask({})  # raises where it has died under the test
                used[name] = tuple(sorted({use for answer, _ in said for use in answer["used"]}))
                transcript.record(cell, *said[-1])
            _refuse_starved(cell, number)
    return used


def blank(notebook: NotebookNode) -> None:
    """Take away all outputs."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def _refuse_starved(cell: NotebookNode, number: int) -> None:
    """Raise Stopped where memory ran out: what the cell holds of it, others have not."""
    if any(o.output_type == "error" and o.ename == "MemoryError" for o in cell.outputs):
        raise Stopped(number, Reason.OUT_OF_MEMORY)


def run_inside(notebook: NotebookNode, plan: Plan, kernel: Kernel, stops: Stops) -> list[str]:
    """Run a notebook in one kernel, as nbgrader does, and fill in the outputs of its tests.

    Args:
        notebook: the submission with its test cells restored.
        plan: the problem set.
        kernel: a fresh one that can import the checks.
        stops: what was stopped before, and is left out.

    Returns:
        The sentinels that a wrong answer passed; none, unless something was tampered with.

    Raises:
        Stopped, ValueError: as ``run_from_outside`` does.
    """
    blank(notebook)
    with watched(0):
        kernel.ask({"protect": plan.asking})
        kernel.ask(refusal(plan.libraries))
    cells = plan.cells(notebook)
    last = max((i for i, cell in enumerate(cells, 1) if plan.test_name(cell)), default=0)
    own = [c.source for c in cells if not plan.test_name(c) and c.source not in plan.given]
    spared = () if may_be_read(plan.unread, own) else plan.unread
    for number, cell in enumerate(cells[:last], start=1):
        asked = {"run": stops.code(number, cell.source), "number": number}
        with watched(number):
            if plan.test_name(cell) is None:
                if cell.source not in spared:
                    kernel.ask(asked | {"quiet": True})
            elif number not in stops.reasons:
                transcript.record(cell, *kernel.ask(asked | {"restore": plan.imports}))
        _refuse_starved(cell, number)
    with watched(0):
        return _wrong_answers_passed(notebook, plan, kernel)


def points(cell: NotebookNode) -> float:
    """Return the points of an executed test cell; none for what is no score."""
    try:
        return determined(cell) or 0.0
    except (ValueError, KeyError):
        return 0.0


def _wrong_answers_passed(notebook: NotebookNode, plan: Plan, kernel: Kernel) -> list[str]:
    """Put the stubs in the place of the answers; return which tests still pass, and should not.

    Only tests that gave points are tried: the others have shown that they can fail.
    """
    tried = {
        name: plain(plan.tests[name])
        for cell in plan.cells(notebook)
        if (name := plan.test_name(cell)) in plan.sentinels and points(cell)
    }
    if not tried:
        return []
    request = {"forget": list(plan.answers), "stubs": list(plan.stubs.values())}
    answer, _ = kernel.ask(request | {"doubt": tried, "imports": plan.imports})
    passed = answer.get("passed")
    return [name for name in tried if not isinstance(passed, list) or name in passed]
