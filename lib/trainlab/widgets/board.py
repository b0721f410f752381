"""``Board``: curves that grow while a loop runs, for one line of code."""

import time
from typing import Any

import numpy as np
from IPython import get_ipython
from IPython.display import DisplayHandle, display

from trainlab.plots.figure import mimebundle
from trainlab.widgets.frontend import has_front_end
from trainlab.widgets.page import Page
from trainlab.widgets.panels.curves import Curves
from trainlab.widgets.still import still

#: What a page has besides panels, and a board has not.
_ABSENT = ("buttons", "controls", "first", "tour", "tries", "speeds")
#: Seconds between two looks of the page while a loop runs.
PERIOD = 0.1


class Board:
    """Curves by step, drawn live while your own loop runs, and kept as a picture after it.

    Args:
        log: whether the values' axis is logarithmic.
        title: what is shown.

    >>> from trainlab.widgets import Board
    >>> board = Board(title="Descent")
    >>> x = 8.0
    >>> for step in range(3):
    ...     x -= 0.25 * 2 * x
    ...     board.draw(step, loss=x**2)
    >>> board.values["loss"]
    [16.0, 4.0, 1.0]
    """

    def __init__(self, log: bool = True, title: str = "") -> None:
        """Show nothing yet."""
        self.log, self.title = log, title
        self.steps: list[float] = []
        self.values: dict[str, list[float]] = {}
        self._page: Page | None = None
        self._handle: DisplayHandle | None = None
        self._told = 0.0

    def draw(self, step: float, **values: float) -> None:
        """Add a point to each curve.

        Args:
            step: where on the x axis.
            **values: a number for each curve, such as ``loss=0.3``; always the same names.

        Raises:
            ValueError: where the names differ from those before.
        """
        if self.values and set(values) != set(self.values):
            raise ValueError(
                f"{', '.join(values)} was given; expected {', '.join(self.values)} as before."
            )
        for name, value in values.items():
            self.values.setdefault(name, []).append(float(value))
        self.steps.append(float(step))
        if len(self.steps) == 1:
            self._open()
        if self._page is not None and time.monotonic() - self._told > PERIOD:
            self._told = time.monotonic()
            self._page.show(self._message())

    def _open(self) -> None:
        shell = get_ipython()
        if shell is None:
            return
        if has_front_end():
            self._page = Page()
            self._page.show(self._message())
            display(self._page)
        self._handle = display({"text/plain": ""}, raw=True, display_id=True)
        shell.events.register("post_run_cell", self._close)

    def _close(self, *_: object) -> None:
        """After the cell: show what came last, and leave a picture of it."""
        shell = get_ipython()
        shell.events.unregister("post_run_cell", self._close)
        if self._page is not None:
            self._page.show(self._message())
        if self._handle is not None:
            picture = still([["curves"]], {"curves": self._panel()}, {})
            self._handle.update(mimebundle(picture, self._describe()), raw=True)

    def _panel(self) -> Curves:
        panel = Curves(title=self.title, names=list(self.values), x_label="step", log_y=self.log)
        return panel.of(self._numbers)

    def _numbers(self) -> dict[str, Any]:
        return {"x": np.array(self.steps), "y": np.array(list(self.values.values()))}

    def _message(self) -> dict[str, Any]:
        return {
            "spec": {**dict.fromkeys(_ABSENT, ()), "name": "board", "rows": [["curves"]]},
            "panels": {"curves": self._panel().spec()},
            "frame": len(self.steps),
            "step": self.steps[-1],
            "numbers": {"curves": self._numbers()},
            "alt": self._describe(),
        }

    def _describe(self) -> str:
        last = ", ".join(f"{name} {values[-1]:.3g}" for name, values in self.values.items())
        return f"{self.title or 'Curves'} by step, {len(self.steps)} points; at last {last}."
