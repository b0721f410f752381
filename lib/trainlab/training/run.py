"""``Run``: the record of one training, small enough to keep, in memory or in a file."""

import json
from collections.abc import Callable
from dataclasses import MISSING, Field, asdict, dataclass, fields, is_dataclass
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.core.files import replacing
from trainlab.engine.columns import inputs_of
from trainlab.engine.divergence import Divergence
from trainlab.nn.networks import MLP, RBF, Convolutional, Network
from trainlab.training.shown import describe, drawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from trainlab.plots.figure import Picture

#: What the header of a file says; a file of a later version cannot be read.
FORMAT, VERSION = "trainlab run", 1
#: Architectures a file can hold, by the name in its header.
NETWORKS: dict[str, Callable[..., Network]] = {
    "MLP": MLP,
    "Convolutional": Convolutional,
    "RBF": RBF,
}


@dataclass
class Run:
    """What a training left behind.

    Attributes:
        net: the architecture.
        loss: the loss's name.
        params: final parameters (E, P).
        buffers: final running statistics (E, Q); (E, 0) without batch norm.
        train_loss: (steps, E), each step's loss on its batch, before its update; NaN after a
            member diverged.
        val_loss: (looks, E) on the validation points; (0, E) without any.
        val_steps: steps taken at each look.
        divergence: first non-finite step and layer of each member.
        snapshots: parameters (S, E, P) at the steps asked for.
        snapshot_buffers: running statistics (S, E, Q) at these steps.
        snapshot_steps: steps taken at each snapshot.
        points, targets: some of the training points (M, in) and their targets (M, K), M at most
            500, to be drawn; None in a run of an older file.

    In a notebook it shows its picture, see ``plot``.

    >>> from trainlab import MLP, problems, train
    >>> run = train(MLP([2, 8, 1]), problems.xor(), population=5, steps=100, progress=False)
    >>> run.train_loss.shape, run.val_steps, run.diverged.any()
    (torch.Size([100, 5]), [50, 100], tensor(False))
    """

    net: Network
    loss: str
    params: Tensor
    buffers: Tensor
    train_loss: Tensor
    val_loss: Tensor
    val_steps: list[int]
    divergence: Divergence
    snapshots: Tensor
    snapshot_buffers: Tensor
    snapshot_steps: list[int]
    points: Tensor | None = None
    targets: Tensor | None = None

    def __repr__(self) -> str:
        """Return one line on what was trained, and how it went."""
        return describe(self.net, self.loss, self.train_loss, self.val_loss, self.diverged)

    def _repr_html_(self) -> str:
        from trainlab.plots import results

        return results.html(self._picture())

    def plot(self) -> "Figure":
        """Return a figure: losses, what was learnt of one or two inputs, scales of the layers."""
        return self._picture().figure

    def _picture(self) -> "Picture":
        from trainlab.plots import results

        return results.training(
            drawn(
                repr(self),
                self.net,
                (self.params, self.buffers),
                (self.points, self.targets),
                (self.train_loss, self.val_steps, self.val_loss),
                self.loss,
            )
        )

    def table(self) -> "DataFrame":
        """Return the training losses as a pandas table, a row for each step and a column for each
        member.

        Raises:
            ImportError: where pandas is not installed.
        """
        try:
            from pandas import DataFrame
        except ImportError as error:
            raise ImportError(
                "a table needs pandas, which is not installed: pip install pandas, or take "
                "run.train_loss.numpy()."
            ) from error
        table = DataFrame(self.train_loss.numpy(force=True))
        return table.rename_axis(index="step", columns="member")

    @property
    def diverged(self) -> Tensor:
        """(E,) bool: True for members that left the finite numbers."""
        return self.divergence.members

    @torch.no_grad()
    def predict(self, x: Tensor, snapshot: int | None = None) -> Tensor:
        """Return raw outputs (E, N, out) at x (N, in); logits for BCE and cross entropy.

        Of the final parameters, or of a snapshot: the mean over several is a snapshot ensemble's.
        """
        params, buffers = self.params, self.buffers
        if snapshot is not None:
            params, buffers = self.snapshots[snapshot], self.snapshot_buffers[snapshot]
        points = inputs_of(x, self.net, params.dtype).to(params.device)
        return self.net.forward(params, points, buffers)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the run to a file: NumPy's npz, with what is not an array as JSON in ``header``.

        Nothing in the file is executable, so a run from elsewhere is safe to load.

        A file that is there already is replaced when the new one is complete, and not before.

        Raises:
            ValueError: when the network is of a kind that a file cannot hold.
            OSError: when the file cannot be written.
        """
        kind = type(self.net).__name__
        if kind not in NETWORKS or not is_dataclass(self.net):
            raise ValueError(
                f"net is a {kind}; a file holds runs of {arguments.listed(NETWORKS)}: keep the "
                "parameters with torch.save instead."
            )
        header: dict[str, Any] = {"format": FORMAT, "version": VERSION}
        header["net"] = {"type": kind, "settings": asdict(self.net)}
        arrays: dict[str, np.ndarray] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Tensor):
                arrays[field.name] = value.numpy(force=True)
            elif field.name not in ("net", "divergence"):
                header[field.name] = value
        for name, tensor in vars(self.divergence).items():
            arrays[f"divergence.{name}"] = tensor.numpy(force=True)
        arrays["header"] = np.array(json.dumps(header, default=_plain))
        with replacing(Path(path)) as file:
            np.savez(file, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> "Run":
        """Read a run that ``save`` wrote; its tensors come to the CPU, equal bit for bit.

        Raises:
            ValueError: when the file is no run, is damaged, or was written by a later version.
            OSError: when the file cannot be read at all, as when there is none.
        """
        arrays, header = _read(path)
        try:
            net = NETWORKS[header["net"]["type"]](**header["net"]["settings"])
            values: dict[str, Any] = {"net": net, "divergence": _divergence(arrays)}
            for field in fields(cls):
                if field.name in arrays:
                    values[field.name] = torch.from_numpy(arrays[field.name])
                elif field.name not in values and not _is_new(field, header):
                    values[field.name] = header[field.name]
            run = cls(**values)
            if run.params.shape != (len(run.divergence.step), net.parameter_count):
                raise ValueError("the parameters do not fit the network")
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(
                f"{path} is damaged: it does not hold all of a run ({error}); make it again "
                "with Run.save."
            ) from error
        return run


def _is_new(field: Field[Any], header: dict[str, Any]) -> bool:
    """Return whether a file of an older trainlab has no such field, which then has its default."""
    return field.default is not MISSING and field.name not in header


def _plain(number: Any) -> Any:
    """Return a number or an array of NumPy's, which JSON does not know, in Python's own types."""
    return number.tolist()


def _read(path: str | PathLike[str]) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Return the arrays and the header of a file that says it is a run of a known version."""
    foreign = f"{path} is not a run, or is cut short; expected a file written by Run.save."
    content = Path(path).read_bytes()
    try:
        with np.load(BytesIO(content), allow_pickle=False) as file:
            arrays = dict(file)
        header = json.loads(str(arrays.pop("header")))
    except Exception as error:  # damage can make zipfile and NumPy fail in any way
        raise ValueError(foreign) from error
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ValueError(foreign)
    if header.get("version") != VERSION:
        raise ValueError(
            f"{path} has version {header.get('version')!r} of the format; this trainlab reads "
            f"version {VERSION}: install a newer trainlab."
        )
    return arrays, header


def _divergence(arrays: dict[str, np.ndarray]) -> Divergence:
    names = (field.name for field in fields(Divergence))
    return Divergence(*(torch.from_numpy(arrays[f"divergence.{name}"]) for name in names))
