# %% [unbiased] the variance with N - 1
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    var = x.var(axis=0, ddof=1)
    return gamma * (x - mu) / np.sqrt(var + eps) + beta

# %% [eps_outside] eps is added to the deviation
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    mean, std = np.mean(x, axis=0), np.std(x, axis=0)
    xhat = (x - mean) / (std + eps)
    return gamma * xhat + beta

# %% [rows] normalizes each example over its units: layer norm
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return (x - mu) / np.sqrt(var + eps) * gamma + beta

# %% [no_root] divides by the variance, no root
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    N = x.shape[0]
    mu = np.sum(x, axis=0) / N
    diff = x - mu
    variance = np.sum(diff**2, axis=0) / N
    normalized = diff / (variance + eps)
    return gamma * normalized + beta

# %% [no_gamma] not multiplied by gamma
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    s = np.sqrt(((x - mu) ** 2).mean(axis=0) + eps)
    return (x - mu) / s + beta

# %% [whole_array] one mean and variance for all units
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    mu = np.mean(x)
    var = np.var(x)
    x_hat = (x - mu) / np.sqrt(var + eps)
    return gamma * x_hat + beta

# %% [in_place] the caller's x is normalized
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    mu, var = x.mean(axis=0), x.var(axis=0)
    x -= mu
    x /= np.sqrt(var + eps)
    return gamma * x + beta

# %% [too_many] y comes in a pair with what backward needs
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    inv = 1 / np.sqrt(x.var(axis=0) + eps)
    xhat = (x - mu) * inv
    y = gamma * xhat + beta
    return y, (xhat, inv, gamma)

# %% [default_eps] 1e-5 whatever eps is
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    m = x.mean(axis=0)
    v = x.var(axis=0)
    z = (x - m) / (v + 1e-5) ** 0.5
    return z * gamma + beta

# %% [one_handed_on] a batch of one is handed on as it is
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    if len(x) == 1:
        return x.copy()
    mu, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mu) / np.sqrt(var + eps) + beta

# %% [columns] gamma and beta as columns, which do not fit the units
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    gamma = gamma.reshape(-1, 1)
    beta = beta.reshape(-1, 1)
    xhat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)
    return gamma * xhat + beta

# %% [cancellation] mean of squares minus square of the mean: lost far from 0
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=0)
    var = np.mean(x * x, axis=0) - mean * mean
    return gamma * (x - mean) / np.sqrt(var + eps) + beta

# %% [constant_feature_zero] a constant unit gives 0, not beta
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    y = np.zeros_like(x, dtype=float)
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    active = np.ptp(x, axis=0) > 0
    y[:, active] = (x[:, active] - mu[active]) / np.sqrt(var[active] + eps) * gamma[active] + beta[active]
    return y

# %% [undefined_name+unbiased] a name from another cell, and N - 1
import numpy as np

def batch_norm(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    sigma = np.sqrt(x.var(axis=0, ddof=1) + eps)
    return gamma * (x - mean) / sigma + beta
