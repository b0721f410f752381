"""Work on several cores: each of Python's threads computes a whole task, by one thread of torch.

Torch hands every operation out to its threads and waits for the last. Small products gain little
by that on an idle machine, and beside other programs they wait, and wait, for a core. A task on one
thread waits for nobody, and torch lets other Python threads run during each of its operations.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

import torch

T = TypeVar("T")


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch compute on this thread alone, and afterwards on as many as before."""
    before = torch.get_num_threads()
    if before == 1:
        yield
        return
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def side_by_side(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """Run tasks beside each other, each on a thread of its own, and return their results in order.

    Gradients are not recorded in them. An error of one is raised when all have ended.
    """
    with one_thread():
        if len(tasks) == 1:
            return [tasks[0]()]
        running = [_threads(len(tasks)).submit(torch.no_grad()(task)) for task in tasks]
        wait(running)
        return [task.result() for task in running]


@cache
def _threads(count: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count, "trainlab", torch.set_num_threads, (1,))


if hasattr(os, "register_at_fork"):
    # A forked process has the pools, but none of their threads.
    os.register_at_fork(after_in_child=_threads.cache_clear)
