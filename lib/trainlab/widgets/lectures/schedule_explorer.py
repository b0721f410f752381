"""Schedules of the learning rate over a live loss; one of them is drawn by hand. Lecture 08."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

import numpy as np

from trainlab import optimizers, problems
from trainlab.problems import Problem
from trainlab.schedules import AnySchedule
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Fitting, batch_of, loss_panel
from trainlab.widgets.lectures.models.scheduled import Scheduled
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves, Map
from trainlab.widgets.panels.map import sides
from trainlab.widgets.panels.panel import Numbers, Panel
from trainlab.widgets.playground.options import schedule_for
from trainlab.widgets.playground.table import SCHEDULES

#: Shares of the run at which the drawn schedule has its knots, and the same as names of controls.
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
KNOTS = tuple(f"knot{i}" for i in range(len(SHARES)))
#: The highest factor that is shown, and points along each side of the picture.
TOP, GRID = 1.1, 111
#: Schedules with cycles.
CYCLES = ("cyclical", "warm_restarts")
RULES = {"adam": optimizers.adam, "sgd": optimizers.sgd}


class ScheduleExplorer(Fitting):
    """Networks that fit a step with ripples in small batches, under a schedule one chooses, draws
    or drags.
    """

    controls = (
        choice("schedule", (*SCHEDULES, "drawn"), redraw=True,
               tooltip="How the learning rate changes, counted from the first step; keeps the "
                       "weights"),
        scale("lr", 1e-3, 3.0, default=0.1, log=True, label="highest learning rate",
              tooltip="What the schedule's factor multiplies; keeps the weights"),
        choice("horizon", (500, 1000, 2000), default=1000, redraw=True,
               tooltip="Steps until the schedule's end"),
        choice("cycles", (1, 2, 4, 10), default=4, redraw=True, where=("schedule", CYCLES),
               tooltip="Cycles until then"),
        choice("batch_size", ("5", "20", "all"),
               tooltip="Points in each step, of 100, drawn anew every epoch; keeps the weights"),
        choice("rule", tuple(RULES), tooltip="Adam, or gradient descent; keeps the weights"),
        usual.depth(1, 4, default=2),
        usual.width(1, 64, default=20),
        usual.init("glorot_normal"),
        *(
            scale(name, 0.0, 1.0, default=round(1.0 - share, 1), step=0.05, redraw=True,
                  label=f"factor at {share:.0%}", where=("schedule", ("drawn",)),
                  tooltip="Height of a knot of the drawn schedule, which can also be dragged")
            for name, share in zip(KNOTS, SHARES, strict=True)
        ),
    )  # fmt: skip
    first = ("schedule", "lr", "horizon", "cycles", "batch_size", *KNOTS)
    layout = ("factor rate loss",)
    speed: ClassVar[str] = "60 steps/s"
    still_steps: ClassVar[int] = 1000
    tries = (
        Try("defaults", "Adam at a constant 0.1, batches of 5 of the 100 points; the noise on them "
            "has variance 0.01. Where does the loss settle in 1000 steps?",
            "It does not: it wanders about 0.05, since the steps stay as long as they were."),
        Try("schedule=cosine", "The same start, and the rate falls along half a cosine.",
            "0.022 at step 500, where the rate is only halved, and 0.011 at 1000."),
        Try("schedule=exponential&lr=0.01", "At 0.01 a constant rate comes to 0.018. And if it "
            "falls exponentially from there, to 1/150?",
            "0.044: it froze before it arrived. A rate can fall too soon."),
        Try("schedule=warm_restarts", "Four falling cosines. What does a restart do to the loss?",
            "It throws it up, to 0.05 at step 600; each cycle's end is low again, at 0.017 to "
            "0.025."),
        Try("rule=sgd&lr=0.4", "Gradient descent at 0.4. How many of eight networks survive?",
            "Four. The first steps are the dangerous ones."),
        Try("rule=sgd&lr=0.4&schedule=one_cycle", "One cycle, whose peak is the same 0.4?",
            "All eight, and they come to 0.018: the rate rises while the networks grow calm."),
        Try("batch_size=all", "Adam at a constant 0.1 again, now on all points at each step.",
            "0.009: without noise in the steps nothing needs to settle, and the cosine gains "
            "nothing."),
        Try("schedule=drawn", "Pin the run, then drag the knots. Can you beat the cosine's 0.011?",
            "The straight line that you start from already equals it. That the rate ends low "
            "matters; by which curve, hardly."),
    )  # fmt: skip
    fits = Scheduled
    population = 8
    model: Scheduled

    def problem(self, s: Settings) -> Problem:
        """Return a step with ripples and noise."""
        return problems.step_sine(n=100, noise=0.1)

    def options(self, s: Settings) -> dict[str, Any]:
        """Return the rule under its schedule, and its batches."""
        rule = RULES[s.rule](s.lr)
        return {"optimizer": rule, "schedule": _schedule(s), "batch_size": batch_of(s)}

    def moved(self, fits: Scheduled, panel: str, message: Mapping[str, Any]) -> None:
        """Follow a knot; whatever the schedule was, it is a drawn one then."""
        if message["kind"] == "drag":
            knots = dict(zip(KNOTS, self.knots(), strict=True))
            knots[KNOTS[int(message["handle"])]] = round(float(np.clip(message["y"], 0, 1)), 2)
            self.set(schedule="drawn", **knots)

    def knots(self) -> list[float]:
        """Return the factors of the schedule at the knots."""
        s = self.settings
        if s.schedule == "drawn":
            return [getattr(s, name) for name in KNOTS]
        return [round(min(_factor(s, share), 1.0), 2) for share in SHARES]

    def panels(self, fits: Scheduled) -> dict[str, Panel]:
        """Return the schedule with its knots, the learning rates so far, and the loss."""
        s = self.settings
        knots = np.stack([SHARES, self.knots()], axis=1)
        return {
            "factor": Map.around(
                "schedule", knots, TOP, title="Drag the knots", domain=[(0.0, 1.0), (0.0, TOP)],
                inputs=(f"share of {s.horizon} steps", "factor"), line=True, quantity="distance",
            ).of(lambda: _shade(self.settings)),
            "rate": Curves(
                title="Learning rate so far", names=["learning rate"], log_y=True,
                x_label="step", y_domain=(1e-4, 3.0),
            ).of(fits.rates),
            "loss": loss_panel(
                fits, y_label="training loss, all points", y_domain=(0.005, 1.0)
            ),
        }  # fmt: skip

    def describe(self, fits: Scheduled, s: Settings) -> str:
        """Return where training stands."""
        return (
            f"8 networks on a step with ripples, batches of {s.batch_size}, schedule {s.schedule} "
            f"over {s.horizon} steps from at most {s.lr:g}: after {fits.steps_taken} steps the "
            f"training loss is {fits.now()[1]:.2g}."
        )

    def status(self, fits: Scheduled, s: Settings) -> list[str]:
        """Return step, learning rate and loss."""
        step, *losses = super().status(fits, s)
        return [step, f"learning rate {fits.rate:.2g}", *losses]


def _schedule(s: Settings) -> AnySchedule:
    if s.schedule == "drawn":
        heights = [getattr(s, name) for name in KNOTS]
        return partial(_drawn, steps=s.horizon, heights=heights)
    return schedule_for(s.schedule, s.horizon // (s.cycles if s.schedule in CYCLES else 1))


def _drawn(t: int, steps: int, heights: list[float]) -> float:
    return float(np.interp(t / steps, SHARES, heights))


def _factor(s: Settings, share: float) -> float:
    """Return the factor after a share of the run; 1 for one that depends on the losses."""
    schedule = _schedule(s)
    step = min(int(share * s.horizon), s.horizon - 1)
    return float(schedule(step)) if callable(schedule) else 1.0


def _shade(s: Settings) -> Numbers:
    """Return the map of the factor less the schedule's, whose boundary is the schedule."""
    factors = np.array([_factor(s, share) for share in np.linspace(0, 1, GRID)])
    return {"map": sides(factors, np.linspace(0, TOP, GRID))}
