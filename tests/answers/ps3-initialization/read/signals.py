# %% [no_width] the width is not there
def variances(widths, weight_variance, mean_square, relu=False):
    v = [mean_square]
    variances_by_layer = np.ones(len(widths) - 1) * weight_variance
    for i in range(len(widths) - 1):
        below = v[-1] if i == 0 or not relu else v[-1] / 2
        v.append(variances_by_layer[i] * below)
    return np.array(v[1:])

# %% [bias_counted] the fan in with the bias
def variances(widths, weight_variance, mean_square, relu=False):
    fans = [n + 1 for n in widths]
    gain = np.array(fans[:-1]) * weight_variance
    gain[1:] = gain[1:] * (0.5 if relu else 1)
    return np.cumprod(gain) * mean_square

# %% [weight_deviation] standard deviations of the weights
def variances(widths, weight_variance, mean_square, relu=False):
    std = np.sqrt(np.broadcast_to(weight_variance, len(widths) - 1))
    result, q = np.zeros(len(std)), mean_square
    for k, (n, s) in enumerate(zip(widths, std)):
        result[k] = n * s * q
        q = result[k] * (1 - 0.5 * relu)
    return result

# %% [no_mean_square] normalised data assumed
def variances(widths, weight_variance, mean_square, relu=False):
    g = np.asarray(widths[:-1]) * np.asarray(weight_variance, float)
    return np.cumprod(g) / 2.0 ** (np.arange(len(g)) * relu)

# %% [not_accumulated] a comprehension that never sees the layer below
def variances(widths, weight_variance, mean_square, relu=False):
    s = np.broadcast_to(weight_variance, len(widths) - 1)
    return np.array([n * v * mean_square / (2 if relu and i else 1)
                     for i, (n, v) in enumerate(zip(widths[:-1], s))])

# %% [halved_always] the flag has no if
def variances(widths, weight_variance, mean_square, relu=False):
    s = np.broadcast_to(weight_variance, len(widths) - 1)
    out = []
    for n, v in zip(widths, s):
        out.append(n * v * mean_square)
        mean_square = out[-1] * 0.5
    return np.array(out)

# %% [doubled] He's factor
def variances(widths, weight_variance, mean_square, relu=False):
    s = np.broadcast_to(weight_variance, len(widths) - 1)
    q, out = mean_square, np.empty(len(s))
    for i in range(len(s)):
        out[i] = q * widths[i] * s[i]
        q = 2 * out[i] if relu else out[i]
    return out

# %% [last_alone] the return gives the last
def variances(widths, weight_variance, mean_square, relu=False):
    s = np.broadcast_to(weight_variance, len(widths) - 1)
    v = mean_square
    for i, (n, each) in enumerate(zip(widths, s)):
        v = n * each * v
        if relu and i < len(s) - 1:
            v = v / 2
    return v

# %% [first_variance_alone] ravel()[0] to make a number of it
def variances(widths, weight_variance, mean_square, relu=False):
    s = float(np.ravel(weight_variance)[0])
    v, q = [], mean_square
    for n in widths[:-1]:
        v += [n * s * q]
        q = v[-1] / (1 + relu)
    return v

# %% [fan_below] widths two below
def gradient_variances(widths, weight_variance, last, relu=False):
    s = np.broadcast_to(weight_variance, len(widths) - 1)
    g = {len(s): last}
    for l in range(len(s) - 1, 0, -1):
        g[l] = widths[l - 1] * s[l] * g[l + 1] * (0.5 if relu else 1)
    return np.array([g[l] for l in sorted(g)])

# %% [own_forward] the forward factors, from the end
def gradient_variances(widths, weight_variance, last, relu=False):
    s = np.broadcast_to(weight_variance, len(widths) - 1)
    factors = np.array(widths[:-1]) * s / (2 if relu else 1)
    g = [last]
    for f in factors[:-1][::-1]:
        g.append(g[-1] * f)
    return np.array(g[::-1])

# %% [no_width] variances of the weights alone
def gradient_variances(widths, weight_variance, last, relu=False):
    s = np.array(np.broadcast_to(weight_variance, len(widths) - 1), dtype=float)
    s[0] = 1
    s[1:] *= 0.5 if relu else 1.0
    return last * np.append(np.cumprod(s[:0:-1])[::-1], 1)

# %% [halved_always] half of the slopes are 0, always
def gradient_variances(widths, weight_variance, last, relu=False):
    s = np.broadcast_to(weight_variance, len(widths) - 1)
    g = [last]
    for n, v in zip(widths[:1:-1], s[:0:-1]):
        g.insert(0, n * v * g[0] / 2)
    return np.array(g)

# %% [first_alone] only what arrives at the bottom
def gradient_variances(widths, weight_variance, last, relu=False):
    s = np.broadcast_to(weight_variance, len(widths) - 1)
    for n, v in zip(widths[:1:-1], s[:0:-1]):
        last = n * v * last * (0.5 if relu else 1.0)
    return last

# %% [deviations] roots at the end
def gradient_variances(widths, weight_variance, last, relu=False):
    s = np.broadcast_to(weight_variance, len(widths) - 1)
    g = np.full(len(s), float(last))
    for l in reversed(range(len(s) - 1)):
        g[l] = g[l + 1] * widths[l + 2] * s[l + 1] / (1 + relu)
    return g**0.5
