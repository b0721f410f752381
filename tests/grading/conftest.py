"""A copy of the course in which nothing can be broken, and submissions to it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
PS1 = "ps1-backprop"
#: A classic mistake: the sum over the batch instead of its mean.
SUMMED = """
def softmax_cross_entropy(u, y):
    rows = np.arange(len(u))
    shifted = u - u.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    du = np.exp(log_p)
    du[rows, y] -= 1
    return -log_p[rows, y].sum(), du
"""


class Course:
    """A temporary copy of the course with its own exchange, and the commands run in it."""

    def __init__(self, folder: Path) -> None:
        self.root, self.exchange = folder / "course", folder / "exchange"
        self.root.mkdir()
        self.exchange.mkdir()
        self.exchange.chmod(0o777)
        shutil.copytree(ROOT / "solutions", self.root / "solutions")
        shutil.copy(ROOT / "nbgrader_config.py", self.root)
        self.environment = {
            **os.environ,
            "TRAINLAB_EXCHANGE": str(self.exchange),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "HOME": str(folder),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
        }

    def run(
        self, *command: str, cwd: Path | None = None, fails: bool = False, timeout: float = 240
    ) -> str:
        """Run a command in the course folder; return what it printed."""
        done = subprocess.run(
            command,
            cwd=cwd or self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        output = done.stdout + done.stderr
        assert (done.returncode != 0) == fails, output[-3000:]
        return output

    @property
    def released(self) -> Path:
        return self.root / "assignments" / PS1 / f"{PS1}.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    made = Course(tmp_path_factory.mktemp("round-trip"))
    made.run("gradelab", "release")
    return made


def solution_cells() -> dict[str, str]:
    """The reference answers by grade_id, without nbgrader's marks."""
    notebook = nbformat.read(ROOT / "solutions" / PS1 / f"{PS1}.ipynb", as_version=4)
    return {
        cell.metadata.nbgrader.grade_id: "\n".join(
            line for line in cell.source.splitlines() if "### " not in line
        )
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def answered(released: Path, answers: dict[str, str], to: Path) -> Path:
    """Write a copy of the released notebook with these answers."""
    notebook = nbformat.read(released, as_version=4)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell.source = answers[grade_id]
    nbformat.write(notebook, to)
    return to
