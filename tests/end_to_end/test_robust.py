"""Hundreds of submissions: through kills of workers and writer, and over a cluster by address."""

import contextlib
import json
import random
import signal
import subprocess
import sys
import time

import psutil
from nbgrader.api import Gradebook

from .small import PS, handed_in, wrongly_graded

#: Rounds in which something is killed, before one that is left alone.
_KILLS = 4
#: The command, to a scheduler that is waited for less long.
_IMPATIENT = f"""
import sys
from gradelab.cli import main
from trainlab.core import cluster

cluster._PATIENCE = 0.5
sys.exit(main(["grade", "{PS}", "--scheduler", "tcp://127.0.0.1:1"]))
"""


def listed(output: str) -> list[dict]:
    """Return what ``gradelab grade --json`` listed."""
    return json.JSONDecoder().raw_decode(output[output.index("[\n") :])[0]


def _rows(course) -> dict[str, int]:
    """How many submissions, notebooks and grades the gradebook holds of each student."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        return {
            submission.student.id: sum(len(n.grades) for n in submission.notebooks)
            for submission in gradebook.assignment_submissions(PS)
        }


def _graded(course) -> set[str]:
    return {path.parts[-3] for path in course.root.glob(f"grading/autograded/*/{PS}/{PS}.ipynb")}


def _graded_at(course) -> dict[str, int]:
    folder = course.root / "grading" / "autograded"
    return {student: (folder / student).stat().st_mtime_ns for student in _graded(course)}


def _grading(course) -> subprocess.Popen:
    return subprocess.Popen(
        ["gradelab", "grade", PS, "--workers", "2"],
        cwd=course.root,
        env=course.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _until_some_more(course, process: subprocess.Popen, more: int) -> None:
    target = len(_graded(course)) + more
    while process.poll() is None and len(_graded(course)) < target:
        time.sleep(0.05)


def _descendants(process: subprocess.Popen) -> list[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(process.pid).children(recursive=True)
    return []


def test_three_hundred_submissions_survive_kills_of_workers_and_writer(released_small, tmp_path):
    course = handed_in(released_small, tmp_path, 300)
    chance = random.Random(0)
    before: dict[str, int] = {}
    for round_number in range(_KILLS):
        process = _grading(course)
        _until_some_more(course, process, more=40)
        family = _descendants(process)
        for victim in chance.sample(family, min(3, len(family))):
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.kill()
        _until_some_more(course, process, more=20)
        family = _descendants(process)
        process.send_signal(signal.SIGINT if round_number == 0 else signal.SIGKILL)
        process.wait(120)
        _, alive = psutil.wait_procs(family, timeout=30)
        assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]
        kept = _graded_at(course)
        assert kept.keys() >= before.keys()
        assert all(kept[student] == moment for student, moment in before.items())
        before = kept
    entries = listed(course.run("gradelab", "grade", PS, "--workers", "2", "--json"))
    rows = _rows(course)
    assert len(rows) == 300
    assert set(rows.values()) == {2}
    wrong = wrongly_graded(entries, 300)
    assert {entry["reason"] for entry in wrong} <= {"the kernel died"}
    assert len(wrong) <= 3 * _KILLS


def test_a_hundred_submissions_over_a_cluster_by_its_address(released_small, cluster, tmp_path):
    course = handed_in(released_small, tmp_path, 100)
    entries = listed(course.run("gradelab", "grade", PS, "--scheduler", cluster, "--json"))
    assert wrongly_graded(entries, 100) == []
    assert len(entries) == 100


def test_a_scheduler_that_does_not_answer_is_explained(released_small, tmp_path):
    course = handed_in(released_small, tmp_path, 1)
    output = course.run(sys.executable, "-c", _IMPATIENT, fails=True)
    assert "No Dask scheduler answers at tcp://127.0.0.1:1" in output
    assert "Traceback" not in output
