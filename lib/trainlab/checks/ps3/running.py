"""Batch normalization as a class: the batch's numbers in training, running ones at inference."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outcome import ChangedInPlace
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, Unusable, unpack
from trainlab.checks.ps3.batch_norm import spread
from trainlab.checks.question import Answer, Case, question

ATTRIBUTES = ("gamma", "beta", "running_mean", "running_var")


def _used(
    made: Answer,
    /,
    batches: Sequence[Array],
    x: Array,
    gamma: Array | None = None,
    beta: Array | None = None,
    **settings: float,
) -> Outputs:
    """Return what a layer makes of batches in training, and of x at inference, before and after.

    Another layer, made before and used between the batches, must not know of the first one's.
    """
    layer, other = (made(x.shape[1], **settings) for _ in range(2))
    found = {f"{name}_at_first": _attribute(layer, name, x.shape[1:]) for name in ATTRIBUTES}
    if gamma is not None and beta is not None:
        layer.gamma, layer.beta = gamma.copy(), beta.copy()
    found["inference_at_first"] = _called(layer, x, "inference", training=False)
    means, variances = [], []
    for number, batch in enumerate(batches, start=1):
        found[f"training{number}"] = _called(layer, batch, "training")
        means.append(_attribute(layer, "running_mean", x.shape[1:]))
        variances.append(_attribute(layer, "running_var", x.shape[1:]))
    found |= {"running_mean": np.array(means), "running_var": np.array(variances)}
    found["inference"] = _called(layer, x, "inference", training=False)
    after = [_attribute(layer, name, x.shape[1:]) for name in ATTRIBUTES[2:]]
    unchanged = np.allclose(after, [means[-1], variances[-1]], rtol=1e-12)
    found["inference_changes_nothing"] = np.array(unchanged)
    mean_of_other = _attribute(other, "running_mean", x.shape[1:])
    found["layers_apart"] = np.array(np.array_equal(mean_of_other, np.zeros(x.shape[1])))
    return found


def _called(layer: Any, x: Array, when: str, **training: bool) -> Array:
    given = x.copy()
    y = layer(given, **training)
    if given.tobytes() != x.tobytes():
        raise ChangedInPlace("x")
    (array,) = unpack([Output(f"y in {when}")], y).values()
    return array


def _attribute(layer: Any, name: str, shape: tuple[int, ...]) -> Array:
    (array,) = unpack([Output(name)], np.copy(getattr(layer, name))).values()
    if array.shape != shape:
        raise Unusable(f"a layer whose {name} has shape {array.shape}; expected {shape}")
    return array


#: What is true of every right layer.
FACTS = {
    "inference_changes_nothing": "running mean and variance stay what they are at inference, with "
    "training=False",
    "layers_apart": "two layers know nothing of each other: make the arrays in __init__, not in "
    "the class, nor as default values",
}


@question(
    "ps3/BatchNorm",
    returns=(Named("y"),),
    drive=_used,
    facts=FACTS,
    section="lecture 10, section 6",
    hints=(
        "Look at which numbers normalize: in training the batch's own, at inference the running "
        "ones; and at what is written down in training alone.",
        "In training the batch is normalized by its mean and its variance with N. The running "
        "values keep the share 1 - momentum, and get momentum times the batch's mean, and times "
        "its variance with N - 1.",
        "self.running_var = (1 - m) * self.running_var + m * x.var(axis=0, ddof=1), where m is "
        "momentum; y = gamma * (x - mean) / np.sqrt(var + eps) + beta with var = x.var(axis=0) in "
        "training, self.running_var at inference.",
    ),
)
def layer(
    batches: Sequence[Array],
    x: Array,
    gamma: Array | None = None,
    beta: Array | None = None,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Outputs:
    """Return the running values as weighted sums over all batches, by the ages of these."""
    features = x.shape[1]
    ones, zeros = np.ones(features), np.zeros(features)
    found = dict(zip((f"{name}_at_first" for name in ATTRIBUTES), (ones, zeros, zeros, ones),
                     strict=True))  # fmt: skip
    slope, shift = (ones, zeros) if gamma is None else (gamma, beta)
    means, variances = [], []
    for t, batch in enumerate(batches, start=1):
        seen = [np.asarray(b, dtype=np.float64) for b in batches[:t]]
        shares = [momentum * (1 - momentum) ** (t - 1 - k) for k in range(t)]
        found[f"training{t}"] = slope * (batch - batch.mean(axis=0)) / spread(batch, eps) + shift
        means.append(sum(s * b.mean(axis=0) for s, b in zip(shares, seen, strict=True)))
        unbiased = [spread(b, 0.0) ** 2 * len(b) / (len(b) - 1) for b in seen]
        mixed = sum(s * v for s, v in zip(shares, unbiased, strict=True))
        variances.append((1 - momentum) ** t * ones + mixed)
    found |= {"running_mean": np.array(means), "running_var": np.array(variances)}
    found["inference_at_first"] = slope * x / np.sqrt(1 + eps) + shift
    found["inference"] = slope * (x - means[-1]) / np.sqrt(variances[-1] + eps) + shift
    return found | {name: np.array(1.0) for name in FACTS}


@layer.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, sizes: Sequence[int], features: int, trained: bool, **rest: float) -> Case:
        def points(count: int) -> Array:
            return away_from_zero(rng, (count, features)) * (1 + np.arange(features)) + 2

        inputs: dict[str, Any] = {"batches": [points(n) for n in sizes], "x": points(4)}
        if trained:
            both = away_from_zero(rng, (2, features))
            inputs |= {"gamma": both[0], "beta": both[1] - 0.2}
        return Case(title, inputs | rest)

    yield case("three batches", [5, 5, 5], 3, False)
    yield case(
        "another gamma and beta, momentum 0.3, eps 0.5", [4, 4], 2, True, momentum=0.3, eps=0.5
    )
    if thorough:
        yield case("batches of different sizes", [3, 6, 2], 2, True)
        yield case("as many examples as features", [4, 4, 4], 4, True, momentum=0.25)
        yield case("one feature", [4, 3], 1, False, eps=0.1)
        yield case("momentum 1", [5, 5], 2, False, momentum=1.0)
        whole = {
            "batches": [np.array([[1, 7], [2, -3], [6, 0]])] * 2,
            "x": np.array([[1, 2], [4, 0]]),
        }
        yield Case("whole numbers", whole)


def _unbiased(x: Array) -> Any:
    return np.var(x, axis=0) * len(x) / (len(x) - 1)


class _Made:
    """A layer that does one thing wrongly.

    Args:
        features: of x.
        momentum: share of the batch in running values.
        eps: added to variances.
    """

    wrong = ""

    def __init__(self, features: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        """Begin with 1 and 0."""
        self.momentum, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x: Array, training: bool = True) -> Any:
        """Return normalized values."""
        if self.trains(training):
            mean, var = self.of_batch(x)
            self.remember(x)
        else:
            mean, var = self.of_past(x)
        return self.scaled((x - mean) / self.size(var), training)

    def trains(self, training: bool) -> bool:
        """Whether the batch's numbers count."""
        return training

    def of_batch(self, x: Array) -> tuple[Any, Any]:
        """Return mean and variance in training."""
        return x.mean(axis=0), x.var(axis=0)

    def of_past(self, x: Array) -> tuple[Any, Any]:
        """Return mean and variance at inference."""
        return self.running_mean, self.running_var

    def remember(self, x: Array) -> None:
        """Go on with the running values."""
        self.mix(x.mean(axis=0), _unbiased(x), self.momentum)

    def mix(self, mean: Any, var: Any, share: float) -> None:
        """Mix a share of the batch's numbers into the running ones."""
        self.running_mean = (1 - share) * self.running_mean + share * mean
        self.running_var = (1 - share) * self.running_var + share * var

    def size(self, var: Any) -> Any:
        """Return what is divided by."""
        return np.sqrt(var + self.eps)

    def scaled(self, normalized: Any, training: bool) -> Any:
        """Return the values with gamma and beta."""
        return self.gamma * normalized + self.beta


def _know(name: str, diagnosis: str, **methods: Callable[..., Any]) -> None:
    """Know a layer of which these methods are others."""
    kind = type("_Wrong", (_Made,), methods)

    def made(features: int, momentum: float = 0.1, eps: float = 1e-5) -> Any:
        return kind(features, momentum, eps)

    layer.know(name, diagnosis, made)


_know(
    "biased_running",
    "The running variance gets the batch's variance with N; it gets the one with N - 1 (ddof=1), "
    "as in PyTorch.",
    remember=lambda self, x: self.mix(x.mean(axis=0), x.var(axis=0), self.momentum),
)
_know(
    "unbiased_everywhere",
    "The batch is normalized by its variance with N - 1; that one is for the running variance "
    "alone, and the batch is normalized by the one with N.",
    of_batch=lambda self, x: (x.mean(axis=0), _unbiased(x)),
)
_know(
    "biases_exchanged",
    "The two variances are exchanged: with N for the batch, with N - 1 for the running one.",
    of_batch=lambda self, x: (x.mean(axis=0), _unbiased(x)),
    remember=lambda self, x: self.mix(x.mean(axis=0), x.var(axis=0), self.momentum),
)
_know(
    "momentum_exchanged",
    "momentum is the share of the new batch, as in PyTorch; you gave it to the old value.",
    remember=lambda self, x: self.mix(x.mean(axis=0), _unbiased(x), 1 - self.momentum),
)
_know(
    "biased_and_momentum_exchanged",
    "momentum is the share of the new batch, and you gave it to the old value; and the running "
    "variance gets the batch's variance with N - 1.",
    remember=lambda self, x: self.mix(x.mean(axis=0), x.var(axis=0), 1 - self.momentum),
)
_know(
    "default_momentum",
    "You computed with the default of momentum whatever is given; keep the argument in __init__.",
    remember=lambda self, x: self.mix(x.mean(axis=0), _unbiased(x), 0.1),
)
_know(
    "last_batch",
    "The running values are those of the last batch; mix momentum of them into the old ones.",
    remember=lambda self, x: self.mix(x.mean(axis=0), _unbiased(x), 1.0),
)
_know(
    "not_remembered",
    "The running values never change: update them in training.",
    remember=lambda self, x: None,
)


def _summed(self: _Made, x: Array) -> None:
    self.running_mean = self.running_mean + self.momentum * x.mean(axis=0)
    self.running_var = self.running_var + self.momentum * _unbiased(x)


def _forgotten(self: _Made, x: Array) -> None:
    self.running_mean = self.momentum * x.mean(axis=0)
    self.running_var = self.momentum * _unbiased(x)


def _whole_new(self: _Made, x: Array) -> None:
    self.running_mean = (1 - self.momentum) * self.running_mean + x.mean(axis=0)
    self.running_var = (1 - self.momentum) * self.running_var + _unbiased(x)


_know(
    "old_whole",
    "The old running values are kept whole; multiply them by 1 - momentum.",
    remember=_summed,
)
_know(
    "old_forgotten",
    "The old running values are lost; keep 1 - momentum of them.",
    remember=_forgotten,
)
_know(
    "new_whole",
    "The batch's numbers are added whole; multiply them by momentum.",
    remember=_whole_new,
)


def _counted_by_features(self: _Made, x: Array) -> None:
    n = x.shape[1]
    self.mix(x.mean(axis=0), n / (n - 1) * x.var(axis=0), self.momentum)


def _not_bracketed(self: _Made, x: Array) -> None:
    _mean_alone(self, x)
    added = self.momentum * x.var(axis=0) * len(x) / len(x) - 1
    self.running_var = (1 - self.momentum) * self.running_var + added


def _of_output(self: _Made, x: Array) -> None:
    y = self.scaled((x - x.mean(axis=0)) / self.size(x.var(axis=0)), True)
    self.mix(y.mean(axis=0), _unbiased(y), self.momentum)


def _of_all(self: _Made, x: Array) -> tuple[Any, Any]:
    return np.full(x.shape[1], x.mean()), np.full(x.shape[1], x.var())


def _all_counted(self: _Made, x: Array) -> None:
    mean, var = _of_all(self, x)
    self.mix(mean, len(x) / (len(x) - 1) * var, self.momentum)


def _all_unbiased(self: _Made, x: Array) -> None:
    self.mix(np.full(x.shape[1], x.mean()), np.full(x.shape[1], x.var(ddof=1)), self.momentum)


_know(
    "corrected_twice",
    "The variance is corrected twice: ddof=1 divides by N - 1 already, and N / (N - 1) does so "
    "again; and the batch is normalized by the one with N.",
    of_batch=lambda self, x: (x.mean(axis=0), _unbiased(x)),
    remember=lambda self, x: self.mix(
        x.mean(axis=0), len(x) / (len(x) - 1) * _unbiased(x), self.momentum
    ),
)
_know(
    "running_corrected_twice",
    "The running variance is corrected twice: ddof=1 divides by N - 1 already, and N / (N - 1) "
    "does so again.",
    remember=lambda self, x: self.mix(
        x.mean(axis=0), len(x) / (len(x) - 1) * _unbiased(x), self.momentum
    ),
)
_know(
    "correction_upside_down",
    "The batch's variance is multiplied by (N - 1) / N; it is N / (N - 1), which makes it larger.",
    remember=lambda self, x: self.mix(
        x.mean(axis=0), (len(x) - 1) / len(x) * x.var(axis=0), self.momentum
    ),
)
_know(
    "features_counted",
    "N / (N - 1) is taken with the number of features; N is the number of examples, len(x).",
    remember=_counted_by_features,
)
_know(
    "not_bracketed",
    "Brackets are missing: N / N - 1 is 0; write N / (N - 1).",
    remember=_not_bracketed,
)
_know(
    "of_output",
    "The running values are those of y, which is normalized already; they are those of x.",
    remember=_of_output,
)
_know(
    "whole_array",
    "You took one mean and one variance of all numbers; each feature has its own, axis=0.",
    of_batch=_of_all,
    remember=_all_counted,
)
_know(
    "whole_array_unbiased",
    "You took one mean and one variance of all numbers, its running one with one number fewer; "
    "each feature has its own, axis=0.",
    of_batch=_of_all,
    remember=_all_unbiased,
)


def _mean_alone(self: _Made, x: Array) -> None:
    share = self.momentum
    self.running_mean = (1 - share) * self.running_mean + share * x.mean(axis=0)


def _variance_alone(self: _Made, x: Array) -> None:
    share = self.momentum
    self.running_var = (1 - share) * self.running_var + share * _unbiased(x)


_know("variance_stays", "The running variance never changes; update both.", remember=_mean_alone)
_know("mean_stays", "The running mean never changes; update both.", remember=_variance_alone)
_know(
    "deviations_remembered",
    "You mixed deviations into the running variance; mix variances.",
    remember=lambda self, x: self.mix(x.mean(axis=0), np.sqrt(_unbiased(x)), self.momentum),
)
_know(
    "eps_remembered",
    "The running variance has eps in it; add it only where you divide.",
    remember=lambda self, x: self.mix(x.mean(axis=0), _unbiased(x) + self.eps, self.momentum),
)
_know(
    "always_batch",
    "At inference too the batch's own numbers normalize; with training=False the running ones do.",
    of_past=lambda self, x: (x.mean(axis=0), x.var(axis=0)),
)
_know(
    "always_training",
    "training is not used: at inference the running values normalize, and nothing is updated.",
    trains=lambda self, training: True,
)
_know(
    "training_exchanged",
    "You normalize by the running values in training and by the batch's at inference; it is the "
    "other way round.",
    trains=lambda self, training: not training,
)


def _running_always(self: _Made, x: Array) -> Any:
    return self.running_mean, self.running_var


def _after(self: _Made, x: Array, training: bool = True) -> Any:
    if training:
        self.remember(x)
    return self.scaled((x - self.running_mean) / self.size(self.running_var), training)


def _updates_always(self: _Made, x: Array, training: bool = True) -> Any:
    mean, var = self.of_batch(x) if training else self.of_past(x)
    y = self.scaled((x - mean) / self.size(var), training)
    self.remember(x)
    return y


def _updates_first(self: _Made, x: Array, training: bool = True) -> Any:
    if len(x) > 1:
        self.remember(x)
    mean, var = self.of_batch(x) if training else self.of_past(x)
    return self.scaled((x - mean) / self.size(var), training)


_know(
    "running_in_training",
    "The running values normalize in training too; there the batch's own numbers do.",
    of_batch=_running_always,
)
_know(
    "running_in_training_updated",
    "The running values, with the batch in them, normalize in training; there the batch's own "
    "numbers do.",
    __call__=_after,
)
_know(
    "updated_at_inference",
    "The running values are updated at inference too; they change in training alone.",
    __call__=_updates_always,
)
_know(
    "updated_first",
    "The running values are updated at inference too, even before they are used; they change in "
    "training alone.",
    __call__=_updates_first,
)
_know(
    "no_gamma",
    "gamma is not used: multiply the normalized values by self.gamma.",
    scaled=lambda self, normalized, training: normalized + self.beta,
)
_know(
    "no_beta",
    "beta is not used: add self.beta.",
    scaled=lambda self, normalized, training: self.gamma * normalized,
)
_know(
    "neither",
    "gamma and beta are not used: y = self.gamma * normalized + self.beta.",
    scaled=lambda self, normalized, training: normalized,
)
_know(
    "neither_at_inference",
    "gamma and beta are not used at inference; they belong to both.",
    scaled=lambda self, n, training: self.gamma * n + self.beta if training else n,
)
_know(
    "exchanged",
    "gamma and beta are exchanged: gamma multiplies, beta is added.",
    scaled=lambda self, normalized, training: self.beta * normalized + self.gamma,
)
_know(
    "eps_outside",
    "eps is added to the root; add it to the variance, inside the root.",
    size=lambda self, var: np.sqrt(var) + self.eps,
)
_know(
    "no_eps",
    "eps is not used: add it to the variance, before the root.",
    size=lambda self, var: np.sqrt(var),
)
_know(
    "no_eps_at_inference",
    "eps is not used at inference; it is added to the running variance too, before the root.",
    of_past=lambda self, x: (self.running_mean, self.running_var - self.eps),
)
_know(
    "default_eps",
    "You computed with the default of eps whatever is given; keep the argument in __init__.",
    size=lambda self, var: np.sqrt(var + 1e-5),
)
_know(
    "no_root",
    "You divided by the variance; divide by its root.",
    size=lambda self, var: var + self.eps,
)
_know(
    "rows",
    "Mean and variance in training are those of each example; they are the batch's, axis=0.",
    of_batch=lambda self, x: (x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)),
)


def _know_start(name: str, diagnosis: str, **values: float) -> None:
    def begun(self: Any, features: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        _Made.__init__(self, features, momentum, eps)
        vars(self).update({key: np.full(features, value) for key, value in values.items()})

    _know(name, diagnosis, __init__=begun)


_know_start(
    "variance_from_zero", "The running variance begins at 0; it begins at 1.", running_var=0.0
)
_know_start("mean_from_one", "The running mean begins at 1; it begins at 0.", running_mean=1.0)
_know_start("gamma_from_zero", "gamma begins at 0, so that all is beta; it begins at 1.", gamma=0.0)
_know_start("beta_from_one", "beta begins at 1; it begins at 0.", beta=1.0)


def _first_whole(self: _Made, x: Array) -> None:
    share = self.momentum if vars(self).get("begun") else 1.0
    vars(self)["begun"] = True
    self.mix(x.mean(axis=0), _unbiased(x), share)


def _cumulative(self: _Made, x: Array) -> None:
    count = vars(self).get("count", 0) + 1
    vars(self)["count"] = count
    self.mix(x.mean(axis=0), _unbiased(x), 1 / count)


_know(
    "first_batch_whole",
    "The first batch takes the place of the running values; it is mixed in like any other, into 0 "
    "and 1.",
    remember=_first_whole,
)
_know(
    "mean_of_batches",
    "The running values are plain means over all batches; mix momentum of each batch in.",
    remember=_cumulative,
)


@layer.mistake
def shared(features: int, momentum: float = 0.1, eps: float = 1e-5) -> Any:
    """All layers share their running values, which lie in the class or in default values; make
    them in __init__."""
    return _Shared(features, momentum, eps)


class _Shared(_Made):
    """A layer that writes into arrays of the one that was made before."""

    last: Any = None

    def __init__(self, features: int, momentum: float, eps: float) -> None:
        """Take the arrays of the layer made last, if it is new."""
        super().__init__(features, momentum, eps)
        before = _Shared.last
        if before is not None:
            self.running_mean, self.running_var = before.running_mean, before.running_var
        _Shared.last = self if before is None else None

    def mix(self, mean: Any, var: Any, share: float) -> None:
        """Write into the arrays that are there."""
        self.running_mean += share * (mean - self.running_mean)
        self.running_var += share * (var - self.running_var)
