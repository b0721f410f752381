"""L-BFGS on a population against torch.optim.LBFGS on one network after another, one CPU thread.

Run: python benchmarks/second_order.py
Prints milliseconds per network and step, medians of interleaved runs from the same weights, and
ratios. Both search for the strong Wolfe conditions from a step length of 1, with ten pairs.
"""

import time
from statistics import median

import torch
from torch import nn

import trainlab as tl

#: (sizes, points, networks)
SETTINGS = (
    ([1, 8, 8, 1], 100, 1),
    ([1, 8, 8, 1], 100, 64),
    ([1, 32, 32, 1], 200, 1),
    ([1, 32, 32, 1], 200, 32),
)
STEPS, ROUNDS = 20, 5


def ours(sizes: list[int], data: tuple[torch.Tensor, torch.Tensor], population: int) -> float:
    """Return seconds for all networks."""
    trainer = tl.Trainer(
        tl.MLP(sizes), data, optimizer=tl.optimizers.lbfgs(), population=population, device="cpu"
    )
    start = time.perf_counter()
    trainer.step(STEPS)
    return time.perf_counter() - start


def torchs(sizes: list[int], data: tuple[torch.Tensor, torch.Tensor], seed: int) -> float:
    """Return seconds for one network."""
    x, y = data
    trainer = tl.Trainer(tl.MLP(sizes), data, seed=seed, device="cpu")
    layers: list[nn.Module] = []
    for i in range(1, len(sizes)):
        linear = nn.Linear(sizes[i - 1], sizes[i])
        linear.weight.data.copy_(trainer.weights(i)[0])
        linear.bias.data.copy_(trainer.biases(i)[0])
        layers += [linear, nn.Tanh()]
    module = nn.Sequential(*layers[:-1])
    optimizer = torch.optim.LBFGS(
        module.parameters(),
        max_iter=STEPS,
        max_eval=100 * STEPS,
        tolerance_grad=0,
        tolerance_change=0,
        history_size=10,
        line_search_fn="strong_wolfe",
    )

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(module(x), y)
        loss.backward()
        return loss

    start = time.perf_counter()
    optimizer.step(closure)
    return time.perf_counter() - start


def main() -> None:
    torch.set_num_threads(1)
    print(
        f"{'network':>16} {'points':>6} {'networks':>8} {'torch ms':>9} {'ours ms':>8} {'ratio':>6}"
    )
    for sizes, points, networks in SETTINGS:
        generator = torch.Generator().manual_seed(0)
        x, y = (torch.randn(points, 1, generator=generator) for _ in range(2))
        pairs = []
        for round_ in range(ROUNDS + 1):
            single = torchs(sizes, (x, y), seed=round_ % networks)
            pairs.append((single / STEPS, ours(sizes, (x, y), networks) / STEPS / networks))
        theirs, own = (1e3 * median(column) for column in zip(*pairs[1:], strict=True))
        ratio = median(a / b for a, b in pairs[1:])
        print(
            f"{'-'.join(map(str, sizes)):>16} {points:>6} {networks:>8} {theirs:>9.3f} "
            f"{own:>8.3f} {ratio:>6.1f}"
        )


if __name__ == "__main__":
    main()
