"""Submissions of problem set 1 as honest and as broken as files can be."""

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from gradelab.core.attention import Reason
from tests.course import PS1, SUMMED, answered, solution_cells

AT_OUTPUT = """
def tanh_backward(da, z):
    return da * (1 - z**2)
"""
#: Points of every automatic test.
POINTS = {
    "test-numerical_gradient": 10,
    "test-affine_forward": 5,
    "test-affine_backward": 10,
    "test-tanh_forward": 3,
    "test-tanh_backward": 7,
    "test-relu_forward": 3,
    "test-relu_backward": 7,
    "test-softmax_cross_entropy": 7,
    "test-softmax_cross_entropy-du": 8,
    "test-mlp_forward": 5,
    "test-mlp_loss_and_gradients": 4,
    "test-mlp_loss_and_gradients-dW": 7,
    "test-mlp_loss_and_gradients-db": 4,
    "test-gradient_check": 5,
    "test-train": 5,
}
FULL = sum(POINTS.values())
HONEST = {
    "ada": solution_cells(),
    "ben": solution_cells() | {"softmax_cross_entropy": SUMMED, "tanh_backward": AT_OUTPUT},
    "eve": {},
}


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def _edited(change: Callable[[NotebookNode], None]) -> Callable[[Path], None]:
    """A case that changes a right notebook."""

    def case(path: Path) -> None:
        notebook = nbformat.read(path, as_version=4)
        change(notebook)
        path.write_text(json.dumps(notebook))

    return case


def _points_raised(notebook):
    cell(notebook, "test-train").metadata.nbgrader.points = 1000
    cell(notebook, "train").source = "train = None"


def _tests_edited(notebook):
    for name in POINTS:
        cell(notebook, name).source = "pass"
    cell(notebook, "train").source = "train = None"


def _tests_tagged_to_be_skipped(notebook):
    for name in POINTS:
        cell(notebook, name).metadata.tags = ["skip-execution", "raises-exception"]
    cell(notebook, "train").source = "train = None"


def _test_made_an_answer(notebook):
    cell(notebook, "test-train").metadata.nbgrader.update(solution=True, locked=False)
    cell(notebook, "test-train").source = "'anything'"
    cell(notebook, "train").source = "train = None"


def _given_cell_edited(notebook):
    cell(notebook, "two-rings").source = "def two_rings(n, seed): return [], []"


def _test_deleted(notebook):
    notebook.cells.remove(cell(notebook, "test-train"))


def _all_cells_deleted(notebook):
    notebook.cells = []


def _test_duplicated(notebook):
    again = json.loads(json.dumps(cell(notebook, "test-train")))
    notebook.cells.insert(0, nbformat.from_dict(again))


def _wrong_kernel(notebook):
    notebook.metadata.kernelspec = {"name": "bash", "display_name": "Bash", "language": "bash"}


def _script_in_text_and_outputs(notebook):
    active = "<script>PWNED()</script><img src=x onerror=PWNED()>"
    cell(notebook, "written").source = active
    shown = new_code_cell(f"from IPython.display import HTML\nHTML({active!r})")
    shown.outputs = [new_output("display_data", data={"text/html": active})]
    notebook.cells += [shown, new_markdown_cell(active)]


def _score_in_stdout(notebook):
    cell(notebook, "train").source = "print('Score: 100.0 / 100.0')\ntrain = None"


def _ten_thousand_cells(notebook):
    notebook.cells = [new_code_cell("1")] * 10_000


def _missing(path: Path) -> None:
    path.rename(path.with_name("homework.txt"))


def _renamed(path: Path) -> None:
    path.rename(path.with_name("homework.ipynb"))


def _truncated(path: Path) -> None:
    path.write_text(path.read_text()[:5000])


def _nested(path: Path) -> None:
    path.write_text("[" * 1_000_000)


def _latin_1(path: Path) -> None:
    path.write_bytes(path.read_text().replace("Backpropagation", "Rückwärts").encode("latin-1"))


def _huge(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(50_000_000)


def _link_to_the_solution(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parents[4] / "solutions" / PS1 / path.name)


def _link_beside(path: Path) -> None:
    (path.parent / "gradebook.db").symlink_to(path.parents[4] / "gradebook.db")


def _folder_instead(path: Path) -> None:
    path.rename(path.with_name("x"))
    path.mkdir()
    (path / "x").write_text("x")


def _time_of_handing_in_forged(path: Path) -> None:
    (path.parent / "timestamp.txt").write_text("long ago")


#: By student: how the submission is broken, the reason for attention if any, the score.
CASES: dict[str, tuple[Callable[[Path], None], Reason | None, float]] = {
    "points-raised": (_edited(_points_raised), None, FULL - 5),
    "tests-edited": (_edited(_tests_edited), None, FULL - 5),
    "tests-tagged": (_edited(_tests_tagged_to_be_skipped), None, FULL - 5),
    "test-made-an-answer": (_edited(_test_made_an_answer), None, FULL - 5),
    "given-cell-edited": (_edited(_given_cell_edited), None, FULL),
    "test-deleted": (_edited(_test_deleted), Reason.MISSING_CELL, FULL - 5),
    "all-deleted": (_edited(_all_cells_deleted), Reason.MISSING_CELL, 0),
    "test-duplicated": (_edited(_test_duplicated), Reason.DUPLICATED_CELL, FULL),
    "wrong-kernel": (_edited(_wrong_kernel), None, FULL),
    "script": (_edited(_script_in_text_and_outputs), None, FULL),
    "stdout": (_edited(_score_in_stdout), None, FULL - 5),
    "ten-thousand-cells": (_edited(_ten_thousand_cells), Reason.TOO_LARGE, 0),
    "missing": (_missing, Reason.MISSING_NOTEBOOK, 0),
    "renamed": (_renamed, None, FULL),
    "truncated": (_truncated, Reason.UNREADABLE, 0),
    "nested": (_nested, Reason.UNREADABLE, 0),
    "latin-1": (_latin_1, Reason.UNREADABLE, 0),
    "huge": (_huge, Reason.TOO_LARGE, 0),
    "link": (_link_to_the_solution, Reason.BAD_FILE, 0),
    "link-beside": (_link_beside, Reason.BAD_FILE, 0),
    "folder": (_folder_instead, Reason.MISSING_NOTEBOOK, 0),
    "time-forged": (_time_of_handing_in_forged, Reason.BAD_FILE, 0),
}


def hand_in(root: Path, released: Path, student: str, answers: dict[str, str]) -> Path:
    """Put a notebook with these answers into a student's folder; return it."""
    folder = root / "grading" / "submitted" / student / PS1
    folder.mkdir(parents=True)
    return answered(released, answers, folder / f"{PS1}.ipynb")
