# %% [own_numbers] scales x by its own smallest and largest values
import numpy as np

def min_max(train, x):
    low = x.min(axis=0)
    span = x.max(axis=0) - low
    span[span == 0] = 1
    return (x - low) / span

# %% [constant_by_zero] a constant column is 0/0
import numpy as np

def min_max(train, x):
    lo = np.min(train, axis=0)
    hi = np.max(train, axis=0)
    return (x - lo) / (hi - lo)

# %% [whole_array] one smallest and one largest value for all columns
import numpy as np

def min_max(train, x):
    smallest = np.min(train)
    largest = np.max(train)
    if largest == smallest:
        return x - smallest
    return (x - smallest) / (largest - smallest)

# %% [rows] smallest and largest of each row
import numpy as np

def min_max(train, x):
    lo = train.min(axis=1, keepdims=True)
    hi = train.max(axis=1, keepdims=True)
    rng = np.where(hi > lo, hi - lo, 1.0)
    return (x - lo) / rng

# %% [mean_subtracted] subtracts the mean, not the smallest value
import numpy as np

def min_max(train, x):
    spread = np.ptp(train, axis=0)
    spread = np.where(spread > 0, spread, 1)
    return (x - train.mean(axis=0)) / spread

# %% [by_largest] divides by the largest value, not by the range
import numpy as np

def min_max(train, x):
    result = np.zeros(x.shape)
    for j in range(x.shape[1]):
        low, high = min(train[:, j]), max(train[:, j])
        if high == low:
            result[:, j] = x[:, j] - low
        else:
            result[:, j] = (x[:, j] - low) / high
    return result

# %% [to_minus_one] scales to [-1, 1]
import numpy as np

def min_max(train, x):
    lo, hi = train.min(0), train.max(0)
    width = hi - lo
    constant = width == 0
    out = 2 * (x - lo) / np.where(constant, 1, width) - 1
    out[:, constant] = (x - lo)[:, constant]
    return out

# %% [clipped] what lies beyond train's range is cut off at 0 and 1
import numpy as np

def min_max(train, x):
    lo, hi = train.min(axis=0), train.max(axis=0)
    d = hi - lo
    d = np.where(d == 0, 1.0, d)
    scaled = (x - lo) / d
    return np.clip(scaled, 0, 1)       # must be in [0, 1]

# %% [constant_unshifted] a constant column is not shifted
import numpy as np

def min_max(train, x):
    out = np.array(x, dtype=float)
    for j in range(train.shape[1]):
        column = train[:, j]
        r = column.max() - column.min()
        if r > 0:
            out[:, j] = (x[:, j] - column.min()) / r
    return out

# %% [constant_dropped] a constant column is made all 0, even where x differs from train
import numpy as np

def min_max(train, x):
    low = train.min(axis=0)
    width = train.max(axis=0) - low
    out = np.zeros_like(x, dtype=float)
    ok = width > 0
    out[:, ok] = (x[:, ok] - low[ok]) / width[ok]
    return out

# %% [in_place] the caller's x is changed
import numpy as np

def min_max(train, x):
    lo = train.min(axis=0)
    span = train.max(axis=0) - lo
    span[span == 0] = 1
    x -= lo
    x /= span
    return x

# %% [small_divisor] a small number is added to the range: a constant column is blown up
import numpy as np

def min_max(train, x):
    mn = train.min(axis=0, keepdims=True)
    mx = train.max(axis=0, keepdims=True)
    return (x - mn) / (mx - mn + 1e-8)

# %% [builtin_min] min() of a table compares whole rows
import numpy as np

def min_max(train, x):
    lo = min(train)
    hi = max(train)
    if hi == lo:
        return x - lo
    return (x - lo) / (hi - lo)

# %% [constant_stops_all] if any column is constant, none is scaled
import numpy as np

def min_max(train, x):
    lo = train.min(axis=0)
    hi = train.max(axis=0)
    if np.any(hi == lo):
        return x - lo
    return (x - lo) / (hi - lo)
