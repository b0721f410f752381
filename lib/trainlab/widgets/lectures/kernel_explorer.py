"""A kernel that slides over an image one draws. Lecture 13."""

from collections.abc import Mapping
from typing import Any, ClassVar

from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.models.sliding import KERNELS, Sliding
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Image
from trainlab.widgets.panels.panel import Panel
from trainlab.widgets.walk import Walk, walking


class KernelExplorer(Walk):
    """An image and a kernel that one draws, and what comes out."""

    controls = (
        choice("picture", ("square", "pixel", "cross", "blank", "own"),
               tooltip="What is drawn at first; draw on it"),
        choice("kernel", (*KERNELS, "own"), tooltip="The kernel's numbers; press them to change"),
        choice("flip", ("off", "on"),
               tooltip="off: cross-correlation, as in PyTorch; on: convolution"),
        choice("padding", (0, 1, 2), tooltip="Zeros around the image"),
        choice("stride", (1, 2, 3), tooltip="Pixels from one place of the kernel to the next"),
        scale("shift", 0, 3, default=0, tooltip="Pixels that the image is moved to the right"),
    )  # fmt: skip
    layout = ("image kernel response",)
    buttons = walking("place")
    tries: ClassVar[tuple[Try, ...]] = (
        Try("kernel=d/dx", "A square, and half of right minus left. Where is the response not 0?",
            "At the two upright edges alone, two pixels wide: 0.5 where it gets brighter to the "
            "right, −0.5 where it gets darker. Within and outside nothing changes."),
        Try("kernel=Laplacian", "The sum of four neighbours less four times the middle: on the "
            "edges of the square, and on its corners?",
            "−1 on an edge's inner pixels and −2 on the corners, 1 just outside, 0 wherever all "
            "five are alike."),
        Try("picture=pixel&kernel=diagonal", "One bright pixel. What comes out, and with flip on?",
            "A kernel that is its own mirror image comes out as it is, either way."),
        Try("picture=pixel&kernel=d/dx", "And d/dx on one pixel? Then flip it.",
            "0.5 on the left of it and −0.5 on the right: the kernel comes out turned by 180°. "
            "Flipped, it comes out as it is written: convolution with one pixel is a copy."),
        Try("picture=cross&kernel=diagonal", "This kernel has 1 on one diagonal and −1 elsewhere. "
            "Where is the response largest?",
            "3 along the diagonal that falls to the right, except near the crossing: the kernel is "
            "what it looks for."),
        Try("kernel=d/dx&shift=2", "The square moves by 2. And the response? Then with stride 2, "
            "moved by 1.",
            "It moves by 2, and is otherwise the same. With stride 2 it moves by 1 when the image "
            "moves by 2; when that moves by 1, another response comes out."),
        Try("kernel=mean&padding=1", "The mean of nine pixels, with zeros around the image. What "
            "becomes of the sharp edge?",
            "A ramp: 0, 0.33, 0.67, 1. And the output is as large as the image."),
    )  # fmt: skip
    stages = Sliding
    model: Sliding

    def moved(self, model: Sliding, panel: str, message: Mapping[str, Any]) -> None:
        """Follow what is drawn, on the image or on the kernel."""
        row, column, value = int(message["row"]), int(message["column"]), float(message["value"])
        if panel == "kernel":
            model.kernel[row, column] = value
            self._drawn(kernel="own")
        elif column >= self.settings.shift:
            model.drawn[row, column - self.settings.shift] = value
            self._drawn(picture="own")
        else:
            self.redraw()  # where zeros have come in there is nothing to draw on

    def _drawn(self, **own: str) -> None:
        """Go on with what was drawn."""
        self._values |= own
        self.model.compute(self.settings)
        self.show()

    def panels(self, model: Sliding) -> dict[str, Panel]:
        """Return the image, the kernel, and what comes out."""
        return {
            "image": Image(title="Image: draw on it", levels=(0, 1)).of(model.seen),
            "kernel": Image(title="Kernel: press a number", levels=(0, 1, -1), limit=2).of(
                lambda: {"pixels": model.kernel}
            ),
            "response": Image(title="Response", limit=2).of(model.given),
        }

    def prepare_still(self) -> None:
        """Go to a place at which something is seen."""
        self.model.go(4 * self.model.response.shape[1] + 2)

    def describe(self, model: Sliding, s: Settings) -> str:
        """Return what comes out, and how it is computed at one place."""
        tall, wide = model.response.shape
        told = (
            f"{int((model.drawn != 0).sum())} pixels drawn, kernel {s.kernel}: a response of "
            f"{tall} by {wide} from {model.response.min():.3g} to {model.response.max():.3g}"
        )
        return f"{told}; {model.sentence()}." if model.steps_taken else f"{told}."
