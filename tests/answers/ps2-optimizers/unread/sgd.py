# %% [ascent] steps up
import numpy as np

def sgd(params, grads, state, lr):
    if isinstance(params, (list, tuple)):
        return type(params)(sgd(p, g, state, lr)[0] for p, g in zip(params, grads)), state
    return np.asarray(params) + lr * np.asarray(grads), state

# %% [single_array_only] written for one array; nested lists are not handled
def sgd(params, grads, state, lr):
    params = params - lr * grads
    return params, state

# %% [flat_list_only] written for a flat list of arrays; fails at [(W, b), ...]
def sgd(params, grads, state, lr):
    if isinstance(params, (list, tuple)):
        return type(params)([p - lr * g for p, g in zip(params, grads)]), state
    return params - lr * grads, state

# %% [pairs_only] written for ps1's [(W, b), ...]; one array or another nesting is not handled
def sgd(params, grads, state, lr):
    return [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)], state

# %% [in_place] the caller's arrays are changed
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def sgd(params, grads, state, lr):
    def update(p, g):
        if p.dtype.kind != "f":
            return p - lr * g
        p -= lr * g
        return p
    return apply(update, params, grads), state

# %% [nesting] tuples come back as lists
def sgd(params, grads, state, lr):
    def go(p, g):
        if isinstance(p, (list, tuple)):
            return [go(pi, gi) for pi, gi in zip(p, g)]
        return p - lr * g
    return go(params, grads), state

# %% [truncated] the result is put into an array like the parameters: whole numbers stay whole
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def sgd(params, grads, state, lr):
    def update(p, g):
        new = np.empty_like(p)
        new[...] = p - lr * g
        return new
    return tree_map(update, params, grads), state

# %% [upcast] everything is made float64
import numpy as np

def sgd(params, grads, state, lr):
    if isinstance(params, (list, tuple)):
        new = [sgd(p, g, state, lr)[0] for p, g in zip(params, grads)]
        return (tuple(new) if isinstance(params, tuple) else new), state
    params = np.array(params, dtype=float)
    grads = np.array(grads, dtype=float)
    return params - lr * grads, state

# %% [too_few] returns the parameters alone
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def sgd(params, grads, state, lr):
    return on_leaves(lambda p, g: p - lr * g, params, grads)

# %% [order] state first, then the parameters
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def sgd(params, grads, state, lr):
    return state, tree_map(lambda p, g: p - lr * g, params, grads)

# %% [lr_decays] the learning rate falls as 1/t by itself
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def sgd(params, grads, state, lr):
    t = state.get("t", 0) + 1
    return apply(lambda p, g: p - lr / t * g, params, grads), {"t": t}

# %% [no_step] the new arrays are lost in the loop and the old ones returned
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def sgd(params, grads, state, lr):
    ps = flatten(params)
    for p, g in zip(ps, flatten(grads)):
        p = p - lr * g
    return rebuild(params, iter([p.astype(np.result_type(p, np.float32)) if p.dtype.kind != "f" else p.copy() for p in ps])), state

# %% [normalized] each gradient is divided by its length first
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def sgd(params, grads, state, lr):
    def update(p, g):
        n = float(np.linalg.norm(g))
        return p - lr * g / n if n > 0 else p - lr * g
    return tree_map(update, params, grads), state

# %% [sign] only the sign of the gradient is used
import numpy as np

def apply(f, first, *others):
    if isinstance(first, list):
        return [apply(f, *items) for items in zip(first, *others)]
    if isinstance(first, tuple):
        return tuple(apply(f, *items) for items in zip(first, *others))
    return f(np.asarray(first), *[np.asarray(o) for o in others])

def sgd(params, grads, state, lr):
    return apply(lambda p, g: p - lr * np.sign(g), params, grads), state

# %% [no_bias] only arrays with two axes are trained
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def sgd(params, grads, state, lr):
    return on_leaves(lambda p, g: p - lr * g if p.ndim > 1 else p - 0.0 * g, params, grads), state

# %% [ascent+nesting] steps up, and tuples come back as lists
def sgd(params, grads, state, lr):
    if isinstance(params, (list, tuple)):
        return [sgd(p, g, state, lr)[0] for p, g in zip(params, grads)], state
    return params + lr * grads, state

# %% [whole_numbers_refused] a deep copy, then -= on it: whole numbers refuse
import copy

def sgd(params, grads, state, lr):
    new = copy.deepcopy(params)
    def walk(p, g):
        if isinstance(p, (list, tuple)):
            for pi, gi in zip(p, g):
                walk(pi, gi)
        else:
            p -= lr * g
    walk(new, grads)
    return new, state

# %% [nesting] a nested list is made an array of objects, and comes back as one
import numpy as np

def sgd(params, grads, state, lr):
    def pack(tree):
        if not isinstance(tree, (list, tuple)):
            return tree
        box = np.empty(len(tree), dtype=object)
        for i, part in enumerate(tree):
            box[i] = pack(part)
        return box
    return pack(params) - lr * pack(grads), state

# %% [lr_shared_out] lr is divided by the number of arrays
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def sgd(params, grads, state, lr):
    gs = flatten(grads)
    eta = lr / len(gs)
    return rebuild(params, iter([p - eta * g for p, g in zip(flatten(params), gs)])), state
