"""What one network more costs: time and memory of populations, on one CPU thread.

Run: python benchmarks/population.py
Time is per network and step, medians of interleaved runs, as a ratio to the best population size.
Memory is what a fresh process takes more while it trains, as a ratio to the parameters, the rule's
state and one chunk's activations.
"""

import multiprocessing
import re
import time
from pathlib import Path
from statistics import median

import torch

import trainlab as tl

#: (sizes, points)
NETWORKS = (([1] + [2] * 10 + [1], 100), ([1] + [8] * 3 + [1], 500), ([1] + [32] * 4 + [1], 256))
POPULATIONS = (64, 256, 1024, 4096)
ROUNDS = 5
#: Networks in the measurement of memory: enough that the interpreter does not matter.
MANY = (400_000, 100_000, 20_000)


def trainer(sizes: list[int], points: int, population: int) -> tl.Trainer:
    generator = torch.Generator().manual_seed(0)
    x, y = (torch.randn(points, 1, generator=generator) for _ in range(2))
    return tl.Trainer(tl.MLP(sizes), (x, y), population=population, device="cpu")


def cost(sizes: list[int], points: int) -> list[float]:
    """Return microseconds per network and step at each population size."""
    trainers = [trainer(sizes, points, population) for population in POPULATIONS]
    counts = [max(2, 8192 // population) for population in POPULATIONS]
    rounds = []
    for _ in range(ROUNDS + 1):
        times = []
        for t, count in zip(trainers, counts, strict=True):
            start = time.perf_counter()
            t.step(count, record=False)
            times.append((time.perf_counter() - start) / count / t.population * 1e6)
        rounds.append(times)
    return [median(column) for column in zip(*rounds[1:], strict=True)]


def high_water() -> int:
    """Return the most memory this process had, in bytes; Linux keeps it in /proc."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(re.findall(r"VmHWM:\s+(\d+)", status)[0])


def peak_memory(sizes: list[int], points: int, population: int) -> tuple[int, int]:
    """Return the bytes that making and training a population takes, and those it must hold."""
    trainer(sizes, points, 64).step(2)
    before = high_water()
    t = trainer(sizes, points, population)
    t.step(2, record=False)
    taken = high_water() - before
    state_and_parameters = 3 * t.params.numel()
    chunk = len(t.engine.chunks[0][1].params)
    activations = 2 * chunk * points * sum(sizes) + chunk * t.net.parameter_count
    return taken, 4 * (state_and_parameters + activations)


def main() -> None:
    torch.set_num_threads(1)
    print("Adam, full batch; microseconds per network and step (ratio to the best)")
    print(f"{'network':>10}{'points':>8}" + "".join(f"{n:>15}" for n in POPULATIONS))
    for sizes, points in NETWORKS:
        costs = cost(sizes, points)
        cells = "".join(f"{c:8.1f} ({c / min(costs):.2f})" for c in costs)
        print(f"{f'{len(sizes) - 2} x {sizes[1]}':>10}{points:8}{cells}")
    if not Path("/proc/self/status").exists():
        return
    print("\nPeak memory, MB (ratio to parameters, state and one chunk's activations)")
    fresh = multiprocessing.get_context("spawn")
    for (sizes, points), population in zip(NETWORKS, MANY, strict=True):
        with fresh.Pool(1) as pool:
            taken, needed = pool.apply(peak_memory, (sizes, points, population))
        shape = f"{len(sizes) - 2} x {sizes[1]}"
        print(
            f"{shape:>10}{points:8}  {population} networks{taken / 1e6:8.0f} ({taken / needed:.2f})"
        )


if __name__ == "__main__":
    main()
