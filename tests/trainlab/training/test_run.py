"""``Run`` on disk: a round trip equal bit for bit, and files that are no runs."""

import io
import json
import pickle
import zipfile
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import trainlab as tl
from trainlab import optimizers, problems
from trainlab.core.files import replacing


def _run(**arguments):
    given_ = {"steps": 30, "population": 3, "progress": False} | arguments
    return tl.train(tl.MLP([1, 4, 1], "relu"), problems.sine(), **given_)


def _assert_equal(a, b):
    assert a.net == b.net
    for field in fields(a):
        one, other = getattr(a, field.name), getattr(b, field.name)
        if isinstance(one, torch.Tensor):
            assert one.dtype == other.dtype
            assert one.shape == other.shape
            assert one.numpy().tobytes() == other.numpy().tobytes()
        elif field.name == "divergence":
            for name, tensor in vars(one).items():
                assert torch.equal(tensor, getattr(other, name))
        else:
            assert one == other


@given(
    dtype=st.sampled_from([torch.float32, torch.float64]),
    population=st.integers(1, 3),
    steps=st.integers(1, 4),
    kept=st.sets(st.integers(0, 1)),
)
@settings(max_examples=10)
def test_a_run_comes_back_bit_for_bit(tmp_path_factory, dtype, population, steps, kept):
    path = tmp_path_factory.mktemp("runs") / "a.npz"
    run = _run(dtype=dtype, population=population, steps=steps, snapshots=sorted(kept))
    run.save(path)
    back = tl.Run.load(path)
    _assert_equal(run, back)
    x = torch.linspace(-1, 1, 5)[:, None]
    assert torch.equal(run.predict(x), back.predict(x))


@pytest.mark.parametrize(
    "net",
    [tl.MLP([2, 4, 4, 1], batch_norm=True, residual=True), tl.Convolutional((1, 2), [3], 1)],
)
def test_runs_of_every_kind_of_network_come_back(net, tmp_path):
    x = torch.randn(6, 2, generator=torch.Generator().manual_seed(0))
    y = x[:, :1].expand(-1, net.outputs)
    run = tl.train(net, (x, y), steps=5, snapshots=[2], progress=False)
    run.save(tmp_path / "a.npz")
    back = tl.Run.load(tmp_path / "a.npz")
    _assert_equal(run, back)
    assert torch.equal(run.predict(x), back.predict(x))


def test_a_run_with_diverged_members_comes_back(tmp_path):
    rates = torch.tensor([0.01, 1e30, 0.01])
    run = _run(optimizer=optimizers.sgd(rates), steps=60)
    assert run.diverged.tolist() == [False, True, False]
    assert run.train_loss.isnan().any()
    run.save(tmp_path / "diverged.npz")
    back = tl.Run.load(tmp_path / "diverged.npz")
    _assert_equal(run, back)
    assert back.divergence.message(1) == run.divergence.message(1)


def test_an_interrupted_run_comes_back(tmp_path, monkeypatch):
    original = tl.Trainer.step

    def interrupted(self, count=1, record=True):
        if self.steps_taken >= 10:
            raise KeyboardInterrupt
        return original(self, count, record)

    monkeypatch.setattr(tl.Trainer, "step", interrupted)
    run = _run(val_every=5, snapshots=[5, 20])
    assert run.train_loss.shape == (10, 3)
    assert run.val_steps == [5, 10]
    assert run.snapshot_steps == [5]
    run.save(tmp_path / "interrupted.npz")
    _assert_equal(run, tl.Run.load(tmp_path / "interrupted.npz"))


def test_the_file_is_plain_numpy_and_json(tmp_path):
    run = _run()
    run.save(str(tmp_path / "plain.npz"))
    with np.load(tmp_path / "plain.npz", allow_pickle=False) as file:
        header = json.loads(str(file["header"]))
        np.testing.assert_array_equal(file["params"], run.params.numpy())
    assert header["format"] == "trainlab run"
    assert header["net"]["settings"]["sizes"] == [1, 4, 1]


class _Payload:
    """Raises when it is unpickled: a file must never get so far."""

    def __reduce__(self):
        return (exec, ("raise AssertionError('a file ran code')",))


def _npz(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def _saved(tmp_path):
    _run().save(tmp_path / "good.npz")
    return (tmp_path / "good.npz").read_bytes()


FOREIGN = {
    "empty": lambda good: b"",
    "text": lambda good: b"step,loss\n1,0.5\n",
    "a pickle": lambda good: pickle.dumps(_Payload()),
    "a pickled array": lambda good: _npz(header=np.array([_Payload()], dtype=object)),
    "a zip of something else": lambda good: _zipped("notes.txt", b"hello"),
    "an npz of something else": lambda good: _npz(x=np.zeros(3)),
    "an npz with another header": lambda good: _npz(header=np.array('{"format": "other"}')),
    "a header that is no JSON": lambda good: _npz(header=np.array("{")),
    "a header that is a list": lambda good: _npz(header=np.array("[1]")),
    "one array": lambda good: _npy(),
    "the first half": lambda good: good[: len(good) // 2],
    "all but the last byte": lambda good: good[:-1],
    "a changed byte": lambda good: good.replace(b"NUMPY", b"MUNPY", 3),
}


def _zipped(name, content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def _npy():
    file = io.BytesIO()
    np.save(file, np.zeros(3))
    return file.getvalue()


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_is_no_run_is_refused_in_one_sentence(name, tmp_path):
    path = tmp_path / "bad.npz"
    path.write_bytes(FOREIGN[name](_saved(tmp_path)))
    with pytest.raises(ValueError, match=r"bad\.npz is not a run, or is cut short") as failure:
        tl.Run.load(path)
    assert "\n" not in str(failure.value)


@given(place=st.floats(0, 1), value=st.integers(0, 255))
@settings(max_examples=150)
def test_a_damaged_byte_is_found_or_harmless(tmp_path_factory, place, value):
    folder = tmp_path_factory.mktemp("damaged")
    run = _run(steps=2, population=1)
    run.save(folder / "a.npz")
    content = bytearray((folder / "a.npz").read_bytes())
    content[int(place * (len(content) - 1))] = value
    (folder / "b.npz").write_bytes(content)
    try:
        back = tl.Run.load(folder / "b.npz")
    except ValueError:
        return
    _assert_equal(run, back)


def _changed(good, change):
    with np.load(io.BytesIO(good), allow_pickle=False) as file:
        arrays = dict(file)
    header = json.loads(str(arrays["header"]))
    change(header, arrays)
    arrays["header"] = np.array(json.dumps(header))
    return _npz(**arrays)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda h, a: h.update(version=2), "version 2 of the format; .* install a newer trainlab"),
        (lambda h, a: h.pop("loss"), "is damaged: .*'loss'"),
        (lambda h, a: h["net"].update(type="Transformer"), "is damaged: .*'Transformer'"),
        (lambda h, a: h["net"]["settings"].update(dropin=1), "is damaged: .*dropin"),
        (lambda h, a: h["net"]["settings"].update(sizes=[1, 5, 1]), "do not fit the network"),
        (lambda h, a: a.pop("train_loss"), "is damaged: .*'train_loss'"),
        (lambda h, a: a.pop("divergence.step"), "is damaged: .*'divergence.step'"),
    ],
)
def test_a_newer_or_incomplete_file_says_what_is_wrong(change, words, tmp_path):
    path = tmp_path / "changed.npz"
    path.write_bytes(_changed(_saved(tmp_path), change))
    with pytest.raises(ValueError, match=words) as failure:
        tl.Run.load(path)
    assert "\n" not in str(failure.value)


NUMPYS_OWN = {
    "MLP": lambda: tl.MLP(
        [np.int64(1), np.int32(4), np.uint8(1)],
        residual=np.bool_(True),
        batch_norm=np.bool_(True),
        dropout=np.float32(0.25),
        pieces=np.int16(3),
        norm_momentum=np.float64(0.5),
    ),
    "layers": lambda: tl.MLP([1, 4, 4, 1], dropout=np.array([0.25, 0.5])),
    "Convolutional": lambda: tl.Convolutional(
        (np.int64(1), np.int64(1)), [np.int64(1)], kernel=np.int64(1), stride=np.int8(1)
    ),
    "RBF": lambda: tl.RBF(np.int64(1), np.int64(3), np.uint16(1)),
}


@pytest.mark.parametrize("kind", NUMPYS_OWN)
def test_a_run_of_a_network_made_of_numpys_numbers_is_saved(kind, tmp_path):
    run = tl.train(
        NUMPYS_OWN[kind](),
        problems.sine(20),
        steps=np.int64(4),
        val_every=np.int64(2),
        snapshots=np.arange(3),
        progress=False,
    )
    run.save(tmp_path / "a.npz")
    _assert_equal(run, tl.Run.load(tmp_path / "a.npz"))


def test_lists_of_numpys_numbers_that_were_put_into_a_run_are_saved(tmp_path):
    run = replace(_run(), val_steps=[np.int64(30)], snapshot_steps=np.arange(0))
    run.save(tmp_path / "a.npz")
    assert tl.Run.load(tmp_path / "a.npz").val_steps == [30]


@pytest.mark.parametrize("broken", [{"val_steps": [object()]}, {"net": torch.nn.Linear(1, 1)}])
def test_where_saving_fails_the_file_that_was_there_stays(broken, tmp_path):
    good, path = _run(), tmp_path / "good.npz"
    good.save(path)
    before = path.read_bytes()
    with pytest.raises((ValueError, AttributeError, TypeError)):
        replace(good, **broken).save(path)
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


def test_a_full_disk_leaves_the_file_that_was_there(tmp_path, monkeypatch):
    good, path = _run(), tmp_path / "good.npz"
    good.save(path)
    before = path.read_bytes()

    def full(file, **arrays):
        file.write(b"PK")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space left"):
        _run(steps=1).save(path)
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


def test_a_new_file_may_be_read_by_whom_others_may(tmp_path):
    _run().save(tmp_path / "a.npz")
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "a.npz").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_to_a_file_stays_a_link(tmp_path):
    (tmp_path / "link.npz").symlink_to(tmp_path / "real.npz")
    _run().save(tmp_path / "link.npz")
    assert (tmp_path / "link.npz").is_symlink()
    assert tl.Run.load(tmp_path / "real.npz").params.shape[0] == 3


def test_what_is_no_regular_file_is_written_to_and_stays():
    with replacing(Path("/dev/null")) as file:
        file.write(b"gone")
    assert Path("/dev/null").is_char_device()


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.npz"):
        tl.Run.load(tmp_path / "nowhere.npz")


def test_a_network_of_another_kind_is_not_saved(tmp_path):
    run = replace(_run(), net=torch.nn.Linear(1, 1))
    with pytest.raises(ValueError, match="net is a Linear; a file holds runs of 'MLP'"):
        run.save(tmp_path / "a.npz")
    assert not (tmp_path / "a.npz").exists()
