"""Default settings against one thread, on an otherwise idle machine and beside busy loops.

Run: python benchmarks/threads.py
Times are microseconds per network and step, medians of pairs taken in turns; a ratio is the median
over the pairs of one thread's time over that of as many threads as torch uses by default. On an
idle machine threads wait for Python's lock alone, which each lets go of during every operation of
torch's and takes back after it: "waited" is the share of their time in which they computed nothing.
"""

import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import NamedTuple

import torch

import trainlab as tl

#: (sizes, points, batch size, networks)
SETTINGS = (
    ([1] + [2] * 10 + [1], 100, None, 2048),
    ([1] + [2] * 10 + [1], 1000, 256, 2048),
    ([1] + [8] * 3 + [1], 500, None, 512),
    ([2] + [32] * 4 + [1], 256, 64, 256),
    ([2] + [32] * 4 + [1], 256, None, 1024),
    ([1] + [8] * 3 + [1], 100, None, 16),
    ([1] + [8] * 3 + [1], 100, None, 1),
)
PAIRS = 7
#: Busy loops for each core.
LOOPS = 2
#: Seconds that one of a pair should take, and steps of a first look at how long one takes.
LONG_ENOUGH, LOOK = 0.4, 4


def spin() -> None:
    while True:
        pass


@contextmanager
def load(loops: int) -> Iterator[None]:
    """Keep the cores busy with other processes."""
    fresh = multiprocessing.get_context("spawn")
    others = [fresh.Process(target=spin, daemon=True) for _ in range(loops)]
    for process in others:
        process.start()
    time.sleep(2 if loops else 0)
    try:
        yield
    finally:
        for process in others:
            process.terminate()
            process.join()


def trainer(sizes: list[int], points: int, batch: int | None, networks: int) -> tl.Trainer:
    generator = torch.Generator().manual_seed(0)
    x, y = (torch.randn(points, n, generator=generator) for n in (sizes[0], sizes[-1]))
    return tl.Trainer(tl.MLP(sizes), (x, y), population=networks, batch_size=batch, device="cpu")


class Took(NamedTuple):
    """Seconds that steps took by the clock, and of processors."""

    wall: float
    computed: float


def took(trained: tl.Trainer, threads: int, count: int) -> Took:
    torch.set_num_threads(threads)
    start, computed = time.perf_counter(), time.process_time()
    trained.step(count, record=False)
    return Took(time.perf_counter() - start, time.process_time() - computed)


def compare(trainers: list[tl.Trainer], threads: int) -> tuple[float, float, float, float]:
    """Return microseconds per network and step of one thread and of several, the ratio, and the
    share of the time of several in which they computed nothing.
    """
    kinds = list(zip(trainers, (1, threads), strict=True))
    first = [took(*kind, LOOK) for kind in kinds for _ in range(2)]
    count = max(LOOK, round(LOOK * LONG_ENOUGH / first[1].wall))
    pairs = [[took(*kind, count) for kind in kinds] for _ in range(PAIRS)]
    one, several = (median(t.wall for t in column) for column in zip(*pairs, strict=True))
    used = min(threads, len(trainers[0].engine.chunks))
    scale = 1e6 / count / trainers[0].population
    return (
        one * scale,
        several * scale,
        median(a.wall / b.wall for a, b in pairs),
        max(0.0, median(1 - b.computed / b.wall / used for _, b in pairs)),
    )


def main() -> None:
    threads, cores = torch.get_num_threads(), os.cpu_count() or 1
    print(f"torch {torch.__version__}, Adam; {threads} threads on {cores} cores against one thread")
    print(f"{'network':>10}{'points':>8}{'batch':>7}{'networks':>10}{'chunks':>8}", end="")
    print(f"{'idle':>27}{'waited':>8}{f'{LOOPS} busy loops a core':>27}")
    for sizes, points, batch, networks in SETTINGS:
        trainers = [trainer(sizes, points, batch, networks) for _ in range(2)]
        cells = ""
        for loops in (0, LOOPS * cores):
            with load(loops):
                one, several, ratio, waited = compare(trainers, threads)
            cells += f"{one:10.1f}{several:9.1f}{ratio:7.2f}x"
            cells += "" if loops else f"{waited:8.0%}"
        shape, chunks = f"{len(sizes) - 2} x {sizes[1]}", len(trainers[0].engine.chunks)
        print(f"{shape:>10}{points:8}{batch or 'all':>7}{networks:10}{chunks:8}{cells}", flush=True)


if __name__ == "__main__":
    main()
