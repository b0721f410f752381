"""One submission, from bytes to marks: what a worker process does."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.preprocessors import IgnorePattern, LimitOutput
from traitlets.config import Config

from gradelab.core.attention import NeedsAttention, Reason
from gradelab.core.text import one_form
from gradelab.course.marking import ForgedScore, Marks, mark, nothing, put_right
from gradelab.course.template import NotebookTemplate, Template
from gradelab.execution import questions, runner
from gradelab.execution.plan import Plan, is_test
from gradelab.execution.runner import Outcome
from gradelab.notebooks.inert import make_inert
from gradelab.notebooks.parse import parse
from gradelab.notebooks.redact import redact
from gradelab.notebooks.restore import Restored, blank, restore
from gradelab.notebooks.rubrics import show_rubrics
from gradelab.notebooks.submission import Submission
from gradelab.sandbox import Limits, Sandbox
from gradelab.workers.plans import tried

#: Runs a restored notebook of this name beside these files; whether a person has accepted it.
Run = Callable[[str, NotebookNode, Mapping[str, bytes], bool], Outcome]


@dataclass(frozen=True)
class Graded:
    """What became of one submission.

    Attributes:
        student: the student's id.
        notebooks: the graded notebooks by name, harmless to read, ready to be written.
        marks: by notebook.
        reason: why it needs attention, or None.
        detail: one sentence more, or empty.
        inside: tests that gave their points in the student's own kernel, which proves less.
        seconds: wall time of running it.
    """

    student: str
    notebooks: Mapping[str, NotebookNode]
    marks: Mapping[str, Marks]
    reason: Reason | None = None
    detail: str = ""
    inside: tuple[str, ...] = ()
    seconds: float = 0.0


def grade(submission: Submission, template: Template, config: Config, run: Run) -> Graded:
    """Run and mark a submission; whatever is in it, a result is returned.

    Args:
        submission: what was handed in.
        template: what its notebooks must hold.
        config: nbgrader's configuration, of which LimitOutput and IgnorePattern count.
        run: what runs a notebook.
    """
    if submission.problem is not None:
        return not_run(submission.student, template, submission.problem)
    parts = [
        _grade_notebook(submission, notebook, template, config, run)
        for notebook in template.notebooks.values()
    ]
    reasons = [part for part in parts if part.reason is not None]
    tampered = [part for part in reasons if part.reason is Reason.TAMPERING]
    first = (*tampered, *reasons, parts[0])[0]
    return Graded(
        submission.student,
        {name: notebook for part in parts for name, notebook in part.notebooks.items()},
        _no_marks(template)
        if tampered
        else {name: marks for part in parts for name, marks in part.marks.items()},
        first.reason,
        _detail(parts, template),
        () if tampered else tuple(_inside(parts, template)),
        sum(part.seconds for part in parts),
    )


def _inside(parts: Sequence[Graded], template: Template) -> Iterator[str]:
    for part in parts:
        for notebook in part.marks:
            yield from (template.label(notebook, name) for name in part.inside)


def _detail(parts: Sequence[Graded], template: Template) -> str:
    """Return what is to be said of the notebooks, each by its name where there are several."""
    if len(template.notebooks) == 1:
        return parts[0].detail
    said = [(name, part.detail) for part in parts for name in part.marks]
    return " ".join(f"{name}: {detail}" for name, detail in said if detail)


def not_run(student: str, template: Template, problem: NeedsAttention) -> Graded:
    """Return the result of a submission that cannot be run: blank notebooks, no points."""
    return Graded(
        student,
        {name: blank(notebook, problem.detail) for name, notebook in template.notebooks.items()},
        _no_marks(template),
        problem.reason,
        problem.detail,
    )


def _no_marks(template: Template) -> dict[str, Marks]:
    return {name: nothing(notebook) for name, notebook in template.notebooks.items()}


def _grade_notebook(
    submission: Submission,
    source: NotebookTemplate,
    template: Template,
    config: Config,
    run: Run,
) -> Graded:
    alone = replace(template, notebooks={source.name: source})
    try:
        submitted, remark = _handed_in(submission, source, template)
        restored = restore(submitted, source)
    except NeedsAttention as problem:
        return not_run(submission.student, alone, problem)
    files = files_beside(submission, template)
    outcome = run(source.name, restored.notebook, files, submission.accepted)
    notebook, reason, detail = outcome.notebook, outcome.reason, outcome.detail
    IgnorePattern(config=config).preprocess(notebook, {})
    LimitOutput(config=config).preprocess(notebook, {})
    try:
        marks = mark(notebook)
    except ForgedScore as forged:
        marks, reason, detail = nothing(source), Reason.TAMPERING, str(forged)
    if reason is not Reason.TAMPERING:
        waiting = {*outcome.waiting, *restored.removed, *restored.duplicated}
        marks = replace(marks, waiting=frozenset(waiting))
    if reason is None:
        reason, more = _trouble_with_cells(restored)
        detail = f"{detail} {more}".strip()
    for cell in filter(is_test, notebook.cells):
        put_right(cell)
    redact(notebook)
    make_inert(notebook)
    show_rubrics(notebook, source.source, marks.scores)
    return Graded(
        submission.student,
        {source.name: notebook},
        {source.name: marks},
        reason,
        f"{remark} {detail}".strip(),
        outcome.inside,
        outcome.seconds,
    )


def files_beside(submission: Submission, template: Template) -> dict[str, bytes]:
    """Return the student's files and the source's; where they collide, the source's."""
    given = [f"{one_form(name)}/" for name in template.files]
    modules = {questions.module(name) for name in template.files if name.endswith(".py")}
    own = {
        name: content
        for name, content in submission.extra_files.items()
        if not any(path.startswith(f"{name}/") or f"{name}/".startswith(path) for path in given)
        and questions.module(name) not in modules
    }
    return own | template.files


def _handed_in(
    submission: Submission, source: NotebookTemplate, template: Template
) -> tuple[NotebookNode, str]:
    """Return the notebook that was handed in, and a remark where it goes by another name.

    Such a notebook is known by its cells: by more than half of those that were released.
    """
    name = f"{source.name}.ipynb"
    if one_form(name) in submission.files:
        return parse(submission.files[one_form(name)]), ""
    expected = {one_form(f"{other}.ipynb") for other in template.notebooks}
    alike = {
        path: notebook
        for path, notebook in _notebooks(submission)
        if path not in expected and 2 * _common(notebook, source) > len(source.cells)
    }
    if len(alike) > 1:
        which = " and ".join(map(repr, alike))
        raise NeedsAttention(
            Reason.MISSING_NOTEBOOK, f"{name} was not handed in; {which} both have its cells."
        )
    for path, notebook in alike.items():
        return notebook, f"{path!r} was taken for {name}."
    raise NeedsAttention(Reason.MISSING_NOTEBOOK, f"{name} was not handed in.")


def _notebooks(submission: Submission) -> Iterator[tuple[str, NotebookNode]]:
    for path, content in submission.files.items():
        if path.endswith(".ipynb") and "/" not in path:
            with contextlib.suppress(NeedsAttention):
                yield path, parse(content)


def _common(notebook: NotebookNode, source: NotebookTemplate) -> int:
    """Return how many of the released cells a notebook has."""
    marks = (cell.metadata.get("nbgrader", {}) for cell in notebook.cells)
    return len({mark.get("grade_id") for mark in marks} & source.cells.keys())


def _trouble_with_cells(restored: Restored) -> tuple[Reason | None, str]:
    if restored.removed:
        return (
            Reason.MISSING_CELL,
            f"Not handed in, and scored zero: {', '.join(restored.removed)}.",
        )
    if restored.duplicated:
        return (
            Reason.DUPLICATED_CELL,
            f"There more than once, the last one counts: {', '.join(restored.duplicated)}.",
        )
    return None, ""


@contextlib.contextmanager
def grader(
    template: Template,
    limits: Limits,
    config: Config,
    hidden: Sequence[Path],
    sandboxed: bool,
    known: Mapping[str, Plan] | None = None,
) -> Iterator[Callable[[Submission], Graded]]:
    """Give a function that grades one submission, in a sandbox that stays open.

    Args:
        template: the assignment.
        limits: what one submission may use.
        config: nbgrader's.
        hidden: folders that no submission may see.
        sandboxed: False to run the students' code unconfined.
        known: the plans of its notebooks; where None, they are tried in this sandbox first.

    Raises:
        GradelabError: where code cannot be confined, or the reference solution fails its tests.
    """
    with Sandbox(hidden=hidden, unsafe=not sandboxed) as sandbox:
        plans = known or tried(template, limits, config, sandbox)

        def run(
            name: str, notebook: NotebookNode, files: Mapping[str, bytes], accepted: bool
        ) -> Outcome:
            return runner.run(notebook, plans[name], limits, sandbox, files, accepted)

        yield lambda submission: grade(submission, template, config, run)
