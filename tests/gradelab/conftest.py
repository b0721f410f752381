"""A gradebook in which an assignment of every kind of cell is recorded, and a sandbox."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.utils import compute_checksum
from sqlalchemy import text

from gradelab.execution import runner
from gradelab.sandbox import Sandbox
from tests.conftest import lacking
from tests.gradelab.small import LIMITS, RIGHT, notebook

PS = "ps"
KERNEL = {"name": "python3", "display_name": "Python 3"}


def cell(name: str, source: str, *, kind: str = "code", points: float | None = None, **marks):
    """A cell with nbgrader's metadata: marks are grade, solution, task, locked."""
    make = new_code_cell if kind == "code" else new_markdown_cell
    said = {"grade": False, "solution": False, "task": False, "locked": False} | marks
    said |= {"grade_id": name, "schema_version": 3, "cell_type": kind}
    if points is not None:
        said["points"] = points
    return make(source, metadata={"nbgrader": said})


def recorded_cells() -> list:
    return [
        cell("given", "k = 2", locked=True),
        cell("double", "def double(x): ...", solution=True),
        cell("test-double", "assert double(2) == 4", points=3, grade=True, locked=True),
        cell("half", "def half(x): ...", solution=True),
        cell("test-half", "half(4)", points=2, grade=True, locked=True),
        cell("essay", "Write here.", kind="markdown", points=5, grade=True, solution=True),
        cell("project", "Do this.", kind="markdown", points=4, task=True, locked=True),
    ]


def record(gradebook: Gradebook) -> None:
    """Record the assignment as ``nbgrader generate_assignment`` does."""
    gradebook.update_or_create_assignment(PS)
    gradebook.add_notebook(PS, PS, kernelspec=json.dumps(KERNEL))
    for made in recorded_cells():
        said = made.metadata.nbgrader
        where = (said.grade_id, PS, PS)
        if said.grade:
            gradebook.add_grade_cell(*where, max_score=said.points, cell_type=made.cell_type)
        if said.solution:
            gradebook.add_solution_cell(*where)
        if said.task:
            gradebook.add_task_cell(*where, max_score=said.points, cell_type=made.cell_type)
        gradebook.add_source_cell(
            *where,
            source=made.source,
            cell_type=made.cell_type,
            locked=said.locked,
            checksum=compute_checksum(made),
        )


@pytest.fixture(scope="session")
def postgresql():
    """The address of a real server of our own, on a socket in a temporary folder."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        lacking("PostgreSQL is not installed: apt-get install postgresql")
    # Not pytest's folder, which only its owner may enter: the server refuses to run as root.
    with tempfile.TemporaryDirectory() as folder:
        as_server = []
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
            as_server = ["runuser", "-u", "postgres", "--"]

        def run(program: str, *arguments: str) -> None:
            command = [*as_server, str(programs[-1] / program), *arguments]
            subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=120)

        data = f"{folder}/data"
        run("initdb", "-D", data, "-U", "grader", "--auth=trust", "--no-sync")
        settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "start", "-w", "-D", data, "-l", f"{folder}/log", "-o", settings)
        yield f"postgresql+psycopg://grader@/postgres?host={folder}"
        run("pg_ctl", "stop", "-m", "immediate", "-D", data)


@pytest.fixture(scope="session")
def recorded_postgresql(postgresql) -> str:
    """The address of a database with the assignment recorded and nobody in it."""
    with Gradebook(postgresql, "course") as opened:
        record(opened)
    return postgresql


@pytest.fixture(scope="session")
def recorded(tmp_path_factory) -> Path:
    """A gradebook file with the assignment recorded and nobody in it."""
    file = tmp_path_factory.mktemp("recorded") / "gradebook.db"
    with Gradebook(f"sqlite:///{file}", "course") as opened:
        record(opened)
    return file


@pytest.fixture
def sqlite(recorded, tmp_path):
    """An open gradebook in a file, with the assignment recorded and nobody in it."""
    shutil.copy(recorded, tmp_path / "gradebook.db")
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db", "course") as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def gradebook(request):
    """The same in each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    with Gradebook(request.getfixturevalue("recorded_postgresql"), "course") as opened:
        opened.db.execute(text("TRUNCATE student CASCADE"))
        opened.update_or_create_assignment(PS, duedate=None)
        yield opened


@pytest.fixture
def source(tmp_path) -> Path:
    """The assignment's folder under solutions/."""
    folder = tmp_path / "solutions" / PS
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=recorded_cells()), folder / f"{PS}.ipynb")
    return folder


@pytest.fixture(scope="module")
def sandbox():
    """A sandbox that the tests of a module share."""
    with Sandbox() as made:
        yield made


@pytest.fixture(scope="module")
def plan(sandbox):
    """The plan of the small problem set."""
    return runner.prepare(notebook(RIGHT), sandbox, LIMITS)
