"""Spectral bias: which waves of a target a network learns first (lecture 02)."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers, problems
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.statistics import EXACT, bands, share_interval
from trainlab.experiments.targets import DEFAULT_START, LISTED, on_grid
from trainlab.experiments.verdicts import above, in_parts
from trainlab.nn.networks import MLP

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

POINTS = 200
SIZES = [1, 30, 30, 1]
LR = 0.01
#: A wave is learned when less than this share of its amplitude is missing, and from then on.
LEFT = 0.5
#: Looks are taken at steps that grow by this factor.
SPACING = 1.12
WAVES = (1, 2, 4, 8)


@dataclass(frozen=True)
class Target:
    """A sum of waves on a grid.

    Attributes:
        x, y: the points (N, 1) each.
        waves: what each wave alone has there (N, K), and what the target has of it, (K,).
        offsets: functions (N, C) that are fitted along with the waves and not judged.
        names: the waves' names, from slow to fast.
    """

    x: Tensor
    y: Tensor
    waves: np.ndarray
    amplitudes: np.ndarray
    offsets: np.ndarray
    names: Sequence[str]

    def missing(self, outputs: np.ndarray) -> np.ndarray:
        """Return which share of each wave's amplitude outputs (..., N) lack, (..., K)."""
        error = self.y[:, 0].double().numpy() - outputs
        fitted = error @ np.linalg.pinv(np.concatenate([self.waves, self.offsets], axis=1)).T
        shares: np.ndarray = np.abs(fitted[..., : len(self.names)]) / self.amplitudes
        return shares


def waves(amplitudes: Sequence[float] = (1, 1, 1, 1), stretch: float = 1.0) -> Target:
    """Return the sum of a_k sin(k pi x / stretch), k = 1, 2, 4, 8, on (-stretch, stretch)."""
    x = torch.linspace(-1, 1, POINTS, dtype=torch.float64)[:, None]
    each = torch.sin(math.pi * torch.tensor(WAVES) * x)
    heights = np.array(amplitudes, dtype=float)
    y = each @ torch.from_numpy(heights)[:, None]
    names = [f"k = {k}" for k in WAVES]
    offset = np.ones((POINTS, 1))
    return Target((stretch * x).float(), y.float(), each.numpy(), heights, offset, names)


def multiscale(near: bool = False) -> Target:
    """Return 5 + sin x + ... + sin 4x for x < 0 and cos 10x for x >= 0.

    Args:
        near: take x on (-1, 1), where the slow waves are too much alike to be told apart; their sum
            is then one wave.
    """
    x, y = on_grid(problems.multiscale(), POINTS, LISTED if near else None)
    left = (x < 0).double()
    slow = left * torch.sin(torch.arange(1, 5) * x.double())
    names = [f"sin {k if k > 1 else ''}x" for k in range(1, 5)]
    if near:
        slow, names = slow.sum(dim=1, keepdim=True), ["sin x + ... + sin 4x"]
    fast = (1 - left) * torch.cos(10 * x.double())
    each, offsets = torch.cat([slow, fast], dim=1), torch.cat([left, 1 - left], dim=1)
    names.append("cos 10x")
    return Target(x, y, each.numpy(), np.ones(len(names)), offsets.numpy(), names)


def looks(steps: int) -> list[int]:
    """Return the steps at which the fit is looked at, on a logarithmic scale."""
    return sorted({int(SPACING**k) for k in range(int(math.log(steps, SPACING)) + 1)} | {steps})


def learned(missing: np.ndarray, steps: Sequence[int]) -> np.ndarray:
    """Return the first look (E, K) from which a wave stays learned; inf where it does not.

    Args:
        missing: (looks, E, K) share of each wave's amplitude.
        steps: the looks.
    """
    for_good = np.logical_and.accumulate((missing < LEFT)[::-1])[::-1]
    first = np.asarray(steps, dtype=float)[for_good.argmax(axis=0)]
    times: np.ndarray = np.where(for_good.any(axis=0), first, np.inf)
    return times


def follow(
    settings: Settings,
    target: Target,
    steps: int,
    doing: str,
    activation: str = "tanh",
    init: str = "glorot_normal",
    rule: optimizers.Optimizer | None = None,
) -> np.ndarray:
    """Train on a target; return the share missing of each wave at every look, (looks, E, K)."""
    run = settings.train(
        MLP(SIZES, activation=activation),
        (target.x, target.y),
        optimizer=rule or optimizers.adam(LR),
        init=init,
        steps=steps,
        snapshots=looks(steps),
        doing=doing,
    )
    x = target.x.to(run.params)
    outputs = [run.net.forward(p, x, run.buffers)[..., 0] for p in run.snapshots]
    return target.missing(torch.stack(outputs).numpy(force=True))


#: The two targets, and for each which waves are held to come before which.
TARGETS: dict[str, Callable[[], Target]] = {"waves": waves, "multiscale": multiscale}
PAIRS = {"waves": ((0, 1), (1, 2), (2, 3)), "multiscale": ((0, 4), (1, 4), (2, 4), (3, 4))}
#: What the source leaves open, and other choices for it: a target, and how it is learned.
CHANGES: dict[str, tuple[Callable[[], Target], dict[str, Any]]] = {
    "amplitudes 1, 2, 4, 8": (partial(waves, amplitudes=(1, 2, 4, 8)), {}),
    "ReLU units, He normal": (waves, {"activation": "relu", "init": "he_normal"}),
    f"ReLU units, {DEFAULT_START}": (waves, {"activation": "relu", "init": "torch_default"}),
    "inputs five times as wide": (partial(waves, stretch=5.0), {}),
    "gradient descent, lr 0.1": (waves, {"rule": optimizers.sgd(0.1)}),
    "multi-scale target, x on (-1, 1)": (partial(multiscale, near=True), {}),
}


def _draw_spectral_bias(result: Result) -> "Picture":
    from trainlab.experiments.figures import spectra as figures

    return figures.spectral_bias(result, left=LEFT)


@experiment(
    "spectral-bias",
    draw=_draw_spectral_bias,
    title="Low frequencies first",
    source='Karniadakis, "Training and optimization"; Rahaman et al., "On the spectral bias of '
    'neural networks", 2019',
    claim="Spectral bias can make multi-scale problems extremely hard to learn: a network learns "
    "low frequencies first.",
    networks=400,
    quick=32,
    seconds=120,
)
def spectral_bias(settings: Settings) -> Outcome:
    """See when each wave of a target has been learned."""
    steps = 600 if settings.quick else 3000
    first, rest = settings.split(0.7, 0.3)
    each = replace(first, networks=settings.networks // len(TARGETS))
    at = looks(steps)
    missing, times, measured, interval, parts = {}, {}, {}, {}, {}
    for part, (name, make) in each.over(TARGETS.items()):
        target = make()
        missing[name] = follow(part, target, steps, name)
        times[name] = learned(missing[name], at)
        for wave, when in zip(target.names, times[name].T, strict=True):
            measured[f"{name}: median step at which {wave} is learned"] = float(np.median(when))
        for slow, fast in PAIRS[name]:
            word = f"{name}: {target.names[slow]} before {target.names[fast]}"
            earlier = times[name][:, slow] < times[name][:, fast]
            measured[word] = float(earlier.mean())
            interval[word] = share_interval(int(earlier.sum()), len(earlier))
            parts[word] = above(interval[word], 0.5)
    few = replace(rest, networks=settings.networks // 5)
    rows, complete = gathered(() if settings.quick else _sensitivity(few, steps))
    return Outcome(
        measured=measured,
        claimed=dict.fromkeys(interval, "above 0.5"),
        interval=interval,
        interval_method=f"{EXACT}; a wave that is never learned comes after one that is",
        holds=in_parts(parts),
        verdict=_verdict(measured, steps),
        setting={
            "targets": "sum of sin(k pi x), k = 1, 2, 4, 8, on (-1, 1) (chosen by us); "
            "5 + sin x + ... + sin 4x for x < 0, cos 10x for x >= 0, on (-pi, pi)",
            "data (chosen by us)": f"{POINTS} equally spaced points without noise, full batch",
            "network (chosen by us)": f"{'-'.join(map(str, SIZES))}, tanh, Glorot normal",
            "rule (chosen by us)": f"Adam, lr {LR:g}, {steps} steps",
            "learned": f"less than {LEFT:g} of the wave's amplitude is missing, and from then on",
            "networks on each target": each.networks,
        },
        sensitivity=rows,
        complete=complete,
        data={"looks": np.array(at)}
        | {f"missing {name}": bands(found.swapaxes(1, 2)) for name, found in missing.items()}
        | {f"names {name}": np.array(make().names) for name, make in TARGETS.items()},
    )


def _verdict(measured: Mapping[str, float], steps: int) -> str:
    def told(name: str) -> str:
        start = f"{name}: median step at which "
        return ", ".join(
            f"{word.removeprefix(start).removesuffix(' is learned')} at {_step(value, steps)}"
            for word, value in measured.items()
            if word.startswith(start)
        )

    return (
        f"The median network has learned, of the sum of waves, {told('waves')}; of the "
        f"multi-scale target, {told('multiscale')}."
    )


def _step(value: float, steps: int) -> str:
    return f"step {value:.0f}" if np.isfinite(value) else f"no step up to {steps}"


def _sensitivity(settings: Settings, steps: int) -> Iterator[dict[str, Any]]:
    for part, (name, (make, options)) in settings.over(CHANGES.items()):
        target = make()
        times = learned(follow(part, target, steps, name, **options), looks(steps))
        yield {"changed": name, "networks": part.networks} | {
            f"median step, {wave}": float(np.median(when))
            for wave, when in zip(target.names, times.T, strict=True)
        }
