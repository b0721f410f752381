"""A million networks of ten layers of two units on a CUDA GPU, a thousand steps.

Run: python benchmarks/gpu.py
Reports the time and the share of the GPU's memory bandwidth that the numbers of a step need: every
value of the passes written and read once, parameters and the rule's state read and written.
"""

import time

import torch

import trainlab as tl

SIZES, POINTS, NETWORKS, STEPS = [1] + [2] * 10 + [1], 20, 1_000_000, 1000


def bandwidth() -> float:
    """Return the bytes per second that a copy of a gigabyte moves, reads and writes."""
    source = torch.empty(1 << 28, device="cuda")
    target = torch.empty_like(source)
    target.copy_(source)
    torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(20):
        target.copy_(source)
    torch.cuda.synchronize()
    return 20 * 2 * source.numel() * 4 / (time.perf_counter() - start)


def main() -> None:
    if not torch.cuda.is_available():
        print("not run: no CUDA GPU")
        return
    x, y = torch.randn(POINTS, 1), torch.randn(POINTS, 1)
    peak = bandwidth()
    trainer = tl.Trainer(tl.MLP(SIZES), (x, y), population=NETWORKS, device="cuda")
    trainer.step(20, record=False)
    torch.cuda.synchronize()
    start = time.perf_counter()
    trainer.step(STEPS, record=False)
    torch.cuda.synchronize()
    seconds = time.perf_counter() - start
    # Adam reads and writes parameters and two moments, and the gradients are written and read.
    per_network = 8 * trainer.net.parameter_count + 4 * POINTS * sum(SIZES[1:])
    moved = 4 * per_network * NETWORKS * STEPS / seconds
    print(f"{torch.cuda.get_device_name()}, {POINTS} points, Adam")
    print(f"{NETWORKS} networks, {STEPS} steps: {seconds:.1f} s")
    print(f"{moved / 1e9:.0f} GB/s, {moved / peak:.0%} of the {peak / 1e9:.0f} GB/s of a copy")


if __name__ == "__main__":
    main()
