# %% [beta_first] brackets around the sum
def batch_norm(x, gamma, beta, eps=1e-5):
    m, v = x.mean(0), x.var(0)
    return gamma * ((x - m) * (v + eps) ** -0.5 + beta)

# %% [exchanged] beta times
def batch_norm(x, gamma, beta, eps=1e-5):
    n = (x - x.mean(0)) / np.sqrt(x.var(0) + eps)
    return n * beta + gamma

# %% [mean_square] E[x^2] in place of the variance
def batch_norm(x, gamma, beta, eps=1e-5):
    s = np.sqrt(np.mean(np.square(x), 0) + eps)
    return gamma * (x - x.mean(0)) / s + beta

# %% [not_centred] divides alone
def batch_norm(x, gamma, beta, eps=1e-5):
    return gamma * x / np.sqrt(x.var(0) + eps) + beta

# %% [no_eps] std
def batch_norm(x, gamma, beta, eps=1e-5):
    return gamma * (x - x.mean(0)) / x.std(0) + beta

# %% [not_bracketed] precedence
def batch_norm(x, gamma, beta, eps=1e-5):
    return gamma * (x - x.mean(0) / (x.var(0) + eps) ** 0.5) + beta

# %% [sums_for_means] the 1/N of both terms is lost, by einsum
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = (x.var(0) + eps) ** 0.5
    n = (x - x.mean(0)) / s
    db, dg = dy.sum(0), np.einsum("ij,ij->j", dy, n)
    return (dy - db - n * dg) * gamma / s, dg, db

# %% [multiplied_by_batch] N dy - ...
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    N, s = len(x), np.sqrt(x.var(0) + eps)
    n = (x - x.mean(0)) / s
    db, dg = dy.sum(0), (dy * n).sum(0)
    return gamma / s * (N * dy - db - n * dg), dg, db

# %% [variance_term_added] a sign
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(0) + eps)
    n = (x - x.mean(0)) / s
    g = dy * gamma
    return (g - g.mean(0) + n * (g * n).mean(0)) / s, (dy * n).sum(0), dy.sum(0)

# %% [dgamma_of_y] the gradient behind gamma is used for gamma
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(0) + eps)
    n = (x - x.mean(0)) / s
    dn = dy * gamma
    dx = (dn - dn.mean(0) - n * (dn * n).mean(0)) / s
    return dx, (dn * n).sum(0), dy.sum(0)

# %% [dbeta_one] sum() of all
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(0) + eps)
    n = (x - x.mean(0)) / s
    dx = gamma / s * (dy - dy.mean(0) - n * (dy * n).mean(0))
    return dx, (dy * n).sum(0), dy.sum()

# %% [spread_missing] the chain rule ends too early
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    n = (x - x.mean(0)) / np.sqrt(x.var(0) + eps)
    dn = gamma * dy
    return dn - dn.mean(0) - n * (dn * n).mean(0), (dy * n).sum(0), dy.sum(0)

# %% [neither_summed] gradients for each example
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(0) + eps)
    n = (x - x.mean(0)) / s
    return gamma / s * (dy - dy.mean(0) - n * (dy * n).mean(0)), dy * n, dy

# %% [default_eps] the formula of the lecture, numbers and all
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(0) + 0.00001)
    n = (x - x.mean(0)) / s
    return gamma / s * (dy - dy.mean(0) - n * (dy * n).mean(0)), (dy * n).sum(0), dy.sum(0)

# %% [inverse] what normalizes once more
def identity_parameters(x, eps=1e-5):
    return (x.var(0) + eps) ** -0.5, x.mean(0)

# %% [ones_and_zeros] the start of a layer
def identity_parameters(x, eps=1e-5):
    return np.ones_like(x[0], dtype=float), np.zeros_like(x[0], dtype=float)

# %% [root_of_deviation] the slide's root of sigma
def identity_parameters(x, eps=1e-5):
    return np.sqrt(np.std(x, 0)), np.mean(x, 0)

# %% [axes_kept] keepdims
def identity_parameters(x, eps=1e-5):
    return np.sqrt(x.var(0, keepdims=True) + eps), x.mean(0, keepdims=True)

# %% [beta_zero] only the scale
def identity_parameters(x, eps=1e-5):
    scale = np.sqrt(((x - x.mean(0)) ** 2).mean(0) + eps)
    return scale, 0 * scale
