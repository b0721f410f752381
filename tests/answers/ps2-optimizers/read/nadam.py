# %% [same_correction] both by the product
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product) + (1 - mu) * g / (1 - product), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [next_corrections] both with the next
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product * mu_next), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [gradient_whole] g without its share
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next) + g / (1 - product), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [mean_whole] m without its share
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: m / (1 - product * mu_next) + (1 - mu) * g / (1 - product), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [gradient_not_corrected] g as it is
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next) + (1 - mu) * g, m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [gradient_missing] m alone
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [momentum_decay_ignored] None always
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if True:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [zero_is_none] truth for None
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if not momentum_decay:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [no_half] no half
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [next_share_missing] one share
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [scheduled_mean] m by the schedule
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: mu * m + (1 - mu) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [no_v_correction] v as it is
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: 1.0 * v, v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [old_mean] m of the step before
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product), state.get("m", zeros), grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}

# %% [product_of_one_step] the product is not in the state
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [schedule_ahead] a step too far
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        mu, mu_next = b1, b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 2) * momentum_decay))
    product = state.get("product", 1.0) * mu
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", zeros), grads)
    v_hat = each(lambda v: v / (1 - b2**t), v)
    m_bar = each(lambda m, g: mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product), m, grads)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_bar, v_hat)
    return params, {"t": t, "product": product, "m": m, "v": v}
