"""One step of Adam in numbers, stage by stage. Lecture 06."""

import numpy as np

from trainlab.widgets.controls import Settings
from trainlab.widgets.panels.panel import Numbers
from trainlab.widgets.walk import Stages

STAGES = ("g", "m", "v", "m̂", "v̂", "√v̂+ε", "step")
FORMULAS = (
    "the gradient", "the mean m = β₁ m + (1 - β₁) g", "the mean square v = β₂ v + (1 - β₂) g²",
    "corrected, m̂ = m / (1 - β₁ᵗ)", "corrected, v̂ = v / (1 - β₂ᵗ)", "the size √v̂ + ε",
    "the step m̂ / (√v̂ + ε), in learning rates",
)  # fmt: skip
#: The steps t at which the curve of steps is drawn.
TIMES = np.unique(np.geomspace(1, 1000, 121).round())


class Step(Stages):
    """The numbers of one step, of which ``steps_taken + 1`` are known."""

    last = len(STAGES) - 1

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
