"""Races: each rule against torch.optim on the same surface, each member against itself alone."""

import pytest
import scipy.optimize
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import trainlab as tl
from tests.trainlab.optimizers.twins import twin
from trainlab import optimizers
from trainlab.optimizers import OPTIMIZERS, SECOND_ORDER
from trainlab.problems.surfaces import SURFACES

F64 = torch.float64


@pytest.fixture
def double_precision():
    """torch.optim.NAdam keeps a running product in the default type."""
    torch.set_default_dtype(F64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.usefixtures("double_precision")
def test_every_first_order_path_is_torchs(surface):
    steps = 80
    rules = [rule(lr=3e-4) for rule in OPTIMIZERS.values()]
    race = tl.race(surface, rules, steps=steps)
    assert race.names == tuple(OPTIMIZERS)
    for number, rule in enumerate(rules):
        point = torch.tensor(SURFACES[surface].start, requires_grad=True)
        reference = twin(rule, [point])
        for step in range(steps + 1):
            expected = point.detach()
            torch.testing.assert_close(race.paths[step, number, 0], expected, rtol=1e-9, atol=1e-12)
            reference.zero_grad()
            SURFACES[surface].value(point).backward()
            reference.step()
    torch.testing.assert_close(race.values, SURFACES[surface].value(race.paths))


@pytest.mark.parametrize("rule", ["conjugate_gradient", "bfgs", "lbfgs"])
@pytest.mark.parametrize(
    "surface", [s for s in SURFACES.values() if s.minima], ids=lambda s: s.name
)
def test_line_searching_rules_reach_scipys_minimum(surface, rule):
    race = tl.race(surface, [SECOND_ORDER[rule]()], steps=200)
    reached = scipy.optimize.minimize(
        lambda p: float(surface.value(torch.as_tensor(p))),
        surface.start,
        jac=lambda p: surface.gradient(torch.as_tensor(p)).numpy(),
        method="L-BFGS-B",
        options={"ftol": 1e-15, "gtol": 1e-10},
    )
    assert float(race.values[-1]) <= reached.fun + 1e-12
    distances = [torch.dist(race.paths[-1, 0, 0], torch.tensor(m)) for m in surface.minima]
    assert min(distances) < 1e-5
    expected = torch.as_tensor(reached.x)
    if surface.name != "himmelblau":  # whose four minima two methods may tell apart
        torch.testing.assert_close(race.paths[-1, 0, 0], expected, rtol=1e-4, atol=1e-4)


def test_newton_solves_the_bowl_at_once_and_loves_saddle_points_that_the_saddle_free_leaves():
    rules = [optimizers.newton(), optimizers.saddle_free(damping=0.0)]
    bowl = tl.race("bowl", rules, start=(-5, -2.5), steps=1)
    torch.testing.assert_close(bowl.paths[-1, :, 0], torch.zeros(2, 2, dtype=F64))
    saddle = tl.race("saddle", rules, start=(1.0, 1e-3), steps=20)
    torch.testing.assert_close(saddle.paths[-1, 0, 0], torch.zeros(2, dtype=F64))
    # |H|^-1 g doubles x2 at every step.
    assert float(saddle.paths[-1, 1, 0, 1]) == pytest.approx(1e-3 * 2**20)


@pytest.mark.parametrize("name", SECOND_ORDER)
def test_second_order_members_run_as_they_would_alone_also_under_noise(name):
    starts = torch.randn(50, 2, generator=torch.Generator().manual_seed(2), dtype=F64)
    rates = torch.linspace(0.2, 1.0, 50, dtype=F64)
    common = {"steps": 8, "noise": 0.3}
    rule = SECOND_ORDER[name]
    together = tl.race("himmelblau", [rule(lr=rates)], start=starts, seed=4, **common)
    for member in (0, 17, 49):
        alone = tl.race(
            "himmelblau",
            [rule(lr=float(rates[member]))],
            start=starts[member],
            seed=4 + member,
            **common,
        )
        torch.testing.assert_close(
            together.paths[:, :, member], alone.paths[:, :, 0], rtol=1e-8, atol=1e-10
        )


def test_a_chain_takes_its_rules_in_turn():
    rule = optimizers.sequence(optimizers.adam(0.05), optimizers.lbfgs(), switch=10)
    chained = tl.race("rosenbrock", {"sequence": rule, "adam": optimizers.adam(0.05)}, steps=60)
    torch.testing.assert_close(chained.paths[:11, 0], chained.paths[:11, 1])
    assert float(chained.values[-1, 0]) < 1e-10 < float(chained.values[-1, 1])


def test_a_thousand_noisy_starts_at_once_equal_each_alone():
    starts = torch.randn(1000, 2, generator=torch.Generator().manual_seed(0), dtype=F64)
    rules = [optimizers.sgd(0.003), optimizers.adam(0.05)]
    common = {"steps": 30, "noise": 0.5}
    together = tl.race("himmelblau", rules, start=starts, seed=7, **common)
    for member in (0, 1, 499, 999):
        alone = tl.race("himmelblau", rules, start=starts[member], seed=7 + member, **common)
        torch.testing.assert_close(
            together.paths[:, :, member], alone.paths[:, :, 0], rtol=1e-12, atol=0
        )
    assert not torch.equal(together.paths[-1, 0, 0], together.paths[-1, 0, 1])


@given(
    noise=st.floats(0.1, 3.0),
    seed=st.integers(0, 1000),
    lr=st.floats(0.01, 0.2),
)
@settings(max_examples=5)
def test_noise_on_the_bowl_has_the_stationary_variance_of_theory(noise, seed, lr):
    race = tl.race(
        "bowl",
        [optimizers.sgd(lr)],
        start=(0, 0),
        population=4000,
        noise=noise,
        seed=seed,
        steps=400,
    )
    # x <- (1 - lr h) x - lr noise z, so that var x = lr noise^2 / (h (2 - lr h)).
    for axis, h in enumerate((2, 4)):
        expected = lr * noise**2 / (h * (2 - lr * h)) * (1 - (1 - lr * h) ** 800)
        assert float(race.paths[-1, 0, :, axis].var()) == pytest.approx(expected, rel=0.12)
        assert abs(float(race.paths[-1, 0, :, axis].mean())) < 5 * (expected / 4000) ** 0.5


def test_all_optimizers_see_the_same_noise_and_other_seeds_another():
    twins = {"one": optimizers.sgd(0.1), "two": optimizers.sgd(0.1)}
    race = tl.race("bowl", twins, noise=1.0, population=3, steps=20)
    assert torch.equal(race.paths[:, 0], race.paths[:, 1])
    other = tl.race("bowl", twins, noise=1.0, population=3, steps=20, seed=3)
    assert not torch.equal(race.paths, other.paths)


def test_rates_and_noise_can_be_given_for_each_member():
    rates, noise = torch.tensor([0.01, 0.1], dtype=F64), torch.tensor([0.0, 1.0], dtype=F64)
    both = tl.race("bowl", [optimizers.adam(rates)], population=2, noise=noise, steps=15)
    for member in range(2):
        rule = optimizers.adam(float(rates[member]))
        alone = tl.race("bowl", [rule], noise=float(noise[member]), seed=member, steps=15)
        torch.testing.assert_close(both.paths[:, :, member], alone.paths[:, :, 0])


def test_a_schedule_multiplies_the_learning_rate_of_its_step():
    race = tl.race("bowl", [optimizers.sgd(0.1)], schedule=lambda t: 1 / (1 + t), steps=12)
    x, y = -5.0, -2.5
    for t in range(12):
        x, y = x * (1 - 0.2 / (1 + t)), y * (1 - 0.4 / (1 + t))
    assert race.paths[-1, 0, 0].tolist() == pytest.approx([x, y])


def test_a_diverging_member_stays_at_its_last_finite_point_and_disturbs_no_other():
    rates = torch.tensor([0.1, 40.0], dtype=F64)
    race = tl.race("bowl", [optimizers.sgd(rates)], population=2, steps=300)
    calm = tl.race("bowl", [optimizers.sgd(0.1)], steps=300)
    assert torch.equal(race.paths[:, :, 0], calm.paths[:, :, 0])
    assert race.paths.isfinite().all()
    assert race.values.isfinite().all()
    point = torch.tensor([-5.0, -2.5], dtype=F64)
    expected = 0
    while SURFACES["bowl"].value(point * (1 - 40 * torch.tensor([2, 4]))).isfinite():
        point *= 1 - 40 * torch.tensor([2, 4])
        expected += 1
    assert race.diverged.tolist() == [[-1, expected]]
    torch.testing.assert_close(race.paths[-1, 0, 1], point)


@pytest.mark.parametrize("given_", ["adam", ["adam"], {"adam": "adam"}, optimizers.adam()], ids=str)
def test_a_rule_may_be_given_by_its_name(given_):
    race = tl.race("bowl", given_, steps=3)
    expected = tl.race("bowl", [optimizers.adam()], steps=3)
    assert race.names == ("adam",)
    assert torch.equal(race.paths, expected.paths)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"surface": "beal"}, "Did you mean 'beale'"),
        ({"optimizers": []}, "no optimizer was given"),
        ({"optimizers": None}, "no optimizer was given"),
        ({"optimizers": [None]}, "no optimizer was given"),
        ({"optimizers": {"a": None}}, "no optimizer was given"),
        ({"optimizers": ["adan"]}, "Did you mean 'adam'"),
        ({"optimizers": [torch.optim.Adam]}, r"write trainlab.optimizers.adam\(\)"),
        ({"optimizers": 0.1}, "optimizer=0.1 was given; expected a rule such as"),
        ({"optimizers": [optimizers.sgd(), optimizers.sgd(0.1)]}, "have the same name"),
        ({"optimizers": [optimizers.sgd(-1.0)]}, "lr=-1.0 was given"),
        ({"start": (1, 2, 3)}, r"start=\(1, 2, 3\) was given; expected one finite point"),
        ({"start": (1, float("nan"))}, "expected one finite point"),
        ({"start": (1e200, 1e200)}, "where bowl is not finite"),
        ({"start": torch.zeros(3, 2), "population": 4}, r"a tensor \(3, 2\) was given"),
        ({"population": 0}, "population=0 was given"),
        ({"steps": 0}, "steps=0 was given"),
        ({"noise": -1}, "noise=-1 was given"),
        ({"schedule": 0.5}, "schedule=0.5 was given"),
        ({"optimizers": [optimizers.lsgd(optimizers.sgd())]}, "lsgd was given a surface"),
        ({"device": "tpu9"}, "use device='auto' or 'cpu'"),
    ],
    ids=lambda c: str(c)[:30],
)
def test_bad_arguments_are_explained_in_one_sentence(arguments, words):
    given_ = {"surface": "bowl", "optimizers": [optimizers.sgd()]} | arguments
    with pytest.raises(ValueError, match=words) as failure:
        tl.race(**given_)
    assert "\n" not in str(failure.value)


# The race step by step.


def test_steps_taken_one_by_one_or_many_at_once_are_those_of_a_race():
    rules = [rule(lr=0.01) for rule in OPTIMIZERS.values()]
    common = {"population": 4, "noise": 0.3, "seed": 2, "schedule": lambda t: 0.99**t}
    race = tl.race("beale", rules, steps=30, **common)
    racer = tl.Racer("beale", rules, **common)
    for count in (1, 1, 8, 20):
        racer.step(count)
        assert torch.equal(racer.points, race.paths[racer.steps_taken])
    assert racer.steps_taken == 30
    assert (racer.names, racer.population) == (race.names, 4)
    assert torch.equal(racer.values, race.values[-1])


def test_a_rule_of_the_same_kind_keeps_its_state_and_another_starts_afresh():
    racer = tl.Racer("bowl", [optimizers.momentum(0.1, 0.9)], start=(1, 0))
    racer.step()
    racer.set(optimizers=[optimizers.momentum(0.2, 0.5)])
    racer.step()
    # x = 1, v = 2; x = 0.8, v = 0.5 * 2 + 1.6 = 2.6; x = 0.8 - 0.2 * 2.6.
    assert float(racer.points[0, 0, 0]) == pytest.approx(0.28)
    racer.set(optimizers={"other": optimizers.nesterov(0.1, 0.9)})
    racer.step()
    # v = 0.56, from zero; the step is 0.1 (0.56 + 0.9 * 0.56).
    assert float(racer.points[0, 0, 0]) == pytest.approx(0.28 - 0.1064)
    assert racer.names == ("other",)


def test_noise_can_be_turned_on_and_off_between_steps():
    racer = tl.Racer("bowl", [optimizers.sgd(0.1)], population=3, noise=1.0, seed=5)
    racer.step(4)
    noisy = tl.race("bowl", [optimizers.sgd(0.1)], population=3, noise=1.0, seed=5, steps=4)
    assert torch.equal(racer.points, noisy.paths[-1])
    racer.set(noise=0.0)
    racer.step()
    expected = noisy.paths[-1] * (1 - 0.1 * torch.tensor([2.0, 4.0], dtype=F64))
    torch.testing.assert_close(racer.points, expected)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"noise": -1.0}, "noise=-1.0 was given"),
        ({"optimizers": [optimizers.sgd(), optimizers.adam()]}, "2 optimizers were given"),
        ({"optimizers": [optimizers.sgd(-1.0)], "noise": 2.0}, "lr=-1.0 was given"),
    ],
    ids=str,
)
def test_an_unfit_change_is_explained_and_changes_nothing(changes, words):
    racer, calm = (tl.Racer("bowl", [optimizers.sgd(0.1)], noise=1.0) for _ in range(2))
    with pytest.raises(ValueError, match=words):
        racer.set(**changes)
    racer.step(5)
    calm.step(5)
    assert torch.equal(racer.points, calm.points)
