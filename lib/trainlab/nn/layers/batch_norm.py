"""Batch normalization: every unit gets mean beta and standard deviation gamma over the batch."""

from torch import Tensor

from trainlab.nn.layers.layer import Context

EPSILON = 1e-5


class BatchNorm:
    """y = gamma (z - mean) / sqrt(var + eps) + beta, with mean and variance over the points.

    In training they are the batch's, and the running ones follow: running <- (1 - momentum) running
    + momentum batch, with the unbiased variance, as in PyTorch. At inference the running ones are
    used. Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing
    internal covariate shift", 2015; lecture 10.

    Args:
        scale: gamma and beta (E, 2, units).
        gradient: where their gradients go, the same shape.
        running: running mean and variance (E, 2, units), moved by training passes.
        momentum: the batch's share of the running statistics.
    """

    def __init__(self, scale: Tensor, gradient: Tensor, running: Tensor, momentum: float) -> None:
        """Let each statistic (E, units) broadcast over the points."""
        self.gamma, self.beta = scale[:, 0, :, None], scale[:, 1, :, None]
        self.gradient, self.momentum = gradient, momentum
        self.running_mean, self.running_var = running[:, 0, :, None], running[:, 1, :, None]

    def forward(self, a: Tensor, context: Context | None) -> Tensor:
        """Normalize (E, units, N) over N in training, by the running statistics at inference."""
        if context is None:
            inverse = (self.running_var + EPSILON).rsqrt()
            return self.gamma * (a - self.running_mean) * inverse + self.beta
        n = a.shape[2]
        mean = a.mean(dim=2, keepdim=True)
        centred = a - mean
        var = centred.square().mean(dim=2, keepdim=True)
        self.inverse = (var + EPSILON).rsqrt()
        self.normalized = centred * self.inverse
        self.running_mean.lerp_(mean.detach(), self.momentum)
        self.running_var.lerp_(var.detach() * (n / (n - 1)), self.momentum)
        return self.gamma * self.normalized + self.beta

    def backward(self, delta: Tensor) -> Tensor:
        """The batch's mean and variance move with every point, so that each point's gradient loses
        the mean of all, and its share along the normalized values.
        """
        along = (delta * self.normalized).mean(dim=2, keepdim=True)
        mean = delta.mean(dim=2, keepdim=True)
        n = delta.shape[2]
        self.gradient[:, 0] = n * along[:, :, 0]
        self.gradient[:, 1] = n * mean[:, :, 0]
        return self.gamma * self.inverse * (delta - mean - self.normalized * along)
