"""A comparison in which every method has the same chances, and none has seen the test."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, Unusable, unpack
from trainlab.checks.question import Answer, Case, question

#: (method, rate, start, budget) -> loss on the validation points and on the test points.
Train = Callable[[str, float, int, int], tuple[float, float]]
#: A loop is stopped after so many times the trainings that are needed.
MOST = 20
FACTS = {
    "whole_budget": "every training gets the whole budget, as train(method, rate, start, budget)",
}


class _Trainings:
    """Trainings whose ends stand in tables, and what was asked of them.

    Args:
        methods: their names.
        rates: of each method (M, R).
        starts: numbers of the starts.
        val, test: losses (M, R, starts).
        budget: the right one; with another one the last rate is as good as the first is with it.
    """

    def __init__(
        self,
        methods: Sequence[str],
        rates: Array,
        starts: Sequence[int],
        losses: tuple[Array, Array],
        budget: int,
    ) -> None:
        """Note nothing yet."""
        self.methods, self.rates, self.starts = list(methods), rates, list(starts)
        self.losses, self.budget = losses, budget
        self.calls = np.zeros(len(methods))
        self.whole = True

    def __call__(self, method: Any, rate: Any, start: Any, budget: Any) -> tuple[float, float]:
        """Return the losses of validation and test of one training."""
        if method not in self.methods:
            raise Unusable("a call of train without a method of methods", "order")
        m = self.methods.index(method)
        found = np.flatnonzero(np.isclose(self.rates[m], float(rate), rtol=1e-12, atol=0))
        if not len(found):
            raise Unusable(
                f"a training of {method} by a rate that is not among its own; row m of rates is "
                "of methods[m]",
                "foreign_rate",
            )
        if start not in self.starts:
            raise Unusable(
                "a training from a start that is neither in tuning nor in fresh", "foreign_start"
            )
        self.calls[m] += 1
        if self.calls[m] > MOST * self.rates.shape[1] * len(self.starts):
            raise Unusable(
                "nothing: it trains on and on, and was stopped; is there a loop without an end?"
            )
        self.whole &= bool(budget == self.budget)
        k = self.starts.index(start)
        rate_of = found[0] if budget == self.budget else -1 - found[0]
        val, test = (float(table[m, rate_of, k]) for table in self.losses)
        return val, test


def _driven(
    fair: Answer,
    /,
    methods: list[str],
    rates: Array,
    tuning: list[int],
    fresh: list[int],
    val: Array,
    test: Array,
    budget: int,
) -> Outputs:
    """Return what it returns, and what it has trained."""
    train = _Trainings(methods, rates, [*tuning, *fresh], (val, test), budget)
    result = fair(train, methods, rates, tuning, fresh, budget)
    found = unpack([Output("chosen"), Output("results")], result)
    return found | {"calls": train.calls, "whole_budget": np.array(float(train.whole))}


@question(
    "ps8/fair",
    returns=(Named("what came out"),),
    drive=_driven,
    facts=FACTS,
    section="problem set 8, section 2",
    hints=(
        "Look at what each number may be used for: the validation loss from the tuning starts "
        "chooses a rate; the test loss from the fresh starts is what you report. Nothing else is "
        "used for anything.",
        "For each method try all of its rates from all tuning starts, take the median of the "
        "validation losses of each rate, nan being np.inf, and keep the first rate with the lowest "
        "one. Then train with that from each fresh start, and keep the test losses.",
        "scores = [np.median([clean(train(methods[m], rate, s, budget)[0]) for s in tuning]) for "
        "rate in rates[m]]; chosen = rates[m][np.argmin(scores)]; results[m] = [clean(train("
        "methods[m], chosen, s, budget)[1]) for s in fresh].",
    ),
)
def fair(
    methods: list[str],
    rates: Array,
    tuning: list[int],
    fresh: list[int],
    val: Array,
    test: Array,
    budget: int,
) -> Outputs:
    """Read all of it off the tables: no loss is computed or trained."""
    tried = np.sort(_clean(val[:, :, : len(tuning)]), axis=2)
    half = len(tuning) // 2
    middle = (tried[:, :, half] + tried[:, :, -1 - half]) / 2
    best = [[*row].index(min(row)) for row in middle]
    m = np.arange(len(methods))
    return {
        "chosen": rates[m, best],
        "results": _clean(test[m, best, len(tuning) :]),
        "calls": np.full(len(methods), len(rates[0]) * len(tuning) + len(fresh), dtype=float),
        "whole_budget": np.array(1.0),
    }


def _clean(losses: Array) -> Array:
    return np.where(np.isnan(losses), np.inf, losses)


#: Validation losses of rates from five tuning starts. That with the lowest median is the first; the
#: others are best by the lowest loss, by the mean, by the test, by the loss from the first start,
#: where nan is left out, by the largest loss, and where nan is the smallest number.
_TRAPS = np.array(
    [
        [9.0, 1.0, 1.2, 1.1, 9.5],
        [2.0, 0.2, 2.2, 2.4, 2.6],
        [1.5, 1.4, 1.6, 1.5, 2.9],
        [3.4, 3.1, 3.2, 3.3, 3.0],
        [0.4, 6.0, 7.0, 8.0, 6.5],
        [np.nan, np.nan, 0.6, np.nan, 0.7],
        [2.45, 2.3, 2.4, 2.35, 2.4],
        [np.nan, 8.0, np.nan, 8.5, np.nan],
    ]
)
#: Test losses of the same rates, about.
_TESTS = np.array([2.0, 3.0, 1.5, 0.3, 6.0, 5.0, 2.5, 8.0])


@fair.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def tables(orders: Sequence[Sequence[int]], tried: int, fresh: int) -> dict[str, Array]:
        """Return losses of methods whose rates are traps in these orders."""
        val, test = [], []
        for order in orders:
            kinds = np.array(order)
            by_tuning = _TRAPS[kinds][:, :tried]
            by_fresh = np.abs(_TRAPS[kinds, 1] - 1.05)[:, None] + rng.uniform(3, 4, (1, fresh))
            by_fresh[kinds == 3] -= 2.9
            val.append(np.concatenate([by_tuning + rng.uniform(0, 0.05), by_fresh], axis=1))
            drawn = rng.uniform(0.9, 1.1, (len(kinds), tried + fresh))
            test.append(_TESTS[kinds][:, None] * drawn)
        return {"val": np.array(val), "test": np.array(test)}

    def given(orders: Sequence[Sequence[int]], tried: int = 5, fresh: int = 6) -> dict[str, Any]:
        names = ["SGD", "momentum", "Adam"][: len(orders)]
        rates = np.array([[0.3, 0.1, 0.03, 0.01, 0.003, 0.001]] * len(orders))[:, : len(orders[0])]
        scale = np.array([1.0, 0.5, 0.2])[: len(orders), None]
        starts = [int(s) for s in rng.permutation(100)[: tried + fresh]]
        return {
            "methods": names,
            "rates": rates * scale,
            "tuning": starts[:tried],
            "fresh": starts[tried:],
            **tables(orders, tried, fresh),
            "budget": 1000,
        }

    yield Case("two methods of five rates", given([(1, 0, 2, 3, 6), (3, 6, 2, 4, 0)]))
    three = ((4, 2, 0, 3, 6, 1), (0, 1, 6, 2, 3, 4), (6, 1, 2, 3, 4, 0))
    yield Case("three methods of six rates", given(three, fresh=5))
    if not thorough:
        return
    yield Case("rates with which trainings diverge", given([(7, 5, 1, 0, 2), (0, 3, 5, 7, 1)]))
    unlucky = given([(3, 0, 1), (2, 0, 3)])
    unlucky["test"][:, :, 5::2] = np.nan
    yield Case("the chosen rate diverges from fresh starts", unlucky)
    ties = given([(1, 0, 2, 0), (0, 3, 0, 1)])
    yield Case("two rates as good as each other", ties)
    lost = given([(5, 1, 2), (0, 1, 2)])
    lost["val"][0, :, :5] = np.nan
    yield Case("a method that always diverges", lost)
    even = given([(1, 0, 2), (2, 3, 0)], tried=4)
    even["val"][:, :, :4] = [[1, 2.2, 3, 0.9], [1.3, 0.8, 1.5, 3.1], [1.47, 3.2, 1.2, 1.45]]
    yield Case("an even number of starts to choose by", even)
    yield Case("one start to choose by", given([(1, 0, 3), (0, 3, 1)], tried=1, fresh=7))
    yield Case("one rate each", given([(0,), (3,)]))
    yield Case("one method", given([(2, 1, 0, 4)]))


class _Made:
    """A comparison, each part of which may be done wrongly."""

    def tuned_by(self, tuning: list[int], fresh: list[int]) -> list[int]:
        """Return the starts by which the rate is chosen."""
        return tuning

    def tested_by(self, tuning: list[int], fresh: list[int]) -> list[int]:
        """Return the starts that are reported."""
        return fresh

    def tuning_budget(self, budget: int, trainings: int) -> int:
        """Return the budget of a training that chooses."""
        return budget

    def score(self, val: Array, test: Array) -> Any:
        """Return how bad a rate is, by its losses from the starts that choose."""
        return np.median(_clean(val))

    def place(self, scores: list[Any], m: int, first: int) -> int:
        """Return which rate is chosen."""
        return int(np.argmin(scores))

    def reported(self, val: Array, test: Array) -> Any:
        """Return a method's results."""
        return _clean(test)

    def end(self, chosen: list[Any], places: list[int], results: list[Any]) -> Any:
        """Return what is returned."""
        return np.array(chosen), np.array(results)

    def __call__(
        self,
        train: Train,
        methods: list[str],
        rates: Array,
        tuning: list[int],
        fresh: list[int],
        budget: int,
    ) -> Any:
        """Return rates and results."""
        chosen: list[Any] = []
        places: list[int] = []
        results: list[Any] = []
        for m, method in enumerate(methods):
            starts = self.tuned_by(tuning, fresh)
            each = self.tuning_budget(budget, rates.shape[1] * len(starts))
            ends = [np.array([train(method, rate, s, each) for s in starts]).T for rate in rates[m]]
            scores = [self.score(val, test) for val, test in ends]
            places.append(self.place(scores, m, places[0] if places else 0))
            chosen.append(rates[m][places[-1]])
            last = self.tested_by(tuning, fresh)
            got = np.array([train(method, chosen[-1], s, budget) for s in last]).T
            results.append(self.reported(*got))
        return self.end(chosen, places, results)


def _know(name: str, diagnosis: str, *others: dict[str, Any], **parts: Callable[..., Any]) -> None:
    """Know a comparison of which these parts are wrong, and variants with others."""
    kinds = tuple(type("_Wrong", (_Made,), wrong)() for wrong in (parts, *others))

    def answer(
        train: Train,
        methods: list[str],
        rates: Array,
        tuning: list[int],
        fresh: list[int],
        budget: int,
        kind: Any = kinds,
    ) -> Any:
        return kind(train, methods, rates, tuning, fresh, budget)

    fair.know(name, diagnosis, answer)


_know(
    "by_test",
    "The rate is chosen by the test loss, which has then been seen, and flatters whoever tries "
    "most; choose by the validation loss, the first of the two.",
    score=lambda self, val, test: np.median(_clean(test)),
)
_know(
    "mean",
    "The rate is chosen by the mean, which one bad start decides; take the median over the starts.",
    score=lambda self, val, test: np.mean(_clean(val)),
)
_know(
    "best_start",
    "The rate is chosen by its luckiest start; take the median over the starts.",
    score=lambda self, val, test: np.min(_clean(val)),
)
_know(
    "worst_start",
    "The rate is chosen by its worst start; take the median over the starts.",
    score=lambda self, val, test: np.max(_clean(val)),
)
_know(
    "first_start",
    "The rate is chosen by the first start alone; take the median over all of tuning.",
    score=lambda self, val, test: _clean(val)[0],
)
_know(
    "lower_middle",
    "Of an even number of starts you took one of the two in the middle; the median is their mean.",
    {"score": lambda self, val, test: np.sort(_clean(val))[len(val) // 2]},
    score=lambda self, val, test: np.sort(_clean(val))[(len(val) - 1) // 2],
)
_know(
    "one_rate",
    "All methods train with the rate that is best for the first; each has its own.",
    place=lambda self, scores, m, first: int(np.argmin(scores)) if m == 0 else first,
)
_know(
    "others_untuned",
    "Only the first method's rate is chosen, and the others have to take their first one; every "
    "method has the same right to be tuned.",
    place=lambda self, scores, m, first: int(np.argmin(scores)) if m == 0 else 0,
)
_know(
    "baseline_untuned",
    "The first method has to take its first rate, and only the others choose; every method has the "
    "same right to be tuned.",
    place=lambda self, scores, m, first: int(np.argmin(scores)) if m else 0,
)
_know(
    "untuned",
    "Every method trains with its first rate, whatever it is worth; choose it by the validation "
    "loss.",
    place=lambda self, scores, m, first: 0,
)
_know(
    "highest",
    "You chose the rate with the highest loss; the lowest is the best.",
    place=lambda self, scores, m, first: int(np.argmax(scores)),
)
_know(
    "last_of_ties",
    "Of rates that are as good as each other you chose the last; take the first: <, not <=.",
    place=lambda self, scores, m, first: len(scores) - 1 - int(np.argmin(scores[::-1])),
)
_know(
    "nan_is_best",
    "A rate with which trainings diverge is chosen, since np.argmin and np.median say nan; put "
    "np.inf where a loss is nan before you compare.",
    score=lambda self, val, test: np.median(val),
)
_know(
    "nan_dropped",
    "Starts from which a rate diverges are left out, so that a rate which mostly diverges may win; "
    "nan is np.inf.",
    score=lambda self, val, test: np.nanmedian(val) if not np.isnan(val).all() else np.inf,
)
_know(
    "nan_is_zero",
    "A loss of nan became 0, the best there is; it is np.inf: np.nan_to_num puts 0, if it is not "
    "told nan=np.inf.",
    score=lambda self, val, test: np.median(np.nan_to_num(val)),
    reported=lambda self, val, test: np.nan_to_num(test),
)
_know(
    "nan_reported",
    "A result is nan; a training that has diverged is infinitely bad: np.inf.",
    reported=lambda self, val, test: test,
)
_know(
    "tuning_again",
    "The results are those of the starts by which the rate was chosen, and so too good; report the "
    "fresh ones.",
    tested_by=lambda self, tuning, fresh: tuning,
)
_know(
    "tuned_by_fresh",
    "The rate is chosen by the fresh starts, which are then not fresh any more; choose by those of "
    "tuning.",
    tuned_by=lambda self, tuning, fresh: fresh,
)
_know(
    "tuned_by_all",
    "The rate is chosen by all starts, the fresh ones too, which are then not fresh any more; "
    "choose by those of tuning.",
    tuned_by=lambda self, tuning, fresh: [*tuning, *fresh],
)
_know(
    "tested_by_all",
    "The results have the starts by which the rate was chosen too, which flatter; report the fresh "
    "ones alone.",
    tested_by=lambda self, tuning, fresh: [*tuning, *fresh],
)
_know(
    "val_reported",
    "The results are validation losses; report the test losses, the second of the two.",
    reported=lambda self, val, test: _clean(val),
)
_know(
    "exchanged",
    "You took the two losses for each other: train returns that of validation, then that of test.",
    score=lambda self, val, test: np.median(_clean(test)),
    reported=lambda self, val, test: _clean(val),
)
_know(
    "short_tuning",
    "The trainings that choose a rate are shorter than those that count, and choose what is good "
    "for short trainings; each gets the whole budget.",
    {"tuning_budget": lambda self, budget, trainings: budget // 10},
    tuning_budget=lambda self, budget, trainings: budget // trainings,
)
_know(
    "places",
    "You returned which rates they are; return the rates.",
    end=lambda self, chosen, places, results: (np.array(places), np.array(results)),
)
_know(
    "one_number",
    "There is one result for each method; return all of its losses, one for each fresh start: "
    "an interval needs them.",
    {"reported": lambda self, val, test: np.mean(_clean(test))},
    reported=lambda self, val, test: np.median(_clean(test)),
)
_know(
    "results_sorted",
    "The results are sorted, and the pairs are lost: column i is the i-th of fresh for every "
    "method.",
    reported=lambda self, val, test: np.sort(_clean(test)),
)
_know(
    "transposed",
    "The results are transposed: a row for each method, a column for each fresh start.",
    end=lambda self, chosen, places, results: (np.array(chosen), np.array(results).T),
)


@fair.mistake
def best_of_all(
    train: Train,
    methods: list[str],
    rates: Array,
    tuning: list[int],
    fresh: list[int],
    budget: int,
) -> Any:
    """You trained with every rate from the fresh starts, and kept the best by their test losses:
    that is choosing by the test. The rate is settled before the first fresh start."""
    chosen, results = [], []
    for method, row in zip(methods, rates, strict=True):
        tests = np.array([[train(method, rate, s, budget)[1] for s in fresh] for rate in row])
        best = int(np.argmin(np.median(_clean(tests), axis=1)))
        chosen.append(row[best])
        results.append(_clean(tests[best]))
    return np.array(chosen), np.array(results)
