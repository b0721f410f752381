# %% [never_smooth] the argument smooth is never looked at: always in steps
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    return lr * factor ** (np.asarray(t) // every)

# %% [always_smooth] the argument smooth is never looked at: always smooth, no floor
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t, dtype=float)
    return lr * np.power(factor, t / every)

# %% [ways_exchanged] smooth and steps exchanged
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    exponent = np.asarray(t) / every
    if smooth:
        exponent = np.floor(exponent)
    return lr * factor**exponent

# %% [counted_from_one] falls one step early: counts steps from 1, with (t + 1) // every, in both forms
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    n = np.asarray(t) + 1
    if smooth:
        return lr * factor ** (n / every)
    return lr * factor ** (n // every)

# %% [one_late] falls one step late in steps: the fall comes after t = every, not at it
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    if smooth:
        return lr * factor ** (t / every)
    falls = np.maximum(t - 1, 0) // every
    return lr * factor**falls

# %% [rounded] rounds to the nearest whole number of falls in place of floor
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    falls = np.asarray(t) / every
    if not smooth:
        falls = np.round(falls)
    return lr * factor**falls

# %% [rounded_up] ceil in place of floor: the first fall comes at t = 1
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    k = np.array(t) / every
    return lr * factor ** (k if smooth else np.ceil(k))

# %% [one_less_factor] factor taken as the share that is lost: (1 - factor), seen where factor is not 0.5
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    kept = 1 - factor
    exponent = np.asarray(t) / every if smooth else np.asarray(t) // every
    return lr * kept**exponent

# %% [always_half] factor ignored: always halved
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    if smooth:
        return lr / 2.0 ** (t / every)
    return lr / 2.0 ** (t // every)

# %% [natural_when_smooth] smooth: an exponential e^(-t/every), without factor
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    if smooth:
        return lr * np.exp(-t / every)
    return lr * factor ** np.floor(t / every)

# %% [natural_when_smooth] smooth: e^(-factor t/every), factor taken for a decay constant
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t, float)
    if smooth:
        return lr * np.exp(-factor * t / every)
    return lr * factor ** (t // every)

# %% [precedence] smooth: precedence, factor**t / every
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    return lr * factor**t / every if smooth else lr * factor ** (t // every)

# %% [lines_between] smooth: straight lines between the steps in place of the exponential
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    k = t // every
    step = lr * factor**k
    if not smooth:
        return step
    share = (t - k * every) / every
    return (1 - share) * step + share * step * factor

# %% [one_number_only] int() of an array: only single numbers can be used
def decay(t, lr, every, factor=0.5, smooth=False):
    n = t / every
    if not smooth:
        n = int(n)
    return lr * factor**n

# %% [cut_to_whole] the rates are stored in an array of whole numbers, so that they become 0
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    if np.isscalar(t):
        return lr * factor ** (t / every if smooth else t // every)
    out = np.zeros_like(t)
    for i, s in enumerate(t):
        out[i] = lr * factor ** (s / every if smooth else s // every)
    return out

# %% [in_turn] of an array only the length is used: rates for 0, 1, 2, ... whatever the steps are
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    if np.ndim(t) == 0:
        steps = np.array(t)
    else:
        steps = np.arange(len(t))
    return lr * factor ** (steps / every if smooth else steps // every)

# %% [in_place] the caller's array of steps is divided in place
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    if smooth:
        return lr * factor ** (np.asarray(t) / every)
    t = np.asarray(t)
    t //= every
    return lr * factor**t

# %% [array_of_one] one number comes back as an array of one
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    rates = []
    for s in np.atleast_1d(t):
        rates.append(lr * factor ** (s / every if smooth else s // every))
    return np.array(rates)

# %% [where_divisible] the rate falls only while t is a multiple of every, and is back between them
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    if smooth:
        return lr * factor ** (t / every)
    rate = np.full(t.shape, float(lr))
    rate[(t % every == 0) & (t > 0)] *= factor
    return rate

# %% [falls_once] falls once only
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    if smooth:
        return lr * factor ** (t / every)
    return np.where(t < every, lr, lr * factor)

# %% [times_not_power] factor times the number of falls in place of a power, with 0 kept apart
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    n = t / every if smooth else t // every
    return np.where(n == 0, lr, lr * factor * n)

# %% [no_lr] lr left out: a factor is returned
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    n = np.asarray(t) / every
    return factor ** (n if smooth else np.floor(n))

# %% [in_turn] state over the array: each entry goes on from the one before, so only 0, 1, 2, ... come out right
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    if np.ndim(t) == 0:
        return lr * factor ** (t / every if smooth else t // every)
    rates, rate = [], lr
    for s in t:
        if smooth:
            rates.append(rate)
            rate = rate * factor ** (1 / every)
        else:
            if s > 0 and s % every == 0:
                rate = rate * factor
            rates.append(rate)
    return np.array(rates)

# %% [inverse_rounded] multiplied by the inverse 1/every before the floor: rounding misses the fall at t = 49 for every = 49 (rare)
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    per_step = 1.0 / every
    progress = np.asarray(t) * per_step
    if not smooth:
        progress = np.floor(progress)
    return lr * np.power(factor, progress)

# %% [one_early+one_less_factor] two mistakes: 1 - factor, and falls one step early
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    k = t / every if smooth else (t + 1) // every
    return lr * (1 - factor) ** k

# %% [rounded_up+natural_when_smooth] two mistakes: ceil in steps, and e^(-t/every) when smooth
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    if smooth:
        return lr * np.exp(-t / every)
    return lr * factor ** np.ceil(t / every)

# %% [one_less_factor+never_smooth] two mistakes: smooth is never looked at, and 1 - factor
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    return lr * (1 - factor) ** (np.asarray(t) // every)

# %% [right] by repeated multiplication, number after number, with a root for the smooth part
import numpy as np

def decay(t, lr, every, factor=0.5, smooth=False):
    def one(s):
        rate = float(lr)
        while s >= every:
            rate, s = rate * factor, s - every
        return rate * np.exp(np.log(factor) * s / every) if smooth else rate

    return np.vectorize(one, otypes=[float])(t)
