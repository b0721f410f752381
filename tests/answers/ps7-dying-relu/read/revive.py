# %% [old_values_above] all z first
def revive(params, x, margin=0.1):
    new, a = [], x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        top = z.max(axis=1)
        new.append((W, b + (margin - top) * (top <= 0)))
        a = np.maximum(z, 0)
    new.append(params[-1])
    return new

# %% [margin_added_alone] b + margin
def revive(params, x, margin=0.1):
    new, a = [], x
    for W, b in params[:-1]:
        dead = ~(W @ a + b[:, None] > 0).any(axis=1)
        b = b + margin * dead
        a = np.maximum(W @ a + b[:, None], 0)
        new.append((W, b))
    return new + [params[-1]]

# %% [bias_is_margin] b = margin
def revive(params, x, margin=0.1):
    new, a = [], x
    for W, b in params[:-1]:
        b = b.astype(float)
        for j in range(len(b)):
            if np.max(W[j] @ a + b[j]) <= 0:
                b[j] = margin
        a = np.maximum(W @ a + b[:, None], 0)
        new.append((W, b))
    return new + [params[-1]]

# %% [living_units_raised_too] at least the margin
def revive(params, x, margin=0.1):
    new, a = [], x
    for W, b in params[:-1]:
        top = np.max(W @ a + b[:, None], axis=1)
        b = np.where(top < margin, b + (margin - top), b)
        a = np.maximum(W @ a + b[:, None], 0)
        new.append((W, b))
    return [*new, params[-1]]

# %% [strictly_below] top < 0
def revive(params, x, margin=0.1):
    new, a = [], x
    for W, b in params[:-1]:
        b = np.array(b, dtype=float)
        top = (W @ a + b[:, None]).max(axis=1)
        b[top < 0] += margin - top[top < 0]
        a = np.maximum(W @ a + b[:, None], 0)
        new.append((W, b))
    return [*new, params[-1]]

# %% [output_too] the last layer as the others
def revive(params, x, margin=0.1):
    new, a = [], x
    for W, b in params:
        top = (W @ a + b[:, None]).max(axis=1)
        b = np.where(top > 0, b, b + margin - top)
        a = np.maximum(W @ a + b[:, None], 0)
        new.append((W, b))
    return new

# %% [margin_ignored] 0.1 written in
def revive(params, x, margin=0.1):
    new, a = [], x
    for W, b in params[:-1]:
        top = (W @ a + b[:, None]).max(axis=1)
        b = b + np.where(top <= 0, 0.1 - top, 0)
        a = np.maximum(W @ a + b[:, None], 0)
        new.append((W, b))
    return new + params[-1:]
