"""Numbers of NumPy's, and tensors of one, are numbers wherever one is expected."""

import math
from fractions import Fraction

import numpy as np
import pytest
import torch

import trainlab as tl
from trainlab import clustering, normalization, optimizers, problems, schedules
from trainlab.core import arguments

KINDS = {
    "float32": np.float32,
    "float64": np.float64,
    "array": np.array,
    "tensor": torch.tensor,
    "fraction": Fraction,
}
MADE = {
    "sgd": lambda n: optimizers.sgd(lr=n(0.25)),
    "momentum": lambda n: optimizers.momentum(lr=n(0.25), momentum=n(0.5)),
    "nesterov": lambda n: optimizers.nesterov(momentum=n(0.5)),
    "adam": lambda n: optimizers.adam(betas=(n(0.5), n(0.75)), eps=n(0.125)),
    "adamw": lambda n: optimizers.adamw(weight_decay=n(0.5)),
    "nadam": lambda n: optimizers.nadam(momentum_decay=n(0.5)),
    "adadelta": lambda n: optimizers.adadelta(rho=n(0.5), eps=n(0.125)),
    "rmsprop": lambda n: optimizers.rmsprop(alpha=n(0.5)),
    "newton": lambda n: optimizers.newton(damping=n(0.5)),
    "conjugate_gradient": lambda n: optimizers.conjugate_gradient(c2=n(0.25)),
    "linear": lambda n: schedules.linear(start=n(0.5), end=n(0.25)),
    "piecewise": lambda n: schedules.piecewise([5], [n(0.5), n(0.25)]),
    "exponential": lambda n: schedules.exponential(n(0.5)),
    "cyclical": lambda n: schedules.cyclical(low=n(0.5), gamma=n(0.5)),
    "one_cycle": lambda n: schedules.one_cycle(rise=n(0.5), start=n(0.25), end=n(0.125)),
    "plateau": lambda n: schedules.Plateau(factor=n(0.5), threshold=n(0.25), low=n(0.125)),
    "MLP": lambda n: tl.MLP([1, 2, 2, 1], dropout=n(0.5), norm_momentum=n(0.25)),
    "dropout": lambda n: tl.MLP([1, 2, 2, 1], dropout=[n(0.5), n(0.25)]),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", MADE)
def test_a_number_of_any_kind_makes_what_pythons_makes(name, kind):
    assert repr(MADE[name](KINDS[kind])) == repr(MADE[name](float))


@pytest.mark.parametrize("kind", KINDS)
def test_trainings_take_numbers_of_any_kind(kind):
    n = KINDS[kind]

    def train(n):
        return tl.train(
            tl.MLP([1, 3, 3, 1]),
            problems.sine(noise=n(0.25)),
            optimizer=optimizers.sequence(
                optimizers.sgd(n(0.125)), optimizers.momentum(n(0.125)), switch=3
            ),
            schedule=lambda t: n(0.5),
            l1=n(0.125),
            l2=n(0.125),
            dropout=n(0.25),
            clip_value=None,
            steps=6,
            progress=False,
        )

    assert torch.equal(train(n).params, train(float).params)


WHOLE = [np.int64, np.int32, np.uint8, np.array, torch.tensor]


@pytest.mark.parametrize("n", WHOLE)
def test_whole_numbers_of_any_kind_count(n):
    def train(n):
        return tl.train(
            tl.MLP([n(1), n(3), n(1)]),
            problems.sine(n=n(30), seed=n(2)),
            population=n(3),
            batch_size=n(7),
            schedule=schedules.step_decay(every=n(2)),
            optimizer=optimizers.sequence(optimizers.sgd(), optimizers.lbfgs(n(3)), switch=n(2)),
            seed=n(5),
            steps=n(4),
            val_every=n(2),
            progress=False,
        )

    assert torch.equal(train(n).params, train(int).params)


@pytest.mark.parametrize(
    "rates", [np.array([0.1, 0.2]), np.array([0.1, 0.2], dtype=np.float32), [0.1, 0.2]]
)
def test_an_array_is_a_number_for_each_member(rates):
    net, data = tl.MLP([1, 3, 1]), problems.sine()
    expected = torch.tensor(np.asarray(rates))

    def train(rates):
        rule = optimizers.sequence(optimizers.sgd(rates), optimizers.momentum(rates), switch=2)
        return tl.train(
            net, data, population=2, optimizer=rule, l2=rates, steps=4, progress=False
        ).params

    assert torch.equal(train(rates), train(expected))
    paths = [
        tl.race("bowl", [optimizers.sgd(r)], start=(1, 1), population=2, noise=r, steps=3).paths
        for r in (rates, expected)
    ]
    assert torch.equal(*paths)


def test_an_array_that_changes_later_changes_no_training():
    rates = np.array([0.1, 0.2])
    trainers = [
        tl.Trainer(tl.MLP([1, 3, 1]), problems.sine(), population=2, l2=rates, dtype=torch.float64)
        for _ in range(2)
    ]
    trainers[0].step(3)
    rates[:] = 100.0
    trainers[1].step(3)
    assert torch.equal(trainers[0].params, trainers[1].params)


LARGE = (1 << 63) - 1


@pytest.mark.parametrize("seed", [LARGE, np.int64(LARGE), np.uint64(LARGE), LARGE - 1])
def test_seeds_reach_to_the_largest_whole_number(seed):
    problem = problems.sine(n=20, seed=seed)
    assert not torch.equal(problem.x, problems.sine(n=20, seed=int(seed) - 1).x)
    run = tl.train(tl.MLP([1, 3, 1]), problem, seed=seed, steps=3, batch_size=5, progress=False)
    assert torch.equal(run.params, tl.train(
        tl.MLP([1, 3, 1]), problem, seed=int(seed), steps=3, batch_size=5, progress=False
    ).params)  # fmt: skip
    assert (
        tl.race("bowl", [optimizers.sgd()], seed=seed, steps=2, noise=0.1).values.isfinite().all()
    )
    assert clustering.kmeans(problem.x, 3, seed=seed).inertia.isfinite().all()
    several = tl.Trainer(tl.MLP([1, 3, 1]), problem, seed=LARGE - 1, population=2)
    last = tl.Trainer(tl.MLP([1, 3, 1]), problem, seed=LARGE)
    assert torch.equal(several.params[1], last.params[0])


@pytest.mark.parametrize(
    "call",
    [
        lambda seed: problems.xor(seed=seed),
        lambda seed: tl.Trainer(tl.MLP([1, 1]), problems.line(), seed=seed),
        lambda seed: tl.race("bowl", [optimizers.sgd()], seed=seed),
    ],
)
@pytest.mark.parametrize("seed", [1 << 63, 1 << 80])
def test_a_seed_beyond_is_refused_in_a_sentence(call, seed):
    with pytest.raises(
        ValueError, match=r"seed=\d+ was given; expected a whole number below 2\^63"
    ):
        call(seed)


@pytest.mark.parametrize(
    "value", ["0.5", None, True, np.bool_(True), [0.5], 1j, object(), math.nan]
)
def test_what_is_no_number_is_refused_in_a_sentence(value):
    with pytest.raises(
        ValueError, match=r"^[^\n]*momentum=[^\n]* was given; expected a number[^\n]*$"
    ):
        optimizers.momentum(momentum=value)
    with pytest.raises(ValueError, match=r"^factor=[^\n]* was given; expected a number[^\n]*$"):
        schedules.constant(value)


@pytest.mark.parametrize("value", [1, "yes", None, np.array([True])])
def test_a_switch_is_on_or_off(value):
    with pytest.raises(ValueError, match=r"residual=.* was given; expected True or False"):
        tl.MLP([1, 2, 1], residual=value)


# Points.


@pytest.mark.parametrize("hole", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("part", ["x", "y"])
def test_a_point_that_is_not_finite_is_named_with_the_first_row(part, hole):
    points = {"x": torch.randn(9, 2), "y": torch.randn(9, 1)}
    points[part][4, 0] = points[part][7, 0] = hole
    words = rf"^{part} has {hole} in row 4, the first of 2 rows \(of 9\)[^\n]*$"
    trainer = tl.Trainer(tl.MLP([2, 1]), (torch.ones(3, 2), torch.ones(3, 1)))
    before = trainer.params.clone()
    for call in (
        lambda: tl.train(tl.MLP([2, 3, 1]), (points["x"], points["y"]), progress=False),
        lambda: tl.rbf.fit(tl.RBF(2, 3), (points["x"], points["y"]), progress=False),
        lambda: trainer.set(problem=(points["x"], points["y"])),
        lambda: trainer.loss(points["x"], points["y"]),
    ):
        with pytest.raises(ValueError, match=words):
            call()
    assert torch.equal(trainer.params, before)


def test_validation_points_are_looked_at_before_the_first_step():
    problem = problems.sine(n=9, n_val=9)
    problem.x_val[2] = math.nan
    with pytest.raises(ValueError, match="x_val has nan in row 2"):
        tl.train(tl.MLP([1, 2, 1]), problem, steps=10**9, progress=False)


@pytest.mark.parametrize("call", [lambda x: clustering.kmeans(x, 2), normalization.z_score])
def test_other_points_are_named_in_the_same_way(call):
    with pytest.raises(ValueError, match=r"x has inf in row 1, the first of 1 rows"):
        call(torch.tensor([[1.0], [math.inf], [2.0]]))


@pytest.mark.parametrize("part", [0, 1])
def test_numbers_too_large_for_float32_say_so(part):
    pair = [torch.ones(3, 1, dtype=torch.float64), torch.ones(3, 1, dtype=torch.float64)]
    pair[part][1] = 1e300
    with pytest.raises(ValueError, match=r"[xy] has 1e\+300, which torch.float32 cannot hold"):
        tl.Trainer(tl.MLP([1, 1]), tuple(pair))
    tl.Trainer(tl.MLP([1, 1]), tuple(pair), dtype=torch.float64)


def test_arguments_show_arrays_by_their_shape():
    assert arguments.shown(np.zeros((2, 3))) == "an array (2, 3)"
    assert arguments.shown(0.5) == "0.5"
