"""Ctrl-C in a terminal, which reaches every process that the command has started."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.course import Course

from .small import PS, handed_in

MANY = 60


def _interrupted(course: Course, verb: str, first: str) -> tuple[int, str, str]:
    """Interrupt a command as soon as there is a first result; return how it ended, what it said."""
    process = subprocess.Popen(
        ["gradelab", verb, PS, "--workers", "2"],
        cwd=course.root,
        env=course.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None and not list(Path(course.root).glob(first)):
        time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    return process.returncode or process.wait(120), *process.communicate()


def test_an_interrupted_run_says_one_sentence_and_keeps_what_it_has(released_small, tmp_path):
    course = handed_in(released_small, tmp_path, MANY)
    with socket.socket() as dashboard:
        with contextlib.suppress(OSError):  # where Dask would have its pages, here or in another's
            dashboard.bind(("127.0.0.1", 8787))
            dashboard.listen()
        ended = _interrupted(course, "grade", f"grading/autograded/*/{PS}/*.ipynb")
    assert ended == (130, "", "gradelab: stopped; run the same command again to go on.\n")
    assert 0 < len(list(course.root.glob(f"grading/autograded/*/{PS}/*.ipynb"))) < MANY

    course.run("gradelab", "grade", PS, "--workers", "2")
    ended = _interrupted(course, "feedback", f"grading/feedback/*/{PS}/*.html")
    assert ended == (130, "", "gradelab: stopped; run the same command again to go on.\n")
    assert 0 < len(list(course.root.glob(f"grading/feedback/*/{PS}/*.html"))) < MANY
    assert f"feedback for {MANY} of {MANY}" in course.run("gradelab", "feedback", PS)
