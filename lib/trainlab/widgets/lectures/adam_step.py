"""One step of Adam, taken apart for a steep parameter and a flat one. Lecture 06."""

from typing import ClassVar

import numpy as np

from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Bars, Curves
from trainlab.widgets.panels.panel import Numbers, Panel
from trainlab.widgets.walk import Walk

STAGES = ("g", "m", "v", "m̂", "v̂", "√v̂+ε", "step")
FORMULAS = (
    "the gradient", "the mean m = β₁ m + (1 - β₁) g", "the mean square v = β₂ v + (1 - β₂) g²",
    "corrected, m̂ = m / (1 - β₁ᵗ)", "corrected, v̂ = v / (1 - β₂ᵗ)", "the size √v̂ + ε",
    "the step m̂ / (√v̂ + ε), in learning rates",
)  # fmt: skip
#: The steps t at which the curve of steps is drawn.
TIMES = np.unique(np.geomspace(1, 1000, 121).round())


class Step:
    """The numbers of one step, of which ``steps_taken + 1`` are known."""

    steps_taken, last = 0, len(STAGES) - 1

    def go(self, step: int) -> None:
        """Go to a stage; 0 is the gradient."""
        self.steps_taken = step

    def step(self, count: int) -> None:
        """Go on by so many stages."""
        self.go(min(self.steps_taken + count, self.last))

    def compute(self, s: Settings) -> None:
        """Compute every stage (7, 2), and the steps at all times, without correction and with."""
        self.stages = _stages(s, s.t, np.array([s.steep, s.flat]), s.correction == "on")
        with_, without = (_stages(s, TIMES, s.steep, correct)[-1] for correct in (True, False))
        self.curves: Numbers = {
            "x": TIMES,
            "y": np.stack([with_, without]),
            "marks": [{"x": float(s.t), "text": "now"}],
        }

    def bars(self) -> Numbers:
        """Return the sizes of what is known of each parameter, (2, 7)."""
        known = np.arange(len(STAGES)) <= self.steps_taken
        return {"mid": np.where(known, np.abs(self.stages.T), np.nan)}


def _stages(s: Settings, t: np.ndarray | int, g: np.ndarray | float, correct: bool) -> np.ndarray:
    """Return g, m, v, both corrected, the size and the step at time t, in closed form."""
    g, b1, b2 = g + 0.0 * t, s.beta1, s.beta2
    m = (1 - b1) * g * {
        "steady": (1 - b1**t) / (1 - b1),
        "alternating": (1 - (-b1) ** t) / (1 + b1),
        "rare": 1.0,
    }[s.history]  # fmt: skip
    v = (1 - b2) * g**2 * (1.0 if s.history == "rare" else (1 - b2**t) / (1 - b2))
    m_hat, v_hat = (m / (1 - b1**t), v / (1 - b2**t)) if correct else (m, v)
    size = np.sqrt(v_hat) + s.eps
    return np.stack([g, m, v, m_hat, v_hat, size, m_hat / size])


class AdamStep(Walk):
    """What Adam makes of a gradient, stage by stage, and how long its steps are over time."""

    controls = (
        choice("history", ("steady", "alternating", "rare"),
               tooltip="Gradients so far: always this one, this one with changing sign, or zeros"),
        scale("t", 1, 1000, default=1, log=True, tooltip="Which step this is"),
        scale("steep", 1e-3, 1e3, default=10.0, log=True, label="gradient of the steep one",
              tooltip="The gradient that the steep parameter sees now"),
        scale("flat", 1e-9, 1e3, default=0.01, log=True, label="gradient of the flat one",
              tooltip="The gradient that the flat parameter sees now"),
        scale("beta1", 0.0, 0.99, default=0.9, step=0.01, tooltip="Memory of the mean"),
        scale("beta2", 0.0, 0.9999, default=0.999, step=0.001,
              tooltip="Memory of the mean square"),
        scale("eps", 1e-10, 1.0, default=1e-8, log=True, tooltip="What keeps the size from zero"),
        choice("correction", ("on", "off"), tooltip="Whether m and v are corrected"),
    )  # fmt: skip
    first = ("history", "t", "steep", "flat", "correction")
    layout = ("stages steps",)
    buttons: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("back", "Back", "One stage back"),
        ("next", "Next", "The next stage"),
        ("end", "To the end", "The whole step"),
        ("reset", "Reset", "The gradient alone"),
    )
    speed: ClassVar[str] = ""
    tries = (
        Try("defaults", "One gradient is a thousand times the other. And the first steps?",
            "Both are one learning rate long: g / √g² is a sign."),
        Try("correction=off", "The same without correction. Are the steps shorter or longer?",
            "Longer, 3.16 learning rates: m is a tenth of g, but √v only a thirtieth."),
        Try("history=alternating&t=1000", "A gradient that changes its sign at every step?",
            "A twentieth of a learning rate: the mean cancels, the mean square does not."),
        Try("history=rare&t=1000", "A gradient after 999 zeros, as of a rare word?",
            "2.5 learning rates, nearly the longest step there is: v has forgotten nothing, there "
            "was nothing."),
        Try("flat=1e-9", "And a gradient smaller than ε?",
            "Its step is a tenth of the other's: below ε Adam is plain descent again."),
    )  # fmt: skip
    model: Step

    def build(self, s: Settings) -> Step:
        """Return the step, of which the gradient is known."""
        step = Step()
        step.compute(s)
        return step

    def change(self, model: Step, s: Settings) -> None:
        """Compute the step anew; the walk stays at its stage."""
        model.compute(s)

    def panels(self, model: Step) -> dict[str, Panel]:
        """Return the stages so far, and the steps over time."""
        return {
            "stages": Bars(
                title="One step, stage by stage", names=["steep", "flat"], labels=STAGES,
                x_label="stage", log=True,
            ).of(model.bars),
            "steps": Curves(
                title="Step / η of the steep one", names=["corrected", "not corrected"],
                dashes=[False, True], x_label="step t", log_x=True, y_domain=(0.0, 7.0),
            ).of(lambda: model.curves),
        }  # fmt: skip

    def describe(self, model: Step, s: Settings) -> str:
        """Return the stage with its numbers."""
        steep, flat = model.stages[model.steps_taken]
        return (
            f"Step {s.t} of Adam after {s.history} gradients, correction {s.correction}: "
            f"{FORMULAS[model.steps_taken]}: steep {steep:.4g}, flat {flat:.4g}."
        )

    def status(self, model: Step, s: Settings) -> list[str]:
        """Return the stage with its numbers."""
        return [self.describe(model, s)]
