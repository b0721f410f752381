"""The engine against plain PyTorch: one nn.Module at a time, autograd, torch.optim."""

import warnings

import pytest
import scipy.stats
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import trainlab as tl
from tests.trainlab.optimizers.twins import twin
from trainlab import diagnostics, information, optimizers, problems, schedules
from trainlab.data.batches import Batches
from trainlab.engine import chunk
from trainlab.engine import population as populations
from trainlab.engine.passes.backprop import with_ones
from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.losses import LOSSES

F64 = torch.float64
MODULES = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU, "gelu": torch.nn.GELU}


def _data(n=12, inputs=2, outputs=1, seed=0):
    g = torch.Generator().manual_seed(seed)
    return (torch.randn(n, size, generator=g, dtype=F64) for size in (inputs, outputs))


def _module(trainer, member):
    """The member as an nn.Sequential with the same weights."""
    layers = []
    for i in range(1, len(trainer.net.layers) + 1):
        w, b = trainer.weights(i)[member], trainer.biases(i)[member]
        linear = torch.nn.Linear(w.shape[1], w.shape[0], dtype=w.dtype)
        with torch.no_grad():
            linear.weight.copy_(w)
            linear.bias.copy_(b)
        layers += [linear, MODULES[trainer.net.activation]()]
    return torch.nn.Sequential(*layers[:-1])


def _flat(module):
    linear = [m for m in module if isinstance(m, torch.nn.Linear)]
    return torch.cat([torch.cat([m.weight, m.bias[:, None]], dim=1).flatten() for m in linear])


# Backpropagation.


@pytest.mark.parametrize("activation", [a for a in ACTIVATIONS if a != "step"])
@given(
    hidden=st.lists(st.integers(1, 4), max_size=4),
    members=st.integers(1, 3),
    n=st.integers(1, 4),
    loss=st.sampled_from(sorted(LOSSES)),
)
@settings(max_examples=12)
def test_gradients_by_hand_equal_those_of_autograd(activation, hidden, members, n, loss):
    outputs = 2
    net = tl.MLP([2, *hidden, outputs], activation=activation)
    x, y = _data(n, 2, outputs)
    y = {"bce": (y > 0).to(F64), "cross_entropy": (y[:, 0] > 0).long()}.get(loss, y)
    trainer = tl.Trainer(net, (x, y), loss=loss, population=members, init="normal", dtype=F64)
    trainer.params += 0.1
    by_hand = trainer.gradients()
    params = trainer.params.clone().requires_grad_()
    targets = trainer.data_of(F64)[1]
    LOSSES[loss].value(net.forward(params, x).mT, targets).sum().backward()
    torch.testing.assert_close(by_hand, params.grad, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("activation", MODULES)
@pytest.mark.parametrize("sizes", [[2, 1], [2, 4, 1], [2, 3, 3, 3, 1], [2, 4, 4, 3, 3, 1]])
def test_the_plain_forward_pass_is_that_of_torch_modules(activation, sizes):
    x, y = _data()
    trainer = tl.Trainer(tl.MLP(sizes, activation), (x, y), population=3, dtype=F64)
    for member in range(3):
        expected = _module(trainer, member)(x)
        torch.testing.assert_close(trainer.predict(x)[member], expected.detach())


# Training.


@pytest.fixture
def double_precision():
    """torch.optim.NAdam keeps a running product in the default type."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("name", optimizers.OPTIMIZERS)
@pytest.mark.usefixtures("double_precision")
def test_training_equals_a_plain_pytorch_loop(name):
    x, y = _data()
    rule = optimizers.OPTIMIZERS[name](lr=0.02)
    trainer = tl.Trainer(tl.MLP([2, 4, 3, 1]), (x, y), optimizer=rule, population=2, dtype=F64)
    module = _module(trainer, 1)
    reference = twin(rule, module.parameters())
    losses = trainer.step(60)
    for step in range(60):
        reference.zero_grad()
        loss = torch.nn.functional.mse_loss(module(x), y)
        loss.backward()
        torch.testing.assert_close(losses[step, 1], loss.detach(), rtol=1e-9, atol=1e-12)
        reference.step()
    torch.testing.assert_close(trainer.params[1], _flat(module).detach(), rtol=1e-8, atol=1e-10)


def test_l2_is_torchs_weight_decay_on_the_weights_and_l1_its_subgradient():
    x, y = _data()
    trainer = tl.Trainer(
        tl.MLP([2, 4, 1]), (x, y), optimizer=optimizers.sgd(0.05), l1=0.01, l2=0.1, dtype=F64
    )
    module = _module(trainer, 0)
    weights = [p for name, p in module.named_parameters() if name.endswith("weight")]
    trainer.step(30)
    reference = torch.optim.SGD(module.parameters(), lr=0.05)
    for _ in range(30):
        reference.zero_grad()
        penalty = sum(0.05 * (w**2).sum() + 0.01 * w.abs().sum() for w in weights)
        (torch.nn.functional.mse_loss(module(x), y) + penalty).backward()
        reference.step()
    torch.testing.assert_close(trainer.params[0], _flat(module).detach())


@pytest.mark.parametrize("batch_size", [None, 5, 12])
@pytest.mark.parametrize("population", [1, 6])
def test_a_member_of_a_population_trains_as_it_would_alone(batch_size, population):
    x, y = _data()
    net = tl.MLP([2, 5, 5, 1], activation="gelu")
    common = {"batch_size": batch_size, "dtype": F64, "init": "he_normal"}
    together = tl.Trainer(net, (x, y), population=population, seed=3, **common)
    losses = together.step(100)
    for member in range(population):
        alone = tl.Trainer(net, (x, y), seed=3 + member, **common)
        torch.testing.assert_close(alone.step(100)[:, 0], losses[:, member], rtol=1e-9, atol=0)
        torch.testing.assert_close(alone.params[0], together.params[member], rtol=1e-8, atol=1e-12)


def test_the_result_does_not_depend_on_the_size_of_chunks(monkeypatch):
    x, y = _data()
    runs = []
    for cache in (1, 5_000, 1 << 20):
        monkeypatch.setattr(populations, "CACHE", cache)
        rates = torch.linspace(0.001, 0.1, 9)
        rule = optimizers.adam(lr=rates)
        trainer = tl.Trainer(
            tl.MLP([2, 5, 1]), (x, y), optimizer=rule, population=9, batch_size=4, dtype=F64
        )
        runs.append((len(trainer.engine.chunks), trainer.step(50)))
    assert [count for count, _ in runs] == sorted({count for count, _ in runs}, reverse=True)
    for _, losses in runs[1:]:
        torch.testing.assert_close(losses, runs[0][1], rtol=1e-10, atol=0)


def test_outputs_are_found_for_as_many_members_at_a_time_as_stay_in_the_cache(monkeypatch):
    x, y = _data()
    trainer = tl.Trainer(tl.MLP([2, 5, 1]), (x, y), population=9, dtype=F64)
    expected = torch.stack([_module(trainer, member)(x) for member in range(9)])
    forward, sizes = tl.MLP.forward, []

    def watched(net, params, x, buffers=None):
        sizes.append(len(params))
        return forward(net, params, x, buffers)

    monkeypatch.setattr(tl.MLP, "forward", watched)
    monkeypatch.setattr(chunk, "SIGNALS", 4 * 2 * 12 * trainer.net.unit_count * 8)
    torch.testing.assert_close(trainer.predict(x), expected.detach())
    assert sizes == [4, 4, 1]


def test_the_same_seed_gives_the_same_run_and_another_seed_another():
    def run(seed):
        return tl.train(
            tl.MLP([1, 8, 1]), problems.sine(), steps=40, batch_size=7, seed=seed, progress=False
        )

    assert torch.equal(run(1).train_loss, run(1).train_loss)
    assert not torch.equal(run(1).train_loss, run(2).train_loss)


def test_steps_taken_in_one_go_or_one_by_one_are_the_same_recorded_or_not():
    x, y = _data()
    runs = [tl.Trainer(tl.MLP([2, 5, 1]), (x, y), batch_size=5, population=2) for _ in range(3)]
    runs[0].step(150)
    for _ in range(150):
        runs[1].step()
    assert runs[2].step(150, record=False) is None
    assert torch.equal(runs[0].params, runs[1].params)
    assert torch.equal(runs[0].params, runs[2].params)


@given(n=st.integers(1, 23), batch_size=st.integers(1, 9), members=st.integers(1, 3))
@settings(max_examples=30)
def test_an_epoch_of_batches_holds_every_point_once(n, batch_size, members):
    batch_size = min(n, batch_size)
    x = with_ones(torch.arange(n, dtype=F64)[None, None])
    y = 10 * x[:, :1]
    batches = Batches(x, y, torch.arange(members), batch_size)
    for epoch in range(2):
        steps = range(epoch * batches.per_epoch, (epoch + 1) * batches.per_epoch)
        served = [batches.at(step) for step in steps]
        seen = torch.cat([b.x[:, 0] for b in served], dim=1)
        assert torch.equal(seen.sort(dim=1).values, torch.arange(n, dtype=F64).expand(members, -1))
        for b in served:
            assert torch.equal(b.y[:, 0], 10 * b.x[:, 0])
            assert torch.equal(b.x_transposed, b.x.mT)
            assert (b.x[:, 1] == 1).all()


def test_uniform_batches_hold_each_point_equally_often_and_independently():
    n, size, steps = 7, 3, 4000
    x = with_ones(torch.arange(n, dtype=F64)[None, None])
    batches = Batches(x, 10 * x[:, :1], torch.arange(2), size, "uniform")
    served = [batches.at(step) for step in range(steps)]
    drawn = torch.stack([b.x[:, 0] for b in served]).long()
    assert torch.equal(torch.stack([b.y[:, 0] for b in served]).long(), 10 * drawn)
    assert all(torch.equal(b.x_transposed, b.x.mT) for b in served[:9])
    for member in range(2):
        counts = torch.bincount(drawn[:, member].flatten(), minlength=n)
        assert scipy.stats.chisquare(counts).pvalue > 1e-3
        pairs = torch.bincount(drawn[:, member, 0] * n + drawn[:, member, 1], minlength=n * n)
        assert scipy.stats.chisquare(pairs).pvalue > 1e-3  # the same point may come twice
        follow = torch.bincount(drawn[:-1, member, 0] * n + drawn[1:, member, 0], minlength=n * n)
        assert scipy.stats.chisquare(follow).pvalue > 1e-3
    assert not torch.equal(drawn[:, 0], drawn[:, 1])
    again = Batches(x, 10 * x[:, :1], torch.arange(1, 2), size, "uniform").at(17)
    assert torch.equal(again.x[0], served[17].x[1])


def test_the_gradient_on_uniform_batches_is_unbiased():
    x, y = _data()
    common = {
        "optimizer": optimizers.sgd(1.0),
        "dtype": F64,
        "init": torch.full((3,), 0.5).double(),
    }
    trainer = tl.Trainer(
        tl.MLP([2, 1]), (x, y), batch_size=4, sampling="uniform", population=20_000, **common
    )
    full = tl.Trainer(tl.MLP([2, 1]), (x, y), **common).gradients()[0]
    start = trainer.params.clone()
    trainer.step()
    estimates = start - trainer.params
    error = estimates.mean(dim=0) - full
    assert (error.abs() < 4 * estimates.std(dim=0) / 20_000**0.5).all()


def test_the_way_batches_are_drawn_can_change_and_a_wrong_one_is_named():
    trainer, twin = (tl.Trainer(tl.MLP([1, 3, 1]), problems.sine(), batch_size=9) for _ in "ab")
    trainer.set(sampling="uniform")
    trainer.step(4)
    twin.step(4)
    assert not torch.equal(trainer.params, twin.params)
    with pytest.raises(ValueError, match=r"sampling='shuffle' is not known.* mean 'shuffled'"):
        trainer.set(sampling="shuffle")


def test_a_schedule_multiplies_the_learning_rate_of_its_step():
    x, y = _data()
    net = tl.MLP([2, 4, 1])
    factor = lambda step: 1 / (1 + step)
    scheduled = tl.Trainer(net, (x, y), optimizer=optimizers.sgd(0.3), schedule=factor, dtype=F64)
    by_hand = tl.Trainer(net, (x, y), optimizer=optimizers.sgd(0.3), dtype=F64)
    scheduled.step(20)
    for step in range(20):
        by_hand.set(lr=0.3 * factor(step))
        by_hand.step()
    torch.testing.assert_close(scheduled.params, by_hand.params)


# Changing course.


@pytest.mark.parametrize(
    "change",
    [
        {"lr": 0.5},
        {"optimizer": optimizers.sgd(0.1)},
        {"batch_size": 3},
        {"l1": 0.1},
        {"l2": torch.tensor([0.1, 0.2])},
        {"schedule": lambda step: 0.5},
        {"problem": problems.sine(n=30, seed=9)},
    ],
    ids=lambda c: next(iter(c)),
)
def test_a_change_keeps_the_weights_and_takes_effect(change):
    def start():
        made = tl.Trainer(tl.MLP([1, 5, 1]), problems.sine(), population=2)
        made.step(20)
        return made

    changed, unchanged = start(), start()
    before = changed.params.clone()
    changed.set(**change)
    assert torch.equal(changed.params, before)
    assert changed.steps_taken == 20
    changed.step(5)
    unchanged.step(5)
    assert not torch.equal(changed.params, unchanged.params)


@pytest.mark.usefixtures("double_precision")
def test_the_same_rule_with_other_settings_keeps_its_state_and_another_rule_starts_fresh():
    x, y = _data()
    trainer = tl.Trainer(tl.MLP([2, 4, 1]), (x, y), optimizer=optimizers.adam(0.01), dtype=F64)
    module = _module(trainer, 0)

    def both_step(reference):
        trainer.step(10)
        for _ in range(10):
            reference.zero_grad()
            torch.nn.functional.mse_loss(module(x), y).backward()
            reference.step()
        torch.testing.assert_close(trainer.params[0], _flat(module).detach())

    adam = torch.optim.Adam(module.parameters(), lr=0.01)
    both_step(adam)
    trainer.set(optimizer=optimizers.adam(0.02, betas=(0.5, 0.9)))
    adam.param_groups[0].update(lr=0.02, betas=(0.5, 0.9))
    both_step(adam)
    trainer.set(optimizer=optimizers.nadam(0.02))
    both_step(torch.optim.NAdam(module.parameters(), lr=0.02))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lr": -1.0}, "lr=-1.0 was given"),
        ({"lr": torch.ones(3)}, r"lr has shape \(3,\); expected one number"),
        ({"learning_rate": 0.1}, "setting='learning_rate' is not known"),
        ({"batch_size": 0}, "batch_size=0 was given"),
        ({"l2": float("nan")}, "l2=nan was given"),
        ({"optimizer": "adma"}, "optimizer='adma' is not known; .* Did you mean 'adam'"),
        ({"optimizer": 0.1}, "optimizer=0.1 was given; expected a rule"),
        ({"problem": problems.circle()}, r"x has shape \(250, 2\); a network of 1 inputs"),
    ],
    ids=lambda c: str(c)[:20],
)
def test_a_bad_change_is_explained_and_changes_nothing(change, words):
    trainer = tl.Trainer(tl.MLP([1, 5, 1]), problems.sine(), population=2)
    twin = tl.Trainer(tl.MLP([1, 5, 1]), problems.sine(), population=2)
    with pytest.raises(ValueError, match=words):
        trainer.set(**change)
    trainer.step(10)
    twin.step(10)
    assert torch.equal(trainer.params, twin.params)


# Divergence.


def _diverging(**kwargs):
    x, y = _data()
    rates = torch.tensor([0.01, 50.0, 0.02, 1e4])
    return tl.Trainer(
        tl.MLP([2, 6, 6, 1], activation="relu"),
        (x, y),
        optimizer=optimizers.sgd(rates),
        population=4,
        init="he_normal",
        **kwargs,
    )


def _first_non_finite_step(trainer, member, lr, steps):
    """By a plain PyTorch loop in the trainer's type: the step, and the weights before it."""
    module = _module(trainer, member)
    x, y = (t.to(trainer.dtype) for t in _data())
    for step in range(steps):
        before = _flat(module).detach().clone()
        module.zero_grad()
        loss = torch.nn.functional.mse_loss(module(x), y)
        loss.backward()
        with torch.no_grad():
            for p in module.parameters():
                p -= lr * p.grad
        if not (loss.isfinite() and _flat(module).isfinite().all()):
            return step, before
    raise AssertionError("did not diverge")


@pytest.mark.parametrize("record", [True, False])
@pytest.mark.parametrize("chunked", [False, True])
def test_diverged_members_stop_where_plain_pytorch_leaves_the_finite_numbers(
    record, chunked, monkeypatch
):
    if chunked:
        monkeypatch.setattr(populations, "CACHE", 1)
    trainer = _diverging()
    expected = {m: _first_non_finite_step(trainer, m, lr, 100) for m, lr in ((1, 50.0), (3, 1e4))}
    losses = trainer.step(100, record=record)
    assert trainer.divergence.members.tolist() == [False, True, False, True]
    for member, (step, weights) in expected.items():
        assert int(trainer.divergence.step[member]) == step
        torch.testing.assert_close(trainer.params[member], weights, rtol=1e-2, atol=0)
        assert f"diverged at step {step}" in trainer.divergence.message(member)
        if record:
            assert losses[step:, member].isnan().all()
            assert losses[:step, member].isfinite().all()
    assert trainer.params.isfinite().all()


def test_members_that_diverge_do_not_disturb_the_others():
    with_divers, calm = _diverging(), _diverging()
    calm.set(lr=torch.tensor([0.01, 0.01, 0.02, 0.01]))
    with_divers.step(200)
    calm.step(200)
    for member in (0, 2):
        assert torch.equal(with_divers.params[member], calm.params[member])


def test_training_goes_on_after_the_learning_rate_is_lowered():
    trainer = _diverging()
    trainer.step(100)
    stuck = trainer.params.clone()
    trainer.step(10)
    assert torch.equal(trainer.params[1], stuck[1])
    trainer.set(lr=1e-12)
    assert not trainer.divergence.members.any()
    trainer.step(10)
    assert trainer.params.isfinite().all()


def test_the_layer_of_an_overflow_is_named():
    x, y = _data()
    trainer = tl.Trainer(tl.MLP([2, 3, 3, 1], "relu"), (x, y), optimizer=optimizers.sgd(1e-3))
    trainer.biases(1).fill_(1e20)
    trainer.weights(2).fill_(1e25)
    trainer.step(1)
    assert trainer.divergence.layer.tolist() == [2]
    assert "the output of layer 2" in trainer.divergence.message()


def test_a_member_that_is_fine_says_so():
    trainer = tl.Trainer(tl.MLP([1, 2, 1]), problems.sine())
    assert trainer.divergence.message() == "Network 0 has not diverged."


# Instruments.


def test_sharpness_is_the_largest_eigenvalue_of_the_hessian():
    x, y = _data()
    net = tl.MLP([2, 4, 1])
    trainer = tl.Trainer(net, (x, y), population=3, dtype=F64)
    trainer.step(200)
    for member in range(3):
        hessian = torch.func.hessian(
            lambda p: torch.nn.functional.mse_loss(net.forward(p[None], x)[0], y)
        )(trainer.params[member])
        eigenvalues = torch.linalg.eigvalsh(hessian)
        largest = eigenvalues[eigenvalues.abs().argmax()]
        found = diagnostics.sharpness(trainer, member, iterations=2000)
        assert found == pytest.approx(float(largest), rel=1e-3)


def test_sharpness_of_a_line_fit_has_a_closed_form():
    x = torch.tensor([[1.0], [2.0], [3.0]], dtype=F64)
    trainer = tl.Trainer(tl.MLP([1, 1]), (x, 2 * x), dtype=F64)
    ones = torch.cat([x, torch.ones_like(x)], dim=1)
    expected = torch.linalg.eigvalsh(2 / 3 * ones.T @ ones)[-1]
    assert diagnostics.sharpness(trainer, iterations=500) == pytest.approx(float(expected))


def test_scales_per_layer_equal_direct_measurement():
    x, y = _data(n=40)
    trainer = tl.Trainer(
        tl.MLP([2, 5, 5, 1], "relu"), (x, y), optimizer=optimizers.sgd(0.1), population=3, dtype=F64
    )
    trainer.step(5)
    scales = trainer.diagnostics()
    for member in range(3):
        module = _module(trainer, member)
        a, outputs = x, []
        for layer in module:
            a = layer(a)
            outputs.append(a)
        torch.nn.functional.mse_loss(a, y).backward()
        hidden = [outputs[1], outputs[3], outputs[4]]
        for i, (out, linear) in enumerate(zip(hidden, module[::2], strict=True)):
            assert scales.activation[i, member] == pytest.approx(out.square().mean().sqrt().item())
            rms = linear.weight.grad.square().mean().sqrt().item()
            assert scales.gradient[i, member] == pytest.approx(rms)
            ratio = 0.1 * rms / linear.weight.square().mean().sqrt().item()
            assert scales.update_ratio[i, member] == pytest.approx(ratio)
        for i in (0, 1):
            dead = (hidden[i] <= 0).all(dim=0).double().mean().item()
            assert scales.dead[i, member] == pytest.approx(dead)


def test_a_layer_without_living_units_counts_as_dead():
    trainer = tl.Trainer(tl.MLP([1, 4, 1], "relu"), problems.sine(), population=2)
    trainer.biases(1)[1].fill_(-100)
    assert trainer.diagnostics().dead[0, 1] == 1


LOOKS = {
    "diagnostics": lambda trainer: trainer.diagnostics(),
    "gradients": lambda trainer: trainer.gradients(),
    "sharpness": diagnostics.sharpness,
    "predict": lambda trainer: trainer.predict(_points()),
    "loss": lambda trainer: trainer.loss(_points(), _points()[:, :1]),
    "checkpoint": lambda trainer: trainer.checkpoint(),
    "information": lambda trainer: information.information_plane(
        trainer.net, trainer.params, _points(), torch.arange(12) % 2, buffers=trainer.buffers
    ),
}
LOOKED_AT = {
    "plain": (tl.MLP([2, 4, 1]), {}),
    "one small": (tl.MLP([2, 4, 1]), {"population": 1}),
    "layers": (tl.MLP([2, 4, 4, 1], batch_norm=True, residual=True, dropout=0.3), {}),
    "lsgd": (tl.MLP([2, 4, 1]), {"optimizer": optimizers.lsgd(optimizers.adam())}),
    "lbfgs": (tl.MLP([2, 4, 1], batch_norm=True), {"optimizer": optimizers.lbfgs()}),
    "sequence": (
        tl.MLP([2, 4, 1]),
        {"optimizer": optimizers.sequence(optimizers.adam(), optimizers.bfgs(), switch=15)},
    ),
    "plateau": (tl.MLP([2, 4, 1]), {"schedule": schedules.Plateau(0.5, patience=0)}),
}


def _points():
    return next(iter(_data()))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", LOOKED_AT)
def test_nothing_that_looks_changes_what_it_looks_at(kind, look):
    net, settings_ = LOOKED_AT[kind]
    x, y = _data()
    looked_at, left_alone = (
        tl.Trainer(net, (x, y), dtype=F64, **({"batch_size": 5, "population": 3} | settings_))
        for _ in range(2)
    )
    looked_at.step(10)
    left_alone.step(10)
    LOOKS[look](looked_at)
    assert torch.equal(looked_at.params, left_alone.params)
    assert torch.equal(looked_at.buffers, left_alone.buffers)
    looked_at.step(10)
    left_alone.step(10)
    assert torch.equal(looked_at.params, left_alone.params)
    assert torch.equal(looked_at.buffers, left_alone.buffers)


def test_a_training_keeps_its_own_points():
    x, y = (part.float() for part in _data())
    kept, changed = tl.Trainer(tl.MLP([2, 4, 1]), (x, y)), tl.Trainer(tl.MLP([2, 4, 1]), (x, y))
    kept.step(5)
    x.zero_()
    y.zero_()
    changed.step(5)
    assert torch.equal(kept.params, changed.params)


@pytest.mark.parametrize("size", [1e-30, 1.0, 1e25])
def test_scales_are_right_where_their_squares_leave_float32(size):
    x = torch.full((6, 1), size)
    trainer = tl.Trainer(tl.MLP([1, 1], "identity"), (x, torch.zeros_like(x)), init="constant")
    assert trainer.diagnostics().activation.item() == pytest.approx(0.5 * size, rel=1e-5)


# The record, and bad arguments.


def test_a_run_records_every_step_and_looks_at_the_validation_points():
    problem = problems.circle(n=50, n_val=20)
    run = tl.train(
        tl.MLP([2, 8, 1]), problem, population=3, steps=120, val_every=50, progress=False
    )
    assert run.train_loss.shape == (120, 3)
    assert run.val_steps == [50, 100, 120]
    assert run.val_loss.shape == (3, 3)
    expected = torch.nn.functional.binary_cross_entropy_with_logits(
        run.predict(problem.x_val)[1], problem.y_val
    )
    torch.testing.assert_close(run.val_loss[-1, 1], expected)
    assert not run.diverged.any()
    assert (run.train_loss[-1] < run.train_loss[0]).all()


def test_an_interrupted_training_returns_what_it_has(monkeypatch):
    original, calls = tl.Trainer.step, []

    def interrupted(self, count=1, record=True):
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(count)
        return original(self, count, record)

    monkeypatch.setattr(tl.Trainer, "step", interrupted)
    run = tl.train(tl.MLP([1, 4, 1]), problems.sine(), steps=500, progress=False)
    assert run.train_loss.shape == (100, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"net": lambda: tl.MLP([2])}, "at least an input and an output size"),
        ({"net": lambda: tl.MLP([2, 0, 1])}, "each of sizes=0 was given"),
        ({"net": lambda: tl.MLP("2,1")}, "expected a list of layer sizes"),
        ({"net": lambda: tl.MLP([1, 2, 1], activation="rleu")}, "Did you mean 'relu'"),
        ({"net": lambda: tl.MLP([2, 2, 1])}, "a network of 2 inputs expects"),
        ({"net": lambda: tl.MLP([1, 2, 2])}, "a network of 2 outputs expected"),
        ({"loss": "mes"}, "Did you mean 'mse'"),
        ({"init": "glorot"}, "init='glorot' is not known"),
        ({"population": 0}, "population=0 was given"),
        ({"population": 2.5}, "population=2.5 was given"),
        ({"steps": -1}, "steps=-1 was given"),
        ({"seed": -1}, "seed=-1 was given"),
        ({"batch_size": 1.5}, "batch_size=1.5 was given"),
        ({"device": "tpu9"}, "use device='auto' or 'cpu'"),
        ({"problem": [1, 2]}, "expected a Problem"),
        ({"problem": (torch.zeros(3, 1), torch.zeros(2, 1))}, "x has 3 points and y has 2"),
        ({"l1": "a lot"}, "l1='a lot' was given"),
        ({"val_every": 0}, "val_every=0 was given"),
    ],
    ids=lambda c: str(c)[:30],
)
def test_bad_arguments_are_explained_in_one_sentence(arguments, words):
    def call():
        given_ = {"problem": problems.sine(), "steps": 1, "progress": False} | arguments
        net = arguments.get("net", lambda: tl.MLP([1, 2, 1]))()
        given_.pop("net", None)
        return tl.train(net, given_.pop("problem"), **given_)

    with pytest.raises(ValueError, match=words) as failure:
        call()
    assert "\n" not in str(failure.value)


def test_training_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tl.train(tl.MLP([1, 4, 1]), problems.sine(), steps=3, progress=False)
