"""A Dask cluster of processes on this machine that is known by its address alone."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

#: Imports once what all of a cluster's processes would, forks one for each line, and ends them all.
_FORKS = """
import importlib, json, os, signal, sys

for module in sys.argv[1:]:
    importlib.import_module(module)
started = []
for line in sys.stdin:
    module, *options = json.loads(line)
    main = importlib.import_module(module).main
    pid = os.fork()
    if not pid:
        main(options)
    started.append(pid)
    print(pid, flush=True)
for pid in started:
    os.kill(pid, signal.SIGKILL)  # nothing of theirs is kept, and an orderly end can take long
for pid in started:
    os.waitpid(pid, 0)
"""


@contextmanager
def machines(
    folder: Path, workers: int, imports: Sequence[str] = ()
) -> Iterator[tuple[str, Callable[[], int]]]:
    """Give the scheduler's address, and what starts one worker more and returns its process's id.

    All end with the context. ``imports`` are modules that workers will need, of which each would
    else import its own.
    """
    file = folder / "scheduler.json"
    forks = subprocess.Popen(
        [sys.executable, "-c", _FORKS, *imports],
        cwd=folder,
        env=os.environ | {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"},  # it costs time
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )

    def start(module: str, *options: str) -> int:
        here = ["--scheduler-file", str(file), "--no-dashboard"]
        line = json.dumps([f"distributed.cli.{module}", *options, *here])
        print(line, file=forks.stdin, flush=True)
        return int(forks.stdout.readline())

    def worker() -> int:
        return start("dask_worker", "--nthreads", "1", "--no-nanny")

    with forks:
        start("dask_scheduler", "--port", "0", "--host", "127.0.0.1")
        for _ in range(workers):
            worker()
        while not file.exists() or not file.stat().st_size:  # it is made first, and then written
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"], worker
