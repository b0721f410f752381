"""How much memory is free, where the host says so and where it does not."""

import psutil
import torch

from trainlab import MLP, problems, train
from trainlab.core import memory


def test_networks_train_where_nothing_says_how_much_memory_is_free(monkeypatch):
    def hidden():
        raise FileNotFoundError("/proc/meminfo")

    monkeypatch.setattr(psutil, "virtual_memory", hidden)
    monkeypatch.setattr(memory, "CONTAINER", (("/no/such/file", "/no/such/file"),))
    assert memory.free_bytes(torch.device("cpu")) > 1 << 60
    run = train(MLP([2, 3, 1]), problems.xor(), population=2, steps=1, progress=False)
    assert run.train_loss.shape == (1, 2)
