"""Products of random matrices: why signals explode in deep linear networks (lecture 09)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment
from trainlab.nn import initializers
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture


class Printed(NamedTuple):
    """A product that a source prints: its largest entry's decimal logarithm, and its factors."""

    largest: float
    factors: int


#: Matrices multiplied where no source says otherwise.
FACTORS = 100
#: The sources' products by the matrices' size. Aydore multiplies a 4 x 4 matrix by 100 others.
PRINTED = {5: Printed(math.log10(1.3111e29), 100), 4: Printed(math.log10(4.3977330e21), 101)}
#: A rate of growth is theory's when so many standard errors from it at most.
NEAR = 3.0
#: Sizes whose rate of growth is compared with theory.
SIZES = (2, 3, 4, 5, 8)


@dataclass(frozen=True)
class Products:
    """What E products of standard normal matrices are like.

    Attributes:
        growth: (E,) growth of the logarithm of the first column's length, per factor.
        norm: (factors, E) decimal logarithm of that length after each factor.
        largest: (E,) decimal logarithm of the product's largest entry.
    """

    growth: np.ndarray
    norm: np.ndarray
    largest: np.ndarray


def products(settings: Settings, size: int, factors: int = FACTORS) -> Products:
    """Multiply as a deep linear network does: its layers are the factors, its input the identity.

    float64, as lengths of 1e30 are squared on the way.
    """
    unit = torch.eye(size, dtype=torch.float64)
    trainer = Trainer(
        MLP([size] * (factors + 1), activation="identity"),
        (unit[:1], unit[:1]),
        init=initializers.normal(1.0),
        population=settings.networks,
        seed=settings.seed,
        device=settings.device,
        dtype=torch.float64,
    )
    length = trainer.diagnostics().activation.log() + math.log(size) / 2
    largest = trainer.predict(unit).abs().amax(dim=(1, 2)).log10()
    return Products(
        growth=length[-1].numpy(force=True) / factors,
        norm=length.numpy(force=True) / math.log(10),
        largest=largest.numpy(force=True),
    )


def growth_rate(size: int) -> float:
    """Return the limit of ln |A_k ... A_1 x| / k for standard normal matrices of this size: the
    mean of ln chi_n, (psi(n/2) + ln 2)/2 (Newman, "The distribution of Lyapunov exponents", 1986).
    """
    from scipy.special import digamma

    return float(digamma(size / 2) + math.log(2)) / 2


def growth_spread(size: int) -> float:
    """Return the standard deviation of ln chi_n, sqrt(psi'(n/2))/2: of one factor's growth."""
    from scipy.special import polygamma

    return math.sqrt(float(polygamma(1, size / 2))) / 2


def factors_of(size: int) -> int:
    """Return how many matrices of this size are multiplied."""
    return PRINTED[size].factors if size in PRINTED else FACTORS


def standard_errors_apart(growth: float, size: int, networks: int) -> float:
    """Return how far the mean growth of so many products lies from theory's."""
    error = growth_spread(size) / math.sqrt(factors_of(size) * networks)
    return (growth - growth_rate(size)) / error


def _draw_exploding_product(result: Result) -> "Picture":
    from trainlab.experiments.figures import products as figures

    return figures.exploding_product(
        result,
        count={size: factors_of(size) for size in SIZES},
        entry={size: entry_name(size) for size in PRINTED},
        growth={size: growth_name(size) for size in PRINTED},
        rate={size: growth_rate(size) for size in PRINTED},
    )


@experiment(
    "exploding-product",
    draw=_draw_exploding_product,
    title="The product of 100 Gaussian matrices explodes",
    source="Lu, Deep Learning Concepts & Algorithms; Karniadakis, Training and Optimization; "
    "Aydore, Backpropagation and Optimization",
    claim="100 standard normal 5 x 5 matrices multiply to entries of about 1e28, the largest "
    "1.3e29; a 4 x 4 one and 100 others to about 1e20, the largest 4.4e21.",
    seconds=3,
)
def exploding_product(settings: Settings) -> Outcome:
    """Multiply many times, and see where the sources' two products fall."""
    found = {}
    for part, size in settings.over(SIZES):
        part.progress(0.0, f"{size} x {size} matrices")
        found[size] = products(settings, size, factors_of(size))
    measured: dict[str, float | list[float]] = {}
    interval = {}
    for size, printed in PRINTED.items():
        largest = found[size].largest
        measured[entry_name(size)] = float(np.median(largest))
        interval[entry_name(size)] = statistics.bootstrap_interval(largest, np.median)
        middle = np.quantile(largest, (0.025, 0.975)).tolist()
        measured[f"log10 of the largest entry, {size} x {size}, middle 95%"] = middle
        measured[f"share of {size} x {size} products below the source's"] = _share_below(
            largest, printed.largest
        )
    apart = {}
    for size in SIZES:
        name = growth_name(size)
        growth = float(found[size].growth.mean())
        measured[name] = growth
        interval[name] = statistics.bootstrap_interval(found[size].growth)
        apart[size] = standard_errors_apart(growth, size, settings.networks)
    share = {size: _share_below(found[size].largest, PRINTED[size].largest) for size in PRINTED}
    decades = float(np.ptp(np.quantile(found[5].largest, (0.025, 0.975))))
    holds, answer = _answer(apart, share)
    return Outcome(
        measured=measured,
        claimed={entry_name(size): printed.largest for size, printed in PRINTED.items()}
        | {growth_name(n): f"theory: {growth_rate(n):.4g}" for n in SIZES},
        interval=interval,
        interval_method=statistics.BOOTSTRAPPED,
        holds=holds,
        verdict=f"{answer} The middle 95% of the 5 x 5 ones spread over {decades:.1f} decades, of "
        "which the source's one product says nothing.",
        setting={
            "factors": {f"{n} x {n}": factors_of(n) for n in SIZES},
            "entries": "standard normal",
            "claimed sizes": "largest entry of the product that the source prints",
            "claimed growth": "theory, (psi(n/2) + ln 2)/2",
            "at the rate of theory": f"at most {NEAR:g} standard errors from it",
            "dtype": "float64",
        },
        sensitivity=[
            {
                "size": size,
                "growth per factor": measured[growth_name(size)],
                "theory": growth_rate(size),
                "standard errors apart": apart[size],
            }
            for size in SIZES
        ],
        data={f"largest {n}": found[n].largest for n in PRINTED}
        | {f"norm {n}": found[n].norm for n in PRINTED},
    )


def entry_name(size: int) -> str:
    """Return the name of the quantity of which the source gives one value and we the median."""
    return f"log10 of the largest entry, {size} x {size} (source: one product; measured: median)"


def growth_name(size: int) -> str:
    """Return the name of the quantity of which theory gives a value, and no source."""
    return f"growth of the length's natural logarithm per factor, {size} x {size}"


def _answer(apart: Mapping[int, float], share: Mapping[int, float]) -> tuple[bool, str]:
    """Return whether the claim holds, and why.

    Args:
        apart: standard errors between measured and theory's rate of growth, by size.
        share: share of our products below the source's, by size.
    """
    off = {size: errors for size, errors in apart.items() if abs(errors) > NEAR}
    unusual = [size for size, below in share.items() if not 0.025 <= below <= 0.975]
    if off:
        listed = ", ".join(f"{n} x {n} ({errors:+.1f})" for n, errors in off.items())
        rate = f"More than {NEAR:g} standard errors from theory's rate of growth: {listed}."
    else:
        most = max(map(abs, apart.values()))
        rate = (
            f"Products of all {len(apart)} sizes grow at the rate of theory (at most {most:.1f} "
            "standard errors apart)."
        )
    placed = ", ".join(f"{below:.0%} ({n} x {n})" for n, below in share.items())
    outside = " and ".join(f"{n} x {n}" for n in unusual)
    told = f"the {outside} one outside" if len(unusual) == 1 else f"{outside} outside"
    where = f"{told} the middle 95%" if unusual else "both among the middle 95%"
    text = f"{rate} Of our products {placed} are below those printed in the sources: {where}."
    return not off and not unusual, text


def _share_below(values: np.ndarray, bound: float) -> float:
    return float((values < bound).mean())
