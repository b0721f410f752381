"""The panel of a cloud of points in the plane."""

from typing import Any

import numpy as np

from trainlab.widgets.panels import Curves

#: Width over height of a panel, about: what makes both axes' units equally long.
WIDE = 1.5


def cloud_panel(x: np.ndarray, half: float, **look: Any) -> Curves:
    """Return the panel of a cloud (N, 2) with its axes, from -half to half in height."""
    return Curves(
        title="The cloud",
        names=["long axis", "short axis"],
        points=x,
        x_label="x₁",
        y_label="x₂",
        x_domain=(-WIDE * half, WIDE * half),
        y_domain=(-half, half),
        **look,
    )
