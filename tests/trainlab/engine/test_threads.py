"""Chunks beside each other: the same numbers on any number of threads, and nothing left behind."""

import os
import signal
import subprocess
import sys
import threading

import pytest
import torch

import trainlab as tl
from trainlab import optimizers, problems, schedules
from trainlab.core.interrupts import uninterrupted
from trainlab.engine import population as populations
from trainlab.nn.losses import Loss

F64 = torch.float64


@pytest.fixture(autouse=True)
def _many_small_chunks(monkeypatch):
    before = torch.get_num_threads()
    monkeypatch.setattr(populations, "CACHE", 20_000)
    yield
    torch.set_num_threads(before)


TRAININGS = {
    "plain": (tl.MLP([1, 6, 6, 1]), {}),
    "mini-batches": (tl.MLP([1, 6, 6, 1], "relu"), {"batch_size": 7, "l2": 1e-3}),
    "layers": (
        tl.MLP([1, 6, 6, 1], residual=True, batch_norm=True, dropout=0.2),
        {"batch_size": 10, "schedule": schedules.Plateau(0.5, patience=1)},
    ),
    "radial": (tl.RBF(1, 5, 1), {"clip_norm": 1.0}),
    "lbfgs": (tl.MLP([1, 5, 1]), {"optimizer": optimizers.lbfgs()}),
    "lsgd": (tl.MLP([1, 5, 1]), {"optimizer": optimizers.lsgd(optimizers.adam())}),
    "module": (tl.Module(torch.nn.Sequential(torch.nn.Linear(1, 3), torch.nn.Tanh(),
                                             torch.nn.Linear(3, 1)), 1), {}),
    "diverging": (
        tl.MLP([1, 6, 6, 1], "relu"),
        {"optimizer": optimizers.sgd(torch.tensor([0.01, 1e4] * 10))},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAININGS)
def test_the_number_of_threads_changes_no_bit_of_a_record(name):
    net, settings = TRAININGS[name]
    runs = []
    for threads in (1, 2, 3):
        torch.set_num_threads(threads)
        runs.append(
            tl.train(
                net,
                problems.sine(n=30),
                population=20,
                steps=70,
                val_every=30,
                progress=False,
                **settings,
            )
        )
    for run in runs[1:]:
        for part in ("train_loss", "val_loss", "params", "buffers"):
            one, other = (getattr(r, part).nan_to_num(nan=-1.0) for r in (runs[0], run))
            assert torch.equal(one, other), part
        assert torch.equal(runs[0].divergence.step, run.divergence.step)
        assert torch.equal(runs[0].divergence.layer, run.divergence.layer)


def test_what_is_measured_does_not_depend_on_the_number_of_threads_either():
    trainer = tl.Trainer(tl.MLP([1, 6, 6, 1]), problems.sine(n=30), population=20)
    seen = []
    for threads in (1, 3, 2):
        torch.set_num_threads(threads)
        outputs = trainer.predict(torch.ones(4, 1))
        seen.append([outputs, trainer.gradients(), *trainer.diagnostics()])
    for measured in seen[1:]:
        assert all(map(torch.equal, seen[0], measured))


def _watched(see):
    """MSE that calls ``see`` at each look at a value."""

    def value(outputs, targets):
        see()
        return (outputs - targets).square().mean(dim=(1, 2))

    return Loss("watched", value, lambda o, t: o.sub_(t).mul_(2 / t[0].numel()))


def _trainer(see, population=20):
    x = torch.linspace(-1, 1, 9, dtype=F64)[:, None]
    return tl.Trainer(
        tl.MLP([1, 6, 6, 1]), (x, x.sin()), loss=_watched(see), population=population, dtype=F64
    )


def test_looks_on_one_thread_between_steps_on_others_change_no_bit():
    x = torch.linspace(-1, 1, 30)[:, None]
    found = []
    for threads in [(1, 1, 1), (2, 1, 3), (3, 1, 2)]:
        trainer = tl.Trainer(tl.MLP([1, 6, 6, 1], "relu"), (x, x.sin()), population=20)
        for count in threads * 2:
            torch.set_num_threads(count)
            trainer.step(5)
            looks = [trainer.loss(x, x.sin()), *trainer.diagnostics(), trainer.predict(x)]
        found.append([trainer.params, *looks])
    for others in found[1:]:
        assert all(map(torch.equal, found[0], others))


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_as_many_threads_are_used_as_torch_would_each_with_one_of_torchs(threads):
    seen = {}
    together = threading.Barrier(threads, timeout=60)

    def see():
        """Have each thread's first look wait for the others': a fast one could do all the work."""
        if trainer is not None and threading.get_ident() not in seen:
            seen[threading.get_ident()] = torch.get_num_threads()
            together.wait()

    trainer = None
    trainer = _trainer(see)
    torch.set_num_threads(threads)
    trainer.step(5)
    assert list(seen.values()) == [1] * threads
    assert torch.get_num_threads() == threads
    later = []
    fresh = threading.Thread(target=lambda: later.append(torch.get_num_threads()))
    fresh.start()
    fresh.join()
    assert later == [threads]


@pytest.mark.parametrize("threads", [1, 2])
def test_an_error_leaves_torchs_setting_as_it_was(threads):
    broken = []

    def see():
        if broken:
            raise RuntimeError("no value")

    trainer = _trainer(see)
    broken.append(True)
    torch.set_num_threads(threads)
    with pytest.raises(RuntimeError, match="no value"):
        trainer.step()
    assert torch.get_num_threads() == threads


# Ctrl-C.


def _interrupting(after):
    """Something to call that sends Ctrl-C to this process the ``after``-th time."""
    calls = iter(range(10**6))
    return lambda: os.kill(os.getpid(), signal.SIGINT) if next(calls) == after else None


@pytest.mark.parametrize("threads", [1, 2])
def test_an_interruption_waits_until_all_members_have_taken_the_same_steps(threads):
    torch.set_num_threads(threads)
    trainer, twin = _trainer(_interrupting(30)), _trainer(lambda: None)
    with pytest.raises(KeyboardInterrupt):
        trainer.step(1000)
    assert 0 < trainer.steps_taken < 1000
    twin.step(trainer.steps_taken)
    assert torch.equal(trainer.params, twin.params)
    trainer.step(10)
    twin.step(10)
    assert torch.equal(trainer.params, twin.params)


@pytest.mark.parametrize("threads", [1, 2])
def test_an_interrupted_training_keeps_every_step_it_took(threads):
    torch.set_num_threads(threads)
    x = torch.linspace(-1, 1, 9, dtype=F64)[:, None]
    common = {"population": 20, "dtype": F64, "progress": False, "val_every": 500}
    net, data = tl.MLP([1, 6, 6, 1]), (x, x.sin())
    run = tl.train(net, data, loss=_watched(_interrupting(30)), steps=1000, **common)
    taken = len(run.train_loss)
    assert 0 < taken < 1000
    whole = tl.train(net, data, loss=_watched(lambda: None), steps=taken, **common)
    assert torch.equal(run.train_loss, whole.train_loss)
    assert torch.equal(run.params, whole.params)


class _Stop(Exception):
    """Anything that may be raised on the way."""


@pytest.mark.parametrize(("error", "threads"), [(KeyboardInterrupt, 2), (_Stop, 1), (_Stop, 2)])
@pytest.mark.parametrize("raised_at", [0, 63, 64])
def test_a_block_of_steps_is_taken_by_all_members_or_by_none(
    raised_at, error, threads, monkeypatch
):
    """Where one of several chunks fails, the others are not steps ahead of it."""
    monkeypatch.setattr(populations, "CACHE", 1_000)
    torch.set_num_threads(threads)
    calls = []

    def factor(step):
        calls.append(step)
        if step == raised_at and calls.count(step) == 3 and fragile:
            raise error
        return 0.9

    def start(**given):
        net = tl.MLP([1, 4, 1], batch_norm=True, dropout=0.1)
        return tl.Trainer(
            net, problems.sine(n=20), population=20, batch_size=6, schedule=factor, **given
        )

    fragile = True
    trainer = start()
    with pytest.raises(error):
        trainer.step(200)
    assert trainer.steps_taken == raised_at // populations.BLOCK * populations.BLOCK
    fragile = False
    twin = start()
    if trainer.steps_taken:
        twin.step(trainer.steps_taken)
    assert torch.equal(trainer.params, twin.params)
    assert torch.equal(trainer.buffers, twin.buffers)
    assert torch.equal(trainer.step(3), twin.step(3))
    assert torch.equal(trainer.params, twin.params)


def test_members_that_diverged_in_a_block_that_is_taken_back_have_not():
    def factor(step):
        if step == 40:
            raise _Stop
        return 1.0

    rates = torch.tensor([0.01, 1e4] * 10)
    net, data = tl.MLP([1, 6, 6, 1], "relu"), problems.sine(n=30)
    trainer = tl.Trainer(net, data, population=20, optimizer=optimizers.sgd(rates), schedule=factor)
    before = trainer.params.clone()
    with pytest.raises(_Stop):
        trainer.step(64)
    assert torch.equal(trainer.params, before)
    assert not trainer.divergence.members.any()
    trainer.set(schedule=None)
    twin = tl.Trainer(net, data, population=20, optimizer=optimizers.sgd(rates))
    assert torch.equal(trainer.step(64).isnan(), twin.step(64).isnan())
    assert torch.equal(trainer.params, twin.params)


def test_an_interruption_while_looking_leaves_a_record_that_fits_together(monkeypatch):
    original, looks = tl.Trainer.loss, []

    def interrupted(self, *args):
        looks.append(original(self, *args))
        if len(looks) == 3:
            signal.raise_signal(signal.SIGINT)
        return looks[-1]

    monkeypatch.setattr(tl.Trainer, "loss", interrupted)
    run = tl.train(tl.MLP([1, 4, 1]), problems.sine(), steps=100, val_every=10, progress=False)
    assert len(run.val_loss) == len(run.val_steps)
    assert run.val_steps == [10, 20, 30][: len(run.val_steps)]
    whole = tl.train(tl.MLP([1, 4, 1]), problems.sine(), steps=len(run.train_loss), progress=False)
    assert torch.equal(run.params, whole.params)


def test_an_interruption_is_held_back_to_the_end_of_the_outermost():
    reached = []

    def work():
        with uninterrupted():
            with uninterrupted():
                signal.raise_signal(signal.SIGINT)
                reached.append("inner")
            reached.append("outer")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert reached == ["inner", "outer"]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_outside_the_main_thread_there_is_nothing_to_hold_back():
    done = []

    def work():
        with uninterrupted():
            done.append(True)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert done


FORKED = """
import os, signal, torch, trainlab as tl
from trainlab.engine import population
population.CACHE = 20_000
torch.set_num_threads(2)
trainer = tl.Trainer(tl.MLP([1, 6, 6, 1]), tl.problems.sine(n=30), population=20)
trainer.step(3)
child = os.fork()
if child == 0:
    signal.alarm(60)
    trainer.step(3)
    os._exit(0)
print(os.waitpid(child, 0)[1])
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_forked_process_trains_on():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKED], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0"
