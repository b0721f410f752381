"""Trainings and experiments on a Dask cluster: the numbers of one machine, whatever happens."""

import json
import os
import re
import signal
import sys
from dataclasses import fields, replace
from itertools import pairwise

import pytest
import torch
from torch import Tensor

import trainlab as tl
from tests.machines import machines
from trainlab import cli, experiments, optimizers, problems
from trainlab.cli.machines import Machines
from trainlab.cli.workers import Asked, Examined, Failed, Progress
from trainlab.core import cluster as clusters
from trainlab.engine import population as populations
from trainlab.training import machines as over_machines

MEMBERS = 6
#: Nobody listens there.
NOWHERE = "tcp://127.0.0.1:1"


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    with machines(
        tmp_path_factory.mktemp("cluster"),
        workers=2,
        imports=["trainlab.training.machines", "trainlab.experiments", "trainlab.cli.machines"],
    ) as (address, worker):
        yield address, worker


@pytest.fixture
def address(started):
    return started[0]


@pytest.fixture
def small_pieces(monkeypatch):
    """Chunks of a member or two, and short stretches, so that little work travels in pieces."""
    monkeypatch.setattr(populations, "CACHE", 10_000)
    monkeypatch.setattr(over_machines, "SHORTEST", 20)


def rich():
    """Return a training with every kind of record, and members that diverge."""
    rates = torch.logspace(-3, 3, MEMBERS, dtype=torch.float64)
    return (
        tl.MLP([2, 6, 6, 1], activation="relu", batch_norm=True, dropout=[0.2, 0.1]),
        problems.circle(n=60, n_val=20),
        {
            "optimizer": optimizers.momentum(lr=rates),
            "schedule": tl.schedules.Plateau(patience=20),
            "l2": torch.linspace(0, 0.01, MEMBERS),
            "batch_size": 20,
            "population": MEMBERS,
            "seed": 5,
            "steps": 60,
            "snapshots": (0, 30, 60),
            "val_every": 15,
        },
    )


def second_order():
    start = torch.randn(MEMBERS, 19, generator=torch.Generator().manual_seed(0))
    rule = {"optimizer": "lbfgs", "dtype": torch.float64}
    return (
        tl.MLP([1, 6, 1]),
        problems.sine(n=50),
        rule | {"init": start, "population": MEMBERS, "steps": 20},
    )


def assert_equal(run, other):
    for field in fields(run):
        ours, theirs = getattr(run, field.name), getattr(other, field.name)
        if isinstance(ours, Tensor):
            torch.testing.assert_close(ours, theirs, rtol=0, atol=0, equal_nan=True)
        elif field.name != "divergence":
            assert ours == theirs
    for name, ours in vars(run.divergence).items():
        assert torch.equal(ours, vars(other.divergence)[name])


@pytest.mark.parametrize("training", [rich, second_order])
def test_every_number_is_that_of_one_machine(address, small_pieces, training):
    net, problem, options = training()
    told = []
    there = tl.train(
        net,
        problem,
        cluster=address,
        progress=lambda taken, of: told.append((taken, of)),
        **options,
    )
    here = tl.train(net, problem, progress=False, **options)
    steps = options["steps"]
    alike = {k: options[k] for k in ("population", "optimizer", "batch_size") if k in options}
    assert len(over_machines.Chunks(net, problem, alike).cut()) >= 4
    assert_equal(there, here)
    assert told == [(stop, steps) for stop in over_machines.stops(steps)]
    assert here.diverged.any() == (training is rich)


def test_no_steps_leave_the_population_where_it_starts(address):
    there, here = (
        tl.train(tl.MLP([1, 4, 1]), problems.sine(), steps=0, progress=False, cluster=where)
        for where in (address, None)
    )
    assert_equal(there, here)


def test_what_a_killed_worker_had_is_computed_again(started, small_pieces):
    address, start_worker = started
    net, problem, options = rich()
    pid = start_worker()
    held = []

    def kill(taken, of):
        if not held:
            held.append(watcher.has_what()[victim])
            os.kill(pid, signal.SIGKILL)

    with clusters.at(address) as watcher:
        watcher.wait_for_workers(3, timeout=60)
        (victim,) = (w for w, its in watcher.run(os.getpid).items() if its == pid)
        there = tl.train(net, problem, cluster=address, progress=kill, **options)
        assert victim not in watcher.nthreads()
    assert held[0]
    assert_equal(there, tl.train(net, problem, progress=False, **options))


def test_an_interruption_leaves_the_steps_that_all_members_have_taken(address, small_pieces):
    net, problem, options = rich()

    def interrupt(taken, of):
        if taken == 40:
            signal.raise_signal(signal.SIGINT)

    there = tl.train(net, problem, cluster=address, progress=interrupt, **options)
    assert there.val_steps == [15, 30]
    shorter = {"steps": 40, "snapshots": (0, 30)}
    here = tl.train(net, problem, progress=False, **(options | shorter))
    assert here.val_steps.pop() == 40  # the last step of a training is always looked at
    assert_equal(there, replace(here, val_loss=here.val_loss[:-1]))


def test_an_error_of_a_worker_is_told_as_on_one_machine(address):
    with pytest.raises(ValueError, match=r"^device='cuda:77' is not available here") as raised:
        tl.train(tl.MLP([1, 4, 1]), problems.sine(), cluster=address, device="cuda:77")
    assert str(raised.value).count("\n") == 0


def test_workers_without_trainlab_are_told_in_a_sentence(address, monkeypatch):
    monkeypatch.setattr(clusters, "_here", machines)  # of a module that workers cannot import
    with pytest.raises(ConnectionError, match="cannot import trainlab: install the same"):
        tl.train(tl.MLP([1, 4, 1]), problems.sine(), cluster=address, progress=False)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"population": 0}, "population=0 was given"),
        ({"lr": 0.1}, "lr=0.1 is no argument here"),
        ({"population": 3, "l2": torch.ones(4)}, "l2 has shape (4,)"),
        ({"population": 3, "init": torch.ones(4, 13)}, "init has shape (4, 13)"),
        ({"steps": -1}, "steps=-1 was given"),
    ],
)
def test_an_argument_that_does_not_fit_is_told_before_anything_travels(options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        tl.train(tl.MLP([1, 4, 1]), problems.sine(), cluster=NOWHERE, progress=False, **options)


def test_an_address_where_nobody_answers_is_told_in_a_sentence(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(clusters, "_PATIENCE", 0.5)
    says = rf"^No Dask scheduler answers at {NOWHERE}: .*give its address\.$"
    with pytest.raises(ConnectionError, match=says):
        tl.train(tl.MLP([1, 4, 1]), problems.sine(), cluster=NOWHERE, progress=False)
    assert cli.main(["figures", "--cluster", NOWHERE, "--out", str(tmp_path)]) == 2
    assert re.match(says[1:-1], capsys.readouterr().err.removeprefix("trainlab: "))


def test_a_cluster_without_workers_is_told_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(clusters, "_PATIENCE", 2)
    says = pytest.raises(ConnectionError, match="has no worker; start one with 'dask worker tcp")
    with machines(tmp_path, workers=0) as (address, _), says:
        tl.train(tl.MLP([1, 4, 1]), problems.sine(), cluster=address, progress=False)


def test_where_dask_is_missing_a_sentence_says_what_to_install(monkeypatch):
    for module in ("trainlab.core.cluster", "trainlab.training.machines"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.delattr("trainlab.core.cluster")
    monkeypatch.delattr("trainlab.training.machines")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ImportError, match=r"not installed: pip install distributed\.$"):
        tl.train(tl.MLP([1, 4, 1]), problems.sine(), cluster=NOWHERE, progress=False)


@pytest.mark.parametrize("count", [1, 5, 30])
def test_gpus_share_the_members_evenly(count):
    chunks = over_machines.Chunks(tl.MLP([1, 4, 1]), problems.sine(), {"population": MEMBERS})
    parts = chunks.shared_by(count)
    assert [m for part in parts for m in range(part.start, part.stop)] == [*range(MEMBERS)]
    sizes = {part.stop - part.start for part in parts}
    assert max(sizes) - min(sizes) <= 1
    assert len(parts) == min(count, MEMBERS)


@pytest.mark.parametrize("steps", [0, 1, 63, 64, 65, 1000, 10**6])
def test_stretches_lead_to_the_last_step_and_are_few(steps):
    stops = over_machines.stops(steps)
    assert stops[-1:] == [steps] * bool(steps)
    assert len(stops) <= over_machines.STRETCHES
    lengths = [b - a for a, b in pairwise([0, *stops])]
    assert all(length > 0 for length in lengths)
    assert len(lengths) <= 1 or min(lengths) >= over_machines.SHORTEST // 2


# Experiments.


def test_figures_on_a_cluster_finds_the_same_numbers(address, capsys, tmp_path):
    ids = ["dying-probability", "product-graph"]
    options = ["--quick", "--networks", "20", "--json", "--out", str(tmp_path)]
    assert cli.main(["figures", *ids, *options, "--cluster", address]) == 0
    found = {result["id"]: result for result in json.loads(capsys.readouterr().out)}
    assert set(found) == set(ids)
    for id in ids:
        here = experiments.run(id, quick=True, networks=20, progress=False, device="cpu")
        assert found[id]["measured"] == json.loads(json.dumps(here.summary()["measured"]))
        assert (tmp_path / f"{id}.png").read_bytes().startswith(b"\x89PNG")


def test_interrupted_experiments_hand_in_what_they_have_and_no_other_starts(address):
    ids = ["relu-collapse", "xor-init", "dying-probability", "adam-nadam", "safe-region"]
    with clusters.at(address) as client:
        workers = Machines(client, ids, Asked(50, 0, "cpu", False))
        begun, ended = set(), []
        for message in workers.messages():
            if isinstance(message, Progress):
                begun.add(message.id)
                workers.stop()
            else:
                ended.append(message)
    assert begun
    assert 0 < len(ended) < len(ids)
    for message in ended:
        if isinstance(message, Examined):
            assert message.id in begun
            assert not message.summary["complete"]
        else:
            assert isinstance(message, Failed)
            assert message.reason == ""


def test_jobs_are_for_this_machine(capsys, tmp_path):
    arguments = ["figures", "--jobs", "2", "--cluster", NOWHERE, "--out", str(tmp_path)]
    assert cli.main(arguments) == 2
    assert "leave one of them out" in capsys.readouterr().err
