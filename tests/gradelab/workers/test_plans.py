"""Plans that are kept: as they were tried, while nothing has changed, and out of answers' sight."""

import errno
import json
import os
import threading
from contextlib import nullcontext
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest
from traitlets.config import Config

from gradelab.course.template import NotebookTemplate, Template
from gradelab.execution import plan as plans_read
from gradelab.execution import runner
from gradelab.sandbox import Limits, Sandbox
from gradelab.workers import basis, plans
from tests.gradelab.small import LIMITS, RIGHT, notebook

PS = "small"


def _template(change=lambda cells: None, files=None) -> Template:
    source = notebook(RIGHT)
    change(source.cells)
    return Template(PS, {PS: NotebookTemplate(PS, {}, {}, source)}, files or {"a.txt": b"1"})


@pytest.fixture
def tries(monkeypatch) -> list[str]:
    """The reference solutions that were tried; none is run."""
    made: list[str] = []

    def prepare(source, sandbox, limits, files, config):
        made.append(source.cells[1].source)
        return plans_read.read(source, config)

    monkeypatch.setattr(runner, "prepare", prepare)
    monkeypatch.setattr(plans, "Sandbox", lambda hidden: nullcontext())
    return made


@pytest.fixture
def remembered(tmp_path):
    """Asks for the plans of the assignment, as it is or with something changed."""

    def ask(template=None, limits=LIMITS, config=None):
        return plans.remembered(template or _template(), limits, config or Config(), tmp_path, [])

    return ask


def test_what_was_tried_comes_back_whole_and_nothing_is_tried_again(plan, tmp_path, monkeypatch):
    full = replace(
        plan,
        uses={"test-double": ("call", "len"), "test-tanh": ()},
        libraries=("numpy",),
        asking=("mine",),
        provided=frozenset({"a.txt", "mine.py"}),
        withheld=frozenset({"mine.py"}),
        remarks=("One.", "Two."),
    )
    assert full.sentinels
    assert full.repeatable
    template = _template()
    asked = template, LIMITS, Config(), tmp_path / "grading", []
    monkeypatch.setattr(runner, "prepare", lambda *_: full)
    assert plans.remembered(*asked) == {PS: full}
    monkeypatch.delattr(runner, "prepare")
    assert plans.remembered(*asked) == {PS: full}
    monkeypatch.undo()
    kept = plans.remembered(*asked)[PS]
    assert {name: type(value) for name, value in vars(kept).items()} == {
        name: type(value) for name, value in vars(full).items()
    }


def _other_points(cells):
    cells[3].metadata.nbgrader.points = 5.0


def _other_test(cells):
    cells[3].source += "\nassert double(1) == 2"


def _other_answer(cells):
    cells[1].source = cells[1].source.replace("2 * x", "x + x")


def _moved(cells):
    cells.insert(2, cells.pop(3))


CHANGES = {
    "the points": lambda: {"template": _template(_other_points)},
    "a test": lambda: {"template": _template(_other_test)},
    "the solution": lambda: {"template": _template(_other_answer)},
    "the order": lambda: {"template": _template(_moved)},
    "a file beside": lambda: {"template": _template(files={"a.txt": b"2"})},
    "one file more": lambda: {"template": _template(files={"a.txt": b"1", "b.txt": b""})},
    "a limit": lambda: {"limits": replace(LIMITS, memory=2**30)},
    "the stubs": lambda: {
        "config": Config({"ClearSolutions": {"code_stub": {"python": "raise TypeError"}}})
    },
}


@pytest.mark.parametrize("change", CHANGES)
def test_they_are_tried_again_when_the_assignment_is_another(change, remembered, tries):
    first = remembered()
    assert remembered() == first
    assert len(tries) == 1
    remembered(**CHANGES[change]())
    assert len(tries) == 2
    remembered(**CHANGES[change]())
    assert len(tries) == 2


@pytest.mark.parametrize("package", ["gradelab", "trainlab"])
def test_they_are_tried_again_when_our_code_is_another(package, remembered, tries, monkeypatch):
    remembered()
    before = basis.code
    changed = [*before(package), b"new = 1"]
    monkeypatch.setattr(basis, "code", lambda name: changed if name == package else before(name))
    remembered()
    remembered()
    assert len(tries) == 2


@pytest.mark.parametrize("library", ["numpy", "nbgrader"])
def test_they_are_tried_again_with_another_version(library, remembered, tries, monkeypatch):
    remembered()
    before = metadata.version
    monkeypatch.setattr(
        basis.metadata, "version", lambda name: "0.1" if name == library else before(name)
    )
    remembered()
    remembered()
    assert len(tries) == 2


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"null", b'{"plans": {"small": {"x": 1}}}'])
def test_what_is_no_whole_file_counts_for_nothing(broken, remembered, tries, tmp_path):
    remembered()
    (file,) = tmp_path.iterdir()
    file.write_bytes(broken)
    remembered()
    remembered()
    assert len(tries) == 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_where_they_cannot_be_kept_they_are_tried_again(
    number, remembered, tries, tmp_path, monkeypatch
):
    write = Path.write_text

    def fails(path, text):
        write(path, text[: len(text) // 2])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_text", fails)
    assert [remembered().keys() for _ in range(2)] == [{PS}, {PS}]
    assert len(tries) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_solution_that_fails_is_not_kept(remembered, tmp_path, monkeypatch):
    def fails(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(runner, "prepare", fails)
    monkeypatch.setattr(plans, "Sandbox", lambda hidden: nullcontext())
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            remembered()
    assert not list(tmp_path.iterdir())


def test_commands_that_keep_theirs_at_once_leave_one_of_them_whole(remembered, tries, tmp_path):
    both = [_template(), _template(_other_test)]
    expected = [plans_read.read(template.notebooks[PS].source) for template in both]
    start, found = threading.Barrier(4), []

    def ask(template):
        start.wait()
        found.extend(remembered(template)[PS] for _ in range(10))

    threads = [threading.Thread(target=ask, args=(both[i % 2],)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found.count(plan) for plan in expected] == [20, 20]
    (file,) = tmp_path.iterdir()
    assert plans._plan(json.loads(file.read_bytes())["plans"][PS]) in expected


def test_an_answer_can_neither_read_nor_write_them(tries, tmp_path):
    course = tmp_path / "course"
    autograded = course / "grading" / "autograded"
    plans.remembered(_template(), LIMITS, Config(), autograded, [course])
    (file,) = autograded.iterdir()
    kept = file.read_bytes()
    look = (
        "import pathlib\n"
        f"file = pathlib.Path({str(file)!r})\n"
        "found = [file.exists(), file.parent.exists()]\n"
        "try:\n    file.write_text('{}')\nexcept OSError:\n    found.append('refused')\n"
        "print(found)"
    )
    with Sandbox(hidden=[course]) as sandbox, sandbox.kernel(Limits()) as kernel:
        _, outputs = kernel.ask({"run": look})
    assert "".join(output["text"] for output in outputs) == "[False, False, 'refused']\n"
    assert file.read_bytes() == kept
