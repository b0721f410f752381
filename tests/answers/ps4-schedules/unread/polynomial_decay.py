# %% [as_listed] the listing as it is: the function already contains lr, so the rate starts at lr squared
def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda t: lr * (1 - t / steps) ** power, steps)

# %% [power_of_steps] the power on steps alone: 1 - t / steps**power
def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda t: 1 - t / steps**power, steps)

# %% [power_of_share] 1 - (t/steps)**power
import numpy as np

def polynomial_decay(lr, power, steps):
    t = np.arange(steps)
    return lr * (1 - (t / steps) ** power)

# %% [ends_at_zero] 0 at the last step: divides by steps - 1
import numpy as np

def polynomial_decay(lr, power, steps):
    return lr * np.linspace(1, 0, steps) ** power

# %% [counted_from_one] counts from t = 1
import numpy as np

def polynomial_decay(lr, power, steps):
    t = np.arange(1, steps + 1)
    return lr * (1 - t / steps) ** power

# %% [factors_alone] lr is 1: the factors alone
def polynomial_decay(lr, power, steps):
    return lambda_lr(1.0, lambda t: (1 - t / steps) ** power, steps)

# %% [no_power] the power ignored: linear
def polynomial_decay(lr, power, steps):
    def factor(t):
        return 1 - t / steps
    return lambda_lr(lr, factor, steps)

# %% [always_root] the slides' root whatever the power is
def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda it: (1 - it / steps) ** 0.5, steps)

# %% [power_of_rate] the power on lr too
import numpy as np

def polynomial_decay(lr, power, steps):
    return np.array([(lr * (1 - t / steps)) ** power for t in range(steps)])

# %% [whole_division] whole-number division: never falls
import numpy as np

def polynomial_decay(lr, power, steps):
    t = np.arange(steps)
    return lr * (1.0 - t // steps) ** power

# %% [one_more] one rate too many
def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda t: (1 - t / steps) ** power, steps + 1)

# %% [rises] t/steps in place of 1 - t/steps: rises from 0
import numpy as np

def polynomial_decay(lr, power, steps):
    return lr * (np.arange(steps) / steps) ** power

# %% [multiplied_up] the factors multiply from step to step, as in MultiplicativeLR
import numpy as np

def polynomial_decay(lr, power, steps):
    rates = []
    for t in range(steps):
        lr *= (1 - t / steps) ** power
        rates.append(lr)
    return np.array(rates)

# %% [one_over_power] the inverse of the power
def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda t: (1 - t / steps) ** (1 / power), steps)

# %% [power_times_share] the power multiplies in place of being an exponent
import numpy as np

def polynomial_decay(lr, power, steps):
    return lr * np.maximum(0, 1 - power * np.arange(steps) / steps)

# %% [factors_alone] divides by lr once too often: the rate starts at 1
def polynomial_decay(lr, power, steps):
    def factor(t):
        return lr * (1 - t / steps) ** power / lr**2
    return lambda_lr(lr, factor, steps)

# %% [all_rates_at_each_step] the function returns all factors at once: an array (steps, steps)
import numpy as np

def polynomial_decay(lr, power, steps):
    factors = (1 - np.arange(steps) / steps) ** power
    return np.array([lr * factors for t in range(steps)])

# %% [lr_inside] lr inside the bracket: (lr - t/steps)**power
import numpy as np

def polynomial_decay(lr, power, steps):
    return np.array([max(lr - t / steps, 0) ** power for t in range(steps)])

# %% [reversed] falls over steps in the other order: from the end to the start
def polynomial_decay(lr, power, steps):
    rates = lambda_lr(lr, lambda t: (1 - t / steps) ** power, steps)
    return rates[::-1]

# %% [root_of_rate] the square root of lr handed on once: the rate is lr**1.5
def polynomial_decay(lr, power, steps):
    root = lr**0.5
    return lambda_lr(lr, lambda t: root * (1 - t / steps) ** power, steps)

# %% [power_decays] power decay in place of polynomial: 1/(1 + t/steps)**power
def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda t: (1 + t / steps) ** -power, steps)

# %% [listed_to_zero] two mistakes: lr squared, and steps - 1
def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda t: lr * (1 - t / (steps - 1)) ** power, steps)

# %% [from_one_without_power] two mistakes: counts from 1, and the power ignored
import numpy as np

def polynomial_decay(lr, power, steps):
    return lr * (1 - np.arange(1, steps + 1) / steps)

# %% [right] LambdaLR with rate 1 and a function that contains lr
import numpy as np

def polynomial_decay(lr, power, steps):
    rate = lambda it: lr * ((steps - it) / steps) ** power
    return np.asarray(lambda_lr(1.0, rate, steps))
