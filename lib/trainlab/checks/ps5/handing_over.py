"""Adam, then L-BFGS: one rule goes on where the other has ended."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, unpack
from trainlab.checks.ps5.functions import Function, bowl, turned
from trainlab.checks.ps5.lines import MOST_OF_RUN, Counted, ended
from trainlab.checks.question import Answer, Case, question

#: (f, theta) -> theta, and what makes one.
Rule = Callable[[Any, Array], Array]
Maker = Callable[[], Rule]
#: Rates and shares of the velocity that is kept, of the rules that stand for both.
ADAM, LBFGS = (0.1, 0.7), (0.06, 0.8)


class Heavy:
    """A rule that remembers a velocity, and stands for Adam or L-BFGS.

    Args:
        lr: rate.
        share: of the velocity that is kept.
    """

    def __init__(self, lr: float, share: float) -> None:
        """Begin at rest."""
        self.lr, self.share, self.v = lr, share, np.zeros(1)

    def __call__(self, f: Function, theta: Array) -> Array:
        """Return the new theta."""
        self.v = self.share * self.v - self.lr * f(theta)[1]
        new: Array = theta + self.v
        return new


def adam() -> Heavy:
    """Return the rule that stands for Adam."""
    return Heavy(*ADAM)


def lbfgs() -> Heavy:
    """Return the rule that stands for L-BFGS."""
    return Heavy(*LBFGS)


def _driven(
    finish: Answer, /, H: Array, b: Array, theta: Array, switch: int, steps: int
) -> Outputs:
    """Return what it returns with rules of ours."""
    f = Counted(partial(bowl, H=H, b=b), MOST_OF_RUN)
    result = ended(f, lambda: finish(f, theta, adam, lbfgs, switch, steps))
    return unpack([Output("theta"), Output("losses")], result)


@question(
    "ps5/finish",
    returns=(Named("results"),),
    drive=_driven,
    section="lecture 07, section 9",
    hints=(
        "Look at three things: how often each rule is made, where the second begins, and at which "
        "place each loss is taken.",
        "Make each rule once, before its steps, since it remembers. theta goes on through both "
        "phases. The losses begin with that of the start, and each step adds the one *after* it.",
        "losses = [f(theta)[0]]; then for rule, count in ((adam(), min(switch, steps)), (lbfgs(), "
        "max(steps - switch, 0))): for _ in range(count): theta = rule(f, theta); "
        "losses.append(f(theta)[0]). Return theta, np.array(losses).",
    ),
)
def finish(H: Array, b: Array, theta: Array, switch: int, steps: int) -> Outputs:
    """Return them by powers of the matrices that move place and velocity."""
    n, minimum = len(b), np.linalg.solve(H, b)

    def power(settings: tuple[float, float], k: int) -> Array:
        lr, share = settings
        keep = share * np.eye(n)
        return np.linalg.matrix_power(np.block([[np.eye(n) - lr * H, keep], [-lr * H, keep]]), k)

    start = theta - minimum
    errors = []
    for k in range(steps + 1):
        ended = (power(ADAM, min(k, switch)) @ [*start, *np.zeros(n)])[:n]
        errors.append((power(LBFGS, max(k - switch, 0)) @ [*ended, *np.zeros(n)])[:n])
    losses = [e @ H @ e / 2 - minimum @ b / 2 for e in errors]
    return {"theta": errors[-1] + minimum, "losses": np.array(losses)}


@finish.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    given = {"H": turned(rng, (1.0, 3.0, 8.0)), "b": away_from_zero(rng, 3)}
    run = given | {"theta": 3 * away_from_zero(rng, 3)}
    yield Case("5 steps of Adam, 4 of L-BFGS", run | {"switch": 5, "steps": 9})
    yield Case("2 steps of Adam, 6 of L-BFGS", run | {"switch": 2, "steps": 8})
    if thorough:
        yield Case("L-BFGS alone", run | {"switch": 0, "steps": 5})
        yield Case("Adam alone", run | {"switch": 6, "steps": 6})
        yield Case("a switch after the end", run | {"switch": 9, "steps": 4})
        yield Case("no step at all", run | {"switch": 3, "steps": 0})
        yield Case("one step of each", run | {"switch": 1, "steps": 2})
        yield Case("150 steps", run | {"switch": 30, "steps": 150})
        yield Case("whole numbers", run | {"theta": np.array([4, -3, 2]), "switch": 3, "steps": 7})
        one = {"H": np.array([[8.0]]), "b": given["b"][:1], "theta": run["theta"][:1]}
        yield Case("one unknown, and a loss that rises in the end", one | {"switch": 4, "steps": 8})


class _Made:
    """A run, each part of which may be done wrongly."""

    def count(self, switch: int, steps: int) -> tuple[int, int]:
        """Return the steps of both."""
        return min(switch, steps), max(steps - switch, 0)

    def rules(self, adam: Maker, lbfgs: Maker) -> tuple[Rule, Rule]:
        """Return both rules."""
        return adam(), lbfgs()

    def begin(self, start: Array, theta: Array) -> Array:
        """Return where L-BFGS begins."""
        return theta

    def loss(self, f: Function, before: Array, after: Array) -> Any:
        """Return what is noted of a step."""
        return f(after)[0]

    def end(self, places: list[Array], losses: list[Any], switch: int) -> Any:
        """Return what is returned."""
        return places[-1], np.array(losses)

    def __call__(
        self, f: Function, theta: Array, adam: Maker, lbfgs: Maker, switch: int, steps: int
    ) -> Any:
        """Return theta and losses."""
        places, losses = [theta + 0.0], [f(theta)[0]]
        rules, counts = self.rules(adam, lbfgs), self.count(switch, steps)
        for number, (rule, count) in enumerate(zip(rules, counts, strict=True)):
            now = self.begin(places[0], places[-1]) if number else places[-1]
            for _ in range(count):
                new = rule(f, now)
                losses.append(self.loss(f, now, new))
                places.append(new)
                now = new
        return self.end(places, losses, switch)


def _know(name: str, diagnosis: str, *others: dict[str, Any], **parts: Callable[..., Any]) -> None:
    """Know a run of which these parts are wrong, and variants of it of which others are."""
    kinds = tuple(type("_Wrong", (_Made,), wrong)() for wrong in (parts, *others))

    def answer(
        f: Function,
        theta: Array,
        adam: Maker,
        lbfgs: Maker,
        switch: int,
        steps: int,
        kind: Any = kinds,
    ) -> Any:
        return kind(f, theta, adam, lbfgs, switch, steps)

    finish.know(name, diagnosis, answer)


def _anew(make: Maker) -> Rule:
    """Return a rule that is made anew in every step."""
    return lambda f, theta: make()(f, theta)


def _before(self: _Made, f: Function, before: Array, after: Array) -> Any:
    return f(before)[0]


def _noted_before(self: Any, f: Function, before: Array, after: Array) -> Any:
    self.last = f(after)[0]
    return f(before)[0]


def _last_noted(self: Any, places: list[Array], losses: list[Any], switch: int) -> Any:
    noted = [*losses[1:], self.last] if len(places) > 1 else losses
    return places[-1], np.array(noted)


def _without_first(self: _Made, places: list[Array], losses: list[Any], switch: int) -> Any:
    return places[-1], np.array(losses[1:])


def _means_after_start(self: _Made, places: list[Array], losses: list[Any], switch: int) -> Any:
    return places[-1], np.array([losses[0], *np.cumsum(losses[1:]) / np.arange(1, len(losses))])


def _one_place_early(self: _Made, places: list[Array], losses: list[Any], switch: int) -> Any:
    moved = np.zeros(len(losses))
    moved[: switch + 1] = losses[: switch + 1]
    moved[switch:-1] = losses[switch + 1 :]
    return places[-1], moved


def _both_at_once(self: _Made, adam: Maker, lbfgs: Maker) -> tuple[Rule, Rule]:
    first, second = adam(), lbfgs()
    return lambda f, theta: second(f, first(f, theta)), second


def _warmed(self: _Made, adam: Maker, lbfgs: Maker) -> tuple[Rule, Rule]:
    first, second = adam(), lbfgs()

    def beside(f: Any, theta: Array) -> Array:
        second(f, theta)
        return first(f, theta)

    return beside, second


_know(
    "as_listed",
    "Three things are as in the listing: each rule is made anew in every step, L-BFGS begins at "
    "the very start, and the losses are those before the steps. Make each rule once, go on from "
    "where Adam ended, and note the loss after each step.",
    rules=lambda self, adam, lbfgs: (_anew(adam), _anew(lbfgs)),
    begin=lambda self, start, theta: start,
    loss=_before,
    end=_without_first,
)
_know(
    "made_anew",
    "Each rule is made anew in every step, so that it remembers nothing; make it once, before its "
    "steps.",
    rules=lambda self, adam, lbfgs: (_anew(adam), _anew(lbfgs)),
)
_know(
    "adam_made_anew",
    "Adam is made anew in every step, so that it remembers nothing; make it once.",
    rules=lambda self, adam, lbfgs: (_anew(adam), lbfgs()),
)
_know(
    "lbfgs_made_anew",
    "L-BFGS is made anew in every step, so that it remembers no pairs; make it once.",
    rules=lambda self, adam, lbfgs: (adam(), _anew(lbfgs)),
)
_know(
    "from_the_start",
    "L-BFGS begins at the very start; it goes on from where Adam has ended.",
    {"begin": lambda self, start, theta: start, "loss": _noted_before, "end": _last_noted},
    begin=lambda self, start, theta: start,
)
_know(
    "losses_before",
    "The losses are those before the steps, so that the last one is missing: begin with that of "
    "the start, and note one after each step.",
    loss=_before,
    end=_without_first,
)
_know(
    "start_twice",
    "The loss of the start is there twice, and the last one is missing: after each step take the "
    "loss at the new theta.",
    loss=_before,
)
_know(
    "without_start",
    "The loss of the start is missing: losses[0] is that before any step.",
    end=_without_first,
)
_know(
    "one_late",
    "Adam takes one step too many: the first switch steps are its own.",
    count=lambda self, switch, steps: (min(switch + 1, steps), max(steps - switch - 1, 0)),
)
_know(
    "one_early",
    "Adam takes one step too few: the first switch steps are its own.",
    count=lambda self, switch, steps: (
        min(max(switch - 1, 0), steps),
        max(steps - max(switch - 1, 0), 0),
    ),
)
_know(
    "steps_after_switch",
    "L-BFGS takes steps of them after the switch; steps counts those of both.",
    count=lambda self, switch, steps: (switch, steps),
)
_know(
    "adam_to_the_switch",
    "Adam takes all its steps up to the switch, even past the end: steps is the number of all.",
    count=lambda self, switch, steps: (switch, max(steps - switch, 0)),
)
_know(
    "one_more",
    "There is one step too many: steps in all.",
    count=lambda self, switch, steps: (min(switch, steps), max(steps - switch, 0) + 1),
)
_know(
    "no_switch_at_zero",
    "switch = 0 is taken for no switch at all; it is L-BFGS alone. 0 is false: ask for a number.",
    count=lambda self, switch, steps: (
        min(switch or steps, steps),
        max(steps - (switch or steps), 0),
    ),
)
_know(
    "exchanged",
    "L-BFGS comes first and Adam after the switch; it is the other way round.",
    rules=lambda self, adam, lbfgs: (lbfgs(), adam()),
)
_know(
    "adam_alone",
    "All steps are Adam's; after the switch they are L-BFGS's.",
    count=lambda self, switch, steps: (steps, 0),
)
_know(
    "lbfgs_alone",
    "All steps are L-BFGS's; the first switch of them are Adam's.",
    count=lambda self, switch, steps: (0, steps),
)
_know(
    "both_at_once",
    "Before the switch every step is one of Adam and one of L-BFGS; it is Adam's alone.",
    rules=_both_at_once,
)
_know(
    "lbfgs_warmed_up",
    "L-BFGS looks on while Adam steps, and remembers what it saw; it begins after the switch.",
    rules=_warmed,
)
_know(
    "adam_after_the_switch",
    "Adam is made anew for the steps after the switch; they are L-BFGS's.",
    rules=lambda self, adam, lbfgs: (adam(), adam()),
)
_know(
    "lowest_place",
    "You returned the theta of the lowest loss; return the last one.",
    end=lambda self, places, losses, switch: (places[int(np.argmin(losses))], np.array(losses)),
)
_know(
    "lowest_so_far",
    "The losses are the lowest so far; losses[k] is the one after k steps.",
    end=lambda self, places, losses, switch: (places[-1], np.minimum.accumulate(losses)),
)
_know(
    "means_so_far",
    "The losses are means of all so far; losses[k] is the one after k steps.",
    {"end": _means_after_start},
    end=lambda self, places, losses, switch: (
        places[-1],
        np.cumsum(losses) / np.arange(1, len(losses) + 1),
    ),
)
_know(
    "loss_of_the_switch_missing",
    "The loss at the switch is missing, and those of L-BFGS stand one place too early: losses[k] "
    "is the one after k steps.",
    end=_one_place_early,
)
_know(
    "place_before_last",
    "theta is that before the last step; return the last one.",
    end=lambda self, places, losses, switch: (places[-2:][0], np.array(losses)),
)
_know(
    "place_of_the_start",
    "theta is that of the start; return the last one.",
    end=lambda self, places, losses, switch: (places[0], np.array(losses)),
)
_know(
    "place_of_adam",
    "theta is where Adam has ended; return where L-BFGS has.",
    end=lambda self, places, losses, switch: (
        places[min(switch, len(places) - 1)],
        np.array(losses),
    ),
)
_know(
    "losses_of_lbfgs",
    "The losses are those of L-BFGS's steps alone; Adam's belong to them, and that of the start.",
    end=lambda self, places, losses, switch: (places[-1], np.array(losses[switch + 1 :])),
)
_know(
    "losses_of_adam",
    "The losses are those of Adam's steps alone; L-BFGS's belong to them.",
    end=lambda self, places, losses, switch: (places[-1], np.array(losses[: switch + 1])),
)
_know(
    "loss_of_the_switch_twice",
    "The loss at the switch is there twice; each phase adds one loss for each of its steps.",
    end=lambda self, places, losses, switch: (
        places[-1],
        np.array([*losses[: switch + 1], *losses[min(switch, len(losses) - 1) :]]),
    ),
)
_know(
    "last_loss_alone",
    "This is the last loss alone; return all of them, that of the start first.",
    end=lambda self, places, losses, switch: (places[-1], losses[-1]),
)
_know(
    "results_exchanged",
    "The results are exchanged; return theta, losses.",
    end=lambda self, places, losses, switch: (np.array(losses), places[-1]),
)


@finish.mistake
def squares_of_gradient(
    f: Function, theta: Array, adam: Maker, lbfgs: Maker, switch: int, steps: int
) -> Any:
    """The losses are squares of the gradient; the loss is the first that f gives, f(theta)[0]."""

    def squares(theta: Array) -> tuple[Any, Array]:
        g = f(theta)[1]
        return g @ g, g

    return _Made()(squares, theta, adam, lbfgs, switch, steps)


@finish.mistake
def rises_taken_back(
    f: Function, theta: Array, adam: Maker, lbfgs: Maker, switch: int, steps: int
) -> Any:
    """A step after which the loss is higher is taken back; take each as it is."""

    def careful(make: Maker) -> Rule:
        rule = make()

        def step(f: Function, theta: Array) -> Array:
            new = rule(f, theta)
            return new if f(new)[0] <= f(theta)[0] else theta

        return step

    return _Made()(f, theta, lambda: careful(adam), lambda: careful(lbfgs), switch, steps)


@finish.mistake
def ends_early(
    f: Function,
    theta: Array,
    adam: Maker,
    lbfgs: Maker,
    switch: int,
    steps: int,
    small: Any = (1e-6, 1e-8),
) -> Any:
    """You ended early, where the loss hardly changed; take all the steps."""
    end, losses = _Made()(f, theta, adam, lbfgs, switch, steps)
    still = np.abs(np.diff(losses)) < small
    return (
        _Made()(f, theta, adam, lbfgs, switch, int(np.argmax(still)) + 1)
        if still.any()
        else (end, losses)
    )


@finish.mistake
def in_turn(f: Function, theta: Array, adam: Maker, lbfgs: Maker, switch: int, steps: int) -> Any:
    """Both rules take turns, switch steps each; L-BFGS has all steps after the first switch."""
    first, second, losses = adam(), lbfgs(), [f(theta)[0]]
    for k in range(steps):
        theta = (first if switch and k // switch % 2 == 0 else second)(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)


@finish.mistake
def switch_ignored(
    f: Function,
    theta: Array,
    adam: Maker,
    lbfgs: Maker,
    switch: int,
    steps: int,
    share: Any = (0.5, 0.1, 0.01),
) -> Any:
    """L-BFGS waits until the loss has fallen to a share of the first; it begins after switch
    steps."""
    first, second, losses = adam(), lbfgs(), [f(theta)[0]]
    for _ in range(steps):
        theta = (first if losses[-1] > share * losses[0] else second)(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)
