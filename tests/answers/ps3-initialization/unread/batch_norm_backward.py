# %% [statistics_constant] mean and deviation are taken for constants
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) / s
    dx = gamma / s * dy
    return dx, (dy * xhat).sum(axis=0), dy.sum(axis=0)

# %% [variance_constant] passes through the mean, but not through the deviation
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    mu = x.mean(axis=0)
    s = np.sqrt(x.var(axis=0) + eps)
    xhat = (x - mu) / s
    dgamma = np.sum(dy * xhat, axis=0)
    dbeta = np.sum(dy, axis=0)
    dx = gamma / s * (dy - dy.mean(axis=0))
    return dx, dgamma, dbeta

# %% [mean_constant] passes through the deviation, but not through the mean
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    N = x.shape[0]
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    std = np.sqrt(var + eps)
    xhat = (x - mu) / std
    dxhat = dy * gamma
    dvar = np.sum(dxhat * (x - mu) * -0.5 * (var + eps) ** -1.5, axis=0)
    dx = dxhat / std + dvar * 2 * (x - mu) / N
    dgamma = np.sum(dy * xhat, axis=0)
    dbeta = np.sum(dy, axis=0)
    return dx, dgamma, dbeta

# %% [dgamma_of_x] gamma's gradient is taken with x, not with the normalized x
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(0) + eps)
    xhat = (x - x.mean(0)) / s
    dx = gamma / s * (dy - dy.mean(0) - xhat * (dy * xhat).mean(0))
    dgamma = (dy * x).sum(0)
    dbeta = dy.sum(0)
    return dx, dgamma, dbeta

# %% [both_averaged] gamma's and beta's gradients are means over the batch
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    std = (x.var(axis=0) + eps) ** 0.5
    x_hat = (x - x.mean(axis=0)) / std
    dgamma = (dy * x_hat).mean(axis=0)
    dbeta = dy.mean(axis=0)
    dx = gamma * (dy - dbeta - x_hat * dgamma) / std
    return dx, dgamma, dbeta

# %% [exchanged] beta's gradient stands before gamma's
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) / s
    db = dy.sum(axis=0)
    dg = np.einsum("ij,ij->j", dy, xhat)
    dx = gamma / s * (dy - db / len(x) - xhat * dg / len(x))
    return dx, db, dg

# %% [unbiased] N - 1 in the variance
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    mu = np.mean(x, axis=0)
    s = np.sqrt(np.var(x, axis=0, ddof=1) + eps)
    xh = (x - mu) / s
    dx = gamma / s * (dy - np.mean(dy, axis=0) - xh * np.mean(dy * xh, axis=0))
    return dx, np.sum(dy * xh, axis=0), np.sum(dy, axis=0)

# %% [gamma_missing] gamma does not multiply the way back
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    mean = x.mean(axis=0)
    s = np.sqrt(((x - mean) ** 2).mean(axis=0) + eps)
    xhat = (x - mean) / s
    g = dy
    dx = (g - g.mean(axis=0) - xhat * (g * xhat).mean(axis=0)) / s
    return dx, (g * xhat).sum(axis=0), g.sum(axis=0)

# %% [sums_for_means] sums over the batch where the means belong
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    sigma = np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) / sigma
    dgamma = np.sum(dy * xhat, axis=0)
    dbeta = np.sum(dy, axis=0)
    dx = gamma / sigma * (dy - dbeta - xhat * dgamma)
    return dx, dgamma, dbeta

# %% [no_eps] the deviation without eps
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = x.std(axis=0)
    xhat = (x - x.mean(axis=0)) / s
    dx = gamma / s * (dy - dy.mean(axis=0) - xhat * (dy * xhat).mean(axis=0))
    return dx, (dy * xhat).sum(axis=0), dy.sum(axis=0)

# %% [variance_term_half] the 2 of the square is missing on the way through the variance
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    N, D = x.shape
    mu = 1 / N * np.sum(x, axis=0)
    xmu = x - mu
    var = 1 / N * np.sum(xmu ** 2, axis=0)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1 / sqrtvar
    xhat = xmu * ivar

    dbeta = np.sum(dy, axis=0)
    dgamma = np.sum(dy * xhat, axis=0)
    dxhat = dy * gamma
    divar = np.sum(dxhat * xmu, axis=0)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1 / sqrtvar ** 2 * divar
    dvar = 0.5 / np.sqrt(var + eps) * dsqrtvar
    dsq = 1 / N * np.ones((N, D)) * dvar
    dxmu2 = xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -np.sum(dx1, axis=0)
    dx2 = 1 / N * np.ones((N, D)) * dmu
    return dx1 + dx2, dgamma, dbeta

# %% [axes_kept] gamma's and beta's gradients have shape (1, n)
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    mu = x.mean(axis=0, keepdims=True)
    s = np.sqrt(x.var(axis=0, keepdims=True) + eps)
    xhat = (x - mu) / s
    dgamma = np.sum(dy * xhat, axis=0, keepdims=True)
    dbeta = np.sum(dy, axis=0, keepdims=True)
    N = len(x)
    dx = gamma / s * (dy - dbeta / N - xhat * dgamma / N)
    return dx, dgamma, dbeta

# %% [in_place] dy is multiplied by gamma in place, before gamma's and beta's gradients are taken
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) / s
    dy *= gamma
    dx = (dy - dy.mean(axis=0) - xhat * (dy * xhat).mean(axis=0)) / s
    return dx, (dy * xhat).sum(axis=0), dy.sum(axis=0)

# %% [unit_projection] takes away the whole share along xhat, as if its mean square were 1: wrong with a large eps
import numpy as np

def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) / s
    dgamma = (dy * xhat).sum(axis=0)
    dbeta = dy.sum(axis=0)
    along = dgamma / ((xhat ** 2).sum(axis=0) + 1e-300)
    dx = gamma / s * (dy - dy.mean(axis=0) - xhat * along)
    return dx, dgamma, dbeta
