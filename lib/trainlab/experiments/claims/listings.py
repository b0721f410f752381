"""The listing of Adam and then L-BFGS: as it stands, and as its caption counts (lecture 07)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from trainlab import optimizers
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.statistics import BOOTSTRAPPED, EXACT, median_interval, share_interval
from trainlab.experiments.verdicts import above, in_parts
from trainlab.nn.networks import MLP

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

NET = MLP([1, 100, 1], activation="relu")
POINTS, NOISE = 100, 0.1
#: The mean of the data: the noise is not centred, so that no fit of them comes to x^2 itself.
MEAN = f"x^2 + {NOISE / 2:g}"
#: Steps of Adam at its rate; then calls of L-BFGS with its history, of which each may take so many
#: iterations.
ADAM, RATE, LBFGS, HISTORY, AS_LISTED = 30, 1e-3, 50, 8, 500_000
#: Steps of Adam alone for each of L-BFGS's, as in the experiment adam-lbfgs.
COST = 8
#: Draws of the noise; a quick run has fewer.
DRAWS, QUICK_DRAWS = 20, 1
ALONE, LONGER, FIXED, WOLFE, LISTED = WAYS = (
    f"Adam alone, {ADAM + LBFGS} steps",
    f"Adam alone, {ADAM + COST * LBFGS} steps",
    f"{ADAM} of Adam, {LBFGS} iterations of L-BFGS",
    f"{ADAM} of Adam, {LBFGS} iterations with a line search",
    f"{ADAM} of Adam, {LBFGS} calls as listed",
)


class Ends(NamedTuple):
    """Where the networks of one draw of the noise end; a way may have been gone by few of them.

    Attributes:
        loss: by way the training loss (E',).
        error: by way the distance from x^2 and the noise's mean, squared and averaged (E',).
        iterations: that L-BFGS takes as listed (E',).
        curves: losses by step (steps, E) of Adam alone and with the line search, and (steps, E')
            of the iterations without.
    """

    loss: dict[str, np.ndarray]
    error: dict[str, np.ndarray]
    iterations: np.ndarray
    curves: dict[str, np.ndarray]


def noisy_square(seed: int) -> tuple[Tensor, Tensor]:
    """Return x (N, 1) and x^2 plus noise uniform on (0, 0.1)."""
    x = torch.linspace(-1, 1, POINTS)[:, None]
    noise = torch.rand(POINTS, 1, generator=torch.Generator().manual_seed(seed))
    return x, x.square() + NOISE * noise


def by_torch(
    start: Tensor, x: Tensor, y: Tensor, max_iter: int
) -> tuple[list[float], np.ndarray, int]:
    """Call ``torch.optim.LBFGS`` as the listing does, without a line search.

    Returns:
        The loss before and after each call, the outputs (N,), and the iterations taken.
    """
    first, last = nn.Linear(1, 100), nn.Linear(100, 1)
    net = nn.Sequential(first, nn.ReLU(), last)
    for linear, layer in zip((first, last), NET.layers, strict=True):
        block = layer.block(start[None])[0]
        linear.weight.data, linear.bias.data = block[:, :-1].clone(), block[:, -1].clone()
    rule = torch.optim.LBFGS(net.parameters(), history_size=HISTORY, max_iter=max_iter)

    def closure() -> Tensor:
        rule.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        return loss

    with torch.inference_mode(False), torch.enable_grad():
        losses = [rule.step(closure).item() for _ in range(LBFGS)]
        losses.append(closure().item())
    outputs: np.ndarray = net(x).detach().numpy()[:, 0]
    return losses, outputs, int(rule.state[first.weight]["n_iter"])


def ends(settings: Settings, seed: int) -> Ends:
    """Train on one draw of the noise: a fifth of the networks without a line search, a fiftieth as
    listed, two at least.
    """
    x, y = noisy_square(seed)
    alone_part, pair_part, torch_part = settings.split(0.1, 0.2, 0.7)
    start = {"init": "torch_default"}
    last = ADAM + COST * LBFGS
    alone = alone_part.train(
        NET, (x, y), optimizer=optimizers.adam(RATE), steps=last, snapshots=[ADAM, ADAM + LBFGS],
        doing="Adam alone", **start,
    )  # fmt: skip
    pair = pair_part.train(
        NET, (x, y), steps=ADAM + LBFGS, doing="with a line search", **start,
        optimizer=optimizers.sequence(
            optimizers.adam(RATE), optimizers.lbfgs(history=HISTORY), switch=ADAM
        ),
    )  # fmt: skip
    starts = alone.snapshots[0].cpu()
    few, fewer = max(2, settings.networks // 5), max(2, settings.networks // 50)
    fixed: list[tuple[list[float], np.ndarray, int]] = []
    listed: list[tuple[list[float], np.ndarray, int]] = []
    for part, params in torch_part.over(starts[:few]):
        part.progress(0.0, "without a line search")
        fixed.append(by_torch(params, x, y, 1))
        if len(listed) < fewer:
            listed.append(by_torch(params, x, y, AS_LISTED))
    outputs = {
        ALONE: alone.predict(x, 1),
        LONGER: alone.predict(x),
        FIXED: torch.tensor(np.stack([found[1] for found in fixed]))[..., None],
        WOLFE: pair.predict(x),
        LISTED: torch.tensor(np.stack([found[1] for found in listed]))[..., None],
    }
    truth = x.square() + NOISE / 2
    return Ends(
        {way: _mse(found, y) for way, found in outputs.items()},
        {way: _mse(found, truth) for way, found in outputs.items()},
        np.array([found[2] for found in listed]),
        {
            ALONE: alone.train_loss.numpy(force=True),
            WOLFE: pair.train_loss.numpy(force=True),
            FIXED: np.array([found[0] for found in fixed]).T,
        },
    )


def _mse(outputs: Tensor, targets: Tensor) -> np.ndarray:
    """Return each network's mean square (E,), infinite where it has diverged."""
    square = (outputs.cpu().double() - targets.double()).square().mean(dim=(1, 2))
    found: np.ndarray = square.nan_to_num(nan=torch.inf).numpy()
    return found


def _draw_adam_lbfgs_listing(result: Result) -> "Picture":
    from trainlab.experiments.figures import listings as figures

    return figures.adam_lbfgs_listing(result, ways=WAYS, switch=ADAM)


@experiment(
    "adam-lbfgs-listing",
    draw=_draw_adam_lbfgs_listing,
    title="Adam, then L-BFGS: the listing's own run",
    source='Karniadakis, "Training and optimization", Function Approximations + Adam + LBFGS',
    claim="On x^2 with noise 30 steps of Adam and 50 iterations of L-BFGS train a 1-100-1 network; "
    "the pair is better than Adam alone.",
    networks=1000,
    quick=40,
    seconds=150,
)
def adam_lbfgs_listing(settings: Settings) -> Outcome:
    """Go on from the same 30 steps of Adam in five ways, on several draws of the noise."""
    draws = QUICK_DRAWS if settings.quick else DRAWS
    each = max(1, settings.networks // draws)
    parts = settings.draws(draws, each)
    found, complete = gathered(
        (ends(part, settings.seed + draw) for draw, part in enumerate(parts)), at_least=1
    )
    loss = {way: np.concatenate([part.loss[way] for part in found]) for way in WAYS}
    error = {way: np.concatenate([part.error[way] for part in found]) for way in WAYS}
    iterations = np.concatenate([part.iterations for part in found])
    measured: dict[str, float | list[float]] = {}
    interval = {}
    for way in WAYS:
        for word, values in (("loss", loss[way]), ("error", error[way])):
            measured[f"{word}, {way}"] = float(np.median(values))
            interval[f"{word}, {way}"] = median_interval(values)
    measured["iterations of 50 calls as listed"] = float(np.median(iterations))
    interval["iterations of 50 calls as listed"] = median_interval(iterations)
    better = {}
    for way in (ALONE, LONGER):
        other = np.concatenate([p.loss[way][: len(p.loss[FIXED])] for p in found])
        count, of = int((loss[FIXED] < other).sum()), len(other)
        name = f"pair below {way}"
        better[name] = above(share_interval(count, of), 0.5)
        measured[name], interval[name] = count / of, share_interval(count, of)
    better["50 calls are 50 iterations"] = "yes" if np.median(iterations) <= LBFGS else "no"
    return Outcome(
        measured=measured,
        claimed={f"pair below {ALONE}": "yes", "iterations of 50 calls as listed": LBFGS},
        interval=interval,
        interval_method=f"medians: {BOOTSTRAPPED}; pair below: {EXACT}",
        holds=in_parts(better),
        verdict=(
            f"The noise has variance {NOISE**2 / 12:.2g}. The loss of Adam alone is "
            f"{np.median(loss[ALONE]):.2g} after {ADAM + LBFGS} steps and "
            f"{np.median(loss[LONGER]):.2g} after {ADAM + COST * LBFGS}; with {LBFGS} iterations "
            f"of L-BFGS it is {np.median(loss[FIXED]):.2g} without a line search and "
            f"{np.median(loss[WOLFE]):.2g} with one. The {LBFGS} calls as listed are "
            f"{np.median(iterations):.0f} iterations in the median: they bring the loss to "
            f"{np.median(loss[LISTED]):.2g}, and the error against {MEAN}, the mean of the data, "
            f"from {np.median(error[FIXED]):.2g} to {np.median(error[LISTED]):.2g}."
        ),
        setting={
            "network": "1-100-1, ReLU, PyTorch's default start, biases too, as listed",
            "data": f"{POINTS} equally spaced points on (-1, 1) of x^2 + {NOISE} U(0, 1), "
            f"{draws} draws of the noise with {each} networks each, full batch",
            "Adam": f"lr {RATE}, {ADAM} steps",
            "L-BFGS": f"history {HISTORY}, learning rate 1, no line search (torch.optim); where "
            "with a line search, strong Wolfe",
            "as listed": f"{LBFGS} calls with max_iter={AS_LISTED}",
            "networks": {way: len(loss[way]) for way in WAYS},
            "error": f"mean squared distance from {MEAN}, the mean of the data, at the points",
            "longer": f"{COST} steps of Adam for each iteration of L-BFGS",
        },
        sensitivity=[
            {
                "way": way,
                "networks": len(loss[way]),
                "loss": float(np.median(loss[way])),
                f"error against {MEAN}": float(np.median(error[way])),
                "diverged": float(np.isinf(loss[way]).mean()),
            }
            for way in WAYS
        ],
        complete=complete,
        data={
            "curve_alone": _median(found, ALONE)[: ADAM + LBFGS],
            "curve_wolfe": _median(found, WOLFE),
            "curve_fixed": _median(found, FIXED),
            "loss": np.array([np.percentile(loss[way], (5, 50, 95)) for way in WAYS]),
            "error": np.array([np.percentile(error[way], (5, 50, 95)) for way in WAYS]),
        },
    )


def _median(found: list[Ends], way: str) -> np.ndarray:
    every = np.concatenate([part.curves[way] for part in found], axis=1)
    medians: np.ndarray = np.median(np.nan_to_num(every, nan=np.inf), axis=1)
    return medians
