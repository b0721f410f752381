# %% [overflow] follows the vector itself: too large or too small after some hundred factors
import numpy as np

def log_growth(factors, x):
    start = np.linalg.norm(x)
    out = np.zeros(len(factors))
    v = x
    for t, M in enumerate(factors):
        v = M @ v
        out[t] = np.log(np.linalg.norm(v) / start)
    return out

# %% [overflow] multiplies the matrices out first
import numpy as np

def log_growth(factors, x):
    P = np.eye(len(x))
    logs = []
    for M in factors:
        P = M @ P
        logs.append(np.log(np.linalg.norm(P @ x)) - np.log(np.linalg.norm(x)))
    return np.array(logs)

# %% [other_order] multiplies the new matrix on the right: M_1 ... M_t
import numpy as np

def log_growth(factors, x):
    T, n, _ = np.shape(factors)
    P = np.eye(n)
    log_scale = 0.0
    result = np.empty(T)
    for t in range(T):
        P = P @ factors[t]
        size = np.linalg.norm(P)
        P = P / size
        log_scale += np.log(size)
        result[t] = log_scale + np.log(np.linalg.norm(P @ x)) - np.log(np.linalg.norm(x))
    return result

# %% [not_relative] not divided by the length of x
import numpy as np

def log_growth(factors, x):
    total = 0.0
    history = []
    v = np.array(x, dtype=float)
    for M in factors:
        v = M @ v
        length = np.sqrt(np.sum(v ** 2))
        total += np.log(length)
        v = v / length
        history.append(total)
    return np.array(history)

# %% [base_ten] decimal logarithms
import numpy as np

def log_growth(factors, x):
    v = x / np.linalg.norm(x)
    steps = []
    for M in factors:
        v = M @ v
        r = np.linalg.norm(v)
        steps.append(np.log10(r))
        v = v / r
    return np.cumsum(steps)

# %% [single_steps] each step's own growth, not the growth since the start
import numpy as np

def log_growth(factors, x):
    v = x / np.linalg.norm(x)
    out = np.zeros(len(factors))
    for t in range(len(factors)):
        v = factors[t] @ v
        out[t] = np.log(np.linalg.norm(v))
        v = v / np.linalg.norm(v)
    return out

# %% [mean_step] divided by the number of factors: a mean growth per step
import numpy as np

def log_growth(factors, x):
    u = x / np.sqrt(x @ x)
    growth = 0.0
    rates = []
    for t, M in enumerate(factors, start=1):
        u = M @ u
        r = np.sqrt(u @ u)
        u = u / r
        growth += np.log(r)
        rates.append(growth / t)
    return np.array(rates)

# %% [squared] the logarithm of the square of the length
import numpy as np

def log_growth(factors, x):
    v = x / np.sqrt(np.dot(x, x))
    total, out = 0.0, []
    for M in factors:
        v = np.dot(M, v)
        s = np.dot(v, v)
        total = total + np.log(s)
        out.append(total)
        v = v / np.sqrt(s)
    return np.array(out)

# %% [in_place] the caller's x is scaled to length 1
import numpy as np

def log_growth(factors, x):
    x /= np.linalg.norm(x)
    y = x
    total = 0.0
    out = np.zeros(len(factors))
    for t, M in enumerate(factors):
        y = M @ y
        length = np.linalg.norm(y)
        y = y / length
        total += np.log(length)
        out[t] = total
    return out

# %% [spectral_norms] adds up the logarithms of the matrices' norms, whatever x is
import numpy as np

def log_growth(factors, x):
    logs = [np.log(np.linalg.norm(M, 2)) for M in factors]
    return np.cumsum(logs)

# %% [overflow] rescales a vector that is too large, not one that is too small
import numpy as np

def log_growth(factors, x):
    norm0 = np.linalg.norm(x)
    v = x.astype(float)
    removed = 0.0
    out = []
    for M in factors:
        v = M @ v
        size = np.linalg.norm(v)
        if size > 1e100:
            v = v / 1e100
            size = size / 1e100
            removed += 100 * np.log(10)
        out.append(removed + np.log(size / norm0))
    return np.array(out)

# %% [transposed] x M in place of M x
import numpy as np

def log_growth(factors, x):
    v = x / np.linalg.norm(x)
    acc = 0
    out = []
    for M in factors:
        v = v @ M
        r = np.linalg.norm(v)
        acc += np.log(r)
        v = v / r
        out.append(acc)
    return np.array(out)

# %% [overflow] follows the vector itself, and a small number in the logarithm hides how small it became
import numpy as np

def log_growth(factors, x):
    size0 = np.sqrt((x * x).sum())
    v = x
    out = np.empty(len(factors))
    for i in range(len(factors)):
        v = factors[i].dot(v)
        size = np.sqrt((v * v).sum())
        out[i] = np.log(size / size0 + 1e-12)
    return out

# %% [other_length] the largest entry in place of the length
import numpy as np

def log_growth(factors, x):
    v = x / np.abs(x).max()
    logs = []
    for A in factors:
        v = A @ v
        biggest = np.abs(v).max()
        logs.append(np.log(biggest))
        v = v / biggest
    return np.cumsum(logs)
