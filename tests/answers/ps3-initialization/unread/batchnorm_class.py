# %% [biased_running] the running variance takes the batch's variance with N
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.momentum = momentum
        self.eps = eps
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)

    def __call__(self, x, training=True):
        if training:
            mu, var = x.mean(axis=0), x.var(axis=0)
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * mu
            self.running_var = (1 - m) * self.running_var + m * var
        else:
            mu, var = self.running_mean, self.running_var
        return self.gamma * (x - mu) / np.sqrt(var + self.eps) + self.beta

# %% [momentum_exchanged] momentum is the share of the old value
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)
        self.momentum, self.eps = momentum, eps

    def __call__(self, x, training=True):
        mean, var = self.running_mean, self.running_var
        if training:
            N = len(x)
            mean, var = x.mean(0), x.var(0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var * N / (N - 1)
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta

# %% [updated_at_inference] the running values change at inference too
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.momentum = momentum
        self.eps = eps
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)

    def __call__(self, x, training=True):
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        n = x.shape[0]
        if training:
            mean, var = batch_mean, batch_var
        else:
            mean, var = self.running_mean, self.running_var
        y = self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
        self.running_mean = self.running_mean + self.momentum * (batch_mean - self.running_mean)
        if n > 1:
            self.running_var = self.running_var + self.momentum * (batch_var * n / (n - 1) - self.running_var)
        return y

# %% [always_batch] the batch's own numbers at inference too
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)
        self.momentum = momentum
        self.eps = eps

    def __call__(self, x, training=True):
        mu = np.mean(x, axis=0)
        var = np.var(x, axis=0)
        if training:
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mu
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * np.var(x, axis=0, ddof=1)
        xhat = (x - mu) / np.sqrt(var + self.eps)
        return self.gamma * xhat + self.beta

# %% [running_in_training_updated] training normalizes with the running values after their update
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)
        self.m = momentum
        self.eps = eps

    def __call__(self, x, training=True):
        if training:
            self.running_mean = (1 - self.m) * self.running_mean + self.m * x.mean(axis=0)
            self.running_var = (1 - self.m) * self.running_var + self.m * x.var(axis=0, ddof=1)
        scale = self.gamma / np.sqrt(self.running_var + self.eps)
        return scale * (x - self.running_mean) + self.beta

# %% [unbiased_everywhere] the unbiased variance also normalizes the batch
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        self.gamma = np.ones((features,))
        self.beta = np.zeros((features,))
        self.running_mean = np.zeros((features,))
        self.running_var = np.ones((features,))

    def __call__(self, x, training=True):
        if training:
            mu = x.mean(axis=0)
            var = ((x - mu) ** 2).sum(axis=0) / (len(x) - 1)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mu
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        else:
            mu = self.running_mean
            var = self.running_var
        return (x - mu) / np.sqrt(var + self.eps) * self.gamma + self.beta

# %% [variance_from_zero] the running variance begins at 0
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.features = features
        self.momentum = momentum
        self.eps = eps
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.zeros(features)

    def _update(self, old, new):
        return (1 - self.momentum) * old + self.momentum * new

    def __call__(self, x, training=True):
        mean, var = self.running_mean, self.running_var
        if training:
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = self._update(self.running_mean, mean)
            self.running_var = self._update(self.running_var, x.var(axis=0, ddof=1))
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta

# %% [no_call] the layer has `forward` only and cannot be called
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)
        self.momentum = momentum
        self.eps = eps

    def forward(self, x, training=True):
        if not training:
            xhat = (x - self.running_mean) / np.sqrt(self.running_var + self.eps)
            return self.gamma * xhat + self.beta
        mu = x.mean(axis=0)
        xhat = (x - mu) / np.sqrt(x.var(axis=0) + self.eps)
        self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mu
        self.running_var = (1 - self.momentum) * self.running_var + self.momentum * x.var(axis=0, ddof=1)
        return self.gamma * xhat + self.beta

# %% [shared_array] beta and the running mean are one array, changed in place
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.beta = self.running_mean = np.zeros(features)
        self.gamma = self.running_var = np.ones(features)
        self.momentum = momentum
        self.eps = eps

    def __call__(self, x, training=True):
        if training:
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean *= 1 - self.momentum
            self.running_mean += self.momentum * mean
            self.running_var *= 1 - self.momentum
            self.running_var += self.momentum * x.var(axis=0, ddof=1)
        else:
            mean, var = self.running_mean, self.running_var
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta

# %% [neither_at_inference] gamma and beta are forgotten at inference
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)
        self.momentum = momentum
        self.eps = eps

    def __call__(self, x, training=True):
        if training:
            N = x.shape[0]
            mean = x.sum(axis=0) / N
            var = np.square(x - mean).sum(axis=0) / N
            keep = 1 - self.momentum
            self.running_mean = keep * self.running_mean + self.momentum * mean
            self.running_var = keep * self.running_var + self.momentum * var * N / (N - 1)
            return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
        return (x - self.running_mean) / np.sqrt(self.running_var + self.eps)

# %% [missing_self] the method does not take self
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)
        self.momentum = momentum
        self.eps = eps

    def __call__(x, training=True):
        if training:
            mu, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = 0.9 * self.running_mean + 0.1 * mu
            self.running_var = 0.9 * self.running_var + 0.1 * x.var(axis=0, ddof=1)
        else:
            mu, var = self.running_mean, self.running_var
        return self.gamma * (x - mu) / np.sqrt(var + self.eps) + self.beta

# %% [not_remembered] the new running values stay local names and are lost
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)
        self.momentum = momentum
        self.eps = eps

    def __call__(self, x, training=True):
        running_mean, running_var = self.running_mean, self.running_var
        if training:
            mu, var = x.mean(axis=0), x.var(axis=0)
            running_mean = (1 - self.momentum) * running_mean + self.momentum * mu
            running_var = (1 - self.momentum) * running_var + self.momentum * x.var(axis=0, ddof=1)
        else:
            mu, var = running_mean, running_var
        return self.gamma * (x - mu) / np.sqrt(var + self.eps) + self.beta

# %% [default_momentum+no_eps_at_inference] 0.1 whatever momentum is, and no eps at inference
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)

    def __call__(self, x, training=True):
        if training:
            mu = x.mean(axis=0)
            sd = np.sqrt(x.var(axis=0) + self.eps)
            self.running_mean = 0.9 * self.running_mean + 0.1 * mu
            self.running_var = 0.9 * self.running_var + 0.1 * x.var(axis=0, ddof=1)
        else:
            mu = self.running_mean
            sd = np.sqrt(self.running_var)
        return self.gamma * (x - mu) / sd + self.beta

# %% [in_place] the caller's batch is normalized
import numpy as np

class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)
        self.momentum = momentum
        self.eps = eps

    def __call__(self, x, training=True):
        if training:
            mu, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mu
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * x.var(axis=0, ddof=1)
        else:
            mu, var = self.running_mean, self.running_var
        x -= mu
        x *= self.gamma / np.sqrt(var + self.eps)
        x += self.beta
        return x
