# %% [eps_inside] inside
def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", each(np.zeros_like, grads))
    s = each(lambda s, g: s + g**2, s, grads)
    params = each(lambda p, g, s: p - lr * g / np.sqrt(s + eps), params, grads, s)
    return params, {"s": s}

# %% [no_root] no root
def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", each(np.zeros_like, grads))
    s = each(lambda s, g: s + g**2, s, grads)
    params = each(lambda p, g, s: p - lr * g / (s + eps), params, grads, s)
    return params, {"s": s}

# %% [not_squared] as they are
def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", each(np.zeros_like, grads))
    s = each(lambda s, g: s + g, s, grads)
    params = each(lambda p, g, s: p - lr * g / (np.sqrt(s) + eps), params, grads, s)
    return params, {"s": s}

# %% [fades] forgets
def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", each(np.zeros_like, grads))
    s = each(lambda s, g: 0.9 * s + 0.1 * g**2, s, grads)
    params = each(lambda p, g, s: p - lr * g / (np.sqrt(s) + eps), params, grads, s)
    return params, {"s": s}

# %% [old_sum] the old sum
def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", each(np.zeros_like, grads))
    s = each(lambda s, g: s + g**2, s, grads)
    params = each(lambda p, g, s: p - lr * g / (np.sqrt(s) + eps), params, grads, state.get("s", each(np.zeros_like, grads)))
    return params, {"s": s}

# %% [eps_added] no brackets
def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", each(np.zeros_like, grads))
    s = each(lambda s, g: s + g**2, s, grads)
    params = each(lambda p, g, s: p - lr * g / np.sqrt(s) - lr * eps, params, grads, s)
    return params, {"s": s}

# %% [one_mean] one rate
def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", each(np.zeros_like, grads))
    s = each(lambda s, g: s + np.mean(g**2), s, grads)
    params = each(lambda p, g, s: p - lr * g / (np.sqrt(s) + eps), params, grads, s)
    return params, {"s": s}

# %% [default_eps] another
def adagrad(params, grads, state, lr, eps=1e-8):
    s = state.get("s", each(np.zeros_like, grads))
    s = each(lambda s, g: s + g**2, s, grads)
    params = each(lambda p, g, s: p - lr * g / (np.sqrt(s) + eps), params, grads, s)
    return params, {"s": s}

# %% [weights_exchanged] the other way
def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = each(np.zeros_like, grads)
    s = each(lambda s, g: (1 - alpha) * s + alpha * g**2, state.get("s", zeros), grads)
    d = each(lambda g, s: g / (np.sqrt(s) + eps), grads, s)
    v = each(lambda v, d: momentum * v + d, state.get("v", zeros), d)
    return each(lambda p, v: p - lr * v, params, v), {"s": s, "v": v}

# %% [never_forgets] AdaGrad
def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = each(np.zeros_like, grads)
    s = each(lambda s, g: s + g**2, state.get("s", zeros), grads)
    d = each(lambda g, s: g / (np.sqrt(s) + eps), grads, s)
    v = each(lambda v, d: momentum * v + d, state.get("v", zeros), d)
    return each(lambda p, v: p - lr * v, params, v), {"s": s, "v": v}

# %% [corrected] as Adam
def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    t = state.get("t", 0) + 1
    zeros = each(np.zeros_like, grads)
    s = each(lambda s, g: alpha * s + (1 - alpha) * g**2, state.get("s", zeros), grads)
    d = each(lambda g, s: g / (np.sqrt(s / (1 - alpha**t)) + eps), grads, s)
    v = each(lambda v, d: momentum * v + d, state.get("v", zeros), d)
    return each(lambda p, v: p - lr * v, params, v), {"t": t, "s": s, "v": v}

# %% [momentum_ignored] no velocity
def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = each(np.zeros_like, grads)
    s = each(lambda s, g: alpha * s + (1 - alpha) * g**2, state.get("s", zeros), grads)
    d = each(lambda g, s: g / (np.sqrt(s) + eps), grads, s)
    v = each(lambda v, d: d, state.get("v", zeros), d)
    return each(lambda p, v: p - lr * v, params, v), {"s": s, "v": v}

# %% [lr_inside] lr inside
def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = each(np.zeros_like, grads)
    s = each(lambda s, g: alpha * s + (1 - alpha) * g**2, state.get("s", zeros), grads)
    d = each(lambda g, s: g / (np.sqrt(s) + eps), grads, s)
    v = each(lambda v, d: momentum * v + lr * d, state.get("v", zeros), d)
    return each(lambda p, v: p - v, params, v), {"s": s, "v": v}

# %% [averaged_velocity] a mean
def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = each(np.zeros_like, grads)
    s = each(lambda s, g: alpha * s + (1 - alpha) * g**2, state.get("s", zeros), grads)
    d = each(lambda g, s: g / (np.sqrt(s) + eps), grads, s)
    v = each(lambda v, d: momentum * v + (1 - momentum) * d, state.get("v", zeros), d)
    return each(lambda p, v: p - lr * v, params, v), {"s": s, "v": v}

# %% [default_alpha] 0.9
def rmsprop(params, grads, state, lr, alpha=0.9, eps=1e-8, momentum=0.0):
    zeros = each(np.zeros_like, grads)
    s = each(lambda s, g: alpha * s + (1 - alpha) * g**2, state.get("s", zeros), grads)
    d = each(lambda g, s: g / (np.sqrt(s) + eps), grads, s)
    v = each(lambda v, d: momentum * v + d, state.get("v", zeros), d)
    return each(lambda p, v: p - lr * v, params, v), {"s": s, "v": v}

# %% [eps_inside] inside
def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = each(np.zeros_like, grads)
    s = each(lambda s, g: alpha * s + (1 - alpha) * g**2, state.get("s", zeros), grads)
    d = each(lambda g, s: g / (np.sqrt(s + eps)), grads, s)
    v = each(lambda v, d: momentum * v + d, state.get("v", zeros), d)
    return each(lambda p, v: p - lr * v, params, v), {"s": s, "v": v}

# %% [not_averaged] a sum that fades
def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = each(np.zeros_like, grads)
    s = each(lambda s, g: alpha * s + g**2, state.get("s", zeros), grads)
    d = each(lambda g, s: g / (np.sqrt(s) + eps), grads, s)
    v = each(lambda v, d: momentum * v + d, state.get("v", zeros), d)
    return each(lambda p, v: p - lr * v, params, v), {"s": s, "v": v}

# %% [eps_inside+averaged_velocity] two at once
def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = each(np.zeros_like, grads)
    s = each(lambda s, g: alpha * s + (1 - alpha) * g**2, state.get("s", zeros), grads)
    d = each(lambda g, s: g / (np.sqrt(s + eps)), grads, s)
    v = each(lambda v, d: momentum * v + (1 - momentum) * d, state.get("v", zeros), d)
    return each(lambda p, v: p - lr * v, params, v), {"s": s, "v": v}
