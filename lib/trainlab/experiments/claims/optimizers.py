"""Adam against Nadam on a function with a smooth half, a jump and a fast half."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from trainlab import problems
from trainlab.engine.columns import Data
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.statistics import (
    BOOTSTRAPPED,
    EXACT,
    bands,
    clopper_pearson,
    median_interval,
    share_interval,
)
from trainlab.experiments.targets import DEFAULT_START, LISTED, on_grid
from trainlab.experiments.verdicts import Interval, above, within
from trainlab.nn.networks import MLP
from trainlab.optimizers import adam, nadam
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

NET = MLP([1, 100, 100, 1], activation="tanh")
POINTS = 100
LR = 1e-3
#: Steps between two looks; a look is the median loss of these steps, as Adam's loss flickers.
BLOCK = 50
#: Bounds of the ratio of two times that count as about equal.
ABOUT_EQUAL = (0.9, 1.1)
RULES = {"adam": adam, "nadam": nadam}
SLIDE = {"adam": 0.281, "nadam": 0.394}
CLAIMED = {
    "adam_better": 1.0,
    "adam_better_there": 1.0,
    "adam_better_least": 1.0,
    "error_adam": SLIDE["adam"],
    "error_nadam": SLIDE["nadam"],
    "error_nadam_there": SLIDE["nadam"],
    "time_nadam_over_adam": 4.224 / 4.307,
}
SETTING = {
    "network": "1-100-100-1, tanh, Glorot-uniform weights, zero biases (initializer not named)",
    "data": f"{POINTS} equally spaced points on (-pi, pi), no noise, full batch (not named)",
    "rules": f"lr {LR}, betas (0.9, 0.999); Nadam as in PyTorch",
    "error": f"training MSE, median of {BLOCK} steps",
    "steps_of_the_source": "not named",
    "pairs": "each network starts from the same weights under both rules",
}


@dataclass
class Duel:
    """The errors of both rules (looks, E), and the seconds of each block (looks,)."""

    error: dict[str, list[np.ndarray]] = field(default_factory=lambda: {name: [] for name in RULES})
    seconds: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in RULES})

    @property
    def looks(self) -> int:
        """Looks that both rules have had."""
        return min(map(len, self.error.values()))

    def errors(self, rule: str) -> np.ndarray:
        """Return a rule's errors (looks, E)."""
        return np.stack(self.error[rule][: self.looks])

    def time_ratios(self) -> np.ndarray:
        """Return Nadam's time over Adam's, of each block (looks,)."""
        adam, nadam = (np.array(self.seconds[rule][: self.looks]) for rule in RULES)
        ratios: np.ndarray = nadam / adam
        return ratios


def duel(
    settings: Settings,
    data: Data,
    steps: int,
    doing: str,
    lr: float = LR,
    init: str = "glorot_uniform",
) -> tuple[Duel, bool]:
    """Train both rules in turn, block by block, each member from one start; and whether to the end.

    Turns make the comparison of their times fair on a machine that is busy now and then.
    """
    asked: dict[str, Any] = {
        "population": settings.networks,
        "seed": settings.seed,
        "device": settings.device,
    }
    trainers = {
        name: Trainer(NET, data, optimizer=rule(lr=lr), init=init, **asked)
        for name, rule in RULES.items()
    }
    seen = Duel()
    try:
        for part, _ in settings.over(range(steps // BLOCK)):
            for name, trainer in trainers.items():
                start = time.perf_counter()
                losses = trainer.step(BLOCK)
                seen.seconds[name].append(time.perf_counter() - start)
                seen.error[name].append(_median(losses))
            part.progress(1.0, doing)
    except KeyboardInterrupt:
        if not seen.looks:
            raise
        return seen, False
    return seen, True


def _median(losses: Tensor | None) -> np.ndarray:
    """Return the median over steps (E,); a diverged member counts as infinitely bad."""
    assert losses is not None
    medians: np.ndarray = np.median(losses.nan_to_num(nan=torch.inf).numpy(force=True), axis=0)
    return medians


def _draw_adam_nadam(result: Result) -> "Picture":
    from trainlab.experiments.figures import optimizers as figures

    return figures.adam_nadam(result, slide=SLIDE)


@experiment(
    "adam-nadam",
    draw=_draw_adam_nadam,
    title="Adam against Nadam",
    source='Karniadakis, "Training and optimization", Adam vs Nadam',
    claim="On 5 + sin x + ... + sin 4x for x < 0 and cos 10x for x >= 0, a tanh network of two "
    "hidden layers of 100 ends with an error of 0.281 under Adam and 0.394 under Nadam; Adam is "
    "always better, and the two take about equal time.",
    networks=150,
    quick=6,
    seconds=225,
)
def adam_nadam(settings: Settings) -> Outcome:
    """Train the same networks under both rules and count how often Adam is ahead."""
    steps = 2400 if settings.quick else 3000
    target = problems.multiscale(n=POINTS, seed=settings.seed)
    data = on_grid(target, POINTS)
    first, rest = settings.split(0.7, 0.3)
    seen, complete = duel(first, data, steps, "both rules, side by side")
    adam_errors, nadam_errors = seen.errors("adam"), seen.errors("nadam")
    wins = (adam_errors < nadam_errors).sum(axis=1)
    share, (low, high) = wins / settings.networks, clopper_pearson(wins, settings.networks)
    at = int(np.abs(np.median(adam_errors, axis=1) - SLIDE["adam"]).argmin())
    least = int(share.argmin())
    found = {
        "error_adam": adam_errors[-1],
        "error_nadam": nadam_errors[-1],
        "error_nadam_there": nadam_errors[at],
        "time_nadam_over_adam": seen.time_ratios(),
    }
    medians = {name: float(np.median(values)) for name, values in found.items()}
    intervals = {name: median_interval(values) for name, values in found.items()}
    looks = np.linspace(0, len(share) - 1, 6).astype(int)
    sensitivity: list[dict[str, object]] = [
        {
            "changed": f"{(look + 1) * BLOCK} steps",
            "adam_better": float(share[look]),
            "interval": (float(low[look]), float(high[look])),
        }
        for look in looks
    ]
    rows: list[dict[str, Any]] = []
    if complete and not settings.quick:
        rows, complete = gathered(_sensitivity(rest, data, (target.x, target.y), steps))
        sensitivity += rows
    return Outcome(
        measured={
            "adam_better": float(share[-1]),
            "adam_better_there": float(share[at]),
            "steps_there": (at + 1) * BLOCK,
            "adam_better_least": float(share[least]),
            "steps_least": (least + 1) * BLOCK,
        }
        | medians,
        claimed=CLAIMED,
        interval={
            "adam_better": (float(low[-1]), float(high[-1])),
            "adam_better_there": (float(low[at]), float(high[at])),
        }
        | intervals,
        interval_method=f"adam_better: {EXACT}; medians of errors: {BOOTSTRAPPED}; of the ratio of "
        f"times: the same, over blocks of {BLOCK} steps",
        holds=_holds(share, low, high, at, intervals["time_nadam_over_adam"], rows),
        verdict=f"After {len(share) * BLOCK} steps Adam's error is the lower one in "
        f"{share[-1]:.0%} of the networks ({low[-1]:.0%} to {high[-1]:.0%}); where Adam's median "
        f"is nearest to the slide's {SLIDE['adam']}, at step {(at + 1) * BLOCK}, Nadam's is "
        f"{medians['error_nadam_there']:.3f} (slide: {SLIDE['nadam']}). A step of Nadam takes "
        f"{medians['time_nadam_over_adam']:.2f} times as long as one of Adam.",
        setting=SETTING | {"steps": len(share) * BLOCK},
        sensitivity=sensitivity,
        data={
            "steps": BLOCK * np.arange(1, len(share) + 1),
            "adam": bands(adam_errors),
            "nadam": bands(nadam_errors),
            "share": np.stack([share, low, high]),
            "at": np.array(at),
        },
        complete=complete,
    )


def _sensitivity(
    settings: Settings, grid: Data, drawn: Data, steps: int
) -> Iterator[dict[str, Any]]:
    """Repeat the duel in other settings, on a quarter of the networks and two thirds of steps."""
    networks = max(2, settings.networks // 4)
    cases: dict[str, tuple[Data, dict[str, Any]]] = {
        "points drawn at random": (drawn, {}),
        "init lecun_uniform": (grid, {"init": "lecun_uniform"}),
        DEFAULT_START: (grid, {"init": "torch_default"}),
        "x on (-1, 1)": (on_grid(problems.multiscale(), POINTS, LISTED), {}),
        "lr 0.003": (grid, {"lr": 3e-3}),
    }
    for part, (name, (data, arguments)) in settings.over(cases.items()):
        few = replace(part, networks=networks)
        seen, finished = duel(few, data, 2 * steps // 3, name, **arguments)
        if not finished:
            raise KeyboardInterrupt
        wins = int((seen.errors("adam")[-1] < seen.errors("nadam")[-1]).sum())
        yield {
            "changed": name,
            "steps": seen.looks * BLOCK,
            "networks": networks,
            "adam_better": wins / networks,
            "interval": share_interval(wins, networks),
        }


def _holds(
    share: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    at: int,
    ratio: Interval,
    rows: Sequence[Mapping[str, Any]] = (),
) -> bool | str:
    """Judge by the shares (looks,) in which Adam is ahead, their bounds, and the times.

    ``at`` is the look at which Adam's error is nearest to the slide's, ``ratio`` the interval of
    Nadam's time over Adam's, and ``rows`` are those with something changed.
    """
    least, most = ABOUT_EQUAL
    changed = {row["changed"]: above(row["interval"], 0.5) for row in rows}
    if high[-1] < 0.5 and set(changed.values()) <= {"no"}:
        return False
    if (
        share.min() == 1
        and within(ratio, least, most) == "yes"
        and set(changed.values()) <= {"yes"}
    ):
        return True
    told = f"{_where(share, low, at)} The times are {_times(ratio)}."
    if rows:
        ahead = ", ".join(f"{row['adam_better']:.0%} with {row['changed']}" for row in rows)
        told += f" After {rows[0]['steps']} steps Adam is ahead in {ahead}."
    if share.min() == 1:
        return f"Adam is always ahead. {told}"
    if low.min() > 0.5:
        return f"As a rule, not always. {told}"
    if low.max() > 0.5:
        return f"It depends on the steps, which the source does not name. {told}"
    return f"After no number of steps is Adam ahead for certain. {told}"


def _where(share: np.ndarray, low: np.ndarray, at: int) -> str:
    """Say in how many networks Adam is ahead: at the slide's error, at worst, and at the end."""
    steps = BLOCK * np.arange(1, len(share) + 1)
    worst = int(share.argmin())
    told = (
        f"Adam is ahead in {share[at]:.0%} of the networks at step {steps[at]}, where its error is "
        f"nearest to the slide's; in the fewest, {share[worst]:.0%}, at step {steps[worst]}; in "
        f"{share[-1]:.0%} at the end, step {steps[-1]}."
    )
    certain = np.flatnonzero(np.minimum.accumulate(low[::-1])[::-1] > 0.5)
    if len(certain):
        told += f" From step {steps[certain[0]]} on it is for certain in more than half."
    return told


def _times(ratio: Interval) -> str:
    """Say whether the interval of Nadam's time over Adam's is within the bounds of about equal."""
    told = f"Nadam's is {ratio[0]:.2f} to {ratio[1]:.2f} of Adam's"
    words = {
        "yes": "about equal",
        "no": "not equal",
        "undecided": "about equal or not, which is undecided",
    }
    return f"{words[within(ratio, *ABOUT_EQUAL)]}: {told}"
