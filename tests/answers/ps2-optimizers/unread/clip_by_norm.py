# %% [each_alone] each array has a norm of its own
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def clip_by_norm(grads, max_norm):
    def clip(g):
        n = float(np.linalg.norm(g))
        return g * (max_norm / n) if n > max_norm else g * 1.0
    return tree_map(clip, grads)

# %% [scaled_up] short gradients are stretched to max_norm too
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(np.sqrt(sum(np.sum(g ** 2.0) for g in gs)))
    if norm == 0:
        return rebuild(grads, iter([g * 1.0 for g in gs]))
    return rebuild(grads, iter([g * (max_norm / norm) for g in gs]))

# %% [zero_by_zero] times min(norm, max_norm), divided by norm: 0 / 0 for zeros
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(np.sqrt(sum(np.sum(g ** 2.0) for g in gs)))
    return rebuild(grads, iter([g * float(min(norm, max_norm)) / norm for g in gs]))

# %% [zeros_refused] max_norm / norm with Python numbers: ZeroDivisionError for zeros
import numpy as np
import math

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = math.sqrt(sum(float(np.sum(g ** 2.0)) for g in gs))
    scale = min(1.0, max_norm / norm)
    return rebuild(grads, iter([g * scale for g in gs]))

# %% [zero_by_zero] the division is made before it is asked: a warning for zeros (the values are right)
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = np.sqrt(np.float64(sum(np.sum(g ** 2.0) for g in gs)))
    ratio = np.float64(max_norm) / norm
    scale = float(ratio) if ratio < 1 else 1.0
    return rebuild(grads, iter([g * scale for g in gs]))

# %% [in_divisor] max_norm / (norm + 1e-6), as torch does
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(sum(float(np.sum(g.astype(float) ** 2)) for g in gs)) ** 0.5
    coef = min(1.0, max_norm / (norm + 1e-6))
    return rebuild(grads, iter([g * coef for g in gs]))

# %% [by_value] every entry is clipped to [-max_norm, max_norm]
import numpy as np

def tree_map(f, *trees):
    if isinstance(trees[0], (list, tuple)):
        return type(trees[0])(tree_map(f, *parts) for parts in zip(*trees))
    return f(*map(np.asarray, trees))

def clip_by_norm(grads, max_norm):
    return tree_map(lambda g: np.clip(g * 1.0, -max_norm, max_norm), grads)

# %% [in_place] the caller's gradients are scaled
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(np.sqrt(sum(np.sum(g ** 2.0) for g in gs)))
    out = []
    for g in gs:
        if g.dtype.kind != "f":
            g = g.astype(float)
        if norm > max_norm:
            g *= max_norm / norm
        out.append(g)
    return rebuild(grads, iter(out))

# %% [no_root] the sum of squares is taken for the norm
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(sum(np.sum(g ** 2.0) for g in gs))
    scale = max_norm / norm if norm > max_norm else 1.0
    return rebuild(grads, iter([g * scale for g in gs]))

# %% [sum_of_norms] the norms of the arrays are added up
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    total = sum(float(np.linalg.norm(g)) for g in gs)
    scale = 1.0 if total <= max_norm else max_norm / total
    return rebuild(grads, iter([scale * g for g in gs]))

# %% [largest_norm] the greatest norm of the arrays stands for all
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    top = max(float(np.linalg.norm(g)) for g in gs)
    scale = 1.0 if top <= max_norm else max_norm / top
    return rebuild(grads, iter([scale * g for g in gs]))

# %% [sum_of_sizes] the sum of absolute values: the 1-norm
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = sum(float(np.abs(g).sum()) for g in gs)
    scale = max_norm / norm if norm > max_norm else 1.0
    return rebuild(grads, iter([g * scale for g in gs]))

# %% [spectral_norm] np.linalg.norm(g, 2): of a matrix this is the greatest singular value
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = sum((float(np.linalg.norm(g, 2)) if g.ndim in (1, 2) else float(np.linalg.norm(g))) ** 2 for g in gs) ** 0.5
    scale = max_norm / norm if norm > max_norm else 1.0
    return rebuild(grads, iter([g * scale for g in gs]))

# %% [mean_square] the root of the mean square
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    flat = np.concatenate([np.ravel(g) for g in flatten(grads)])
    norm = float(np.sqrt(np.mean(flat ** 2.0)))
    scale = max_norm / norm if norm > max_norm else 1.0
    return rebuild(grads, iter([g * scale for g in flatten(grads)]))

# %% [to_length_one] what is too long is divided by its norm: length 1, not max_norm
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(np.sqrt(sum(np.sum(g ** 2.0) for g in gs)))
    if norm > max_norm:
        return rebuild(grads, iter([g / norm for g in gs]))
    return rebuild(grads, iter([g * 1.0 for g in gs]))

# %% [inverted] times norm / max_norm
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(np.sqrt(sum(np.sum(g ** 2.0) for g in gs)))
    scale = norm / max_norm if norm > max_norm else 1.0
    return rebuild(grads, iter([g * scale for g in gs]))

# %% [upcast] the factor is a NumPy float64, and the gradients become float64
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = np.sqrt(sum(np.sum(np.square(g, dtype=float)) for g in gs))
    scale = max_norm / norm if norm > max_norm else np.float64(1)
    return rebuild(grads, iter([g * scale for g in gs]))

# %% [too_many] returns the gradients and the norm
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(np.sqrt(sum(np.sum(g ** 2.0) for g in gs)))
    scale = max_norm / norm if norm > max_norm else 1.0
    return rebuild(grads, iter([g * scale for g in gs])), norm

# %% [whole_numbers_refused] copies and then scales the copy with *=, which whole numbers refuse
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    copies = [g.copy() for g in flatten(grads)]
    norm = float(np.sqrt(sum(np.sum(g ** 2.0) for g in copies)))
    if norm > max_norm:
        for g in copies:
            g *= max_norm / norm
    else:
        copies = [1.0 * g for g in copies]
    return rebuild(grads, iter(copies))

# %% [single_array_only] np.linalg.norm of one array
import numpy as np

def clip_by_norm(grads, max_norm):
    norm = float(np.linalg.norm(grads))
    if norm > max_norm:
        return grads * (max_norm / norm)
    return grads * 1.0

# %% [flat_list_only] one array, or a flat list of arrays
import numpy as np

def clip_by_norm(grads, max_norm):
    if isinstance(grads, np.ndarray):
        return clip_by_norm([grads], max_norm)[0]
    norm = float(np.sqrt(sum(np.sum(np.square(g)) for g in grads)))
    scale = min(1.0, max_norm / norm) if norm > 0 else 1.0
    return type(grads)([g * scale for g in grads])

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

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(np.sqrt(sum(np.sum(g ** 2.0) for g in gs)))
    scale = max_norm / norm if norm > max_norm else 1.0
    out = [g * scale for g in gs]
    return out if isinstance(grads, (list, tuple)) else out[0]

# %% [matrices_alone] arrays with one axis are left out of the norm
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(np.sqrt(sum(np.sum(g ** 2.0) for g in gs if g.ndim > 1)))
    scale = max_norm / norm if norm > max_norm else 1.0
    return rebuild(grads, iter([g * scale for g in gs]))

# %% [each_alone+in_divisor] a norm for each array, with 1e-6
import numpy as np

def on_leaves(fn, *nests):
    head = nests[0]
    if not isinstance(head, (list, tuple)):
        return fn(*[np.asarray(n) for n in nests])
    out = []
    for i in range(len(head)):
        out.append(on_leaves(fn, *[n[i] for n in nests]))
    return type(head)(out)

def clip_by_norm(grads, max_norm):
    return on_leaves(lambda g: g * min(1.0, max_norm / (float(np.linalg.norm(g)) + 1e-6)), grads)

# %% [scaled_always] always max_norm / norm
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = np.sqrt(np.float64(sum(np.sum(g ** 2.0) for g in gs)))
    return rebuild(grads, iter([(max_norm * g) / float(norm) for g in gs]))

# %% [asked_by_value] scales by the norm, but only if an entry is greater than max_norm
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(np.sqrt(sum(np.sum(g ** 2.0) for g in gs)))
    if max(float(np.max(np.abs(g))) for g in gs) > max_norm:
        return rebuild(grads, iter([g * (max_norm / norm) for g in gs]))
    return rebuild(grads, iter([g * 1.0 for g in gs]))

# %% [dropped] what is too long is left out altogether
import numpy as np

def flatten(tree):
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in flatten(part)]
    return [np.asarray(tree)]

def rebuild(tree, leaves):
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuild(part, leaves) for part in tree])
    return next(leaves)

def clip_by_norm(grads, max_norm):
    gs = flatten(grads)
    norm = float(np.sqrt(sum(np.sum(g ** 2.0) for g in gs)))
    keep = 1.0 if norm <= max_norm else 0.0
    return rebuild(grads, iter([keep * g for g in gs]))
