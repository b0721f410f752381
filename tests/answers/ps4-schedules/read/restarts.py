# %% [growth_ignored] modulo alone
def warm_restarts(t, high, period, growth=1, low=0.0):
    share = np.mod(t, period) / period
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * share))

# %% [never_restarts] one cosine
def warm_restarts(t, high, period, growth=1, low=0.0):
    share = np.clip(np.asarray(t) / period, 0, 1)
    return low + (high - low) * np.cos(np.pi * share / 2) ** 2

# %% [restart_one_late] > for >=
def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s > length:
            s, length = s - length, length * growth
        return low + (high - low) * (1 + np.cos(np.pi * s / length)) / 2

    return np.vectorize(one, otypes=[float])(t)

# %% [length_of_first] divided by period
def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s >= length:
            s -= length
            length *= growth
        return low + (high - low) * (1 + np.cos(np.pi * s / period)) / 2

    return np.vectorize(one, otypes=[float])(t)

# %% [place_from_the_start] t is not shifted
def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        begin, length = 0, period
        while s >= begin + length:
            begin += length
            length *= growth
        return low + (high - low) * (1 + np.cos(np.pi * s / length)) / 2

    return np.vectorize(one, otypes=[float])(t)

# %% [low_in_the_last_step] length - 1
def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s >= length:
            s -= length
            length *= growth
        angle = np.pi * s / (length - 1) if length > 1 else 0.0
        return low + (high - low) * (1 + np.cos(angle)) / 2

    return np.vectorize(one, otypes=[float])(t)

# %% [growth_added] length + growth
def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length, cycle = period, 0
        while s >= length:
            s -= length
            cycle += 1
            length = period + cycle * (growth - 1) * period
        return low + (high - low) * (1 + np.cos(np.pi * s / length)) / 2

    return np.vectorize(one, otypes=[float])(t)

# %% [grown_before_added] the order of two lines
def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        begin, length = 0, period
        while s >= begin + length:
            length *= growth
            begin += length
        return low + (high - low) * (1 + np.cos(np.pi * (s - begin) / length)) / 2

    return np.vectorize(one, otypes=[float])(t)

# %% [logarithm_rounded] a closed formula
def warm_restarts(t, high, period, growth=1, low=0.0):
    t = np.asarray(t)
    if growth == 1:
        place, length = t % period, period
    else:
        k = np.floor(np.log(1 + t / period * (growth - 1)) / np.log(growth))
        place = t - period * (growth**k - 1) / (growth - 1)
        length = period * growth**k
    return low + 0.5 * (high - low) * (1 + np.cos(np.pi * place / length))

# %% [low_missing] to 0
def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s >= length:
            s, length = s - length, length * growth
        return high * np.cos(np.pi * s / length / 2) ** 2

    return np.vectorize(one, otypes=[float])(t)

# %% [growth_added_to_length] longer by growth steps
def warm_restarts(t, high, period, growth=1, low=0.0):
    t = np.asarray(t)
    rates, begin, length = np.zeros(t.shape), 0, period
    while begin <= t.max():
        inside = (t >= begin) & (t < begin + length)
        wave = low + (high - low) * (1 + np.cos(np.pi * (t - begin) / length)) / 2
        rates = np.where(inside, wave, rates)
        begin, length = begin + length, length + growth
    return rates
