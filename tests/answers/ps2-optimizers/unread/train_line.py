# %% [no_two] the 2 of the squares is forgotten
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.asarray(theta, dtype=float)
    state = {}
    for _ in range(steps):
        error = theta[0] + theta[1] * x - y
        grad = np.array([np.mean(error), np.mean(error * x)])
        theta, state = rule(theta, grad, state, lr, **settings)
    return theta

# %% [summed] the sum of squares, not the mean
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    X = np.column_stack([np.ones(len(x)), x])
    state = {}
    for _ in range(steps):
        grad = 2 * X.T @ (X @ theta - y)
        theta, state = rule(theta, grad, state, lr, **settings)
    return theta

# %% [forgets] the state is made anew within the loop
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    n = len(x)
    for _ in range(steps):
        state = {}
        r = theta[0] + theta[1] * x - y
        grad = 2 / n * np.array([r.sum(), (r * x).sum()])
        theta, state = rule(theta, grad, state, lr, **settings)
    return theta

# %% [forgets] the new state goes to _ and the empty one is used again
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    A = np.stack([np.ones_like(x, dtype=float), x], axis=1)
    state = {}
    for i in range(steps):
        grad = 2 * A.T @ (A @ theta - y) / len(y)
        theta, _ = rule(theta, grad, dict(state), lr, **settings)
    return theta

# %% [slope_first] theta is taken as (slope, intercept)
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    state = {}
    for _ in range(steps):
        a, b = theta
        r = a * x + b - y
        grad = np.array([2 * np.mean(r * x), 2 * np.mean(r)])
        theta, state = rule(theta, grad, state, lr, **settings)
    return theta

# %% [exchanged] the model is right, but the gradient is (slope, intercept)
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    state = {}
    for _ in range(steps):
        r = theta[0] + theta[1] * x - y
        grad = 2 * np.array([np.mean(r * x), np.mean(r)])
        theta, state = rule(theta, grad, state, lr, **settings)
    return theta

# %% [no_settings] **settings is not handed on to the rule
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    state = {}
    for _ in range(steps):
        r = theta[0] + theta[1] * x - y
        grad = 2 * np.array([np.mean(r), np.mean(r * x)])
        theta, state = rule(theta, grad, state, lr)
    return theta

# %% [one_step_fewer] range(1, steps)
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    state = {}
    for k in range(1, steps):
        r = theta[0] + theta[1] * x - y
        grad = 2 * np.array([np.mean(r), np.mean(r * x)])
        theta, state = rule(theta, grad, state, lr, **settings)
    return theta

# %% [one_step_more] while with <=
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    state, k = {}, 0
    while k <= steps:
        r = theta[0] + theta[1] * x - y
        grad = 2 * np.array([np.mean(r), np.mean(r * x)])
        theta, state = rule(theta, grad, state, lr, **settings)
        k += 1
    return theta

# %% [one_step] returns within the loop
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    state = {}
    for _ in range(steps):
        r = theta[0] + theta[1] * x - y
        grad = 2 * np.array([np.mean(r), np.mean(r * x)])
        theta, state = rule(theta, grad, state, lr, **settings)
        return theta
    return theta

# %% [wrong_sign] the residual is y - prediction without the minus of the chain rule
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    state = {}
    for _ in range(steps):
        r = y - (theta[0] + theta[1] * x)
        grad = np.array([2 * r.mean(), 2 * (x * r).mean()])
        theta, state = rule(theta, grad, state, lr, **settings)
    return theta

# %% [single_examples] one example a step in turn, not the whole batch
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    state = {}
    for k in range(steps):
        xi, yi = x[k % len(x)], y[k % len(x)]
        r = theta[0] + theta[1] * xi - yi
        theta, state = rule(theta, np.array([2 * r, 2 * r * xi]), state, lr, **settings)
    return theta

# %% [example_by_example] a step per example, steps times over the data
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    state = {}
    for _ in range(steps):
        for xi, yi in zip(x, y):
            r = theta[0] + theta[1] * xi - yi
            theta, state = rule(theta, 2 * np.array([r, r * xi]), state, lr, **settings)
    return theta

# %% [in_place] the caller's theta is used as the working array
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    if not (isinstance(theta, np.ndarray) and theta.dtype == float):
        theta = np.array(theta, dtype=float)
    state = {}
    for _ in range(steps):
        r = theta[0] + theta[1] * x - y
        grad = 2 * np.array([np.mean(r), np.mean(r * x)])
        new, state = rule(theta, grad, state, lr, **settings)
        theta[:] = new
    return theta

# %% [rule_ignored] plain gradient descent whatever the rule
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    b, a = float(theta[0]), float(theta[1])
    for _ in range(steps):
        r = b + a * x - y
        b, a = b - lr * 2 * np.mean(r), a - lr * 2 * np.mean(r * x)
    return np.array([b, a])

# %% [no_x] the derivative by the slope lacks x
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    state = {}
    for _ in range(steps):
        r = theta[0] + theta[1] * x - y
        grad = np.array([2 * np.mean(r), 2 * np.mean(r)])
        theta, state = rule(theta, grad, state, lr, **settings)
    return theta

# %% [stale] the gradient is computed once before the loop
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta = np.array(theta, dtype=float)
    state = {}
    r = theta[0] + theta[1] * x - y
    grad = 2 * np.array([np.mean(r), np.mean(r * x)])
    for _ in range(steps):
        theta, state = rule(theta, grad, state, lr, **settings)
    return theta

# %% [slope_sees_new_intercept] intercept first, then the slope with the new intercept
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    b, a = np.array(float(theta[0])), np.array(float(theta[1]))
    sb, sa = {}, {}
    for _ in range(steps):
        b, sb = rule(b, 2 * np.mean(b + a * x - y), sb, lr, **settings)
        a, sa = rule(a, 2 * np.mean((b + a * x - y) * x), sa, lr, **settings)
    return np.array([b, a])

# %% [too_many] returns theta and the state
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta, state = np.array(theta, dtype=float), {}
    for _ in range(steps):
        r = theta[0] + theta[1] * x - y
        grad = 2 * np.array([np.mean(r), np.mean(r * x)])
        theta, state = rule(theta, grad, state, lr, **settings)
    return theta, state

# %% [history_returned] returns all thetas, not the last
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    history = [np.array(theta, dtype=float)]
    state = {}
    for _ in range(steps):
        b, a = history[-1]
        r = b + a * x - y
        new, state = rule(history[-1], 2 * np.array([np.mean(r), np.mean(r * x)]), state, lr, **settings)
        history.append(new)
    return np.array(history)

# %% [stops_early] stops once the loss is small
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta, state = np.array(theta, dtype=float), {}
    for _ in range(steps):
        r = theta[0] + theta[1] * x - y
        if np.mean(r ** 2) < 1e-2:
            break
        grad = 2 * np.array([np.mean(r), np.mean(r * x)])
        theta, state = rule(theta, grad, state, lr, **settings)
    return theta

# %% [no_two+no_settings] no 2, and settings left out
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta, state = np.array(theta, dtype=float), {}
    for _ in range(steps):
        r = theta[0] + theta[1] * x - y
        theta, state = rule(theta, np.array([np.mean(r), np.mean(r * x)]), state, lr)
    return theta

# %% [mean_returned] returns the mean of all thetas, not the last
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta, state = np.array(theta, dtype=float), {}
    seen = [theta]
    for _ in range(steps):
        r = theta[0] + theta[1] * x - y
        theta, state = rule(theta, 2 * np.array([np.mean(r), np.mean(r * x)]), state, lr, **settings)
        seen.append(theta)
    return np.mean(seen, axis=0)

# %% [best_returned] returns the theta of the least loss, not the last
import numpy as np

def train_line(rule, x, y, theta, lr, steps, **settings):
    theta, state = np.array(theta, dtype=float), {}
    best, least = theta, np.mean((theta[0] + theta[1] * x - y) ** 2)
    for _ in range(steps):
        r = theta[0] + theta[1] * x - y
        theta, state = rule(theta, 2 * np.array([np.mean(r), np.mean(r * x)]), state, lr, **settings)
        loss = np.mean((theta[0] + theta[1] * x - y) ** 2)
        if loss < least:
            best, least = theta, loss
    return best
