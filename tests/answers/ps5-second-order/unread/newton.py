# %% [wrong_sign] uphill: the step is added with H Delta = g
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = [np.array(theta, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] + np.linalg.solve(hessian(path[-1]), gradient(path[-1])))
    return np.array(path)

# %% [without_start] the start is not in the path
import numpy as np

def newton(gradient, hessian, theta, steps):
    theta = np.asarray(theta, dtype=float)
    path = np.empty((steps, len(theta)))
    for k in range(steps):
        theta = theta - np.linalg.solve(hessian(theta), gradient(theta))
        path[k] = theta
    return path

# %% [stale_hessian] the Hessian of the start is kept for all steps
import numpy as np

def newton(gradient, hessian, theta, steps):
    x = np.asarray(theta, dtype=float)
    H = hessian(x)
    rows = [x]
    for _ in range(steps):
        x = x - np.linalg.solve(H, gradient(x))
        rows.append(x)
    return np.stack(rows)

# %% [multiplied] multiplied with the Hessian in place of solving
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = np.zeros((steps + 1, len(theta)))
    path[0] = theta
    for k in range(steps):
        path[k + 1] = path[k] - hessian(path[k]) @ gradient(path[k])
    return path

# %% [diagonal] only the diagonal of the Hessian
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = [np.array(theta, float)]
    for _ in range(steps):
        x = path[-1]
        path.append(x - gradient(x) / np.diag(hessian(x)))
    return np.array(path)

# %% [saddle_free] saddle-free: the absolute eigenvalues
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = [np.array(theta, float)]
    for _ in range(steps):
        lam, U = np.linalg.eigh(hessian(path[-1]))
        path.append(path[-1] - U @ ((U.T @ gradient(path[-1])) / np.abs(lam)))
    return np.array(path)

# %% [one_array] theta -= ... in place: all rows are the same array, the last
import numpy as np

def newton(gradient, hessian, theta, steps):
    x = np.array(theta, dtype=float)
    path = [x]
    for _ in range(steps):
        x -= np.linalg.solve(hessian(x), gradient(x))
        path.append(x)
    return np.array(path)

# %% [in_place] the caller's theta is written over
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = [theta.copy()]
    for _ in range(steps):
        theta -= np.linalg.solve(hessian(theta), gradient(theta))
        path.append(theta.copy())
    return np.array(path)

# %% [without_end] one row too few: steps points with the start
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = [np.array(theta, float)]
    for _ in range(1, steps):
        x = path[-1]
        path.append(x + np.linalg.solve(hessian(x), -gradient(x)))
    return np.array(path)

# %% [last_alone] only the last point
import numpy as np

def newton(gradient, hessian, theta, steps):
    for _ in range(steps):
        theta = theta - np.linalg.inv(hessian(theta)) @ gradient(theta)
    return theta

# %% [cut_to_whole] whole numbers stay whole: an array of the start's own kind takes the rows (starts of whole numbers)
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = np.zeros((steps + 1, theta.size), dtype=theta.dtype)
    path[0] = theta
    for k in range(steps):
        path[k + 1] = path[k] - np.linalg.solve(hessian(path[k]), gradient(path[k]))
    return path

# %% [half] damped by a learning rate of a half
import numpy as np

def newton(gradient, hessian, theta, steps):
    lr = 0.5
    path = [np.array(theta, float)]
    for _ in range(steps):
        path.append(path[-1] - lr * np.linalg.solve(hessian(path[-1]), gradient(path[-1])))
    return np.array(path)

# %% [stops_early] stops when the gradient is small: the path is shorter than steps + 1
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = [np.array(theta, float)]
    for _ in range(steps):
        g = gradient(path[-1])
        if np.linalg.norm(g) < 1e-8:
            break
        path.append(path[-1] - np.linalg.solve(hessian(path[-1]), g))
    return np.array(path)

# %% [hessian_of_last_place] the Hessian of the point before the last: it lags by a step
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = [np.array(theta, float)]
    H = hessian(path[0])
    for _ in range(steps):
        new = path[-1] - np.linalg.solve(H, gradient(path[-1]))
        H = hessian(path[-1])
        path.append(new)
    return np.array(path)

# %% [shifted] the Hessian is shifted until it is positive definite (wrong where it is indefinite)
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = [np.array(theta, float)]
    for _ in range(steps):
        H = hessian(path[-1])
        low = np.linalg.eigvalsh(H)[0]
        if low <= 0:
            H = H + (1e-3 - low) * np.eye(len(H))
        path.append(path[-1] - np.linalg.solve(H, gradient(path[-1])))
    return np.array(path)

# %% [damped] a ridge of 1e-3 for safety
import numpy as np

def newton(gradient, hessian, theta, steps):
    n = len(theta)
    out = np.empty((steps + 1, n))
    out[0] = theta
    for k in range(steps):
        out[k + 1] = out[k] - np.linalg.solve(hessian(out[k]) + 1e-3 * np.eye(n), gradient(out[k]))
    return out

# %% [lying_path] a column a step: the path is transposed
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = [np.array(theta, float)]
    for _ in range(steps):
        path.append(path[-1] - np.linalg.solve(hessian(path[-1]), gradient(path[-1])))
    return np.array(path).T

# %% [wrong_sign+without_start] two mistakes: uphill, and without the start
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = []
    for _ in range(steps):
        theta = theta + np.linalg.solve(hessian(theta), gradient(theta))
        path.append(theta)
    return np.array(path)

# %% [right] by recursion
import numpy as np

def newton(gradient, hessian, theta, steps):
    theta = np.asarray(theta, dtype=float)
    if steps == 0:
        return theta.reshape(1, -1).copy()
    after = theta + np.linalg.solve(hessian(theta), -gradient(theta))
    return np.vstack([theta, newton(gradient, hessian, after, steps - 1)])
