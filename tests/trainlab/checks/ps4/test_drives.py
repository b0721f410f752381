"""How problem set 4 drives a student's function and class, and what it says of what they return."""

import numpy as np
import pytest

from trainlab.checks import CheckFailed, check, hint
from trainlab.checks.advice import on


def said(name, function, **options) -> str:
    with pytest.raises(CheckFailed) as failed:
        check(f"ps4/{name}", function, **options)
    return str(failed.value)


def test_steps_and_smooth_decay_have_points_of_their_own(capsys):
    def by_steps(t, lr, every, factor=0.5, smooth=False):
        return lr * factor ** (t // every)

    check("ps4/decay", by_steps, part="steps", thorough=True)
    assert "steps of decay is right" in capsys.readouterr().out
    assert said("decay", by_steps, part="smooth").endswith("[ps4/decay: never_smooth]")


def test_a_branch_on_an_array_is_told_from_one_on_a_number():
    def branching(t, high, steps, low=0.0):
        return low if t > steps else low + (high - low) * (1 + np.cos(np.pi * t / steps)) / 2

    assert "np.where and np.minimum look at each step" in said("cosine", branching)


def test_one_number_where_one_for_each_step_is_asked_is_said_to_be():
    told = said("cosine", lambda t, high, steps, low=0.0: high)
    assert "an array of shape () for the rates; expected one rate for each t, (41,)" in told


def test_the_cosine_that_climbs_again_is_right_up_to_the_end():
    def torchs(t, high, steps, low=0.0):
        return low + (high - low) * (1 + np.cos(np.pi * t / steps)) / 2

    check("ps4/cosine", torchs, part="within", thorough=True)
    assert said("cosine", torchs, part="beyond").endswith("[ps4/cosine: climbs_again]")


def test_restarts_of_equal_length_have_points_of_their_own():
    def equal(t, high, period, growth=1, low=0.0):
        return low + (high - low) * (1 + np.cos(np.pi * (t % period) / period)) / 2

    check("ps4/warm_restarts", equal, part="equal", thorough=True)
    assert said("warm_restarts", equal).endswith("[ps4/warm_restarts: growth_ignored]")


def hinted(t, high, period, growth=1, low=0.0):
    def rate(s):
        length = period
        while s >= length:
            s, length = s - length, length * growth
        return low + (high - low) * (1 + np.cos(np.pi * s / length)) / 2

    return np.vectorize(rate, otypes=[float])(t)


def test_the_loop_that_the_hint_tells_is_right(capsys):
    hint("ps4/warm_restarts", 3)
    told = capsys.readouterr().out
    assert "while s >= length: s, length = s - length, length * growth" in told
    assert "np.vectorize(rate, otypes=[float])(t)" in told
    check("ps4/warm_restarts", hinted, thorough=True)


def test_the_listings_are_told_what_they_do():
    def power_decay(lr, c, power, epochs):
        rates = []
        for t in range(epochs):
            lr = lr / (1 + c * t) ** power
            rates.append(lr)
        return rates

    assert said("power_decay", power_decay).endswith("[ps4/power_decay: as_listed]")

    def lambda_lr(lr, factor, steps):
        return np.array([lr * factor(t) for t in range(steps)])

    def polynomial(lr, power, steps):
        return lambda_lr(lr, lambda t: lr * (1 - t / steps) ** power, steps)

    assert said("polynomial_decay", polynomial).endswith("[ps4/polynomial_decay: as_listed]")

    def triangles(t, high, steps, rise=0.3):
        height = 1 - np.abs(t % 6 / 3 - 1)
        return high / 25 + (high - high / 25) * height, 0.9 - 0.1 * height

    assert said("one_cycle", triangles).endswith("[ps4/one_cycle: as_listed]")


class Plateau:
    """A right one."""

    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.idle = float("inf"), 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.idle = loss, 0
        else:
            self.idle += 1
        if self.idle > self.patience:
            self.lr, self.idle = max(self.lr * self.factor, self.lowest), 0
        return self.lr


def test_a_plateau_passes():
    check("ps4/Plateau", Plateau, thorough=True)


def test_two_plateaus_that_share_what_they_remember_are_found():
    class Shared(Plateau):
        kept: dict = {"best": float("inf")}  # noqa: RUF012

        def __init__(self, *given, **options):
            super().__init__(*given, **options)
            self.kept["best"] = float("inf")

        def step(self, loss):
            self.best = self.kept["best"]
            rate = super().step(loss)
            self.kept["best"] = self.best
            return rate

    told = said("Plateau", Shared)
    assert told.startswith("Plateau: In patience 1 this should be so, and is not: two of them know")


class Margin(Plateau):
    """With the threshold that PyTorch has by default."""

    def step(self, loss):
        best = self.best
        self.best = best * (1 - 1e-4)
        rate = super().step(loss)
        self.best = loss if loss < best * (1 - 1e-4) else best
        return rate


class Least(Plateau):
    """The smallest of all losses, by Python: min of nan and others is nan."""

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.losses = []

    def step(self, loss):
        self.best = min(self.losses, default=float("inf"))
        self.losses.append(loss)
        return super().step(loss)


class Passing(Plateau):
    """A nan is passed over."""

    def step(self, loss):
        return self.lr if np.isnan(loss) else super().step(loss)


class Last(Plateau):
    """Compared with the last loss, and an equal one is progress: it falls, but not soon."""

    def step(self, loss):
        rate = super().step(loss - 1e-9 if loss == self.best else loss)
        self.best = loss
        return rate


class Listed(Plateau):
    """The listing: the loss is not looked at."""

    def step(self, loss):
        return super().step(float("inf"))


class Raising(Plateau):
    """A nan is an error."""

    def step(self, loss):
        if np.isnan(loss):
            raise ValueError("diverged")
        return super().step(loss)


@pytest.mark.parametrize(
    ("wrong", "home", "name"),
    [
        (Margin, False, "margin"),
        (Least, False, "nan_is_best"),
        (Passing, False, "nan_not_counted"),
        (Last, True, "last_or_equal"),
        (Listed, True, "never_progress"),
    ],
)
def test_what_a_plateau_takes_for_progress_is_told_apart(wrong, home, name):
    if home:
        assert said("Plateau", wrong).endswith(f"[ps4/Plateau: {name}]")
    else:
        check("ps4/Plateau", wrong)
    told = said("Plateau", wrong, thorough=True).removesuffix("]").removesuffix("+more")
    assert told.endswith(f"[ps4/Plateau: {name}")


def test_a_plateau_that_never_looks_is_told_so_first():
    assert "the loss is not used, or nothing is ever below the best" in said("Plateau", Listed)


def test_whoever_raises_at_nan_is_told_that_it_is_a_look():
    told = said("Plateau", Raising, thorough=True)
    assert "nan and inf are looks without progress" in told


def test_a_share_by_a_rounded_inverse_falls_too_late_at_step_49():
    def inverse(t, lr, every, factor=0.5, smooth=False):
        falls = np.asarray(t) * (1 / every)
        return lr * factor ** (falls if smooth else np.floor(falls))

    check("ps4/decay", inverse)
    assert said("decay", inverse, thorough=True).endswith("[ps4/decay: inverse_rounded]")


def test_an_array_of_whole_numbers_is_named_wherever_rates_are_filled_in():
    def power_decay(lr, c, power, epochs):
        rates = np.zeros(epochs, dtype=int)
        rates[...] = lr / (1 + c * np.arange(epochs)) ** power
        return rates

    def decay(t, lr, every, factor=0.5, smooth=False):
        return lr * factor ** (t / every if smooth else t // every)

    def whole(t, *given, **options):
        rates = np.zeros_like(t)
        rates[...] = decay(t, *given, **options)
        return rates

    assert said("decay", whole).endswith("[ps4/decay: cut_to_whole]")
    assert said("power_decay", power_decay).endswith("[ps4/power_decay: cut_to_whole]")


def test_rates_that_are_all_zero_are_not_said_to_be_cut():
    for name in ("decay", "cosine", "warm_restarts"):
        told = said(name, lambda t, *given, **options: np.zeros(np.shape(t)))
        assert "is zero everywhere" in told
        assert told.endswith(f"[ps4/{name}]")


def test_the_step_and_the_settings_are_told_with_the_number():
    def shifted(t, high, steps, low=0.0):
        rate = low + (high - low) * (1 + np.cos(np.pi * np.minimum(t, steps) / steps)) / 2
        return rate + 0.01 * (np.asarray(t) >= 45)

    told = said("cosine", shifted)
    assert "In steps after the last one, beyond[t = 45] is 0.21; expected 0.2 (" in told
    assert "There high = 1." in told
    assert ", steps = 40, low = 0.2.\n" in told


@pytest.mark.parametrize("to", [int, round, np.ceil])
def test_a_top_between_two_steps_is_seen_at_home(to):
    def rounded(t, high, steps, rise=0.3):
        return _one_cycle(t, high, to(rise * steps) - 1, steps - 1)

    def right(t, high, steps, rise=0.3):
        return _one_cycle(t, high, rise * steps - 1, steps - 1)

    check("ps4/one_cycle", right, thorough=True)
    assert said("one_cycle", rounded).endswith("[ps4/one_cycle: top_rounded]")


def _one_cycle(t, high, top, last):
    """Return rate and momentum along half cosines through 0, top and last."""
    up = np.asarray(t) <= top
    share = np.where(up, np.asarray(t) / top, (np.asarray(t) - top) / (last - top))

    def between(a, b):
        return b + (a - b) * (1 + np.cos(np.pi * share)) / 2

    rate = np.where(up, between(high / 25, high), between(high, high / 250_000))
    return rate, np.where(up, between(0.95, 0.85), between(0.85, 0.95))


def test_places_drawn_with_replacement_are_named():
    def drawn(a, p, rng, training=True):
        if not training:
            return a
        out = a.flatten() / (1 - p)
        for i in rng.integers(0, a.size, round(p * a.size)):
            out[i] = 0.0
        return out.reshape(a.shape)

    assert said("dropout", drawn).endswith("[ps4/dropout: drawn_with_replacement]")


def test_where_a_schedule_goes_wrong_is_told_by_its_steps():
    def squared_at_some(t, high, steps, low=0.0):
        rate = low + (high - low) * (1 + np.cos(np.pi * np.minimum(t, steps) / steps)) / 2
        return np.where(np.isin(t, (7, 8, 25)), rate**2, rate)

    told = said("cosine", squared_at_some)
    assert told.startswith("cosine: within is wrong at t = 7 to t = 8 and t = 25 alone.")


def test_the_first_of_two_mistakes_in_one_output_is_named():
    def two(t, high, steps, low=0.0):
        return low + high * (1 + np.cos(np.pi * np.minimum(t, steps) / steps))

    told = said("cosine", two)
    assert 'This does not explain all: "40 steps, to 0.2" goes wrong in another way.' in told
    assert told.endswith("[ps4/cosine: not_halved+more]")


def test_advice_is_of_the_line_that_raised():
    def whole(t, lr, every, factor=0.5, smooth=False):
        return lr * factor ** int(t / every)

    told = said("decay", whole)
    assert "int and float take one number" in told
    assert "math" not in told

    def first(rates, losses):
        i = losses.argmin()
        fall = losses[0] - losses[i]
        high = rates[i:][losses[i:] >= losses[i] + fall / 10][0]
        return rates[losses <= losses[0] - fall / 10][0], high, high / 2

    assert "Where no tenth of the fall is lost again, high is the last rate." in said(
        "range_bounds", first
    )


def _bounds_of(change):
    def bounds(rates, losses):
        return _bounds(rates, change(losses.copy()))

    return bounds


def _by_halves(rates, losses):
    i = losses.argmin()
    fall = losses[0] - losses[i]
    j = i + np.searchsorted(losses[i:], losses[i] + fall / 10)
    high = rates[min(j, len(rates) - 1)]
    return rates[np.searchsorted(-losses[: i + 1], fall / 10 - losses[0])], high, high / 2


def _backwards(rates, losses):
    i = losses.argmin()
    tenth = (losses[0] - losses[i]) / 10
    j, k = i, len(losses) - 1
    while losses[j - 1] <= losses[0] - tenth:
        j -= 1
    while k > i and losses[k - 1] >= losses[i] + tenth:
        k -= 1
    return rates[j], rates[k], rates[k] / 2


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (_bounds_of(lambda losses: np.nan_to_num(losses, posinf=0.0)), "infinite_as_zero"),
        (_by_halves, "bisection"),
        (_backwards, "bounds_for_good"),
    ],
)
def test_bounds_that_were_searched_wrongly_are_told_apart(wrong, name):
    assert said("range_bounds", wrong, thorough=True).endswith(f"[ps4/range_bounds: {name}]")


def _rate_of_lowest(rates, losses):
    i = losses.argmin()
    return _bounds(rates, losses)[0], rates[i], rates[i] / 2


def test_half_of_a_wrong_high_is_the_right_pick(capsys):
    for part in ("low", "pick"):
        check("ps4/range_bounds", _rate_of_lowest, part=part, thorough=True)
        assert f"{part} of range_bounds is right" in capsys.readouterr().out
    told = said("range_bounds", _rate_of_lowest, part="high")
    assert told.endswith("[ps4/range_bounds: high_is_the_lowest]")


@pytest.mark.parametrize("high", [0.0, np.inf, 1e9])
def test_half_of_what_is_no_rate_is_no_pick(high):
    bounds = lambda rates, losses: (_bounds(rates, losses)[0], high, high / 2)
    said("range_bounds", bounds, part="pick")


def test_another_share_of_a_wrong_high_is_no_pick():
    bounds = lambda rates, losses: (rates[0], rates[-1], rates[-1] / 3)
    said("range_bounds", bounds, part="pick")


def test_bounds_without_a_pick_are_said_to_be():
    told = said("range_bounds", lambda rates, losses: _bounds(rates, losses)[:2], part="low")
    assert "returned 2 values; expected 3: low, high, pick" in told


def _descended(steps, share=1.0, penalty=1.0):
    """Return an answer to ridge by so many steps from 0, with a share of the longest safe one."""

    def ridge(x, y, alpha):
        w, b, alpha = np.zeros(x.shape[1]), 0.0, penalty * alpha
        lr = share / (2 * np.linalg.norm(np.column_stack([x, np.ones(len(x))]), 2) ** 2 + alpha)
        for _ in range(steps):
            e = x @ w + b - y
            w, b = w - lr * (2 * x.T @ e + alpha * w), b - lr * 2 * e.sum()
        return w, b

    return ridge


@pytest.mark.parametrize(("steps", "share"), [(1, 1.0), (20, 0.01), (50, 1.0), (200, 0.3)])
def test_a_descent_that_stops_early_is_said_to_be_on_the_way_by_every_seed(steps, share):
    for seed in range(30):
        told = said("ridge", _descended(steps, share), seed=seed)
        assert "In 7 points, 3 features, w and b are on the way from 0 to the solution" in told
        assert told.endswith(" [ps4/ridge]")


def test_what_is_beyond_the_solution_is_not_said_to_be_on_the_way():
    for seed in range(10):
        for wrong in (_descended(9000, penalty=0.3), lambda x, y, alpha: (y[0] * x[0], y[1])):
            assert "on the way" not in said("ridge", wrong, seed=seed)


def test_a_descent_that_arrives_passes():
    check("ps4/ridge", _descended(60000))


def test_ridge_with_a_penalized_bias_and_sums_is_told_nothing_of_means():
    def penalized(x, y, alpha):
        rows = np.column_stack([x, np.ones(len(x))])
        found = np.linalg.solve(rows.T @ rows + alpha / 2 * np.eye(rows.shape[1]), rows.T @ y)
        return found[:-1], found[-1]

    told = said("ridge", penalized)
    assert told.endswith("[ps4/ridge: bias_penalized]")
    assert "means" not in told


def test_the_gradient_of_a_penalty_by_sign_is_named_by_every_seed():
    def by_sign(w, b, x, y, alpha):
        e = x @ w + b - y
        return 2 * x.T @ e + alpha * np.sign(w), 2 * e.sum()

    for seed in range(30):
        told = said("ridge_gradient", by_sign, seed=seed)
        assert told.endswith("[ps4/ridge_gradient: penalty_by_sign]")


def test_a_plateau_without_a_method_or_an_answer_is_said_to_be():
    class Called:
        __init__ = Plateau.__init__
        __call__ = Plateau.step

    class Silent(Plateau):
        def step(self, loss):
            super().step(loss)

    assert "a method step(self, loss)" in said("Plateau", Called)
    assert "expected the rate from step. Did you forget the return" in said("Plateau", Silent)


def test_a_dropout_that_writes_over_its_numbers_is_found():
    def in_place(a, p, rng, training=True):
        if training:
            a *= (rng.random(a.shape) >= p) / (1 - p)
        return a

    assert "changed its argument a in place" in said("dropout", in_place)


def drop(a, p, rng, training=True):
    return a * (rng.random(a.shape) >= p) / (1 - p) if training else a


@pytest.mark.parametrize("seed", range(5))
def test_a_dropout_passes(seed):
    check("ps4/dropout", drop, thorough=True, seed=seed)
    check("ps4/dropout", lambda a, p, rng, training=True: a * rng.binomial(1, 1 - p, a.shape)
          / (1 - p) if training else a, thorough=True, seed=seed)  # fmt: skip


def test_what_is_to_be_true_of_dropout_is_said_where_no_mistake_is_known():
    def by_pairs(a, p, rng, training=True):
        mask = np.repeat(rng.random((len(a), -(-a.shape[1] // 2))) >= p, 2, axis=1)
        return a * mask[:, : a.shape[1]] / (1 - p) if training else a

    told = said("dropout", by_pairs)
    assert "what is dropped in one column has nothing to do with the other columns" in told


def _kept_mask():
    kept: dict = {}

    def kept_mask(a, p, rng, training=True):
        if (a.shape, p) not in kept:
            kept[a.shape, p] = (rng.random(a.shape) >= p) / (1 - p)
        return a * kept[a.shape, p] if training else a

    return kept_mask


def _smallest(a, p, rng, training=True):
    return np.where(abs(a) >= np.quantile(abs(a), p), a / (1 - p), 0) if training else a


@pytest.mark.parametrize("wrong", [_kept_mask(), _smallest])
def test_masks_that_are_no_new_ones_are_named_by_what_is_seen(wrong):
    told = said("dropout", wrong)
    assert told.endswith("[ps4/dropout: same_at_each_call]")
    assert "seed" not in told.replace("give it no seed of your own", "")
    assert "fixed count" not in told


def test_what_is_filled_is_not_taken_for_normal_numbers():
    def filled(a, p, rng, training=True):
        return np.where(rng.random(a.shape) >= p, a / (1 - p), a.mean()) if training else a

    told = said("dropout", filled)
    assert told.endswith("[ps4/dropout: filled_with_mean]")


def test_a_dropout_for_matrices_alone_is_found():
    def matrices(a, p, rng, training=True):
        each = [drop(a[i, :], p, rng, training) for i in range(len(a))]
        return np.array(each)

    check("ps4/dropout", matrices)
    assert "too many indices for array" in said("dropout", matrices, thorough=True)


def test_a_mask_beside_the_numbers_is_one_value_too_many():
    told = said("dropout", lambda a, p, rng, training=True: (drop(a, p, rng, training), p))
    assert "your function returned 2 values; expected one array, in the shape of a." in told


def test_two_statistics_are_not_told_to_be_each_other():
    def unscaled(a, p, rng, training=True):
        return a * (rng.random(a.shape) < 0.4) if training else a

    assert "is what" not in said("dropout", unscaled)


@pytest.mark.parametrize("seed", [41, 42, 55])
def test_a_rare_number_kept_is_recognised_by_whatever_numbers_it_was_drawn(seed):
    def by_others(a, p, rng, training=True):
        return a * (1 - rng.random(a.shape) < p) / p if training else a

    assert said("dropout", by_others, seed=seed).endswith("[ps4/dropout: p_is_kept]")


def test_numbers_from_elsewhere_than_rng_are_named():
    rng = np.random.default_rng(3)
    told = said("dropout", lambda a, p, _, training=True: drop(a, p, rng, training))
    assert told.endswith("[ps4/dropout: own_generator]")


def test_ridge_of_the_lecture_is_told_that_squares_are_summed_here():
    def lectures(x, y, alpha):
        c = x - x.mean(axis=0)
        C = c.T @ c / len(x) + alpha / 2 * np.eye(x.shape[1])
        w = np.linalg.solve(C, c.T @ (y - y.mean()) / len(x))
        return w, y.mean() - x.mean(axis=0) @ w

    assert said("ridge", lectures).endswith("[ps4/ridge: means]")


def test_each_of_two_results_has_points_of_its_own():
    check("ps4/ridge", lambda x, y, alpha: (_ridge(x, y, alpha)[0], 0.0), part="w", thorough=True)
    check("ps4/dropout_ridge", lambda x, y, p: (_dropout_ridge(x, y, p)[0], y), part="alpha")
    check("ps4/range_bounds", lambda r, losses: (*_bounds(r, losses)[:2], 0.0), part="high")
    told = said("ridge", lambda x, y, alpha: (_ridge(x, y, alpha)[0], 0.0), part="b")
    assert told.endswith("[ps4/ridge: bias_left_out]")


@pytest.mark.parametrize(
    ("shape", "name"),
    [(lambda a: a.shape[1], "one_mask_for_all"), (lambda a: (len(a), 1), "whole_rows")],
)
def test_masks_that_repeat_are_told_before_their_statistics(shape, name):
    def repeated(a, p, rng, training=True):
        return a * rng.binomial(1, 1 - p, shape(a)) / (1 - p) if training else a

    told = said("dropout", repeated)
    assert "draw one for every entry of a, rng.random(a.shape)." in told
    assert told.endswith(f"[ps4/dropout: {name}]")


def test_all_or_none_of_the_numbers_dropped_is_named():
    def one_draw(a, p, rng, training=True):
        return a * (rng.random() >= p) / (1 - p) if training else a

    for seed in range(2):
        assert said("dropout", one_draw, seed=seed).endswith("[ps4/dropout: all_or_none]")


def test_a_step_by_the_subgradient_is_named():
    def added(w, gradient, lr, l1, l2=0.0):
        return w - lr * (gradient + l1 * np.sign(w) + l2 * w)

    assert said("proximal_step", added).endswith("[ps4/proximal_step: subgradient]")


@pytest.mark.parametrize("name", ["ridge", "ridge_gradient", "dropout_ridge", "range_bounds"])
def test_answers_by_formulas_pass(name):
    answer = {
        "ridge": _ridge,
        "ridge_gradient": lambda w, b, x, y, alpha: (
            2 * x.T @ (x @ w + b - y) + alpha * w,
            2 * (x @ w + b - y).sum(),
        ),
        "dropout_ridge": _dropout_ridge,
        "range_bounds": _bounds,
    }[name]
    check(f"ps4/{name}", answer, thorough=True)


def _ridge(x, y, alpha):
    c = x - x.mean(axis=0)
    w = np.linalg.solve(c.T @ c + alpha / 2 * np.eye(x.shape[1]), c.T @ (y - y.mean()))
    return w, y.mean() - x.mean(axis=0) @ w


def _dropout_ridge(x, y, p):
    C = x.T @ x / len(x)
    alpha = 2 * p / (1 - p) * np.diag(C)
    return alpha, np.linalg.solve(C + np.diag(alpha / 2), x.T @ y / len(x))


def _bounds(rates, losses):
    i = losses.argmin()
    fall = losses[0] - losses[i]
    lost = losses[i:] >= losses[i] + fall / 10
    high = rates[i + np.argmax(lost)] if lost.any() else rates[-1]
    return rates[np.argmax(losses <= losses[0] - fall / 10)], high, high / 2


def _solved(centred, y, alpha):
    matrix = centred.T @ centred + alpha / 2 * np.eye(centred.shape[1])
    return np.linalg.solve(matrix, centred.T @ (y - y.mean()))


@pytest.mark.parametrize(
    "bias",
    [
        lambda x, y, w: y.mean() - x.mean() * w.sum(),
        lambda x, y, w: np.mean(y - x @ w),
        lambda x, y, w: y.mean(),
    ],
)
def test_one_mean_of_all_numbers_is_named_whatever_becomes_of_b(bias):
    def ridge(x, y, alpha):
        w = _solved(x - x.mean(), y, alpha)
        return w, bias(x, y, w)

    assert said("ridge", ridge).endswith("[ps4/ridge: one_mean]")


def test_weights_of_z_scores_are_named_whatever_becomes_of_b():
    def ridge(x, y, alpha):
        w = _solved((x - x.mean(axis=0)) / x.std(axis=0), y, alpha)
        return w, np.mean(y - x @ w)

    assert said("ridge", ridge).endswith("[ps4/ridge: weights_of_z_scores]")


@pytest.mark.parametrize(
    ("raised", "line", "words"),
    [
        (
            "TypeError: P.step() takes 1 positional argument but 2 were given",
            "",
            "step(self, loss)",
        ),
        ("UnboundLocalError: cannot access 'length'", "while s >= length:", "length = period"),
        (
            "ValueError: operands could not be broadcast together with shapes (3,3) (7,7)",
            "np.linalg.solve(c.T @ c + np.eye(len(x)), c.T @ y)",
            "x.T @ x is (n, n)",
        ),
    ],
)
def test_exceptions_say_what_to_do(raised, line, words):
    assert words in on("ps4", raised, line)


def test_a_period_that_stays_long_is_named():
    def kept(t, high, period, growth=1, low=0.0):
        def rate(s):
            nonlocal period
            while s >= period:
                s, period = s - period, period * growth
            return low + (high - low) * (1 + np.cos(np.pi * s / period)) / 2

        return np.vectorize(rate, otypes=[float])(t)

    check("ps4/warm_restarts", kept, part="equal", thorough=True)
    assert said("warm_restarts", kept).endswith("[ps4/warm_restarts: period_kept]")
