# %% [one_early] >=
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.rate, self.wait, self.f, self.floor = lr, patience, factor, lowest
        self.best, self.bad = float("inf"), 0

    def step(self, loss):
        if loss < self.best:
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
            if self.bad >= self.wait:
                self.rate = max(self.floor, self.rate * self.f)
                self.bad = 0
        return self.rate

# %% [equal_is_progress] <=
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.rate, self.wait, self.f, self.floor = lr, patience, factor, lowest
        self.best, self.bad = float("inf"), 0

    def step(self, loss):
        self.bad = 0 if loss <= self.best else self.bad + 1
        if self.bad == 0:
            self.best = loss
        if self.bad > self.wait:
            self.rate, self.bad = max(self.floor, self.rate * self.f), 0
        return self.rate

# %% [nan_is_progress] asks whether it is worse
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.count = np.inf, 0

    def step(self, loss):
        if loss >= self.best:
            self.count += 1
        else:
            self.best, self.count = loss, 0
        if self.count > self.patience:
            self.lr, self.count = max(self.lr * self.factor, self.lowest), 0
        return self.lr

# %% [compared_with_last] the last loss
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.last, self.count = np.inf, 0

    def step(self, loss):
        self.count = 0 if loss < self.last else self.count + 1
        self.last = loss
        if self.count > self.patience:
            self.lr, self.count = max(self.lr * self.factor, self.lowest), 0
        return self.lr

# %% [count_not_cleared] progress notes the loss alone
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.seen, self.count = [], 0

    def step(self, loss):
        if not loss < min(self.seen, default=np.inf):
            self.count += 1
        if loss == loss:
            self.seen.append(loss)
        if self.count > self.patience:
            self.lr, self.count = max(self.lr * self.factor, self.lowest), 0
        return self.lr

# %% [not_counted_anew] the count goes on
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.count = np.inf, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.count = loss, 0
            return self.lr
        self.count += 1
        if self.count > self.patience:
            self.lr = max(self.lr * self.factor, self.lowest)
        return self.lr

# %% [best_forgotten] all anew after a fall
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.reset()

    def reset(self):
        self.best, self.count = np.inf, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr = max(self.lr * self.factor, self.lowest)
            self.reset()
        return self.lr

# %% [lowest_missing] no floor
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor = lr, patience, factor
        self.best, self.count = np.inf, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr *= self.factor
            self.count = 0
        return self.lr

# %% [stops_above_lowest] falls only where there is room
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.count = np.inf, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.count = 0
            new = self.lr * self.factor
            if new >= self.lowest:
                self.lr = new
        return self.lr

# %% [smaller_of_both] min
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.count = np.inf, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr, self.count = np.minimum(self.lr * self.factor, self.lowest), 0
        return self.lr

# %% [rate_before] returned too soon
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.count = np.inf, 0

    def step(self, loss):
        now = self.lr
        if loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr, self.count = max(self.lr * self.factor, self.lowest), 0
        return now

# %% [nan_not_counted] leaves at once
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.count = np.inf, 0

    def step(self, loss):
        if not np.isfinite(loss):
            return self.lr
        self.count += 1
        if loss < self.best:
            self.best, self.count = loss, 0
        if self.count > self.patience:
            self.lr, self.count = max(self.lr * self.factor, self.lowest), 0
        return self.lr

# %% [nan_is_best] None
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best = None

    def step(self, loss):
        if self.best is None or loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr, self.count = max(self.lr * self.factor, self.lowest), 0
        return self.lr
