"""A copy of the course in which nothing can be broken, and answers to its problem set."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import nbformat

ROOT = Path(__file__).parents[1]
PS1, PS2 = "ps1-backprop", "ps2-optimizers"
PS3, PS4, PS5 = "ps3-initialization", "ps4-schedules", "ps5-second-order"
PS6, PS7 = "ps6-convolution", "ps7-dying-relu"
PS8 = "ps8-project"
PROBLEM_SETS = tuple(sorted(path.name for path in (ROOT / "solutions").iterdir()))
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


#: Runs nbgrader's commands, each of which makes an application that there can be but one of.
_NBGRADER = """
import json, os, sys
from nbgrader.apps.nbgraderapp import NbGraderApp

for folder, *words in json.loads(sys.argv[1]):
    os.chdir(folder)
    NbGraderApp.launch_instance(words)
    app = NbGraderApp.instance()
    while app is not None:
        type(app).clear_instance()
        app = app.subapp
"""


class Course:
    """A temporary course with its own exchange, and the commands run in it.

    Args:
        folder: where it is, in ``course``, and its exchange, in ``exchange``.
    """

    def __init__(self, folder: Path) -> None:
        self.root, self.exchange = folder / "course", folder / "exchange"
        self.environment = {
            **os.environ,
            "TRAINLAB_EXCHANGE": str(self.exchange),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "HOME": str(folder),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
        }

    @classmethod
    def unreleased(cls, folder: Path, problem_sets: Sequence[str] = PROBLEM_SETS) -> Self:
        """Make a course as it is checked out, of these problem sets, with nothing released."""
        made = cls(folder)
        for name in problem_sets:
            shutil.copytree(ROOT / "solutions" / name, made.root / "solutions" / name)
        shutil.copy(ROOT / "nbgrader_config.py", made.root)
        made._open_exchange()
        return made

    def copied(self, folder: Path) -> Self:
        """Make one with the same files and an empty exchange."""
        made = type(self)(folder)
        shutil.copytree(self.root, made.root, symlinks=True)
        made._open_exchange()
        return made

    def _open_exchange(self) -> None:
        self.exchange.mkdir()
        self.exchange.chmod(0o777)

    def run(self, *command: str, cwd: Path | None = None, fails: bool = False) -> str:
        """Run a command in the course folder; return what it printed."""
        done = subprocess.run(
            command,
            cwd=cwd or self.root,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        output = done.stdout + done.stderr
        assert (done.returncode != 0) == fails, output[-3000:]
        return output

    def nbgrader(self, *commands: tuple[Path | str, ...]) -> None:
        """Run commands of nbgrader's, each after the folder for it, in one process.

        The start of a process takes longer than most of them.
        """
        self.run(sys.executable, "-c", _NBGRADER, json.dumps(commands, default=str))

    @property
    def released(self) -> Path:
        return self.root / "assignments" / PS1 / f"{PS1}.ipynb"


def solution_cells(problem_set: str = PS1) -> dict[str, str]:
    """The reference answers by grade_id, without nbgrader's marks."""
    path = ROOT / "solutions" / problem_set / f"{problem_set}.ipynb"
    notebook = nbformat.read(path, as_version=4)
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
