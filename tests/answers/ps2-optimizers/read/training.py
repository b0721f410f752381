# %% [not_shuffled] no shuffling
def minibatches(x, y, batch_size, rng):
    order = np.arange(len(x))
    for i in range(0, len(x), batch_size):
        chosen = order[i : i + batch_size]
        yield x[chosen], y[chosen]

# %% [last_dropped] whole ones alone
def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x) // batch_size * batch_size, batch_size):
        chosen = order[i : i + batch_size]
        yield x[chosen], y[chosen]

# %% [x_alone] y not chosen
def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), batch_size):
        chosen = order[i : i + batch_size]
        yield x[chosen], y[i : i + batch_size]

# %% [own_generator] np.random
def minibatches(x, y, batch_size, rng):
    order = np.random.permutation(len(x))
    for i in range(0, len(x), batch_size):
        chosen = order[i : i + batch_size]
        yield x[chosen], y[chosen]

# %% [own_seed] a seed of its own
def minibatches(x, y, batch_size, rng):
    order = np.random.default_rng(42).permutation(len(x))
    for i in range(0, len(x), batch_size):
        chosen = order[i : i + batch_size]
        yield x[chosen], y[chosen]

# %% [with_replacement] drawn anew each time
def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), batch_size):
        chosen = rng.choice(len(x), min(batch_size, len(x) - i), replace=False)
        yield x[chosen], y[chosen]

# %% [windows] step one
def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for i in range(len(x)):
        chosen = order[i : i + batch_size]
        yield x[chosen], y[chosen]

# %% [endless] for ever
def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    while True:
        for i in range(0, len(x), batch_size):
            chosen = order[i : i + batch_size]
            yield x[chosen], y[chosen]

# %% [no_two] no 2
def train_line(rule, x, y, theta, lr, steps, **settings):
    state = {}
    for _ in range(steps):
        error = theta[0] + theta[1] * x - y
        grads = np.array([np.mean(error), np.mean(error * x)])
        theta, state = rule(theta, grads, state, lr, **settings)
    return theta

# %% [wrong_sign] turned
def train_line(rule, x, y, theta, lr, steps, **settings):
    state = {}
    for _ in range(steps):
        error = y - theta[0] - theta[1] * x
        grads = np.array([2 * np.mean(error), 2 * np.mean(error * x)])
        theta, state = rule(theta, grads, state, lr, **settings)
    return theta

# %% [summed] sums
def train_line(rule, x, y, theta, lr, steps, **settings):
    state = {}
    for _ in range(steps):
        error = theta[0] + theta[1] * x - y
        grads = np.array([2 * np.sum(error), 2 * np.sum(error * x)])
        theta, state = rule(theta, grads, state, lr, **settings)
    return theta

# %% [exchanged] turned
def train_line(rule, x, y, theta, lr, steps, **settings):
    state = {}
    for _ in range(steps):
        error = theta[0] + theta[1] * x - y
        grads = np.array([2 * np.mean(error * x), 2 * np.mean(error)])
        theta, state = rule(theta, grads, state, lr, **settings)
    return theta

# %% [forgets] new each time
def train_line(rule, x, y, theta, lr, steps, **settings):
    for _ in range(steps):
        state = {}
        error = theta[0] + theta[1] * x - y
        grads = np.array([2 * np.mean(error), 2 * np.mean(error * x)])
        theta, state = rule(theta, grads, state, lr, **settings)
    return theta

# %% [no_settings] not handed on
def train_line(rule, x, y, theta, lr, steps, **settings):
    state = {}
    for _ in range(steps):
        error = theta[0] + theta[1] * x - y
        grads = np.array([2 * np.mean(error), 2 * np.mean(error * x)])
        theta, state = rule(theta, grads, state, lr)
    return theta

# %% [one_step] return inside
def train_line(rule, x, y, theta, lr, steps, **settings):
    state = {}
    for _ in range(steps):
        error = theta[0] + theta[1] * x - y
        grads = np.array([2 * np.mean(error), 2 * np.mean(error * x)])
        theta, state = rule(theta, grads, state, lr, **settings)
        return theta
    return theta

# %% [no_x] no x
def train_line(rule, x, y, theta, lr, steps, **settings):
    state = {}
    for _ in range(steps):
        error = theta[0] + theta[1] * x - y
        grads = np.array([2 * np.mean(error), 2 * np.mean(error)])
        theta, state = rule(theta, grads, state, lr, **settings)
    return theta

# %% [slope_first] turned
def train_line(rule, x, y, theta, lr, steps, **settings):
    state = {}
    for _ in range(steps):
        error = theta[1] + theta[0] * x - y
        grads = np.array([2 * np.mean(error * x), 2 * np.mean(error)])
        theta, state = rule(theta, grads, state, lr, **settings)
    return theta

# %% [forgets] not kept
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule = rule
        self.lr = lr
        self.settings = settings
        self.state = {}

    def step(self, params, grads):
        params, state = self.rule(params, grads, self.state, self.lr, **self.settings)
        return params

# %% [no_settings] not handed on
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule = rule
        self.lr = lr
        self.settings = settings
        self.state = {}

    def step(self, params, grads):
        params, self.state = self.rule(params, grads, self.state, self.lr)
        return params

# %% [lr_frozen] another name
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule = rule
        self.rate = lr
        self.settings = settings
        self.state = {}

    def step(self, params, grads):
        params, self.state = self.rule(params, grads, self.state, self.rate, **self.settings)
        return params

# %% [shared_state] a default value
class Optimizer:
    def __init__(self, rule, lr, state={}, **settings):
        self.rule = rule
        self.lr = lr
        self.settings = settings
        self.state = state

    def step(self, params, grads):
        params, new = self.rule(params, grads, self.state, self.lr, **self.settings)
        self.state.update(new)
        return params

# %% [returns_state] both
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule = rule
        self.lr = lr
        self.settings = settings
        self.state = {}

    def step(self, params, grads):
        params, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)
        return params, self.state

# %% [no_return] nothing
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule = rule
        self.lr = lr
        self.settings = settings
        self.state = {}

    def step(self, params, grads):
        params, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)

# %% [not_moved] the old ones
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule = rule
        self.lr = lr
        self.settings = settings
        self.state = {}

    def step(self, params, grads):
        new, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)
        return params
