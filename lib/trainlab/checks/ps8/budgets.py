"""What a training had reached when a budget was spent."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.question import Case, question


@question(
    "ps8/at_budget",
    returns=("reached",),
    section="problem set 8, section 1",
    hints=(
        "Look at a step of L-BFGS that has spent 8 at once: what had the training reached when it "
        "was halfway through it?",
        "A budget buys whole steps. Of all steps whose spending is at most the budget it is the "
        "last one whose loss you have.",
        "k = np.searchsorted(spent, budgets, side='right') - 1, and the losses at k, with np.inf "
        "where they are nan.",
    ),
)
def at_budget(losses: Array, spent: Array, budgets: Array) -> Array:
    """Count, for each budget, the steps that it buys."""
    bought = (spent[None, :] <= np.asarray(budgets)[:, None]).sum(axis=1)
    return _clean(losses)[bought - 1]


def _clean(losses: Array) -> Array:
    return np.where(np.isnan(losses), np.inf, losses).astype(float)


@at_budget.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def losses(count: int) -> Array:
        """Return losses no two of which are alike, and that also rise."""
        return np.round(rng.permutation(count) + rng.uniform(0.1, 0.9, count), 6)

    dear = np.array([0, 1, 2, 3, 4, 12, 20, 28])
    budgets = np.array([2, 4, 5, 11, 12, 19, 27, 100])
    yield Case("cheap steps, then dear ones", {"losses": losses(8), "spent": dear,
                                               "budgets": budgets})  # fmt: skip
    even = {"losses": losses(6), "spent": 3 * np.arange(6)}
    yield Case("3 for each step, budgets in any order", even | {"budgets": np.array([7, 0, 15, 3])})
    if thorough:
        bad = losses(8)
        bad[[3, 6, 7]] = np.nan
        yield Case("a training that diverges", {"losses": bad, "spent": dear, "budgets": budgets})
        yield Case("a step that spends nothing", {"losses": losses(5),
                   "spent": np.array([0, 2, 2, 2, 6]),
                   "budgets": np.array([1, 2, 3, 6])})  # fmt: skip
        yield Case("no step at all", {"losses": losses(1), "spent": np.array([0]),
                                      "budgets": np.array([0, 5])})  # fmt: skip
        seconds = np.cumsum([0.0, 0.25, 0.5, 0.25, 1.5])
        yield Case("seconds", {"losses": losses(5), "spent": seconds,
                               "budgets": np.array([0.1, 0.25, 0.9, 2.4, 2.5])})  # fmt: skip
        yield Case("losses of whole numbers", {"losses": np.array([9, 4, 6, 1]),
                   "spent": np.array([0, 5, 7, 9]), "budgets": np.array([8, 9, 4])})  # fmt: skip
        yield Case("one budget", even | {"budgets": np.array([8])})


def _place(spent: Array, budgets: Array) -> Array:
    return np.searchsorted(spent, budgets, side="right") - 1


@at_budget.mistake
def interpolated(losses: Array, spent: Array, budgets: Array) -> Any:
    """You drew a straight line between two steps; half a step has no loss. Take the last step that
    the budget pays in full."""
    return np.interp(budgets, spent, _clean(losses))


@at_budget.mistake
def next_step(losses: Array, spent: Array, budgets: Array) -> Any:
    """You took the first step that has spent at least the budget, which it may exceed; take the
    last one that the budget pays in full."""
    place = np.searchsorted(spent, budgets, side="left")
    return _clean(losses)[np.minimum(place, len(losses) - 1)]


@at_budget.mistake
def one_late(losses: Array, spent: Array, budgets: Array) -> Any:
    """You are one step too far: searchsorted says how many steps the budget pays, the start among
    them; the last of these has the place one lower."""
    return _clean(losses)[np.minimum(_place(spent, budgets) + 1, len(losses) - 1)]


@at_budget.mistake
def strict(losses: Array, spent: Array, budgets: Array) -> Any:
    """A step that spends exactly what there is counts too: spent <= budget, not <."""
    place = np.searchsorted(spent, budgets, side="left") - 1
    return _clean(losses)[np.maximum(place, 0)]


@at_budget.mistake
def one_early(losses: Array, spent: Array, budgets: Array) -> Any:
    """You are one step too early: take the last one that the budget pays in full."""
    return _clean(losses)[np.maximum(_place(spent, budgets) - 1, 0)]


@at_budget.mistake
def by_step(losses: Array, spent: Array, budgets: Array) -> Any:
    """You took the budget for a number of steps; steps differ in what they spend, so look for it
    in spent."""
    place = np.asarray(budgets).astype(int)
    return _clean(losses)[np.minimum(place, len(losses) - 1)]


@at_budget.mistake
def nearest(losses: Array, spent: Array, budgets: Array) -> Any:
    """You took the nearest step, which may spend more than there is; take the last one that the
    budget pays in full."""
    return _clean(losses)[np.abs(spent[None] - np.asarray(budgets)[:, None]).argmin(axis=1)]


@at_budget.mistake
def best_so_far(losses: Array, spent: Array, budgets: Array) -> Any:
    """You took the lowest loss so far; a training that has become worse has become worse. Take the
    loss of the last step that the budget pays."""
    return np.minimum.accumulate(_clean(losses))[_place(spent, budgets)]


@at_budget.mistake
def last_alone(losses: Array, spent: Array, budgets: Array) -> Any:
    """You took the last loss for every budget; a smaller budget ends earlier."""
    return np.full(len(budgets), _clean(losses)[-1])


@at_budget.mistake
def summed(losses: Array, spent: Array, budgets: Array) -> Any:
    """You added up spent, which counts from the start already: it is no price of one step."""
    return _clean(losses)[np.searchsorted(np.cumsum(spent), budgets, side="right") - 1]


@at_budget.mistake
def nan_kept(losses: Array, spent: Array, budgets: Array) -> Any:
    """A loss of nan stayed nan; a training that has diverged is infinitely bad: np.inf."""
    return np.asarray(losses, dtype=float)[_place(spent, budgets)]


@at_budget.mistake
def nan_skipped(losses: Array, spent: Array, budgets: Array) -> Any:
    """Where the training has diverged you went back to a loss that was finite; it is np.inf
    there."""
    finite = ~np.isnan(np.asarray(losses, dtype=float))
    return np.asarray(losses, dtype=float)[finite][_place(np.asarray(spent)[finite], budgets)]


@at_budget.mistake
def nan_is_zero(losses: Array, spent: Array, budgets: Array) -> Any:
    """A loss of nan became 0, the best there is, or a large number; it is np.inf: np.nan_to_num
    puts 0, if it is not told nan=np.inf."""
    return np.nan_to_num(np.asarray(losses, dtype=float))[_place(spent, budgets)]


@at_budget.mistake
def nan_after_the_end(losses: Array, spent: Array, budgets: Array) -> Any:
    """You gave nan beyond the last step; a training that has ended keeps what it has."""
    beyond = np.asarray(budgets) > spent[-1]
    return np.where(beyond, np.nan, _clean(losses)[_place(spent, budgets)])


@at_budget.mistake
def places(losses: Array, spent: Array, budgets: Array) -> Any:
    """You returned which steps they are; return their losses."""
    return _place(spent, budgets)


@at_budget.mistake
def sorted_budgets(losses: Array, spent: Array, budgets: Array) -> Any:
    """The losses stand in the order of sorted budgets; keep the order in which they are given."""
    return _clean(losses)[_place(spent, np.sort(budgets))]


@at_budget.mistake
def first_of_equal(losses: Array, spent: Array, budgets: Array) -> Any:
    """Of several steps with the same spending you took the first; the later ones cost nothing, and
    the last one counts."""
    place = _place(spent, budgets)
    return _clean(losses)[np.searchsorted(spent, np.asarray(spent)[place], side="left")]
