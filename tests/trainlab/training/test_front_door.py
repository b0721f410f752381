"""What users of PyTorch, NumPy and scikit-learn hand over is taken, or answered by what to type."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import TensorDataset

import trainlab as tl
from trainlab import optimizers, problems
from trainlab.core import memory
from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.parametric import PARAMETRIC

X = torch.linspace(-1, 1, 12, dtype=torch.float64)[:, None]
Y = (3 * X).sin()
PAIRS = {
    "float32 tensors": (X.float(), Y.float()),
    "arrays": (X.numpy(), Y.numpy()),
    "float32 arrays": (X.float().numpy(), Y.float().numpy()),
    "lists": (X.tolist(), Y.tolist()),
    "a list of arrays": [X.numpy(), Y.numpy()],
    "one target for each point": (X.numpy(), Y[:, 0].numpy()),
    "a tensor and an array": (X, Y[:, 0].numpy()),
    "a data set": TensorDataset(X, Y),
    "a bunch": SimpleNamespace(data=X.numpy(), target=Y[:, 0].numpy()),
    "a read-only array": (np.broadcast_to(X.numpy(), (12, 1)), Y.numpy()),
    "big-endian": (X.numpy().astype(">f8"), Y.numpy()),
    "with gradients": (X.clone().requires_grad_(), Y),
}


def _trained(net, data, **given):
    return tl.train(net, data, **({"steps": 5, "progress": False} | given))


@pytest.mark.parametrize("kind", PAIRS)
def test_points_of_every_usual_form_are_the_same_points(kind):
    expected = _trained(tl.MLP([1, 4, 1]), (X, Y))
    assert torch.equal(_trained(tl.MLP([1, 4, 1]), PAIRS[kind]).params, expected.params)


def test_a_pandas_table_is_a_pair_of_columns():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"x": X[:, 0].numpy(), "y": Y[:, 0].numpy()})
    expected = _trained(tl.MLP([1, 4, 1]), (X, Y))
    for target in (table["y"], table[["y"]]):
        found = _trained(tl.MLP([1, 4, 1]), (table[["x"]], target))
        assert torch.equal(found.params, expected.params)


@pytest.mark.parametrize("labels", [np.int32, np.uint8, np.int64])
def test_classes_of_any_whole_type_are_classes(labels):
    classes = np.arange(12) % 3
    given = {"loss": "cross_entropy"}
    expected = _trained(tl.MLP([1, 4, 3]), (X, torch.tensor(classes)), **given)
    for y in (classes.astype(labels), classes.astype(labels)[:, None], classes.tolist()):
        assert torch.equal(_trained(tl.MLP([1, 4, 3]), (X, y), **given).params, expected.params)


def test_truth_values_are_two_classes():
    given = {"loss": "bce"}
    expected = _trained(tl.MLP([1, 4, 1]), (X, (Y > 0).double()), **given)
    found = _trained(tl.MLP([1, 4, 1]), (X.numpy(), (Y > 0).numpy()[:, 0]), **given)
    assert torch.equal(found.params, expected.params)


def test_a_trained_network_is_asked_with_arrays_and_lists():
    run, trainer = _trained(tl.MLP([1, 4, 1]), (X, Y)), tl.Trainer(tl.MLP([1, 4, 1]), (X, Y))
    for points in (X.numpy(), X.tolist()):
        assert torch.equal(run.predict(points), run.predict(X))
        assert torch.equal(trainer.predict(points), trainer.predict(X))
        assert torch.equal(trainer.loss(points, Y.numpy()), trainer.loss(X, Y))


def test_a_module_is_trained_as_it_is_handed_over():
    module = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1))
    for data in ((X, Y), (X.numpy(), Y.numpy()), problems.sine()):
        found = _trained(module, data, population=3)
        assert torch.equal(found.params, _trained(tl.Module(module, 1), data, population=3).params)
    assert tl.range_test(module, problems.sine(), steps=10).lowest > 0


@pytest.mark.parametrize("name", optimizers.OPTIMIZERS | optimizers.SECOND_ORDER)
def test_a_rule_is_taken_by_its_name(name):
    rule = (optimizers.OPTIMIZERS | optimizers.SECOND_ORDER)[name]()
    net = tl.MLP([1, 3, 1])
    found, expected = (_trained(net, (X, Y), optimizer=given) for given in (name, rule))
    assert torch.equal(found.params, expected.params)


def test_a_rule_by_its_name_has_the_rate_that_is_set():
    trainer = tl.Trainer(tl.MLP([1, 3, 1]), (X, Y))
    trainer.set(optimizer="sgd", lr=0.5)
    assert (trainer.optimizer.name, trainer.optimizer.lr) == ("sgd", 0.5)


MODULES = {
    "identity": nn.Identity,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU,
    "selu": nn.SELU,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
    "softplus": nn.Softplus,
    "prelu": nn.PReLU,
}
FUNCTIONS = [torch.relu, torch.tanh, functional.gelu, functional.silu, functional.elu]


@pytest.mark.parametrize("name", MODULES)
def test_an_activation_of_pytorchs_is_ours_with_the_same_values(name):
    for given in (MODULES[name], MODULES[name]()):
        assert tl.MLP([1, 2, 1], activation=given) == tl.MLP([1, 2, 1], activation=name)
    f = PARAMETRIC[name] if name in PARAMETRIC else ACTIVATIONS[name]
    own = [torch.tensor(p) for p in getattr(f, "initial", ())]
    z = torch.linspace(-3, 3, 31)
    torch.testing.assert_close(f.function(z, *own), MODULES[name]()(z).detach())


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_of_pytorchs_is_ours_with_the_same_values(function):
    z = torch.linspace(-3, 3, 31)
    torch.testing.assert_close(tl.MLP([1, 2, 1], function).function.function(z), function(z))


def test_activations_work_in_place_or_are_ours_already():
    assert tl.MLP([1, 2, 1], nn.ReLU(inplace=True)).activation == "relu"
    assert tl.MLP([1, 2, 1], ACTIVATIONS["gelu"]).activation == "gelu"
    assert tl.Convolutional((1, 4), [2], sizes=[1], activation=nn.Tanh()).activation == "tanh"


@pytest.mark.parametrize(
    "other", [nn.LeakyReLU(0.2), nn.GELU("tanh"), nn.Softplus(beta=2), nn.Hardtanh(), torch.sin, 3]
)
def test_an_activation_that_is_another_function_is_refused(other):
    with pytest.raises(ValueError, match=r"^activation=.* is not known; choose one of"):
        tl.MLP([1, 2, 1], activation=other)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (nn.MSELoss(), "mse"),
        (nn.L1Loss, "mae"),
        (nn.BCEWithLogitsLoss(), "bce"),
        (functional.mse_loss, "mse"),
    ],
)
def test_a_loss_of_pytorchs_is_ours(given, name):
    y = (Y > 0).double()
    run = _trained(tl.MLP([1, 3, 1]), (X, y), loss=given, dtype="float64")
    assert run.loss == name
    function = given() if isinstance(given, type) else given
    value = function(tl.Trainer(tl.MLP([1, 3, 1]), (X, y), dtype=np.float64).predict(X)[0], y)
    torch.testing.assert_close(run.train_loss[0, 0], value)


@pytest.mark.parametrize("dtype", ["float64", np.float64, np.dtype("float64"), float])
def test_a_type_is_taken_by_numpys_name(dtype):
    assert _trained(tl.MLP([1, 2, 1]), (X, Y), dtype=dtype).params.dtype == torch.float64


NET = tl.MLP([1, 2, 1])
REFUSED = {
    "x of one axis": (lambda: _trained(NET, (X[:, 0], Y)), "x has shape (12,)", "write x[:, None]"),
    "one point of several inputs": (
        lambda: tl.Trainer(tl.MLP([3, 1]), (np.ones((2, 3)), [1, 2])).predict([1.0, 2.0, 3.0]),
        "x has shape (3,)",
        "write x[None]",
    ),
    "images": (
        lambda: _trained(tl.MLP([16, 1]), (torch.ones(5, 1, 4, 4), torch.ones(5, 1))),
        "x has shape (5, 1, 4, 4)",
        "write x.reshape(len(x), -1)",
    ),
    "points as columns": (lambda: _trained(NET, (X.T, Y)), "(1, 12)", "write x.T"),
    "other inputs": (
        lambda: _trained(tl.MLP([3, 1]), (torch.ones(5, 2), torch.ones(5, 1))),
        "(5, 2); a network of 3 inputs",
        "give the network 2 inputs",
    ),
    "one thing": (lambda: _trained(NET, X), "problem is a Tensor", "write (x, y)"),
    "words": (lambda: _trained(NET, (["a", "b"], [1, 2])), "x is a list", "one row for each"),
    "ragged rows": (lambda: _trained(NET, ([[1], [1, 2]], [1, 2])), "x is a list", "of one length"),
    "complex": (lambda: _trained(NET, (X * 1j, Y)), "complex numbers", "real ones"),
    "classes as numbers": (
        lambda: _trained(
            tl.MLP([1, 3]), (X, (np.arange(12) % 3).astype(float)), loss="cross_entropy"
        ),
        "loss='cross_entropy' expects class",
        "write y.long(), or y.astype(int)",
    ),
    "classes by mse": (
        lambda: _trained(tl.MLP([1, 3]), (X, np.arange(12) % 3)),
        "with loss='mse'",
        "write loss='cross_entropy'",
    ),
    "lr": (
        lambda: _trained(NET, (X, Y), lr=0.5),
        "lr=0.5",
        "optimizer=trainlab.optimizers.adam(lr=0.5)",
    ),
    "epochs": (
        lambda: _trained(NET, (X, Y), epochs=10, batch_size=5),
        "epochs=10",
        "write steps=30",
    ),
    "epochs of all points": (
        lambda: _trained(NET, (X, Y), epochs=10),
        "epochs=10",
        "write steps=10",
    ),
    "max_iter": (lambda: _trained(NET, (X, Y), max_iter=9), "max_iter=9", "write steps=9"),
    "random_state": (
        lambda: _trained(NET, (X, Y), random_state=3),
        "random_state=3",
        "write seed=3",
    ),
    "weight_decay": (
        lambda: _trained(NET, (X, Y), weight_decay=0.1),
        "weight_decay",
        "write l2=0.1",
    ),
    "activation": (lambda: _trained(NET, (X, Y), activation="relu"), "activation", "MLP([...]"),
    "verbose": (lambda: _trained(NET, (X, Y), verbose=0), "verbose=0", "write progress=False"),
    "a typing error": (lambda: _trained(NET, (X, Y), popluation=3), "popluation", "'population'"),
    "lr in a range test": (lambda: tl.range_test(NET, (X, Y), lr=1.0), "lr=1.0", "adam(lr=1.0)"),
    "a rule that is not called": (
        lambda: _trained(NET, (X, Y), optimizer=optimizers.nadam),
        "optimizer=nadam",
        "write trainlab.optimizers.nadam()",
    ),
    "PyTorch's rule": (
        lambda: _trained(NET, (X, Y), optimizer=torch.optim.Adam([torch.zeros(1)])),
        "optimizer=Adam",
        "write trainlab.optimizers.adam()",
    ),
    "a schedule's name": (
        lambda: _trained(NET, (X, Y), schedule="linear"),
        "schedule='linear'",
        "trainlab.schedules.linear(",
    ),
    "a loss of one's own": (
        lambda: _trained(NET, (X, Y), loss=lambda o, t: (o - t).abs().mean()),
        "expected a name or a Loss",
        "write trainlab.losses.Loss('own', function)",
    ),
    "a loss with settings": (
        lambda: _trained(NET, (X, Y), loss=nn.MSELoss(reduction="sum")),
        "loss=",
        "Loss('own'",
    ),
    "sizes": (
        lambda: _trained([1, 8, 1], (X, Y)),
        "net=[1, 8, 1]",
        "write trainlab.MLP([1, 8, 1])",
    ),
    "a class": (lambda: _trained(nn.Linear, (X, Y)), "net=Linear", "PyTorch module"),
    "half precision": (lambda: _trained(NET, (X, Y), dtype="float16"), "float16", "torch.float32"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_plain_says_what_to_type(kind):
    call, given, advice = REFUSED[kind]
    with pytest.raises(ValueError, match=r"^[^\n]*$") as error:
        call()
    assert given in str(error.value)
    assert advice in str(error.value)


# Memory.


def _most(message):
    return int(message.partition("population=")[2].partition("population=")[2].split()[0])


@pytest.mark.parametrize(
    ("net", "given"),
    [
        (tl.MLP([1, 1000, 1]), {}),
        (tl.MLP([1, 100, 100, 1]), {"optimizer": optimizers.sgd()}),
        (tl.MLP([1, 20, 1]), {"optimizer": optimizers.lbfgs(5), "dtype": torch.float64}),
    ],
)
def test_more_networks_than_fit_are_refused_with_the_number_that_does(net, given, monkeypatch):
    monkeypatch.setattr(memory, "free_bytes", lambda device: 20_000_000)
    with pytest.raises(
        ValueError, match=r"^population=10000000 was given; .* GB of memory"
    ) as error:
        _trained(net, (X, Y), population=10_000_000, **given)
    most = _most(str(error.value))
    with pytest.raises(ValueError, match=f"population={most} fits"):
        tl.Trainer(net, (X, Y), population=most + 1, **given)
    assert tl.Trainer(net, (X, Y), population=most, **given).population == most


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda: _trained(NET, (X, Y), population=10**4, steps=10**4), "records of 10000 losses"),
        (lambda: tl.race("bowl", [optimizers.sgd()], population=10**6), "paths of 1 rules"),
        (lambda: tl.clustering.kmeans(X, 3, population=10**8), "partitions"),
    ],
)
def test_records_paths_and_partitions_that_do_not_fit_are_told_too(call, what, monkeypatch):
    monkeypatch.setattr(memory, "free_bytes", lambda device: 20_000_000)
    with pytest.raises(ValueError, match=f"so many {what}"):
        call()


def test_a_container_allows_less_than_the_machine_has(monkeypatch, tmp_path):
    limit, used = tmp_path / "max", tmp_path / "current"
    used.write_text("400\n")
    monkeypatch.setattr(memory, "CONTAINER", ((str(limit), str(used)),))
    for said, free in (("1000\n", 600), ("max\n", None), (None, None)):
        limit.write_text(said) if said else limit.unlink()
        left = memory.free_bytes(torch.device("cpu"))
        assert left == free if free else left > 1e6


def test_soft_targets_give_the_loss_that_pytorch_gives():
    g = torch.Generator().manual_seed(0)
    soft = torch.softmax(torch.randn(12, 3, generator=g, dtype=torch.float64), dim=1)
    trainer = tl.Trainer(
        tl.MLP([1, 4, 3]), (X, soft), loss="cross_entropy", population=2, dtype=torch.float64
    )
    params = trainer.params.clone().requires_grad_()
    for member in range(2):
        outputs = trainer.net.forward(params, X)[member]
        value = functional.cross_entropy(outputs, soft)
        torch.testing.assert_close(trainer.loss(X, soft)[member], value.detach())
        (gradient,) = torch.autograd.grad(value, params)
        torch.testing.assert_close(trainer.gradients()[member], gradient[member])
    hard = functional.one_hot(torch.arange(12) % 3, 3).double()
    torch.testing.assert_close(trainer.loss(X, hard), trainer.loss(X, torch.arange(12) % 3))


@pytest.mark.parametrize("row", [[0.5, 0.6, 0.1], [-0.5, 1.0, 0.5], [0.0, 0.0, 0.0]])
def test_soft_targets_that_are_no_probabilities_are_named_with_their_row(row):
    y = torch.full((12, 3), 1 / 3)
    y[4] = torch.tensor(row)
    with pytest.raises(ValueError, match=r"in row 4; .* at least 0 that sum to 1"):
        _trained(tl.MLP([1, 3]), (X, y), loss="cross_entropy")
