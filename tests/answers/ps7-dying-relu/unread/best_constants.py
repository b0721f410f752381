# %% [mae_median_twice] the median twice for mae: one number where a whole interval is best
import numpy as np

def best_constants(y, loss):
    if loss == "mse":
        c = np.mean(y)
    elif loss == "mae":
        c = np.median(y)
    else:
        c = (np.min(y) + np.max(y)) / 2
    return c, c

# %% [mae_unsorted+max_unsorted] y taken as sorted
import numpy as np

def best_constants(y, loss):
    n = len(y)
    if loss == "mse":
        return y.mean(), y.mean()
    if loss == "mae":
        return y[(n - 1) // 2], y[n // 2]
    c = (y[0] + y[-1]) / 2
    return c, c

# %% [mae_one_too_high] middle values one place too far to the right for even n
import numpy as np

def best_constants(y, loss):
    s = np.sort(y)
    n = len(s)
    if loss == "mse":
        return s.mean(), s.mean()
    if loss == "mae":
        if n % 2:
            return s[n // 2], s[n // 2]
        return s[n // 2], s[min(n // 2 + 1, n - 1)]
    return (s[0] + s[-1]) / 2, (s[0] + s[-1]) / 2

# %% [mae_upper+mae_two_for_odd] odd and even mixed up: the odd case gets two values
import numpy as np

def best_constants(y, loss):
    s = np.sort(y)
    n = len(s)
    if loss == "mse":
        return s.mean(), s.mean()
    if loss == "mae":
        if n % 2 == 1:
            return s[max(n // 2 - 1, 0)], s[n // 2]
        return s[n // 2], s[n // 2]
    return (s[0] + s[-1]) / 2, (s[0] + s[-1]) / 2

# %% [max_targets_span] for max the range is returned: smallest and largest
import numpy as np

def best_constants(y, loss):
    s = sorted(y)
    n = len(s)
    if loss == "mse":
        return np.mean(s), np.mean(s)
    if loss == "mae":
        return s[(n - 1) // 2], s[n // 2]
    return s[0], s[-1]

# %% [max_largest] "max" read as the largest target
import numpy as np

def best_constants(y, loss):
    s = sorted(y)
    n = len(s)
    if loss == "mse":
        return np.mean(s), np.mean(s)
    if loss == "mae":
        return s[(n - 1) // 2], s[n // 2]
    return max(s), max(s)

# %% [max_half_range] half the range: (max - min) / 2
import numpy as np

def best_constants(y, loss):
    s = sorted(y)
    n = len(s)
    if loss == "mse":
        return np.mean(s), np.mean(s)
    if loss == "mae":
        return s[(n - 1) // 2], s[n // 2]
    half = (s[-1] - s[0]) / 2
    return half, half

# %% [max_mean] the mean for max too
import numpy as np

def best_constants(y, loss):
    s = sorted(y)
    n = len(s)
    if loss in ("mse", "max"):
        return np.mean(s), np.mean(s)
    return s[(n - 1) // 2], s[n // 2]

# %% [max_median] the median for max
import numpy as np

def best_constants(y, loss):
    s = sorted(y)
    n = len(s)
    if loss == "mse":
        return np.mean(s), np.mean(s)
    if loss == "mae":
        return s[(n - 1) // 2], s[n // 2]
    c = np.median(s)
    return c, c

# %% [mse_and_mae_exchanged] mse and mae swapped
import numpy as np

def best_constants(y, loss):
    s = np.sort(y)
    n = s.size
    if loss == "mse":
        return s[(n - 1) // 2], s[n // 2]
    if loss == "mae":
        return s.mean(), s.mean()
    mid = 0.5 * (s[0] + s[-1])
    return mid, mid

# %% [mse_unique+mae_unique] ties thrown away by set
import numpy as np

def best_constants(y, loss):
    values = sorted(set(y))
    n = len(values)
    if loss == "mse":
        c = sum(values) / n
        return c, c
    if loss == "mae":
        return values[(n - 1) // 2], values[n // 2]
    c = (values[0] + values[-1]) / 2
    return c, c

# %% [mae_unique] ties thrown away by unique for mae alone
import numpy as np

def best_constants(y, loss):
    if loss == "mse":
        return (float(np.mean(y)),) * 2
    if loss == "max":
        return (float((np.max(y) + np.min(y)) / 2),) * 2
    u = np.unique(y)
    return float(u[(u.size - 1) // 2]), float(u[u.size // 2])

# %% [in_place] y.sort() sorts the caller's array
import numpy as np

def best_constants(y, loss):
    y.sort()
    n = len(y)
    if loss == "mse":
        return y.mean(), y.mean()
    if loss == "mae":
        return y[(n - 1) // 2], y[n // 2]
    return (y[0] + y[-1]) / 2, (y[0] + y[-1]) / 2

# %% [too_few] one number alone returned
import numpy as np

def best_constants(y, loss):
    if loss == "mse":
        return np.mean(y)
    if loss == "mae":
        return np.median(y)
    return (np.min(y) + np.max(y)) / 2

# %% [least_losses] the least losses instead of the constants
import numpy as np

def best_constants(y, loss):
    if loss == "mse":
        c = np.mean((y - np.mean(y)) ** 2)
        return c, c
    if loss == "mae":
        c = np.mean(np.abs(y - np.median(y)))
        return c, c
    c = (y.max() - y.min()) / 2
    return c, c

# %% [coarse_grid] a grid search, coarse
import numpy as np

def best_constants(y, loss):
    grid = np.linspace(y.min(), y.max(), 201)
    d = np.abs(grid[:, None] - y[None, :])
    value = {"mse": (d**2).mean(1), "mae": d.mean(1), "max": d.max(1)}[loss]
    best = grid[value <= value.min() + 1e-12]
    return best[0], best[-1]

# %% [mae_one_of_two] mae: searched among the targets, but with argmin only the first one, twice
import numpy as np

def best_constants(y, loss):
    if loss == "mse":
        c = y.mean()
    elif loss == "max":
        c = (y.max() + y.min()) / 2
    else:
        losses = [np.abs(c - y).mean() for c in y]
        c = y[int(np.argmin(losses))]
    return c, c

# %% [mae_exchanged] high and low in the wrong order
import numpy as np

def best_constants(y, loss):
    s = np.sort(y)
    n = len(s)
    if loss == "mse":
        return s.mean(), s.mean()
    if loss == "mae":
        return s[n // 2], s[(n - 1) // 2]
    return (s[0] + s[-1]) / 2, (s[0] + s[-1]) / 2

# %% [mae_quartiles] quartiles for mae
import numpy as np

def best_constants(y, loss):
    if loss == "mse":
        return np.mean(y), np.mean(y)
    if loss == "mae":
        return np.quantile(y, 0.25), np.quantile(y, 0.75)
    return (np.min(y) + np.max(y)) / 2, (np.min(y) + np.max(y)) / 2

# %% [no_return] loss "max" not written: falls through and returns None
import numpy as np

def best_constants(y, loss):
    s = np.sort(y)
    n = len(s)
    if loss == "mse":
        return s.mean(), s.mean()
    elif loss == "mae":
        return s[(n - 1) // 2], s[n // 2]

# %% [mae_two_for_odd] n // 2 - 1 for the left one: fails or is wrong for odd n
import numpy as np

def best_constants(y, loss):
    s = np.sort(y)
    n = len(s)
    if loss == "mse":
        return s.mean(), s.mean()
    if loss == "mae":
        return s[n // 2 - 1], s[n // 2]
    return (s[0] + s[-1]) / 2, (s[0] + s[-1]) / 2

# %% [mae_places_in_y] argsort indices taken for values
import numpy as np

def best_constants(y, loss):
    order = np.argsort(y)
    n = len(y)
    if loss == "mse":
        return np.mean(y), np.mean(y)
    if loss == "mae":
        return order[(n - 1) // 2], order[n // 2]
    c = (y[order[0]] + y[order[-1]]) / 2
    return c, c

# %% [max_half_size] max: half the largest absolute value
import numpy as np

def best_constants(y, loss):
    s = np.sort(y)
    n = len(s)
    if loss == "mse":
        return s.mean(), s.mean()
    if loss == "mae":
        return s[(n - 1) // 2], s[n // 2]
    c = np.max(np.abs(y)) / 2
    return c, c
