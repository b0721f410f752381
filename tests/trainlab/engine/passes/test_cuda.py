"""The engine on a GPU: the same numbers as on the CPU, by recorded kernels."""

import pytest
import torch

import trainlab as tl
from trainlab import optimizers
from trainlab.nn.losses import Loss

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
F64 = torch.float64


def _data(n=12):
    g = torch.Generator().manual_seed(0)
    return torch.randn(n, 2, generator=g, dtype=F64), torch.randn(n, 1, generator=g, dtype=F64)


NETWORKS = {
    "plain": tl.MLP([2, 4, 4, 1]),
    "gelu": tl.MLP([2, 5, 3, 1], activation="gelu"),
    "layers": tl.MLP([2, 4, 4, 1], residual=True, batch_norm=True, dropout=0.2),
    "radial": tl.RBF(2, 4, 1),
    "convolution": tl.Convolutional((1, 2), [3], kernel=2, padding=1, sizes=[1]),
}


@pytest.mark.parametrize("batch_size", [None, 4, 5])
@pytest.mark.parametrize("population", [1, 5])
@pytest.mark.parametrize("kind", NETWORKS)
def test_a_gpu_trains_as_the_cpu_does(kind, population, batch_size):
    if kind == "layers" and batch_size == 4:
        batch_size = 6
    common = {"batch_size": batch_size, "dtype": F64, "population": population}
    cpu, gpu = (
        tl.Trainer(NETWORKS[kind], _data(), device=device, **common) for device in ("cpu", "cuda")
    )
    losses = cpu.step(80)
    torch.testing.assert_close(gpu.step(80).cpu(), losses, rtol=1e-7, atol=1e-10)
    cpu.step(10, record=False)
    gpu.step(10, record=False)
    torch.testing.assert_close(gpu.params.cpu(), cpu.params, rtol=1e-6, atol=1e-9)
    torch.testing.assert_close(gpu.gradients().cpu(), cpu.gradients(), rtol=1e-6, atol=1e-9)


SECOND_ORDER = {
    "newton": optimizers.newton(damping=1.0),
    "saddle_free": optimizers.saddle_free(lr=0.5, damping=0.1),
    "conjugate_gradient": optimizers.conjugate_gradient(),
    "bfgs": optimizers.bfgs(),
    "lbfgs": optimizers.lbfgs(),
    "sequence": optimizers.sequence(optimizers.adam(0.01), optimizers.lbfgs(), switch=5),
    "lsgd": optimizers.lsgd(optimizers.adam(0.01)),
}


@pytest.mark.parametrize("batch_size", [None, 5])
@pytest.mark.parametrize("name", SECOND_ORDER)
def test_rules_that_look_at_the_objective_do_as_on_the_cpu(name, batch_size):
    rule = SECOND_ORDER[name]
    common = {"batch_size": batch_size, "dtype": F64, "population": 3, "optimizer": rule}
    cpu, gpu = (
        tl.Trainer(tl.MLP([2, 4, 1]), _data(), device=device, **common)
        for device in ("cpu", "cuda")
    )
    torch.testing.assert_close(gpu.step(10).cpu(), cpu.step(10), rtol=1e-6, atol=1e-9)
    torch.testing.assert_close(gpu.params.cpu(), cpu.params, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("batch_size", [None, 4])
def test_a_loss_without_a_gradient_is_recorded_too(batch_size):
    own = Loss("own", lambda o, t: (o - t).abs().pow(1.5).mean(dim=(-2, -1)))
    cpu, gpu = (
        tl.Trainer(
            tl.MLP([2, 4, 1]), _data(), loss=own, batch_size=batch_size, dtype=F64, device=device
        ).step(40)
        for device in ("cpu", "cuda")
    )
    torch.testing.assert_close(gpu.cpu(), cpu, rtol=1e-7, atol=1e-10)


def test_new_points_are_trained_on_after_a_change():
    trainers = [
        tl.Trainer(tl.MLP([2, 4, 1]), _data(), dtype=F64, device=d) for d in ("cpu", "cuda")
    ]
    x, y = _data()
    for trainer in trainers:
        trainer.step(20)
        trainer.set(problem=(x * 2, y + 1), lr=0.05)
    cpu, gpu = (trainer.step(20).cpu() for trainer in trainers)
    torch.testing.assert_close(gpu, cpu, rtol=1e-7, atol=1e-10)


def test_diverged_members_stop_and_the_others_go_on():
    rates = torch.tensor([0.01, 1e300, 0.01], dtype=F64)
    trainer = tl.Trainer(
        tl.MLP([2, 4, 1], activation="relu"),
        _data(),
        optimizer=optimizers.sgd(rates),
        population=3,
        dtype=F64,
        device="cuda",
    )
    trainer.step(100)
    assert trainer.divergence.members.tolist() == [False, True, False]
    assert trainer.params.isfinite().all()


@pytest.mark.parametrize("bounds", [{"clip_norm": 0.1}, {"clip_value": torch.tensor([0.01, 0.1])}])
def test_gradients_are_clipped_as_on_the_cpu(bounds):
    cpu, gpu = (
        tl.Trainer(
            tl.MLP([2, 4, 1]), _data(), population=2, dtype=F64, device=device, **bounds
        ).step(40)
        for device in ("cpu", "cuda")
    )
    torch.testing.assert_close(gpu.cpu(), cpu, rtol=1e-7, atol=1e-10)


def test_a_race_is_run_as_on_the_cpu():
    rules = [optimizers.adam(torch.tensor([0.01, 0.1])), optimizers.lbfgs()]
    cpu, gpu = (
        tl.race("himmelblau", rules, population=2, noise=0.5, steps=10, device=device)
        for device in ("cpu", "cuda")
    )
    torch.testing.assert_close(gpu.paths.cpu(), cpu.paths, rtol=1e-7, atol=1e-9)
