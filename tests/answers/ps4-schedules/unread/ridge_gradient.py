# %% [means] means in place of sums, as in lecture 11
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    dw = 2 * x.T @ r / len(y) + alpha * w
    db = 2 * r.mean()
    return dw, db

# %% [no_two] the 2 of the square forgotten
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    error = x @ w + b - y
    return x.T @ error + alpha * w, error.sum()

# %% [twice_alpha] the penalty's gradient twice: 2 alpha w, as without the half
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * r @ x + 2 * alpha * w, 2 * r.sum()

# %% [half_of_alpha] the penalty's gradient halved: alpha/2 w
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * r @ x + alpha / 2 * w, 2 * r.sum()

# %% [bias_penalized] b is penalized too
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * x.T @ r + alpha * w, 2 * r.sum() + alpha * b

# %% [wrong_sign] the residual the other way round: y - prediction, without the minus that goes with it
def ridge_gradient(w, b, x, y, alpha):
    r = y - (x @ w + b)
    return 2 * x.T @ r + alpha * w, 2 * r.sum()

# %% [penalty_subtracted] minus alpha w: y - prediction, and the sign of the penalty with it
def ridge_gradient(w, b, x, y, alpha):
    r = y - x.dot(w) - b
    dw = -2 * x.T.dot(r) - alpha * w
    db = -2 * r.sum()
    return dw, db

# %% [no_penalty] no penalty
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * x.T @ r, 2 * r.sum()

# %% [mean_in_db] db alone is a mean
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * x.T @ r + alpha * w, 2 * r.mean()

# %% [mean_in_dw] dw alone is a mean
def ridge_gradient(w, b, x, y, alpha):
    N = x.shape[0]
    r = x @ w + b - y
    return 2 / N * x.T @ r + alpha * w, 2 * r.sum()

# %% [no_two_in_db] the 2 is missing in db alone
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    dw = 2 * np.einsum("in,i->n", x, r) + alpha * w
    db = np.sum(r)
    return dw, db

# %% [db_by_point] db not summed over the points
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * x.T @ r + alpha * w, 2 * r

# %% [not_transposed] x in place of its transpose
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * x @ r + alpha * w, 2 * r.sum()

# %% [no_b] b left out of the residual
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w - y
    return 2 * x.T @ r + alpha * w, 2 * r.sum()

# %% [every_target] y as a column: every prediction minus every target
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y.reshape(-1, 1)
    dw = 2 * (r @ x).sum(axis=0) + alpha * w
    return dw, 2 * r.sum()

# %% [penalty_by_sign] the gradient of L1: alpha sign(w)
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * x.T @ r + alpha * np.sign(w), 2 * r.sum()

# %% [sum_of_weights] the sum of w is added to every entry
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * x.T @ r + alpha * np.sum(w), 2 * r.sum()

# %% [penalty_of_all] the penalty itself is added in place of its gradient
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * x.T @ r + alpha / 2 * np.dot(w, w), 2 * r.sum()

# %% [penalty_times_points] the penalty once for each point, inside the loop
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    dw, db = np.zeros_like(w), 0.0
    for xi, yi in zip(x, y):
        e = w @ xi + b - yi
        dw += 2 * e * xi + alpha * w
        db += 2 * e
    return dw, db

# %% [last_point_alone] in the loop = where += is meant: the last point alone
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    for i in range(len(y)):
        e = np.dot(w, x[i]) + b - y[i]
        dw = 2 * e * x[i]
        db = 2 * e
    return dw + alpha * w, db

# %% [last_point_left_out] the last point is left out of the loop
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    N = len(y)
    dw = alpha * np.array(w, dtype=float)
    db = 0.0
    for i in range(N - 1):
        e = x[i] @ w + b - y[i]
        dw = dw + 2 * e * x[i]
        db = db + 2 * e
    return dw, db

# %% [sum_times_sum] sum of residuals times sum of x
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * r.sum() * x.sum(axis=0) + alpha * w, 2 * r.sum()

# %% [one_sided] one-sided difference quotients of step 1e-3: wrong in the third digit or so
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    def loss(w, b):
        return np.sum((x @ w + b - y) ** 2) + alpha / 2 * np.sum(w**2)
    h = 1e-3
    now = loss(w, b)
    dw = np.array([(loss(w + h * e, b) - now) / h for e in np.eye(len(w))])
    return dw, (loss(w, b + h) - now) / h

# %% [in_place] y is written over with the residual
def ridge_gradient(w, b, x, y, alpha):
    y -= x @ w + b
    return -2 * x.T @ y + alpha * w, -2 * y.sum()

# %% [in_place] w is scaled in place
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    w *= alpha
    w += 2 * x.T @ r
    return w, 2 * r.sum()

# %% [order] returned in the other order
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * r.sum(), 2 * x.T @ r + alpha * w

# %% [penalty_times_points] the penalty times N
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * x.T @ r + len(y) * alpha * w, 2 * r.sum()

# %% [root_of_sum] the gradient of the root of the sum of squares
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    length = np.sqrt(r @ r)
    return x.T @ r / length + alpha * w, r.sum() / length

# %% [means_and_half_of_alpha] two mistakes: means, and alpha/2 w
def ridge_gradient(w, b, x, y, alpha):
    n = len(y)
    r = x @ w + b - y
    return 2 / n * x.T @ r + alpha / 2 * w, 2 / n * r.sum()

# %% [no_two_and_bias_penalized] two mistakes: the 2 of the square forgotten, and b is penalized
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return x.T @ r + alpha * w, r.sum() + alpha * b

# %% [wrong_sign_no_penalty] two mistakes: no penalty, and the sign
def ridge_gradient(w, b, x, y, alpha):
    r = y - x @ w - b
    return 2 * x.T @ r, 2 * r.sum()

# %% [twice_alpha+mean_in_db] two mistakes: db is a mean, and 2 alpha w
def ridge_gradient(w, b, x, y, alpha):
    r = x @ w + b - y
    return 2 * x.T @ r + 2 * alpha * w, 2 * r.mean()

# %% [right] with b as a last weight, by the normal matrix
import numpy as np

def ridge_gradient(w, b, x, y, alpha):
    X = np.hstack([x, np.ones((len(x), 1))])
    theta = np.append(w, b)
    g = 2 * (X.T @ X @ theta - X.T @ y) + alpha * np.append(w, 0.0)
    return g[:-1], g[-1]
