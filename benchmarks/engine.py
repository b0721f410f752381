"""The population engine against what one would write otherwise, on one CPU thread.

Run: python benchmarks/engine.py
Prints microseconds per network and step, medians of interleaved runs, and ratios: against a loop of
nn.Sequential, autograd and torch.optim.Adam, and against torch.func.vmap of grad with foreach Adam.
"""

import time
from collections.abc import Callable
from itertools import pairwise
from statistics import median

import torch
from torch import nn

import trainlab as tl

#: (sizes, points, networks)
SETTINGS = (
    ([1] + [2] * 10 + [1], 100, 256),
    ([1] + [2] * 10 + [1], 100, 1),
    ([1] + [8] * 3 + [1], 500, 64),
    ([1] + [8] * 3 + [1], 500, 1),
    ([1] + [32] * 4 + [1], 256, 64),
    ([1] + [32] * 4 + [1], 256, 1),
)
ROUNDS = 7


def sequential(sizes: list[int]) -> nn.Sequential:
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(sizes):
        layers += [nn.Linear(inputs, outputs), nn.Tanh()]
    return nn.Sequential(*layers[:-1])


def one_module(sizes: list[int], x: torch.Tensor, y: torch.Tensor) -> Callable[[int], None]:
    module = sequential(sizes)
    optimizer = torch.optim.Adam(module.parameters())

    def steps(count: int) -> None:
        for _ in range(count):
            optimizer.zero_grad()
            nn.functional.mse_loss(module(x), y).backward()
            optimizer.step()

    return steps


def vmapped(
    sizes: list[int], x: torch.Tensor, y: torch.Tensor, networks: int
) -> Callable[[int], None]:
    modules = [sequential(sizes) for _ in range(networks)]
    params, buffers = torch.func.stack_module_state(modules)
    base = sequential(sizes).to("meta")
    optimizer = torch.optim.Adam(params.values(), foreach=True)

    def loss(p: dict, b: dict) -> torch.Tensor:
        return nn.functional.mse_loss(torch.func.functional_call(base, (p, b), (x,)), y)

    gradients = torch.func.vmap(torch.func.grad(loss))

    def steps(count: int) -> None:
        for _ in range(count):
            for name, gradient in gradients(params, buffers).items():
                params[name].grad = gradient
            optimizer.step()

    return steps


def population(
    sizes: list[int], x: torch.Tensor, y: torch.Tensor, networks: int
) -> Callable[[int], None]:
    trainer = tl.Trainer(tl.MLP(sizes), (x, y), population=networks, device="cpu")
    return lambda count: trainer.step(count, record=False) and None


def microseconds(steps: Callable[[int], None], count: int, networks: int) -> float:
    start = time.perf_counter()
    steps(count)
    return (time.perf_counter() - start) / count / networks * 1e6


def main() -> None:
    torch.set_num_threads(1)
    print(f"torch {torch.__version__}, one thread, Adam, full batch; microseconds per network-step")
    print(
        f"{'network':>14}{'points':>8}{'networks':>10}{'module':>9}{'vmap':>9}{'ours':>9}   ratios"
    )
    for sizes, points, networks in SETTINGS:
        x, y = torch.randn(points, 1), torch.randn(points, 1)
        contenders = (
            (one_module(sizes, x, y), 20, 1),
            (vmapped(sizes, x, y, networks), max(4, 40 // networks), networks),
            (population(sizes, x, y, networks), max(16, 400 // networks), networks),
        )
        for steps, count, _ in contenders:
            steps(count)
        rounds = [[microseconds(*c) for c in contenders] for _ in range(ROUNDS)]
        module, vmap, ours = (median(column) for column in zip(*rounds, strict=True))
        shape = f"{len(sizes) - 2} x {sizes[1]}"
        print(
            f"{shape:>14}{points:8}{networks:10}{module:9.0f}{vmap:9.1f}{ours:9.1f}"
            f"   {module / ours:.1f}x module, {vmap / ours:.1f}x vmap"
        )


if __name__ == "__main__":
    main()
