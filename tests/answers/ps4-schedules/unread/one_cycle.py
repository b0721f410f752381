# %% [top_one_late] the top at rise * steps, no - 1
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top = rise * steps
    last = steps - 1
    def anneal(a, b, s):
        return b + (a - b) / 2 * (1 + np.cos(np.pi * s))
    up, down = t / top, (t - top) / (last - top)
    rate = np.where(t <= top, anneal(high / 25, high, up), anneal(high, high / 250000, down))
    momentum = np.where(t <= top, anneal(0.95, 0.85, up), anneal(0.85, 0.95, down))
    return rate, momentum

# %% [end_one_late] the end at steps, not steps - 1
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top = rise * steps - 1
    half = lambda a, b, s: a + (b - a) * (1 - np.cos(np.pi * s)) / 2
    up, down = t / top, (t - top) / (steps - top)
    first = t <= top
    rate = np.where(first, half(high / 25, high, up), half(high, high / 250000, down))
    momentum = np.where(first, half(0.95, 0.85, up), half(0.85, 0.95, down))
    return rate, momentum

# %% [corners_one_late] both corners one step late, as lecture 08 has it: rise * steps and steps
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    s = np.asarray(t) / steps
    up = (1 - np.cos(np.pi * s / rise)) / 2
    down = (1 + np.cos(np.pi * (s - rise) / (1 - rise))) / 2
    where = s < rise
    rate = np.where(where, high / 25 + (high - high / 25) * up, high / 250000 + (high - high / 250000) * down)
    momentum = 0.95 - 0.1 * np.where(where, up, down)
    return rate, momentum

# %% [momentum_with_the_rate] the momentum goes the same way as the rate
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    weight = np.where(t <= top, 0.5 - 0.5 * np.cos(np.pi * t / top), 0.5 + 0.5 * np.cos(np.pi * (t - top) / (end - top)))
    lowest = np.where(t <= top, high / 25, high / 25e4)
    return lowest + (high - lowest) * weight, 0.85 + 0.1 * weight

# %% [lines] straight lines in place of cosines
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    corners = [0, rise * steps - 1, steps - 1]
    rate = np.interp(t, corners, [high / 25, high, high / 250000])
    momentum = np.interp(t, corners, [0.95, 0.85, 0.95])
    return rate, momentum

# %% [ends_where_it_began] the rate ends where it began, at high/25
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    share = np.where(t <= top, t / top, (end - t) / (end - top))
    bump = (1 - np.cos(np.pi * share)) / 2
    return high / 25 + (high - high / 25) * bump, 0.95 - 0.1 * bump

# %% [ends_at_a_ten_thousandth] the rate ends at high/10000: PyTorch's final_div_factor divides the first rate, here it divides the highest
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, dtype=float)
    initial, final = high / 25, high / 1e4
    peak, last = rise * steps - 1, steps - 1
    def cos_anneal(start, end, pct):
        return end + (start - end) / 2.0 * (np.cos(np.pi * pct) + 1)
    rising = t <= peak
    pct = np.where(rising, t / peak, (t - peak) / (last - peak))
    rate = np.where(rising, cos_anneal(initial, high, pct), cos_anneal(high, final, pct))
    momentum = np.where(rising, cos_anneal(0.95, 0.85, pct), cos_anneal(0.85, 0.95, pct))
    return rate, momentum

# %% [top_rounded] the top put on a whole step: int(rise * steps) - 1, seen where rise * steps is no whole number
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = int(rise * steps) - 1, steps - 1
    up = t <= top
    s = np.where(up, t / top, (t - top) / (end - top))
    c = (1 + np.cos(np.pi * s)) / 2
    rate = np.where(up, high + (high / 25 - high) * c, high / 250000 + (high - high / 250000) * c)
    momentum = np.where(up, 0.85 + 0.1 * c, 0.95 - 0.1 * c)
    return rate, momentum

# %% [momentum_constant] the momentum stays at 0.95
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    up = high / 25 + (high - high / 25) * (1 - np.cos(np.pi * t / top)) / 2
    down = high / 250000 + (high - high / 250000) * (1 + np.cos(np.pi * (t - top) / (end - top))) / 2
    return np.where(t <= top, up, down), np.full(t.shape, 0.95)

# %% [momentum_in_lines] the momentum in straight lines, the rate right
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    up = high / 25 + (high - high / 25) * (1 - np.cos(np.pi * t / top)) / 2
    down = high / 250000 + (high - high / 250000) * (1 + np.cos(np.pi * (t - top) / (end - top))) / 2
    return np.where(t <= top, up, down), np.interp(t, [0, top, end], [0.95, 0.85, 0.95])

# %% [always_three_tenths] rise ignored: always 0.3
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = 0.3 * steps - 1, steps - 1
    def between(a, b, s):
        return a + (b - a) * (1 - np.cos(np.pi * s)) / 2
    first = t <= top
    rate = np.where(first, between(high / 25, high, t / top), between(high, high / 250000, (t - top) / (end - top)))
    momentum = np.where(first, between(0.95, 0.85, t / top), between(0.85, 0.95, (t - top) / (end - top)))
    return rate, momentum

# %% [order] returned in the other order, the momentum first
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    first = t <= top
    s = np.where(first, t / top, (t - top) / (end - top))
    k = 0.5 - 0.5 * np.cos(np.pi * s)
    rate = np.where(first, high / 25 * (1 - k) + high * k, high * (1 - k) + high / 250000 * k)
    momentum = np.where(first, 0.95 - 0.1 * k, 0.85 + 0.1 * k)
    return momentum, rate

# %% [momentum_of_cyclic] the momentum of CyclicLR: 0.9 -> 0.8 -> 0.9
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    first = t <= top
    s = np.where(first, t / top, (t - top) / (end - top))
    k = 0.5 - 0.5 * np.cos(np.pi * s)
    rate = np.where(first, high / 25 * (1 - k) + high * k, high * (1 - k) + high / 250000 * k)
    momentum = np.where(first, 0.9 - 0.1 * k, 0.8 + 0.1 * k)
    return rate, momentum

# %% [begins_at_a_tenth] begins at high/10
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    first = t <= top
    s = np.where(first, t / top, (t - top) / (end - top))
    k = 0.5 - 0.5 * np.cos(np.pi * s)
    rate = np.where(first, high / 10 * (1 - k) + high * k, high * (1 - k) + high / 250000 * k)
    momentum = np.where(first, 0.95 - 0.1 * k, 0.85 + 0.1 * k)
    return rate, momentum

# %% [ends_at_zero] ends at 0
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    first = t <= top
    s = np.where(first, t / top, (t - top) / (end - top))
    k = 0.5 - 0.5 * np.cos(np.pi * s)
    rate = np.where(first, high / 25 + 0.96 * high * k, high * (1 - k))
    momentum = np.where(first, 0.95 - 0.1 * k, 0.85 + 0.1 * k)
    return rate, momentum

# %% [fall_over_all] the fall is spread over all steps: (t - top) / steps
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top = rise * steps - 1
    def cos_between(a, b, s):
        return b + (a - b) * (1 + np.cos(np.pi * s)) / 2
    up, down = t / top, (t - top) / steps
    rate = np.where(t <= top, cos_between(high / 25, high, up), cos_between(high, high / 250000, down))
    momentum = np.where(t <= top, cos_between(0.95, 0.85, up), cos_between(0.85, 0.95, down))
    return rate, momentum

# %% [momentum_stays_low] the momentum stays low after the top
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    def cos_between(a, b, s):
        return b + (a - b) * (1 + np.cos(np.pi * s)) / 2
    up, down = t / top, (t - top) / (end - top)
    rate = np.where(t <= top, cos_between(high / 25, high, up), cos_between(high, high / 250000, down))
    momentum = np.where(t <= top, cos_between(0.95, 0.85, up), 0.85)
    return rate, momentum

# %% [one_number_only] an if for single numbers: arrays cannot be used
import math

def one_cycle(t, high, steps, rise=0.3):
    top, end = rise * steps - 1, steps - 1
    def anneal(a, b, s):
        return b + (a - b) * (1 + math.cos(math.pi * s)) / 2
    if t <= top:
        return anneal(high / 25, high, t / top), anneal(0.95, 0.85, t / top)
    s = (t - top) / (end - top)
    return anneal(high, high / 250000, s), anneal(0.85, 0.95, s)

# %% [quarter_waves] quarters of a sine in place of half cosines
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    k = np.where(t <= top, np.sin(np.pi / 2 * t / top), np.cos(np.pi / 2 * (t - top) / (end - top)))
    base = np.where(t <= top, high / 25, high / 250000)
    return base + (high - base) * k, 0.95 - 0.1 * k

# %% [momentum_from_rate] the momentum as 0.95 - 0.1 rate/high: it does not begin at 0.95
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    up = high / 25 + (high - high / 25) * (1 - np.cos(np.pi * t / top)) / 2
    down = high / 250000 + (high - high / 250000) * (1 + np.cos(np.pi * (t - top) / (end - top))) / 2
    rate = np.where(t <= top, up, down)
    return rate, 0.95 - 0.1 * rate / high

# %% [high_on_top] high added on top of the start: high/25 + high at the top
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    k = np.where(t <= top, (1 - np.cos(np.pi * t / top)) / 2, (1 + np.cos(np.pi * (t - top) / (end - top))) / 2)
    base = np.where(t <= top, high / 25, high / 250000)
    return base + high * k, 0.95 - 0.1 * k

# %% [share_of_rise_exchanged] rise is the share of the fall: the top at (1 - rise) steps - 1
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = (1 - rise) * steps - 1, steps - 1
    k = np.where(t <= top, (1 - np.cos(np.pi * t / top)) / 2, (1 + np.cos(np.pi * (t - top) / (end - top))) / 2)
    base = np.where(t <= top, high / 25, high / 250000)
    return base + (high - base) * k, 0.95 - 0.1 * k

# %% [three_phases] three phases, as in the paper: up, down in as many steps, then to nothing
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps - 1, steps - 1
    back = 2 * rise * steps - 2
    def f(a, b, s):
        return b + (a - b) * (1 + np.cos(np.pi * s)) / 2
    rate = np.select(
        [t <= top, t <= back],
        [f(high / 25, high, t / top), f(high, high / 25, (t - top) / (back - top))],
        f(high / 25, high / 250000, (t - back) / (end - back)),
    )
    momentum = np.select(
        [t <= top, t <= back],
        [f(0.95, 0.85, t / top), f(0.85, 0.95, (t - top) / (back - top))],
        0.95,
    )
    return rate, momentum

# %% [top_late_momentum_with] two mistakes: the top at rise * steps, and the momentum the same way as the rate
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = rise * steps, steps - 1
    k = np.where(t <= top, (1 - np.cos(np.pi * t / top)) / 2, (1 + np.cos(np.pi * (t - top) / (end - top))) / 2)
    base = np.where(t <= top, high / 25, high / 250000)
    return base + (high - base) * k, 0.85 + 0.1 * k

# %% [triangle] two mistakes: straight lines, and the rate ends at high/25
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    corners = (0, rise * steps - 1, steps - 1)
    return np.interp(t, corners, (high / 25, high, high / 25)), np.interp(t, corners, (0.95, 0.85, 0.95))

# %% [momentum_constant+always_three_tenths] two mistakes: rise ignored, and the momentum stays at 0.95
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    t = np.asarray(t, float)
    top, end = 0.3 * steps - 1, steps - 1
    k = np.where(t <= top, (1 - np.cos(np.pi * t / top)) / 2, (1 + np.cos(np.pi * (t - top) / (end - top))) / 2)
    base = np.where(t <= top, high / 25, high / 250000)
    return base + (high - base) * k, np.full_like(t, 0.95)

# %% [right] interpolated in the cosine's own angle, from a table of corners
import numpy as np

def one_cycle(t, high, steps, rise=0.3):
    corners = np.array([0.0, rise * steps - 1, steps - 1])
    angle = np.interp(t, corners, [0.0, np.pi, 2 * np.pi])
    top = (1 - np.cos(angle)) / 2
    floor = np.choose(np.greater(t, corners[1]).astype(int), [high / 25, high / 250000])
    return floor + (high - floor) * top, 0.95 - 0.1 * top
