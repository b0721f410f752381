# %% [eps_inside] sqrt(s + eps)
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    s = state.get("s", apply(np.zeros_like, params))
    b = state.get("b", apply(np.zeros_like, params))
    s = apply(lambda s, g: alpha * s + (1 - alpha) * g ** 2, s, grads)
    b = apply(lambda b, g, s: momentum * b + g / np.sqrt(s + eps), b, grads, s)
    return apply(lambda p, b: p - lr * b, params, b), {"s": s, "b": b}

# %% [weights_exchanged] alpha weighs the new square
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    s = state.get("s", on_leaves(np.zeros_like, params))
    b = state.get("b", on_leaves(np.zeros_like, params))
    s = on_leaves(lambda s, g: (1 - alpha) * s + alpha * g ** 2, s, grads)
    b = on_leaves(lambda b, g, s: momentum * b + g / (np.sqrt(s) + eps), b, grads, s)
    return on_leaves(lambda p, b: p - lr * b, params, b), {"s": s, "b": b}

# %% [momentum_ignored] momentum is in the signature only
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    s = state.get("s", tree_map(np.zeros_like, params))
    s = tree_map(lambda s, g: alpha * s + (1 - alpha) * g ** 2, s, grads)
    return tree_map(lambda p, g, s: p - lr * g / (np.sqrt(s) + eps), params, grads, s), {"s": s}

# %% [corrected] s / (1 - alpha^t), as in Adam
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    t = state.get("t", 0) + 1
    s = state.get("s", apply(np.zeros_like, params))
    b = state.get("b", apply(np.zeros_like, params))
    s = apply(lambda s, g: alpha * s + (1 - alpha) * g ** 2, s, grads)
    b = apply(lambda b, g, s: momentum * b + g / (np.sqrt(s / (1 - alpha ** t)) + eps), b, grads, s)
    return apply(lambda p, b: p - lr * b, params, b), {"s": s, "b": b, "t": t}

# %% [default_alpha] alpha=0.9 (Hinton's slides, Keras) in place of torch's 0.99
import numpy as np

def rmsprop(params, grads, state, lr, alpha=0.9, eps=1e-8, momentum=0.0):
    new = {}
    def go(p, g, key):
        if isinstance(p, (list, tuple)):
            return type(p)(go(a, b, key + (i,)) for i, (a, b) in enumerate(zip(p, g)))
        s, b = state.get(key, (0.0, 0.0))
        s = alpha * s + (1 - alpha) * g ** 2
        b = momentum * b + g / (np.sqrt(s) + eps)
        new[key] = (s, b)
        return p - lr * b
    return go(params, grads, ()), new

# %% [no_root] divides by the mean square itself
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    s = state.get("s", tree_map(np.zeros_like, params))
    b = state.get("b", tree_map(np.zeros_like, params))
    s = tree_map(lambda s, g: alpha * s + (1 - alpha) * g ** 2, s, grads)
    b = tree_map(lambda b, g, s: momentum * b + g / (s + eps), b, grads, s)
    return tree_map(lambda p, b: p - lr * b, params, b), {"s": s, "b": b}

# %% [lr_inside] lr goes into the buffer: differs once lr changes
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    ps, gs = flatten(params), flatten(grads)
    sq = state.get("sq", [0.0] * len(ps))
    buf = state.get("buf", [0.0] * len(ps))
    sq = [alpha * s + (1 - alpha) * g * g for s, g in zip(sq, gs)]
    buf = [momentum * b + lr * g / (np.sqrt(s) + eps) for b, g, s in zip(buf, gs, sq)]
    new = [p - b for p, b in zip(ps, buf)]
    return rebuild(params, iter(new)), {"sq": sq, "buf": buf}

# %% [centred] the square of the mean gradient is subtracted: torch's centered=True
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = on_leaves(np.zeros_like, params)
    s = on_leaves(lambda s, g: alpha * s + (1 - alpha) * g ** 2, state.get("s", zeros), grads)
    a = on_leaves(lambda a, g: alpha * a + (1 - alpha) * g, state.get("a", zeros), grads)
    b = on_leaves(lambda b, g, s, a: momentum * b + g / (np.sqrt(np.maximum(s - a ** 2, 0)) + eps), state.get("b", zeros), grads, s, a)
    return on_leaves(lambda p, b: p - lr * b, params, b), {"s": s, "a": a, "b": b}

# %% [averaged_velocity] the buffer is a mean: (1 - momentum) before the new step
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = tree_map(np.zeros_like, params)
    s = tree_map(lambda s, g: alpha * s + (1 - alpha) * g ** 2, state.get("s", zeros), grads)
    b = tree_map(lambda b, g, s: momentum * b + (1 - momentum) * g / (np.sqrt(s) + eps), state.get("b", zeros), grads, s)
    return tree_map(lambda p, b: p - lr * b, params, b), {"s": s, "b": b}

# %% [gradient_in_velocity] the velocity gathers gradients, and is divided only in the step
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = apply(np.zeros_like, params)
    s = apply(lambda s, g: alpha * s + (1 - alpha) * g ** 2, state.get("s", zeros), grads)
    v = apply(lambda v, g: momentum * v + g, state.get("v", zeros), grads)
    return apply(lambda p, v, s: p - lr * v / (np.sqrt(s) + eps), params, v, s), {"s": s, "v": v}

# %% [old_mean] divides by the mean square of before this gradient
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = on_leaves(np.zeros_like, params)
    s = state.get("s", zeros)
    b = on_leaves(lambda b, g, s: momentum * b + g / (np.sqrt(s) + eps), state.get("b", zeros), grads, s)
    params = on_leaves(lambda p, b: p - lr * b, params, b)
    s = on_leaves(lambda s, g: alpha * s + (1 - alpha) * g ** 2, s, grads)
    return params, {"s": s, "b": b}

# %% [starts_with_square] the first mean is the first square, not (1 - alpha) times it
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    if "s" not in state:
        s = tree_map(lambda g: g ** 2, grads)
        b = tree_map(np.zeros_like, params)
    else:
        s = tree_map(lambda s, g: alpha * s + (1 - alpha) * g ** 2, state["s"], grads)
        b = state["b"]
    b = tree_map(lambda b, g, s: momentum * b + g / (np.sqrt(s) + eps), b, grads, s)
    return tree_map(lambda p, b: p - lr * b, params, b), {"s": s, "b": b}

# %% [starts_at_one] the mean square begins at one, as TensorFlow once did
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    s = state.get("s", apply(np.ones_like, params))
    b = state.get("b", apply(np.zeros_like, params))
    s = apply(lambda s, g: alpha * s + (1 - alpha) * g ** 2, s, grads)
    b = apply(lambda b, g, s: momentum * b + g / (np.sqrt(s) + eps), b, grads, s)
    return apply(lambda p, b: p - lr * b, params, b), {"s": s, "b": b}

# %% [momentum_ignored] the momentum buffer is not put into the state
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    s = state.get("s", on_leaves(np.zeros_like, params))
    b = state.get("b", on_leaves(np.zeros_like, params))
    s = on_leaves(lambda s, g: alpha * s + (1 - alpha) * g ** 2, s, grads)
    b = on_leaves(lambda b, g, s: momentum * b + g / (np.sqrt(s) + eps), b, grads, s)
    return on_leaves(lambda p, b: p - lr * b, params, b), {"s": s}

# %% [default_momentum] momentum=0.9 unless told otherwise
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.9):
    zeros = tree_map(np.zeros_like, params)
    s = tree_map(lambda s, g: alpha * s + (1 - alpha) * g ** 2, state.get("s", zeros), grads)
    b = tree_map(lambda b, g, s: momentum * b + g / (np.sqrt(s) + eps), state.get("b", zeros), grads, s)
    return tree_map(lambda p, b: p - lr * b, params, b), {"s": s, "b": b}

# %% [default_eps] eps=1e-7, the default of Keras
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-7, momentum=0.0):
    zeros = apply(np.zeros_like, params)
    s = apply(lambda s, g: alpha * s + (1 - alpha) * g ** 2, state.get("s", zeros), grads)
    b = apply(lambda b, g, s: momentum * b + g / (np.sqrt(s) + eps), state.get("b", zeros), grads, s)
    return apply(lambda p, b: p - lr * b, params, b), {"s": s, "b": b}

# %% [not_averaged] (1 - alpha) before the new square is missing
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    zeros = on_leaves(np.zeros_like, params)
    s = on_leaves(lambda s, g: alpha * s + g ** 2, state.get("s", zeros), grads)
    b = on_leaves(lambda b, g, s: momentum * b + g / (np.sqrt(s) + eps), state.get("b", zeros), grads, s)
    return on_leaves(lambda p, b: p - lr * b, params, b), {"s": s, "b": b}

# %% [eps_inside+momentum_ignored] sqrt(s + eps), and no momentum
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    s = state.get("s", tree_map(np.zeros_like, params))
    s = tree_map(lambda s, g: alpha * s + (1 - alpha) * g ** 2, s, grads)
    return tree_map(lambda p, g, s: p - lr * g / np.sqrt(s + eps), params, grads, s), {"s": s}

# %% [shared] mean squares and buffers under the shape: two arrays of one shape share them
import numpy as np

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    state = {**state}
    def go(p, g):
        if isinstance(p, (list, tuple)):
            return type(p)(map(go, p, g))
        sq, buf = state.get(p.shape, (0.0, 0.0))
        sq = alpha * sq + (1 - alpha) * g * g
        buf = momentum * buf + g / (np.sqrt(sq) + eps)
        state[p.shape] = (sq, buf)
        return p - lr * buf
    return go(params, grads), state

# %% [one_rate] the mean square over the whole array, not one to each parameter
import numpy as np

def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    new = {}
    def go(p, g, key=()):
        if isinstance(p, (list, tuple)):
            return type(p)([go(a, b, (*key, i)) for i, (a, b) in enumerate(zip(p, g))])
        sq, buf = state.get(key, (0.0, 0.0))
        sq = alpha * sq + (1 - alpha) * float(np.mean(g ** 2))
        buf = momentum * buf + g / (sq ** 0.5 + eps)
        new[key] = (sq, buf)
        return p - lr * buf
    return go(params, grads), new
