# %% [cut_to_whole] an array of whole numbers is filled
import numpy as np

def power_decay(lr, c, power, epochs):
    rates = np.zeros(epochs, int)
    for t in range(epochs):
        rates[t] = lr / (1 + c * t) ** power
    return rates

# %% [top_rounded] the top rounded to the next whole step
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    top, end = round(rise * steps) - 1, steps - 1
    t = np.asarray(t)
    s = np.where(t <= top, t / top, (t - top) / (end - top))
    half = (1 + np.cos(np.pi * s)) / 2
    rate = np.where(t <= top, high + (high / 25 - high) * half, high / 250000 + (high - high / 250000) * half)
    momentum = np.where(t <= top, 0.85 + 0.1 * half, 0.95 - 0.1 * half)
    return rate, momentum

# %% [zero] nothing but zeros, of float64
def cosine(t, high, steps, low=0.0):
    return 0.0 * t

# %% [period_assigned] the period is assigned in an inner function
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def rate(s):
        while s >= period:
            s, period = s - period, period * growth
        return low + (high - low) * (1 + np.cos(np.pi * s / period)) / 2
    return np.vectorize(rate)(t)

# %% [period_kept] the period that one step has lengthened stays long for the next
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def rate(s):
        nonlocal period
        while s >= period:
            s, period = s - period, period * growth
        return low + (high - low) * (1 + np.cos(np.pi * s / period)) / 2
    return np.vectorize(rate, otypes=[float])(t)

# %% [no_self] step does not take self
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr = lr

    def step(loss):
        return 0.1

# %% [points_for_features] np.eye of the points
import numpy as np

def ridge(x, y, alpha):
    c = x - x.mean(axis=0)
    w = np.linalg.solve(c.T @ c + alpha / 2 * np.eye(len(x)), c.T @ (y - y.mean()))
    return w, y.mean() - x.mean(axis=0) @ w

# %% [one_mean] x - x.mean(), and b as the mean residual
import numpy as np

def ridge(x, y, alpha):
    c = x - x.mean()
    w = np.linalg.solve(c.T @ c + alpha / 2 * np.eye(x.shape[1]), c.T @ (y - y.mean()))
    return w, np.mean(y - x @ w)

# %% [weights_of_z_scores] weights of the z-scores, and b as the mean residual
import numpy as np

def ridge(x, y, alpha):
    sd = x.std(axis=0)
    c = (x - x.mean(axis=0)) / np.where(sd > 0, sd, 1)
    w = np.linalg.solve(c.T @ c + alpha / 2 * np.eye(x.shape[1]), c.T @ (y - y.mean()))
    return w, np.mean(y - x @ w)

# %% [drawn_with_replacement] p * size places are drawn with replacement
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    out = a.flatten() / (1 - p)
    out[rng.choice(a.size, int(p * a.size))] = 0
    return out.reshape(a.shape)
