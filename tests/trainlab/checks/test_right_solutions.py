"""Right answers in different styles pass every test, the rare cases too."""

import numpy as np
import pytest

from trainlab.checks import QUESTIONS, check


class Loops:
    """Index by index, as a first programmer would."""

    @staticmethod
    def numerical_gradient(f, x, h=1e-5):
        x = x.astype(float)
        flat = x.ravel().copy()
        g = [0.0] * flat.size
        for i in range(flat.size):
            keep = flat[i]
            flat[i] = keep + h
            up = f(flat.reshape(x.shape))
            flat[i] = keep - h
            g[i] = (up - f(flat.reshape(x.shape))) / (2 * h)
            flat[i] = keep
        return np.array(g).reshape(x.shape)

    @staticmethod
    def affine_forward(x, W, b):
        z = np.zeros((len(x), len(W)))
        for n in range(len(x)):
            for o in range(len(W)):
                z[n, o] = b[o] + sum(x[n, i] * W[o, i] for i in range(x.shape[1]))
        return z

    @staticmethod
    def affine_backward(dz, x, W):
        dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(len(W))
        for n in range(len(x)):
            for o in range(len(W)):
                db[o] += dz[n, o]
                for i in range(x.shape[1]):
                    dx[n, i] += dz[n, o] * W[o, i]
                    dW[o, i] += dz[n, o] * x[n, i]
        return [dx, dW, db]

    @staticmethod
    def tanh_forward(z):
        return np.vectorize(np.tanh)(z)

    @staticmethod
    def tanh_backward(da, z):
        return np.array([[d * (1 - np.tanh(v) ** 2) for d, v in zip(*rows, strict=True)]
                         for rows in zip(da, z, strict=True)])  # fmt: skip

    @staticmethod
    def relu_forward(z):
        return np.array([[v if v > 0 else 0.0 for v in row] for row in z])

    @staticmethod
    def relu_backward(da, z):
        out = np.array(da)
        for index in np.ndindex(z.shape):
            if z[index] <= 0:
                out[index] = 0
        return out

    @staticmethod
    def softmax_cross_entropy(u, y):
        loss, du = 0.0, np.zeros(u.shape)
        for n, row in enumerate(u):
            e = [np.exp(v - max(row)) for v in row]
            loss -= (row[y[n]] - max(row) - np.log(sum(e))) / len(u)
            for k in range(len(row)):
                du[n, k] = (e[k] / sum(e) - (k == y[n])) / len(u)
        return loss, du

    @classmethod
    def mlp_forward(cls, params, x):
        for i in range(len(params)):
            x = cls.affine_forward(x, *params[i])
            if i < len(params) - 1:
                x = cls.tanh_forward(x)
        return x

    @classmethod
    def mlp_loss_and_gradients(cls, params, x, y, l2):
        keep = [x]
        for W, b in params:
            keep.append(np.tanh(keep[-1] @ W.T + b))
        loss, d = cls.softmax_cross_entropy(cls.mlp_forward(params, x), y)
        grads = [None] * len(params)
        for i in reversed(range(len(params))):
            d_below, dW, db = cls.affine_backward(d, keep[i], params[i][0])
            grads[i] = (dW + l2 * params[i][0], db)
            loss = loss + l2 / 2 * np.sum(params[i][0] ** 2)
            d = d_below * (1 - keep[i] ** 2)
        return loss, grads

    @classmethod
    def gradient_check(cls, f, x, gradient):
        numerical = cls.numerical_gradient(f, x)
        worst = 0.0
        for g, n in zip(gradient.ravel(), numerical.ravel(), strict=True):
            worst = max(worst, abs(g - n) / max(abs(g) + abs(n), 1e-8))
        return worst

    @classmethod
    def train(cls, params, x, y, lr, steps, l2):
        params, losses = [(W.copy(), b.copy()) for W, b in params], []
        for _ in range(steps):
            loss, grads = cls.mlp_loss_and_gradients(params, x, y, l2)
            losses.append(loss)
            for (W, b), (dW, db) in zip(params, grads, strict=True):
                W -= lr * dW
                b -= lr * db
        return params, losses


class Einsum(Loops):
    """By index notation and broadcasting."""

    @staticmethod
    def affine_forward(x, W, b):
        return np.einsum("ni,oi->no", x, W) + b[None]

    @staticmethod
    def affine_backward(dz, x, W):
        return (
            np.einsum("no,oi->ni", dz, W),
            np.einsum("no,ni->oi", dz, x),
            np.einsum("no->o", dz),
        )

    @staticmethod
    def tanh_backward(da, z):
        return da / np.cosh(np.clip(z, -300, 300)) ** 2

    @staticmethod
    def relu_forward(z):
        return z * (z > 0)

    @staticmethod
    def relu_backward(da, z):
        return np.where(z > 0, da, 0)

    @staticmethod
    def softmax_cross_entropy(u, y):
        shifted = u - u.max(1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
        one_hot = np.arange(u.shape[1])[None] == y[:, None]
        return -np.where(one_hot, log_p, 0).sum(1).mean(), (np.exp(log_p) - one_hot) / len(u)


class Layers(Einsum):
    """With objects that remember what they saw, as in a framework."""

    class Affine:
        def __init__(self, W, b):
            self.W, self.b = W, b

        def forward(self, x):
            self.x = x
            return x @ self.W.T + self.b

        def backward(self, dz):
            self.gradients = dz.T @ self.x, dz.sum(0)
            return dz @ self.W

    class Tanh:
        gradients = None

        def forward(self, z):
            self.a = np.tanh(z)
            return self.a

        def backward(self, da):
            return da - da * self.a**2

    @classmethod
    def _stack(cls, params):
        layers = [layer for p in params for layer in (cls.Affine(*p), cls.Tanh())]
        return layers[:-1]

    @classmethod
    def mlp_forward(cls, params, x):
        for layer in cls._stack(params):
            x = layer.forward(x)
        return x

    @classmethod
    def mlp_loss_and_gradients(cls, params, x, y, l2):
        layers = cls._stack(params)
        for layer in layers:
            x = layer.forward(x)
        loss, d = cls.softmax_cross_entropy(x, y)
        for layer in reversed(layers):
            d = layer.backward(d)
        affine = [layer for layer in layers if layer.gradients]
        penalty = l2 / 2 * sum(np.vdot(layer.W, layer.W) for layer in affine)
        return loss + penalty, [
            [layer.gradients[0] + l2 * layer.W, layer.gradients[1]] for layer in affine
        ]

    @staticmethod
    def gradient_check(f, x, gradient):
        n = Loops.numerical_gradient(f, x)
        return np.max(np.abs(gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), 1e-8))


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name.startswith("ps1/")])
@pytest.mark.parametrize("style", [Loops, Einsum, Layers], ids=lambda s: s.__name__)
@pytest.mark.parametrize("seed", [0, 11, 22])
def test_a_right_solution_of_any_style_passes(style, name, seed):
    check(name, getattr(style, name.removeprefix("ps1/")), thorough=True, seed=seed)
