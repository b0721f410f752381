# %% [some_unit] any unit
def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    dead = np.zeros(networks, dtype=bool)
    for i in range(networks):
        a = x
        for l in range(1, L):
            W = rng.standard_normal((N, len(a))) * np.sqrt(2 / len(a))
            r = np.maximum(W @ a + bias, 0)
            a = a + r if shortcuts and l > 1 else r
            if np.any(np.all(a == 0, axis=1)):
                dead[i] = True
    return dead

# %% [one_layer_more] L hidden ones
def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.full(networks, False)
    for l in range(L):
        W = np.sqrt(2 / a.shape[1]) * rng.normal(size=(networks, N, a.shape[1]))
        r = np.maximum(np.einsum("eij,ejp->eip", W, a) + bias, 0)
        a = r if l == 0 or not shortcuts else a + r
        dead = dead | (a.max(axis=(1, 2)) <= 0)
    return dead

# %% [variance_as_deviation] rng.normal's second argument
def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a, dead = x, np.zeros(networks, bool)
    for l in range(L - 1):
        n = a.shape[-2]
        W = rng.normal(0, 2 / n, size=(networks, N, n))
        r = (W @ a + bias).clip(min=0)
        a = a + r if shortcuts and l else r
        dead |= (a == 0).all(axis=-1).all(axis=-1)
    return dead

# %% [biases_ignored] z = W a
def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    found = []
    for _ in range(networks):
        a, alive = x, True
        for l in range(L - 1):
            r = np.maximum(rng.normal(0, (2 / a.shape[0]) ** 0.5, (N, a.shape[0])) @ a, 0)
            a = r if l == 0 or not shortcuts else r + a
            alive = alive and a.any()
        found.append(not alive)
    return np.array(found)

# %% [shortcut_before_relu] r(a + W a + b)
def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a, dead = x, np.zeros(networks, bool)
    for l in range(1, L):
        z = rng.normal(0, np.sqrt(2 / a.shape[-2]), (networks, N, a.shape[-2])) @ a + bias
        if shortcuts and l > 1:
            z = z + a
        a = np.where(z > 0, z, 0)
        dead = np.logical_or(dead, ~a.any(axis=(1, 2)))
    return dead

# %% [own_seed] to have it the same each time
def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    rng = np.random.default_rng(42)
    a, dead = x, np.zeros(networks, bool)
    for l in range(1, L):
        W = rng.normal(0, np.sqrt(2 / a.shape[-2]), (networks, N, a.shape[-2]))
        r = np.maximum(W @ a + bias, 0)
        a = a + r if shortcuts and l > 1 else r
        dead |= ~a.any(axis=(1, 2))
    return dead

# %% [one_number] the share
def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a, dead = x, np.zeros(networks, bool)
    for l in range(1, L):
        W = rng.normal(0, np.sqrt(2 / a.shape[-2]), (networks, N, a.shape[-2]))
        r = np.maximum(W @ a + bias, 0)
        a = a + r if shortcuts and l > 1 else r
        dead |= ~a.any(axis=(1, 2))
    return dead.mean()
