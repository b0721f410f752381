# %% [old_values_above] the layers above are judged by the old values: all dead units found first
import numpy as np

def revive(params, x, margin=0.1):
    tops = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        tops.append(z.max(axis=1))
        a = np.maximum(z, 0)
    new = []
    for (W, b), top in zip(params[:-1], tops):
        new.append((W.copy(), b + np.where(top <= 0, margin - top, 0)))
    new.append((params[-1][0].copy(), params[-1][1].copy()))
    return new

# %% [old_values_above] judged in order, but the values handed on are those before mending
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        b = b.copy()
        for j in range(len(b)):
            if z[j].max() <= 0:
                b[j] += margin - z[j].max()
        new.append((W, b))
        a = np.maximum(z, 0)
    new.append(params[-1])
    return new

# %% [bias_is_margin] the bias is set to the margin, not raised to it
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        dead = ~(z > 0).any(axis=1)
        b = np.where(dead, margin, b)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append((params[-1][0].copy(), params[-1][1].copy()))
    return new

# %% [margin_added_alone] the margin is added to the bias: b + margin
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        dead = ~(z > 0).any(axis=1)
        b = b + margin * dead
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append((params[-1][0].copy(), params[-1][1].copy()))
    return new

# %% [by_smallest] raised so that the smallest z is the margin
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        dead = ~(z > 0).any(axis=1)
        b = b + np.where(dead, margin - z.min(axis=1), 0)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append((params[-1][0].copy(), params[-1][1].copy()))
    return new

# %% [by_mean] raised so that the mean z is the margin
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        dead = ~(z > 0).any(axis=1)
        b = b + np.where(dead, margin - z.mean(axis=1), 0)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append((params[-1][0].copy(), params[-1][1].copy()))
    return new

# %% [top_added] sign: margin + largest z
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        top = z.max(axis=1)
        b = np.where(top <= 0, b + margin + top, b)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append((params[-1][0].copy(), params[-1][1].copy()))
    return new

# %% [old_bias_lost] the unit's own bias is lost: b = margin - largest z
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        top = z.max(axis=1)
        b = np.where(top <= 0, margin - top, b)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append((params[-1][0].copy(), params[-1][1].copy()))
    return new

# %% [strictly_below] z < 0 alone is dead: a unit whose largest z is exactly 0 is left
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        top = z.max(axis=1)
        b = np.where(top < 0, b + margin - top, b)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append((params[-1][0].copy(), params[-1][1].copy()))
    return new

# %% [living_units_raised_too] all units below the margin are raised, living ones too
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        top = z.max(axis=1)
        b = b + np.maximum(0, margin - top)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append((params[-1][0].copy(), params[-1][1].copy()))
    return new

# %% [all_units] every unit's largest z is set to the margin
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        b = b + margin - z.max(axis=1)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append((params[-1][0].copy(), params[-1][1].copy()))
    return new

# %% [output_too] the output's layer is mended too
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params:
        z = W @ a + b[:, None]
        top = z.max(axis=1)
        b = np.where(top <= 0, b + margin - top, b)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    return new

# %% [output_layer_lost] the output's layer is left out of what is returned
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        top = (W @ a + b[:, None]).max(axis=1)
        b = np.where(top <= 0, b + margin - top, b)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    return new

# %% [in_place] in place: the biases given are changed
import numpy as np

def revive(params, x, margin=0.1):
    a = x
    for W, b in params[:-1]:
        top = (W @ a + b[:, None]).max(axis=1)
        b[top <= 0] += margin - top[top <= 0]
        a = np.maximum(W @ a + b[:, None], 0)
    return params

# %% [in_place] a shallow copy: list(params) with the same arrays, biases changed in place
import numpy as np

def revive(params, x, margin=0.1):
    new = list(params)
    a = x
    for W, b in new[:-1]:
        z = W @ a + b[:, None]
        for j, row in enumerate(z):
            if row.max() <= 0:
                b[j] = b[j] + margin - row.max()
        a = np.maximum(W @ a + b[:, None], 0)
    return new

# %% [dead_layers_alone] only dead layers are mended, single dead units are left
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        b = b.copy()
        if np.all(z <= 0):
            b += margin - z.max(axis=1)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append((params[-1][0].copy(), params[-1][1].copy()))
    return new

# %% [first_layer_alone] only the first hidden layer is mended
import numpy as np

def revive(params, x, margin=0.1):
    new = [(W.copy(), b.copy()) for W, b in params]
    W, b = new[0]
    top = (W @ x + b[:, None]).max(axis=1)
    dead = top <= 0
    b[dead] += margin - top[dead]
    return new

# %% [first_that_needs_it] stops after the lowest layer with dead units
import numpy as np

def revive(params, x, margin=0.1):
    new = [(W.copy(), b.copy()) for W, b in params]
    a = x
    for W, b in new[:-1]:
        top = (W @ a + b[:, None]).max(axis=1)
        dead = top <= 0
        if dead.any():
            b[dead] += margin - top[dead]
            break
        a = np.maximum(W @ a + b[:, None], 0)
    return new

# %% [new_weights] new weights are drawn for the dead units
import numpy as np

def revive(params, x, margin=0.1):
    rng = np.random.default_rng(0)
    new = []
    a = x
    for W, b in params[:-1]:
        W, b = W.copy(), b.copy()
        dead = ~(W @ a + b[:, None] > 0).any(axis=1)
        W[dead] = rng.normal(size=(dead.sum(), W.shape[1]))
        b[dead] = margin
        new.append((W, b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append(params[-1])
    return new

# %% [both_turned] the sign of the weights turned round
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        W, b = W.copy(), b.copy()
        dead = ~(W @ a + b[:, None] > 0).any(axis=1)
        W[dead] *= -1
        b[dead] *= -1
        new.append((W, b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append(params[-1])
    return new

# %% [sometimes_zero] any instead of all: a unit that is 0 at some point counts as dead
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        dead = (z <= 0).any(axis=1)
        b = np.where(dead, b + margin - z.max(axis=1), b)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append(params[-1])
    return new

# %% [one_top_for_all] the largest z of the whole layer, not of the unit
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        dead = (z <= 0).all(axis=1)
        b = np.where(dead, b + margin - z.max(), b)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append(params[-1])
    return new

# %% [no_relu] ReLU forgotten between the layers
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        top = (W @ a + b[:, None]).max(axis=1)
        b = np.where(top <= 0, b + margin - top, b)
        new.append((W.copy(), b))
        a = W @ a + b[:, None]
    new.append(params[-1])
    return new

# %% [margin_ignored] margin ignored: 0.1 always
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        top = (W @ a + b[:, None]).max(axis=1)
        b = np.where(top <= 0, b + 0.1 - top, b)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append(params[-1])
    return new

# %% [no_margin] raised to 0 only, the margin forgotten
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        top = (W @ a + b[:, None]).max(axis=1)
        b = np.where(top <= 0, b - top, b)
        new.append((W.copy(), b))
        a = np.maximum(W @ a + b[:, None], 0)
    new.append(params[-1])
    return new

# %% [old_values_above] from the last hidden layer down
import numpy as np

def revive(params, x, margin=0.1):
    new = [(W.copy(), b.copy()) for W, b in params]
    for l in reversed(range(len(new) - 1)):
        a = x
        for W, b in new[:l]:
            a = np.maximum(W @ a + b[:, None], 0)
        W, b = new[l]
        top = (W @ a + b[:, None]).max(axis=1)
        b[top <= 0] += (margin - top)[top <= 0]
    return new

# %% [biases_alone] the biases alone are returned
import numpy as np

def revive(params, x, margin=0.1):
    new = []
    a = x
    for W, b in params[:-1]:
        top = (W @ a + b[:, None]).max(axis=1)
        b = np.where(top <= 0, b + margin - top, b)
        new.append(b)
        a = np.maximum(W @ a + b[:, None], 0)
    new.append(params[-1][1])
    return new

# %% [no_return] nothing is returned (half-finished)
import numpy as np

def revive(params, x, margin=0.1):
    a = x
    for W, b in params[:-1]:
        top = (W @ a + b[:, None]).max(axis=1)
        b = np.where(top <= 0, b + margin - top, b)
        a = np.maximum(W @ a + b[:, None], 0)
