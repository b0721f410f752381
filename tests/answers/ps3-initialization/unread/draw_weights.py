# %% [he_fan_out] He's variance from the number of outputs
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    if scheme == "lecun":
        var = 1 / fan_in
    elif scheme == "glorot":
        var = 2 / (fan_in + fan_out)
    else:
        var = 2 / fan_out
    if distribution == "normal":
        return rng.normal(0, np.sqrt(var), (fan_out, fan_in))
    r = np.sqrt(3 * var)
    return rng.uniform(-r, r, (fan_out, fan_in))

# %% [variance_as_deviation_normal] gives the variance to rng.normal, which takes a deviation
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    variance = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    shape = (fan_out, fan_in)
    if distribution == "normal":
        return rng.normal(0.0, variance, size=shape)
    limit = (3 * variance) ** 0.5
    return rng.uniform(-limit, limit, size=shape)

# %% [limit_is_deviation] the uniform law ends at one deviation; sqrt(3) is missing
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    var = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    sigma = np.sqrt(var)
    if distribution == "uniform":
        return rng.uniform(-sigma, sigma, (fan_out, fan_in))
    return sigma * rng.standard_normal((fan_out, fan_in))

# %% [limit_of_variance] sqrt(3) times the variance as the limit
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    if scheme == "lecun":
        s2 = 1.0 / fan_in
    if scheme == "glorot":
        s2 = 2.0 / (fan_in + fan_out)
    if scheme == "he":
        s2 = 2.0 / fan_in
    if distribution == "normal":
        W = rng.standard_normal((fan_out, fan_in)) * np.sqrt(s2)
    else:
        a = np.sqrt(3) * s2
        W = rng.uniform(low=-a, high=a, size=(fan_out, fan_in))
    return W

# %% [transposed] the shape is (fan_in, fan_out)
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    variances = {
        "lecun": 1 / fan_in,
        "glorot": 2 / (fan_in + fan_out),
        "he": 2 / fan_in,
    }
    std = np.sqrt(variances[scheme])
    if distribution == "normal":
        return rng.normal(scale=std, size=(fan_in, fan_out))
    return rng.uniform(-np.sqrt(3) * std, np.sqrt(3) * std, size=(fan_in, fan_out))

# %% [own_generator] draws from np.random, not from rng
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    if scheme == "he":
        sd = np.sqrt(2 / fan_in)
    elif scheme == "glorot":
        sd = np.sqrt(2 / (fan_in + fan_out))
    else:
        sd = np.sqrt(1 / fan_in)
    if distribution == "normal":
        return np.random.randn(fan_out, fan_in) * sd
    return np.random.uniform(-np.sqrt(3) * sd, np.sqrt(3) * sd, (fan_out, fan_in))

# %% [own_seed] makes a generator of its own: the same weights at each call
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    rng = np.random.default_rng(42)
    std = {"he": np.sqrt(2 / fan_in),
           "lecun": np.sqrt(1 / fan_in),
           "glorot": np.sqrt(2 / (fan_in + fan_out))}[scheme]
    if distribution == "uniform":
        bound = np.sqrt(3) * std
        return rng.uniform(-bound, bound, (fan_out, fan_in))
    return rng.normal(0, std, (fan_out, fan_in))

# %% [glorot_half] Glorot's variance is 1/(fan_in + fan_out)
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    def variance():
        if scheme == "lecun":
            return 1 / fan_in
        if scheme == "glorot":
            return 1 / (fan_in + fan_out)
        return 2 / fan_in
    s = variance() ** 0.5
    if distribution == "normal":
        return s * rng.standard_normal(size=(fan_out, fan_in))
    return s * np.sqrt(3) * rng.uniform(-1, 1, size=(fan_out, fan_in))

# %% [limit_below_zero_missing] the uniform law begins at 0
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    denominators = {"lecun": fan_in, "glorot": (fan_in + fan_out) / 2, "he": fan_in / 2}
    sigma = 1 / np.sqrt(denominators[scheme])
    if distribution == "normal":
        return rng.normal(0, sigma, (fan_out, fan_in))
    return rng.random((fan_out, fan_in)) * np.sqrt(3) * sigma

# %% [he_as_lecun] `scheme == "lecun" or "glorot"` is always true
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    if scheme == "glorot":
        var = 2 / (fan_in + fan_out)
    elif scheme == "lecun" or "LeCun":
        var = 1 / fan_in
    else:
        var = 2 / fan_in
    if distribution == "normal":
        return rng.normal(0, np.sqrt(var), (fan_out, fan_in))
    else:
        return rng.uniform(-np.sqrt(3 * var), np.sqrt(3 * var), (fan_out, fan_in))

# %% [clipped] normal weights are cut off at two deviations
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    var = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    sigma = np.sqrt(var)
    if distribution == "normal":
        W = rng.normal(0, sigma, (fan_out, fan_in))
        W = np.clip(W, -2 * sigma, 2 * sigma)      # no outliers, please
        return W
    return rng.uniform(-np.sqrt(3) * sigma, np.sqrt(3) * sigma, (fan_out, fan_in))

# %% [one_row] one row is drawn and copied to all units
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    sigma = np.sqrt({"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme])
    W = np.zeros((fan_out, fan_in))
    if distribution == "normal":
        W[:] = rng.normal(0, sigma, fan_in)
    else:
        W[:] = rng.uniform(-sigma * 3**0.5, sigma * 3**0.5, fan_in)
    return W

# %% [always_normal] always a normal law
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    if scheme == "he":
        gain, n = 2, fan_in
    elif scheme == "lecun":
        gain, n = 1, fan_in
    elif scheme == "glorot":
        gain, n = 2, fan_in + fan_out
    return rng.normal(0, np.sqrt(gain / n), size=(fan_out, fan_in))

# %% [no_such_method] rng.randn, which a Generator does not have
import numpy as np

def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    var = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    if distribution == "normal":
        return rng.randn(fan_out, fan_in) * np.sqrt(var)
    return (2 * rng.rand(fan_out, fan_in) - 1) * np.sqrt(3 * var)
