# %% [eps_inside] sqrt(s + eps)
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", apply(np.zeros_like, params))
    s = apply(lambda s, g: s + g ** 2, s, grads)
    return apply(lambda p, g, s: p - lr * g / np.sqrt(s + eps), params, grads, s), {"s": s}

# %% [forgets] the sum of squares begins at zero in each call: the sign of the gradient remains
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adagrad(params, grads, state, lr, eps=1e-10):
    def update(p, g):
        s = np.zeros_like(p)
        s = s + g ** 2
        return p - lr * g / (np.sqrt(s) + eps)
    return on_leaves(update, params, grads), state

# %% [no_root] divides by the sum of squares itself
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", tree_map(np.zeros_like, params))
    s = tree_map(lambda s, g: s + g ** 2, s, grads)
    return tree_map(lambda p, g, s: p - lr * g / (s + eps), params, grads, s), {"s": s}

# %% [old_sum] steps with the sum of before this gradient
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", apply(np.zeros_like, params))
    params = apply(lambda p, g, s: p - lr * g / (np.sqrt(s) + eps), params, grads, s)
    s = apply(lambda s, g: s + g ** 2, s, grads)
    return params, {"s": s}

# %% [sizes_summed] the absolute gradients are summed, and no root
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def adagrad(params, grads, state, lr, eps=1e-10):
    ps, gs = flatten(params), flatten(grads)
    acc = state.get("acc", [0.0] * len(ps))
    acc = [a + abs(g) for a, g in zip(acc, gs)]
    new = [p - lr * g / (a + eps) for p, g, a in zip(ps, gs, acc)]
    return rebuild(params, iter(new)), {"acc": acc}

# %% [one_rate] one sum for a whole array, not one to each parameter
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", tree_map(lambda p: 0.0, params))
    s = tree_map(lambda s, g: float(s + np.sum(g ** 2)), s, grads)
    return tree_map(lambda p, g, s: p - lr * g / (float(s) ** 0.5 + eps), params, grads, s), {"s": s}

# %% [fades] a sliding mean with 0.9: this is RMSProp
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", apply(np.zeros_like, params))
    s = apply(lambda s, g: 0.9 * s + 0.1 * g ** 2, s, grads)
    return apply(lambda p, g, s: p - lr * g / (np.sqrt(s) + eps), params, grads, s), {"s": s}

# %% [mean_of_squares] the sum is divided by the number of steps
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adagrad(params, grads, state, lr, eps=1e-10):
    t = state.get("t", 0) + 1
    s = state.get("s", on_leaves(np.zeros_like, params))
    s = on_leaves(lambda s, g: s + g ** 2, s, grads)
    params = on_leaves(lambda p, g, s: p - lr * g / (np.sqrt(s / t) + eps), params, grads, s)
    return params, {"s": s, "t": t}

# %% [default_eps] eps=1e-8 in place of 1e-10: seen at tiny gradients
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adagrad(params, grads, state, lr, eps=1e-8):
    s = state.get("s", tree_map(np.zeros_like, params))
    s = tree_map(lambda s, g: s + g ** 2, s, grads)
    return tree_map(lambda p, g, s: p - lr * g / (np.sqrt(s) + eps), params, grads, s), {"s": s}

# %% [eps_ignored] 1e-10 in the body whatever eps is handed in
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", apply(np.zeros_like, params))
    s = apply(lambda s, g: s + g ** 2, s, grads)
    return apply(lambda p, g, s: p - lr * g / (np.sqrt(s) + 1e-10), params, grads, s), {"s": s}

# %% [no_eps_but_zero] no eps, zeros where nothing has been summed
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", on_leaves(np.zeros_like, params))
    s = on_leaves(lambda s, g: s + g ** 2, s, grads)
    def update(p, g, s):
        root = np.sqrt(s)
        return p - lr * np.where(root > 0, g / np.where(root > 0, root, 1), 0)
    return on_leaves(update, params, grads, s), {"s": s}

# %% [no_eps] no eps: a parameter whose gradient was always zero becomes nan
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", tree_map(np.zeros_like, params))
    s = tree_map(lambda s, g: s + g * g, s, grads)
    return tree_map(lambda p, g, s: p - lr / np.sqrt(s) * g, params, grads, s), {"s": s}

# %% [begins_high] the sum begins at 0.1, as Keras does
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", apply(lambda p: np.zeros_like(p) + 0.1 if p.dtype.kind == "f" else np.full(p.shape, 0.1), params))
    s = apply(lambda s, g: s + g ** 2, s, grads)
    return apply(lambda p, g, s: p - lr * g / (np.sqrt(s) + eps), params, grads, s), {"s": s}

# %% [eps_inside] eps is put into the sum once at the start, and not in the divisor
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def adagrad(params, grads, state, lr, eps=1e-10):
    if not state:
        state = {"s": on_leaves(lambda p: 0 * p + eps, params)}
    s = on_leaves(lambda s, g: s + g ** 2, state["s"], grads)
    return on_leaves(lambda p, g, s: p - lr * g / np.sqrt(s), params, grads, s), {"s": s}

# %% [shared] the sums are kept under the shape: two arrays of one shape share one
import numpy as np

def adagrad(params, grads, state, lr, eps=1e-10):
    sums = dict(state)
    def go(p, g):
        if isinstance(p, (list, tuple)):
            return type(p)(go(a, b) for a, b in zip(p, g))
        key = np.shape(p)
        sums[key] = sums.get(key, 0) + np.square(g)
        return p - lr * g / (np.sqrt(sums[key]) + eps)
    return go(params, grads), sums

# %% [upcast] the sum is np.zeros(shape), float64
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def adagrad(params, grads, state, lr, eps=1e-10):
    s = state.get("s", apply(lambda p: np.zeros(p.shape), params))
    s = apply(lambda s, g: s + g ** 2, s, grads)
    return apply(lambda p, g, s: p - lr * g / (np.sqrt(s) + eps), params, grads, s), {"s": s}

# %% [nesting] a flat list comes back
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def adagrad(params, grads, state, lr, eps=1e-10):
    ps, gs = flatten(params), flatten(grads)
    acc = state.get("acc", [0.0] * len(ps))
    acc = [a + g * g for a, g in zip(acc, gs)]
    new = [p - lr * g / (np.sqrt(a) + eps) for p, g, a in zip(ps, gs, acc)]
    if not isinstance(params, (list, tuple)):
        return new[0], {"acc": acc}
    return new, {"acc": acc}

# %% [eps_inside+default_eps] sqrt(s + 1e-8)
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def adagrad(params, grads, state, lr, eps=1e-8):
    s = state.get("s", tree_map(np.zeros_like, params))
    s = tree_map(lambda s, g: s + g ** 2, s, grads)
    return tree_map(lambda p, g, s: p - lr * g / (s + eps) ** 0.5, params, grads, s), {"s": s}

# %% [in_place] the squares are written into the caller's gradients
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def adagrad(params, grads, state, lr, eps=1e-10):
    ps, gs = flatten(params), flatten(grads)
    old = [g * 1.0 for g in gs]
    for g in gs:
        g **= 2
    acc = [a + g for a, g in zip(state.get("acc", [0.0] * len(gs)), gs)]
    new = [p - lr * g / (np.sqrt(a) + eps) for p, g, a in zip(ps, old, acc)]
    return rebuild(params, iter(new)), {"acc": acc}

# %% [lr_inside] the squares of lr g are summed, so lr cancels
import numpy as np

def adagrad(params, grads, state, lr, eps=1e-10):
    sums = {}
    def go(p, g, key):
        if isinstance(p, (list, tuple)):
            return type(p)(go(a, b, key + (k,)) for k, (a, b) in enumerate(zip(p, g)))
        sums[key] = state.get(key, 0.0) + (lr * g) ** 2
        return p - lr * g / (np.sqrt(sums[key]) + eps)
    return go(params, grads, ()), sums
