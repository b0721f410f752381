"""Forward and backward passes, chosen by network, device and size."""
