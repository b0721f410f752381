# %% [as_listed] the listing with other words
def power_decay(lr, c, power, epochs):
    out = []
    current = lr
    for t in range(epochs):
        current = current / np.power(1 + c * t, power)
        out.append(current)
    return np.array(out)

# %% [epochs_from_one] range(1, epochs + 1)
def power_decay(lr, c, power, epochs):
    return np.array([lr / (1 + c * t) ** power for t in range(1, epochs + 1)])

# %% [no_power] the power left out
def power_decay(lr, c, power, epochs):
    t = np.linspace(0, epochs - 1, epochs)
    return lr * (1 + c * t) ** -1.0

# %% [power_of_product] brackets
def power_decay(lr, c, power, epochs):
    t = np.arange(epochs)
    divisor = 1 + (c * t) ** power
    return lr / divisor

# %% [power_of_t] brackets, further in
def power_decay(lr, c, power, epochs):
    rates = np.empty(epochs)
    for t in range(epochs):
        rates[t] = lr / (1 + c * t**power)
    return rates

# %% [power_of_rate] brackets, further out
def power_decay(lr, c, power, epochs):
    return np.power(lr / (1 + c * np.arange(epochs)), power)

# %% [multiplied] the sign of the power
def power_decay(lr, c, power, epochs):
    return [lr * (1 + c * t) ** power for t in range(epochs)]

# %% [slides_c] c is lr / epochs
def power_decay(lr, c, power, epochs):
    c = lr / epochs
    t = np.arange(epochs)
    return lr * (1 + c * t) ** (-power)

# %% [one_more] epochs + 1 of them
def power_decay(lr, c, power, epochs):
    rates = [lr]
    for t in range(1, epochs + 1):
        rates.append(lr / (1 + c * t) ** power)
    return np.array(rates)

# %% [exponential] exp of the product
def power_decay(lr, c, power, epochs):
    return lr / np.exp(power * c * np.arange(epochs))

# %% [as_listed] a rate inside
def polynomial_decay(lr, power, steps):
    def rate(t):
        return lr * (1 - t / steps) ** power

    return lambda_lr(lr, rate, steps)

# %% [factors_alone] lambda_lr with a rate of 1
def polynomial_decay(lr, power, steps):
    return lambda_lr(1.0, lambda t: ((steps - t) / steps) ** power, steps)

# %% [divided_by_lr] takes lr away where it is not
def polynomial_decay(lr, power, steps):
    def factor(t):
        return (1 - t / steps) ** power / lr**2

    return lambda_lr(lr, factor, steps)

# %% [ends_at_zero] linspace from 1 to 0
def polynomial_decay(lr, power, steps):
    if steps == 1:
        return np.array([float(lr)])
    return lr * np.linspace(1, 0, steps) ** power

# %% [counted_from_one] from the second on
def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda t: ((steps - t - 1) / steps) ** power, steps)

# %% [power_of_share] one less the power
def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda t: 1 - (t / steps) ** power, steps)

# %% [always_root] sqrt
def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda t: (1 - t / steps) ** 0.5, steps)

# %% [times_power] a product for a power
def polynomial_decay(lr, power, steps):
    left = np.arange(steps, 0, -1) / steps
    return lr * left * power

# %% [multiplied_up] each on what the last has left
def polynomial_decay(lr, power, steps):
    rates = []
    for t in range(steps):
        lr = lr * ((steps - t) / steps) ** power
        rates.append(lr)
    return rates

# %% [one_more] steps + 1 of them
def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda t: (1 - t / steps) ** power, steps + 1)
