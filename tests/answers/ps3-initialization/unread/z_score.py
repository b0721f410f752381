# %% [own_numbers] x is scaled by its own mean and deviation
import numpy as np

def z_score(train, x):
    mu = x.mean(axis=0)
    sd = x.std(axis=0)
    sd = np.where(sd < 1e-12 * (1 + np.abs(mu)), 1, sd)
    return (x - mu) / sd

# %% [unbiased] the deviation with N - 1
import numpy as np

def z_score(train, x):
    mu = np.mean(train, axis=0)
    sd = np.std(train, axis=0, ddof=1)
    constant = train.max(axis=0) == train.min(axis=0)
    sd[constant] = 1.0
    return (x - mu) / sd

# %% [variance] divides by the variance
import numpy as np

def z_score(train, x):
    mean = train.mean(0)
    var = ((train - mean) ** 2).mean(0)
    const = np.ptp(train, axis=0) == 0
    return (x - mean) / np.where(const, 1, var)

# %% [deviation_by_zero] a constant column is divided by its deviation 0
import numpy as np

def z_score(train, x):
    return (x - train.mean(axis=0)) / train.std(axis=0)

# %% [zero_by_equality] asks whether the computed deviation is exactly 0
import numpy as np

def z_score(train, x):
    mu = train.mean(axis=0)
    sigma = train.std(axis=0)
    sigma[sigma == 0] = 1
    return (x - mu) / sigma

# %% [small_divisor] a small number is added to the deviation
import numpy as np

def z_score(train, x):
    mu = train.mean(axis=0)
    sigma = train.std(axis=0)
    return (x - mu) / (sigma + 1e-8)

# %% [whole_array] one mean and one deviation for all columns
import numpy as np

def z_score(train, x):
    mu, sigma = train.mean(), train.std()
    if train.max() == train.min():
        return x - mu
    return (x - mu) / sigma

# %% [not_shifted] only divided, not centred
import numpy as np

def z_score(train, x):
    N = train.shape[0]
    mu = train.sum(axis=0) / N
    sd = np.sqrt(((train - mu) ** 2).sum(axis=0) / N)
    flat = (train == train[0]).all(axis=0)
    sd = np.where(flat, 1.0, sd)
    return x / sd - np.where(flat, mu, 0.0)

# %% [threshold] a column with a small deviation, in its units, is taken for constant
import numpy as np

def z_score(train, x):
    m = train.mean(axis=0)
    s = train.std(axis=0)
    s = np.where(s < 1e-6, 1.0, s)
    return (x - m) / s

# %% [constant_unshifted] a constant column is not shifted
import numpy as np

def z_score(train, x):
    out = x.astype(float).copy()
    for j in range(x.shape[1]):
        col = train[:, j]
        if col.max() > col.min():
            out[:, j] = (x[:, j] - col.mean()) / col.std()
    return out

# %% [in_place] the caller's x is changed
import numpy as np

def z_score(train, x):
    mu = train.mean(axis=0)
    sd = train.std(axis=0)
    sd = np.where(np.ptp(train, axis=0) == 0, 1, sd)
    x -= mu
    x /= sd
    return x

# %% [cancellation] mean of squares minus square of the mean: lost far from 0
import numpy as np

def z_score(train, x):
    mean = train.mean(axis=0)
    var = (train ** 2).mean(axis=0) - mean ** 2
    constant = train.min(axis=0) == train.max(axis=0)
    std = np.sqrt(np.where(constant, 1.0, var))
    return (x - mean) / std

# %% [both_sets] mean and deviation of train and x together
import numpy as np

def z_score(train, x):
    everything = np.concatenate([train, x], axis=0)
    mu = everything.mean(axis=0)
    sd = everything.std(axis=0)
    sd[np.ptp(train, axis=0) == 0] = 1
    return (x - mu) / sd

# %% [not_bracketed] only the mean is divided: x - mu / sd
import numpy as np

def z_score(train, x):
    mu = train.mean(axis=0)
    sd = train.std(axis=0)
    sd = np.where(np.ptp(train, axis=0) == 0, 1.0, sd)
    return x - mu / sd
