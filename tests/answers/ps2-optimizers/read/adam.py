# %% [no_correction] the hats are forgotten
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [no_v_correction] one hat is forgotten
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v)
    return params, {"t": t, "m": m, "v": v}

# %% [no_m_correction] the other hat is forgotten
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [corrected_kept] the hats go into the state
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m_hat, "v": v_hat}

# %% [t_from_zero] t is counted in the return
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0)
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t + 1, "m": m, "v": v}

# %% [t_stuck] t is not in the state
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"m": m, "v": v}

# %% [t_ahead] t begins at 1 and is counted before
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 1) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [eps_inside] epsilon with v
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / np.sqrt(v + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [eps_at_least] the larger of both
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / np.maximum(np.sqrt(v), eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [no_eps] no epsilon
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / np.sqrt(v), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [betas_exchanged] unpacked the wrong way
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta2, beta1 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [betas_ignored] numbers written down
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = 0.9, 0.999
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [default_betas] 0.99 for the second
def adam(params, grads, state, lr, betas=(0.9, 0.99), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [correction_added] as one of the slides has it
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 + beta1**t), m)
    v_hat = each(lambda v: v / (1 + beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [correction_multiplied] times instead of through
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m * (1 - beta1**t), m)
    v_hat = each(lambda v: v * (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [no_mean] the gradient above
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, grads, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [ascent] plus
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    m = each(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", zeros), grads)
    v = each(lambda v, g: beta2 * v + (1 - beta2) * g**2, state.get("v", zeros), grads)
    m_hat = each(lambda m: m / (1 - beta1**t), m)
    v_hat = each(lambda v: v / (1 - beta2**t), v)
    params = each(lambda p, m, v: p + lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [square_of_mean] v from m
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state = {"t": 0, "m": each(np.zeros_like, grads), "v": each(np.zeros_like, grads)}
    t = state["t"] + 1
    ms, vs, new = [], [], []
    def one(p, g, m, v):
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * m * m
        ms.append(m)
        vs.append(v)
        m_hat = m / (1 - betas[0]**t)
        v_hat = v / (1 - betas[1]**t)
        return p - lr * m_hat / (v_hat**0.5 + eps)
    params = each(one, params, grads, state["m"], state["v"])
    ms, vs = iter(ms), iter(vs)
    m, v = each(lambda p: next(ms), params), each(lambda p: next(vs), params)
    return params, {"t": t, "m": m, "v": v}

# %% [not_averaged] sums that fade
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state = {"t": 0, "m": each(np.zeros_like, grads), "v": each(np.zeros_like, grads)}
    t = state["t"] + 1
    ms, vs, new = [], [], []
    def one(p, g, m, v):
        m = betas[0] * m + g
        v = betas[1] * v + g * g
        ms.append(m)
        vs.append(v)
        m_hat = m / (1 - betas[0]**t)
        v_hat = v / (1 - betas[1]**t)
        return p - lr * m_hat / (v_hat**0.5 + eps)
    params = each(one, params, grads, state["m"], state["v"])
    ms, vs = iter(ms), iter(vs)
    m, v = each(lambda p: next(ms), params), each(lambda p: next(vs), params)
    return params, {"t": t, "m": m, "v": v}

# %% [weights_exchanged] 1 - beta of the old
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state = {"t": 0, "m": each(np.zeros_like, grads), "v": each(np.zeros_like, grads)}
    t = state["t"] + 1
    ms, vs, new = [], [], []
    def one(p, g, m, v):
        m = (1 - betas[0]) * m + betas[0] * g
        v = (1 - betas[1]) * v + betas[1] * g * g
        ms.append(m)
        vs.append(v)
        m_hat = m / (1 - betas[0]**t)
        v_hat = v / (1 - betas[1]**t)
        return p - lr * m_hat / (v_hat**0.5 + eps)
    params = each(one, params, grads, state["m"], state["v"])
    ms, vs = iter(ms), iter(vs)
    m, v = each(lambda p: next(ms), params), each(lambda p: next(vs), params)
    return params, {"t": t, "m": m, "v": v}

# %% [no_root] no root
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state = {"t": 0, "m": each(np.zeros_like, grads), "v": each(np.zeros_like, grads)}
    t = state["t"] + 1
    ms, vs, new = [], [], []
    def one(p, g, m, v):
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g * g
        ms.append(m)
        vs.append(v)
        m_hat = m / (1 - betas[0]**t)
        v_hat = v / (1 - betas[1]**t)
        return p - lr * m_hat / (v_hat + eps)
    params = each(one, params, grads, state["m"], state["v"])
    ms, vs = iter(ms), iter(vs)
    m, v = each(lambda p: next(ms), params), each(lambda p: next(vs), params)
    return params, {"t": t, "m": m, "v": v}

# %% [correction_of_root] the root first
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state = {"t": 0, "m": each(np.zeros_like, grads), "v": each(np.zeros_like, grads)}
    t = state["t"] + 1
    ms, vs, new = [], [], []
    def one(p, g, m, v):
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g * g
        ms.append(m)
        vs.append(v)
        m_hat = m / (1 - betas[0]**t)
        v_hat = v / (1 - betas[1]**t)
        return p - lr * m_hat / (v**0.5 / (1 - betas[1]**t) + eps)
    params = each(one, params, grads, state["m"], state["v"])
    ms, vs = iter(ms), iter(vs)
    m, v = each(lambda p: next(ms), params), each(lambda p: next(vs), params)
    return params, {"t": t, "m": m, "v": v}

# %% [lr_inside] lr with the gradient, and not again
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state = {"t": 0, "m": each(np.zeros_like, grads), "v": each(np.zeros_like, grads)}
    t = state["t"] + 1
    ms, vs, new = [], [], []
    def one(p, g, m, v):
        m = betas[0] * m + (1 - betas[0]) * lr * g
        v = betas[1] * v + (1 - betas[1]) * g * g
        ms.append(m)
        vs.append(v)
        m_hat = m / (1 - betas[0]**t)
        v_hat = v / (1 - betas[1]**t)
        return p - m_hat / (v_hat**0.5 + eps)
    params = each(one, params, grads, state["m"], state["v"])
    ms, vs = iter(ms), iter(vs)
    m, v = each(lambda p: next(ms), params), each(lambda p: next(vs), params)
    return params, {"t": t, "m": m, "v": v}

# %% [forgets] the state that came goes back
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state = {"t": 0, "m": each(np.zeros_like, grads), "v": each(np.zeros_like, grads)}
    t = state["t"] + 1
    ms, vs, new = [], [], []
    def one(p, g, m, v):
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g * g
        ms.append(m)
        vs.append(v)
        m_hat = m / (1 - betas[0]**t)
        v_hat = v / (1 - betas[1]**t)
        return p - lr * m_hat / (v_hat**0.5 + eps)
    params = each(one, params, grads, state["m"], state["v"])
    ms, vs = iter(ms), iter(vs)
    m, v = each(lambda p: next(ms), params), each(lambda p: next(vs), params)
    return params, {}

# %% [one_rate] one mean square for an array
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state = {"t": 0, "m": each(np.zeros_like, grads), "v": each(np.zeros_like, grads)}
    t = state["t"] + 1
    ms, vs, new = [], [], []
    def one(p, g, m, v):
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * np.mean(g * g)
        ms.append(m)
        vs.append(v)
        m_hat = m / (1 - betas[0]**t)
        v_hat = v / (1 - betas[1]**t)
        return p - lr * m_hat / (v_hat**0.5 + eps)
    params = each(one, params, grads, state["m"], state["v"])
    ms, vs = iter(ms), iter(vs)
    m, v = each(lambda p: next(ms), params), each(lambda p: next(vs), params)
    return params, {"t": t, "m": m, "v": v}

# %% [v_with_beta1] one beta for both
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state = {"t": 0, "m": each(np.zeros_like, grads), "v": each(np.zeros_like, grads)}
    t = state["t"] + 1
    ms, vs, new = [], [], []
    def one(p, g, m, v):
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[0] * v + (1 - betas[0]) * g * g
        ms.append(m)
        vs.append(v)
        m_hat = m / (1 - betas[0]**t)
        v_hat = v / (1 - betas[0]**t)
        return p - lr * m_hat / (v_hat**0.5 + eps)
    params = each(one, params, grads, state["m"], state["v"])
    ms, vs = iter(ms), iter(vs)
    m, v = each(lambda p: next(ms), params), each(lambda p: next(vs), params)
    return params, {"t": t, "m": m, "v": v}

# %% [lr_twice] lr in the mean and outside
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state = {"t": 0, "m": each(np.zeros_like, grads), "v": each(np.zeros_like, grads)}
    t = state["t"] + 1
    ms, vs, new = [], [], []
    def one(p, g, m, v):
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g * g
        ms.append(m)
        vs.append(v)
        m_hat = m / (1 - betas[0]**t)
        v_hat = v / (1 - betas[1]**t)
        return p - lr * lr * m_hat / (v_hat**0.5 + eps)
    params = each(one, params, grads, state["m"], state["v"])
    ms, vs = iter(ms), iter(vs)
    m, v = each(lambda p: next(ms), params), each(lambda p: next(vs), params)
    return params, {"t": t, "m": m, "v": v}

# %% [no_correction+eps_inside] two at once
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state = {"t": 0, "m": each(np.zeros_like, grads), "v": each(np.zeros_like, grads)}
    t = state["t"] + 1
    ms, vs, new = [], [], []
    def one(p, g, m, v):
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g * g
        ms.append(m)
        vs.append(v)
        m_hat = m / (1 - betas[0]**t)
        v_hat = v / (1 - betas[1]**t)
        return p - lr * m / (v + eps)**0.5
    params = each(one, params, grads, state["m"], state["v"])
    ms, vs = iter(ms), iter(vs)
    m, v = each(lambda p: next(ms), params), each(lambda p: next(vs), params)
    return params, {"t": t, "m": m, "v": v}
