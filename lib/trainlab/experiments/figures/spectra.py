"""The picture of the experiment on spectral bias."""

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import apart, canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE, PALETTE

_TITLES = {"waves": "A sum of four waves", "multiscale": "The multi-scale target"}


def spectral_bias(result: Result, *, left: float) -> Picture:
    """Draw what is missing of each wave over the steps: the median, and the middle half."""
    looks = result.data["looks"]
    figure, panels = canvas(2, height=3.4, sharey=True)
    told = []
    for axes, (name, title) in zip(panels, _TITLES.items(), strict=True):
        names, quantiles = result.data[f"names {name}"], result.data[f"missing {name}"]
        ends = quantiles[2, -1]
        places = apart(ends, 0.075)
        places += max(0.0, 0.02 - places.min())
        for i, (wave, color) in enumerate(zip(names, CYCLE, strict=False)):
            low, middle, high = quantiles[1:4, :, i]
            axes.fill_between(looks, low, high, color=color, alpha=0.2, linewidth=0)
            axes.plot(looks, middle, color=color)
            label(axes, wave, looks[-1], places[i], color=color)
        axes.axhline(left, color=PALETTE["grey"], linestyle=":", linewidth=1)
        axes.set(title=title, xscale="log", xlabel="step", ylim=(0, 1.3), xlim=(1, looks[-1]))
        told.append(
            f"{title}: at the end "
            + ", ".join(f"{end:.0%} of {wave}" for wave, end in zip(names, ends, strict=True))
            + " is missing"
        )
    panels[0].set_ylabel("share of the amplitude missing")
    return Picture(
        figure,
        "What is missing of each wave's amplitude over the steps: the median network, and the "
        f"middle half. Below the dotted line, at {left:g}, a wave counts as learned.",
        f"Curves that fall from 1, those of slow waves first. {'; '.join(told)}.",
    )
