# %% [last_batch] assigns, and does not mix
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.n, self.m, self.eps = features, momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        if training:
            self.running_mean, self.running_var = x.mean(0), x.var(0, ddof=1)
            n = (x - x.mean(0)) / np.sqrt(x.var(0) + self.eps)
        else:
            n = (x - self.running_mean) / np.sqrt(self.running_var + self.eps)
        return n * self.gamma + self.beta

# %% [variance_stays] one update is missing
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.m, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        mean, var = (x.mean(0), x.var(0)) if training else (self.running_mean, self.running_var)
        if training:
            self.running_mean = self.running_mean + self.m * (mean - self.running_mean)
        return (x - mean) / np.sqrt(var + self.eps) * self.gamma + self.beta

# %% [deviations_remembered] std into running_var
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.m, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        mean, var = self.running_mean, self.running_var
        if training:
            mean, var = x.mean(0), x.var(0)
            self.running_mean = self.running_mean * (1 - self.m) + self.m * mean
            self.running_var = self.running_var * (1 - self.m) + self.m * x.std(0, ddof=1)
        return (x - mean) / np.sqrt(var + self.eps) * self.gamma + self.beta

# %% [training_exchanged] if not training
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.m, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        if not training:
            mean, var = x.mean(0), x.var(0)
            self.running_mean = self.running_mean * (1 - self.m) + self.m * mean
            self.running_var = self.running_var * (1 - self.m) + self.m * x.var(0, ddof=1)
        else:
            mean, var = self.running_mean, self.running_var
        return (x - mean) / np.sqrt(var + self.eps) * self.gamma + self.beta

# %% [no_gamma] beta alone
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.m, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        mean, var = self.running_mean, self.running_var
        if training:
            mean, var = np.mean(x, 0), np.var(x, 0)
            n = len(x)
            self.running_mean = self.running_mean * (1 - self.m) + self.m * mean
            self.running_var = self.running_var * (1 - self.m) + self.m * var * (n / (n - 1))
        return (x - mean) / np.sqrt(var + self.eps) + self.beta

# %% [mean_of_batches] an average over all batches
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.seen, self.eps = 0, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        mean, var = self.running_mean, self.running_var
        if training:
            mean, var = np.mean(x, 0), np.var(x, 0)
            self.seen += 1
            self.running_mean = self.running_mean + (mean - self.running_mean) / self.seen
            self.running_var = self.running_var + (x.var(0, ddof=1) - self.running_var) / self.seen
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta

# %% [eps_outside] std + eps
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.m, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def __call__(self, x, training=True):
        if training:
            mean, std = x.mean(0), x.std(0)
            self.running_mean = self.running_mean * (1 - self.m) + self.m * mean
            self.running_var = self.running_var * (1 - self.m) + self.m * x.var(0, ddof=1)
        else:
            mean, std = self.running_mean, self.running_var**0.5
        return self.gamma * (x - mean) / (std + self.eps) + self.beta
