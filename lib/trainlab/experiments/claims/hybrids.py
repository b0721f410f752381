"""Adam and others with L-BFGS after them, on a function with a jump."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers, problems
from trainlab.engine.columns import Data
from trainlab.experiments.claims import listings
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.statistics import BOOTSTRAPPED, EXACT, median_interval, share_interval
from trainlab.experiments.targets import DEFAULT_START, LISTED, MULTISCALE, on_grid
from trainlab.experiments.verdicts import Interval, above
from trainlab.nn.networks import MLP
from trainlab.optimizers import lbfgs, sequence

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

POINTS = 100
#: First-order rules, each with one learning rate, chosen by us: usual for a network of this size.
RATES = {
    "sgd": 0.01,
    "momentum": 0.003,
    "nesterov": 0.003,
    "adagrad": 0.03,
    "adadelta": 1.0,
    "rmsprop": 0.003,
    "adam": 0.01,
    "nadam": 0.01,
}
#: A step of L-BFGS takes less time than this many first-order steps: as long as 5.3 to 6.6 of
#: them, measured on one CPU core with 50 and 100 networks for each of the rules.
COST = 8
#: What a contest's shares are called: how often a pair beats its rule, and Adam's pair all others.
SHARES = (*(f"pair_better_{name}" for name in RATES), "adam_wins")
#: What is changed in two rows of the sensitivity.
SLIDE_STEPS = "30 steps, then 50, as on the slide"
TENTH = "rates / 10 (Adam's 0.001 as listed)"
SLIDE = "the slide's steps, rates, start, points and history"
DATA = on_grid(problems.multiscale(), POINTS)
NEAR = on_grid(problems.multiscale(), POINTS, LISTED)
#: Where the listing's own optimizers are tried, without a line search: the points.
LISTINGS = {"x on (-1, 1)": NEAR, "x on (-pi, pi)": DATA}


class Contest(NamedTuple):
    """Final errors of a first-order rule X (E,), from the same starts; infinite for diverged ones.

    Attributes:
        alone: after as many steps as the pair took.
        longer: after ``COST`` steps for each of L-BFGS's.
        paired: X, then L-BFGS.
        curve: median losses along the pair's steps (steps,).
        curve_alone: the same of X alone, for as many steps.
    """

    alone: np.ndarray
    longer: np.ndarray
    paired: np.ndarray
    curve: np.ndarray
    curve_alone: np.ndarray


class Plan(NamedTuple):
    """A contest's network with its initializer, its steps, a factor on all rates, L-BFGS's history,
    and the data.
    """

    net: MLP = MLP([1, 100, 1], activation="relu")
    init: str = "he_uniform"
    switch: int = 150
    then: int = 150
    factor: float = 1.0
    history: int = 10
    data: Data = DATA


def final(losses: Tensor) -> np.ndarray:
    """Return the median of the last 20 losses (steps, E), as first-order rules flicker, (E,)."""
    last = losses[-20:].nan_to_num(nan=torch.inf)
    medians: np.ndarray = np.median(last.numpy(force=True), axis=0)
    return medians


def contest(settings: Settings, plan: Plan, name: str) -> Contest:
    """Train rule X alone, and before L-BFGS."""
    rule = getattr(optimizers, name)(lr=plan.factor * RATES[name])
    steps = plan.switch + plan.then
    first, second = settings.split(0.4, 0.6)
    alone = first.train(
        plan.net,
        plan.data,
        optimizer=rule,
        init=plan.init,
        steps=plan.switch + COST * plan.then,
        doing=f"{name} alone",
    )
    pair = second.train(
        plan.net,
        plan.data,
        optimizer=sequence(rule, lbfgs(history=plan.history), switch=plan.switch),
        init=plan.init,
        steps=steps,
        doing=f"{name}, then L-BFGS",
    )
    equal = alone.train_loss[:steps]
    return Contest(
        final(equal),
        final(alone.train_loss),
        final(pair.train_loss),
        _curve(pair.train_loss),
        _curve(equal),
    )


def contests(settings: Settings, plan: Plan) -> dict[str, Contest]:
    """Hold a contest for every first-order rule."""
    return {name: contest(part, plan, name) for part, name in settings.over(RATES)}


class Listed(NamedTuple):
    """Final losses of the listing's pair, and of Adam alone for as many steps and for more (E,)."""

    paired: np.ndarray
    alone: np.ndarray
    longer: np.ndarray


def as_listed(settings: Settings, data: tuple[Tensor, Tensor], doing: str) -> Listed:
    """Train as the listing does: Adam, then torch's L-BFGS without a line search, one by one."""
    steps, end = listings.ADAM + listings.LBFGS, listings.ADAM + COST * listings.LBFGS
    first, second = settings.split(0.1, 0.9)
    alone = first.train(
        listings.NET,
        data,
        optimizer=optimizers.adam(listings.RATE),
        init="torch_default",
        steps=end,
        snapshots=[listings.ADAM],
        doing=doing,
    )
    losses = []
    for part, start in second.over(alone.snapshots[0].cpu()):
        losses.append(listings.by_torch(start, *data, 1)[0][-1])
        part.progress(1.0, doing)
    paired = np.nan_to_num(losses, nan=np.inf)
    return Listed(paired, final(alone.train_loss[:steps]), final(alone.train_loss))


def _curve(losses: Tensor) -> np.ndarray:
    medians: np.ndarray = np.median(losses.nan_to_num(nan=torch.inf).numpy(force=True), axis=1)
    return medians


def wins(found: dict[str, Contest]) -> np.ndarray:
    """Return which pair ended lowest in each network, as indices into ``RATES`` (E,)."""
    lowest: np.ndarray = np.stack([found[name].paired for name in RATES]).argmin(axis=0)
    return lowest


def _draw_adam_lbfgs(result: Result) -> "Picture":
    from trainlab.experiments.figures import hybrids as figures

    return figures.adam_lbfgs(result, cost=COST)


@experiment(
    "adam-lbfgs",
    draw=_draw_adam_lbfgs,
    title="First order, then L-BFGS",
    source='Karniadakis, "Training and optimization", Loss: X + L-BFGS',
    claim="A first-order rule followed by L-BFGS beats the rule alone, and of all such pairs Adam "
    "with L-BFGS is usually the winner.",
    networks=300,
    quick=16,
    seconds=120,
)
def adam_lbfgs(settings: Settings) -> Outcome:
    """Hold a contest for every first-order rule, and see which pair wins in each network."""
    plan = Plan(switch=30, then=30) if settings.quick else Plan()
    first, second, third, rest = settings.split(0.35, 0.03, 0.07, 0.55)
    found = contests(first, plan)
    measured: dict[str, float | list[float]] = {}
    interval = {}
    for name, result in found.items():
        for kind in ("alone", "longer", "paired"):
            measured[f"{kind}_{name}"] = float(np.median(getattr(result, kind)))
            interval[f"{kind}_{name}"] = median_interval(getattr(result, kind))
    here = _row(f"{plan.switch} steps, then {plan.then}", found)
    for share in SHARES:
        measured[share], interval[share] = here[share], _interval(here, share)
    only = second.train(
        plan.net,
        plan.data,
        optimizer=lbfgs(),
        init=plan.init,
        steps=plan.switch + plan.then,
        doing="L-BFGS alone",
    )
    listed = {
        name: as_listed(part, data, name) for part, (name, data) in third.over(LISTINGS.items())
    }
    shares: dict[str, tuple[float, Interval]] = {}
    for name, ends in listed.items():
        for words, other in (("as many", ends.alone), (f"{COST} times L-BFGS's", ends.longer)):
            word = f"as listed, {name}: pair below Adam of {words} steps"
            count = int((ends.paired < other).sum())
            shares[word] = count / len(other), share_interval(count, len(other))
            measured[word], interval[word] = shares[word]
        measured[f"as listed, {name}: pair's loss"] = float(np.median(ends.paired))
        interval[f"as listed, {name}: pair's loss"] = median_interval(ends.paired)
    rows, complete = gathered(() if settings.quick else _sensitivity(rest))
    measured["lbfgs_alone"] = float(np.median(final(only.train_loss)))
    interval["lbfgs_alone"] = median_interval(final(only.train_loss))
    return Outcome(
        measured=measured,
        claimed={"adam_wins": "usually"} | {f"pair_better_{name}": 1.0 for name in RATES},
        interval=interval,
        interval_method=f"medians: {BOOTSTRAPPED}; pair_better and adam_wins: {EXACT}",
        holds=_holds(here, rows, shares),
        verdict=_verdict(measured, here["most_wins"]),
        setting={
            "network": "1-100-1, ReLU (the source's listing), He-uniform weights, zero biases",
            "data": f"{POINTS} {MULTISCALE}",
            "steps": f"{plan.switch} of rule X, then {plan.then} of L-BFGS (the slide: 30 and "
            f"50); X alone for as many, and for {COST} instead of each of L-BFGS's, which is more "
            "than a step of L-BFGS takes the time of (measured on one CPU core: 5.3 to 6.6)",
            "rates": RATES,
            "rates_chosen": "one for each rule, chosen by us (the source lists Adam's 0.001)",
            "rules": {name: dict(getattr(optimizers, name)().settings) for name in RATES},
            "lbfgs": "strong Wolfe line search (1e-4, 0.9), history 10, first trial length 1",
            "error": "training MSE, median of the last 20 steps",
            "as listed": f"Adam at {listings.RATE:g} for {listings.ADAM} steps, then "
            f"{listings.LBFGS} iterations of torch.optim.LBFGS, history {listings.HISTORY}, no "
            f"line search; {DEFAULT_START}, biases too",
        },
        sensitivity=rows,
        complete=complete,
        data={
            "names": np.array(list(RATES)),
            "wins": np.bincount(wins(found), minlength=len(RATES)),
            "switch": np.array(plan.switch),
            "pair": np.stack([found[name].curve for name in RATES]),
            "alone": np.stack([found[name].curve_alone for name in RATES]),
            "lbfgs": _curve(only.train_loss),
        },
    )


def _sensitivity(settings: Settings) -> Iterator[dict[str, Any]]:
    """Hold the contests as the slide has them, part by part, and with a deeper network."""
    networks = max(2, settings.networks // 3)
    cases = {
        SLIDE: Plan(init="torch_default", switch=30, then=50, factor=0.1, history=8, data=NEAR),
        DEFAULT_START: Plan(init="torch_default"),
        "x on (-1, 1)": Plan(data=NEAR),
        SLIDE_STEPS: Plan(switch=30, then=50),
        TENTH: Plan(factor=0.1),
        "1-20-20-1, tanh": Plan(MLP([1, 20, 20, 1]), "glorot_uniform"),
    }
    for part, (changed, plan) in settings.over(cases.items()):
        yield _row(changed, contests(replace(part, networks=networks), plan))


def _row(changed: str, found: dict[str, Contest]) -> dict[str, Any]:
    """Return the shares of the networks that contests come to, and whose pair wins most often."""
    first = wins(found)
    row: dict[str, Any] = {"changed": changed, "networks": len(first)}
    row["adam_wins"] = float((first == list(RATES).index("adam")).mean())
    row["most_wins"] = list(RATES)[int(np.bincount(first).argmax())]
    for name, result in found.items():
        row[f"pair_better_{name}"] = float((result.paired < result.longer).mean())
    return row


def _interval(row: dict[str, Any], share: str) -> tuple[float, float]:
    """Return the exact interval of one of a row's shares."""
    return share_interval(round(row[share] * row["networks"]), row["networks"])


def _word(row: dict[str, Any], share: str) -> str:
    """Answer whether one of a row's shares is above a half."""
    return above(_interval(row, share), 0.5)


def _holds(
    here: dict[str, Any],
    rows: Sequence[dict[str, Any]],
    listed: Mapping[str, tuple[float, Interval]],
) -> bool | str:
    """Judge both halves of the claim by the shares here, in the rows of the sensitivity, and of the
    networks trained as listed.
    """
    every = [here, *rows]
    pairs = [{_word(row, f"pair_better_{name}") for name in RATES} for row in every]
    pairs += [{above(interval, 0.5)} for _, interval in listed.values()]
    winner = {_word(row, "adam_wins") for row in every}
    if winner == {"yes"} and all(words == {"yes"} for words in pairs):
        return True
    if winner == {"no"} and all("no" in words for words in pairs):
        return False
    told = "; ".join(f"{words}: {share:.0%}" for words, (share, _) in listed.items())
    return f"{_pairs_told(every)} {_winner_told(every)}" + (
        f" Without a line search, {told}." if listed else ""
    )


def _pairs_told(every: Sequence[dict[str, Any]]) -> str:
    """Say for which rules the pair beats the rule alone, and where it is for others."""
    told = [_rules_told(row) for row in every]
    others = [
        f"with {row['changed']}, for {words}"
        for row, words in zip(every, told, strict=True)
        if words != told[0]
    ]
    first = (
        f"With {every[0]['changed']}, the pair beats the rule alone for certain in more than half "
        f"of the networks for {told[0]}"
    )
    return f"{'; '.join([first, *others])}."


def _rules_told(row: dict[str, Any]) -> str:
    """Return for which rules the pair is better for certain: every rule, no rule, or which not."""
    lost = [name for name in RATES if _word(row, f"pair_better_{name}") != "yes"]
    if not lost:
        return "every rule"
    if len(lost) == len(RATES):
        return "no rule"
    shares = (f"{name} ({row[f'pair_better_{name}']:.0%})" for name in lost)
    return f"every rule but {', '.join(shares)}"


def _winner_told(every: Sequence[dict[str, Any]]) -> str:
    """Say how often Adam's pair wins, and whether the winner depends on the rates."""
    here = every[0]
    low, high = _interval(here, "adam_wins")
    does = {"yes": "is usually the winner", "no": "is not usually the winner"}
    told = does.get(_word(here, "adam_wins"), "may or may not be usually the winner")
    told = f"Adam's pair {told}: it wins in {low:.0%} to {high:.0%} of the networks"
    for row in every[1:]:
        if _word(row, "adam_wins") != _word(here, "adam_wins"):
            told += f", in {row['adam_wins']:.0%} with {row['changed']}"
    for row in every[1:]:
        if row["changed"] == TENTH and row["most_wins"] != here["most_wins"]:
            told += (
                f"; which pair wins most often depends on the rates, chosen by us: "
                f"{here['most_wins']}'s with these, {row['most_wins']}'s with a tenth of them"
            )
    return f"{told}."


def _verdict(m: Any, most: str) -> str:
    worst = min(RATES, key=lambda name: m[f"pair_better_{name}"])
    best = min(RATES, key=lambda name: m[f"paired_{name}"])
    return (
        f"When the rule alone has {COST} steps for each of L-BFGS's, the pair ends lower in "
        f"{m[f'pair_better_{worst}']:.0%} of the networks or more (least for {worst}). Of the "
        f"pairs {best}'s has the lowest median, {m[f'paired_{best}']:.3f}, and {most}'s is the "
        f"lowest in the most networks; Adam's has {m['paired_adam']:.3f} and is the lowest in "
        f"{m['adam_wins']:.0%} of the networks (chance would be {1 / len(RATES):.0%}). L-BFGS for "
        f"all steps: {m['lbfgs_alone']:.3f}."
    )
