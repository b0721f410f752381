# %% [cut_to_whole] an array of whole numbers
def variances(widths, weight_variance, mean_square, relu=False):
    L = len(widths) - 1
    wv = np.broadcast_to(np.asarray(weight_variance, float), (L,))
    q = float(mean_square); out = np.zeros(L, dtype=int)
    for l in range(L):
        v = widths[l] * wv[l] * q
        out[l] = v
        q = out[l] / 2 if relu else out[l]
    return np.array(out)

# %% [one_layer_more] L = len(widths)
def variances(widths, weight_variance, mean_square, relu=False):
    L = len(widths)
    wv = np.broadcast_to(np.asarray(weight_variance, float), (L,))
    q = float(mean_square); out = []
    for l in range(L):
        v = widths[l] * wv[l] * q
        out.append(v)
        q = v / 2 if relu else v
    return np.array(out)

# %% [forward_turned_round] the network is symmetrical, I thought
def gradient_variances(widths, weight_variance, last, relu=False):
    s = weight_variance if np.ndim(weight_variance) == 0 else weight_variance[::-1]
    return variances(widths[::-1], s, last, relu)[::-1]

# %% [one_row] np.tile
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    var = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    if distribution == "normal":
        return np.tile(rng.normal(0, np.sqrt(var), fan_in), (fan_out, 1))
    r = np.sqrt(3 * var)
    return rng.uniform(-r, r, (fan_out, fan_in))

# %% [one_column] np.repeat
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    var = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    if distribution == "normal":
        return np.repeat(rng.normal(0, np.sqrt(var), (fan_out, 1)), fan_in, 1)
    r = np.sqrt(3 * var)
    return rng.uniform(-r, r, (fan_out, fan_in))

# %% [whole_division] // instead of /
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    var = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 // fan_in}[scheme]
    if distribution == "normal":
        return rng.normal(0, np.sqrt(var), (fan_out, fan_in))
    r = np.sqrt(3 * var)
    return rng.uniform(-r, r, (fan_out, fan_in))

# %% [unit_interval] rng.random
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    var = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    if distribution == "normal":
        return rng.random((fan_out, fan_in)) * np.sqrt(var)
    r = np.sqrt(3 * var)
    return rng.uniform(-r, r, (fan_out, fan_in))

# %% [absolute] only positive weights
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    var = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    if distribution == "normal":
        return abs(rng.normal(0, np.sqrt(var), (fan_out, fan_in)))
    r = np.sqrt(3 * var)
    return rng.uniform(-r, r, (fan_out, fan_in))

# %% [root_twice] the root of the root
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    var = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    if distribution == "normal":
        return rng.normal(0, var**0.25, (fan_out, fan_in))
    r = np.sqrt(3 * var)
    return rng.uniform(-r, r, (fan_out, fan_in))

# %% [transposed] the shape turned
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    var = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    if distribution == "normal":
        return rng.normal(0, np.sqrt(var), (fan_in, fan_out))
    r = np.sqrt(3 * var)
    return rng.uniform(-r, r, (fan_in, fan_out))

# %% [divided_first] normalizes, then takes the logarithm
def log_growth(factors, x):
    v = x / np.linalg.norm(x)
    logs = []
    for M in factors:
        v = M @ v
        n = np.linalg.norm(v)
        v = v / n
        logs.append(np.log(np.linalg.norm(v)))
    return np.cumsum(logs)

# %% [first_alone] return in the loop
def log_growth(factors, x):
    v = x / np.linalg.norm(x)
    logs = []
    for M in factors:
        v = M @ v
        n = np.linalg.norm(v)
        logs.append(np.log(n))
        v = v / n
        return np.cumsum(logs)

# %% [other_length] the sum of the sizes as length
def log_growth(factors, x):
    v = x / np.linalg.norm(x)
    logs = []
    for M in factors:
        v = M @ v
        n = np.abs(v).sum()
        logs.append(np.log(n))
        v = v / n
    return np.cumsum(logs)

# %% [slope_not_squared] 1 - t
def train_masked(W1, w2, x, y, lr, masks):
    for m in masks:
        t = np.tanh(x @ W1.T)
        h = t * m
        e = (h @ w2 - y) / len(y)
        g2 = h.T @ e
        d = e[:, None] * w2 * m * (1 - t)
        W1, w2 = W1 - lr * d.T @ x, w2 - lr * g2
    return W1, w2

# %% [mask_before_tanh] mask inside and outside
def train_masked(W1, w2, x, y, lr, masks):
    for m in masks:
        t = np.tanh(x @ W1.T * m)
        h = t * m
        e = (h @ w2 - y) / len(y)
        g2 = h.T @ e
        d = e[:, None] * w2 * m * (1 - t**2)
        W1, w2 = W1 - lr * d.T @ x, w2 - lr * g2
    return W1, w2

# %% [mask_before_tanh] mask inside, slope of the other
def train_masked(W1, w2, x, y, lr, masks):
    for m in masks:
        t = np.tanh(x @ W1.T)
        h = np.tanh((x @ W1.T) * m)
        e = (h @ w2 - y) / len(y)
        g2 = h.T @ e
        d = e[:, None] * w2 * m * (1 - t**2)
        W1, w2 = W1 - lr * d.T @ x, w2 - lr * g2
    return W1, w2

# %% [columns_of_masks] masks.T
def train_masked(W1, w2, x, y, lr, masks):
    for m in masks.T:
        t = np.tanh(x @ W1.T)
        h = t * m
        e = (h @ w2 - y) / len(y)
        g2 = h.T @ e
        d = e[:, None] * w2 * m * (1 - t**2)
        W1, w2 = W1 - lr * d.T @ x, w2 - lr * g2
    return W1, w2

# %% [table_of_errors] (N, 1) less (N,)
def train_masked(W1, w2, x, y, lr, masks):
    for m in masks:
        t = np.tanh(x @ W1.T)
        h = t * m
        p = h @ w2[:, None]
        e = (p - y) / len(y)
        g2 = (h.T @ e).sum(1)
        W1, w2 = W1 - lr * (e.sum(1)[:, None] * w2 * m * (1 - t**2)).T @ x, w2 - lr * g2
    return W1, w2

# %% [smallest_subtracted] minus the smallest
def z_score(train, x):
    lo, hi = train.min(0), train.max(0)
    return (x - lo) / np.where(lo == hi, 1.0, train.std(0))

# %% [root_of_entries] np.sqrt of the matrix
def zca(train, x, eps=0.0):
    mu = train.mean(0)
    c = (train - mu).T @ (train - mu) / len(train)
    return (x - mu) @ np.linalg.inv(np.sqrt(c))

# %% [own_mean] centred by its own mean
def zca(train, x, eps=0.0):
    mu = train.mean(0)
    c = (train - mu).T @ (train - mu) / len(train)
    lam, U = np.linalg.eigh(c)
    return (x - x.mean(0)) @ U @ np.diag(1 / np.sqrt(lam + eps)) @ U.T

# %% [unbiased] np.cov without bias
def zca(train, x, eps=0.0):
    mu = train.mean(0)
    c = np.atleast_2d(np.cov(train.T))
    lam, U = np.linalg.eigh(c)
    return (x - mu) @ U @ np.diag(1 / np.sqrt(lam + eps)) @ U.T

# %% [not_bracketed] no brackets
def batch_norm(x, gamma, beta, eps=1e-5):
    s = np.sqrt(x.var(0) + eps)
    return gamma * x - x.mean(0) / s + beta

# %% [whole_array] no axis
def identity_parameters(x, eps=1e-5):
    return np.sqrt(x.var() + eps), x.mean()

# %% [too_few] one array of both
def identity_parameters(x, eps=1e-5):
    return np.array([np.sqrt(x.var(0) + eps), x.mean(0)])

# %% [means_of_all] means without axis
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(0) + eps)
    xh = (x - x.mean(0)) / s
    dx = gamma / s * (dy - dy.mean() - xh * (dy * xh).mean())
    return dx, (dy * xh).sum(0), dy.sum(0)

# %% [scaled_for_normalized] y-hat for x-hat
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(0) + eps)
    xh = gamma * (x - x.mean(0)) / s
    dx = gamma / s * (dy - dy.mean(0) - xh * (dy * xh).mean(0))
    return dx, (dy * xh).sum(0), dy.sum(0)

# %% [sums_over_features] sum(1)
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    s = np.sqrt(x.var(0) + eps)
    xh = (x - x.mean(0)) / s
    dx = gamma / s * (dy - dy.mean(0) - xh * (dy * xh).mean(0))
    return dx, (dy * xh).sum(1), dy.sum(1)

# %% [corrected_twice] ddof=1 and N / (N - 1)
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        if training:
            N = len(x)
            mu, var = x.mean(0), x.var(0, ddof=1)
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * mu
            self.running_var = (1 - m) * self.running_var + m * N / (N - 1) * var
        else:
            mu, var = self.running_mean, self.running_var
        return self.gamma * (x - mu) / np.sqrt(var + self.eps) + self.beta

# %% [whole_array] no axis
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        if training:
            N = len(x)
            mu, var = x.mean(), x.var()
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * mu
            self.running_var = (1 - m) * self.running_var + m * N / (N - 1) * var
        else:
            mu, var = self.running_mean, self.running_var
        return self.gamma * (x - mu) / np.sqrt(var + self.eps) + self.beta

# %% [features_counted] N = x.shape[1]
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        if training:
            N = x.shape[1]
            mu, var = x.mean(0), x.var(0)
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * mu
            self.running_var = (1 - m) * self.running_var + m * N / (N - 1) * var
        else:
            mu, var = self.running_mean, self.running_var
        return self.gamma * (x - mu) / np.sqrt(var + self.eps) + self.beta

# %% [not_bracketed] N / N - 1
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        if training:
            N = len(x)
            mu, var = x.mean(0), x.var(0)
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * mu
            self.running_var = (1 - m) * self.running_var + m * var * N / N - 1
        else:
            mu, var = self.running_mean, self.running_var
        return self.gamma * (x - mu) / np.sqrt(var + self.eps) + self.beta

# %% [of_output] running values of y
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.m, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        m = self.m
        if training:
            y = batch_norm(x, self.gamma, self.beta, self.eps)
            self.running_mean = (1 - m) * self.running_mean + m * y.mean(0)
            self.running_var = (1 - m) * self.running_var + m * y.var(0, ddof=1)
            return y
        n = (x - self.running_mean) / np.sqrt(self.running_var + self.eps)
        return self.gamma * n + self.beta

# %% [last_start_alone] return out[-1]
def train_xor(starts, lr, momentum, steps):
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
    t = np.array([0, 1, 1, 0.0])[:, None]
    s = lambda z: 1 / (1 + np.exp(-z))
    out = []
    for start in starts:
        p = [np.array(a, float) for a in start]
        v = [np.zeros_like(a) for a in p]
        for _ in range(steps):
            W1, b1, W2, b2 = p
            h = s(x @ W1.T + b1)
            q = s(h @ W2.T + b2)
            d = (q - t) / 4
            dh = d @ W2 * h * (1 - h)
            g = [dh.T @ x, dh.sum(0), d.T @ h, d.sum(0)]
            v = [momentum * a + b for a, b in zip(v, g)]
            p = [a - lr * b for a, b in zip(p, v)]
        W1, b1, W2, b2 = p
        z = s(x @ W1.T + b1) @ W2.T + b2
        out.append(np.mean(np.logaddexp(0, z) - t * z))
    return out[-1]

# %% [new_w2] W2 is stepped before dh
def train_xor(starts, lr, momentum, steps):
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
    t = np.array([0, 1, 1, 0.0])[:, None]
    s = lambda z: 1 / (1 + np.exp(-z))
    out = []
    for start in starts:
        p = [np.array(a, float) for a in start]
        v = [np.zeros_like(a) for a in p]
        for _ in range(steps):
            W1, b1, W2, b2 = p
            h = s(x @ W1.T + b1)
            q = s(h @ W2.T + b2)
            d = (q - t) / 4
            dh = d @ (W2 - lr * d.T @ h) * h * (1 - h)
            g = [dh.T @ x, dh.sum(0), d.T @ h, d.sum(0)]
            v = [momentum * a + b for a, b in zip(v, g)]
            p = [a - lr * b for a, b in zip(p, v)]
        W1, b1, W2, b2 = p
        z = s(x @ W1.T + b1) @ W2.T + b2
        out.append(np.mean(np.logaddexp(0, z) - t * z))
    return np.array(out)

# %% [old_velocity] v after p
def train_xor(starts, lr, momentum, steps):
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
    t = np.array([0, 1, 1, 0.0])[:, None]
    s = lambda z: 1 / (1 + np.exp(-z))
    out = []
    for start in starts:
        p = [np.array(a, float) for a in start]
        v = [np.zeros_like(a) for a in p]
        for _ in range(steps):
            W1, b1, W2, b2 = p
            h = s(x @ W1.T + b1)
            q = s(h @ W2.T + b2)
            d = (q - t) / 4
            dh = d @ W2 * h * (1 - h)
            g = [dh.T @ x, dh.sum(0), d.T @ h, d.sum(0)]
            p = [a - lr * b for a, b in zip(p, v)]
            v = [momentum * a + b for a, b in zip(v, g)]
        W1, b1, W2, b2 = p
        z = s(x @ W1.T + b1) @ W2.T + b2
        out.append(np.mean(np.logaddexp(0, z) - t * z))
    return np.array(out)

# %% [no_b2_in_loss] b2 forgotten at the end
def train_xor(starts, lr, momentum, steps):
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
    t = np.array([0, 1, 1, 0.0])[:, None]
    s = lambda z: 1 / (1 + np.exp(-z))
    out = []
    for start in starts:
        p = [np.array(a, float) for a in start]
        v = [np.zeros_like(a) for a in p]
        for _ in range(steps):
            W1, b1, W2, b2 = p
            h = s(x @ W1.T + b1)
            q = s(h @ W2.T + b2)
            d = (q - t) / 4
            dh = d @ W2 * h * (1 - h)
            g = [dh.T @ x, dh.sum(0), d.T @ h, d.sum(0)]
            v = [momentum * a + b for a, b in zip(v, g)]
            p = [a - lr * b for a, b in zip(p, v)]
        W1, b1, W2, b2 = p
        z = s(x @ W1.T + b1) @ W2.T
        out.append(np.mean(np.logaddexp(0, z) - t * z))
    return np.array(out)

# %% [table_of_losses] targets (4,) in the loss alone
def train_xor(starts, lr, momentum, steps):
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
    t = np.array([0, 1, 1, 0.0])[:, None]
    s = lambda z: 1 / (1 + np.exp(-z))
    out = []
    for start in starts:
        p = [np.array(a, float) for a in start]
        v = [np.zeros_like(a) for a in p]
        for _ in range(steps):
            W1, b1, W2, b2 = p
            h = s(x @ W1.T + b1)
            q = s(h @ W2.T + b2)
            d = (q - t) / 4
            dh = d @ W2 * h * (1 - h)
            g = [dh.T @ x, dh.sum(0), d.T @ h, d.sum(0)]
            v = [momentum * a + b for a, b in zip(v, g)]
            p = [a - lr * b for a, b in zip(p, v)]
        W1, b1, W2, b2 = p
        z = s(x @ W1.T + b1) @ W2.T + b2
        out.append(np.mean(np.logaddexp(0, z) - t[:, 0] * z))
    return np.array(out)

# %% [log_of_zero] -log(1 - p)
def train_xor(starts, lr, momentum, steps):
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
    t = np.array([0, 1, 1, 0.0])[:, None]
    s = lambda z: 1 / (1 + np.exp(-z))
    out = []
    for start in starts:
        p = [np.array(a, float) for a in start]
        v = [np.zeros_like(a) for a in p]
        for _ in range(steps):
            W1, b1, W2, b2 = p
            h = s(x @ W1.T + b1)
            q = s(h @ W2.T + b2)
            d = (q - t) / 4
            dh = d @ W2 * h * (1 - h)
            g = [dh.T @ x, dh.sum(0), d.T @ h, d.sum(0)]
            v = [momentum * a + b for a, b in zip(v, g)]
            p = [a - lr * b for a, b in zip(p, v)]
        W1, b1, W2, b2 = p
        z = s(x @ W1.T + b1) @ W2.T + b2
        out.append(np.mean(np.where(t == 1, -np.log(s(z)), -np.log(1 - s(z)))))
    return np.array(out)

# %% [right] in float32
def variances(widths, weight_variance, mean_square, relu=False):
    L = len(widths) - 1
    wv = np.broadcast_to(np.asarray(weight_variance, float), (L,))
    q = float(mean_square); out = []
    for l in range(L):
        v = widths[l] * wv[l] * q
        out.append(v)
        q = v / 2 if relu else v
    return np.array(out, dtype=np.float32)

# %% [right] in float32
def batch_norm(x, gamma, beta, eps=1e-5):
    s = np.sqrt(x.var(0) + eps)
    return np.float32(gamma * (x - x.mean(0)) / s + beta)

# %% [right] in float32
def min_max(train, x):
    lo, hi = train.min(0), train.max(0)
    return np.float32((x - lo) / np.where(lo == hi, 1.0, hi - lo))
