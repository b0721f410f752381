"""Products of random matrices: why signals explode in deep linear networks (lecture 09)."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from scipy.special import digamma, polygamma

from trainlab import initializers
from trainlab.experiments import statistics
from trainlab.experiments._experiment import Outcome, Settings, experiment
from trainlab.networks import MLP
from trainlab.trainer import Trainer

#: Matrices multiplied in the sources.
FACTORS = 100
#: Logarithm of the largest entry printed in the sources, by the matrices' size.
PRINTED = {5: math.log10(1.3111e29), 4: math.log10(4.3977330e21)}
#: Sizes whose rate of growth is compared with theory.
SIZES = (2, 3, 4, 5, 8)


@dataclass(frozen=True)
class Products:
    """What E products of ``FACTORS`` standard normal matrices are like.

    Attributes:
        growth: (E,) growth of the logarithm of the first column's length, per factor.
        norm: (FACTORS, E) decimal logarithm of that length after each factor.
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
    return float(digamma(size / 2) + math.log(2)) / 2


def growth_spread(size: int) -> float:
    """Return the standard deviation of ln chi_n, sqrt(psi'(n/2))/2: of one factor's growth."""
    return math.sqrt(float(polygamma(1, size / 2))) / 2


@experiment(
    "exploding-product",
    title="The product of 100 Gaussian matrices explodes",
    source="Lu, Deep Learning Concepts & Algorithms; Karniadakis, Training and Optimization; "
    "Aydore, Backpropagation and Optimization",
    claim="100 standard normal 5 x 5 matrices multiply to entries of about 1e28, 4 x 4 to 1e20.",
    seconds=3,
)
def exploding_product(settings: Settings) -> Outcome:
    """Multiply many times, and see where the sources' two products fall."""
    found = {}
    for done, size in enumerate(SIZES):
        settings.progress(done / len(SIZES), f"{size} x {size} matrices")
        found[size] = products(settings, size)
    measured: dict[str, float | list[float]] = {}
    interval = {}
    for size in PRINTED:
        name = f"log10 of the largest entry, {size} x {size}"
        largest = found[size].largest
        measured[f"{name}, median"] = float(np.median(largest))
        interval[f"{name}, median"] = statistics.pair(statistics.bootstrap(largest, np.median))
        measured[f"{name}, middle 95%"] = np.quantile(largest, (0.025, 0.975)).tolist()
        measured[f"share of {size} x {size} products below the source's"] = _share_below(
            largest, PRINTED[size]
        )
    for size in SIZES:
        name = f"growth per factor, {size} x {size}"
        measured[name] = float(found[size].growth.mean())
        interval[name] = statistics.pair(statistics.bootstrap(found[size].growth))
    share = {size: _share_below(found[size].largest, PRINTED[size]) for size in PRINTED}
    holds = all(0.025 <= part <= 0.975 for part in share.values())
    decades = float(np.ptp(np.quantile(found[5].largest, (0.025, 0.975))))
    placed = "both among the middle 95%" if holds else "not both among the middle 95%"
    return Outcome(
        measured=measured,
        claimed={f"log10 of the largest entry, {n} x {n}, median": p for n, p in PRINTED.items()}
        | {f"growth per factor, {n} x {n}": growth_rate(n) for n in SIZES},
        interval=interval,
        interval_method=statistics.BOOTSTRAPPED,
        holds=holds,
        verdict="Products explode at the rate of theory; those printed in the sources are "
        f"{placed}, with {share[5]:.0%} (5 x 5) and {share[4]:.0%} (4 x 4) of all products below "
        "them. One product says little: the middle 95% of the 5 x 5 ones spread over "
        f"{decades:.1f} decades.",
        setting={
            "factors": FACTORS,
            "entries": "standard normal",
            "claimed sizes": "largest entry of the product that the source prints",
            "claimed growth": "theory, (psi(n/2) + ln 2)/2",
            "dtype": "float64",
        },
        sensitivity=[
            {
                "size": size,
                "growth per factor": measured[f"growth per factor, {size} x {size}"],
                "theory": growth_rate(size),
                "standard errors apart": float(
                    (found[size].growth.mean() - growth_rate(size))
                    / (growth_spread(size) / math.sqrt(FACTORS * settings.networks))
                ),
            }
            for size in SIZES
        ],
        data={f"largest {n}": found[n].largest for n in PRINTED}
        | {f"norm {n}": found[n].norm for n in PRINTED},
    )


def _share_below(values: np.ndarray, bound: float) -> float:
    return float((values < bound).mean())
