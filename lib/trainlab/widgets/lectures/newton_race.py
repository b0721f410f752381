"""Rules that know of curvature race against gradient descent. Lecture 07."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from trainlab import optimizers, problems
from trainlab.optimizers import Optimizer
from trainlab.problems.surfaces import Surface
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.models.balls import Balls
from trainlab.widgets.lectures.races import BALLS, Races
from trainlab.widgets.live import Try

#: By name: (rate of gradient descent, rate of the others) -> rule.
RULES: dict[str, Callable[[float, float], Optimizer]] = {
    "gradient descent": lambda lr, alpha: optimizers.sgd(lr),
    "Newton": lambda lr, alpha: optimizers.newton(alpha),
    "diagonal": lambda lr, alpha: optimizers.diagonal_newton(alpha, damping=0.0),
    "saddle-free": lambda lr, alpha: optimizers.saddle_free(alpha, damping=0.0),
    "conjugate gradients": lambda lr, alpha: optimizers.conjugate_gradient(alpha),
    "BFGS": lambda lr, alpha: optimizers.bfgs(alpha),
}
#: Which rules race against each other.
FIELDS = {
    "newton": ("gradient descent", "Newton"),
    "substitutes": ("gradient descent", "diagonal", "conjugate gradients", "BFGS"),
    "at a saddle": ("gradient descent", "Newton", "saddle-free"),
}


class NewtonRace(Races):
    """Balls on a bowl that lies askew, or on another surface: slopes alone against curvature."""

    controls = (
        choice("field", tuple(FIELDS), rebuild=True, tooltip="Which rules race; starts again"),
        choice("surface", ("rotated_bowl", "rosenbrock", "beale", "saddle"), rebuild=True,
               tooltip="What they descend; starts again"),
        scale("lr", 1e-3, 1.0, default=0.07, log=True, label="learning rate of gradient descent",
              tooltip="Length of its steps; the balls stay where they are"),
        scale("alpha", 0.1, 2.5, default=1.0, step=0.1, label="learning rate of the others",
              tooltip="Share of the step that the curvature asks for; the balls stay"),
        scale("condition", 1.0, 200.0, default=25.0, log=True, rebuild=True,
              where=("surface", ("rotated_bowl",)),
              tooltip="Curvature across the bowl's floor, where it is 1 along it; starts again"),
        scale("angle", 0.0, 90.0, default=45.0, step=5.0, rebuild=True,
              where=("surface", ("rotated_bowl",)),
              tooltip="Of the floor to the first axis, in degrees; starts again"),
        *BALLS,
    )  # fmt: skip
    first = ("field", "surface", "lr", "alpha", "condition", "angle")
    layout = ("path height",)
    speed: ClassVar[str] = "5 steps/s"
    still_steps: ClassVar[int] = 40
    tries = (
        Try("defaults", "A bowl 25 times as steep across its floor as along it, 45 degrees askew. "
            "How many steps does Newton's rule need, and gradient descent, whose limit is 0.08?",
            "One. Gradient descent has come down from 109 to 0.09 after 32 steps, and needs some "
            "140 to be below 1e-8."),
        Try("condition=200", "And at 200, where gradient descent has long passed its limit of "
            "0.01?",
            "It runs away at once. Newton's rule needs one step again."),
        Try("alpha=2", "Newton's rule goes twice as far as the model asks. Where does it end?",
            "Nowhere: it leaps to the opposite point and back, at one height for ever. The limit "
            "is 2, on every bowl."),
        Try("field=substitutes&angle=0", "The floor lies along an axis. Who needs how many steps?",
            "The diagonal one step, conjugate gradients two, BFGS some ten: it has to learn the "
            "curvature."),
        Try("field=substitutes", "Now 45 degrees askew.",
            "The diagonal becomes gradient descent at 1/13, step by step; the two others do not "
            "notice."),
        Try("field=at+a+saddle&surface=saddle", "Beside a saddle point, at 0.001 from its ridge.",
            "Newton's rule jumps onto the saddle point and stays. Saddle-free Newton doubles its "
            "distance at every step: it is gone after 10."),
        Try("surface=beale&field=at+a+saddle&lr=0.003", "On Beale's surface from (1, 1)?",
            "Newton's rule lands on the saddle point (0, 1) in one step. The saddle-free "
            "rule goes past it, is thrown far out, and has arrived after 60."),
    )  # fmt: skip

    def surface(self, s: Settings) -> Surface:
        """Return the chosen surface."""
        if s.surface == "rotated_bowl":
            return problems.rotated_bowl(s.condition, s.angle)
        return super().surface(s)

    def rules(self, s: Settings) -> Mapping[str, Optimizer]:
        """Return the rules at their rates."""
        return {name: RULES[name](s.lr, s.alpha) for name in FIELDS[s.field]}

    def describe(self, balls: Balls, s: Settings) -> str:
        """Return how far each rule came."""
        what = "f" if balls.racer.surface.minima else "|x2|"
        ends = zip(balls.racer.names, balls.now()[1], strict=True)
        told = ", ".join(f"{name} {f:.3g}" for name, f in ends)
        askew = f" of condition {s.condition:g} at {s.angle:g} degrees"
        bowl = askew if s.surface == "rotated_bowl" else ""
        return (
            f"A race on {s.surface}{bowl} after {balls.steps_taken} steps, gradient descent at "
            f"{s.lr:g}, the others at {s.alpha:g}. Median {what}: {told}; {balls.gone} ran away."
        )
