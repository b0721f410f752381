"""A figure with what it says, and showing one with the alternative text that notebooks lose."""

import io
from dataclasses import dataclass

from IPython.display import Image, display
from matplotlib import pyplot as plt
from matplotlib.figure import Figure


@dataclass(frozen=True)
class Picture:
    """A figure and what it says.

    Attributes:
        figure: the figure.
        caption: what is shown and what it means, for those who see it.
        alt: what the picture says, with its numbers, for those who cannot see it.
    """

    figure: Figure
    caption: str
    alt: str


def png(figure: Figure) -> bytes:
    """Return a figure as PNG, without the date that would make each run differ."""
    out = io.BytesIO()
    figure.savefig(out, format="png", bbox_inches="tight", metadata={"Software": None})
    return out.getvalue()


def show(figure: Figure, alt: str) -> None:
    """Display a figure and close it.

    Args:
        figure: what to show.
        alt: what the picture says, for those who cannot see it.
    """
    display(Image(data=png(figure), alt=alt))
    plt.close(figure)
