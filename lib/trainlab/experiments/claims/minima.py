"""Leaving a bad minimum by noise or by momentum (lectures 05 and 06)."""

import math
from typing import TYPE_CHECKING

import numpy as np
import torch

from trainlab import optimizers
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment
from trainlab.experiments.statistics import EXACT, share_interval
from trainlab.experiments.verdicts import in_parts, within
from trainlab.problems.surfaces import SURFACES
from trainlab.training.racing import Racer, race

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

LR, STEPS = 0.1, 1000
NOISES = (0.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
MOMENTA = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
BAD, GOOD = (4.0, 0.0), (-5.0, 0.0)
#: What a quick run looks at.
FEW_NOISES, FEW_MOMENTA = (0.0, 3.0, 4.0, 6.0), (0.0, 0.9)
#: Heights between a minimum and the pass at (1, 0), by the minimum.
CLIMB = {BAD: 21.6 - 18.225, GOOD: 21.6}
#: A ball has left the bad minimum when x1 is below this, and the good one when it is above.
LEFT, RETURNED = -2.0, 3.0
#: Shares of the balls that count as hardly any and as most.
FEW, MOST = 0.05, 0.5


def kramers(noise: float, minimum: tuple[float, float] = BAD) -> float:
    """Return the share of balls that leave a minimum in time, for small steps and rare escapes.

    Kramers, "Brownian motion in a field of force and the diffusion model of chemical reactions",
    1940: sqrt(curvature here * curvature at the pass) / 2 pi * exp(-climb / temperature) a unit of
    time; a step is a time lr, and noise sigma a temperature lr sigma^2 / 2.
    """
    if not noise:
        return 0.0
    here = (3 * minimum[0] ** 2 - 21) / 10
    rate = math.sqrt(here * 1.8) / (2 * math.pi)
    rate *= math.exp(-CLIMB[minimum] / (LR * noise**2 / 2))
    return 1 - math.exp(-rate * LR * STEPS)


def left(settings: Settings, noise: float, minimum: tuple[float, float] = BAD) -> np.ndarray:
    """Return which balls (E,) that start in a minimum leave it at some step."""
    racer = Racer(
        "double_well",
        [optimizers.sgd(LR)],
        start=minimum,
        population=settings.networks,
        noise=noise,
        seed=settings.seed,
        device=settings.device,
    )
    out = torch.zeros(settings.networks, dtype=torch.bool, device=racer.points.device)
    for _ in range(STEPS):
        racer.step()
        x1 = racer.points[0, :, 0]
        out |= x1 < LEFT if minimum == BAD else x1 > RETURNED
    return out.numpy(force=True)


def rolled(settings: Settings, momentum: float, lr: float = LR) -> np.ndarray:
    """Return which balls (E,) end in the good minimum, from above the bad one, without noise."""
    generator = torch.Generator().manual_seed(settings.seed)
    draws = torch.rand(settings.networks, 2, generator=generator, dtype=torch.float64)
    run = race(
        "double_well",
        [optimizers.momentum(lr, momentum)],
        start=torch.tensor([5.5, -2.0]) + draws * torch.tensor([1.5, 4.0]),
        steps=STEPS,
        device=settings.device,
    )
    ends = run.paths[-1, 0].numpy(force=True)
    arrived: np.ndarray = np.hypot(*(ends - GOOD).T) < 0.5
    return arrived


def _draw_escape_minimum(result: Result) -> "Picture":
    from trainlab.experiments.figures import minima as figures

    return figures.escape_minimum(result)


@experiment(
    "escape-minimum",
    draw=_draw_escape_minimum,
    title="Noise, or momentum, leaves a bad minimum",
    source='Aydore, "Backpropagation and Optimization", and Karniadakis, "Training and '
    'optimization"',
    claim="Only some noise knocks the parameters out of a bad local minimum; momentum can roll "
    "past one.",
    networks=1000,
    quick=200,
    seconds=57,
)
def escape_minimum(settings: Settings) -> Outcome:
    """Shake balls in the bad minimum, and roll others towards it."""
    noises, momenta = (FEW_NOISES, FEW_MOMENTA) if settings.quick else (NOISES, MOMENTA)
    first, second, rest = settings.split(len(noises), len(momenta), 2)
    shaken = [left(part, noise) for part, noise in first.over(noises)]
    rolling = [rolled(part, momentum) for part, momentum in second.over(momenta)]
    rest.progress(0.0, "the other way")
    measured, interval = {}, {}
    for word, cases, found in (("noise", noises, shaken), ("momentum", momenta, rolling)):
        for case, those in zip(cases, found, strict=True):
            name = f"share that gets away, {word} {case:g}"
            measured[name] = float(those.mean())
            interval[name] = share_interval(int(those.sum()), len(those))
    back = left(rest, noises[-1], GOOD)
    name = f"share that leaves the good minimum, noise {noises[-1]:g}"
    measured[name] = float(back.mean())
    interval[name] = share_interval(int(back.sum()), len(back))
    stay, shake, roll = (
        interval[f"share that gets away, {case}"] for case in ("noise 0", "noise 6", "momentum 0.9")
    )
    parts = {
        "without noise and momentum hardly a ball gets away": within(stay, -1, FEW),
        "with noise 6 most get away": within(shake, MOST, 2),
        "with momentum 0.9 most roll past": within(roll, MOST, 2),
    }
    slow = [
        {
            "changed": f"momentum 0.9, lr {lr:g}",
            "share that gets away": float(rolled(rest, 0.9, lr).mean()),
        }
        for lr in (0.1, 0.01, 0.001)
    ]
    return Outcome(
        measured=measured,
        claimed={f"share that gets away, noise {n:g}": f"theory {kramers(n):.3f}" for n in noises},
        interval=interval,
        interval_method=EXACT.replace("networks", "balls"),
        holds=in_parts(parts),
        verdict=_verdict(measured, slow, noises[-1]),
        setting={
            "surface": SURFACES["double_well"].formula,
            "lr (chosen by us)": LR,
            "steps (chosen by us)": STEPS,
            "noise": f"from the bad minimum {BAD}; away once x1 < {LEFT:g}",
            "momentum": "from x1 uniform on (5.5, 7), x2 on (-2, 2); away when it ends in the "
            f"good minimum {GOOD}",
            "theory": "Kramers' rate of escape, for small steps and rare escapes",
            "most, hardly a ball": f"more than {MOST:.0%}, less than {FEW:.0%}",
        },
        sensitivity=slow,
        data={
            "noises": np.array(noises),
            "fine": (fine := np.linspace(0, noises[-1], 100)),
            "theory": np.array([kramers(noise) for noise in fine]),
            "shaken": np.array([those.mean() for those in shaken]),
            "momenta": np.array(momenta),
            "rolled": np.array([those.mean() for those in rolling]),
        },
    )


def _verdict(measured: dict[str, float], slow: list[dict[str, object]], loudest: float) -> str:
    def share(case: str) -> str:
        return f"{measured[f'share that gets away, {case}']:.0%}"

    back = measured[f"share that leaves the good minimum, noise {loudest:g}"]
    return (
        f"Of the balls in the bad minimum {share('noise 0')} get away in {STEPS} steps without "
        f"noise, {share('noise 3')} with noise 3, {share('noise 4')} with 4, {share('noise 6')} "
        f"with 6; from the deeper one {back:.0%} return even with {loudest:g}. Of those that "
        f"roll in from above {share('momentum 0')} pass it without momentum, "
        f"{share('momentum 0.9')} with 0.9, and {slow[-1]['share that gets away']:.0%} at a "
        "hundredth of the learning rate."
    )
