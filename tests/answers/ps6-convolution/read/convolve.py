# %% [negative_indices] the listing, with a second index
def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for i in range(H.shape[0]):
        for j in range(H.shape[1]):
            for p in range(r):
                for q in range(c):
                    if i - p < k and j - q < l:
                        H[i, j] += F[p, q] * G[i - p, j - q]
    return H

# %% [correlation] not turned over
def convolve(F, G):
    k, l = G.shape
    wide = np.pad(F, ((k - 1, k - 1), (l - 1, l - 1)))
    H = np.empty((F.shape[0] + k - 1, F.shape[1] + l - 1))
    for i, j in np.ndindex(H.shape):
        H[i, j] = np.sum(wide[i : i + k, j : j + l] * G)
    return H

# %% [columns_turned_alone] one flip is missing
def convolve(F, G):
    k, l = G.shape
    wide = np.pad(F, ((k - 1, k - 1), (l - 1, l - 1)))
    turned = np.fliplr(G)
    seen = np.lib.stride_tricks.sliding_window_view(wide, (k, l))
    return np.einsum("ijpq,pq->ij", seen, turned)

# %% [overwritten] = for +=
def convolve(F, G):
    H = np.zeros(np.add(F.shape, G.shape) - 1)
    for p in range(F.shape[0]):
        for q in range(F.shape[1]):
            H[p : p + G.shape[0], q : q + G.shape[1]] = F[p, q] * G
    return H

# %% [inside] only where the kernel lies on F
def convolve(F, G):
    k, l = G.shape
    rows, columns = F.shape[0] - k + 1, F.shape[1] - l + 1
    if rows < 1 or columns < 1:
        return np.zeros((max(rows, 0), max(columns, 0)))
    turned = np.rot90(G, 2)
    return np.array([[np.vdot(F[i : i + k, j : j + l], turned) for j in range(columns)] for i in range(rows)])

# %% [wrapped] FFT without room
def convolve(F, G):
    shape = np.maximum(F.shape, G.shape)
    return np.real(np.fft.ifft2(np.fft.fft2(F, shape) * np.fft.fft2(G, shape)))

# %% [cut_to_whole] H of the type of F
def convolve(F, G):
    k, l = G.shape
    wide = np.pad(F, ((k - 1, k - 1), (l - 1, l - 1)))
    H = np.zeros_like(F, shape=(F.shape[0] + k - 1, F.shape[1] + l - 1))
    for i in range(H.shape[0]):
        for j in range(H.shape[1]):
            H[i, j] = np.sum(wide[i : i + k, j : j + l] * G[::-1, ::-1])
    return H

# %% [side_by_side] blocks
def convolve(F, G):
    return np.block([[f * G for f in row] for row in F])
