"""A session as a picture: which panels, where they lie, and how often each is drawn."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from trainlab.core import arguments
from trainlab.nn.heads import HEADS
from trainlab.plots.live import MARGINS, LivePicture
from trainlab.plots.panels import DeadUnits, DecisionMap, Fit, LayerScales, LossCurves
from trainlab.widgets.session import Session, percentiles

PANELS = ("fit", "loss", "scales", "dead")
WIDTH = 690
_FIRST_ROW, _SECOND_ROW = 322, 152
_GRID = 50
#: How many times its own cost a panel waits before it is drawn again.
_WAIT = {"fit": 3, "loss": 16, "scales": 60, "dead": 120}
#: Most multiplications spent on one drawing of the fit; fewer members are averaged beyond it.
_WORK = 100_000_000


def places(panels: Sequence[str]) -> tuple[int, dict[str, tuple[float, float, float, float]]]:
    """Return the picture's height and each panel's axes (left, bottom, width, height), pixels."""
    rows = [[p for p in row if p in panels] for row in (PANELS[:2], PANELS[2:])]
    heights = [h for h, row in zip((_FIRST_ROW, _SECOND_ROW), rows, strict=True) if row]
    boxes: dict[str, tuple[float, float, float, float]] = {}
    top = sum(heights)
    for height, row in zip(heights, filter(None, rows), strict=True):
        bottom, tall = top - height + MARGINS[2], height - MARGINS[2] - MARGINS[3]
        left = float(MARGINS[0])
        for i, name in enumerate(row):
            last = i == len(row) - 1
            wide: float = WIDTH - MARGINS[1] - left if last else (tall if name == "fit" else 380)
            boxes[name] = (left, bottom, wide, tall)
            left += wide + MARGINS[0] + 12
        top -= height
    return sum(heights), boxes


class View:
    """The picture of a session. Each panel is drawn as often as its cost allows."""

    def __init__(self, session: Session, panels: Sequence[str] = PANELS) -> None:
        """Lay the panels out; raise ValueError for an unknown one, or for none."""
        if not panels:
            raise ValueError(f"panels is empty; name at least one of {', '.join(PANELS)}.")
        for name in panels:
            arguments.choice("panel", name, dict.fromkeys(PANELS))
        self.panels = tuple(panels)
        self.session = session
        self._pinned: tuple[np.ndarray, ...] | None = None
        self._drawn_for: tuple[object, ...] = ()
        self.follow()

    def follow(self) -> None:
        """Catch up with the session's data and depth; a pinned run stays."""
        problem, depth = self.session.problem, self.session.trainer.net.depth
        self._due = dict.fromkeys(self.panels, 0.0)
        if self._drawn_for == (id(problem), depth):
            return
        self._drawn_for = (id(problem), depth)
        height, boxes = places(self.panels)
        self.picture = LivePicture(WIDTH, height, boxes)
        makers: dict[str, Callable[[], object]] = {
            "fit": self._fit_panel,
            "loss": lambda: LossCurves(self.picture, "loss"),
            "scales": lambda: LayerScales(self.picture, "scales", depth + 1),
            "dead": lambda: DeadUnits(self.picture, "dead", depth),
        }
        self._made: dict[str, Any] = {name: makers[name]() for name in self.panels}
        self._points = _evaluation_points(problem.domain)
        self._show_pinned()

    def draw(self, everything: bool = False) -> bool:
        """Draw all panels, or the one that has waited longest; return whether any was drawn."""
        now = time.perf_counter()
        waiting = [name for name in self.panels if everything or now >= self._due[name]]
        chosen = waiting if everything else sorted(waiting, key=self._due.__getitem__)[:1]
        for name in chosen:
            start = time.perf_counter()
            getattr(self, f"_draw_{name}")()
            self._due[name] = start + _WAIT[name] * (time.perf_counter() - start)
        return bool(chosen)

    def pin(self) -> None:
        """Keep what is shown now as a grey overlay."""
        steps, validation, training = self.session.curves
        self._pinned = (steps, validation[1], training[1], self._shown_outputs()[0])
        self._pinned_inputs = self.session.problem.inputs
        self._show_pinned()

    def unpin(self) -> None:
        """Forget the pinned run."""
        self._pinned = None
        self._show_pinned()

    def _show_pinned(self) -> None:
        nothing = np.zeros(0)
        pinned = self._pinned
        if "loss" in self._made:
            self._made["loss"].pin(*(pinned[:3] if pinned else (nothing,) * 3))
        if "fit" in self._made:
            fits = pinned is not None and self._pinned_inputs == self.session.problem.inputs
            fit = self._made["fit"]
            if isinstance(fit, DecisionMap):
                fit.pin(pinned[3].reshape(_GRID, _GRID) if pinned and fits else None)
            elif pinned and fits:
                fit.pin(self._points[:, 0].numpy(), pinned[3])
            else:
                fit.pin(nothing, nothing)

    def _fit_panel(self) -> DecisionMap | Fit:
        p = self.session.problem
        x, y = p.x.numpy(), p.y[:, 0].numpy()
        if p.inputs == 2:
            return DecisionMap(self.picture, "fit", p.domain, x, y)
        return Fit(self.picture, "fit", p.domain[0], x[:, 0], y)

    def _shown_outputs(self) -> tuple[np.ndarray, np.ndarray]:
        """Return what the fit shows (G,), and every drawn member's outputs (M, G)."""
        trainer = self.session.trainer
        work = len(self._points) * (trainer.net.parameter_count + 40 * trainer.net.unit_count)
        members = self.session.shown_members(_WORK // work)
        head = HEADS[trainer.loss_function.name]
        outputs = head.function(trainer.predict(self._points, members))[..., 0]
        return outputs.mean(dim=0).numpy(), outputs.numpy()

    def _draw_fit(self) -> None:
        shown, outputs = self._shown_outputs()
        fit = self._made["fit"]
        if isinstance(fit, DecisionMap):
            fit.update(shown.reshape(_GRID, _GRID))
        else:
            low, high = np.quantile(outputs, (0.1, 0.9), axis=0)
            fit.update(self._points[:, 0].numpy(), shown, low, high)

    def _draw_loss(self) -> None:
        self.session.look()
        self._made["loss"].update(*self.session.curves)

    def _draw_scales(self) -> None:
        scales = self.session.trainer.diagnostics()
        self._dead = scales.dead
        parts = (scales.activation, scales.gradient, scales.update_ratio)
        self._made["scales"].update(*(percentiles(torch.nan_to_num(p)).T for p in parts))

    def _draw_dead(self) -> None:
        if "scales" not in self._made:
            self._dead = self.session.trainer.diagnostics().dead
        self._made["dead"].update(self._dead.mean(dim=1).numpy())


def _evaluation_points(domain: Sequence[tuple[float, float]]) -> torch.Tensor:
    """Return the points where the fit is drawn: a grid (G*G, 2), or a line (200, 1)."""
    if len(domain) == 1:
        return torch.linspace(*domain[0], 200)[:, None]
    x1, x2 = (torch.linspace(low, high, _GRID) for low, high in domain)
    rows, columns = torch.meshgrid(x2, x1, indexing="ij")
    return torch.stack([columns.flatten(), rows.flatten()], dim=1)
