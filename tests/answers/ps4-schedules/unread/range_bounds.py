# %% [last_of_two] where the lowest comes twice, the last counts: high is seen too late (rare: a lowest that comes twice)
import numpy as np

def range_bounds(rates, losses):
    losses = np.asarray(losses)
    lowest = losses.min()
    fall = losses[0] - lowest
    where = np.flatnonzero(losses == lowest)[-1]
    low = rates[np.flatnonzero(losses <= losses[0] - fall / 10)[0]]
    after = [i for i in range(where, len(losses)) if losses[i] >= lowest + fall / 10]
    high = rates[after[0]] if after else rates[-1]
    return low, high, high / 2

# %% [high_from_the_start] high is looked for from the start, not from the lowest on: the first rate
import numpy as np

def range_bounds(rates, losses):
    lowest = np.min(losses)
    fall = losses[0] - lowest
    low = rates[np.argmax(losses <= losses[0] - fall / 10)]
    lost = losses >= lowest + fall / 10
    high = rates[np.argmax(lost)] if lost.any() else rates[-1]
    return low, high, high / 2

# %% [low_at_nine_tenths] low where all but a tenth of the fall is done: 90%
import numpy as np

def range_bounds(rates, losses):
    i = int(np.argmin(losses))
    fall = losses[0] - losses[i]
    low = next(r for r, v in zip(rates, losses) if v <= losses[i] + fall / 10)
    high = next((r for r, v in zip(rates[i:], losses[i:]) if v >= losses[i] + fall / 10), rates[-1])
    return low, high, high / 2

# %% [fall_from_largest] the fall from the highest loss, not from the first (seen where the loss rises clearly at first)
import numpy as np

def range_bounds(rates, losses):
    i = int(np.argmin(losses))
    start = np.max(losses[: i + 1])
    fall = start - losses[i]
    low = next(r for r, v in zip(rates, losses) if v <= start - fall / 10)
    high = next((r for r, v in zip(rates[i:], losses[i:]) if v >= losses[i] + fall / 10), rates[-1])
    return low, high, high / 2

# %% [fall_to_last] the fall from the first to the last loss
import numpy as np

def range_bounds(rates, losses):
    bottom = np.argmin(losses)
    fall = abs(losses[0] - losses[-1])
    below = np.flatnonzero(losses <= losses[0] - 0.1 * fall)
    low = rates[below[0]] if len(below) else rates[0]
    above = np.flatnonzero(losses[bottom:] >= losses[bottom] + 0.1 * fall)
    high = rates[bottom + above[0]] if len(above) else rates[-1]
    return low, high, high / 2

# %% [strictly] strictly more than a tenth: < and > (seen where a loss lies exactly on the line)
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = rates[np.where(losses < losses[0] - fall / 10)[0][0]]
    up = np.where(losses[k:] > losses[k] + fall / 10)[0]
    high = rates[k + up[0]] if up.size else rates[-1]
    return low, high, high / 2

# %% [high_of_none] argmax of nothing: where the loss never rises again, high is the rate of the lowest, not the last
import numpy as np

def range_bounds(rates, losses):
    k = np.argmin(losses)
    fall = losses[0] - losses[k]
    low = rates[np.argmax(losses <= losses[0] - fall / 10)]
    high = rates[k + np.argmax(losses[k:] >= losses[k] + fall / 10)]
    return low, high, high / 2

# %% [index_beyond] where the loss never rises again there is no high: an IndexError
import numpy as np

def range_bounds(rates, losses):
    k = np.argmin(losses)
    fall = losses[0] - losses[k]
    low = rates[losses <= losses[0] - fall / 10][0]
    high = rates[k:][losses[k:] >= losses[k] + fall / 10][0]
    return low, high, high / 2

# %% [pick_in_the_middle] the pick is the middle of low and high
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = next(r for r, v in zip(rates, losses) if v <= losses[0] - fall / 10)
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return low, high, (low + high) / 2

# %% [pick_between] the pick is the geometric mean of low and high
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = next(r for r, v in zip(rates, losses) if v <= losses[0] - fall / 10)
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return low, high, np.sqrt(low * high)

# %% [pick_is_lowest] the pick is the rate of the lowest loss
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = next(r for r, v in zip(rates, losses) if v <= losses[0] - fall / 10)
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return low, high, rates[k]

# %% [pick_tenth_of_lowest] the pick is a tenth of the lowest's rate, as tutorials advise
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = next(r for r, v in zip(rates, losses) if v <= losses[0] - fall / 10)
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return low, high, rates[k] / 10

# %% [high_one_early] high is the last rate before a tenth is lost, one too low
import numpy as np

def range_bounds(rates, losses):
    best = int(np.argmin(losses))
    fall = losses[0] - losses[best]
    i = 0
    while losses[i] > losses[0] - 0.1 * fall:
        i += 1
    j = best
    while j + 1 < len(losses) and losses[j + 1] < losses[best] + 0.1 * fall:
        j += 1
    return rates[i], rates[j], rates[j] / 2

# %% [low_by_tenth_of_first+high_by_tenth_of_lowest] a tenth of the losses themselves, not of the fall
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    low = next((r for r, v in zip(rates, losses) if v <= 0.9 * losses[0]), rates[0])
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= 1.1 * losses[k]), rates[-1])
    return low, high, high / 2

# %% [indices] places in the list in place of rates
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = int(np.argmax(losses <= losses[0] - fall / 10))
    up = np.flatnonzero(losses[k:] >= losses[k] + fall / 10)
    high = k + int(up[0]) if len(up) else len(rates) - 1
    return low, high, high / 2

# %% [pick_before_high] returned as low, pick, high
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = next(r for r, v in zip(rates, losses) if v <= losses[0] - fall / 10)
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return low, high / 2, high

# %% [low_steepest] low is where the loss falls fastest
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    with np.errstate(invalid="ignore"):
        slope = np.diff(losses) / np.diff(np.log(rates))
    low = rates[np.nanargmin(slope)]
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return low, high, high / 2

# %% [infinite_left_out] infinite losses are thrown away first: where the loss jumps to inf, high is the last finite rate
import numpy as np

def range_bounds(rates, losses):
    finite = np.isfinite(losses)
    rates, losses = np.asarray(rates)[finite], np.asarray(losses)[finite]
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = next(r for r, v in zip(rates, losses) if v <= losses[0] - fall / 10)
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return low, high, high / 2

# %% [infinite_as_zero] inf made 0 by nan_to_num: the lowest is where the training ran away (rare: losses that end in inf)
import numpy as np

def range_bounds(rates, losses):
    losses = np.nan_to_num(losses, nan=0.0, posinf=0.0)
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = next(r for r, v in zip(rates, losses) if v <= losses[0] - fall / 10)
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return low, high, high / 2

# %% [high_above_the_first] high is where the loss is above the first again: all lost, not a tenth
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = next(r for r, v in zip(rates, losses) if v <= losses[0] - fall / 10)
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[0]), rates[-1])
    return low, high, high / 2

# %% [low_last_not_won] the last rate before the lowest at which less than a tenth is won, in place of the first at which it is
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    early = [r for r, v in zip(rates[:k], losses[:k]) if v > losses[0] - fall / 10]
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return early[-1], high, high / 2

# %% [smoothed] the losses are smoothed by a running mean of three first
import numpy as np

def range_bounds(rates, losses):
    padded = np.concatenate([losses[:1], losses, losses[-1:]])
    smooth = (padded[:-2] + padded[1:-1] + padded[2:]) / 3
    k = int(np.argmin(smooth))
    fall = smooth[0] - smooth[k]
    low = next(r for r, v in zip(rates, smooth) if v <= smooth[0] - fall / 10)
    high = next((r for r, v in zip(rates[k:], smooth[k:]) if v >= smooth[k] + fall / 10), rates[-1])
    return low, high, high / 2

# %% [by_logarithm] the fall in logarithms
import numpy as np

def range_bounds(rates, losses):
    losses = np.log(losses)
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = next(r for r, v in zip(rates, losses) if v <= losses[0] - fall / 10)
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return low, high, high / 2

# %% [bisection] searched by bisection as if losses fell all the way: wrong where they go up and down
import numpy as np

def range_bounds(rates, losses):
    losses = np.asarray(losses)
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    i = np.searchsorted(-losses[: k + 1], -(losses[0] - fall / 10))
    j = k + np.searchsorted(losses[k:], losses[k] + fall / 10)
    high = rates[min(j, len(rates) - 1)]
    return rates[i], high, high / 2

# %% [bounds_for_good] the last rate with the tenth won before the lowest, searched backwards
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    i = k
    while i > 0 and losses[i - 1] <= losses[0] - fall / 10:
        i -= 1
    j = len(losses) - 1
    while j > k and losses[j - 1] >= losses[k] + fall / 10:
        j -= 1
    return rates[i], rates[j], rates[j] / 2

# %% [in_place] inf in the caller's losses is overwritten
import numpy as np

def range_bounds(rates, losses):
    losses[np.isinf(losses)] = 1e300
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = next(r for r, v in zip(rates, losses) if v <= losses[0] - fall / 10)
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return low, high, high / 2

# %% [high_is_the_lowest] high without a tenth: the rate of the lowest loss
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    low = rates[np.argmax(losses <= losses[0] - (losses[0] - losses[k]) / 10)]
    return low, rates[k], rates[k] / 2

# %% [high_one_early_pick_between] two mistakes: the pick is the geometric mean, and high one place too early
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = rates[np.argmax(losses <= losses[0] - fall / 10)]
    up = np.flatnonzero(losses[k:] >= losses[k] + fall / 10)
    high = rates[k + up[0] - 1] if len(up) else rates[-1]
    return low, high, (low * high) ** 0.5

# %% [low_at_nine_tenths+high_above_the_first] two mistakes: low at 90% of the fall, and high where all is lost
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = next(r for r, v in zip(rates, losses) if v <= losses[0] - 0.9 * fall)
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[0]), rates[-1])
    return low, high, high / 2

# %% [low_at_nine_tenths_pick_in_the_middle] two mistakes: low at 90% of the fall, and the pick in the middle
import numpy as np

def range_bounds(rates, losses):
    k = int(np.argmin(losses))
    fall = losses[0] - losses[k]
    low = rates[np.argmax(losses <= losses[k] + fall / 10)]
    high = next((r for r, v in zip(rates[k:], losses[k:]) if v >= losses[k] + fall / 10), rates[-1])
    return low, high, (low + high) / 2

# %% [right] one walk along the test, without argmin
def range_bounds(rates, losses):
    first = low = None
    bottom = min(losses)
    tenth = (losses[0] - bottom) / 10
    high, below = rates[-1], False
    for rate, loss in zip(rates, losses):
        if low is None and loss <= losses[0] - tenth:
            low = rate
        below = below or loss == bottom
        if below and loss >= bottom + tenth:
            high = rate
            break
    return float(low), float(high), float(high) * 0.5
