# %% [p_is_kept] p as the probability of keeping, as on the slides
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = rng.random(a.shape) < p
    return a * mask / p if p > 0 else a.copy()

# %% [p_is_kept_in_mask] kept with p, divided by 1 - p
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = rng.random(a.shape) < p
    return a * mask / (1 - p)

# %% [not_scaled] not scaled at all
import numpy as np

def dropout(a, p, rng, training=True):
    if training:
        return a * (rng.random(a.shape) >= p)
    return a

# %% [as_first_published] Hinton's form: not scaled in training, multiplied by 1 - p at inference
import numpy as np

def dropout(a, p, rng, training=True):
    if training:
        return np.where(rng.random(a.shape) < p, 0.0, a)
    return (1 - p) * a

# %% [scaled_at_inference] right in training, multiplied by 1 - p at inference too
import numpy as np

def dropout(a, p, rng, training=True):
    if training:
        return np.where(rng.random(a.shape) < p, 0.0, a / (1 - p))
    return (1 - p) * a

# %% [multiplied] multiplied by 1 - p in place of divided
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    keep = 1 - p
    return a * (rng.random(a.shape) < keep) * keep

# %% [divided_by_p] divided by p
import numpy as np

def dropout(a, p, rng, training=True):
    if not training or p == 0:
        return a
    mask = rng.random(a.shape) >= p
    return a * mask / p

# %% [whole_rows] one number for each row
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = rng.random((a.shape[0],) + (1,) * (a.ndim - 1)) >= p
    return a * mask / (1 - p)

# %% [one_mask_for_all] one mask for all rows: a number for each unit
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = rng.random(a.shape[-1]) >= p
    return a * mask / (1 - p)

# %% [all_or_none] one number for the whole array
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    if rng.random() < p:
        return np.zeros_like(a)
    return a / (1 - p)

# %% [own_generator] numpy's global numbers, not rng
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = np.random.rand(*a.shape) >= p
    return a * mask / (1 - p)

# %% [same_at_each_call] a generator of its own, seeded anew at each call: always the same mask
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    rng = np.random.default_rng(0)
    mask = rng.random(a.shape) >= p
    return a * mask / (1 - p)

# %% [normal_numbers] normal numbers compared with p
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = rng.standard_normal(a.shape) >= p
    return a * mask / (1 - p)

# %% [from_minus_one] numbers between -1 and 1 compared with p
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = rng.uniform(-1, 1, size=a.shape) > p
    return a * mask / (1 - p)

# %% [fixed_count] exactly the share p is dropped: not each entry on its own
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    out = a.astype(float).ravel() / (1 - p)
    out[rng.permutation(a.size)[: int(round(p * a.size))]] = 0
    return out.reshape(a.shape)

# %% [fixed_count] exactly the share p of each row is dropped
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    scores = rng.random(a.shape)
    order = scores.argsort(axis=-1).argsort(axis=-1)
    return np.where(order < int(p * a.shape[-1]), 0.0, a / (1 - p))

# %% [scaled_by_share] divided by the share that happened to be kept
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = rng.random(a.shape) >= p
    return a * mask / mask.mean()

# %% [training_ignored] training ignored: drops at inference too
import numpy as np

def dropout(a, p, rng, training=True):
    mask = rng.random(a.shape) >= p
    return a * mask / (1 - p)

# %% [training_reversed] training the other way round
import numpy as np

def dropout(a, p, rng, training=True):
    if training:
        return a
    mask = rng.random(a.shape) >= p
    return a * mask / (1 - p)

# %% [in_place] a is changed in place
import numpy as np

def dropout(a, p, rng, training=True):
    if training:
        a *= rng.random(a.shape) >= p
        a /= 1 - p
    return a

# %% [coin] p ignored: a coin for each entry
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = rng.integers(0, 2, size=a.shape)
    return a * mask / (1 - p)

# %% [divided_by_root] divided by the root of 1 - p, to keep the mean square
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = rng.random(a.shape) >= p
    return a * mask / np.sqrt(1 - p)

# %% [gaussian] Gaussian dropout: a noise of the same mean and variance, no zeros
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    return a * rng.normal(1.0, np.sqrt(p / (1 - p)), size=a.shape)

# %% [same_at_each_call] drops the small entries, nothing random
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    limit = np.quantile(np.abs(a), p)
    return np.where(np.abs(a) < limit, 0.0, a / (1 - p))

# %% [same_at_each_call] the mask is drawn once and kept for later calls of the same shape
import numpy as np

masks = {}

def dropout(a, p, rng, training=True):
    if not training:
        return a
    if a.shape not in masks:
        masks[a.shape] = rng.random(a.shape)
    return a * (masks[a.shape] >= p) / (1 - p)

# %% [p_is_kept_in_mask] binomial of p: keeps with p
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    return a * rng.binomial(1, p, size=a.shape) / (1 - p)

# %% [divided_by_zero] p = 0 is divided by (rare: p = 0)
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    scale = p / (1 - p) / p
    return np.where(rng.random(a.shape) >= p, a * scale, 0.0)

# %% [filled_with_mean] dropped entries get the mean of all in place of 0
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    return np.where(rng.random(a.shape) < p, a.mean(), a / (1 - p))

# %% [p_is_kept_in_mask] what was to be kept is taken away: a minus the kept ones, divided by 1 - p
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    keep = rng.random(a.shape) >= p
    return (a - a * keep) / (1 - p)

# %% [two_axes_only] two-dimensional only: arrays of other shapes raise
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    N, n = a.shape
    out = np.zeros((N, n))
    for i in range(N):
        for j in range(n):
            if rng.random() >= p:
                out[i, j] = a[i, j] / (1 - p)
    return out

# %% [mask_too] the mask is returned with the output
import numpy as np

def dropout(a, p, rng, training=True):
    mask = rng.random(a.shape) >= p if training else np.ones(a.shape)
    return a * mask / (1 - p if training else 1), mask

# %% [two_masks] two numbers for each entry must both be below 1 - p: kept too seldom
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    keep = 1 - p
    mask = (rng.random(a.shape) < keep) & (rng.random(a.shape) < keep)
    return a * mask / keep

# %% [p_is_kept_not_scaled] two mistakes: p as the probability of keeping, and not scaled
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    return a * (rng.random(a.shape) < p)

# %% [whole_rows] two mistakes: one number for each row, and not scaled
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    rows = rng.random(len(a)) >= p
    return a * rows.reshape((-1,) + (1,) * (a.ndim - 1))

# %% [not_scaled+divided_at_inference] two mistakes: not scaled in training, divided by 1 - p at inference
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a / (1 - p)
    return a * (rng.random(a.shape) > p)

# %% [multiplied+training_ignored] two mistakes: multiplied by 1 - p, and training ignored
import numpy as np

def dropout(a, p, rng, training=True):
    mask = rng.random(a.shape) >= p
    return a * mask * (1 - p)

# %% [right] by choice between two factors
import numpy as np

def dropout(a, p, rng, training=True):
    factors = rng.choice([0.0, 1 / (1 - p)], size=np.shape(a), p=[p, 1 - p]) if training else 1.0
    return np.multiply(a, factors)

# %% [right] each entry waits for an exponential time, and is kept if it was short enough
import numpy as np

def dropout(a, p, rng, training=True):
    if not training:
        return a
    survives = np.exp(-rng.exponential(size=np.shape(a))) >= p
    out = np.zeros(np.shape(a))
    out[survives] = np.asarray(a)[survives] / (1 - p)
    return out
