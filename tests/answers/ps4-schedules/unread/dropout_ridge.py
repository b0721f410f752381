# %% [strengths_as_halves] alpha without the 2; w right
import numpy as np

def dropout_ridge(x, y, p):
    half = p / (1 - p) * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / len(x) + np.diag(half), x.T @ y / len(x))
    return half, w

# %% [p_is_kept] p and 1 - p exchanged: 2 (1 - p)/p
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * (1 - p) / p * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [variance_of_mask] p (1 - p), the variance of a mask that is not scaled
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p * (1 - p) * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [divided_twice] divided by (1 - p)^2
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) ** 2 * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [p_alone] p alone, not p/(1 - p)
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [variances] the variance, as on the slides, in place of the mean square
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * x.var(axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [sums_alone] sums in place of means for alpha and matrix
import numpy as np

def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * np.sum(x**2, axis=0)
    w = np.linalg.solve(x.T @ x + np.diag(alpha / 2), x.T @ y)
    return alpha, w

# %% [squares_of_means] the square of the mean
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * x.mean(axis=0) ** 2
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [roots_of_squares] the root of the mean square
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * np.sqrt(np.mean(x**2, axis=0))
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [alpha_whole] alpha in place of alpha/2 in the equation for w
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha), x.T @ y / N)
    return alpha, w

# %% [sums_in_weights] sums in the equation for w, alpha as it is
import numpy as np

def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x + np.diag(alpha / 2), x.T @ y)
    return alpha, w

# %% [one_for_all] one alpha for all features, their mean
import numpy as np

def dropout_ridge(x, y, p):
    N, n = x.shape
    alpha = np.full(n, 2 * p / (1 - p) * np.mean(x**2))
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [not_squares] one number for alpha
import numpy as np

def dropout_ridge(x, y, p):
    N, n = x.shape
    alpha = 2 * p / (1 - p)
    w = np.linalg.solve(x.T @ x / N + alpha / 2 * np.eye(n), x.T @ y / N)
    return alpha, w

# %% [rows] the mean over the features of each point
import numpy as np

def dropout_ridge(x, y, p):
    N, n = x.shape
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=1)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [centred] centred, as if there were an intercept
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    xc, yc = x - x.mean(axis=0), y - y.mean()
    w = np.linalg.solve(xc.T @ xc / N + np.diag(alpha / 2), xc.T @ yc / N)
    return alpha, w

# %% [least_squares] w of least squares, without the penalty
import numpy as np

def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    return alpha, np.linalg.lstsq(x, y, rcond=None)[0]

# %% [shrunk_one_by_one] least squares, then shrunk feature by feature: 1/(1 + alpha/2)
import numpy as np

def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    w = np.linalg.lstsq(x, y, rcond=None)[0] / (1 + alpha / 2)
    return alpha, w

# %% [whole_matrix_scaled] the whole matrix grown, not its diagonal: (1 - p) times least squares
import numpy as np

def dropout_ridge(x, y, p):
    C = x.T @ x / len(x)
    alpha = 2 * p / (1 - p) * np.diag(C)
    w = np.linalg.solve(C * (1 + p / (1 - p)), x.T @ y / len(x))
    return alpha, w

# %% [added_everywhere] the penalty added to every row of the matrix: no diag
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / N + alpha / 2, x.T @ y / N)
    return alpha, w

# %% [weights_divided] w for masks that are not scaled: divided once more by 1 - p
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w / (1 - p)

# %% [weights_scaled] w multiplied by 1 - p, as at inference without scaling
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    w = (1 - p) * np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [order] returned in the other order
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return w, alpha

# %% [drawn_masks] w by a thousand random masks: only about right
import numpy as np

def dropout_ridge(x, y, p):
    rng = np.random.default_rng(0)
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    many = np.tile(x, (1000, 1))
    many = many * (rng.random(many.shape) >= p) / (1 - p)
    w = np.linalg.lstsq(many, np.tile(y, 1000), rcond=None)[0]
    return alpha, w

# %% [penalty_itself] alpha is the whole penalty, with w_j^2 in it
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    half = p / (1 - p) * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(half), x.T @ y / N)
    return half * w**2, w

# %% [centred] an intercept of its own, from a column of ones, not returned
import numpy as np

def dropout_ridge(x, y, p):
    N, n = x.shape
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    A = np.c_[x, np.ones(N)]
    P = np.diag(np.append(alpha / 2, 0.0))
    theta = np.linalg.lstsq(A.T @ A / N + P, A.T @ y / N, rcond=None)[0]
    return alpha, theta[:n]

# %% [one_point_fewer] a mean square with N - 1
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * np.sum(x**2, axis=0) / (N - 1)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [right_side_summed] the right side is not divided by N
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * (x * x).mean(0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y)
    return alpha, w

# %% [variances_and_alpha_whole] two mistakes: the variance, and alpha in place of alpha/2 in the equation
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * x.var(axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha), x.T @ y / N)
    return alpha, w

# %% [p_is_kept_and_halves] two mistakes: p and 1 - p exchanged, and no 2
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = (1 - p) / p * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha), x.T @ y / N)
    return alpha, w

# %% [half_the_strengths] two mistakes: alpha without the 2, and halved again for w
import numpy as np

def dropout_ridge(x, y, p):
    N = len(x)
    alpha = p / (1 - p) * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / N + np.diag(alpha / 2), x.T @ y / N)
    return alpha, w

# %% [variances_and_sums] two mistakes: the variance, and sums in the equation for w
import numpy as np

def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * np.var(x, axis=0)
    w = np.linalg.solve(x.T @ x + np.diag(alpha / 2), x.T @ y)
    return alpha, w

# %% [right] the diagonal of the matrix divided by 1 - p
import numpy as np

def dropout_ridge(x, y, p):
    C = np.einsum("ij,ik->jk", x, x) / len(x)
    square = C.diagonal().copy()
    np.fill_diagonal(C, square / (1 - p))
    return 2 * square * (1 / (1 - p) - 1), np.linalg.solve(C, np.einsum("ij,i->j", x, y) / len(x))

# %% [right] least squares with a row under the data for each feature
import numpy as np

def dropout_ridge(x, y, p):
    N, n = x.shape
    size = np.linalg.norm(x, axis=0)
    w, *_ = np.linalg.lstsq(np.r_[x, np.diag(size * np.sqrt(p / (1 - p)))], np.r_[y, np.zeros(n)], rcond=None)
    return size**2 * 2 * p / ((1 - p) * N), w
