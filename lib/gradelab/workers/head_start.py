"""A head start for worker processes: they are forked from one that has imported everything."""

import multiprocessing
from multiprocessing import forkserver


def begin() -> None:
    """Start the process that workers are forked from; it imports while we do so ourselves."""
    multiprocessing.set_forkserver_preload(["gradelab.workers.forked"])
    forkserver.ensure_running()
