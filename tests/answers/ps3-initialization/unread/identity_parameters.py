# %% [variance] the variance plus eps, without the root
import numpy as np

def identity_parameters(x, eps=1e-5):
    beta = x.mean(axis=0)
    gamma = x.var(axis=0) + eps
    return gamma, beta

# %% [no_eps] the deviation without eps
import numpy as np

def identity_parameters(x, eps=1e-5):
    return np.std(x, axis=0), np.mean(x, axis=0)

# %% [exchanged] beta first
import numpy as np

def identity_parameters(x, eps=1e-5):
    mu = x.mean(axis=0)
    s = np.sqrt(x.var(axis=0) + eps)
    return mu, s

# %% [unbiased] the variance with N - 1
import numpy as np

def identity_parameters(x, eps=1e-5):
    gamma = np.sqrt(np.var(x, axis=0, ddof=1) + eps)
    beta = np.mean(x, axis=0)
    return gamma, beta

# %% [whole_array] one gamma and one beta for all units
import numpy as np

def identity_parameters(x, eps=1e-5):
    mean = np.mean(x)
    std = np.sqrt(np.mean((x - mean) ** 2) + eps)
    n = x.shape[1]
    return np.full(n, std), np.full(n, mean)

# %% [rows] from the rows, not the columns
import numpy as np

def identity_parameters(x, eps=1e-5):
    gamma = np.sqrt(x.var(axis=1) + eps)
    beta = x.mean(axis=1)
    return gamma, beta

# %% [beta_negative] minus the mean
import numpy as np

def identity_parameters(x, eps=1e-5):
    mu = x.mean(axis=0)
    sigma = np.sqrt(((x - mu) ** 2).mean(axis=0) + eps)
    return sigma, -mu

# %% [eps_outside] eps is added to the deviation
import numpy as np

def identity_parameters(x, eps=1e-5):
    gamma = x.std(axis=0) + eps
    beta = x.mean(axis=0)
    return gamma, beta

# %% [beta_normalized] the mean is divided by gamma, as if beta were added before it
import numpy as np

def identity_parameters(x, eps=1e-5):
    scale = np.sqrt(x.var(0) + eps)
    shift = x.mean(0) / scale
    return scale, shift

# %% [default_eps] 1e-5 whatever eps is
import numpy as np

def identity_parameters(x, eps=1e-5):
    mean = x.mean(axis=0)
    gamma = np.sqrt(x.var(axis=0) + 1e-5)
    return gamma, mean

# %% [from_two_rows] solved from the first two examples: 0/0 where they agree
import numpy as np

def identity_parameters(x, eps=1e-5):
    xhat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)
    gamma = (x[1] - x[0]) / (xhat[1] - xhat[0])
    beta = x[0] - gamma * xhat[0]
    return gamma, beta

# %% [of_the_output] mean and deviation of the normalized values, as on the slide
import numpy as np

def identity_parameters(x, eps=1e-5):
    y = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)
    return np.sqrt(y.var(axis=0)), y.mean(axis=0)

# %% [eps_as_floor] eps is the least variance, not added to it
import numpy as np

def identity_parameters(x, eps=1e-5):
    columns = x.T
    gamma, beta = [], []
    for c in columns:
        beta.append(c.mean())
        gamma.append(np.sqrt(max(c.var(), eps)))
    return np.array(gamma), np.array(beta)

# %% [in_place] the caller's x is centred
import numpy as np

def identity_parameters(x, eps=1e-5):
    beta = x.mean(axis=0)
    x -= beta
    gamma = np.sqrt((x * x).mean(axis=0) + eps)
    return gamma, beta
