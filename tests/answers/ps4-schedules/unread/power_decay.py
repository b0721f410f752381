# %% [as_listed] the listing as it is: the rate of the last epoch is divided again
import numpy as np

def power_decay(lr, c, power, epochs):
    rates = []
    for t in range(epochs):
        lr = lr / (1 + c * t) ** power
        rates.append(lr)
    return np.array(rates)

# %% [power_of_t] the power on t alone
import numpy as np

def power_decay(lr, c, power, epochs):
    t = np.arange(epochs)
    return lr / (1 + c * t**power)

# %% [power_of_product] the power on c t, not on 1 + c t
import numpy as np

def power_decay(lr, c, power, epochs):
    return np.array([lr / (1 + (c * t) ** power) for t in range(epochs)])

# %% [epochs_from_one] epochs counted from 1
import numpy as np

def power_decay(lr, c, power, epochs):
    t = np.arange(1, epochs + 1)
    return lr / (1 + c * t) ** power

# %% [one_more] one rate too many
import numpy as np

def power_decay(lr, c, power, epochs):
    t = np.arange(0, epochs + 1)
    return lr * (1 + c * t) ** (-power)

# %% [multiplied] multiplied in place of divided: rises
import numpy as np

def power_decay(lr, c, power, epochs):
    t = np.arange(epochs)
    return lr * (1 + c * t) ** power

# %% [no_power] the power ignored
import numpy as np

def power_decay(lr, c, power, epochs):
    return lr / (1 + c * np.arange(epochs))

# %% [power_of_rate] the power on the whole quotient, lr too
import numpy as np

def power_decay(lr, c, power, epochs):
    t = np.arange(epochs)
    return (lr / (1 + c * t)) ** power

# %% [slides_c] c as in the lecture, lr / epochs, whatever c is given
import numpy as np

def power_decay(lr, c, power, epochs):
    c = lr / epochs
    t = np.arange(epochs)
    return lr / (1 + c * t) ** power

# %% [over_epochs] t as a share of all epochs
import numpy as np

def power_decay(lr, c, power, epochs):
    s = np.arange(epochs) / epochs
    return lr / (1 + c * s) ** power

# %% [no_lr] lr left out
import numpy as np

def power_decay(lr, c, power, epochs):
    return 1.0 / (1.0 + c * np.arange(epochs)) ** power

# %% [cut_to_whole] whole-number division
import numpy as np

def power_decay(lr, c, power, epochs):
    return np.array([lr // (1 + c * t) ** power for t in range(epochs)])

# %% [to_the_end] linspace that includes the end, so that t runs too fast
import numpy as np

def power_decay(lr, c, power, epochs):
    t = np.linspace(0, epochs, epochs)
    return lr / (1 + c * t) ** power

# %% [one_divisor] the same divisor (1 + c)**power at every epoch: a geometric sequence
import numpy as np

def power_decay(lr, c, power, epochs):
    rates = [lr]
    while len(rates) < epochs:
        rates.append(rates[-1] / (1 + c) ** power)
    return np.array(rates)

# %% [last_alone] only the last rate
def power_decay(lr, c, power, epochs):
    rate = lr
    for t in range(epochs):
        rate = lr / (1 + c * t) ** power
    return rate

# %% [exponential] an exponential, e^(-c power t), its approximation for small c t
import numpy as np

def power_decay(lr, c, power, epochs):
    return lr * np.exp(-c * power * np.arange(epochs))

# %% [c_added] c + t in place of 1 + c t
import numpy as np

def power_decay(lr, c, power, epochs):
    t = np.arange(epochs)
    return lr / (c + t) ** power

# %% [as_listed] recursion on the last rate: each epoch divides again
import numpy as np

def power_decay(lr, c, power, epochs):
    def rate(t):
        if t == 0:
            return lr
        return rate(t - 1) / (1 + c * t) ** power
    return np.array([rate(t) for t in range(epochs)])

# %% [cut_to_whole] rates kept in an array of whole numbers
import numpy as np

def power_decay(lr, c, power, epochs):
    t = np.arange(epochs)
    rates = t.copy()
    rates[:] = lr / (1 + c * t) ** power
    return rates

# %% [row] a row of a matrix, shape (1, epochs)
import numpy as np

def power_decay(lr, c, power, epochs):
    t = np.arange(epochs)[np.newaxis, :]
    return lr / np.power(1 + c * t, power)

# %% [listed_from_one] two mistakes: the rate of the last epoch is divided, and t counts from 1
import numpy as np

def power_decay(lr, c, power, epochs):
    t = np.arange(1, epochs + 1)
    return lr / np.cumprod((1 + c * t) ** power)

# %% [listed_without_power] two mistakes: divided again, and the power forgotten
import numpy as np

def power_decay(lr, c, power, epochs):
    out = np.empty(epochs)
    for t in range(epochs):
        lr /= 1 + c * t
        out[t] = lr
    return out

# %% [right] in logarithms
import numpy as np

def power_decay(lr, c, power, epochs):
    return np.fromiter((np.exp(np.log(lr) - power * np.log1p(c * t)) for t in range(epochs)), float, epochs)
