"""Ctrl-C in a terminal, which reaches every process that the command has started."""

import contextlib
import os
import signal
import socket
import subprocess
import time

from .small import PS, handed_in

MANY = 100


def test_an_interrupted_run_says_one_sentence_and_keeps_what_it_has(released_small, tmp_path):
    course = handed_in(released_small, tmp_path, MANY)
    graded = course.root / "grading" / "autograded"
    with socket.socket() as dashboard:
        with contextlib.suppress(OSError):  # where Dask would have its pages, here or in another's
            dashboard.bind(("127.0.0.1", 8787))
            dashboard.listen()
        process = subprocess.Popen(
            ["gradelab", "grade", PS, "--workers", "2"],
            cwd=course.root,
            env=course.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        while process.poll() is None and not list(graded.glob(f"*/{PS}/*.ipynb")):
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        printed, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert said == "gradelab: stopped; run the same command again to go on.\n"
    assert printed == ""
    assert 0 < len(list(graded.glob(f"*/{PS}/*.ipynb"))) < MANY
