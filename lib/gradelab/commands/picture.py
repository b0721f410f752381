"""The picture of a status: how each question went, and the most frequent mistakes."""

import textwrap
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from gradelab.commands.status import Mistake, Status
from gradelab.core.errors import GradelabError

#: Okabe and Ito's palette: told apart by everyone.
_PARTS = (
    ("full", "all points", "#0072b2"),
    ("partial", "some", "#56b4e9"),
    ("none", "none", "#d55e00"),
    ("waiting", "a person has to look", "#bbbbbb"),
)
_MOST_MISTAKES = 10
#: So that a single bar is not as tall as the picture.
_FEWEST_ROWS = 6


def draw(status: Status) -> Figure:
    """Return a figure: submissions by question on the left, by mistake on the right."""
    mistakes = status.mistakes[:_MOST_MISTAKES]
    rows = max(len(status.questions), 2 * len(mistakes))
    figure = Figure(figsize=(13, 1.6 + 0.32 * rows), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 0.8))
    _draw_questions(left, status)
    _draw_mistakes(right, mistakes)
    parts = left.get_legend_handles_labels()
    figure.legend(*parts, ncols=4, loc="outside lower left", frameon=False, fontsize=9)
    figure.suptitle(f"{status.assignment}: {status.graded} submissions", fontsize=14)
    return figure


def save(status: Status, path: Path) -> None:
    """Write the picture to a file; its suffix says how (.png, .svg, .pdf).

    Raises:
        GradelabError: for a suffix that says nothing.
    """
    known = FigureCanvasBase.get_supported_filetypes()
    if path.suffix[1:].lower() not in known:
        raise GradelabError(f"{path} is no picture's name; end it in one of .{', .'.join(known)}.")
    draw(status).savefig(path, dpi=130)


def _draw_questions(axes: Axes, status: Status) -> None:
    names = [f"{q.name.removeprefix('test-')}  ({q.points:g})" for q in status.questions]
    start = [0] * len(names)
    for part, label, colour in _PARTS:
        counts = [getattr(question, part) for question in status.questions]
        bars = axes.barh(names, counts, left=start, color=colour, label=label)
        axes.bar_label(
            bars,
            labels=[str(count) if count else "" for count in counts],
            label_type="center",
            color="black" if part in ("partial", "waiting") else "white",
            fontsize=9,
        )
        start = [before + count for before, count in zip(start, counts, strict=True)]
    axes.invert_yaxis()
    axes.set_xlabel("submissions")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_title("Points by question (points to be had)", loc="left", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_mistakes(axes: Axes, mistakes: list[Mistake]) -> None:
    axes.set_title("What went wrong", loc="left", fontsize=11)
    if not mistakes:
        axes.axis("off")
        axes.text(0, 0.9, "Every test passed.", transform=axes.transAxes)
        return
    # A student's message is no formula.
    labels = [textwrap.fill(f"{m.question}: {m.said}", 52).replace("$", r"\$") for m in mistakes]
    counts = [mistake.count for mistake in mistakes]
    bars = axes.barh(labels, counts, color="#d55e00", height=0.5)
    axes.bar_label(bars, padding=3, fontsize=9)
    axes.set_ylim(max(len(mistakes), _FEWEST_ROWS) - 0.5, -0.5)
    axes.tick_params(axis="y", labelsize=8)
    axes.set_xlabel("submissions")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)
