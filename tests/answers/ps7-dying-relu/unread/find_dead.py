# %% [strictly_below] z < 0 everywhere: a unit that is 0 at one point counts as alive
import numpy as np

def find_dead(params, x):
    units = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append((z < 0).all(axis=1))
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    layer = 0
    for l, u in enumerate(units):
        if u.all():
            layer = l + 1
            break
    return units, layer, bool(np.allclose(out, out[:, [0]]))

# %% [sometimes] any instead of all: dead at one point is dead
import numpy as np

def find_dead(params, x):
    units = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append((z <= 0).any(axis=1))
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    layer = next((l for l, u in enumerate(units, start=1) if u.all()), 0)
    return units, layer, bool(np.allclose(out, out[:, [0]]))

# %% [points_for_units] axis 0: asks each point, not each unit
import numpy as np

def find_dead(params, x):
    units = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(~(z > 0).any(axis=0))
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    layer = 0
    for l in range(len(units)):
        if units[l].all():
            layer = l + 1
            break
    return units, layer, bool(np.allclose(out, out[:, [0]]))

# %% [from_zero] counts layers from 0
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    layer = None
    for l, (W, b) in enumerate(params[:-1]):
        z = W @ a + b[:, None]
        dead = ~np.any(z > 0, axis=1)
        units.append(dead)
        if layer is None and dead.all():
            layer = l
        a = np.maximum(z, 0)
    out = params[-1][0] @ a + params[-1][1][:, None]
    same = bool(np.all(np.abs(out - out[:, :1]) < 1e-10))
    return units, layer if layer is not None else 0, same

# %% [highest] the highest dead layer, since later ones overwrite
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    layer = 0
    for l, (W, b) in enumerate(params[:-1], start=1):
        z = W @ a + b[:, None]
        dead = ~np.any(z > 0, axis=1)
        units.append(dead)
        if dead.all():
            layer = l
        a = np.maximum(z, 0)
    out = params[-1][0] @ a + params[-1][1][:, None]
    same = bool(np.all(np.abs(out - out[:, :1]) < 1e-10))
    return units, layer, same

# %% [by_dead_layers] network is taken to be "some layer is dead"
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append((z <= 0).all(axis=1))
        a = np.maximum(z, 0)
    layer = 0
    for l, u in enumerate(units, start=1):
        if all(u):
            layer = l
            break
    return units, layer, layer > 0

# %% [outputs_equal_each_other] all outputs must equal each other, across outputs too
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append((z <= 0).all(axis=1))
        a = np.maximum(z, 0)
    layer = 0
    for l, u in enumerate(units, start=1):
        if all(u):
            layer = l
            break
    y = params[-1][0] @ a + params[-1][1][:, None]
    return units, layer, bool(y.max() - y.min() < 1e-9)

# %% [exactly_equal] compares exactly, with ==, so that rounding makes a dead network alive
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append((z <= 0).all(axis=1))
        a = np.maximum(z, 0)
    layer = 0
    for l, u in enumerate(units, start=1):
        if all(u):
            layer = l
            break
    y = params[-1][0] @ a + params[-1][1][:, None]
    return units, layer, bool((y == y[:, :1]).all())

# %% [relu_on_output] ReLU after the output too: an output that is negative everywhere looks dead
import numpy as np

def find_dead(params, x):
    units = []
    a = x
    for W, b in params:
        z = W @ a + b[:, None]
        units.append(~(z > 0).any(1))
        a = np.maximum(z, 0)
    units.pop()
    layer = next((i + 1 for i, u in enumerate(units) if u.all()), 0)
    return units, layer, bool(np.ptp(a, axis=1).max() < 1e-9)

# %% [output_among_hidden] the output's layer counts among the units
import numpy as np

def find_dead(params, x):
    units = []
    a = x
    for W, b in params:
        z = W @ a + b[:, None]
        units.append(~(z > 0).any(1))
        a = np.maximum(z, 0)
    layer = next((i + 1 for i, u in enumerate(units) if u.all()), 0)
    return units, layer, bool(np.ptp(z, axis=1).max() < 1e-9)

# %% [bias_as_row] bias added as a row: b without [:, None]
import numpy as np

def find_dead(params, x):
    units = []
    a = x
    for W, b in params[:-1]:
        z = W @ a + b
        units.append(~(z > 0).any(1))
        a = np.maximum(z, 0)
    W, b = params[-1]
    y = W @ a + b
    layer = next((i + 1 for i, u in enumerate(units) if u.all()), 0)
    return units, layer, bool(np.ptp(y, axis=1).max() < 1e-9)

# %% [no_biases] biases forgotten
import numpy as np

def find_dead(params, x):
    units = []
    a = x
    for W, _ in params[:-1]:
        z = W @ a
        units.append(np.all(z <= 0, axis=1))
        a = np.maximum(z, 0)
    y = params[-1][0] @ a
    layer = 0
    for u, number in zip(units, range(1, len(params))):
        if np.all(u):
            layer = number
            break
    return units, layer, bool(np.allclose(y, y[:, :1]))

# %% [no_relu] ReLU forgotten between the layers
import numpy as np

def find_dead(params, x):
    units = []
    a = x
    for W, b in params[:-1]:
        a = W @ a + b[:, None]
        units.append(np.all(a <= 0, axis=1))
    y = params[-1][0] @ a + params[-1][1][:, None]
    layer = 0
    for number, u in enumerate(units, 1):
        if np.all(u):
            layer = number
            break
    return units, layer, bool(np.allclose(y, y[:, :1]))

# %% [alive] True for the living units
import numpy as np

def find_dead(params, x):
    a = x
    alive = []
    layer = 0
    for l, (W, b) in enumerate(params[:-1], start=1):
        z = W @ a + b[:, None]
        alive.append((z > 0).any(axis=1))
        if not alive[-1].any() and layer == 0:
            layer = l
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    return alive, layer, bool(np.allclose(out, out[:, :1]))

# %% [one_dead_unit] the layer is dead if any of its units is
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    layer = 0
    for l, (W, b) in enumerate(params[:-1], start=1):
        z = W @ a + b[:, None]
        dead = (z <= 0).all(axis=1)
        units.append(dead)
        if dead.any() and not layer:
            layer = l
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [mean_below] dead asked of the mean over points, not of the largest
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(z.mean(axis=1) <= 0)
        a = np.maximum(z, 0)
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [first_point] looks at the first point alone
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(z[:, 0] <= 0)
        a = np.maximum(z, 0)
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [ends_alone] compares the first point with the last alone
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(z.max(1) <= 0)
        a = np.maximum(z, 0)
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    return units, layer, bool(np.allclose(out[:, 0], out[:, -1]))

# %% [first_output] only the first output is asked
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(z.max(1) <= 0)
        a = np.maximum(z, 0)
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    return units, layer, bool(np.allclose(out[0], out[0, 0]))

# %% [any_output] any output constant suffices
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(z.max(1) <= 0)
        a = np.maximum(z, 0)
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    return units, layer, bool((out.std(axis=1) < 1e-9).any())

# %% [nearly] tolerance much too wide (0.1): small outputs look dead
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(z.max(1) <= 0)
        a = np.maximum(z, 0)
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    return units, layer, bool((out.max(1) - out.min(1) < 0.1).all())

# %% [nearly] the lecture's "constant": less than a thousandth, which is not dead
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(z.max(1) <= 0)
        a = np.maximum(z, 0)
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    return units, layer, bool((np.ptp(out, axis=1) < 1e-3).all())

# %% [stops_at_dead] stops at the dead layer, the units above are missing
import numpy as np

def find_dead(params, x):
    a = x
    units = []
    for l, (W, b) in enumerate(params[:-1], 1):
        z = W @ a + b[:, None]
        units.append(~(z > 0).any(axis=1))
        if units[-1].all():
            return units, l, True
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    return units, 0, bool(np.allclose(out, out[:, :1]))

# %% [no_numbers] no dead layer gives None
import numpy as np

def find_dead(params, x):
    a, units, layer = x, [], None
    for l, (W, b) in enumerate(params[:-1], 1):
        z = W @ a + b[:, None]
        units.append(np.all(z <= 0, axis=1))
        if layer is None and np.all(units[-1]):
            layer = l
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [minus_one_for_none] no dead layer gives -1
import numpy as np

def find_dead(params, x):
    a, units = x, []
    for W, b in params[:-1]:
        a = np.maximum(W @ a + b[:, None], 0)
        units.append((a == 0).all(axis=1))
    W, b = params[-1]
    out = W @ a + b[:, None]
    layer = -1
    for l in reversed(range(len(units))):
        if units[l].all():
            layer = l + 1
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [first_for_none] argmax of the dead layers: 1 where there is none
import numpy as np

def find_dead(params, x):
    a, units = x, []
    for W, b in params[:-1]:
        a = np.maximum(W @ a + b[:, None], 0)
        units.append(~a.any(axis=1))
    W, b = params[-1]
    out = W @ a + b[:, None]
    layer = 1 + int(np.argmax([u.all() for u in units])) if units else 0
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [last_layer_dead] the network's outputs never looked at: True if the last hidden layer is dead
import numpy as np

def find_dead(params, x):
    a, units = x, []
    for W, b in params[:-1]:
        a = np.maximum(W @ a + b[:, None], 0)
        units.append(~a.any(axis=1))
    dead = [l for l, u in enumerate(units, 1) if u.all()]
    return units, min(dead, default=0), bool(units[-1].all()) if units else False

# %% [order] the order: layer, units, network
import numpy as np

def find_dead(params, x):
    a, units = x, []
    for W, b in params[:-1]:
        a = np.maximum(W @ a + b[:, None], 0)
        units.append(~a.any(axis=1))
    dead = [l for l, u in enumerate(units, 1) if u.all()]
    W, b = params[-1]
    out = W @ a + b[:, None]
    return min(dead, default=0), units, bool(np.allclose(out, out[:, :1]))

# %% [counts] counts of dead units in place of arrays
import numpy as np

def find_dead(params, x):
    a, counts, layer = x, [], 0
    for l, (W, b) in enumerate(params[:-1], 1):
        a = np.maximum(W @ a + b[:, None], 0)
        dead = (a.max(axis=1) == 0).sum()
        counts.append(dead)
        if dead == len(b) and layer == 0:
            layer = l
    W, b = params[-1]
    out = W @ a + b[:, None]
    return counts, layer, bool(np.allclose(out, out[:, :1]))

# %% [places] indices of the dead units by nonzero
import numpy as np

def find_dead(params, x):
    a, units, layer = x, [], 0
    for l, (W, b) in enumerate(params[:-1], 1):
        a = np.maximum(W @ a + b[:, None], 0)
        dead = a.max(axis=1) == 0
        units.append(np.nonzero(dead)[0])
        if dead.all() and layer == 0:
            layer = l
    W, b = params[-1]
    out = W @ a + b[:, None]
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [one_layer_short] one layer short: range(len(params) - 2)
import numpy as np

def find_dead(params, x):
    units, a = [], x
    for l in range(len(params) - 2):
        W, b = params[l]
        z = W @ a + b[:, None]
        units.append(np.max(z, axis=1) <= 0)
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    layer = 0
    for l, u in enumerate(units):
        if u.all():
            layer = l + 1
            break
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [inputs_for_all] each layer is fed with x, not with the values below
import numpy as np

def find_dead(params, x):
    units = []
    for W, b in params[:-1]:
        z = W @ x + b[:, None]
        units.append(np.max(z, axis=1) <= 0)
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [one_layer_fails] fails for L = 1: np.stack of nothing
import numpy as np

def find_dead(params, x):
    units, a = [], x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(~(z > 0).any(axis=1))
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    whole = np.concatenate([[u.all()] for u in units])
    layer = int(np.flatnonzero(whole)[0]) + 1 if whole.any() else 0
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [one_array] whole layers dead joined as one array: fails when layers differ in width
import numpy as np

def find_dead(params, x):
    units, a = [], x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(~(z > 0).any(axis=1))
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    units = np.array(units)
    layer = 0
    for l in range(len(units)):
        if units[l].all():
            layer = l + 1
            break
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [exactly_equal] standard deviation 0 exactly, fails by rounding
import numpy as np

def find_dead(params, x):
    units, a = [], x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(~(z > 0).any(axis=1))
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    return units, layer, bool((out.std(axis=1) == 0).all())

# %% [one_for_each_output] network: one bool for each output
import numpy as np

def find_dead(params, x):
    units, a = [], x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(~(z > 0).any(axis=1))
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    return units, layer, np.isclose(out.max(axis=1), out.min(axis=1))

# %% [in_place] the values are written over x where the shapes fit
import numpy as np

def find_dead(params, x):
    units = []
    for W, b in params[:-1]:
        z = W @ x + b[:, None]
        np.maximum(z, 0, out=z)
        units.append(z.sum(axis=1) == 0)
        if z.shape == x.shape:
            x[:] = z
        else:
            x = z
    W, b = params[-1]
    out = W @ x + b[:, None]
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    return units, layer, bool(np.allclose(out, out[:, :1]))

# %% [outputs_zero] a living network is told dead where the outputs are all 0 alone
import numpy as np

def find_dead(params, x):
    units, a = [], x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append(~(z > 0).any(axis=1))
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    return units, layer, bool(np.allclose(out, 0))

# %% [positive_once] positive at more than one point is asked for, > 0 counted and compared with 1
import numpy as np

def find_dead(params, x):
    units, a = [], x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append((z > 0).sum(axis=1) <= 1)
        a = np.maximum(z, 0)
    W, b = params[-1]
    out = W @ a + b[:, None]
    layer = next((l for l, u in enumerate(units, 1) if u.all()), 0)
    return units, layer, bool(np.allclose(out, out[:, :1]))
