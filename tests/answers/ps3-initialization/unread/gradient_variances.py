# %% [fan_in] counts the inputs of the layer above, not its units
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    s = np.broadcast_to(np.asarray(weight_variance, dtype=float), (L,))
    g = np.zeros(L)
    g[L - 1] = last
    for l in range(L - 2, -1, -1):
        g[l] = widths[l + 1] * s[l + 1] * g[l + 1]
        if relu:
            g[l] /= 2
    return g

# %% [backwards] the values come from the last layer to the first
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    s = np.ones(L) * weight_variance
    result = [last]
    for l in range(L, 1, -1):          # from layer L down to layer 2
        g = widths[l] * s[l - 1] * result[-1]
        result.append(g / 2 if relu else g)
    return np.array(result, dtype=float)

# %% [own_variance] takes the variance of the layer's own weights in place of those above it
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    num = len(widths) - 1
    if np.isscalar(weight_variance):
        weight_variance = [weight_variance] * num
    grads = [float(last)]
    for l in reversed(range(num - 1)):
        g = widths[l + 2] * weight_variance[l] * grads[0]
        grads.insert(0, 0.5 * g if relu else g)
    return np.array(grads)

# %% [last_halved] relu halves the last layer too, which has no activation after it
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    s = np.broadcast_to(weight_variance, (L,))
    c = 0.5 if relu else 1.0
    g = np.empty(L)
    g[-1] = c * last
    for l in range(L - 2, -1, -1):
        g[l] = c * widths[l + 2] * s[l + 1] * g[l + 1]
    return g

# %% [input_too] goes one layer too far, to the derivatives by the inputs
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    s = np.broadcast_to(weight_variance, (L,))
    g = np.zeros(L + 1)
    g[L] = last
    for l in range(L - 1, -1, -1):
        g[l] = widths[l + 1] * s[l] * g[l + 1]
        if relu and l > 0:
            g[l] = g[l] / 2
    return g

# %% [last_missing] the last layer's own value is left out
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    s = np.full(L, weight_variance, dtype=float)
    half = 0.5 if relu else 1.0
    g, out = last, []
    for l in range(L - 1, 0, -1):
        g = half * widths[l + 1] * s[l] * g
        out.append(g)
    return np.array(out[::-1])

# %% [forwards] goes from the first layer to the last, as for the signal
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    s = np.broadcast_to(weight_variance, (L,))
    g = np.zeros(L)
    g[0] = last
    for l in range(1, L):
        g[l] = widths[l] * s[l] * g[l - 1]
        if relu:
            g[l] *= 0.5
    return g

# %% [quartered] relu's mean slope 1/2 is squared: a quarter
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    slope = 0.5 if relu else 1.0       # mean of relu'(z)
    L = len(widths) - 1
    s = np.broadcast_to(weight_variance, (L,))
    factors = slope**2 * np.array(widths[2:], dtype=float) * s[1:]
    return np.append(last * np.cumprod(factors[::-1])[::-1], last)

# %% [not_halved] the same with and without relu
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    s = np.zeros(L) + weight_variance
    g = np.zeros(L)
    g[-1] = last
    for i in range(2, L + 1):
        g[-i] = widths[-i + 1] * s[-i + 1] * g[-i + 1]
    return g

# %% [fan_average] counts the mean of a layer's inputs and units
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    s = np.broadcast_to(weight_variance, (L,))
    g = np.zeros(L)
    g[-1] = last
    for l in range(L - 2, -1, -1):
        n = (widths[l + 1] + widths[l + 2]) / 2
        g[l] = n * s[l + 1] * g[l + 1] * (0.5 if relu else 1.0)
    return g

# %% [cut_to_whole_numbers] an array filled with `last` is of whole numbers if `last` is one
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    s = np.broadcast_to(weight_variance, (L,))
    g = np.full(L, last)
    for l in range(L - 2, -1, -1):
        g[l] = widths[l + 2] * s[l + 1] * g[l + 1] / (2 if relu else 1)
    return g

# %% [index_beyond] the layer above the last one is looked for
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    s = np.broadcast_to(weight_variance, (L,))
    g = np.zeros(L + 1)
    g[L] = last
    for l in range(L, 0, -1):
        g[l] = widths[l + 1] * s[l] * g[l + 1]
        if relu:
            g[l] = g[l] / 2
    return g[1:]

# %% [one_variance_only] a list of variances makes a table
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    layer_count = len(widths) - 1
    values = [last]
    for l in range(layer_count - 1, 0, -1):
        here = widths[l + 1] * np.array(weight_variance) * values[0]
        if relu:
            here = here / 2
        values = [here] + values
    return np.array(values)

# %% [weight_variance_squared+last_halved] squares the variances as if they were deviations, and halves at the last layer
import numpy as np

def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    sigma = np.broadcast_to(weight_variance, (L,))
    out = []
    g = last
    for l in range(L, 0, -1):
        if relu:
            g = g / 2
        out.append(g)
        g = widths[l] * sigma[l - 1] ** 2 * g
    return np.array(out[::-1], dtype=float)
