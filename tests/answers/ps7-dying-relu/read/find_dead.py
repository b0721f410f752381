# %% [strictly_below] all below 0
def find_dead(params, x):
    units, layer, a = [], 0, x
    for number, (W, b) in enumerate(params[:-1], 1):
        z = W @ a + b.reshape(-1, 1)
        units.append(np.max(z, axis=1) < 0)
        if layer == 0 and units[-1].all():
            layer = number
        a = z * (z > 0)
    W, b = params[-1]
    y = W @ a + b[:, None]
    return units, layer, np.allclose(y.max(axis=1), y.min(axis=1))

# %% [sometimes] any for all
def find_dead(params, x):
    units, a = [], x
    for W, b in params[:-1]:
        a = np.maximum(W @ a + b[:, None], 0)
        units.append(np.any(a == 0, axis=1))
    W, b = params[-1]
    y = W @ a + b[:, None]
    first = [i + 1 for i, u in enumerate(units) if u.all()]
    return units, (first or [0])[0], np.allclose(y, y[:, [0]])

# %% [from_zero] Python's counting, and 0 for none
def find_dead(params, x):
    units, a, layer = [], x, 0
    for i in range(len(params) - 1):
        W, b = params[i]
        a = np.maximum(W @ a + b[:, None], 0)
        units.append(a.sum(axis=1) == 0)
    for i in range(len(units)):
        if np.all(units[i]):
            layer = i
            break
    W, b = params[-1]
    y = W @ a + b[:, None]
    return units, layer, bool(np.all(np.ptp(y, axis=1) < 1e-9))

# %% [highest] the loop is not left
def find_dead(params, x):
    units, layer, a = [], 0, x
    for l in range(1, len(params)):
        W, b = params[l - 1]
        a = np.clip(W @ a + b[:, None], 0, None)
        dead = ~a.any(axis=1)
        units.append(dead)
        if dead.all():
            layer = l
    W, b = params[-1]
    y = W @ a + b[:, None]
    return units, layer, bool(np.allclose(np.diff(y, axis=1), 0))

# %% [by_dead_layers] lemma 1 taken for the definition
def find_dead(params, x):
    units, layer = [], 0
    for W, b in params[:-1]:
        x = np.maximum(W @ x + b[:, None], 0)
        units.append((x == 0).all(axis=1))
        if units[-1].all() and not layer:
            layer = len(units)
    return units, layer, layer != 0

# %% [first_output] y[0] alone
def find_dead(params, x):
    units, a = [], x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append((z <= 0).all(axis=1))
        a = np.maximum(z, 0)
    W, b = params[-1]
    y = (W @ a + b[:, None])[0]
    layer = 0
    for number in range(len(units), 0, -1):
        if units[number - 1].all():
            layer = number
    return units, layer, bool(np.abs(y - y[0]).max() < 1e-9)

# %% [outputs_zero] an output that is 0
def find_dead(params, x):
    units, a = [], x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append((z <= 0).all(axis=1))
        a = np.maximum(z, 0)
    W, b = params[-1]
    dead = np.flatnonzero([u.all() for u in units])
    layer = int(dead[0]) + 1 if len(dead) else 0
    return units, layer, bool(np.all(np.abs(W @ a + b[:, None]) < 1e-12))

# %% [no_biases] z = W a
def find_dead(params, x):
    units, a = [], x
    for W, _ in params[:-1]:
        z = W @ a
        units.append(~np.any(z > 0, axis=1))
        a = np.maximum(z, 0)
    y = params[-1][0] @ a
    layer = next((i for i, u in enumerate(units, 1) if u.all()), 0)
    return units, layer, bool(np.allclose(y, y[:, :1]))

# %% [output_among_hidden] through all layers
def find_dead(params, x):
    units, a = [], x
    for W, b in params:
        y = W @ a + b[:, None]
        units.append((y <= 0).all(axis=1))
        a = np.maximum(y, 0)
    layer = next((i for i, u in enumerate(units, 1) if u.all()), 0)
    return units, layer, bool(np.allclose(y, y[:, :1]))
