# %% [same_correction] m and the gradient both corrected with t
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = on_leaves(np.zeros_like, params)
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    if momentum_decay is None:
        a, b = b1 / (1 - b1 ** t), (1 - b1) / (1 - b1 ** t)
        prod = 1.0
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu1 = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
        prod = state.get("prod", 1.0) * mu
        a, b = mu1 / (1 - prod), (1 - mu) / (1 - prod)
    params = on_leaves(lambda p, g, m, v: p - lr * (a * m + b * g) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, grads, m, v)
    return params, {"t": t, "m": m, "v": v, "prod": prod}

# %% [next_corrections] m and the gradient both corrected with t + 1
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": tree_map(np.zeros_like, params), "v": tree_map(np.zeros_like, params)}
    t = state["t"] + 1
    m = tree_map(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = tree_map(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    def mu(k):
        return b1 if momentum_decay is None else b1 * (1 - 0.5 * 0.96 ** (k * momentum_decay))
    prod = state.get("prod", 1.0) * mu(t)
    nxt = prod * mu(t + 1)
    params = tree_map(lambda p, g, m, v: p - lr * (mu(t + 1) * m + (1 - mu(t)) * g) / (1 - nxt) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, grads, m, v)
    return params, {"t": t, "m": m, "v": v, "prod": prod}

# %% [adam_alone] no look ahead at all
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = apply(np.zeros_like, params)
    m = apply(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    params = apply(lambda p, m, v: p - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [momentum_decay_ignored] beta1 constant whatever momentum_decay is
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": on_leaves(np.zeros_like, params), "v": on_leaves(np.zeros_like, params)}
    t = state["t"] + 1
    m = on_leaves(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = on_leaves(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    def update(p, g, m, v):
        m_bar = b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1 ** t)
        v_hat = v / (1 - b2 ** t)
        return p - lr * m_bar / (np.sqrt(v_hat) + eps)
    return on_leaves(update, params, grads, m, v), {"t": t, "m": m, "v": v}

# %% [default_momentum_decay] torch's 0.004 where momentum_decay is None
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = tree_map(np.zeros_like, params)
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    psi = 0.004 if momentum_decay is None else momentum_decay
    mu = b1 * (1 - 0.5 * 0.96 ** (t * psi))
    mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * psi))
    prod = state.get("prod", 1.0) * mu
    def update(p, g, m, v):
        step = (1 - mu) / (1 - prod) * g + mu_next / (1 - prod * mu_next) * m
        return p - lr * step / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return tree_map(update, params, grads, m, v), {"t": t, "m": m, "v": v, "prod": prod}

# %% [zero_is_none] if momentum_decay: a decay of 0 is a schedule too (beta1/2), not the constant beta1
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": apply(np.zeros_like, params), "v": apply(np.zeros_like, params)}
    t = state["t"] + 1
    m = apply(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = apply(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    def mu(k):
        if not momentum_decay:
            return b1
        return b1 * (1 - 0.5 * 0.96 ** (k * momentum_decay))
    prod = state.get("prod", 1.0) * mu(t)
    c_g = (1 - mu(t)) / (1 - prod)
    c_m = mu(t + 1) / (1 - prod * mu(t + 1))
    params = apply(lambda p, g, m, v: p - lr * (c_g * g + c_m * m) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, grads, m, v)
    return params, {"t": t, "m": m, "v": v, "prod": prod}

# %% [power_of_share] mu_t ** t in place of the product of all mu
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = on_leaves(np.zeros_like, params)
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    def mu(k):
        return b1 if momentum_decay is None else b1 * (1 - 0.5 * 0.96 ** (k * momentum_decay))
    c_g = (1 - mu(t)) / (1 - mu(t) ** t)
    c_m = mu(t + 1) / (1 - mu(t + 1) ** (t + 1))
    params = on_leaves(lambda p, g, m, v: p - lr * (c_g * g + c_m * m) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, grads, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [corrected_by_powers] the schedule for mu, but beta1 ** t in the corrections
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": tree_map(np.zeros_like, params), "v": tree_map(np.zeros_like, params)}
    t = state["t"] + 1
    m = tree_map(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = tree_map(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    if momentum_decay is None:
        mu = mu_next = b1
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    def update(p, g, m, v):
        m_bar = mu_next * m / (1 - b1 ** (t + 1)) + (1 - mu) * g / (1 - b1 ** t)
        return p - lr * m_bar / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return tree_map(update, params, grads, m, v), {"t": t, "m": m, "v": v}

# %% [product_not_kept] the product begins at 1 in each call
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = apply(np.zeros_like, params)
    m = apply(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    if momentum_decay is None:
        mu, mu_next, prod = b1, b1, b1 ** t
    else:
        mu = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
        prod = 1.0
        prod *= mu
    c_g, c_m = (1 - mu) / (1 - prod), mu_next / (1 - prod * mu_next)
    params = apply(lambda p, g, m, v: p - lr * (c_g * g + c_m * m) / (np.sqrt(v / (1 - b2 ** t)) + eps), params, grads, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [product_per_array] the product is multiplied on for each array, not for each step
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    ps, gs = flatten(params), flatten(grads)
    t = state.get("t", 0) + 1
    prod = state.get("prod", 1.0)
    ms = state.get("m", [0.0] * len(ps))
    vs = state.get("v", [0.0] * len(ps))
    ms = [b1 * m + (1 - b1) * g for m, g in zip(ms, gs)]
    vs = [b2 * v + (1 - b2) * g * g for v, g in zip(vs, gs)]
    new = []
    for p, g, m, v in zip(ps, gs, ms, vs):
        d = momentum_decay
        mu = b1 if d is None else b1 * (1 - 0.5 * 0.96 ** (t * d))
        mu_next = b1 if d is None else b1 * (1 - 0.5 * 0.96 ** ((t + 1) * d))
        prod = prod * mu
        step = (1 - mu) * g / (1 - prod) + mu_next * m / (1 - prod * mu_next)
        new.append(p - lr * step / (np.sqrt(v / (1 - b2 ** t)) + eps))
    return rebuild(params, iter(new)), {"t": t, "prod": prod, "m": ms, "v": vs}

# %% [next_in_product] prod * mu_next is kept, so each mu is counted twice
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = tree_map(np.zeros_like, params)
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    mu = (lambda k: b1) if momentum_decay is None else (lambda k: b1 * (1 - 0.5 * 0.96 ** (k * momentum_decay)))
    prod = state.get("prod", 1.0) * mu(t)
    prod_next = prod * mu(t + 1)
    def update(p, g, m, v):
        step = (1 - mu(t)) * g / (1 - prod) + mu(t + 1) * m / (1 - prod_next)
        return p - lr * step / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return tree_map(update, params, grads, m, v), {"t": t, "m": m, "v": v, "prod": prod_next}

# %% [schedule_of_t] 0.96 ** t * psi: the precedence of the powers
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": apply(np.zeros_like, params), "v": apply(np.zeros_like, params)}
    t = state["t"] + 1
    m = apply(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = apply(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    mu = (lambda k: b1) if momentum_decay is None else (lambda k: b1 * (1 - 0.5 * 0.96 ** k * momentum_decay))
    prod = state.get("prod", 1.0) * mu(t)
    def update(p, g, m, v):
        step = (1 - mu(t)) * g / (1 - prod) + mu(t + 1) * m / (1 - prod * mu(t + 1))
        return p - lr * step / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return apply(update, params, grads, m, v), {"t": t, "m": m, "v": v, "prod": prod}

# %% [no_half] the schedule without 0.5
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = on_leaves(np.zeros_like, params)
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    mu = (lambda k: b1) if momentum_decay is None else (lambda k: b1 * (1 - 0.96 ** (k * momentum_decay)))
    prod = state.get("prod", 1.0) * mu(t)
    def update(p, g, m, v):
        step = (1 - mu(t)) * g / (1 - prod) + mu(t + 1) * m / (1 - prod * mu(t + 1))
        return p - lr * step / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return on_leaves(update, params, grads, m, v), {"t": t, "m": m, "v": v, "prod": prod}

# %% [scheduled_mean] m itself is gathered with mu_t in place of beta1
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = tree_map(np.zeros_like, params)
    mu = (lambda k: b1) if momentum_decay is None else (lambda k: b1 * (1 - 0.5 * 0.96 ** (k * momentum_decay)))
    m = tree_map(lambda m, g: mu(t) * m + (1 - mu(t)) * g, state.get("m", zeros), grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    prod = state.get("prod", 1.0) * mu(t)
    def update(p, g, m, v):
        step = (1 - mu(t)) * g / (1 - prod) + mu(t + 1) * m / (1 - prod * mu(t + 1))
        return p - lr * step / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return tree_map(update, params, grads, m, v), {"t": t, "m": m, "v": v, "prod": prod}

# %% [gradient_whole] the gradient without (1 - beta1)
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = apply(np.zeros_like, params)
    m = apply(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = apply(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    mu = (lambda k: b1) if momentum_decay is None else (lambda k: b1 * (1 - 0.5 * 0.96 ** (k * momentum_decay)))
    prod = state.get("prod", 1.0) * mu(t)
    def update(p, g, m, v):
        step = g / (1 - prod) + mu(t + 1) * m / (1 - prod * mu(t + 1))
        return p - lr * step / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return apply(update, params, grads, m, v), {"t": t, "m": m, "v": v, "prod": prod}

# %% [old_mean] the look ahead is made with m of the step before
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    m_old = state.get("m", on_leaves(np.zeros_like, params))
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": on_leaves(np.zeros_like, params), "v": on_leaves(np.zeros_like, params)}
    t = state["t"] + 1
    m = on_leaves(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = on_leaves(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    mu = (lambda k: b1) if momentum_decay is None else (lambda k: b1 * (1 - 0.5 * 0.96 ** (k * momentum_decay)))
    prod = state.get("prod", 1.0) * mu(t)
    def update(p, g, m, v):
        step = (1 - mu(t)) * g / (1 - prod) + mu(t + 1) * m / (1 - prod * mu(t + 1))
        return p - lr * step / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return on_leaves(update, params, grads, m_old, v), {"t": t, "m": m, "v": v, "prod": prod}

# %% [eps_inside] sqrt(v_hat + eps)
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = tree_map(np.zeros_like, params)
    m = tree_map(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = tree_map(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    mu = (lambda k: b1) if momentum_decay is None else (lambda k: b1 * (1 - 0.5 * 0.96 ** (k * momentum_decay)))
    prod = state.get("prod", 1.0) * mu(t)
    def update(p, g, m, v):
        step = (1 - mu(t)) * g / (1 - prod) + mu(t + 1) * m / (1 - prod * mu(t + 1))
        return p - lr * step / np.sqrt(v / (1 - b2 ** t) + eps)
    return tree_map(update, params, grads, m, v), {"t": t, "m": m, "v": v, "prod": prod}

# %% [no_v_correction] v without its correction
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": apply(np.zeros_like, params), "v": apply(np.zeros_like, params)}
    t = state["t"] + 1
    m = apply(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = apply(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    mu = (lambda k: b1) if momentum_decay is None else (lambda k: b1 * (1 - 0.5 * 0.96 ** (k * momentum_decay)))
    prod = state.get("prod", 1.0) * mu(t)
    def update(p, g, m, v):
        step = (1 - mu(t)) * g / (1 - prod) + mu(t + 1) * m / (1 - prod * mu(t + 1))
        return p - lr * step / (np.sqrt(v) + eps)
    return apply(update, params, grads, m, v), {"t": t, "m": m, "v": v, "prod": prod}

# %% [v_corrected_ahead] v corrected with t + 1 as m is
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    zeros = on_leaves(np.zeros_like, params)
    m = on_leaves(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", zeros), grads)
    v = on_leaves(lambda v, g: b2 * v + (1 - b2) * g ** 2, state.get("v", zeros), grads)
    mu = (lambda k: b1) if momentum_decay is None else (lambda k: b1 * (1 - 0.5 * 0.96 ** (k * momentum_decay)))
    prod = state.get("prod", 1.0) * mu(t)
    def update(p, g, m, v):
        step = (1 - mu(t)) * g / (1 - prod) + mu(t + 1) * m / (1 - prod * mu(t + 1))
        return p - lr * step / (np.sqrt(v / (1 - b2 ** (t + 1))) + eps)
    return on_leaves(update, params, grads, m, v), {"t": t, "m": m, "v": v, "prod": prod}

# %% [same_correction+momentum_decay_ignored] Adam's m_hat in the look ahead, and no schedule
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    if not state:
        state = {"t": 0, "m": tree_map(np.zeros_like, params), "v": tree_map(np.zeros_like, params)}
    t = state["t"] + 1
    m = tree_map(lambda m, g: m * b1 + g * (1 - b1), state["m"], grads)
    v = tree_map(lambda v, g: v * b2 + g * g * (1 - b2), state["v"], grads)
    def update(p, g, m, v):
        m_hat = m / (1 - b1 ** t)
        m_bar = b1 * m_hat + (1 - b1) * g / (1 - b1 ** t)
        return p - lr * m_bar / (np.sqrt(v / (1 - b2 ** t)) + eps)
    return tree_map(update, params, grads, m, v), {"t": t, "m": m, "v": v}
