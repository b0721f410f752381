# %% [no_look_ahead] steps with v alone: no look ahead
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def nesterov(params, grads, state, lr, momentum=0.9):
    v = state.get("v", on_leaves(np.zeros_like, params))
    v = on_leaves(lambda v, g: momentum * v + g, v, grads)
    return on_leaves(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [no_look_ahead] g + mu v with the old v: this is the ordinary velocity
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def nesterov(params, grads, state, lr, momentum=0.9):
    ps, gs = flatten(params), flatten(grads)
    vs = state.get("v") or [0.0] * len(ps)
    new = [p - lr * (g + momentum * v) for p, g, v in zip(ps, gs, vs)]
    vs = [momentum * v + g for v, g in zip(vs, gs)]
    return rebuild(params, iter(new)), {"v": vs}

# %% [lr_within] the cs231n form: v = mu v - lr g, x += -mu v_prev + (1 + mu) v
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def nesterov(params, grads, state, lr, momentum=0.9):
    v_prev = state["v"] if state else apply(np.zeros_like, params)
    v = apply(lambda v, g: momentum * v - lr * g, v_prev, grads)
    params = apply(lambda p, vp, v: p - momentum * vp + (1 + momentum) * v, params, v_prev, v)
    return params, {"v": v}

# %% [lr_within] v = mu v + lr g, step mu v + lr g
def nesterov(params, grads, state, lr, momentum=0.9):
    new = {}
    def go(p, g, key=""):
        if isinstance(p, (list, tuple)):
            return type(p)(go(a, b, f"{key}/{i}") for i, (a, b) in enumerate(zip(p, g)))
        v = momentum * state.get(key, 0.0) + lr * g
        new[key] = v
        return p - (momentum * v + lr * g)
    return go(params, grads), new

# %% [ahead_only] steps with mu v alone: with momentum 0 nothing moves
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def nesterov(params, grads, state, lr, momentum=0.9):
    v = state.get("v", tree_map(np.zeros_like, params))
    v = tree_map(lambda v, g: momentum * v + g, v, grads)
    return tree_map(lambda p, v: p - lr * momentum * v, params, v), {"v": v}

# %% [ahead_twice] steps with v + mu v, not g + mu v
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def nesterov(params, grads, state, lr, momentum=0.9):
    v = state.get("v", apply(np.zeros_like, params))
    v = apply(lambda v, g: momentum * v + g, v, grads)
    return apply(lambda p, v: p - lr * (1 + momentum) * v, params, v), {"v": v}

# %% [no_share] steps with g + v: mu is missing before v
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def nesterov(params, grads, state, lr, momentum=0.9):
    if not state:
        state = {"v": on_leaves(np.zeros_like, params)}
    v = on_leaves(lambda v, g: momentum * v + g, state["v"], grads)
    return on_leaves(lambda p, g, v: p - lr * (g + v), params, grads, v), {"v": v}

# %% [averaged_ahead] (1 - mu) g in the velocity
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def nesterov(params, grads, state, lr, momentum=0.9):
    v = state.get("v", tree_map(np.zeros_like, params))
    v = tree_map(lambda v, g: momentum * v + (1 - momentum) * g, v, grads)
    return tree_map(lambda p, g, v: p - lr * (g + momentum * v), params, grads, v), {"v": v}

# %% [forgets] an empty state is returned
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def nesterov(params, grads, state, lr, momentum=0.9):
    v = state.get("v", apply(np.zeros_like, params))
    v = apply(lambda v, g: momentum * v + g, v, grads)
    return apply(lambda p, g, v: p - lr * (g + momentum * v), params, grads, v), {}

# %% [step_remembered] g + mu v is stored as the velocity of the next step
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def nesterov(params, grads, state, lr, momentum=0.9):
    v = state.get("v", on_leaves(np.zeros_like, params))
    v = on_leaves(lambda v, g: momentum * v + g, v, grads)
    step = on_leaves(lambda g, v: g + momentum * v, grads, v)
    return on_leaves(lambda p, s: p - lr * s, params, step), {"v": step}

# %% [setting_ignored] the look ahead is always 0.9
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def nesterov(params, grads, state, lr, momentum=0.9):
    v = state.get("v", tree_map(np.zeros_like, params))
    v = tree_map(lambda v, g: momentum * v + g, v, grads)
    return tree_map(lambda p, g, v: p - lr * (g + 0.9 * v), params, grads, v), {"v": v}

# %% [ascent] plus lr
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def nesterov(params, grads, state, lr, momentum=0.9):
    v = state.get("v", apply(np.zeros_like, params))
    v = apply(lambda v, g: momentum * v + g, v, grads)
    return apply(lambda p, g, v: p + lr * (g + momentum * v), params, grads, v), {"v": v}

# %% [flat_list_only] a flat list of arrays or one array; fails at [(W, b), ...]
import numpy as np

def nesterov(params, grads, state, lr, momentum=0.9):
    if isinstance(params, np.ndarray):
        new, state = nesterov([params], [grads], state, lr, momentum)
        return new[0], state
    v = state.get("v", [np.zeros_like(p) for p in params])
    v = [momentum * vi + g for vi, g in zip(v, grads)]
    new = [p - lr * (g + momentum * vi) for p, g, vi in zip(params, grads, v)]
    return type(params)(new), {"v": v}

# %% [only_last_kept] each pair writes its velocity to the same key, the last one wins
import numpy as np

def nesterov(params, grads, state, lr, momentum=0.9):
    new_state = {}
    def go(p, g):
        if isinstance(p, (list, tuple)):
            return type(p)(go(a, b) for a, b in zip(p, g))
        v = state.get("v", 0.0)
        if np.shape(v) != np.shape(g):
            v = 0.0
        v = momentum * v + g
        new_state["v"] = v
        return p - lr * (g + momentum * v)
    return go(params, grads), new_state

# %% [sign_of_correction] mu v_prev + (1 + mu) v: the velocity of before is added, not subtracted
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def nesterov(params, grads, state, lr, momentum=0.9):
    v_prev = state["v"] if state else apply(np.zeros_like, params)
    v = apply(lambda v, g: momentum * v + g, v_prev, grads)
    params = apply(lambda p, vp, v: p - lr * (momentum * vp + (1 + momentum) * v), params, v_prev, v)
    return params, {"v": v}

# %% [slides] ordinary momentum with lr in the velocity
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def nesterov(params, grads, state, lr, momentum=0.9):
    v = state.get("v", on_leaves(np.zeros_like, params))
    v = on_leaves(lambda v, g: momentum * v - lr * g, v, grads)
    return on_leaves(lambda p, v: p + v, params, v), {"v": v}
