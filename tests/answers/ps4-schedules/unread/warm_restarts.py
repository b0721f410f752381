# %% [growth_ignored] growth ignored
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    phase = np.asarray(t) % period / period
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * phase))

# %% [low_in_the_last_step] low reached at the last step of each cycle: divides by length - 1
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s >= length:
            s -= length
            length *= growth
        return low + (high - low) * (1 + np.cos(np.pi * s / (length - 1))) / 2
    return np.vectorize(one, otypes=[float])(t)

# %% [growth_added_to_length] growth is added: lengths period + k growth
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    rates = np.empty(np.shape(t))
    for index, s in np.ndenumerate(t):
        length = period
        while s >= length:
            s = s - length
            length = length + growth
        rates[index] = low + 0.5 * (high - low) * (1 + np.cos(np.pi * s / length))
    return rates

# %% [low_missing] low ignored
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s >= length:
            s, length = s - length, length * growth
        return high * (1 + np.cos(np.pi * s / length)) / 2
    return np.vectorize(one, otypes=[float])(t)

# %% [restarts_every_period] restarts every period, only the length of the cosine grows
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    t = np.asarray(t)
    k = t // period
    length = period * growth**k
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * (t % period) / length))

# %% [restart_one_late] restarts one step late: at the step of a restart the rate is low
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s > length:
            s -= length
            length *= growth
        return low + (high - low) * (1 + np.cos(np.pi * s / length)) / 2
    return np.vectorize(one, otypes=[float])(t)

# %% [logarithm_rounded] the cycle by a logarithm: rounding puts some restarts into the cycle before, growth 3, t = 121 period (rare)
import math

import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        if growth == 1:
            return low + (high - low) * (1 + math.cos(math.pi * (s % period) / period)) / 2
        n = int(math.log(s / period * (growth - 1) + 1, growth))
        start = period * (growth**n - 1) / (growth - 1)
        return low + (high - low) * (1 + math.cos(math.pi * (s - start) / (period * growth**n))) / 2
    return np.vectorize(one, otypes=[float])(t)

# %% [first_grown] the first cycle grown already: period * growth**(k + 1)
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period * growth
        while s >= length:
            s -= length
            length *= growth
        return low + 0.5 * (high - low) * (1 + np.cos(np.pi * s / length))
    return np.vectorize(one, otypes=[float])(t)

# %% [not_halved] the half is missing
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    t = np.asarray(t, dtype=float)
    start, length = np.zeros_like(t), np.full_like(t, period)
    while np.any(t >= start + length):
        over = t >= start + length
        start = np.where(over, start + length, start)
        length = np.where(over, length * growth, length)
    return low + (high - low) * (1 + np.cos(np.pi * (t - start) / length))

# %% [whole_wave] whole cosines, down and up again
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s >= length:
            s -= length
            length *= growth
        return low + 0.5 * (high - low) * (1 + np.cos(2 * np.pi * s / length))
    return np.vectorize(one, otypes=[float])(t)

# %% [begins_at_powers] cycle k ends at period * growth**k, as if these were the ends and not the lengths
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        if growth == 1:
            return low + (high - low) * (1 + np.cos(np.pi * (s % period) / period)) / 2
        start, end = 0, period
        while s >= end:
            start, end = end, end * growth
        return low + (high - low) * (1 + np.cos(np.pi * (s - start) / (end - start))) / 2
    return np.vectorize(one, otypes=[float])(t)

# %% [peaks_halved] high is halved at each restart
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length, top = period, high
        while s >= length:
            s -= length
            length *= growth
            top *= 0.5
        return low + (top - low) * (1 + np.cos(np.pi * s / length)) / 2
    return np.vectorize(one, otypes=[float])(t)

# %% [in_turn] a counter walks along the array: right for 0, 1, 2, ... alone
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    if np.ndim(t) == 0:
        return warm_restarts(np.arange(t + 1), high, period, growth, low)[-1]
    rates, current, length = [], 0, period
    for _ in t:
        rates.append(low + (high - low) * (1 + np.cos(np.pi * current / length)) / 2)
        current += 1
        if current == length:
            current, length = 0, length * growth
    return np.array(rates)

# %% [divided_by_zero] the geometric sum for growth 1 as well: divided by 0
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    t = np.asarray(t)
    k = np.floor(np.log1p(t * (growth - 1) / period) / np.log(growth) + 1e-9)
    start = period * (growth**k - 1) / (growth - 1)
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * (t - start) / (period * growth**k)))

# %% [one_number_only] a while on the whole array
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    length = period
    while t >= length:
        t = t - length
        length = length * growth
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * t / length))

# %% [in_place] the caller's array of steps is counted down in place
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    s = np.asarray(t)
    length = np.full(s.shape, float(period))
    while (s >= length).any():
        over = s >= length
        s -= (over * length).astype(s.dtype)
        length = np.where(over, length * growth, length)
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * s / length))

# %% [cut_to_whole] rates stored as whole numbers
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    t = np.array(t)
    out = np.zeros_like(t)
    for i in np.ndindex(t.shape):
        s, length = int(t[i]), period
        while s >= length:
            s, length = s - length, length * growth
        out[i] = low + 0.5 * (high - low) * (1 + np.cos(np.pi * s / length))
    return out

# %% [line] a sawtooth in place of the cosine
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s >= length:
            s -= length
            length *= growth
        return high - (high - low) * s / length
    return np.vectorize(one, otypes=[float])(t)

# %% [rises] rises from low to high in each cycle
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s >= length:
            s -= length
            length *= growth
        return low + 0.5 * (high - low) * (1 - np.cos(np.pi * s / length))
    return np.vectorize(one, otypes=[float])(t)

# %% [four_cycles] four cycles at most, then low for ever
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    t = np.asarray(t)
    rate = np.full(t.shape, float(low))
    start = 0
    for k in range(4):
        length = period * growth**k
        inside = (t >= start) & (t < start + length)
        rate = np.where(inside, low + (high - low) * (1 + np.cos(np.pi * (t - start) / length)) / 2, rate)
        start += length
    return rate

# %% [low_on_top] low added on top: high + low at a restart
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s >= length:
            s, length = s - length, length * growth
        return low + high * (1 + np.cos(np.pi * s / length)) / 2
    return np.vectorize(one, otypes=[float])(t)

# %% [growth_grows] the lengths are made anew from the grown one: period * growth**(k(k+1)/2)
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length, k = period, 0
        while s >= length:
            s -= length
            k += 1
            length *= growth**k
        return low + (high - low) * (1 + np.cos(np.pi * s / length)) / 2
    return np.vectorize(one, otypes=[float])(t)

# %% [never_restarts] cosine without restarts: low for ever after the first cycle
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    s = np.minimum(np.asarray(t) / period, 1)
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * s))

# %% [growth_ignored+low_missing] two mistakes: growth ignored, and low ignored
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    return 0.5 * high * (1 + np.cos(np.pi * (np.asarray(t) % period) / period))

# %% [restart_one_late+first_grown] two mistakes: restarts one step late, and the first cycle grown already
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period * growth
        while s > length:
            s -= length
            length *= growth
        return low + (high - low) * (1 + np.cos(np.pi * s / length)) / 2
    return np.vectorize(one, otypes=[float])(t)

# %% [low_in_the_last_step+growth_ignored] two mistakes: growth ignored, and divided by period - 1
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    phase = np.asarray(t) % period
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * phase / max(period - 1, 1)))

# %% [right] the starts of all cycles first, then a search among them
import numpy as np

def warm_restarts(t, high, period, growth=1, low=0.0):
    t = np.asarray(t)
    starts = [0]
    while starts[-1] <= np.max(t):
        starts.append(starts[-1] + period * growth ** (len(starts) - 1))
    starts = np.array(starts)
    k = np.searchsorted(starts, t, side="right") - 1
    share = (t - starts[k]) / np.diff(starts)[k]
    return low + (high - low) * np.cos(np.pi * share / 2) ** 2
