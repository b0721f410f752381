# %% [fans_exchanged] n for the number of units
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    m, n = fan_in, fan_out
    sigma = np.sqrt(dict(lecun=1 / n, glorot=2 / (n + m), he=2 / n)[scheme])
    if distribution == "normal":
        return rng.normal(scale=sigma, size=(fan_out, fan_in))
    return rng.uniform(-1, 1, (fan_out, fan_in)) * np.sqrt(3) * sigma

# %% [always_he] scheme is not looked at
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    W = rng.standard_normal((fan_out, fan_in)) if distribution == "normal" else (
        3**0.5 * (2 * rng.random((fan_out, fan_in)) - 1))
    return W * (2 / fan_in) ** 0.5

# %% [limit_six] the table's limit for all schemes
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    v = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    if distribution == "normal":
        return rng.normal(0, v**0.5, (fan_out, fan_in))
    return rng.uniform(-np.sqrt(6 * v), np.sqrt(6 * v), (fan_out, fan_in))

# %% [root_of_numerator] sqrt(2) / n
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    if scheme == "lecun":
        s = 1 / fan_in
    elif scheme == "he":
        s = np.sqrt(2) / fan_in
    else:
        s = np.sqrt(2) / (fan_in + fan_out)
    law = rng.standard_normal if distribution == "normal" else (lambda size: rng.uniform(-3**0.5, 3**0.5, size))
    return s * law((fan_out, fan_in))

# %% [unit_interval] rng.random for everything
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    v = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    return np.sqrt(v) * rng.random((fan_out, fan_in))

# %% [no_scale] standard numbers
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    if distribution == "normal":
        return rng.standard_normal((fan_out, fan_in))
    return rng.uniform(-1, 1, size=(fan_out, fan_in))

# %% [truncated] as frameworks truncate, without the correction
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    std = np.sqrt({"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme])
    if distribution == "uniform":
        return rng.uniform(-std * 3**0.5, std * 3**0.5, (fan_out, fan_in))
    kept = np.zeros(0)
    while len(kept) < fan_in * fan_out:
        z = rng.standard_normal(fan_in * fan_out)
        kept = np.append(kept, z[np.abs(z) < 2])
    return std * kept[: fan_in * fan_out].reshape(fan_out, fan_in)

# %% [own_seed] np.random.seed inside
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    np.random.seed(1)
    std = np.sqrt({"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme])
    if distribution == "uniform":
        return np.random.uniform(-std * 3**0.5, std * 3**0.5, (fan_out, fan_in))
    return np.random.normal(0, std, (fan_out, fan_in))

# %% [one_column] a weight for each unit
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    std = np.sqrt({"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme])
    w = rng.normal(0, std, fan_out) if distribution == "normal" else rng.uniform(-std * 3**0.5, std * 3**0.5, fan_out)
    return np.repeat(w[:, None], fan_in, axis=1)
