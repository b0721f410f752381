"""How many bytes a member of a population takes, told before any is taken."""

import torch
from torch import Tensor

from trainlab.core.memory import check_fits
from trainlab.core.state import State
from trainlab.nn.networks import Network
from trainlab.optimizers import Optimizer

#: Bytes of what one thread of a CPU works on at once: what the last cache level holds.
CACHE = 1 << 23
#: Bytes of the signals that pass the layers at once where nothing is learned: what a core's own
#: cache holds, and so little that no memory is given back to the system after every layer.
SIGNALS = 1 << 21
#: Bytes for each number that is being drawn, in float64 and on the way to it.
DRAWN = 40
#: Parameters of which a rule's state, a square matrix even, is made to be counted; that of more is
#: imagined, for which torch loads SymPy: half a second, the first time.
FEW = 1 << 10


def check_members_fit(
    net: Network,
    rule: Optimizer,
    population: int,
    device: torch.device,
    dtype: torch.dtype,
    points: int,
) -> None:
    """Raise ValueError where networks in training do not fit into memory.

    Each takes parameters, running statistics and the rule's state, twice, as they are also kept as
    they were before a block of steps; or what drawing its largest layer takes, if that is more.
    Chunks share what their passes need; where all members are one chunk, on a GPU, ``points`` are
    those of a pass.
    """
    where = "cpu" if net.parameter_count <= FEW else "meta"
    like = torch.zeros(1, net.parameter_count, dtype=dtype, device=where)
    held = 2 * (net.parameter_count + net.buffer_count + _numbers_in(rule.init(like)))
    if device.type != "cpu":
        held += 2 * points * net.unit_count + net.parameter_count
    largest = max(stop - start for start, stop in net.segments)
    drawing = net.parameter_count * dtype.itemsize + DRAWN * largest
    each = max(held * dtype.itemsize, drawing)
    check_fits(f"networks of {net.parameter_count} parameters", population, each, device)


def _numbers_in(state: State) -> int:
    parts = state.values()
    own = sum(part.numel() for part in parts if isinstance(part, Tensor))
    return own + sum(_numbers_in(part) for part in parts if isinstance(part, dict))
