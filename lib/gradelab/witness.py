"""Grading a submission from outside of it, so that there is nothing in it that could be faked.

The tests run in a process that no student code has touched; the student's functions run in another
one, where there are no checks to patch or to copy from, and are called from there. A test that
passes so has passed. One that does not may need what cannot be passed between processes, and runs
again the usual way, in one kernel with the student's code.

In either kernel answers that are known to be wrong must then fail.
"""

import socket
from collections.abc import Collection, Mapping
from contextlib import closing
from importlib.machinery import all_suffixes

from nbformat import NotebookNode

from gradelab import transcript
from gradelab.marking import determined
from gradelab.plan import Plan
from gradelab.sandbox import Kernel, Limits, Sandbox


def run_from_outside(
    notebook: NotebookNode,
    plan: Plan,
    limits: Limits,
    sandbox: Sandbox,
    files: Mapping[str, bytes] | None,
) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Run a notebook in two kernels, and fill in its outputs.

    Args:
        notebook: the submission with its test cells restored.
        plan: the problem set.
        limits: of each of the two kernels.
        sandbox: where they run.
        files: the submission's other files.

    Returns:
        The sentinels that a wrong answer passed; none, unless something was tampered with. And what
        each test did with the student's objects, by grade_id.

    Raises:
        TimeoutError, KernelDied, Flooded, ValueError: as ``Kernel.ask`` does, of either kernel.
    """
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        data = _not_to_be_imported(files or {}, plan.provided)
        tester = sandbox.kernel(limits, data, peer=ours, rehearsal=plan.rehearsal)
        student = sandbox.kernel(limits, files, blind=True, rehearsal=(plan.imports,), peer=theirs)
    given, used = 0, {}
    with tester, student:
        for cell in plan.cells(notebook):
            name = plan.test_name(cell)
            if name is None:
                transcript.record(cell, *student.ask({"run": cell.source}))
                continue
            asked = {"fetch": list(plan.needs[name]), "permit": plan.uses.get(name)}
            codes = [*plan.given[given : plan.given_before[name]], cell.source]
            given = max(given, plan.given_before[name])
            said = [tester.ask(asked | {"run": code}) for code in codes]
            used[name] = tuple(sorted({use for answer, _ in said for use in answer["used"]}))
            transcript.record(cell, *said[-1])
        student.ask({})  # raises where it died under a test, which then has failed for that alone
        return _wrong_answers_passed(notebook, plan, plan.tests, tester), used


def _not_to_be_imported(files: Mapping[str, bytes], provided: Collection[str]) -> dict[str, bytes]:
    """Return the files that tests may find: of a student's, none that Python would import."""
    code = tuple(all_suffixes())
    return {
        name: content
        for name, content in files.items()
        if name in provided or not name.lower().endswith(code)
    }


def run_inside(
    notebook: NotebookNode,
    plan: Plan,
    tests: Collection[str],
    limits: Limits,
    sandbox: Sandbox,
    files: Mapping[str, bytes] | None,
) -> list[str]:
    """Run a notebook in one kernel, as nbgrader does; arguments and result as above.

    All that stands before a test runs before it, so that answers that remember find what they
    would find there.

    Args:
        tests: which tests to fill in; after the last of them nothing is run.
    """
    cells = plan.cells(notebook)
    last = max((i for i, cell in enumerate(cells) if plan.test_name(cell) in tests), default=-1)
    restored = {"restore": plan.imports}
    with sandbox.kernel(limits, files, rehearsal=(plan.imports,)) as kernel:
        for cell in cells[: last + 1]:
            name = plan.test_name(cell)
            if name is None:
                transcript.record(cell, *kernel.ask({"run": cell.source}))
            elif name in tests:
                transcript.record(cell, *kernel.ask(restored | {"run": cell.source}))
            else:
                kernel.ask(restored | {"run": cell.source, "quiet": True})
        return _wrong_answers_passed(notebook, plan, tests, kernel)


def points(cell: NotebookNode) -> float:
    """Return the points of an executed test cell; none for what is no score."""
    try:
        return determined(cell) or 0.0
    except (ValueError, KeyError):
        return 0.0


def _wrong_answers_passed(
    notebook: NotebookNode, plan: Plan, tests: Collection[str], kernel: Kernel
) -> list[str]:
    """Put the stubs in the place of the answers; return which tests still pass, and should not.

    Only tests that gave points are tried: the others have shown that they can fail.
    """
    tried = {
        name: plan.tests[name]
        for cell in plan.cells(notebook)
        if (name := plan.test_name(cell)) in plan.sentinels and name in tests and points(cell)
    }
    if not tried:
        return []
    request = {"forget": list(plan.answers), "stubs": list(plan.stubs.values())}
    answer, _ = kernel.ask(request | {"doubt": tried, "imports": plan.imports})
    passed = answer.get("passed")
    return [name for name in tried if not isinstance(passed, list) or name in passed]
