"""How much memory is free, and a sentence where a population would not fit into it."""

import sys
from pathlib import Path

import psutil
import torch

#: What the control groups of a container allow and use, in bytes: version 2, then version 1.
CONTAINER = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    (
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes",
    ),
)


def free_bytes(device: torch.device) -> int:
    """Return the bytes that are free on a device; for one that does not say, those of the host.

    In a sandbox that hides what the host has, ``sys.maxsize``: nothing is refused.
    """
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    return min([*_left_to_host(), *_left_to_container()], default=sys.maxsize)


def check_fits(what: str, population: int, each: int, device: torch.device) -> None:
    """Raise ValueError where ``population`` members of ``each`` bytes do not fit into memory.

    Args:
        what: what a member is, for the message: "networks of 33 parameters".
        population: number of members.
        each: bytes of one member.
        device: where they are to lie.
    """
    free = free_bytes(device)
    if population * each > free:
        most = free // each
        raise ValueError(
            f"population={population} was given; so many {what} need about "
            f"{population * each / 1e9:.3g} GB of memory, and {free / 1e9:.3g} GB are free: "
            + (f"population={most} fits." if most else "not even one fits.")
        )


def _left_to_host() -> list[int]:
    try:
        return [int(psutil.virtual_memory().available)]
    except OSError:  # a sandbox without /proc/meminfo
        return []


def _left_to_container() -> list[int]:
    for limit, used in CONTAINER:
        try:
            return [int(Path(limit).read_text()) - int(Path(used).read_text())]
        except (OSError, ValueError):
            continue
    return []
