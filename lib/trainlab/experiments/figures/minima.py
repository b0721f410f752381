"""The picture of the experiment on leaving a bad minimum."""

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE


def escape_minimum(result: Result) -> Picture:
    """Draw the shares that get away, over noise and over momentum."""
    data = result.data
    figure, (left, right) = canvas(2, height=3.2, sharey=True)
    left.plot(data["fine"], data["theory"], color=PALETTE["grey"], linestyle=":")
    left.plot(data["noises"], data["shaken"], "o-", color=PALETTE["blue"], markersize=5)
    left.set(title="By noise", xlabel="noise on the gradient", ylabel="share that gets away")
    right.plot(data["momenta"], data["rolled"], "s-", color=PALETTE["vermillion"], markersize=5)
    right.set(title="By momentum", xlabel="momentum", ylim=(-0.03, 1.03))
    told = ", ".join(
        f"{share:.0%} at {noise:g}"
        for noise, share in zip(data["noises"], data["shaken"], strict=True)
    )
    past = ", ".join(
        f"{share:.0%} at {beta:g}"
        for beta, share in zip(data["momenta"], data["rolled"], strict=True)
    )
    return Picture(
        figure,
        f"Share of {result.networks} balls that leave the bad minimum of the double well within "
        "1000 steps by noise (dotted: Kramers' theory), and that roll past it by momentum.",
        f"Two rising curves. Balls that leave by noise: {told}. Balls that roll past by momentum: "
        f"{past}.",
    )
