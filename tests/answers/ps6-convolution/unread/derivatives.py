# %% [axes_exchanged] x and y exchanged
import numpy as np

def derivatives(phi, a):
    dx = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / (2 * a)
    dy = (phi[1:-1, 2:] - phi[1:-1, :-2]) / (2 * a)
    lap = (phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * phi[1:-1, 1:-1]) / a ** 2
    return dx, dy, lap

# %% [upwards] y upwards: the sign of dy
import numpy as np

def derivatives(phi, a):
    c = phi[1:-1, 1:-1]
    up, down = phi[:-2, 1:-1], phi[2:, 1:-1]
    left, right = phi[1:-1, :-2], phi[1:-1, 2:]
    return (right - left) / (2 * a), (up - down) / (2 * a), (up + down + left + right - 4 * c) / a ** 2

# %% [both_signs] both signs are wrong: a convolution with the stencils turned over
import numpy as np

def derivatives(phi, a):
    r, c = phi.shape
    dx, dy, lap = (np.zeros((r - 2, c - 2)) for _ in range(3))
    for i in range(1, r - 1):
        for j in range(1, c - 1):
            dx[i - 1, j - 1] = (phi[i, j - 1] - phi[i, j + 1]) / (2 * a)
            dy[i - 1, j - 1] = (phi[i - 1, j] - phi[i + 1, j]) / (2 * a)
            lap[i - 1, j - 1] = (phi[i - 1, j] + phi[i + 1, j] + phi[i, j - 1] + phi[i, j + 1] - 4 * phi[i, j]) / a ** 2
    return dx, dy, lap

# %% [divided_by_a] divided by a, not by 2 a
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / a
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / a
    lap = (phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * phi[1:-1, 1:-1]) / a ** 2
    return dx, dy, lap

# %% [multiplied_by_a] / 2 * a: multiplied by a
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / 2 * a
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / 2 * a
    lap = (phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * phi[1:-1, 1:-1]) / a ** 2
    return dx, dy, lap

# %% [laplacian_divided_by_a] the Laplacian by a alone
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / (2 * a)
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / (2 * a)
    lap = (phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * phi[1:-1, 1:-1]) / a
    return dx, dy, lap

# %% [laplacian_divided_by_four_a_squared] the Laplacian by (2a)^2
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / (2 * a)
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / (2 * a)
    lap = (phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * phi[1:-1, 1:-1]) / (2 * a) ** 2
    return dx, dy, lap

# %% [middle_twice] -2 in the middle: one direction's
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / (2 * a)
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / (2 * a)
    lap = (phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 2 * phi[1:-1, 1:-1]) / a ** 2
    return dx, dy, lap

# %% [laplacian_negative] the Laplacian is minus the true one: +4 in the middle, -1 around
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / (2 * a)
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / (2 * a)
    lap = (4 * phi[1:-1, 1:-1] - phi[2:, 1:-1] - phi[:-2, 1:-1] - phi[1:-1, 2:] - phi[1:-1, :-2]) / a ** 2
    return dx, dy, lap

# %% [gradient_squared] the Laplacian is the square of the gradient
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / (2 * a)
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / (2 * a)
    return dx, dy, dx ** 2 + dy ** 2

# %% [along_x_alone] only the second derivative by x
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / (2 * a)
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / (2 * a)
    lap = (phi[1:-1, 2:] - 2 * phi[1:-1, 1:-1] + phi[1:-1, :-2]) / a ** 2
    return dx, dy, lap

# %% [forwards] one-sided differences: right minus middle
import numpy as np

def derivatives(phi, a):
    c = phi[1:-1, 1:-1]
    dx = (phi[1:-1, 2:] - c) / a
    dy = (phi[2:, 1:-1] - c) / a
    lap = (phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * c) / a ** 2
    return dx, dy, lap

# %% [backwards] middle minus left: backward differences
import numpy as np

def derivatives(phi, a):
    dx = np.diff(phi, axis=1)[1:-1, :-1] / a
    dy = np.diff(phi, axis=0)[:-1, 1:-1] / a
    lap = np.diff(phi, 2, axis=1)[1:-1] + np.diff(phi, 2, axis=0)[:, 1:-1]
    return dx, dy, lap / a ** 2

# %% [three_rows] the slide's kernel: three equal rows, three times the derivative
import numpy as np

def derivatives(phi, a):
    w = np.lib.stride_tricks.sliding_window_view(phi, (3, 3))
    K = np.array([[-1, 0, 1]] * 3) / (2 * a)
    L = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]) / a ** 2
    return np.sum(w * K, axis=(2, 3)), np.sum(w * K.T, axis=(2, 3)), np.sum(w * L, axis=(2, 3))

# %% [mean_of_three_rows] Prewitt: the mean over three rows
import numpy as np

def derivatives(phi, a):
    w = np.lib.stride_tricks.sliding_window_view(phi, (3, 3))
    K = np.array([[-1, 0, 1]] * 3) / (6 * a)
    L = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]) / a ** 2
    return np.einsum("ijpq,pq", w, K), np.einsum("ijpq,pq", w, K.T), np.einsum("ijpq,pq", w, L)

# %% [sobel] Sobel's kernel without its eighth
import numpy as np

def derivatives(phi, a):
    w = np.lib.stride_tricks.sliding_window_view(phi, (3, 3))
    K = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / (2 * a)
    L = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]) / a ** 2
    return np.einsum("ijpq,pq", w, K), np.einsum("ijpq,pq", w, K.T), np.einsum("ijpq,pq", w, L)

# %% [as_on_the_slide] the slide's Laplacian without the ones of its middle row
import numpy as np

def derivatives(phi, a):
    w = np.lib.stride_tricks.sliding_window_view(phi, (3, 3))
    K = np.array([[0, 0, 0], [-1, 0, 1], [0, 0, 0]]) / (2 * a)
    L = np.array([[0, 1, 0], [0, -4, 0], [0, 1, 0]]) / a ** 2
    return np.einsum("ijpq,pq", w, K), np.einsum("ijpq,pq", w, K.T), np.einsum("ijpq,pq", w, L)

# %% [eight_neighbours] the nine-point Laplacian: -8 and all neighbours
import numpy as np

def derivatives(phi, a):
    w = np.lib.stride_tricks.sliding_window_view(phi, (3, 3))
    K = np.array([[0, 0, 0], [-1, 0, 1], [0, 0, 0]]) / (2 * a)
    L = np.array([[1, 1, 1], [1, -8, 1], [1, 1, 1]]) / a ** 2
    return np.einsum("ijpq,pq", w, K), np.einsum("ijpq,pq", w, K.T), np.einsum("ijpq,pq", w, L)

# %% [border_too] np.gradient: the border is not cut off
import numpy as np

def derivatives(phi, a):
    dy, dx = np.gradient(phi, a)
    lap = np.gradient(dx, a, axis=1) + np.gradient(dy, a, axis=0)
    return dx, dy, lap

# %% [laplacian_by_slopes] np.gradient twice for the Laplacian: the points two away (inner points)
import numpy as np

def derivatives(phi, a):
    dy, dx = np.gradient(phi, a)
    lap = np.gradient(dx, a, axis=1) + np.gradient(dy, a, axis=0)
    s = np.s_[1:-1, 1:-1]
    return dx[s], dy[s], lap[s]

# %% [axes_exchanged] np.gradient's order is taken for x, y
import numpy as np

def derivatives(phi, a):
    dx, dy = np.gradient(phi, a)
    c = phi[1:-1, 1:-1]
    lap = (phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * c) / a ** 2
    return dx[1:-1, 1:-1], dy[1:-1, 1:-1], lap

# %% [divided_by_two+laplacian_not_divided] np.gradient without the spacing
import numpy as np

def derivatives(phi, a):
    dy, dx = np.gradient(phi)
    c = phi[1:-1, 1:-1]
    lap = phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * c
    return dx[1:-1, 1:-1], dy[1:-1, 1:-1], lap

# %% [cut_in_one_direction] dx keeps all rows: (rows, columns - 2)
import numpy as np

def derivatives(phi, a):
    dx = (phi[:, 2:] - phi[:, :-2]) / (2 * a)
    dy = (phi[2:, :] - phi[:-2, :]) / (2 * a)
    lap = (phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * phi[1:-1, 1:-1]) / a ** 2
    return dx, dy, lap

# %% [border_too] np.roll: the border is periodic, all points
import numpy as np

def derivatives(phi, a):
    r, l = np.roll(phi, -1, 1), np.roll(phi, 1, 1)
    d, u = np.roll(phi, -1, 0), np.roll(phi, 1, 0)
    return (r - l) / (2 * a), (d - u) / (2 * a), (r + l + u + d - 4 * phi) / a ** 2

# %% [both_signs] np.roll in the wrong direction, inner points
import numpy as np

def derivatives(phi, a):
    r, l = np.roll(phi, 1, 1), np.roll(phi, -1, 1)
    d, u = np.roll(phi, 1, 0), np.roll(phi, -1, 0)
    s = np.s_[1:-1, 1:-1]
    return ((r - l) / (2 * a))[s], ((d - u) / (2 * a))[s], ((r + l + u + d - 4 * phi) / a ** 2)[s]

# %% [both_signs] np.convolve line by line: the stencil is turned over
import numpy as np

def derivatives(phi, a):
    rows = np.array([np.convolve(line, [-1, 0, 1], "valid") for line in phi])[1:-1] / (2 * a)
    cols = np.array([np.convolve(line, [-1, 0, 1], "valid") for line in phi.T])[1:-1].T / (2 * a)
    c = phi[1:-1, 1:-1]
    lap = (phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * c) / a ** 2
    return rows, cols, lap

# %% [dy_transposed] dy is transposed
import numpy as np

def derivatives(phi, a):
    dx = np.array([np.correlate(line, [-1, 0, 1], "valid") for line in phi])[1:-1] / (2 * a)
    dy = np.array([np.correlate(line, [-1, 0, 1], "valid") for line in phi.T])[1:-1] / (2 * a)
    c = phi[1:-1, 1:-1]
    lap = (phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * c) / a ** 2
    return dx, dy, lap

# %% [right] the difference operators as matrices
import numpy as np

def derivatives(phi, a):
    def D(n):
        return (np.eye(n - 2, n, 2) - np.eye(n - 2, n)) / (2 * a)
    def D2(n):
        return (np.eye(n - 2, n, 2) - 2 * np.eye(n - 2, n, 1) + np.eye(n - 2, n)) / a ** 2
    r, c = phi.shape
    return phi[1:-1] @ D(c).T, D(r) @ phi[:, 1:-1], phi[1:-1] @ D2(c).T + D2(r) @ phi[:, 1:-1]

# %% [too_few] one array of three planes in place of three values
import numpy as np

def derivatives(phi, a):
    e, w, s, n = phi[1:-1, 2:], phi[1:-1, :-2], phi[2:, 1:-1], phi[:-2, 1:-1]
    return np.stack([(e - w) / (2 * a), (s - n) / (2 * a), (e + w + n + s - 4 * phi[1:-1, 1:-1]) / a / a])
