"""Pictures of losses that are residuals: a differential equation solved by training."""

from matplotlib.ticker import NullFormatter

from trainlab.experiments import Result
from trainlab.plots.experiments._picture import Picture, canvas, label
from trainlab.plots.style import PALETTE


def operator_residual(result: Result) -> Picture:
    """Draw every network's solution before and after training, and its errors."""
    data = result.data
    figure, (left, right) = canvas(2, width=8.4, height=3.4, width_ratios=(1.3, 1))
    left.plot(data["x"], data["before"].T, color=PALETTE["grey"], linewidth=0.8, alpha=0.35)
    left.plot(data["x"], data["after"].T, color=PALETTE["blue"], linewidth=1.2, alpha=0.5)
    left.plot(data["x"], data["u"], color=PALETTE["ink"], linewidth=1.5, linestyle=":")
    left.set(xlabel="x", ylabel="u(x)", ylim=(-0.6, 1.35))
    left.set_title("−u″ = π² sin πx, with no value of u")
    label(left, f"{result.networks} networks trained on the equation", 0.5, 1.18, "blue",
          ha="center", xytext=(0, 0), fontweight="bold")  # fmt: skip
    label(left, "before training", 0.5, -0.5, "grey", ha="center", xytext=(0, 0))
    errors = data["errors"]
    ranks = (1 + errors.argsort().argsort()) / len(errors)
    right.plot(errors, ranks, "o", color=PALETTE["blue"], markersize=3.5)
    median = result.measured["relative error"]
    low, high = result.interval["relative error"]
    right.axvspan(low, high, color=PALETTE["blue"], alpha=0.2, linewidth=0)
    right.axhline(0.5, color=PALETTE["grey"], linewidth=0.8, linestyle=":")
    label(right, f"median {median:.2%}", high, 0.5, "blue", fontweight="bold", xytext=(6, -8))
    right.set(xscale="log", xlabel="relative error of u", ylabel="share of networks")
    right.set_xlim(errors.min() / 3, errors.max() * 3)
    right.xaxis.set_major_formatter(lambda x, _: f"{x:.3%}".rstrip("0%.") + "%")
    right.xaxis.set_minor_formatter(NullFormatter())
    right.yaxis.set_major_formatter("{x:.0%}")
    right.set_title("How far off")
    caption = (
        f"{result.networks} networks trained on a differential equation alone: the solution (blue) "
        f"ends {median:.2%} from the exact sin πx (dotted) in the median, 95% interval {low:.2%} "
        f"to {high:.2%}. With the identity for an operator the same loss is MSE: the largest "
        f"difference between weights trained by the two is "
        f"{result.measured['identity against MSE']:.2g}."
    )
    alt = (
        f"Left: {result.networks} curves, scattered near zero before training, all on the arch "
        f"sin πx after it. Right: distribution of the relative error, from {errors.min():.2%} to "
        f"{errors.max():.2%}, median {median:.2%}."
    )
    return Picture(figure, caption, alt)
