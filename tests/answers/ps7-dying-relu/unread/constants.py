# %% [no_two] the 2 of the square forgotten
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for _ in range(steps):
        if loss == "mse":
            slope = c - y.mean()
        else:
            slope = (np.sum(y < c) - np.sum(y > c)) / len(y)
        c = c - lr * slope
        path.append(c)
    return np.array(path)

# %% [mae_summed] mae without 1/n: the counts themselves
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = np.zeros(steps + 1)
    path[0] = c
    for t in range(steps):
        if loss == "mse":
            slope = 2 * (path[t] - y.mean())
        else:
            slope = (y < path[t]).sum() - (y > path[t]).sum()
        path[t + 1] = path[t] - lr * slope
    return path

# %% [mse_summed] mse summed, not averaged
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = np.zeros(steps + 1)
    path[0] = c
    for t in range(steps):
        if loss == "mse":
            slope = 2 * (path[t] - y).sum()
        else:
            slope = np.mean(np.sign(path[t] - y))
        path[t + 1] = path[t] - lr * slope
    return path

# %% [ties_above] equal targets count as above: y >= c
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [float(c)]
    n = len(y)
    for t in range(steps):
        c = path[-1]
        if loss == "mse":
            g = 2 * (c - sum(y) / n)
        else:
            below = sum(1 for v in y if v < c)
            g = (below - (n - below)) / n
        path.append(c - lr * g)
    return np.array(path)

# %% [ties_below] equal targets count as below: y <= c
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [float(c)]
    n = len(y)
    for t in range(steps):
        c = path[-1]
        if loss == "mse":
            g = 2 * (c - sum(y) / n)
        else:
            above = sum(1 for v in y if v > c)
            g = ((n - above) - above) / n
        path.append(c - lr * g)
    return np.array(path)

# %% [mae_uphill] wrong sign for mae: above less below
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for _ in range(steps):
        if loss == "mse":
            slope = 2 * (c - np.mean(y))
        else:
            slope = (np.sum(y > c) - np.sum(y < c)) / len(y)
        c = c - lr * slope
        path.append(c)
    return np.array(path)

# %% [uphill] wrong sign of the step: uphill
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for _ in range(steps):
        if loss == "mse":
            slope = 2 * (c - np.mean(y))
        else:
            slope = (np.sum(y < c) - np.sum(y > c)) / len(y)
        c = c + lr * slope
        path.append(c)
    return np.array(path)

# %% [no_start] the path without its start
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = []
    for _ in range(steps):
        if loss == "mse":
            slope = 2 * (c - np.mean(y))
        else:
            slope = np.sign(c - y).mean()
        c = c - lr * slope
        path.append(c)
    return np.array(path)

# %% [end_alone] the last constant alone
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    for _ in range(steps):
        if loss == "mse":
            slope = 2 * (c - np.mean(y))
        else:
            slope = np.sign(c - y).mean()
        c -= lr * slope
    return c

# %% [no_end] one step too few: the last number is missing
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for _ in range(1, steps):
        if loss == "mse":
            slope = 2 * (path[-1] - np.mean(y))
        else:
            slope = np.sign(path[-1] - y).mean()
        path.append(path[-1] - lr * slope)
    return np.array(path)

# %% [slope_of_start] the slope at the start is used in every step
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    if loss == "mse":
        slope = 2 * (c - np.mean(y))
    else:
        slope = np.sign(c - y).mean()
    return c - lr * slope * np.arange(steps + 1)

# %% [mae_by_mse] loss is ignored: always mse
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = np.empty(steps + 1)
    path[0] = c
    for t in range(steps):
        path[t + 1] = path[t] - lr * 2 * (path[t] - np.mean(y))
    return path

# %% [sign_from_median] mae: towards the median by sign(c - median)
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = np.empty(steps + 1)
    path[0] = c
    for t in range(steps):
        if loss == "mse":
            slope = 2 * (path[t] - np.mean(y))
        else:
            slope = np.sign(path[t] - np.median(y))
        path[t + 1] = path[t] - lr * slope
    return path

# %% [distance_from_median] mae: slope 2 (c - median) in analogy to the mean
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    target = np.mean(y) if loss == "mse" else np.median(y)
    path = [c]
    for t in range(steps):
        path.append(path[-1] - 2 * lr * (path[-1] - target))
    return np.array(path)

# %% [jumps] jumps to the best constant and stays
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    best = np.mean(y) if loss == "mse" else np.median(y)
    path = np.full(steps + 1, best)
    path[0] = c
    return path

# %% [cut_to_whole] whole numbers: the path is an array of the kind of c (an int start is cut)
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = np.full(steps + 1, c)
    for t in range(steps):
        if loss == "mse":
            slope = 2 * (path[t] - np.mean(y))
        else:
            slope = np.sign(path[t] - y).mean()
        path[t + 1] = path[t] - lr * slope
    return path

# %% [mean_of_sizes] the mean of |c - y| used as slope
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for t in range(steps):
        d = path[-1] - y
        g = 2 * d.mean() if loss == "mse" else np.abs(d).mean()
        path.append(path[-1] - lr * g)
    return np.array(path)

# %% [mse_not_linear+mean_of_sizes] the loss itself, not its slope, is subtracted
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for t in range(steps):
        d = path[-1] - y
        g = np.mean(d**2) if loss == "mse" else np.mean(np.abs(d))
        path.append(path[-1] - lr * g)
    return np.array(path)

# %% [one_target_a_step] stochastic: one target after the other, not the mean
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for t in range(steps):
        d = path[-1] - y[t % len(y)]
        g = 2 * d if loss == "mse" else np.sign(d)
        path.append(path[-1] - lr * g)
    return np.array(path)

# %% [sign_of_all] sign of the mean difference for mae
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for t in range(steps):
        d = np.mean(path[-1] - y)
        g = 2 * d if loss == "mse" else np.sign(d)
        path.append(path[-1] - lr * g)
    return np.array(path)

# %% [losses_exchanged] the median for mse and the mean for mae: branches swapped
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for t in range(steps):
        c = path[-1]
        if loss == "mae":
            g = 2 * (c - y.mean())
        else:
            g = (np.sum(y < c) - np.sum(y > c)) / len(y)
        path.append(c - lr * g)
    return np.array(path)

# %% [mae_one_fewer] divided by n - 1
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    n = len(y)
    path = [c]
    for t in range(steps):
        c = path[-1]
        if loss == "mse":
            g = 2 * (c - y.mean())
        else:
            g = (np.sum(y < c) - np.sum(y > c)) / (n - 1)
        path.append(c - lr * g)
    return np.array(path)

# %% [stops_early] stops as soon as the slope is 0: the path is too short
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for t in range(steps):
        c = path[-1]
        if loss == "mse":
            g = 2 * (c - y.mean())
        else:
            g = (np.sum(y < c) - np.sum(y > c)) / len(y)
        if g == 0:
            break
        path.append(c - lr * g)
    return np.array(path)

# %% [below_alone] mae by the mean of (y < c): the ones above forgotten
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = np.zeros(steps + 1)
    path[0] = c
    for k in range(1, steps + 1):
        now = path[k - 1]
        slope = 2 * np.mean(now - y) if loss == "mse" else np.mean(y < now)
        path[k] = now - lr * slope
    return path

# %% [shape_for_n] counts below less above as bool arrays, n from y.shape: a tuple
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    n = y.shape
    for t in range(steps):
        c = path[-1]
        if loss == "mse":
            g = 2 * (c - y.mean())
        else:
            g = (np.sum(y < c) - np.sum(y > c)) / n
        path.append(c - lr * g)
    return np.array(path)

# %% [whole_vector] the targets' differences kept as an array: the whole vector is updated
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    c = np.full(len(y), c, dtype=float)
    path = [c]
    for t in range(steps):
        d = path[-1] - y
        g = 2 * d if loss == "mse" else np.sign(d)
        path.append(path[-1] - lr * g)
    return np.mean(path, axis=1)
