"""Random numbers for populations: every member owns a stream, whatever its neighbours draw.

The generator is counter-based (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011):
number i of a stream is a hash of (seed, purpose, i), with the finalizer of SplitMix64 (Steele, Lea
and Flood, "Fast splittable pseudorandom number generators", 2014). One call therefore draws for a
million members at once, and member i of a population gets exactly what it would get alone.
"""

import math

import torch

#: Purposes of a stream; numbers drawn for one purpose are independent of those for another.
WEIGHTS, BATCHES, DROPOUT, CENTRES = 1, 2, 3, 4
NOISE, POINTS = 5, 6


def _signed(word: int) -> int:
    word &= (1 << 64) - 1
    return word - (1 << 64) if word >> 63 else word


_GOLDEN = _signed(0x9E3779B97F4A7C15)
_MIX1 = _signed(0xBF58476D1CE4E5B9)
_MIX2 = _signed(0x94D049BB133111EB)


def _shift(x: torch.Tensor, k: int) -> torch.Tensor:
    return (x >> k) & ((1 << (64 - k)) - 1)


def _mix(x: torch.Tensor) -> torch.Tensor:
    x = (x ^ _shift(x, 30)) * _MIX1
    x = (x ^ _shift(x, 27)) * _MIX2
    return x ^ _shift(x, 31)


def member_seeds(seed: int, population: int, device: torch.device | str = "cpu") -> torch.Tensor:
    """Return the seeds (E,) of a population: member i has seed ``seed + i``."""
    return torch.arange(population, dtype=torch.int64, device=device) + seed


def keys(seeds: torch.Tensor, purpose: int) -> torch.Tensor:
    """Return the key (E,) of each member's stream for a purpose."""
    return _mix(_mix(seeds + _GOLDEN) + _signed(purpose * _MIX1))


def bits(keys: torch.Tensor, start: int, count: int) -> torch.Tensor:
    """Return random 64-bit words (E, count): numbers start ... start+count-1 of each stream."""
    counter = torch.arange(start + 1, start + count + 1, dtype=torch.int64, device=keys.device)
    return _mix(keys[:, None] + counter * _GOLDEN)


def uniform(keys: torch.Tensor, start: int, count: int) -> torch.Tensor:
    """Return float64 numbers (E, count), uniform on the open interval (0, 1)."""
    return (_shift(bits(keys, start, count), 11).double() + 0.5) * 2.0**-53


def integers(keys: torch.Tensor, start: int, count: int, below: int) -> torch.Tensor:
    """Return whole numbers (E, count), uniform on 0 ... below-1, for ``below`` up to 2^32."""
    return _shift(bits(keys, start, count), 33) * below >> 31


def normal(keys: torch.Tensor, start: int, count: int) -> torch.Tensor:
    """Return float64 standard normal numbers (E, count), by inversion."""
    return torch.erfinv(2 * uniform(keys, start, count) - 1).mul_(math.sqrt(2))


def permutations(keys: torch.Tensor, draw: int, n: int) -> torch.Tensor:
    """Return one random order (E, n) of 0 ... n-1 for each member; ``draw`` counts the orders."""
    return bits(keys, draw * n, n).argsort(dim=1)
