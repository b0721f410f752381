# %% [dx_not_turned] sliding v over delta as it is
def correlate_backward(delta, x, v):
    m = len(v)
    wide = np.concatenate([np.zeros(m - 1), delta, np.zeros(m - 1)])
    dx = np.array([wide[k : k + m] @ v for k in range(len(x))])
    dv = np.array([x[p : p + len(delta)] @ delta for p in range(m)])
    return dx, dv

# %% [dx_overwritten] copies that replace each other
def correlate_backward(delta, x, v):
    dx, dv = np.zeros(len(x)), np.zeros(len(v))
    for i, d in enumerate(delta):
        dx[i : i + len(v)] = d * v
        dv += d * x[i : i + len(v)]
    return dx, dv

# %% [dx_negative_indices] k - i below 0
def correlate_backward(delta, x, v):
    n, m = len(x), len(v)
    dx = np.zeros(n)
    for k in range(n):
        for i in range(len(delta)):
            try:
                dx[k] += delta[i] * v[k - i]
            except IndexError:
                continue
    return dx, np.correlate(x, delta, "valid")

# %% [dv_averaged] a mean over the places
def correlate_backward(delta, x, v):
    windows = np.lib.stride_tricks.sliding_window_view(x, len(v))
    return np.convolve(v, delta), np.mean(windows * delta[:, None], axis=0)

# %% [dv_last_place] = for +=
def correlate_backward(delta, x, v):
    dx = np.zeros(len(x))
    for i in range(len(delta)):
        dx[i : i + len(v)] += delta[i] * v
        dv = delta[i] * x[i : i + len(v)]
    return dx, dv

# %% [dv_convolved] np.convolve for both
def correlate_backward(delta, x, v):
    return np.convolve(delta, v, mode="full"), np.convolve(x, delta, mode="valid")

# %% [dx_cut_to_whole] zeros_like(x)
def correlate_backward(delta, x, v):
    dx = np.zeros(len(x))
    for i in range(len(delta)):
        for p in range(len(v)):
            dx[i + p] += delta[i] * v[p]
    dv = [np.dot(delta, x[p : p + len(delta)]) for p in range(len(v))]
    return dx.astype(x.dtype), np.array(dv)
