# %% [no_correction] m and v used as they are
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    m = state.get("m", apply(np.zeros_like, params))
    v = state.get("v", apply(np.zeros_like, params))
    m = apply(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, v, grads)
    params = apply(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m, v)
    return params, {"m": m, "v": v, "t": state.get("t", 0) + 1}

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

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    m = state.get("m", on_leaves(np.zeros_like, params))
    v = state.get("v", on_leaves(np.zeros_like, params))
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, v, grads)
    def update(p, m, v):
        m_hat = m / (1 - b1 ** t)
        v_hat = v / (1 - b2 ** t)
        return p - lr * m_hat / np.sqrt(v_hat + eps)
    return on_leaves(update, params, m, v), {"m": m, "v": v, "t": t}

# %% [eps_uncorrected] the paper's shortcut lr sqrt(1-b2^t)/(1-b1^t) m / (sqrt(v) + eps)
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    ps, gs = flatten(params), flatten(grads)
    t = state.get("t", 0) + 1
    m = state.get("m", [0.0] * len(ps))
    v = state.get("v", [0.0] * len(ps))
    m = [b1 * mi + (1 - b1) * g for mi, g in zip(m, gs)]
    v = [b2 * vi + (1 - b2) * g * g for vi, g in zip(v, gs)]
    a = lr * (1 - b2 ** t) ** 0.5 / (1 - b1 ** t)
    new = [p - a * mi / (np.sqrt(vi) + eps) for p, mi, vi in zip(ps, m, v)]
    return rebuild(params, iter(new)), {"t": t, "m": m, "v": v}

# %% [t_from_zero] t is still 0 at the first step: division by zero
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": apply(np.zeros_like, params), "v": apply(np.zeros_like, params)}
    t = state["t"]
    m = apply(lambda m, g: b1 * m + (1 - b1) * g, state["m"], grads)
    v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, state["v"], grads)
    params = apply(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t + 1, "m": m, "v": v}

# %% [t_ahead] t begins at 1 and is raised before use: the first step corrects with t = 2
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 1) + 1
    m = state.get("m", on_leaves(np.zeros_like, params))
    v = state.get("v", on_leaves(np.zeros_like, params))
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, v, grads)
    params = on_leaves(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [t_per_array] t is raised within the loop, once for each array
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0)
    ms, vs, new = [], [], []
    for i, (p, g) in enumerate(zip(flatten(params), flatten(grads))):
        t += 1
        m = b1 * (state["m"][i] if state else 0) + (1 - b1) * g
        v = b2 * (state["v"][i] if state else 0) + (1 - b2) * g ** 2
        new.append(p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps))
        ms.append(m)
        vs.append(v)
    return rebuild(params, iter(new)), {"t": t, "m": ms, "v": vs}

# %% [t_stuck] t is not put into the state: always 1
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    m = state.get("m", apply(np.zeros_like, params))
    v = state.get("v", apply(np.zeros_like, params))
    m = apply(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, v, grads)
    params = apply(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"m": m, "v": v}

# %% [forgets] the state handed in is handed back
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", on_leaves(np.zeros_like, params)), grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", on_leaves(np.zeros_like, params)), grads)
    params = on_leaves(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, state

# %% [betas_exchanged] beta2 for m and beta1 for v
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b2, b1 = betas
    t = state.get("t", 0) + 1
    m = state.get("m", tree_map(np.zeros_like, params))
    v = state.get("v", tree_map(np.zeros_like, params))
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, v, grads)
    params = tree_map(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [v_corrected_by_beta1] a copying error: both corrections with beta1
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    m = apply(lambda m, g: beta1 * m + (1 - beta1) * g, state.get("m", apply(np.zeros_like, params)), grads)
    v = apply(lambda v, g: beta2 * v + (1 - beta2) * g ** 2, state.get("v", apply(np.zeros_like, params)), grads)
    m_hat = apply(lambda m: m / (1 - beta1 ** t), m)
    v_hat = apply(lambda v: v / (1 - beta1 ** t), v)
    params = apply(lambda p, m, v: p - lr * m / (np.sqrt(v) + eps), params, m_hat, v_hat)
    return params, {"t": t, "m": m, "v": v}

# %% [root_of_sizes] v gathers the absolute gradient
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    m = state.get("m", on_leaves(np.zeros_like, params))
    v = state.get("v", on_leaves(np.zeros_like, params))
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * abs(g), v, grads)
    params = on_leaves(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [no_root] divides by v_hat
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    m = state.get("m", tree_map(np.zeros_like, params))
    v = state.get("v", tree_map(np.zeros_like, params))
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, v, grads)
    params = tree_map(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (v / (1 - b2 ** t) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [corrected_kept] m_hat and v_hat go into the state
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    ps, gs = flatten(params), flatten(grads)
    t = state.get("t", 0) + 1
    m = state.get("m", [0] * len(ps))
    v = state.get("v", [0] * len(ps))
    m = [(b1 * a + (1 - b1) * g) / (1 - b1 ** t) for a, g in zip(m, gs)]
    v = [(b2 * a + (1 - b2) * g ** 2) / (1 - b2 ** t) for a, g in zip(v, gs)]
    new = [p - lr * a / (np.sqrt(b) + eps) for p, a, b in zip(ps, m, v)]
    return rebuild(params, iter(new)), {"t": t, "m": m, "v": v}

# %% [betas_ignored] betas written out in the body
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t = state.get("t", 0) + 1
    m = state.get("m", on_leaves(np.zeros_like, params))
    v = state.get("v", on_leaves(np.zeros_like, params))
    m = on_leaves(lambda m, g: 0.9 * m + (1 - 0.9) * g, m, grads)
    v = on_leaves(lambda v, g: 0.999 * v + (1 - 0.999) * g ** 2, v, grads)
    params = on_leaves(lambda p, m, v: p - lr * (m / (1 - 0.9 ** t)) / (np.sqrt(v / (1 - 0.999 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [no_v_correction] only m is corrected
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    m = state.get("m", tree_map(np.zeros_like, params))
    v = state.get("v", tree_map(np.zeros_like, params))
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, v, grads)
    params = tree_map(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [no_m_correction] only v is corrected
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    m = state.get("m", apply(np.zeros_like, params))
    v = state.get("v", apply(np.zeros_like, params))
    m = apply(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, v, grads)
    params = apply(lambda p, m, v: p - lr * m / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [times_for_power] 1 - beta * t in place of 1 - beta ** t
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    m = state.get("m", on_leaves(np.zeros_like, params))
    v = state.get("v", on_leaves(np.zeros_like, params))
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, v, grads)
    params = on_leaves(lambda p, m, v: p - lr * (m / abs(1 - b1 * t)) / (np.sqrt(v / abs(1 - b2 * t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [default_eps] eps=1e-7, the default of Keras
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-7):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    m = state.get("m", tree_map(np.zeros_like, params))
    v = state.get("v", tree_map(np.zeros_like, params))
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, v, grads)
    params = tree_map(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [shared] m and v under the shape of the array: two arrays of one shape share them
import numpy as np

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    state = dict(state)
    t = state["t"] = state.get("t", 0) + 1
    def go(p, g):
        if isinstance(p, (list, tuple)):
            return type(p)(go(a, b) for a, b in zip(p, g))
        m, v = state.get(np.shape(p), (0, 0))
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g ** 2
        state[np.shape(p)] = m, v
        return p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return go(params, grads), state

# %% [largest_square] the greatest v so far is used: AMSGrad
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    zeros = on_leaves(np.zeros_like, params)
    t = state.get("t", 0) + 1
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    top = on_leaves(np.maximum, state.get("top", zeros), v)
    params = on_leaves(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, top)
    return params, {"t": t, "m": m, "v": v, "top": top}

# %% [one_memory] m and v are the same zeros, filled in place
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    ps, gs = flatten(params), flatten(grads)
    if not state:
        zeros = [np.zeros(p.shape, p.dtype if p.dtype.kind == "f" else float) for p in ps]
        state = {"t": 0, "m": zeros, "v": zeros}
    m, v, t = state["m"], state["v"], state["t"] + 1
    new = []
    for i, (p, g) in enumerate(zip(ps, gs)):
        m[i] = b1 * m[i] + (1 - b1) * g
        v[i] = b2 * v[i] + (1 - b2) * g ** 2
        new.append(p - lr * (m[i] / (1 - b1 ** t)) / (np.sqrt(np.abs(v[i]) / (1 - b2 ** t)) + eps))
    return rebuild(params, iter(new)), {"t": t, "m": m, "v": v}

# %% [single_array_only] a single array is assumed
import numpy as np

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    m = beta1 * state.get("m", 0.0) + (1 - beta1) * grads
    v = beta2 * state.get("v", 0.0) + (1 - beta2) * grads ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return params - lr * m_hat / (np.sqrt(v_hat) + eps), {"t": t, "m": m, "v": v}

# %% [pairs_only] [(W, b), ...] alone is handled
import numpy as np

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    ms = state.get("m", [(0.0, 0.0) for _ in params])
    vs = state.get("v", [(0.0, 0.0) for _ in params])
    ms = [(b1 * mW + (1 - b1) * dW, b1 * mb + (1 - b1) * db) for (mW, mb), (dW, db) in zip(ms, grads)]
    vs = [(b2 * vW + (1 - b2) * dW ** 2, b2 * vb + (1 - b2) * db ** 2) for (vW, vb), (dW, db) in zip(vs, grads)]
    def down(p, m, v):
        return p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
    new = [(down(W, mW, vW), down(b, mb, vb)) for (W, b), (mW, mb), (vW, vb) in zip(params, ms, vs)]
    return new, {"t": t, "m": ms, "v": vs}

# %% [upcast] np.sqrt of a Python number gives float64, and the parameters follow
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = tree_map(np.zeros_like, params)
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    root = np.sqrt(1 - b2 ** t)
    params = tree_map(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v) / root + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [kept_outside] a class keeps m, v, t as class attributes: a second run goes on with the first one's
import numpy as np

class _Moments:
    t, m, v = 0, None, None
def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    S = _Moments
    if S.m is None:
        S.m, S.v = apply(np.zeros_like, params), apply(np.zeros_like, params)
    S.t += 1
    S.m = apply(lambda m, g: b1 * m + (1 - b1) * g, S.m, grads)
    S.v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, S.v, grads)
    params = apply(lambda p, m, v: p - lr * (m / (1 - b1 ** S.t)) / (np.sqrt(v / (1 - b2 ** S.t)) + eps), params, S.m, S.v)
    return params, {"t": S.t}

# %% [in_place] parameters changed with -=
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = on_leaves(np.zeros_like, params)
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    def update(p, m, v):
        step = lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
        if p.dtype.kind != "f":
            p = p.astype(float)
        p -= step
        return p
    return on_leaves(update, params, m, v), {"t": t, "m": m, "v": v}

# %% [old_means] the step is made before the moments are renewed (with last time's m and v)
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = tree_map(np.zeros_like, params)
    m, v = state.get("m", zeros), state.get("v", zeros)
    params = tree_map(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, v, grads)
    return params, {"t": t, "m": m, "v": v}

# %% [no_correction+eps_inside] m / sqrt(v + eps)
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    zeros = apply(np.zeros_like, params)
    m = apply(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    params = apply(lambda p, m, v: p - lr * m / np.sqrt(v + eps), params, m, v)
    return params, {"t": state.get("t", 0) + 1, "m": m, "v": v}

# %% [t_stuck+eps_inside] t always 1, and sqrt(v_hat + eps)
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = 1
    zeros = on_leaves(np.zeros_like, params)
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    params = on_leaves(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / np.sqrt(v / (1 - b2 ** t) + eps), params, m, v)
    return params, {"m": m, "v": v, "t": t}

# %% [lr_decays] lr / sqrt(t), from the proof in the paper
import numpy as np

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    (b1, b2), t = betas, state.get("t", 0) + 1
    new = {"t": t}
    def go(p, g, key):
        if isinstance(p, (list, tuple)):
            return type(p)(go(a, b, key + (i,)) for i, (a, b) in enumerate(zip(p, g)))
        m, v = state.get(key, (0.0, 0.0))
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g ** 2
        new[key] = (m, v)
        return p - lr / t ** 0.5 * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return go(params, grads, ()), new

# %% [shared] m and v are handed on from array to array by a closure where the shapes allow it
import numpy as np

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    def make(m, v):
        def one(p, g):
            nonlocal m, v
            if np.shape(m) != np.shape(g):
                m = v = 0.0
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            return p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
        return one, lambda: {"t": t, "m": m, "v": v}
    one, get = make(state.get("m", 0.0), state.get("v", 0.0))
    def go(p, g):
        return type(p)(go(a, b) for a, b in zip(p, g)) if isinstance(p, (list, tuple)) else one(p, g)
    return go(params, grads), get()

# %% [square_of_mean] v gathers the square of m, not of the gradient
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = on_leaves(np.zeros_like, params)
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = on_leaves(lambda v, m: b2 * v + (1 - b2) * m ** 2, state.get("v", zeros), m)
    params = on_leaves(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}
