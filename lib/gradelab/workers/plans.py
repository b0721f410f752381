"""Plans that are tried once and remembered, until anything that they rest on is another."""

import contextlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from traitlets.config import Config

from gradelab.course.template import NotebookTemplate, Template
from gradelab.execution import runner
from gradelab.execution.plan import Plan
from gradelab.sandbox import Limits, Sandbox
from gradelab.workers import basis

#: Packages of which any line may decide what a plan says.
_OURS = ("gradelab", "trainlab")


def tried(template: Template, limits: Limits, config: Config, sandbox: Sandbox) -> dict[str, Plan]:
    """Return the plan of each notebook of an assignment, tried on its reference solution.

    Args:
        template: the assignment.
        limits: what one submission may use.
        config: nbgrader's.
        sandbox: where the solutions run.

    Raises:
        GradelabError: when a reference solution fails its tests.
    """
    return {
        name: runner.prepare(notebook.source, sandbox, limits, template.files, config)
        for name, notebook in template.notebooks.items()
    }


def remembered(
    template: Template, limits: Limits, config: Config, autograded: Path, hidden: Sequence[Path]
) -> dict[str, Plan]:
    """Return the plans that were kept, or try the reference solutions and keep what comes of it.

    They are kept where no sandbox shows anything: in the course's folder.

    Args:
        template: the assignment.
        limits: what one submission may use.
        config: the part of nbgrader's that workers get.
        autograded: the folder of graded submissions, where they are kept.
        hidden: folders that no reference solution may see.

    Raises:
        GradelabError: when a reference solution fails its tests, or cannot be confined.
    """
    file = autograded / f".gradelab-plans-{template.assignment}.json"
    rests_on = _rests_on(template, limits, config)
    known = _read(file)
    if known is not None and known[0] == rests_on:
        return known[1]
    with Sandbox(hidden=hidden) as sandbox:
        plans = tried(template, limits, config, sandbox)
    _write(file, rests_on, plans)
    return plans


def _rests_on(template: Template, limits: Limits, config: Config) -> dict[str, str]:
    """Return what the scores rest on, and all besides that trying a notebook sees."""
    return {
        **basis.of(template, limits, config).whole,
        **{
            f"the cells of {name}.ipynb": basis.fingerprint(*_cells(notebook))
            for name, notebook in template.notebooks.items()
        },
        **{f"the code of {name}": basis.fingerprint(*basis.code(name)) for name in _OURS},
    }


def _cells(notebook: NotebookTemplate) -> Iterator[str]:
    """Yield what an instructor has written, in its order."""
    for cell in notebook.source.cells:
        yield json.dumps([cell.cell_type, cell.source, cell.metadata], sort_keys=True)


def _read(file: Path) -> tuple[dict[str, str], dict[str, Plan]] | None:
    """Return what plans rest on and the plans, or None where there are none whole."""
    try:
        said = json.loads(file.read_bytes())
        plans = {name: _plan(fields) for name, fields in said["plans"].items()}
        return said["rests on"], plans
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _plan(fields: Mapping[str, Any]) -> Plan:
    values: dict[str, Any] = {
        name: frozenset(value)
        if isinstance(getattr(Plan, name, None), frozenset)
        else _frozen(value)
        for name, value in fields.items()
    }
    return Plan(**values)


def _frozen(value: Any) -> Any:
    """Return JSON's value with tuples for its lists."""
    if isinstance(value, dict):
        return {name: _frozen(one) for name, one in value.items()}
    return tuple(value) if isinstance(value, list) else value


def _write(file: Path, rests_on: Mapping[str, str], plans: Mapping[str, Plan]) -> None:
    """Keep plans: whole, whoever else keeps others in this moment; or not, where that cannot be."""
    said = {"rests on": rests_on, "plans": {name: asdict(plan) for name, plan in plans.items()}}
    new = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(said, default=sorted))
        new.replace(file)
    except OSError:  # not ours to write, or no room: they are tried again
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
