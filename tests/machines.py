"""A Dask cluster of processes on this machine that is known by its address alone."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def machines(folder: Path, workers: int) -> Iterator[tuple[str, Callable[[], subprocess.Popen]]]:
    """Give the scheduler's address, and what starts one worker more; all end with the context."""
    file = folder / "scheduler.json"
    here = ["--scheduler-file", str(file), "--no-dashboard"]
    with contextlib.ExitStack() as stack:

        def start(module: str, *options: str) -> subprocess.Popen:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *options, *here],
                cwd=folder,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait, 60)
            stack.callback(process.terminate)
            return process

        def worker() -> subprocess.Popen:
            return start("dask_worker", "--nthreads", "1", "--no-nanny")

        start("dask_scheduler", "--port", "0", "--host", "127.0.0.1")
        for _ in range(workers):
            worker()
        while not file.exists():
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"], worker
