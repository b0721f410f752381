# %% [in_gradient] g + wd * theta goes through the moments: Adam with L2
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = on_leaves(np.zeros_like, params)
    grads = on_leaves(lambda g, p: g + weight_decay * p, grads, params)
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    params = on_leaves(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_without_lr] theta * (1 - wd): lr is missing in the decay
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": tree_map(np.zeros_like, params), "v": tree_map(np.zeros_like, params)}
    t = state["t"] + 1
    m = tree_map(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = tree_map(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    def update(p, m, v):
        p = p * (1 - weight_decay)
        return p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return tree_map(update, params, m, v), {"t": t, "m": m, "v": v}

# %% [decay_of_matrices] arrays with one axis are not decayed
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = apply(np.zeros_like, params)
    m = apply(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    def update(p, m, v):
        if p.ndim > 1:
            p = p - lr * weight_decay * p
        return p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return apply(update, params, m, v), {"t": t, "m": m, "v": v}

# %% [no_bias_decay] the second of each (W, b) is not decayed
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": on_leaves(np.zeros_like, params), "v": on_leaves(np.zeros_like, params)}
    t = state["t"] + 1
    m = on_leaves(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = on_leaves(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    def decay(p):
        if isinstance(p, tuple) and len(p) == 2 and not isinstance(p[0], (list, tuple)):
            return (p[0] * (1 - lr * weight_decay), p[1])
        if isinstance(p, (list, tuple)):
            return type(p)(decay(q) for q in p)
        return p * (1 - lr * weight_decay)
    params = decay(params)
    params = on_leaves(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_after] the new parameters are decayed, not the old
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = tree_map(np.zeros_like, params)
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    def update(p, m, v):
        p = p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
        return p - lr * weight_decay * p
    return tree_map(update, params, m, v), {"t": t, "m": m, "v": v}

# %% [growth] plus in place of minus: the weights grow
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": apply(np.zeros_like, params), "v": apply(np.zeros_like, params)}
    t = state["t"] + 1
    m = apply(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = apply(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    def update(p, m, v):
        return p * (1 + lr * weight_decay) - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return apply(update, params, m, v), {"t": t, "m": m, "v": v}

# %% [growth] bracket: theta - lr (step - wd theta)
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = on_leaves(np.zeros_like, params)
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    params = on_leaves(lambda p, m, v: p - lr * ((m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps) - weight_decay * p), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [no_decay] weight_decay is never used: Adam
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": tree_map(np.zeros_like, params), "v": tree_map(np.zeros_like, params)}
    t = state["t"] + 1
    m = tree_map(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = tree_map(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    params = tree_map(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_and_gradient] in the gradient and on the weights
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    grads = apply(lambda g, p: g + weight_decay * p, grads, params)
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = apply(np.zeros_like, params)
    m = apply(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    params = apply(lambda p: p * (1 - lr * weight_decay), params)
    params = apply(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_halved] 0.5 wd, as if from 1/2 wd theta^2 with the 2 not cancelled
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": on_leaves(np.zeros_like, params), "v": on_leaves(np.zeros_like, params)}
    t = state["t"] + 1
    m = on_leaves(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = on_leaves(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    params = on_leaves(lambda p: p - 0.5 * lr * weight_decay * p, params)
    params = on_leaves(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [default_weight_decay] weight_decay=0 unless told otherwise
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = tree_map(np.zeros_like, params)
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    params = tree_map(lambda p: p - lr * weight_decay * p, params)
    params = tree_map(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_divided] the decay is divided by the root of v as well
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": apply(np.zeros_like, params), "v": apply(np.zeros_like, params)}
    t = state["t"] + 1
    m = apply(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = apply(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    params = apply(lambda p, m, v: p - lr * (m / (1 - b1 ** t) + weight_decay * p) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_to_start] decays towards the first parameters, which the state remembers, not towards zero
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = on_leaves(np.zeros_like, params)
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    start = state.get("start") or [on_leaves(np.copy, params)]
    params = on_leaves(lambda p, p0: p - lr * weight_decay * (p - p0), params, start[0])
    params = on_leaves(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v, "start": start}

# %% [decay_by_sign] L1: the sign of theta decays
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": tree_map(np.zeros_like, params), "v": tree_map(np.zeros_like, params)}
    t = state["t"] + 1
    m = tree_map(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = tree_map(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    params = tree_map(lambda p: p - lr * weight_decay * np.sign(p), params)
    params = tree_map(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [in_place] the decay p *= ... is made on the caller's array
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = apply(np.zeros_like, params)
    m = apply(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    def update(p, m, v):
        if p.dtype.kind == "f":
            p *= 1 - lr * weight_decay
        else:
            p = p * (1 - lr * weight_decay)
        return p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return apply(update, params, m, v), {"t": t, "m": m, "v": v}

# %% [eps_inside] sqrt(v_hat + eps)
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": on_leaves(np.zeros_like, params), "v": on_leaves(np.zeros_like, params)}
    t = state["t"] + 1
    m = on_leaves(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = on_leaves(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    params = on_leaves(lambda p, m, v: p * (1 - lr * weight_decay) - lr * (m / (1 - b1 ** t)) / np.sqrt(v / (1 - b2 ** t) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [in_gradient_uncorrected] L2, and no correction of m and v
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    grads = tree_map(lambda g, p: g + weight_decay * p, grads, params)
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = tree_map(np.zeros_like, params)
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    params = tree_map(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [decay_without_lr+decay_of_matrices] wd without lr, and only for matrices
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": apply(np.zeros_like, params), "v": apply(np.zeros_like, params)}
    t = state["t"] + 1
    m = apply(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = apply(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    params = apply(lambda p: (1 - weight_decay) * p if p.ndim > 1 else p, params)
    params = apply(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}
