# %% [correlation] not turned over: the full cross-correlation
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    Z = np.pad(F, ((k - 1, k - 1), (l - 1, l - 1)))
    H = np.zeros((r + k - 1, c + l - 1))
    for i in range(H.shape[0]):
        for j in range(H.shape[1]):
            H[i, j] = np.sum(Z[i:i + k, j:j + l] * G)
    return H

# %% [rows_turned_alone] turned over in one direction only, up and down
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    Z = np.pad(F, ((k - 1, k - 1), (l - 1, l - 1)))
    G = G[::-1]
    return np.array([[np.sum(Z[i:i + k, j:j + l] * G) for j in range(c + l - 1)] for i in range(r + k - 1)])

# %% [columns_turned_alone] turned over left and right only
import numpy as np

def convolve(F, G):
    k, l = G.shape
    Z = np.pad(F, ((k - 1, k - 1), (l - 1, l - 1)))
    windows = np.lib.stride_tricks.sliding_window_view(Z, (k, l))
    return np.einsum("ijpq,pq->ij", windows, np.fliplr(G))

# %% [transposed_for_turned] transposed in place of turned over
import numpy as np

def convolve(F, G):
    K = G.T
    k, l = K.shape
    Z = np.pad(F, ((k - 1, k - 1), (l - 1, l - 1)))
    windows = np.lib.stride_tricks.sliding_window_view(Z, (k, l))
    return np.einsum("ijpq,pq->ij", windows, K)

# %% [inside] only where G lies wholly on F
import numpy as np

def convolve(F, G):
    k, l = G.shape
    K = G[::-1, ::-1]
    rows = []
    for i in range(F.shape[0] - k + 1):
        rows.append([np.sum(K * F[i:i + k, j:j + l]) for j in range(F.shape[1] - l + 1)])
    return np.array(rows)

# %% [row_by_row] each row by np.convolve with the same row of G, rows not mixed
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for i in range(min(r, k)):
        H[i] = np.convolve(F[i], G[i])
    return H

# %% [rows_overwritten] rows are written, not added: = in place of +=
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for i in range(r):
        for p in range(k):
            H[i + p] = np.convolve(F[i], G[p])
    return H

# %% [overwritten] a patch of G is laid at each place of F and overwrites what was there
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for i in range(r):
        for j in range(c):
            H[i:i + k, j:j + l] = F[i, j] * G
    return H

# %% [one_too_many] r + k rows: one row and one column too many
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.zeros((r + k, c + l))
    for i in range(r):
        for j in range(c):
            for p in range(k):
                for q in range(l):
                    H[i + p, j + q] += F[i, j] * G[p, q]
    return H

# %% [cut_off] cut to the size of F
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for i, j in np.ndindex(r, c):
        H[i:i + k, j:j + l] += F[i, j] * G
    return H[:r, :c]

# %% [same_as_one] mode same: the middle part, of F's size
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for p, q in np.ndindex(k, l):
        H[p:p + r, q:q + c] += G[p, q] * F
    top, left = (k - 1) // 2, (l - 1) // 2
    return H[top:top + r, left:left + c]

# %% [padded_by_size] padded by k and l, not by k - 1 and l - 1
import numpy as np

def convolve(F, G):
    k, l = G.shape
    Z = np.pad(F, ((k, k), (l, l)))
    K = np.flip(G)
    out = np.zeros((Z.shape[0] - k + 1, Z.shape[1] - l + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (Z[i:i + k, j:j + l] * K).sum()
    return out

# %% [padding_exchanged] rows and columns of the padding exchanged
import numpy as np

def convolve(F, G):
    k, l = G.shape
    Z = np.pad(F, ((l - 1, l - 1), (k - 1, k - 1)))
    K = G[::-1, ::-1]
    out = np.zeros((Z.shape[0] - k + 1, Z.shape[1] - l + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(Z[i:i + k, j:j + l] * K)
    return out

# %% [wrapped] by FFT of the size of F: goes round at the border
import numpy as np

def convolve(F, G):
    return np.real(np.fft.ifft2(np.fft.fft2(F) * np.fft.fft2(G, F.shape)))

# %% [conjugate] by FFT of the full size, but with the conjugate: a correlation, round
import numpy as np

def convolve(F, G):
    size = (F.shape[0] + G.shape[0] - 1, F.shape[1] + G.shape[1] - 1)
    return np.fft.ifft2(np.fft.fft2(F, size) * np.conj(np.fft.fft2(G, size))).real

# %% [complex] the complex numbers of the FFT are returned
import numpy as np

def convolve(F, G):
    size = [F.shape[0] + G.shape[0] - 1, F.shape[1] + G.shape[1] - 1]
    return np.fft.ifft2(np.fft.fft2(F, s=size) * np.fft.fft2(G, s=size))

# %% [as_one_row] the flattened arrays by np.convolve, then reshaped
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.convolve(F.ravel(), G.ravel())
    out = np.zeros((r + k - 1) * (c + l - 1))
    out[:len(H)] = H[:len(out)]
    return out.reshape(r + k - 1, c + l - 1)

# %% [side_by_side] the Kronecker product
import numpy as np

def convolve(F, G):
    return np.kron(F, G)

# %% [matrix_product] the matrix product, as it is called a product of polynomials
import numpy as np

def convolve(F, G):
    return F @ G

# %% [negative_indices] the sum's limits: negative indices of F wrap to the end
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for i in range(r + k - 1):
        for j in range(c + l - 1):
            for p in range(k):
                for q in range(l):
                    if i - p < r and j - q < c:
                        H[i, j] += G[p, q] * F[i - p, j - q]
    return H

# %% [beyond_the_end] checks only the lower limits: out of bounds at the far end
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for i in range(r + k - 1):
        for j in range(c + l - 1):
            for p in range(k):
                for q in range(l):
                    if i - p >= 0 and j - q >= 0:
                        H[i, j] += G[p, q] * F[i - p, j - q]
    return H

# %% [first_left_out] the limit is a strict one: row 0 and column 0 of F are left out
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for i in range(r + k - 1):
        for j in range(c + l - 1):
            for p in range(k):
                for q in range(l):
                    if 0 < i - p < r and 0 < j - q < c:
                        H[i, j] += G[p, q] * F[i - p, j - q]
    return H

# %% [by_sums] by the row and column sums of G, as if it were their product: two one-dimensional convolutions
import numpy as np

def convolve(F, G):
    rows = np.array([np.convolve(row, G.sum(axis=0)) for row in F])
    return np.array([np.convolve(col, G.sum(axis=1)) for col in rows.T]).T

# %% [products_cut_to_whole] H is an integer array
import numpy as np

def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = np.zeros((r + k - 1, c + l - 1), dtype=int)
    for p in range(k):
        for q in range(l):
            H[p:p + r, q:q + c] += (G[p, q] * F).astype(int)
    return H

# %% [turned_over] both are turned over: H comes out backwards
import numpy as np

def convolve(F, G):
    A, B = F[::-1, ::-1], G[::-1, ::-1]
    r, c = A.shape
    k, l = B.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for i, j in np.ndindex(r, c):
        H[i:i + k, j:j + l] += A[i, j] * B
    return H

# %% [square] F is square in his head: c is taken from the rows
import numpy as np

def convolve(F, G):
    n = len(F)
    m = len(G)
    H = np.zeros((n + m - 1, n + m - 1))
    for i in range(n):
        for j in range(n):
            H[i:i + m, j:j + m] += F[i, j] * G
    return H

# %% [right] polynomials in one variable: rows spread out by a base that is wide enough
import numpy as np

def convolve(F, G):
    (r, c), (k, l) = F.shape, G.shape
    wide = c + l - 1
    f, g = np.zeros((r, wide)), np.zeros((k, wide))
    f[:, :c], g[:, :l] = F, G
    return np.convolve(f.ravel(), g.ravel())[:(r + k - 1) * wide].reshape(r + k - 1, wide)

# %% [right] by FFT of the full size
import numpy as np

def convolve(F, G):
    s = tuple(np.add(F.shape, G.shape) - 1)
    return np.fft.irfft2(np.fft.rfft2(F, s) * np.fft.rfft2(G, s), s)
