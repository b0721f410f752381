# %% [lr_inside] v = mu v - lr g: agrees only while lr is constant
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def momentum(params, grads, state, lr, momentum=0.9):
    v = state["v"] if "v" in state else on_leaves(np.zeros_like, params)
    v = on_leaves(lambda v, g: momentum * v - lr * g, v, grads)
    return on_leaves(lambda p, v: p + v, params, v), {"v": v}

# %% [lr_inside] the same with plus lr g and subtracting
def momentum(params, grads, state, lr, momentum=0.9):
    def step(p, g, v):
        if isinstance(p, (list, tuple)):
            both = [step(pi, gi, None if v is None else v[i]) for i, (pi, gi) in enumerate(zip(p, g))]
            return type(p)(b[0] for b in both), [b[1] for b in both]
        v = lr * g if v is None else momentum * v + lr * g
        return p - v, v
    params, v = step(params, grads, state.get("velocity"))
    return params, {"velocity": v}

# %% [averaged_velocity] (1 - mu) g in the velocity: a mean, not a sum
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def momentum(params, grads, state, lr, momentum=0.9):
    if not state:
        state = {"v": apply(np.zeros_like, params)}
    v = apply(lambda v, g: momentum * v + (1 - momentum) * g, state["v"], grads)
    params = apply(lambda p, v: p - lr * v, params, v)
    return params, {"v": v}

# %% [damped] first step with g, then with (1 - mu) g
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def momentum(params, grads, state, lr, momentum=0.9):
    ps, gs = flatten(params), flatten(grads)
    if "vs" not in state:
        vs = [1.0 * g for g in gs]
    else:
        vs = [momentum * v + (1 - momentum) * g for v, g in zip(state["vs"], gs)]
    new = [p - lr * v for p, v in zip(ps, vs)]
    return rebuild(params, iter(new)), {"vs": vs}

# %% [forgets] the velocity begins at zero in every call
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def momentum(params, grads, state, lr, momentum=0.9):
    v = tree_map(np.zeros_like, params)
    v = tree_map(lambda v, g: momentum * v + g, v, grads)
    params = tree_map(lambda p, v: p - lr * v, params, v)
    return params, {"v": v}

# %% [forgets] the new velocity is computed but the old state is returned
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def momentum(params, grads, state, lr, momentum=0.9):
    old = state.get("v")
    if old is None:
        old = apply(np.zeros_like, params)
    v = apply(lambda v, g: momentum * v + g, old, grads)
    params = apply(lambda p, v: p - lr * v, params, v)
    return params, state

# %% [shared] the velocities are kept under the shape: two arrays of one shape share one
import numpy as np

def momentum(params, grads, state, lr, momentum=0.9):
    new = dict(state)
    def update(p, g):
        if isinstance(p, (list, tuple)):
            return type(p)(update(pi, gi) for pi, gi in zip(p, g))
        v = momentum * new.get(np.shape(p), 0.0) + g
        new[np.shape(p)] = v
        return p - lr * v
    return update(params, grads), new

# %% [aliased] the first velocity is the caller's gradient itself, and changes with it
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def momentum(params, grads, state, lr, momentum=0.9):
    ps, gs = flatten(params), flatten(grads)
    if "v" in state:
        v = [momentum * v + g for v, g in zip(state["v"], gs)]
    else:
        v = gs
    return rebuild(params, iter([p - lr * vi for p, vi in zip(ps, v)])), {"v": v}

# %% [in_place] g += mu v writes the velocity into the caller's gradient
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def momentum(params, grads, state, lr, momentum=0.9):
    def accumulate(g, v):
        if g.dtype.kind == "f":
            g += momentum * v
            return g
        return g + momentum * v
    old = state["v"] if state else apply(np.zeros_like, grads)
    v = apply(accumulate, grads, old)
    params = apply(lambda p, v: p - lr * v, params, v)
    return params, {"v": apply(np.copy, v)}

# %% [momentum_ignored] 0.9 in the body whatever momentum is handed in
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def momentum(params, grads, state, lr, momentum=0.9):
    beta = 0.9
    v = state.get("v", on_leaves(np.zeros_like, params))
    v = on_leaves(lambda v, g: beta * v + g, v, grads)
    return on_leaves(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [old_velocity] steps with the velocity of before this gradient
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", tree_map(np.zeros_like, params))
    new_params = tree_map(lambda p, v: p - lr * v, params, v)
    v = tree_map(lambda v, g: momentum * v + g, v, grads)
    return new_params, {"v": v}

# %% [ascent] v = mu v - g and then minus lr v: up the hill
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", apply(np.zeros_like, params))
    v = apply(lambda v, g: momentum * v - g, v, grads)
    return apply(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [looks_ahead] steps with g + mu v: this is Nesterov
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v") or None
    if v is None:
        v = [on_leaves(np.zeros_like, params)]
    v = on_leaves(lambda v, g: momentum * v + g, v[0], grads)
    return on_leaves(lambda p, g, v: p - lr * (g + momentum * v), params, grads, v), {"v": [v]}

# %% [gradient_shrunk] v = mu (v + g): the new gradient is weakened too
def momentum(params, grads, state, lr, momentum=0.9):
    new = {}
    def go(p, g, key):
        if isinstance(p, (list, tuple)):
            return type(p)(go(a, b, key + (i,)) for i, (a, b) in enumerate(zip(p, g)))
        new[key] = momentum * (state.get(key, 0.0) + g)
        return p - lr * new[key]
    return go(params, grads, ()), new

# %% [lr_inside_and_outside] lr within the velocity and again in the step
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", apply(np.zeros_like, params))
    v = apply(lambda v, g: momentum * v + lr * g, v, grads)
    return apply(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [whole_velocity] the velocity is zeros_like of whole-number parameters and filled in place
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def momentum(params, grads, state, lr, momentum=0.9):
    v = on_leaves(np.copy, state["v"]) if "v" in state else on_leaves(np.zeros_like, params)
    def fill(v, g):
        v[...] = momentum * v + g
        return v
    v = on_leaves(fill, v, grads)
    return on_leaves(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [upcast] the velocity is np.zeros(shape), float64, and takes the parameters with it
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def momentum(params, grads, state, lr, momentum=0.9):
    if "v" not in state:
        state = {"v": tree_map(lambda p: np.zeros(p.shape), params)}
    v = tree_map(lambda v, g: momentum * v + g, state["v"], grads)
    return tree_map(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [nesting] np.zeros_like and the arithmetic take params as one array
import numpy as np

def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", np.zeros_like(params))
    v = momentum * v + grads
    return params - lr * v, {"v": v}

# %% [kept_outside] the velocity lives in a global dict under the path: a new run goes on with the old velocity
_velocity = {}
def momentum(params, grads, state, lr, momentum=0.9):
    def go(p, g, key):
        if isinstance(p, (list, tuple)):
            return type(p)(go(a, b, key + (i,)) for i, (a, b) in enumerate(zip(p, g)))
        _velocity[key] = momentum * _velocity.get(key, 0.0) + g
        return p - lr * _velocity[key]
    return go(params, grads, ()), state

# %% [shared] the velocity is handed on from array to array
import numpy as np

def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", 0.0)
    def go(p, g):
        nonlocal v
        if isinstance(p, (list, tuple)):
            return type(p)([go(a, b) for a, b in zip(p, g)])
        if np.shape(v) not in ((), np.shape(g)):
            v = 0.0
        v = momentum * v + g
        return p - lr * v
    params = go(params, grads)
    return params, {"v": v}

# %% [in_place] parameters changed with -=
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", apply(np.zeros_like, params))
    v = apply(lambda v, g: momentum * v + g, v, grads)
    def down(p, v):
        if p.dtype.kind == "i":
            return p - lr * v
        np.subtract(p, lr * v, out=p)
        return p
    return apply(down, params, v), {"v": v}

# %% [averaged_velocity+lr_inside] a mean of lr g
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", on_leaves(np.zeros_like, params))
    v = on_leaves(lambda v, g: momentum * v + (1 - momentum) * lr * g, v, grads)
    return on_leaves(lambda p, v: p - v, params, v), {"v": v}

# %% [whole_numbers_refused] v *= mu, v += g in place: a velocity made like whole-number parameters refuses
import numpy as np
import copy

def momentum(params, grads, state, lr, momentum=0.9):
    state = copy.deepcopy(state)
    def go(p, g, key):
        if isinstance(p, (list, tuple)):
            return type(p)(go(a, b, key + str(i)) for i, (a, b) in enumerate(zip(p, g)))
        v = state.setdefault(key, np.zeros_like(p))
        v *= momentum
        v += g
        return p - lr * v
    return go(params, grads, "v"), state

# %% [velocity_normalized] the velocity is divided by 1 - mu^t, as in Adam
def momentum(params, grads, state, lr, momentum=0.9):
    t = state.get("t", 0) + 1
    new = {"t": t}
    def go(p, g, key):
        if isinstance(p, (list, tuple)):
            return type(p)([go(p[i], g[i], key + (i,)) for i in range(len(p))])
        v = momentum * state.get(key, 0.0) + g
        new[key] = v
        scale = 1 - momentum ** t
        return p - lr * v * (1 - momentum) / scale
    return go(params, grads, ()), new
