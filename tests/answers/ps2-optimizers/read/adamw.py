# %% [no_decay] forgotten
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [in_gradient] as L2
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    grads = each(lambda p, g: g + weight_decay * p, params, grads)
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_without_lr] no lr
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    params = each(lambda p: p - weight_decay * p, params)
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [growth] plus
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    params = each(lambda p: p + lr * weight_decay * p, params)
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_to_zero] not times p
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    params = each(lambda p: p - lr * weight_decay, params)
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_after] afterwards
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    params = each(lambda p: p - lr * weight_decay * p, params)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_of_matrices] vectors left out
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    params = each(lambda p: p - lr * weight_decay * p if p.ndim > 1 else p, params)
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [default_weight_decay] ten times as much
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1):
    params = each(lambda p: p - lr * weight_decay * p, params)
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [eps_inside] epsilon with v
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    params = each(lambda p: p - lr * weight_decay * p, params)
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / np.sqrt(v + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [no_correction] the hats are forgotten
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    params = each(lambda p: p - lr * weight_decay * p, params)
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_halved] half of the square
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    params = each(lambda p: p - lr * weight_decay * p / 2, params)
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}
