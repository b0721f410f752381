# %% [convolution] np.convolve does it
def correlate(x, v, padding=0, stride=1):
    xz = np.concatenate([np.zeros(padding), x, np.zeros(padding)])
    full = np.convolve(xz, v)
    return full[len(v) - 1 : len(xz)][::stride]

# %% [padding_ignored] an argument that is never read
def correlate(x, v, padding=0, stride=1):
    n, m = len(x), len(v)
    out = []
    i = 0
    while i + m <= n:
        out.append(np.dot(x[i : i + m], v))
        i += stride
    return np.array(out)

# %% [padded_before_alone] zeros laid at the beginning
def correlate(x, v, padding=0, stride=1):
    xz = [0] * padding + list(x)
    m = len(v)
    return np.array([sum(xz[i + p] * v[p] for p in range(m)) for i in range(0, len(xz) - m + 1, stride)])

# %% [padded_after_alone] np.append
def correlate(x, v, padding=0, stride=1):
    xz = np.append(x, np.zeros(padding))
    seen = np.lib.stride_tricks.sliding_window_view(xz, len(v))[::stride]
    return seen.dot(v)

# %% [stride_ignored] range without a step
def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x.astype(float), padding)
    h = np.zeros(len(xz) - len(v) + 1)
    for i in range(h.size):
        for p in range(v.size):
            h[i] += v[p] * xz[i + p]
    return h

# %% [stride_in_size_alone] the size is right, the places are not
def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x.astype(float), padding)
    m = len(v)
    size = (len(x) + 2 * padding - m) // stride + 1
    h = np.zeros(size)
    for i in range(size):
        h[i] = np.sum(xz[i : i + m] * v)
    return h

# %% [last_place_missing] range ends one too early
def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    return np.array([np.sum(xz[i : i + len(v)] * v) for i in range(0, len(xz) - len(v), stride)])

# %% [one_too_few] the 1 of the formula forgotten
def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    size = (len(xz) - len(v)) // stride
    return np.array([v @ xz[i * stride : i * stride + len(v)] for i in range(size)])

# %% [dilated] the stride inside of the window
def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    reach = (len(v) - 1) * stride + 1
    return np.array([xz[i : i + reach : stride] @ v for i in range(len(xz) - reach + 1)])

# %% [cut_to_whole] zeros_like of a whole signal
def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    h = np.zeros_like(xz)[: (len(xz) - len(v)) // stride + 1]
    for i in range(len(h)):
        h[i] = (xz[i * stride : i * stride + len(v)] * v).sum()
    return h

# %% [same_size] the mode that keeps the length
def correlate(x, v, padding=0, stride=1):
    return np.correlate(np.pad(x, padding), v, mode="same")[::stride]
