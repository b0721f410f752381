"""Large networks on ten points (lecture 11)."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers, problems, schedules
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.targets import DEFAULT_START
from trainlab.nn.networks import MLP
from trainlab.training.run import Run

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

POINTS = 10
#: Networks on each draw of the points.
MEMBERS = 40
#: Draws of the points, and networks on each, where something else is changed.
CHANGED_DRAWS, CHANGED_MEMBERS = 6, 5
CLAIMED_LOSS = 1e-7
#: By heart: a training loss below this, so that the curve passes within 0.01 of the points. Wrong:
#: a larger share of the function's variance missed.
BY_HEART, WRONG = 1e-4, 0.05
#: The same, stricter: within 0.001 of the points.
STRICT = 1e-6


def sine(x: Tensor) -> Tensor:
    """Return the function behind the points, sin(2 pi x)."""
    return torch.sin(2 * torch.pi * x)


def draw_points(seed: int, n: int, noise: float, spaced: bool) -> tuple[Tensor, Tensor]:
    """Return n noisy points (n, 1) of the sine on (-1, 1), anywhere or equally spaced."""
    if not spaced:
        problem = problems.sine(n=n, noise=noise, n_val=0, seed=seed)
        return problem.x, problem.y
    x = torch.linspace(-1, 1, n)[:, None]
    generator = torch.Generator().manual_seed(seed)
    return x, sine(x) + noise * torch.randn(n, 1, generator=generator)


def fit_points(
    settings: Settings,
    draw: int,
    steps: int,
    n: int = POINTS,
    noise: float = 0.0,
    spaced: bool = False,
    activation: str = "tanh",
    init: str = "glorot_normal",
) -> tuple[Run, np.ndarray]:
    """Train on one draw of points; return the run, and each network's mean squared error against
    the sine itself, over its variance (E,).
    """
    run = settings.train(
        MLP([1, 20, 20, 1], activation=activation),
        draw_points(settings.seed + draw, n, noise, spaced),
        optimizer=optimizers.adam(0.01),
        schedule=schedules.cosine(steps),
        init=init,
        seed=settings.seed + settings.networks * draw,
        steps=steps,
        doing=f"{n} points, draw {draw}",
    )
    x = torch.linspace(-1, 1, 401)[:, None]
    error = (run.predict(x).cpu() - sine(x)).square().mean(dim=(1, 2))
    return run, (error / sine(x).var(correction=0)).numpy()


def _ends(
    settings: Settings, draws: int, steps: int, **change: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Train on some draws of points; return final losses and errors (draws, E) each."""
    fits = [fit_points(part, draw, steps, **change) for part, draw in settings.over(range(draws))]
    losses = [run.train_loss[-1].numpy(force=True) for run, _ in fits]
    return np.stack(losses), np.stack([error for _, error in fits])


#: What the source leaves open, and other choices for it.
CHANGES: dict[str, dict[str, Any]] = {
    "equally spaced points": {"spaced": True},
    "noise of standard deviation 0.1": {"noise": 0.1},
    "ReLU": {"activation": "relu"},
    f"ReLU, {DEFAULT_START}": {"activation": "relu", "init": "torch_default"},
    "30 points": {"n": 30},
    "100 points": {"n": 100},
}


def _draw_overfit_10(result: Result) -> "Picture":
    from trainlab.experiments.figures import overfitting as figures

    return figures.overfit_10(result, claimed=CLAIMED_LOSS, by_heart=BY_HEART)


@experiment(
    "overfit-10",
    draw=_draw_overfit_10,
    title="Ten points, learnt by heart",
    source="Lu, Deep Learning Concepts & Algorithms; Karniadakis, Training and Optimization",
    claim="A network trained on 10 points passes through them, with a training loss of about 1e-7, "
    "and does not learn the function.",
    networks=800,
    quick=200,
    seconds=45,
)
def overfit_10(settings: Settings) -> Outcome:
    """Train on many draws of ten points; then on other points."""
    steps = 1000 if settings.quick else 3000
    members = min(MEMBERS, settings.networks)
    draws = max(1, settings.networks // members)
    changes = dict([*CHANGES.items()][:1]) if settings.quick else CHANGES
    fewer, few = min(draws, CHANGED_DRAWS), min(members, CHANGED_MEMBERS)
    # A fit of few networks takes about half as long as one of many.
    main, rest = settings.split(draws, 0.5 * fewer * len(changes))
    many, less = replace(main, networks=members), replace(rest, networks=few)
    fits, complete = gathered(
        (fit_points(part, draw, steps) for part, draw in many.over(range(draws))), at_least=1
    )
    changed = (
        {"changed": name} | _over_draws(*_ends(part, fewer, steps, **change))
        for part, (name, change) in less.over(changes.items())
    )
    rows, complete = gathered(changed) if complete else ([], False)
    losses = [run.train_loss.numpy(force=True) for run, _ in fits]
    finals, misses = np.stack([loss[-1] for loss in losses]), np.stack([error for _, error in fits])
    found = [_row(loss, error) for loss, error in zip(finals, misses, strict=True)]
    final, missed = finals.ravel(), misses.ravel()
    measured = _row(final, missed)
    strict = _over_draws(finals, misses, STRICT)
    rows.append({"changed": f"by heart: loss below {STRICT:g}"} | strict)
    below = float((final < CLAIMED_LOSS).mean())
    measured["share below the source's training loss"] = below
    interval = {}
    if len(found) > 1:
        for name in ("share by heart", "share by heart and wrong"):
            interval[name] = statistics.bootstrap_interval([row[name] for row in found])
    x = torch.linspace(-1, 1, 201)[:, None]
    points = draw_points(settings.seed, POINTS, 0.0, spaced=False)
    by_heart, both = measured["share by heart"], measured["share by heart and wrong"]
    low, high = np.quantile(final, (0.05, 0.95))
    shares = np.array([row["share by heart and wrong"] for row in found])
    medians = np.median(finals, axis=1)
    return Outcome(
        measured=measured,
        claimed={"median training loss": CLAIMED_LOSS},
        interval=interval,
        interval_method=statistics.OVER_DRAWS,
        holds=_holds(shares, strict["share by heart and wrong"], bool(low <= CLAIMED_LOSS <= high)),
        verdict=f"{by_heart:.0%} of {len(final)} networks learn their ten points by heart, and "
        f"{both:.0%} do so and miss over {WRONG:.0%} of the function's variance; the median "
        f"network misses {np.median(missed):.0%}. {below:.0%} end below the source's "
        f"{CLAIMED_LOSS:.0e}, the middle 90% between {low:.0e} and {high:.0e}, and the draws' "
        f"medians between {medians.min():.0e} and {medians.max():.0e}.",
        setting={
            "target (chosen by us)": "sin(2 pi x) on (-1, 1), points anywhere",
            "network (chosen by us)": "1-20-20-1, tanh, Glorot normal",
            "rule (chosen by us)": "Adam, lr 0.01 with a cosine to 0, full batch",
            "steps (chosen by us)": steps,
            "by heart": f"training loss below {BY_HEART:g}",
            "wrong": f"error on the sine above {WRONG:.0%} of its variance",
            "draws of the points": len(found),
            "networks per draw": f"{members}, other seeds on every draw; where something is "
            f"changed, {few} on each of {fewer} draws",
        },
        sensitivity=rows,
        data={
            "training": statistics.bands(np.concatenate(losses, axis=1)),
            "final": final,
            "missed": missed,
            "x": x[:, 0].numpy(),
            "predictions": fits[0][0].predict(x)[:, :, 0].numpy(force=True),
            "points": torch.cat(points, dim=1).numpy(),
        },
        complete=complete,
    )


def _over_draws(loss: np.ndarray, error: np.ndarray, heart: float = BY_HEART) -> dict[str, Any]:
    """Return the row of final losses and errors (draws, E), and how far its draws lie apart."""
    shares = ((loss < heart) & (error > WRONG)).mean(axis=1)
    return _row(loss.ravel(), error.ravel(), heart) | {
        "networks": loss.size,
        "draws": len(loss),
        "by heart and wrong, least of the draws": float(shares.min()),
        "by heart and wrong, most of the draws": float(shares.max()),
    }


def _row(loss: np.ndarray, error: np.ndarray, heart: float = BY_HEART) -> dict[str, float]:
    """Return what became of networks with these final training losses and errors, both (E,)."""
    by_heart, wrong = loss < heart, error > WRONG
    return {
        "median training loss": float(np.median(loss)),
        "median error over the sine's variance": float(np.median(error)),
        "share by heart": float(by_heart.mean()),
        "share wrong": float(wrong.mean()),
        "share by heart and wrong": float((by_heart & wrong).mean()),
    }


def _holds(shares: np.ndarray, strictly: float, typical: bool) -> bool | str:
    """Say yes where most networks learn the points and not the function, by either measure, and the
    claimed loss is typical; no where nearly none do; else how often, and what it depends on.

    Args:
        shares: of each draw's networks that do so by the looser measure (draws,).
        strictly: share of all networks that do so by the stricter one.
        typical: whether the claimed loss is in the middle 90%.
    """
    both = shares.mean()
    if strictly > 0.5 and typical:
        return True
    if both < 0.05:
        return False
    depends = []
    if shares.min() <= 0.5 < shares.max():
        depends.append(
            f"on where the points fall ({shares.min():.0%} to {shares.max():.0%} of the networks "
            "from draw to draw)"
        )
    if strictly <= 0.5 < both:
        depends.append("on what counts as by heart")
    found = (
        f"{both:.0%} of the networks pass within {np.sqrt(BY_HEART):g} of the points, "
        f"{strictly:.0%} within {np.sqrt(STRICT):g}, and miss the function."
    )
    if depends:
        found = f"It depends {' and '.join(depends)}: {found}"
    return found if typical else f"{found} The source's loss lies outside the middle 90%."
