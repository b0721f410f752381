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
from gradelab.course import marking
from gradelab.execution import questions, shadowing, unread, witness
from gradelab.execution.plan import Plan, bound, is_test, mentioned, plain, read
from gradelab.execution.stops import Stopped, Stops, note, watched
from gradelab.sandbox import CHECKS, Kernel, Limits, Sandbox

#: What a test shows that passes from outside, where objects are copied on their way, and fails in a
#: notebook. What it said there is not shown: the student's code may have had it say a hidden test.
_SHARED_ERROR = "SharedObjectError"
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
        waiting: tests for whose points a person has to look: they have not run both ways, or
            differ, and have the lesser points until then.
        seconds: wall time.
    """

    notebook: NotebookNode
    reason: Reason | None = None
    detail: str = ""
    inside: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
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
    executed = deepcopy(notebook)
    try:
        made = _graded(executed, plan, limits, sandbox, files, accepted)
    except (ValueError, RecursionError):  # whose text is a submission's to choose
        detail = "Its kernel sent what no kernel sends."
        made = Outcome(executed, Reason.TAMPERING, detail)
    inside = tuple(
        name
        for name, cell in _tests(executed, plan).items()
        if name not in plan.repeatable and witness.points(cell)
    )
    return replace(made, inside=inside, seconds=time.perf_counter() - started)


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
    plan = read(source, config)
    checks = questions.importing(plan.tests.values())
    plan = replace(plan, provided=frozenset(files or {}), checks=checks)
    inside, stops = deepcopy(source), Stops()
    try:
        with watched(0), _one_kernel(plan, limits, sandbox, files) as kernel:
            usual = kernel.ask({"modules": True})[0]["modules"]
            plan = replace(
                plan,
                asking=questions.asking(kernel, plan.imports, plan.provided),
                libraries=questions.libraries(
                    kernel, plan.imports, plan.tests.values(), plan.given
                ),
            )
            always = witness.run_inside(
                inside, replace(plan, sentinels=frozenset(plan.tests)), kernel, stops
            )
            loaded = kernel.ask({"modules": True})[0]["modules"]
        plan = replace(
            plan,
            preload=_importing(sorted({*loaded} - {*usual}), plan.imports),
            withheld=questions.withheld(plan.asking, files or {}, _untested(source)),
        )
        whole, plan = plan, _without_unread(plan)
        outside, used = _from_outside(source, plan, limits, sandbox, files, stops)
        repeatable = _repeatable(inside, outside, plan)
        if plan.unread and repeatable != plan.tests.keys():  # a test may read a file of theirs
            all_run, all_used = _from_outside(source, whole, limits, sandbox, files, stops)
            if (found := _repeatable(inside, all_run, whole)) != repeatable:
                plan, outside, used, repeatable = whole, all_run, all_used, found
    except Stopped as stopped:
        raise GradelabError(
            "The reference solution does not run within the limits: "
            f"{stopped.reason}. {_where(source, plan, stopped.number)}"
        ) from None
    tests, away = _tests(inside, plan), _tests(outside, plan)
    for name, cell in tests.items():
        if said := _error(cell):
            raise GradelabError(
                f"The reference solution fails its own test {name!r} ({said})"
                f"{_earlier(outside, plan)}; mend solutions/ and run 'gradelab release'."
            )
        points = f"{cell.metadata.nbgrader.points:g}"
        if (gets := _gets(cell)) != f"{points} of {points} points":
            raise GradelabError(
                f"The reference solution gets {gets} in its own test {name!r}; "
                "mend solutions/ and run 'gradelab release'."
            )
    return replace(
        plan,
        sentinels=frozenset(plan.tests) - set(always),
        repeatable=repeatable,
        uses=used,
        remarks=(
            *_remarks(plan, tests, away, repeatable, always),
            *_failing(outside, plan),
            *_given_away(plan, files or {}),
        ),
    )


def _without_unread(plan: Plan) -> Plan:
    """Return a plan that spares the tests' process the cells that no test reads."""
    not_read = unread.cells(plan.given, plan.tests.values())
    rehearsal = tuple(code for code in plan.rehearsal if code not in not_read)
    return replace(plan, unread=not_read, rehearsal=rehearsal)


def _from_outside(
    source: NotebookNode,
    plan: Plan,
    limits: Limits,
    sandbox: Sandbox,
    files: Mapping[str, bytes] | None,
    stops: Stops,
) -> tuple[NotebookNode, dict[str, tuple[str, ...]]]:
    """Return the reference solution, tested from outside, and what each test did with it."""
    executed = deepcopy(source)
    once = replace(plan, rehearsal=())  # it would spare nothing what runs but once
    return executed, witness.run_from_outside(executed, once, limits, sandbox, files, stops)


def _repeatable(inside: NotebookNode, outside: NotebookNode, plan: Plan) -> frozenset[str]:
    """Return the tests that give the same points in a process of their own."""
    here, there = _tests(inside, plan), _tests(outside, plan)
    return frozenset(n for n in here if witness.points(here[n]) == witness.points(there[n]))


def _one_kernel(
    plan: Plan, limits: Limits, sandbox: Sandbox, files: Mapping[str, bytes] | None
) -> Kernel:
    """Return a kernel for a student's code and the tests together."""
    return sandbox.kernel(limits, files, rehearsal=(plan.preload, plan.checks))


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
        if any(not marking.is_score(output.data.get("text/plain", "")) for output in shown):
            yield (
                f"{name} ends with a value that is no number, so that it gives all points; "
                "end it with the points, or with an assertion."
            )
    for name, uses in plan.uses.items():
        if name in repeatable and any(use.startswith(_DECIDING) for use in uses):
            yield (
                f"{name} lets a student's object decide what it equals or contains; "
                "compare the data in it instead."
            )


def _failing(executed: NotebookNode, plan: Plan) -> Iterator[str]:
    """Say which cells of the reference solution, no tests, end with an error where it is tried."""
    for number, cell in enumerate(plan.cells(executed), start=1):
        if plan.test_name(cell) is None and (said := _error(cell)):
            yield (
                f"Code cell {_numbered(number, cell)} fails where submissions are graded, though "
                f"no test does: {said}."
            )


def _given_away(plan: Plan, files: Mapping[str, bytes]) -> Iterator[str]:
    """Say which files that students can read define what they are to write."""
    for path in sorted(files.keys() - plan.withheld):
        if path.endswith(".py"):
            defined = {*bound(files[path].decode(errors="replace"))}
            if answers := [name for name in plan.answers if name in defined]:
                yield (
                    f"{path} defines {', '.join(answers)}, which students are to write, and lies "
                    "where they can read it."
                )


def _graded(
    executed: NotebookNode,
    plan: Plan,
    limits: Limits,
    sandbox: Sandbox,
    files: Mapping[str, bytes] | None,
    accepted: bool,
) -> Outcome:
    """Fill in the notebook's outputs; return why a person should look at them, if one should.

    A test gives the lesser of its points in the two runs. What stops a run is left out of the next
    one, and of the other way.
    """
    stops, again = Stops(), deepcopy(executed)

    def from_outside(left: Limits) -> object:
        return witness.run_from_outside(executed, plan, left, sandbox, files, stops)

    def inside(left: Limits) -> list[str]:
        with _one_kernel(plan, left, sandbox, files) as kernel:
            return witness.run_inside(again, plan, kernel, stops)

    stops.until_the_end(from_outside, limits)
    faked = stops.until_the_end(inside, limits)
    better, unproven = _compared(executed, again, plan, accepted)
    _show_stops(executed, plan, stops)
    _name_what_hides(executed, plan)
    waiting = dict.fromkeys((*unproven, *_stopped(executed, plan, stops)))
    if faked is None:  # the wrong answers have not failed
        waiting |= {n: None for n, cell in _tests(executed, plan).items() if witness.points(cell)}
    outcome = Outcome(executed)
    if faked:
        detail = f"A wrong answer passes {', '.join(faked)} in its kernel."
        outcome = Outcome(executed, Reason.TAMPERING, detail)
    elif stops.first is not None:
        detail = f"{_where(executed, plan, stops.first.number)} {_looked(waiting)}".strip()
        outcome = Outcome(executed, stops.first.reason, detail, waiting=(*waiting, *better))
    elif better:
        detail = f"Scored by the call from outside until a person has looked: {', '.join(better)}."
        outcome = Outcome(executed, Reason.DISAGREEMENT, detail, waiting=better)
    if accepted and outcome.reason:
        return Outcome(executed, None, f"A person has accepted it. {outcome.detail}")
    return outcome


def _compared(
    executed: NotebookNode, again: NotebookNode, plan: Plan, accepted: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give each test the lesser of its points in the two runs, where it can run in both.

    Returns:
        Tests that gave more inside, and tests that have not run both ways.
    """
    inside, better, unproven = _tests(again, plan), [], []
    for name, cell in _tests(executed, plan).items():
        here, there = witness.points(inside[name]), witness.points(cell)
        ran_here, ran_there = _has_run(inside[name]), _has_run(cell)
        repeatable = name in plan.repeatable
        if not ran_here or (repeatable and not ran_there):
            unproven.append(name)
        elif here > there and repeatable:
            better.append(name)
        if not repeatable or (accepted and here > there):
            cell.update(inside[name])
        elif ran_here and here < there:
            results = [o for o in inside[name].outputs if o.output_type == "execute_result"]
            cell.outputs = results if here else [_shared()]
    return tuple(better), tuple(unproven)


def _has_run(cell: NotebookNode) -> bool:
    return cell.execution_count is not None


def _stopped(executed: NotebookNode, plan: Plan, stops: Stops) -> Iterator[str]:
    """Yield the tests that were stopped."""
    for number, cell in enumerate(plan.cells(executed), start=1):
        if number in stops.reasons and (name := plan.test_name(cell)):
            yield name


def _show_stops(executed: NotebookNode, plan: Plan, stops: Stops) -> None:
    """Say below each cell that was stopped, and each test not reached, that it was."""
    for number, cell in enumerate(plan.cells(executed), start=1):
        test = plan.test_name(cell) is not None
        if number in stops.reasons:
            rest = "It scores zero." if test else "Its imports and definitions were kept."
            cell.outputs = [note(f"This cell was stopped: {stops.reasons[number]}. {rest}")]
        elif test and not _has_run(cell):
            cell.outputs = [note("This test has not run, since another cell was stopped.")]


def _where(executed: NotebookNode, plan: Plan, number: int) -> str:
    """Say which code cell a run ended at."""
    cells = plan.cells(executed)
    if not number:
        return "After the last cell."
    return f"In code cell {_numbered(number, cells[number - 1])}."


def _numbered(number: int, cell: NotebookNode) -> str:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"{number}, {name}" if name else f"{number}"


def _looked(waiting: Collection[str]) -> str:
    return f"A person has to look at {', '.join(waiting)}." if waiting else ""


def _name_what_hides(executed: NotebookNode, plan: Plan) -> None:
    """Say below a failed test which names of the student's hide what it, or an answer, needs."""
    tests = _tests(executed, plan)
    own = [
        cell.source
        for cell in plan.cells(executed)
        if plan.test_name(cell) is None and cell.source not in plan.given
    ]
    hides = shadowing.hidden(own, plan.given)
    used = {name for code in own for name in mentioned(code)} if hides else set()
    for cell in tests.values():
        for output in cell.outputs:
            if output.output_type != "error":
                continue
            shared = output.ename == _SHARED_ERROR
            needed = mentioned(cell.source) | (set() if shared else used)
            names = {name: what for name, what in hides.items() if name in needed}
            if names and shared:
                output.evalue = shadowing.note(names)
                output.traceback = [output.evalue]
            elif names and output.ename in shadowing.ERRORS:
                output.evalue = f"{output.evalue}\n{shadowing.note(names)}"
                output.traceback = [*output.traceback, shadowing.note(names)]


def _shared() -> NotebookNode:
    output: NotebookNode = new_output(
        "error", ename=_SHARED_ERROR, evalue=_SHARED, traceback=[_SHARED]
    )
    return output


def _tests(notebook: NotebookNode, plan: Plan) -> dict[str, NotebookNode]:
    named = ((plan.test_name(cell), cell) for cell in plan.cells(notebook))
    return {name: cell for name, cell in named if name is not None}


def _gets(cell: NotebookNode) -> str:
    """Say how many of its points a test gave."""
    try:
        return f"{marking.determined(cell):g} of {cell.metadata.nbgrader.points:g} points"
    except ValueError as no_score:
        return str(no_score)
    except KeyError:
        return "a result without text"


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
