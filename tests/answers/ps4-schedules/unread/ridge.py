# %% [alpha_whole] alpha in place of alpha/2, as on the slides
import numpy as np

def ridge(x, y, alpha):
    xm, ym = x.mean(axis=0), y.mean()
    xc, yc = x - xm, y - ym
    w = np.linalg.solve(xc.T @ xc + alpha * np.eye(x.shape[1]), xc.T @ yc)
    return w, ym - xm @ w

# %% [means] the mean of the squares, as in lecture 11
import numpy as np

def ridge(x, y, alpha):
    xm, ym = x.mean(axis=0), y.mean()
    xc, yc = x - xm, y - ym
    N, n = x.shape
    w = np.linalg.solve(xc.T @ xc / N + alpha / 2 * np.eye(n), xc.T @ yc / N)
    return w, ym - xm @ w

# %% [no_bias] no intercept: b = 0
import numpy as np

def ridge(x, y, alpha):
    w = np.linalg.solve(x.T @ x + alpha / 2 * np.eye(x.shape[1]), x.T @ y)
    return w, 0.0

# %% [bias_penalized] b is penalized: a column of ones, and alpha/2 on it
import numpy as np

def ridge(x, y, alpha):
    A = np.column_stack([x, np.ones(len(x))])
    theta = np.linalg.solve(A.T @ A + alpha / 2 * np.eye(A.shape[1]), A.T @ y)
    return theta[:-1], theta[-1]

# %% [zero_at_the_wrong_end] the column of ones is last, and the first weight goes unpenalized
import numpy as np

def ridge(x, y, alpha):
    A = np.column_stack([x, np.ones(len(x))])
    P = np.eye(A.shape[1])
    P[0, 0] = 0
    theta = np.linalg.lstsq(A.T @ A + alpha / 2 * P, A.T @ y, rcond=None)[0]
    return theta[:-1], theta[-1]

# %% [columns_not_centred] b is the mean of y, with features that are not centred
import numpy as np

def ridge(x, y, alpha):
    b = y.mean()
    w = np.linalg.solve(x.T @ x + alpha / 2 * np.eye(x.shape[1]), x.T @ (y - b))
    return w, b

# %% [bias_is_mean] centred, but b is not moved back: the mean of y
import numpy as np

def ridge(x, y, alpha):
    xc, yc = x - x.mean(axis=0), y - y.mean()
    w = np.linalg.solve(xc.T @ xc + alpha / 2 * np.eye(x.shape[1]), xc.T @ yc)
    return w, y.mean()

# %% [weights_not_centred] w from features that are not centred, then b as the mean residual
import numpy as np

def ridge(x, y, alpha):
    w = np.linalg.solve(x.T @ x + alpha / 2 * np.eye(x.shape[1]), x.T @ y)
    b = np.mean(y - x @ w)
    return w, b

# %% [bias_negative] the sign of b
import numpy as np

def ridge(x, y, alpha):
    xm, ym = x.mean(axis=0), y.mean()
    xc, yc = x - xm, y - ym
    w = np.linalg.solve(xc.T @ xc + alpha / 2 * np.eye(x.shape[1]), xc.T @ yc)
    return w, xm @ w - ym

# %% [bias_sign] b plus in place of minus: mean of y + x.w
import numpy as np

def ridge(x, y, alpha):
    xm, ym = x.mean(axis=0), y.mean()
    xc, yc = x - xm, y - ym
    w = np.linalg.solve(xc.T @ xc + alpha / 2 * np.eye(x.shape[1]), xc.T @ yc)
    return w, ym + xm @ w

# %% [weights_of_z_scores_alone] z-scored, and the weights are those of the z-scores (a constant feature's deviation as 1)
import numpy as np

def ridge(x, y, alpha):
    mu, sd = x.mean(axis=0), x.std(axis=0)
    sd = np.where(sd == 0, 1, sd)
    z = (x - mu) / sd
    w = np.linalg.solve(z.T @ z + alpha / 2 * np.eye(x.shape[1]), z.T @ (y - y.mean()))
    return w, y.mean() - w @ (mu / sd)

# %% [standardized] z-scored and moved back, but the penalty is on the weights of the z-scores
import numpy as np

def ridge(x, y, alpha):
    mu, sd = x.mean(axis=0), x.std(axis=0)
    sd = np.where(sd < 1e-12, 1, sd)
    z = (x - mu) / sd
    v = np.linalg.solve(z.T @ z + alpha / 2 * np.eye(x.shape[1]), z.T @ (y - y.mean()))
    w = v / sd
    return w, y.mean() - w @ mu

# %% [no_penalty] least squares, no penalty
import numpy as np

def ridge(x, y, alpha):
    A = np.c_[x, np.ones(len(x))]
    theta = np.linalg.lstsq(A, y, rcond=None)[0]
    return theta[:-1], theta[-1]

# %% [shrunk_at_once] least squares, then shrunk by 1/(1 + alpha/2)
import numpy as np

def ridge(x, y, alpha):
    xm, ym = x.mean(axis=0), y.mean()
    w = np.linalg.pinv(x - xm) @ (y - ym) / (1 + alpha / 2)
    return w, ym - w @ xm

# %% [alpha_whole] rows sqrt(alpha) under the data: alpha, not alpha/2
import numpy as np

def ridge(x, y, alpha):
    n = x.shape[1]
    top = np.c_[x, np.ones(len(x))]
    bottom = np.c_[np.sqrt(alpha) * np.eye(n), np.zeros(n)]
    theta, *_ = np.linalg.lstsq(np.r_[top, bottom], np.r_[y, np.zeros(n)], rcond=None)
    return theta[:n], theta[n]

# %% [rows_without_root] rows alpha/2 under the data, without the root
import numpy as np

def ridge(x, y, alpha):
    n = x.shape[1]
    top = np.c_[x, np.ones(len(x))]
    bottom = np.c_[alpha / 2 * np.eye(n), np.zeros(n)]
    theta, *_ = np.linalg.lstsq(np.r_[top, bottom], np.r_[y, np.zeros(n)], rcond=None)
    return theta[:n], theta[n]

# %% [stopped_early] gradient descent that stops after 50 steps, before the minimum
import numpy as np

def ridge(x, y, alpha):
    w, b = np.zeros(x.shape[1]), 0.0
    A = np.c_[x, np.ones(len(x))]
    lr = 1 / (2 * np.linalg.norm(A, 2) ** 2 + alpha)
    for _ in range(50):
        r = x @ w + b - y
        w, b = w - lr * (2 * x.T @ r + alpha * w), b - lr * 2 * r.sum()
    return w, b

# %% [points_for_features] x x^T in place of x^T x
import numpy as np

def ridge(x, y, alpha):
    xc, yc = x - x.mean(axis=0), y - y.mean()
    w = np.linalg.solve(xc @ xc.T + alpha / 2 * np.eye(len(x)), xc.T @ yc)
    return w, y.mean() - x.mean(axis=0) @ w

# %% [in_place] the caller's x and y are centred in place
import numpy as np

def ridge(x, y, alpha):
    xm, ym = x.mean(axis=0), y.mean()
    x -= xm
    y -= ym
    w = np.linalg.solve(x.T @ x + alpha / 2 * np.eye(x.shape[1]), x.T @ y)
    return w, ym - xm @ w

# %% [covariances] covariances with N - 1 in place of sums
import numpy as np

def ridge(x, y, alpha):
    C = np.atleast_2d(np.cov(x, rowvar=False))
    c = np.array([np.cov(col, y)[0, 1] for col in x.T])
    w = np.linalg.solve(C + alpha / 2 * np.eye(len(C)), c)
    return w, y.mean() - w @ x.mean(axis=0)

# %% [alpha_whole] by singular values s/(s^2 + alpha): alpha, not alpha/2
import numpy as np

def ridge(x, y, alpha):
    xm, ym = x.mean(axis=0), y.mean()
    U, s, Vt = np.linalg.svd(x - xm, full_matrices=False)
    w = Vt.T @ (s / (s**2 + alpha) * (U.T @ (y - ym)))
    return w, ym - xm @ w

# %% [singular_values_as_they_are] singular values shrunk by s/(s + alpha/2): not squared
import numpy as np

def ridge(x, y, alpha):
    xm, ym = x.mean(axis=0), y.mean()
    U, s, Vt = np.linalg.svd(x - xm, full_matrices=False)
    keep = s > 1e-10
    inverse = np.where(keep, 1 / np.where(keep, s, 1), 0)
    w = Vt.T @ (s / (s + alpha / 2) * inverse * (U.T @ (y - ym)))
    return w, ym - xm @ w

# %% [one_mean] one mean over all of x, not for each feature
import numpy as np

def ridge(x, y, alpha):
    xc, yc = x - np.mean(x), y - np.mean(y)
    w = np.linalg.solve(xc.T @ xc + alpha / 2 * np.eye(x.shape[1]), xc.T @ yc)
    return w, np.mean(y) - np.mean(x) * w.sum()

# %% [columns] w as a column, b as an array of one
import numpy as np

def ridge(x, y, alpha):
    Y = y.reshape(-1, 1)
    xm, ym = x.mean(axis=0, keepdims=True), Y.mean(axis=0, keepdims=True)
    xc = x - xm
    w = np.linalg.solve(xc.T @ xc + alpha / 2 * np.eye(x.shape[1]), xc.T @ (Y - ym))
    return w, ym - xm @ w

# %% [added_everywhere] alpha added to every entry of the matrix, no eye
import numpy as np

def ridge(x, y, alpha):
    xm, ym = x.mean(axis=0), y.mean()
    xc, yc = x - xm, y - ym
    w = np.linalg.pinv(xc.T @ xc + alpha / 2) @ xc.T @ yc
    return w, ym - xm @ w

# %% [alpha_squared] alpha squared, as in Tikhonov's form
import numpy as np

def ridge(x, y, alpha):
    xm, ym = x.mean(axis=0), y.mean()
    xc, yc = x - xm, y - ym
    gamma = alpha * np.eye(x.shape[1])
    w = np.linalg.solve(xc.T @ xc + gamma.T @ gamma, xc.T @ yc)
    return w, ym - xm @ w

# %% [divided_by_deviation_zero] by z-scores, the penalty translated: a constant feature is divided by its deviation 0 (rare: a constant feature)
import numpy as np

def ridge(x, y, alpha):
    mu, sd = x.mean(axis=0), x.std(axis=0)
    z = (x - mu) / sd
    v = np.linalg.solve(z.T @ z + alpha / 2 * np.diag(1 / sd**2), z.T @ (y - y.mean()))
    w = v / sd
    return w, y.mean() - w @ mu

# %% [constant_removed] a constant feature is removed, and the weights are too few (rare: a constant feature)
import numpy as np

def ridge(x, y, alpha):
    x = x[:, np.ptp(x, axis=0) > 0]
    xm, ym = x.mean(axis=0), y.mean()
    xc = x - xm
    w = np.linalg.solve(xc.T @ xc + alpha / 2 * np.eye(xc.shape[1]), xc.T @ (y - ym))
    return w, ym - xm @ w

# %% [added_after_inverse] alpha outside the inverse: by precedence
import numpy as np

def ridge(x, y, alpha):
    xm, ym = x.mean(axis=0), y.mean()
    xc, yc = x - xm, y - ym
    w = (np.linalg.pinv(xc.T @ xc) + alpha / 2 * np.eye(x.shape[1])) @ xc.T @ yc
    return w, ym - xm @ w

# %% [no_penalty_where_wide] with more features than points the penalty is dropped: the least-norm solution (rare: more features than points)
import numpy as np

def ridge(x, y, alpha):
    N, n = x.shape
    xm, ym = x.mean(axis=0), y.mean()
    xc, yc = x - xm, y - ym
    if n >= N:
        w = np.linalg.lstsq(xc, yc, rcond=None)[0]
    else:
        w = np.linalg.solve(xc.T @ xc + alpha / 2 * np.eye(n), xc.T @ yc)
    return w, ym - xm @ w

# %% [alpha_whole_with_ones] two mistakes: alpha not halved, and b penalized
import numpy as np

def ridge(x, y, alpha):
    X = np.insert(x, 0, 1.0, axis=1)
    theta = np.linalg.inv(X.T @ X + alpha * np.eye(X.shape[1])) @ X.T @ y
    return theta[1:], theta[0]

# %% [means_and_bias_is_mean] two mistakes: means, and b is the mean of y
import numpy as np

def ridge(x, y, alpha):
    N, n = x.shape
    xc, yc = x - x.mean(axis=0), y - y.mean()
    w = np.linalg.solve(xc.T @ xc / N + alpha / 2 * np.eye(n), xc.T @ yc / N)
    return w, y.mean()

# %% [alpha_whole_no_bias] two mistakes: alpha not halved, and no intercept
import numpy as np

def ridge(x, y, alpha):
    w = np.linalg.solve(x.T @ x + alpha * np.eye(x.shape[1]), x.T @ y)
    return w, 0.0

# %% [right] one Newton step from zero on w and b together
import numpy as np

def ridge(x, y, alpha):
    N, n = x.shape
    gradient = np.concatenate([-2 * x.T @ y, [-2 * y.sum()]])
    hessian = np.zeros((n + 1, n + 1))
    hessian[:n, :n] = 2 * x.T @ x + alpha * np.identity(n)
    hessian[:n, n] = hessian[n, :n] = 2 * x.sum(axis=0)
    hessian[n, n] = 2 * N
    step = -np.linalg.solve(hessian, gradient)
    return step[:n], float(step[n])

# %% [right] in the space of the points: x^T (x x^T + alpha/2)^-1 y, centred
import numpy as np

def ridge(x, y, alpha):
    J = np.eye(len(x)) - 1 / len(x)
    dual = np.linalg.solve(J @ x @ x.T @ J + alpha / 2 * np.eye(len(x)), J @ y)
    w = x.T @ J @ dual
    return w, np.mean(y - x @ w)
