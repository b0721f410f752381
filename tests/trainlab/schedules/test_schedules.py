"""Schedules against torch.optim.lr_scheduler, step by step, and inside a training."""

import math

import pytest
import torch
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from torch.optim import lr_scheduler

import trainlab as tl
from trainlab import optimizers, problems, schedules

LR = 0.5
F64 = torch.float64


def _torch_factors(make, steps):
    """The learning rates of torch's scheduler over steps 0 ... steps-1, divided by LR."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=LR)
    scheduler = make(optimizer)
    factors = [optimizer.param_groups[0]["lr"] / LR]
    for _ in range(1, steps):
        optimizer.step()
        scheduler.step()
        factors.append(optimizer.param_groups[0]["lr"] / LR)
    return factors


def _assert_equal_torchs(schedule, make, steps=700):
    ours = [schedule(t) for t in range(steps)]
    assert ours == pytest.approx(_torch_factors(make, steps), rel=1e-9, abs=1e-12)


PAIRS = {
    "constant": (
        schedules.constant(0.3),
        lambda o: lr_scheduler.ConstantLR(o, factor=0.3, total_iters=10_000),
    ),
    "piecewise": (
        schedules.piecewise([30, 80, 300], [1.0, 0.2, 0.04, 0.008]),
        lambda o: lr_scheduler.MultiStepLR(o, [30, 80, 300], gamma=0.2),
    ),
    "piecewise, then one": (
        schedules.piecewise([50], [0.25, 1.0]),
        lambda o: lr_scheduler.ConstantLR(o, factor=0.25, total_iters=50),
    ),
    "step_decay": (
        schedules.step_decay(40, 0.5),
        lambda o: lr_scheduler.StepLR(o, step_size=40, gamma=0.5),
    ),
    "linear": (
        schedules.linear(300, start=0.9, end=0.1),
        lambda o: lr_scheduler.LinearLR(o, start_factor=0.9, end_factor=0.1, total_iters=300),
    ),
    "polynomial": (
        schedules.polynomial(400, power=1.7),
        lambda o: lr_scheduler.PolynomialLR(o, total_iters=400, power=1.7),
    ),
    "exponential": (
        schedules.exponential(0.01),
        lambda o: lr_scheduler.ExponentialLR(o, gamma=math.exp(-0.01)),
    ),
    "power": (
        schedules.power(0.02, power=0.5),
        lambda o: lr_scheduler.LambdaLR(o, lambda t: 1 / math.sqrt(0.02 * t + 1)),
    ),
    "cosine": (
        schedules.cosine(700, end=0.1),
        lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=700, eta_min=0.1 * LR),
    ),
    "warm_restarts": (
        schedules.warm_restarts(60, end=0.05),
        lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, T_0=60, eta_min=0.05 * LR),
    ),
    "warm_restarts, growing": (
        schedules.warm_restarts(20, growth=3),
        lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, T_0=20, T_mult=3),
    ),
    "warmup": (
        schedules.warmup(50, schedules.exponential(0.02), start=0.1),
        lambda o: lr_scheduler.SequentialLR(
            o,
            [
                lr_scheduler.LinearLR(o, start_factor=0.1, total_iters=50),
                lr_scheduler.ExponentialLR(o, gamma=math.exp(-0.02)),
            ],
            milestones=[50],
        ),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_factors_are_those_of_torch(name):
    _assert_equal_torchs(*PAIRS[name])


@pytest.mark.parametrize("mode", ["triangular", "triangular2", "exp_range"])
@pytest.mark.parametrize("down", [None, 37])
def test_cyclical_factors_are_those_of_torch(mode, down):
    _assert_equal_torchs(
        schedules.cyclical(50, down, low=0.1, mode=mode, gamma=0.995),
        lambda o: lr_scheduler.CyclicLR(
            o,
            base_lr=0.1 * LR,
            max_lr=LR,
            step_size_up=50,
            step_size_down=down,
            mode=mode,
            gamma=0.995,
            cycle_momentum=False,
        ),
    )


@pytest.mark.parametrize("anneal", ["cos", "linear"])
@pytest.mark.parametrize("three_phase", [False, True])
@given(steps=st.integers(2, 600), rise=st.floats(0, 1))
@example(steps=10, rise=1.0)
@example(steps=10, rise=0.0)
@example(steps=10, rise=0.5)
@settings(max_examples=40)
def test_one_cycle_factors_are_those_of_torch(anneal, three_phase, steps, rise):
    rise = rise / 2 if three_phase else rise
    assume(rise * steps != 1)  # torch divides by zero
    _assert_equal_torchs(
        schedules.one_cycle(steps, rise, 1 / 20, 1 / 2000, anneal, three_phase),
        lambda o: lr_scheduler.OneCycleLR(
            o,
            max_lr=LR,
            total_steps=steps,
            pct_start=rise,
            div_factor=20,
            final_div_factor=100,
            anneal_strategy=anneal,
            three_phase=three_phase,
            cycle_momentum=False,
        ),
        steps=steps,
    )


@pytest.mark.parametrize(
    ("schedule", "end", "value"),
    [
        (schedules.linear(10, end=0.2), 10, 0.2),
        (schedules.polynomial(10, end=0.2), 10, 0.2),
        (schedules.cosine(10, end=0.2), 10, 0.2),
        (schedules.one_cycle(10, end=0.2), 9, 0.2),
        (schedules.warmup(10), 10, 1.0),
    ],
    ids=lambda s: getattr(s, "name", ""),
)
def test_what_has_an_end_holds_its_last_factor(schedule, end, value):
    assert [schedule(t) for t in (end, end + 1, 10**6)] == pytest.approx([value] * 3)
    assert schedule(end - 1) != pytest.approx(value)


TORCH_RULES = {
    "momentum": (optimizers.momentum(LR), torch.optim.SGD, {"momentum": 0.9}),
    "nesterov": (optimizers.nesterov(LR), torch.optim.SGD, {"momentum": 0.9, "nesterov": True}),
    "rmsprop": (optimizers.rmsprop(LR), torch.optim.RMSprop, {"momentum": 0.9}),
    "adam": (optimizers.adam(LR), torch.optim.Adam, {}),
    "adamw": (optimizers.adamw(LR), torch.optim.AdamW, {}),
}


@pytest.mark.parametrize("rule", TORCH_RULES)
@pytest.mark.parametrize("three_phase", [False, True])
@pytest.mark.parametrize("anneal", ["cos", "linear"])
def test_rate_and_momentum_of_one_cycle_are_torchs_in_a_training(rule, three_phase, anneal):
    ours, make, settings_ = TORCH_RULES[rule]
    shape = {"steps": 30, "rise": 0.4, "anneal": anneal, "three_phase": three_phase}
    x = torch.linspace(-1, 1, 8, dtype=F64)[:, None]
    trainer = tl.Trainer(
        tl.MLP([1, 1]),
        (x, 3 * x + 1),
        optimizer=ours,
        schedule=schedules.one_cycle(**shape),
        momentum_schedule=schedules.one_cycle_momentum(**shape, low=0.6, high=0.93),
        init="zeros",
        population=2,
        dtype=F64,
    )
    module = torch.nn.Linear(1, 1, dtype=F64)
    torch.nn.init.zeros_(module.weight)
    torch.nn.init.zeros_(module.bias)
    optimizer = make(module.parameters(), lr=LR, **settings_)
    scheduler = lr_scheduler.OneCycleLR(
        optimizer, LR, total_steps=30, pct_start=0.4, anneal_strategy=anneal,
        base_momentum=0.6, max_momentum=0.93, three_phase=three_phase, final_div_factor=1e4,
    )  # fmt: skip
    for step in range(30):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(module(x), 3 * x + 1).backward()
        optimizer.step()
        trainer.step()
        expected = torch.stack([module.weight[0, 0], module.bias[0]]).detach()
        torch.testing.assert_close(trainer.params[1], expected, rtol=1e-9, atol=1e-11)
        if step < 29:
            scheduler.step()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"optimizer": "sgd"}, "sgd has no momentum to change: use a rule such as momentum"),
        ({"optimizer": "lbfgs"}, "lbfgs has no momentum to change"),
        ({"momentum_schedule": 0.9}, "momentum_schedule=0.9 was given; expected a function"),
    ],
)
def test_a_momentum_that_cannot_be_scheduled_is_explained(given, words):
    with pytest.raises(ValueError, match=words):
        _train(**({"momentum_schedule": schedules.one_cycle_momentum()} | given))


@pytest.mark.parametrize("anneal", ["cos", "linear"])
def test_a_cycle_that_only_rises_ends_at_its_top_and_stays_there(anneal):
    factor = schedules.one_cycle(10, rise=1.0, anneal=anneal)
    assert [factor(t) for t in (9, 10, 10**6)] == [1.0] * 3


def test_polynomial_with_an_end_is_a_line_from_one_to_it_for_power_one():
    falling, line = schedules.polynomial(50, power=1, end=0.3), schedules.linear(50, end=0.3)
    assert [falling(t) for t in range(80)] == pytest.approx([line(t) for t in range(80)])


@pytest.mark.parametrize("name", schedules.SCHEDULES)
def test_every_schedule_of_the_table_has_defaults_and_trains(name):
    schedule = schedules.SCHEDULES[name]()
    run = tl.train(tl.MLP([1, 3, 1]), problems.sine(), schedule=schedule, steps=3, progress=False)
    assert run.train_loss.isfinite().all()


@pytest.mark.parametrize("name", [n for n in schedules.SCHEDULES if n != "plateau"])
def test_schedules_of_one_name_and_settings_are_equal_and_say_what_they_are(name):
    make = schedules.SCHEDULES[name]
    assert make() == make()
    assert hash(make()) == hash(make())
    assert eval(repr(make()), vars(schedules)) == make()
    assert make().name == name
    assert schedules.linear(10) != schedules.linear(11)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: schedules.linear(0), "steps=0 was given; expected a whole number"),
        (lambda: schedules.linear(10, end=-1), "end=-1 was given; expected a number of at least 0"),
        (lambda: schedules.piecewise([5, 3], [1, 1, 1]), "expected steps in rising order"),
        (lambda: schedules.piecewise([5], [1.0]), "one factor more than boundaries"),
        (lambda: schedules.cyclical(mode="triangle"), "Did you mean 'triangular'"),
        (lambda: schedules.cyclical(gamma=1.5), "expected a number from 0 to 1"),
        (lambda: schedules.one_cycle(rise=0.6, three_phase=True), "from 0 to 0.5"),
        (lambda: schedules.exponential(math.nan), "rate=nan was given"),
        (lambda: schedules.warmup(5, then=0.5), "expected a schedule"),
        (lambda: schedules.warmup(5, then=schedules.Plateau()), "function of the step"),
        (lambda: schedules.Plateau(factor=1.0), "expected a number below 1"),
        (lambda: schedules.Plateau(patience=-1), "patience=-1 was given"),
        (lambda: schedules.cycle_ends(schedules.cosine(), 100), "has no restarts"),
        (lambda: _train(schedule="cosine"), "schedule='cosine' was given; expected a function"),
        (lambda: _train(snapshots=[21]), "goes beyond the 20 steps"),
    ],
)
def test_bad_settings_are_explained_in_one_sentence(call, words):
    with pytest.raises(ValueError, match=words) as failure:
        call()
    assert "\n" not in str(failure.value)


# Snapshots.


def _train(**arguments):
    return tl.train(
        tl.MLP([1, 4, 1]), problems.sine(), steps=20, population=2, progress=False, **arguments
    )


def test_cycles_end_where_the_factor_returns_to_one():
    for schedule in (schedules.warm_restarts(7), schedules.warm_restarts(3, growth=2)):
        ends = schedules.cycle_ends(schedule, 100)
        assert ends == [t for t in range(1, 101) if schedule(t) == 1]


def test_snapshots_hold_the_parameters_of_their_steps_and_change_nothing():
    run = _train(snapshots=[5, 0, 13, 20], val_every=6)
    plain = _train(val_every=6)
    assert run.snapshot_steps == [0, 5, 13, 20]
    assert run.val_steps == plain.val_steps == [6, 12, 18, 20]
    assert torch.equal(run.train_loss, plain.train_loss)
    assert torch.equal(run.snapshots[3], run.params)
    trainer = tl.Trainer(tl.MLP([1, 4, 1]), problems.sine(), population=2)
    for kept, count in zip(run.snapshots, (0, 5, 8, 7), strict=True):
        if count:
            trainer.step(count)
        assert torch.equal(kept, trainer.params)
    assert plain.snapshots.shape == (0, 2, run.net.parameter_count)
    assert plain.snapshot_buffers.shape == (0, 2, 0)


def test_snapshots_predict_as_the_training_stopped_there_would_batch_norm_included():
    net, x = tl.MLP([1, 4, 1], batch_norm=True), torch.linspace(-1, 1, 7)[:, None]
    run = tl.train(net, problems.sine(), steps=20, population=2, snapshots=[8], progress=False)
    stopped = tl.train(net, problems.sine(), steps=8, population=2, progress=False)
    assert torch.equal(run.predict(x, snapshot=0), stopped.predict(x))
    assert not torch.equal(run.predict(x), stopped.predict(x))


# Plateau: the schedule with a memory.


def _data(seed=0):
    g = torch.Generator().manual_seed(seed)
    return torch.randn(12, 2, generator=g, dtype=F64), torch.randn(12, 1, generator=g, dtype=F64)


def _torch_plateau(losses, plateau):
    """Factors of torch's ReduceLROnPlateau, shown the losses one by one."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = lr_scheduler.ReduceLROnPlateau(
        optimizer,
        factor=plateau.factor,
        patience=plateau.patience,
        threshold=plateau.threshold,
        cooldown=plateau.cooldown,
        min_lr=plateau.low,
        eps=0,
    )
    factors = []
    for loss in losses:
        scheduler.step(loss)
        factors.append(optimizer.param_groups[0]["lr"])
    return factors


@given(
    patience=st.integers(0, 6),
    cooldown=st.integers(0, 5),
    threshold=st.floats(0, 0.3),
    seed=st.integers(0, 1000),
)
@settings(max_examples=40)
def test_plateau_lowers_each_member_as_torch_does(patience, cooldown, threshold, seed):
    plateau = schedules.Plateau(0.7, patience, threshold, cooldown, low=0.01)
    g = torch.Generator().manual_seed(seed)
    noise = torch.randn(300, 3, generator=g, dtype=F64)
    losses = torch.exp(-torch.arange(300)[:, None] / 60 + 0.2 * noise)
    state = plateau.init(torch.zeros(3, 5, dtype=F64))
    factors = []
    for loss in losses:
        plateau.observe(state, loss)
        factors.append(state["plateau_factor"][:, 0].tolist())
    for member in range(3):
        expected = _torch_plateau(losses[:, member].tolist(), plateau)
        assert [f[member] for f in factors] == pytest.approx(expected)


def _factors(plateau, losses):
    state = plateau.init(torch.zeros(1, 2, dtype=F64))
    factors = []
    for loss in losses:
        plateau.observe(state, torch.tensor([loss], dtype=F64))
        factors.append(float(state["plateau_factor"]))
    return factors


@pytest.mark.parametrize("threshold", [0.0, 0.1])
@pytest.mark.parametrize("level", [1.0, 0.0, -1.0, -1e6])
def test_a_loss_that_stays_lowers_the_rate_whatever_its_sign(level, threshold):
    plateau = schedules.Plateau(0.5, patience=2, threshold=threshold)
    assert _factors(plateau, [level] * 7) == [1, 1, 1, 0.5, 0.5, 0.5, 0.25]


def test_a_negative_loss_makes_progress_when_it_falls_by_the_share_and_not_when_it_rises():
    plateau = schedules.Plateau(0.5, patience=0, threshold=0.1)
    assert _factors(plateau, [-1.0, -1.2, -1.5, -2.0]) == [1] * 4
    assert _factors(plateau, [-1.0, -1.05]) == [1, 0.5]
    assert _factors(plateau, [-1.0, -0.95, -0.9]) == [1, 0.5, 0.25]


@given(seed=st.integers(0, 1000), shift=st.floats(-5, 5))
@settings(max_examples=20)
def test_without_a_threshold_plateau_sees_a_shifted_loss_as_torch_does(seed, shift):
    plateau = schedules.Plateau(0.7, patience=2, threshold=0, cooldown=1, low=0.01)
    noise = torch.randn(200, generator=torch.Generator().manual_seed(seed), dtype=F64)
    losses = (torch.exp(-torch.arange(200) / 40 + 0.2 * noise) + shift).tolist()
    assert _factors(plateau, losses) == pytest.approx(_torch_plateau(losses, plateau))


def test_plateau_looks_at_the_mean_loss_of_several_steps():
    plateau = schedules.Plateau(0.5, patience=1, every=4)
    g = torch.Generator().manual_seed(0)
    losses = torch.rand(120, generator=g, dtype=F64)
    state = plateau.init(torch.zeros(1, 5, dtype=F64))
    factors = []
    for loss in losses:
        plateau.observe(state, loss[None])
        factors.append(float(state["plateau_factor"]))
    expected = _torch_plateau(losses.view(-1, 4).mean(dim=1).tolist(), plateau)
    assert factors[3::4] == pytest.approx(expected)
    assert factors[-1] < 1


def _plateau_trainer(population=1, lr=0.4, seed=0, **kwargs):
    return tl.Trainer(
        tl.MLP([2, 4, 1]),
        _data(),
        optimizer=optimizers.sgd(lr),
        schedule=schedules.Plateau(0.5, patience=4, threshold=0, cooldown=1),
        population=population,
        seed=seed,
        dtype=F64,
        **kwargs,
    )


def test_training_with_plateau_equals_a_plain_pytorch_loop():
    trainer = _plateau_trainer()
    module = torch.nn.Sequential(
        torch.nn.Linear(2, 4, dtype=F64), torch.nn.Tanh(), torch.nn.Linear(4, 1, dtype=F64)
    )
    with torch.no_grad():
        for linear, i in ((module[0], 1), (module[2], 2)):
            linear.weight.copy_(trainer.weights(i)[0])
            linear.bias.copy_(trainer.biases(i)[0])
    x, y = _data()
    optimizer = torch.optim.SGD(module.parameters(), lr=0.4)
    scheduler = lr_scheduler.ReduceLROnPlateau(
        optimizer, factor=0.5, patience=4, threshold=0, cooldown=1, eps=0
    )
    losses = trainer.step(150)
    for step in range(150):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(module(x), y)
        loss.backward()
        optimizer.step()
        scheduler.step(loss.detach())
        torch.testing.assert_close(losses[step, 0], loss.detach(), rtol=1e-5, atol=0)
    assert optimizer.param_groups[0]["lr"] < 0.4


def test_a_member_with_plateau_trains_as_it_would_alone_recorded_or_not():
    together = _plateau_trainer(4, seed=5)
    losses = together.step(150)
    factors = set()
    for member in range(4):
        alone = _plateau_trainer(seed=5 + member)
        torch.testing.assert_close(alone.step(150)[:, 0], losses[:, member], rtol=1e-6, atol=0)
        factors.add(float(alone.engine.chunks[0][1].state["plateau_factor"]))
    assert len(factors) > 1
    unrecorded = _plateau_trainer(4, seed=5)
    unrecorded.step(150, record=False)
    assert torch.equal(unrecorded.params, together.params)


def test_members_that_diverge_under_plateau_do_not_disturb_the_others():
    rates = torch.tensor([0.4, 1e150, 0.3], dtype=F64)
    mixed = _plateau_trainer(3, lr=rates)
    calm = _plateau_trainer(3, lr=rates.clamp(max=0.4))
    mixed.step(150)
    calm.step(150)
    assert mixed.divergence.members.tolist() == [False, True, False]
    for member in (0, 2):
        assert torch.equal(mixed.params[member], calm.params[member])
    memories = [t.engine.chunks[0][1].state["plateau_factor"][[0, 2]] for t in (mixed, calm)]
    assert torch.equal(*memories)


@pytest.mark.parametrize(
    "change",
    [
        {"lr": 0.3},
        {"l2": 1e-3},
        {"batch_size": 5},
        {"optimizer": optimizers.sgd(0.2)},
        {"schedule": schedules.Plateau(0.5, patience=4, threshold=0, cooldown=1)},
        {"schedule": schedules.Plateau(0.5, patience=9, threshold=0)},
    ],
    ids=str,
)
def test_a_lowered_rate_outlives_a_change_of_settings(change):
    trainer = _plateau_trainer(3)
    trainer.step(150)
    before = trainer.engine.chunks[0][1].state["plateau_factor"].clone()
    assert (before < 1).any()
    trainer.set(**change)
    assert torch.equal(trainer.engine.chunks[0][1].state["plateau_factor"], before)


def test_plateau_can_be_set_and_taken_away_during_training():
    trainer = tl.Trainer(tl.MLP([2, 4, 1]), _data(), optimizer=optimizers.momentum(1.0), dtype=F64)
    trainer.step(10)
    velocity = trainer.engine.chunks[0][1].state["velocity"].clone()
    trainer.set(schedule=schedules.Plateau(0.5, patience=0))
    assert torch.equal(trainer.engine.chunks[0][1].state["velocity"], velocity)
    trainer.step(50)
    assert trainer.engine.chunks[0][1].state["plateau_factor"] < 1
    trainer.set(optimizer=optimizers.adam(0.01))
    assert trainer.engine.chunks[0][1].state["plateau_factor"] == 1
    trainer.step(5)
    trainer.set(schedule=None)
    trainer.step(5)
    assert trainer.params.isfinite().all()
