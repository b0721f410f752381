"""The schedule with a memory: lower the rate when the loss no longer falls."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, Unusable, unpack
from trainlab.checks.question import Answer, Case, question


def _watched(
    made: Answer, /, losses: Sequence[float], lr: float, patience: int, **options: float
) -> Outputs:
    """Return the rate after each look, and whether a second one, made before, knew of them."""
    first, second = (made(lr, patience, **options) for _ in range(2))
    found = np.array([_rate(first.step(loss)) for loss in losses])
    alone = [_rate(second.step(loss)) for loss in losses]
    apart = np.allclose(alone, found, rtol=1e-12)
    return {"apart": np.array(float(apart)), "rates": found}


def _rate(value: Any) -> Array:
    (rate,) = unpack([Output("the rate from step")], value).values()
    if rate.shape:
        raise Unusable(f"an array of shape {rate.shape} for the rate; expected one number")
    return rate


@question(
    "ps4/Plateau",
    returns=(Named("rates"),),
    drive=_watched,
    steps={"rates": ""},
    facts={
        "apart": "two of them know nothing of each other: keep best and count in self, made in "
        "__init__, not in the class"
    },
    section="lecture 08, section 6",
    hints=(
        "Look at the two things to remember between looks: the best loss so far, and how many "
        "looks in a row were no progress.",
        "A loss below the best becomes the best, and the count 0; any other adds 1 to the count. "
        "When the count exceeds patience, the rate is multiplied by factor, and the count is 0 "
        "again.",
        "Begin with self.best, self.idle = np.inf, 0. In a step: if loss < self.best: self.best, "
        "self.idle = loss, 0, else: self.idle += 1; then if "
        "self.idle > self.patience: self.lr, self.idle = max(self.lr * self.factor, self.lowest), "
        "0; return self.lr.",
    ),
)
def plateau(
    losses: Sequence[float], lr: float, patience: int, factor: float = 0.5, lowest: float = 0.0
) -> Outputs:
    """Return the rates by the lengths of the runs of looks without progress."""
    seen = np.array(losses, dtype=np.float64)
    before = np.fmin.accumulate(np.append(np.inf, seen))[:-1]
    found: list[float] = []
    run = falls = 0
    for better in seen < before:
        run = 0 if better else run + 1
        falls += run > 0 and run % (patience + 1) == 0
        found.append(max(lr * factor**falls, lowest) if falls else lr)
    return {"apart": np.array(1.0), "rates": np.array(found)}


@plateau.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    lr = round(rng.uniform(0.6, 0.9), 3)
    uneven = [5.0, 4, 4, 4, 3, 3, 3, 3.5, 2, 2.5, 2.2, 1.9, 6, 1.9, 1.95, 2.0, 2.1, 2.2]
    run = {"losses": uneven, "lr": lr}
    yield Case("patience 1", run | {"patience": 1})
    level = {"losses": [3.0] * 9 + [2.5, 2.9, 2.8, 2.7, 2.6, 2.55, 2.51, 2.6], "lr": lr}
    yield Case("patience 2, factor 0.3", level | {"patience": 2, "factor": 0.3})
    yield Case("a level loss, never below 0.2", level | {"patience": 1, "lowest": 0.2})
    if thorough:
        yield Case("patience 0", run | {"patience": 0})
        yield Case("losses below 0", {"losses": [-x for x in uneven][::-1], "lr": lr}
                   | {"patience": 1})  # fmt: skip
        slow = [1.0, 2.0, 1.5, 1.4, 1.3, 1.2, 1.1, 0.9, 0.95, 0.92, 0.91]
        yield Case("a loss that falls, but not below the best", level | {"losses": slow}
                   | {"patience": 2})  # fmt: skip
        lost = [2.0, 1.0, np.nan, np.nan, 1.5, np.nan, np.nan, 0.5, 0.6]
        yield Case("looks at nan", {"losses": lost, "lr": lr, "patience": 1})
        one = [2.0, 1.0, np.nan, 1.5, 1.5, 1.5, 0.5, np.nan, 0.6, 0.7]
        yield Case("one look at nan", {"losses": one, "lr": lr, "patience": 1})
        at_first = [np.nan, 5.0, 4.0, 3.0, 3.5, 3.2, 2.0, 1.5]
        yield Case("nan at the first look", {"losses": at_first, "lr": lr, "patience": 1})
        yield Case("looks at inf", {"losses": [np.inf, np.inf, 3.0, np.inf, np.inf, 2.0, 4.0, 4.0]}
                   | {"lr": lr, "patience": 1})  # fmt: skip
        yield Case("whole numbers", {"losses": [5, 4, 4, 4, 4, 4], "lr": 1, "patience": 1})
        yield Case("no progress at all", {"losses": [0.0] * 12, "lr": lr, "patience": 2})
        for words, share in (("hundredth", 1e-3), ("millionth", 1e-7)):
            losses = list(1 - share * np.arange(8))
            run = {"losses": losses, "lr": lr, "patience": 1}
            yield Case(f"progress smaller than a {words}", run)
        yield Case("large losses", {"losses": [1e9, 1e8, 1e8, 1e8, 1e7, 1e7, 1e7], "lr": lr}
                   | {"patience": 1})  # fmt: skip


class _Made:
    """One that does one thing wrongly.

    Args:
        lr: the first rate.
        patience: looks without progress that are tolerated.
        factor: what the rate is multiplied by.
        lowest: the rate.
    """

    def __init__(self, lr: float, patience: int, factor: float = 0.5, lowest: float = 0.0) -> None:
        """Begin without a look."""
        self.first = self.lr = lr
        self.patience, self.factor, self.lowest = patience, factor, lowest
        self.begin()

    def begin(self) -> None:
        """Remember nothing."""
        self.best, self.idle, self.falls = np.inf, 0, 0
        self.seen: list[float] = []

    def step(self, loss: float) -> Any:
        """Look at a loss; return the rate."""
        if self.is_progress(loss):
            self.progress(loss)
        else:
            self.no_progress(loss)
        if self.has_enough():
            self.falls += 1
            self.lr = self.lower()
            self.after(loss)
        return self.lr

    def is_progress(self, loss: float) -> bool:
        """Whether a loss is better than all before."""
        return bool(loss < self.best)

    def progress(self, loss: float) -> None:
        """Note a better loss."""
        self.best, self.idle = loss, 0

    def no_progress(self, loss: float) -> None:
        """Note one that is not."""
        self.idle += 1

    def has_enough(self) -> bool:
        """Whether it is time to fall."""
        return self.idle > self.patience

    def lower(self) -> float:
        """Return the next rate."""
        return max(self.lr * self.factor, self.lowest)

    def after(self, loss: float) -> None:
        """Begin to count anew."""
        self.idle = 0


def _know(
    name: str,
    diagnosis: str,
    *others: dict[str, Callable[..., Any]],
    **methods: Callable[..., Any],
) -> None:
    """Know one of which these methods are others, and variants of it by still others."""
    kinds = tuple(type("_Wrong", (_Made,), ways) for ways in (methods, *others))

    def made(
        lr: float, patience: int, factor: float = 0.5, lowest: float = 0.0, kind: Any = kinds
    ) -> Any:
        return kind(lr, patience, factor, lowest)

    plateau.know(name, diagnosis, made)


def _set(**values: Any) -> Callable[..., None]:
    """Return a method that sets attributes."""

    def method(self: Any, *_: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    return method


def _compared_with_last(self: _Made, loss: float) -> None:
    self.idle, self.best = self.idle + 1, loss


def _best_alone(self: _Made, loss: float) -> None:
    self.best = loss


def _best_of_now(self: _Made, loss: float) -> None:
    self.best, self.idle = loss, 0


def _first_alone(self: _Made, loss: float) -> None:
    self.best, self.idle = (loss if self.best == np.inf else self.best), 0


def _first_counts(self: _Made, loss: float) -> None:
    self.best, self.idle = loss, int(self.best == np.inf)


def _counted_for_good(self: _Made) -> float:
    return max(self.first * (1 - (1 - self.factor) * self.falls), self.lowest)


def _factor_taken_off(self: _Made) -> float:
    return min(self.lr, max(self.lr - self.factor * self.first, self.lowest))


def _below(share: float) -> Callable[[_Made, float], bool]:
    return lambda self, loss: bool(loss < self.best * share)


def _not_kept_while_waiting(self: _Made, loss: float) -> None:
    self.best, self.idle = (self.best if self.idle else loss), 0


def _last_or_equal(self: _Made, loss: float) -> bool:
    return bool(loss <= self.best)


_know(
    "equal_is_progress",
    "You took a loss equal to the best for progress; it is progress when it is *below*: <, not <=.",
    is_progress=lambda self, loss: bool(loss <= self.best),
)


def _nan_passed_over(self: _Made, loss: float) -> None:
    self.idle += not np.isnan(loss)


def _passed_over(self: _Made, loss: float) -> None:
    self.idle += bool(np.isfinite(loss))


def _among_all(self: _Made, loss: float, least: Callable[[list[float]], float]) -> bool:
    best = least(self.seen) if self.seen else np.inf
    self.seen.append(loss)
    return bool(loss < best)


def _first_is_best(self: _Made, loss: float) -> bool:
    first = not self.seen
    self.seen.append(loss)
    return first or bool(loss < self.best)


_know(
    "nan_not_counted",
    "A nan, or an inf, is passed over; it is a look without progress, and adds 1 to the count.",
    {"no_progress": _passed_over},
    no_progress=_nan_passed_over,
)
_know(
    "nan_is_best",
    "A nan becomes the best loss, and nothing is below nan: begin with np.inf, and keep only what "
    "is below the best.",
    {"is_progress": lambda self, loss: _among_all(self, loss, np.min)},
    {"is_progress": _first_is_best},
    is_progress=lambda self, loss: _among_all(self, loss, min),
)
_know(
    "nan_is_progress",
    "nan is taken for progress, since no comparison with it is true: ask loss < best, and count "
    "everything else.",
    is_progress=lambda self, loss: not loss >= self.best,
)
_know(
    "one_early",
    "Your rate falls one look early: patience looks are tolerated, so it falls when the count is "
    "*above* patience: >, not >=.",
    {"has_enough": lambda self: self.idle >= max(self.patience, 1)},
    has_enough=lambda self: self.idle >= self.patience,
)
_know(
    "one_late",
    "Your rate falls one look late: it falls with the first look after patience of them.",
    has_enough=lambda self: self.idle > self.patience + 1,
)
_know(
    "not_counted_anew",
    "After a fall your rate falls with every further look; each fall takes more than patience "
    "looks of its own: set the count to 0.",
    after=lambda self, loss: None,
)
_know(
    "once_in_a_row",
    "Your rate falls once in a row of looks without progress; after a fall the count is 0 again, "
    "so that it can fall once more.",
    has_enough=lambda self: self.idle == self.patience + 1,
    after=lambda self, loss: None,
)
_know(
    "count_starts_at_one",
    "After a fall your count starts at 1; it starts at 0.",
    after=_set(idle=1),
)
_know(
    "best_forgotten",
    "After a fall the best loss is forgotten, so that the next look counts as progress; keep it.",
    after=_set(idle=0, best=np.inf),
)
_know(
    "best_of_the_fall",
    "After a fall the loss of that look becomes the best; the best stays what it was.",
    after=_best_of_now,
)
_know(
    "compared_with_last",
    "You compared with the last loss; compare with the best so far.",
    no_progress=_compared_with_last,
)
_know(
    "count_not_cleared",
    "Progress does not set the count to 0; looks without progress have to be in a row.",
    progress=_best_alone,
)
_know(
    "best_of_first",
    "You compared with the first loss; every progress makes a new best.",
    progress=_first_alone,
)
_know(
    "first_look_idle",
    "The first look counts as one without progress: the best is infinite before it, np.inf.",
    progress=_first_counts,
)
_know(
    "never_progress",
    "No look counts as progress: the loss is not used, or nothing is ever below the best, which is "
    "to be infinite at first, np.inf, and is compared with before it is set.",
    {"is_progress": lambda self, loss: False},
    begin=_set(best=0.0, idle=0, falls=0),
)
_know(
    "best_large_at_first",
    "The best is a certain number at first, and a larger loss is no progress; begin with np.inf.",
    begin=_set(best=1e6, idle=0, falls=0),
)
_know(
    "largest_is_best",
    "You took a *larger* loss for progress; the loss is to fall.",
    is_progress=lambda self, loss: bool(loss > self.best or self.best == np.inf),
)
_know(
    "margin",
    "You ask for a margin below the best, as PyTorch's threshold does; any loss below it is "
    "progress.",
    {"is_progress": _below(0.9)},
    {"is_progress": _below(0.99)},
    {"is_progress": _below(0.999)},
    {"is_progress": _below(1 - 1e-4)},
    {"is_progress": lambda self, loss: bool(loss < self.best - 1e-4)},
    is_progress=lambda self, loss: bool(loss < self.best - 0.01),
)
_know(
    "lowest_missing",
    "lowest is not used: the rate is never below it.",
    lower=lambda self: self.lr * self.factor,
)
_know(
    "stops_above_lowest",
    "A fall that would lead below lowest is left out; the rate then falls *to* lowest.",
    lower=lambda self: self.lr * self.factor if self.lr * self.factor >= self.lowest else self.lr,
)
_know(
    "below_lowest",
    "You asked whether the rate is above lowest before the fall, which may lead below it; take the "
    "larger of both after it: max.",
    lower=lambda self: self.lr * self.factor if self.lr > self.lowest else self.lr,
)
_know(
    "smaller_of_both",
    "You took the smaller of the rate and lowest; the rate is never below it, so take the larger: "
    "max.",
    lower=lambda self: min(self.lr * self.factor, self.lowest),
)
_know(
    "lowest_alone",
    "Your rate falls at once to lowest; multiply it by factor.",
    lower=lambda self: self.lowest,
)
_know(
    "always_half",
    "Your rate is always halved; use the argument factor.",
    lower=lambda self: max(self.lr * 0.5, self.lowest),
)
_know(
    "divided",
    "You divided by the factor, and the rate rises; multiply.",
    lower=lambda self: max(self.lr / self.factor, self.lowest),
)
_know(
    "one_less_factor",
    "You took 1 - factor off; the factor is what is left.",
    lower=lambda self: max(self.lr * (1 - self.factor), self.lowest),
)
_know(
    "first_rate_multiplied",
    "Every fall starts from the first rate; multiply the rate that there is.",
    lower=lambda self: max(self.first * self.factor, self.lowest),
)
_know(
    "subtracted",
    "Each fall takes off the same; multiply what there is by factor.",
    {"lower": _factor_taken_off},
    lower=_counted_for_good,
)
_know(
    "not_kept_while_waiting",
    "A loss below the best sets the count to 0, but where the count had begun it is not kept; each "
    "loss below the best becomes the best.",
    progress=_not_kept_while_waiting,
)
_know(
    "last_or_equal",
    "You compared with the last loss, and took an equal one for progress; compare with the best so "
    "far, and ask <.",
    is_progress=_last_or_equal,
    no_progress=_compared_with_last,
)
_know(
    "patience_is_one",
    "Your rate falls after the second look whatever patience is; use the argument.",
    has_enough=lambda self: self.idle > 1,
)


def _seen_before(self: _Made, loss: float) -> Any:
    rate = self.lr
    _Made.step(self, loss)
    return rate


def _early_and_idle(self: _Made) -> bool:
    return self.idle >= max(self.patience, 1)


def _as_factor(self: _Made, loss: float) -> Any:
    return _Made.step(self, loss) / self.first


_know(
    "rate_before",
    "step returns the rate before the look; return the one from now on.",
    step=_seen_before,
)
_know(
    "one_early_lowest_missing",
    "Your rate falls one look early, and lowest is not used: it falls when the count is *above* "
    "patience, and never below lowest.",
    {"lower": lambda self: self.lr * self.factor, "has_enough": _early_and_idle},
    has_enough=lambda self: self.idle >= self.patience,
    lower=lambda self: self.lr * self.factor,
)
_know(
    "rate_before_not_counted_anew",
    "step returns the rate before the look, and after a fall the rate falls with every further "
    "look; return the rate from now on, and set the count to 0.",
    step=_seen_before,
    after=lambda self, loss: None,
)
_know(
    "factor_returned",
    "step returns a factor; return the rate.",
    step=_as_factor,
)
_know(
    "never_falls",
    "Your rate never falls: set self.best where there is progress, else every loss is progress; "
    "and multiply self.lr by factor when the count is above patience.",
    {"progress": _set(idle=0)},
    lower=lambda self: self.lr,
)


@plateau.mistake
def default_factor(
    lr: float, patience: int, factor: float | None = None, lowest: float = 0.0
) -> Any:
    """The default of factor is 0.1, which is PyTorch's; here it is 0.5."""
    return _Made(lr, patience, 0.1 if factor is None else factor, lowest)
