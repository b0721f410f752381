"""One step of Adam, taken apart for a steep parameter and a flat one. Lecture 06."""

from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.models.adam_stages import FORMULAS, STAGES, Step
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Bars, Curves
from trainlab.widgets.panels.panel import Panel
from trainlab.widgets.walk import Walk, walking


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
    buttons = walking("stage")
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
    stages = Step
    model: Step

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
