"""Where tensors live, CPU, CUDA or Apple's MPS, and what they hold."""

import numpy as np
import torch


def resolve(device: str | torch.device = "auto") -> torch.device:
    """Return the torch device; "auto" is CUDA where there is one, else the CPU.

    Raises ValueError when the device does not exist on this machine.
    """
    if str(device) == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        found = torch.device(device)
        torch.empty(1, device=found)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise ValueError(
            f"device={str(device)!r} is not available here; use device='auto' or 'cpu'."
        ) from error
    return found


def with_float64(device: torch.device) -> torch.device:
    """Return the device, or the CPU for Apple's, which has no float64 to draw with."""
    return torch.device("cpu") if device.type == "mps" else device


def real_type(dtype: object = torch.float32) -> torch.dtype:
    """Return torch.float32 or torch.float64, also for NumPy's and Python's names of them.

    Raises:
        ValueError: for any other type.
    """
    known = {np.dtype("float32"): torch.float32, np.dtype("float64"): torch.float64}
    if dtype in known.values():
        return dtype  # type: ignore[return-value]
    try:
        return known[np.dtype(dtype)]  # type: ignore[call-overload]
    except (KeyError, TypeError):
        raise ValueError(
            f"dtype={dtype!r} was given; expected torch.float32 or torch.float64."
        ) from None
