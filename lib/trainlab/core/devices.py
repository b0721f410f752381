"""Where tensors live: CPU, CUDA or Apple's MPS."""

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
