# %% [fan_out] counts the units of the layer itself in place of its inputs
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    L = len(widths) - 1
    s = np.broadcast_to(np.asarray(weight_variance, dtype=float), (L,))
    out = []
    m = mean_square
    for l in range(1, L + 1):
        v = widths[l] * s[l - 1] * m
        out.append(v)
        m = v / 2 if relu else v
    return np.array(out)

# %% [halved_once_more] with relu the input's mean square is halved as well
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    n_in = np.array(widths[:-1], dtype=float)
    factor = n_in * weight_variance
    if relu:
        factor = factor / 2
    return mean_square * np.cumprod(factor)

# %% [deviations] gives the standard deviations
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    num_layers = len(widths) - 1
    if np.ndim(weight_variance) == 0:
        weight_variance = [weight_variance] * num_layers
    q = mean_square
    sizes = np.zeros(num_layers)
    for i, (n, s2) in enumerate(zip(widths, weight_variance)):
        v = n * s2 * q
        sizes[i] = np.sqrt(v)
        q = 0.5 * v if relu else v
    return sizes

# %% [halved_once_more] gives the mean squares after relu, not the variances before it
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    L = len(widths) - 1
    s = np.ones(L) * weight_variance
    m = [mean_square]
    for l in range(L):
        v = widths[l] * s[l] * m[-1]
        m.append(v / 2 if relu else v)
    return np.array(m[1:])

# %% [one_variance_only] written for one number; a list of variances fails
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    result = []
    signal = mean_square
    for fan_in in widths[:-1]:
        var = fan_in * float(weight_variance) * signal
        result.append(var)
        signal = var
        if relu:
            signal = var / 2
    return np.array(result)

# %% [list_of_variances_only] written for one variance a layer; a single number cannot be indexed
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    v = []
    m = mean_square
    for layer in range(len(widths) - 1):
        new = widths[layer] * weight_variance[layer] * m
        v.append(new)
        m = new * (0.5 if relu else 1.0)
    return np.array(v)

# %% [weight_variance_squared] takes the given variance for a deviation and squares it
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    L = len(widths) - 1
    sigma = np.full(L, weight_variance, dtype=float)
    out = np.empty(L)
    current = mean_square
    for l in range(L):
        out[l] = widths[l] * sigma[l]**2 * current
        current = out[l] / 2 if relu else out[l]
    return out

# %% [input_too] the input's mean square comes as the first value
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    L = len(widths) - 1
    s = np.broadcast_to(weight_variance, L)
    v = np.zeros(L + 1)
    v[0] = mean_square
    for l in range(1, L + 1):
        half = 0.5 if relu and l > 1 else 1.0
        v[l] = widths[l - 1] * s[l - 1] * half * v[l - 1]
    return v

# %% [variance_of_relu] takes the variance of relu's output, (1/2 - 1/(2 pi)) v, for its mean square
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    # relu(z) of a normal z has the mean sqrt(v / (2 pi)), so its variance is v/2 - v/(2 pi)
    keep = 0.5 - 1 / (2 * np.pi) if relu else 1.0
    L = len(widths) - 1
    s = np.broadcast_to(np.array(weight_variance, dtype=float), (L,))
    res, m = [], mean_square
    for n, sl in zip(widths[:-1], s):
        res.append(n * sl * m)
        m = keep * res[-1]
    return np.array(res)

# %% [halved_once+cut_to_whole] relu halves the whole result once, not layer by layer
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    gains = np.asarray(widths[:-1]) * np.asarray(weight_variance)
    v = mean_square * np.cumprod(gains)
    if relu:
        v[1:] = v[1:] / 2
    return v

# %% [cut_to_whole] the result is put into an array like the widths: whole numbers
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    widths = np.asarray(widths)
    out = np.zeros_like(widths[1:])
    s = np.broadcast_to(weight_variance, out.shape)
    m = mean_square
    for l in range(len(out)):
        v = widths[l] * s[l] * m
        out[l] = v
        m = v / 2 if relu else v
    return out

# %% [in_place] takes the widths out of the caller's list
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    L = len(widths) - 1
    s = np.ones(L) * np.array(weight_variance)
    out = []
    m = mean_square
    while len(widths) > 1:
        n = widths.pop(0)
        v = n * s[len(out)] * m
        out.append(v)
        m = v / 2 if relu else v
    return np.array(out)

# %% [no_return] prints and returns nothing
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    L = len(widths) - 1
    s = np.zeros(L) + weight_variance
    v = np.zeros(L)
    m = mean_square
    for l in range(L):
        v[l] = widths[l] * s[l] * m
        m = v[l] / 2 if relu else v[l]
    print(v)

# %% [input_not_halved+deviations] no halving, and the roots of the variances
import numpy as np

def variances(widths, weight_variance, mean_square, relu=False):
    fan_ins = np.asarray(widths, dtype=float)[:-1]
    gains = np.sqrt(fan_ins * weight_variance)
    return np.sqrt(mean_square) * np.cumprod(gains)
