"""Right answers to problem set 4 in different styles pass every test, the rare cases too."""

import math

import numpy as np
import pytest

from trainlab.checks import QUESTIONS, check


class Loops:
    """Number by number, as a first programmer would."""

    @staticmethod
    def each(rate, t):
        if np.ndim(t) == 0:
            return rate(int(t))
        return np.array([rate(int(one)) for one in t])

    @classmethod
    def decay(cls, t, lr, every, factor=0.5, smooth=False):
        def rate(t):
            now = lr
            for _ in range(t // every):
                now = now * factor
            return lr * factor ** (t / every) if smooth else now

        return cls.each(rate, t)

    @classmethod
    def cosine(cls, t, high, steps, low=0.0):
        def rate(t):
            if t >= steps:
                return low
            return low + (high - low) * (1 + math.cos(math.pi * t / steps)) / 2

        return cls.each(rate, t)

    @classmethod
    def warm_restarts(cls, t, high, period, growth=1, low=0.0):
        def rate(t):
            length = period
            while t >= length:
                t -= length
                length *= growth
            return low + (high - low) * 0.5 * (1 + math.cos(math.pi * t / length))

        return cls.each(rate, t)

    @staticmethod
    def power_decay(lr, c, power, epochs):
        rates = []
        for t in range(epochs):
            rates.append(lr / (1 + c * t) ** power)
        return rates

    @staticmethod
    def polynomial_decay(lr, power, steps):
        return [lr * (1 - t / steps) ** power for t in range(steps)]

    @classmethod
    def one_cycle(cls, t, high, steps, rise=0.3):
        top, last = rise * steps - 1, steps - 1

        def between(a, b, share):
            return a + (b - a) * (1 - math.cos(math.pi * share)) / 2

        def rate(t):
            if t <= top:
                return between(high / 25, high, t / top)
            return between(high, high / 25 / 10_000, (t - top) / (last - top))

        def momentum(t):
            if t <= top:
                return between(0.95, 0.85, t / top)
            return between(0.85, 0.95, (t - top) / (last - top))

        return cls.each(rate, t), cls.each(momentum, t)

    class Plateau:
        """Keeps every loss that it has seen."""

        def __init__(self, lr, patience, factor=0.5, lowest=0.0):
            self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
            self.losses, self.bad = [], 0

        def step(self, loss):
            better = all(not old <= loss for old in self.losses) and loss < math.inf
            self.losses.append(loss)
            self.bad = 0 if better else self.bad + 1
            if self.bad == self.patience + 1:
                self.bad = 0
                self.lr = self.lr * self.factor
                if self.lr < self.lowest:
                    self.lr = self.lowest
            return self.lr

    @staticmethod
    def range_bounds(rates, losses):
        lowest = 0
        for i in range(len(losses)):
            if losses[i] < losses[lowest]:
                lowest = i
        fall = losses[0] - losses[lowest]
        i = 0
        while losses[i] > losses[0] - fall / 10:
            i += 1
        j = lowest
        while j < len(losses) - 1 and losses[j] < losses[lowest] + fall / 10:
            j += 1
        return rates[i], rates[j], rates[j] / 2

    @staticmethod
    def ridge_gradient(w, b, x, y, alpha):
        dw, db = [alpha * one for one in w], 0.0
        for row, target in zip(x, y, strict=True):
            error = sum(p * q for p, q in zip(w, row, strict=True)) + b - target
            db += 2 * error
            for j in range(len(w)):
                dw[j] += 2 * error * row[j]
        return np.array(dw), db

    @staticmethod
    def ridge(x, y, alpha):
        ones = np.column_stack([x, np.ones(len(x))])
        penalty = np.diag([alpha / 2] * x.shape[1] + [0.0])
        found = np.linalg.solve(ones.T @ ones + penalty, ones.T @ y)
        return found[:-1], found[-1]

    @staticmethod
    def proximal_step(w, gradient, lr, l1, l2=0.0):
        new = np.zeros(w.shape)
        for index in np.ndindex(w.shape):
            u = w[index] - lr * gradient[index]
            if u > lr * l1:
                new[index] = (u - lr * l1) / (1 + lr * l2)
            elif u < -lr * l1:
                new[index] = (u + lr * l1) / (1 + lr * l2)
        return new

    @staticmethod
    def dropout(a, p, rng, training=True):
        out = a.copy()
        if training:
            for index in np.ndindex(a.shape):
                out[index] = 0.0 if rng.random() < p else a[index] / (1 - p)
        return out

    @staticmethod
    def dropout_ridge(x, y, p):
        n = x.shape[1]
        alpha = [2 * p / (1 - p) * sum(x[:, j] ** 2) / len(x) for j in range(n)]
        C = [[(x[:, j] * x[:, k]).mean() + (j == k) * alpha[j] / 2 for k in range(n)]
             for j in range(n)]  # fmt: skip
        return alpha, np.linalg.solve(C, [(x[:, j] * y).mean() for j in range(n)])


class Lines:
    """In one line each, by NumPy."""

    @staticmethod
    def decay(t, lr, every, factor=0.5, smooth=False):
        return lr * np.power(factor, np.divide(t, every) if smooth else np.floor_divide(t, every))

    @staticmethod
    def cosine(t, high, steps, low=0.0):
        return (high + low) / 2 + (high - low) / 2 * np.cos(np.clip(t / steps, 0, 1) * np.pi)

    @staticmethod
    def warm_restarts(t, high, period, growth=1, low=0.0):
        begins = period * np.cumsum([0] + [growth**k for k in range(2100 if growth == 1 else 12)])
        k = np.searchsorted(begins, t, side="right") - 1
        share = (t - begins[k]) / (begins[k + 1] - begins[k])
        return low + (high - low) * np.cos(np.pi * share / 2) ** 2

    @staticmethod
    def power_decay(lr, c, power, epochs):
        return lr * (1.0 + c * np.arange(epochs)) ** -float(power)

    @staticmethod
    def polynomial_decay(lr, power, steps):
        return lr * np.linspace(1, 0, steps, endpoint=False) ** power

    @staticmethod
    def one_cycle(t, high, steps, rise=0.3):
        place = np.interp(t, [0, rise * steps - 1, steps - 1], [-1.0, 0.0, 1.0])
        wave = (1 + np.cos(np.pi * place)) / 2
        end = np.where(place <= 0, high / 25, high / 250_000)
        return end + (high - end) * wave, 0.95 - 0.1 * wave

    @staticmethod
    def range_bounds(rates, losses):
        i, fall = np.argmin(losses), losses[0] - np.min(losses)
        lost = [*np.flatnonzero(losses[i:] >= losses[i] + 0.1 * fall), len(losses) - 1 - i]
        high = rates[i + lost[0]]
        return rates[losses <= losses[0] - 0.1 * fall][0], high, high / 2

    @staticmethod
    def ridge_gradient(w, b, x, y, alpha):
        rows = np.column_stack([x, np.ones(len(x))])
        g = 2 * rows.T @ (rows @ [*w, b] - y)
        return g[:-1] + alpha * w, g[-1]

    @staticmethod
    def ridge(x, y, alpha):
        c, u = x - x.mean(0), y - y.mean()
        w = np.linalg.pinv(np.vstack([c, np.sqrt(alpha / 2) * np.eye(x.shape[1])]))
        w = w @ [*u, *np.zeros(x.shape[1])]
        return w, y.mean() - x.mean(0) @ w

    @staticmethod
    def proximal_step(w, gradient, lr, l1, l2=0.0):
        u = w - lr * gradient
        return (u - np.clip(u, -lr * l1, lr * l1)) / (1 + lr * l2)

    @staticmethod
    def dropout(a, p, rng, training=True):
        return np.where(rng.uniform(size=a.shape) < 1 - p, a / (1 - p), 0) if training else a

    @staticmethod
    def dropout_ridge(x, y, p):
        alpha = p / (1 - p) * 2 * np.mean(x**2, axis=0)
        extra = np.diag(np.sqrt(len(x) * alpha / 2))
        rows = np.vstack([x, extra])
        return alpha, np.linalg.lstsq(rows, np.append(y, 0 * alpha), rcond=None)[0]


@pytest.mark.parametrize("style", [Loops, Lines])
@pytest.mark.parametrize("name", [n for n in QUESTIONS if n.startswith("ps4/")])
def test_a_right_answer_passes(style, name):
    if answer := getattr(style, name.partition("/")[2], None):
        check(name, answer)
        check(name, answer, thorough=True)


def _in_the_space_of_the_points(x, y, alpha):
    centre = np.eye(len(x)) - 1 / len(x)
    products = centre @ x @ x.T @ centre + alpha / 2 * np.eye(len(x))
    w = x.T @ centre @ np.linalg.solve(products, centre @ y)
    return w, np.mean(y - x @ w)


@pytest.mark.parametrize("seed", range(5))
def test_ridge_by_as_many_equations_as_points_passes(seed):
    check("ps4/ridge", _in_the_space_of_the_points, thorough=True, seed=seed)


def test_dropout_of_numbers_of_any_shape_passes():
    def flat(a, p, rng, training=True):
        kept = [0.0 if training and rng.random() < p else 1.0 for _ in range(a.size)]
        return a * np.reshape(kept, a.shape) / (1 - p if training else 1)

    check("ps4/dropout", flat, thorough=True)
