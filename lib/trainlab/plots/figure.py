"""Show a figure in a notebook with its alternative text, which pictures lose by default."""

import io

from IPython.display import Image, display
from matplotlib import pyplot as plt
from matplotlib.figure import Figure


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
