# %% [not_halved] the half is missing: twice the way
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.minimum(t, steps)
    return low + (high - low) * (1 + np.cos(np.pi * t / steps))

# %% [whole_wave] a whole cosine, 2 pi: back at high at the end
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.asarray(t)
    rate = low + 0.5 * (high - low) * (1 + np.cos(2 * np.pi * t / steps))
    return np.where(t >= steps, low, rate)

# %% [quarter_wave] a quarter of a cosine
import numpy as np

def cosine(t, high, steps, low=0.0):
    s = np.minimum(np.asarray(t) / steps, 1)
    return low + (high - low) * np.cos(np.pi / 2 * s)

# %% [climbs_again] climbs again after steps
import numpy as np

def cosine(t, high, steps, low=0.0):
    return low + (high - low) / 2 * (1 + np.cos(np.pi * np.asarray(t) / steps))

# %% [zero_after_the_end] 0 after the end, in place of low
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.asarray(t)
    wave = low + 0.5 * (high - low) * (1.0 + np.cos(np.pi * t / steps))
    return wave * (t <= steps)

# %% [low_missing] low ignored
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.clip(t, 0, steps)
    return high * (1 + np.cos(t * np.pi / steps)) / 2

# %% [low_on_top] low added on top: starts at high + low
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.clip(t, 0, steps)
    return low + high * 0.5 * (1 + np.cos(np.pi * t / steps))

# %% [cut_off_at_low] cut off at low in place of falling towards it
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.minimum(t, steps)
    return np.maximum(low, high * 0.5 * (1 + np.cos(np.pi * t / steps)))

# %% [last_step_is_the_end] low reached at t = steps - 1
import numpy as np

def cosine(t, high, steps, low=0.0):
    share = np.minimum(np.asarray(t) / (steps - 1), 1.0)
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * share))

# %% [counted_from_one] counts from t = 1
import numpy as np

def cosine(t, high, steps, low=0.0):
    n = np.asarray(t) + 1
    out = low + (high - low) * (1 + np.cos(np.pi * n / steps)) / 2
    return np.where(n > steps, low, out)

# %% [begins_again] begins anew after steps: t % steps
import numpy as np

def cosine(t, high, steps, low=0.0):
    phase = np.asarray(t) % steps / steps
    return low + (high - low) * 0.5 * (1 + np.cos(np.pi * phase))

# %% [degrees] degrees in place of radians
import numpy as np

def cosine(t, high, steps, low=0.0):
    angle = 180 * np.minimum(t, steps) / steps
    return low + (high - low) * (1 + np.cos(angle)) / 2

# %% [line] a straight line
import numpy as np

def cosine(t, high, steps, low=0.0):
    s = np.minimum(np.asarray(t) / steps, 1)
    return (1 - s) * high + s * low

# %% [rises] the sign of the cosine: rises from low to high
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.minimum(t, steps)
    return low + (high - low) / 2 * (1 - np.cos(np.pi * t / steps))

# %% [height_of_both] (high + low)/2 in front of both terms
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.minimum(t, steps)
    middle = (high + low) / 2
    return middle * (1 + np.cos(np.pi * t / steps))

# %% [low_one_early] one step too early at low: t >= steps - 1
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.asarray(t)
    rate = low + 0.5 * (high - low) * (1 + np.cos(np.pi * t / steps))
    rate = np.where(t >= steps - 1, low, rate)
    return rate

# %% [one_number_only] an if on the whole array
import numpy as np

def cosine(t, high, steps, low=0.0):
    if t >= steps:
        return low
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * t / steps))

# %% [largest_t] the largest t takes the place of steps in an array
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.asarray(t)
    total = t.max() if t.ndim else steps
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * np.minimum(t / total, 1)))

# %% [in_place] the caller's array is cut off in place
import numpy as np

def cosine(t, high, steps, low=0.0):
    if isinstance(t, np.ndarray):
        t[t > steps] = steps
    else:
        t = min(t, steps)
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * t / steps))

# %% [brackets_of_share] precedence: cos(pi t) / steps
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.minimum(t, steps)
    return low + (high - low) * 0.5 * (1 + np.cos(np.pi * t) / steps)

# %% [whole_division] whole-number division inside the cosine: stays at high until the end
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.minimum(t, steps)
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * (t // steps)))

# %% [pi_rounded] pi as 3.14
import math

import numpy as np

def cosine(t, high, steps, low=0.0):
    pi = 3.14
    def f(s):
        if s >= steps:
            return low
        return low + (high - low) * (1 + math.cos(pi * s / steps)) / 2
    return np.array([f(s) for s in t]) if np.ndim(t) else f(t)

# %% [right] flat lists only: an array of two dimensions, of which the statement does not speak, comes back flat
import numpy as np

def cosine(t, high, steps, low=0.0):
    s = np.ravel(t)
    rates = low + (high - low) * (1 + np.cos(np.pi * np.minimum(s, steps) / steps)) / 2
    return rates if np.ndim(t) else rates[0]

# %% [sorted_steps] sorted before it is used: an array out of order comes back in order
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.sort(t) if np.ndim(t) else t
    share = np.clip(np.asarray(t) / steps, 0, 1)
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * share))

# %% [low_missing+climbs_again] two mistakes: low ignored, and climbs again after steps
import numpy as np

def cosine(t, high, steps, low=0.0):
    return 0.5 * high * (1 + np.cos(np.pi * np.asarray(t) / steps))

# %% [last_step_is_the_end+zero_after_the_end] two mistakes: steps - 1, and 0 after the end
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.asarray(t)
    inside = low + 0.5 * (high - low) * (1 + np.cos(np.pi * t / (steps - 1)))
    return np.where(t < steps, inside, 0.0)

# %% [not_halved+low_on_top] two mistakes: the half is missing, and low added on top
import numpy as np

def cosine(t, high, steps, low=0.0):
    t = np.minimum(t, steps)
    return low + high * (1 + np.cos(np.pi * t / steps))

# %% [right] the square of the cosine of half the angle
import numpy as np

def cosine(t, high, steps, low=0.0):
    share = np.clip(np.true_divide(t, steps), None, 1)
    up = np.square(np.cos(np.pi / 2 * share))
    return up * high + (1 - up) * low
