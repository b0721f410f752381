# %% [one_early] falls at the patience'th look already: >= in place of >
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best:
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad >= self.patience and self.bad > 0:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.bad = 0
        return self.lr

# %% [not_counted_anew] the count does not begin anew after a fall
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best = float("inf")
        self.waited = 0

    def step(self, loss):
        if loss < self.best:
            self.best = loss
            self.waited = 0
        else:
            self.waited += 1
        if self.waited > self.patience and self.lr > self.lowest:
            self.lr = max(self.lr * self.factor, self.lowest)
        return self.lr

# %% [count_not_cleared] the count does not begin anew at progress
import numpy as np

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.rate = lr
        self.patience = patience
        self.factor = factor
        self.lowest = lowest
        self.best = np.inf
        self.idle = 0

    def step(self, loss):
        if loss < self.best:
            self.best = loss
        else:
            self.idle += 1
        if self.idle > self.patience:
            self.rate = min(self.rate, max(self.lowest, self.rate * self.factor))
            self.idle = 0
        return self.rate

# %% [compared_with_last] compared with the last loss, not with the best
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.last = math.inf
        self.count = 0

    def step(self, loss):
        self.count = 0 if loss < self.last else self.count + 1
        self.last = loss
        if self.count > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.count = 0
        return self.lr

# %% [equal_is_progress] an equal loss is progress
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.count = math.inf, 0

    def step(self, loss):
        if math.isfinite(loss) and loss <= self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.count = 0
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
        return self.lr

# %% [nan_is_progress] nan is progress: the comparison the other way round (rare: a nan)
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.count = math.inf, 0

    def step(self, loss):
        if loss >= self.best:
            self.count += 1
        else:
            self.best = loss
            self.count = 0
        if self.count > self.patience:
            self.count = 0
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
        return self.lr

# %% [nan_is_best] the first loss is taken for the best, nan too, and nothing is below nan (rare: nan first)
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best = None
        self.count = 0

    def step(self, loss):
        if self.best is None:
            self.best = loss
            return self.lr
        if loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
            if self.count > self.patience:
                self.count = 0
                if self.lr > self.lowest:
                    self.lr = max(self.lr * self.factor, self.lowest)
        return self.lr

# %% [nan_not_counted] a nan is passed over and not counted (rare: a nan)
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.count = math.inf, 0

    def step(self, loss):
        if math.isnan(loss):
            return self.lr
        if loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.count = 0
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
        return self.lr

# %% [nan_raises] a nan is refused by an exception (rare: a nan)
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.count = math.inf, 0

    def step(self, loss):
        if not math.isfinite(loss):
            raise ValueError("training diverged")
        if loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.count = 0
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
        return self.lr

# %% [lowest_missing] lowest ignored
import numpy as np

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr = lr
        self.patience = patience
        self.factor = factor
        self.best = np.inf
        self.num_bad = 0

    def step(self, loss):
        if loss < self.best:
            self.best = loss
            self.num_bad = 0
        else:
            self.num_bad += 1
            if self.num_bad > self.patience:
                self.lr *= self.factor
                self.num_bad = 0
        return self.lr

# %% [right] a rate below lowest at first, which the statement rules out, is lifted to it at the first fall
import numpy as np

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.bad = np.inf, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.bad = loss, 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr = max(self.lr * self.factor, self.lowest)
            self.bad = 0
        return self.lr

# %% [stops_above_lowest] does not fall at all where the next rate would be below lowest
import numpy as np

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.bad = np.inf, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.bad = loss, 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            if self.lr * self.factor >= self.lowest:
                self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% [shared_by_all] best and count belong to the class: two Plateaus share them
class Plateau:
    best = float("inf")
    count = 0

    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest

    def step(self, loss):
        if loss < Plateau.best:
            Plateau.best = loss
            Plateau.count = 0
        else:
            Plateau.count += 1
        if Plateau.count > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            Plateau.count = 0
        return self.lr

# %% [shared_by_all] the list of losses belongs to the class: two Plateaus share it
class Plateau:
    history = []

    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.idle = 0

    def step(self, loss):
        if loss < min(self.history, default=float("inf")):
            self.idle = 0
        else:
            self.idle += 1
        if loss == loss:
            self.history.append(loss)
        if self.idle > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.idle = 0
        return self.lr

# %% [best_forgotten] the best is forgotten at each fall
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.reset()

    def reset(self):
        self.best = math.inf
        self.count = 0

    def step(self, loss):
        if loss < self.best:
            self.best = loss
            self.count = 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.reset()
        return self.lr

# %% [rate_before] returns the rate before the fall
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.count = math.inf, 0

    def step(self, loss):
        current = self.lr
        if loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr = min(current, max(current * self.factor, self.lowest))
            self.count = 0
        return current

# %% [first_rate_multiplied] each fall is taken from the first rate: it falls once only
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.first, self.lr = lr, lr
        self.patience, self.factor, self.lowest = patience, factor, lowest
        self.best, self.count = math.inf, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr = min(self.first, max(self.first * self.factor, self.lowest))
            self.count = 0
        return self.lr

# %% [margin] PyTorch's threshold: only a loss below 0.9999 best is progress (small progress alone shows it)
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0, threshold=1e-4):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.threshold = threshold
        self.best, self.num_bad_epochs = math.inf, 0

    def step(self, metrics):
        if metrics < self.best * (1 - self.threshold):
            self.best = metrics
            self.num_bad_epochs = 0
        else:
            self.num_bad_epochs += 1
        if self.num_bad_epochs > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.num_bad_epochs = 0
        return self.lr

# %% [margin] progress must be a tenth of the best, an idea of early stopping
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.wait = math.inf, 0

    def step(self, loss):
        if loss < 0.9 * self.best:
            self.best, self.wait = loss, 0
        else:
            self.wait += 1
        if self.wait > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.wait = 0
        return self.lr

# %% [no_return] step returns nothing
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.wait = math.inf, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.wait = loss, 0
        else:
            self.wait += 1
        if self.wait > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.wait = 0

# %% [divided] divided by factor: rises
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.wait = math.inf, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.wait = loss, 0
        else:
            self.wait += 1
        if self.wait > self.patience:
            self.lr = max(self.lr / self.factor, self.lowest)
            self.wait = 0
        return self.lr

# %% [always_half] factor ignored: always halved
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.lowest = lr, patience, lowest
        self.best, self.wait = math.inf, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.wait = loss, 0
        else:
            self.wait += 1
        if self.wait > self.patience:
            self.lr = min(self.lr, max(self.lr / 2, self.lowest))
            self.wait = 0
        return self.lr

# %% [best_of_first] the best is the first loss for ever
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.wait = float("inf"), 0

    def step(self, loss):
        if self.best == float("inf"):
            self.best = loss
        elif loss < self.best:
            self.wait = 0
        else:
            self.wait += 1
        if self.wait > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.wait = 0
        return self.lr

# %% [largest_is_best] higher is better, as for an accuracy
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.wait = -float("inf"), 0

    def step(self, loss):
        if loss > self.best:
            self.best, self.wait = loss, 0
        else:
            self.wait += 1
        if self.wait > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.wait = 0
        return self.lr

# %% [never_progress] the best is 0 at first, so that nothing is ever progress
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.wait = 0, 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.wait = loss, 0
        else:
            self.wait += 1
        if self.wait > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.wait = 0
        return self.lr

# %% [never_progress] as in the listing, the loss is never looked at: falls every patience + 1 looks
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.epoch = 0

    def step(self, loss):
        self.epoch += 1
        if self.epoch % (self.patience + 1) == 0 and self.lr > self.lowest:
            self.lr = max(self.lr * self.factor, self.lowest)
        return self.lr

# %% [not_kept_while_waiting] a best is kept only where the count had begun: a loss below the best while waiting resets the count but is not remembered
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.wait = float("inf"), 0

    def step(self, loss):
        if loss < self.best and self.wait == 0:
            self.best = loss
        elif loss < self.best:
            self.wait = 0
        else:
            self.wait += 1
        if self.wait > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.wait = 0
        return self.lr

# %% [right] lifts the rate to lowest at the start, where the statement has it
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr = max(lr, lowest)
        self.patience, self.factor, self.lowest = patience, factor, lowest
        self.best, self.wait = float("inf"), 0

    def step(self, loss):
        self.wait += 1
        if loss < self.best:
            self.best, self.wait = loss, 0
        if self.wait > self.patience:
            self.lr = max(self.lr * self.factor, self.lowest)
            self.wait = 0
        return self.lr

# %% [not_counted_anew] the smallest of the last patience + 1 losses against the smallest before them, no count that begins anew
import numpy as np

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.losses = []

    def step(self, loss):
        self.losses.append(loss)
        n = self.patience + 1
        if len(self.losses) > n and not np.nanmin(self.losses[-n:]) < np.nanmin(self.losses[:-n]):
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
        return self.lr

# %% [subtracted] lr is subtracted from: rate - factor * first rate
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.lowest = lr, patience, lowest
        self.less = factor * lr
        self.best, self.wait = float("inf"), 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.wait = loss, 0
        else:
            self.wait += 1
        if self.wait > self.patience:
            self.lr = min(self.lr, max(self.lr - self.less, self.lowest))
            self.wait = 0
        return self.lr

# %% [nan_is_best] the best by Python's min over all losses: a nan at the first look stays the smallest for ever (rare: nan first)
import math

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.losses, self.idle = [], 0

    def step(self, loss):
        if loss < min(self.losses, default=math.inf):
            self.idle = 0
        else:
            self.idle += 1
        self.losses.append(loss)
        if self.idle > self.patience:
            self.idle = 0
            if self.lr > self.lowest:
                self.lr = max(self.lr * self.factor, self.lowest)
        return self.lr

# %% [nan_is_best] the best by np.min over all losses: after a nan nothing is progress any more (rare: a nan)
import numpy as np

class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.losses, self.idle = [np.inf], 0

    def step(self, loss):
        self.idle = 0 if loss < np.min(self.losses) else self.idle + 1
        self.losses.append(loss)
        if self.idle > self.patience:
            self.idle = 0
            if self.lr > self.lowest:
                self.lr = max(self.lr * self.factor, self.lowest)
        return self.lr

# %% [one_early_lowest_missing] two mistakes: >= patience, and lowest ignored
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor = lr, patience, factor
        self.best, self.wait = float("inf"), 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.wait = loss, 0
            return self.lr
        self.wait += 1
        if self.wait >= self.patience:
            self.lr *= self.factor
            self.wait = 0
        return self.lr

# %% [last_or_equal] two mistakes: compared with the last loss, and equal is progress
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.last, self.wait = 1e300, 0

    def step(self, loss):
        if loss <= self.last:
            self.wait = 0
        else:
            self.wait += 1
        self.last = loss
        if self.wait > self.patience:
            self.lr = min(self.lr, max(self.lr * self.factor, self.lowest))
            self.wait = 0
        return self.lr

# %% [rate_before_not_counted_anew] two mistakes: the count does not begin anew after a fall, and the rate before it is returned
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.wait = float("inf"), 0

    def step(self, loss):
        rate = self.lr
        if loss < self.best:
            self.best, self.wait = loss, 0
        else:
            self.wait += 1
            if self.wait > self.patience and self.lr > self.lowest:
                self.lr = max(self.lr * self.factor, self.lowest)
        return rate

# %% [right] all losses are kept, and the whole history is walked anew at each look
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.settings = (lr, patience, factor, lowest)
        self.losses = ()

    def step(self, loss):
        self.losses += (loss,)
        rate, patience, factor, lowest = self.settings
        best, credit = float("inf"), patience
        for loss in self.losses:
            if best > loss:
                best, credit = loss, patience
            elif credit:
                credit -= 1
            else:
                credit = patience
                rate = min(rate, max(lowest, rate * factor))
        return rate
