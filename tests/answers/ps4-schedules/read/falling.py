# %% [one_early] counts steps as people do
def decay(t, lr, every, factor=0.5, smooth=False):
    if smooth:
        return lr * factor ** (t / every)
    falls = np.floor((np.asarray(t) + 1) / every)
    return lr * np.power(factor, falls)

# %% [rounded] rint
def decay(t, lr, every, factor=0.5, smooth=False):
    k = np.asarray(t) / every
    if not smooth:
        k = np.rint(k)
    return lr * np.exp(k * np.log(factor))

# %% [rounded_up] ceil
def decay(t, lr, every, factor=0.5, smooth=False):
    k = np.divide(t, every)
    return lr * factor ** (k if smooth else np.ceil(k))

# %% [never_smooth] the argument forgotten
def decay(t, lr, every, factor=0.5, smooth=False):
    n = np.floor_divide(t, every)
    return lr * np.power(float(factor), n)

# %% [always_smooth] a true division for both
def decay(t, lr, every, factor=0.5, smooth=False):
    return lr * np.exp(np.log(factor) / every * t)

# %% [ways_exchanged] the if turned round
def decay(t, lr, every, factor=0.5, smooth=False):
    if not smooth:
        exponent = t / every
    else:
        exponent = t // every
    return lr * factor**exponent

# %% [divided] the rate over the factor
def decay(t, lr, every, factor=0.5, smooth=False):
    exponent = np.asarray(t) / every if smooth else np.asarray(t) // every
    return lr / np.power(factor, exponent)

# %% [times_not_power] a product for a power
def decay(t, lr, every, factor=0.5, smooth=False):
    falls = np.asarray(t) / every
    if not smooth:
        falls = falls.astype(int)
    return lr * (factor * falls)

# %% [natural_when_smooth] exp with the factor as its rate
def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    if smooth:
        return lr * np.exp(-t / every)
    return lr * factor ** (t // every)

# %% [smooth_at_every_step] smooth forgets every
def decay(t, lr, every, factor=0.5, smooth=False):
    if smooth:
        return lr * np.power(float(factor), t)
    return lr * np.power(float(factor), np.asarray(t) // every)

# %% [cut_to_whole] filled into an array like t
def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    out = np.full(t.shape, lr)
    out[...] = lr * factor ** (t / every if smooth else t // every)
    return out

# %% [lines_between] interpolates between the stairs
def decay(t, lr, every, factor=0.5, smooth=False):
    t = np.asarray(t)
    if not smooth:
        return lr * factor ** (t // every)
    corners = np.arange(0, t.max() + 2 * every, every)
    return np.interp(t, corners, lr * factor ** (corners / every))

# %% [climbs_again] no end
def cosine(t, high, steps, low=0.0):
    angle = np.pi * np.asarray(t) / steps
    return 0.5 * (high - low) * (np.cos(angle) + 1) + low

# %% [last_step_is_the_end] linspace to the end
def cosine(t, high, steps, low=0.0):
    angles = np.linspace(0, np.pi, steps)
    here = angles[np.minimum(t, steps - 1)] if steps > 1 else np.pi * np.minimum(t, 1)
    return low + 0.5 * (high - low) * (1 + np.cos(here))

# %% [zero_after_the_end] multiplied by a mask
def cosine(t, high, steps, low=0.0):
    t = np.asarray(t)
    wave = low + (high - low) / 2 * (1 + np.cos(t / steps * np.pi))
    return wave * (t <= steps)

# %% [begins_again] modulo
def cosine(t, high, steps, low=0.0):
    t = np.mod(t, steps)
    return low + (high - low) * np.cos(np.pi * t / steps / 2) ** 2

# %% [low_on_top] low added to a wave from high
def cosine(t, high, steps, low=0.0):
    done = np.clip(np.asarray(t) / steps, 0, 1)
    return high * np.cos(np.pi / 2 * done) ** 2 + low

# %% [cut_off_at_low] maximum
def cosine(t, high, steps, low=0.0):
    done = np.clip(np.asarray(t) / steps, 0, 1)
    rate = high / 2 * (1 + np.cos(np.pi * done))
    return np.where(rate < low, low, rate)

# %% [quarter_wave] only from the top to the middle
def cosine(t, high, steps, low=0.0):
    share = np.minimum(t, steps) / steps
    return low + np.cos(share * np.pi / 2) * (high - low)

# %% [whole_wave] 2 pi
def cosine(t, high, steps, low=0.0):
    x = np.where(np.asarray(t) > steps, steps, t)
    return low + 0.5 * (high - low) * (1 + np.cos(2 * np.pi * x / steps))

# %% [rises] minus
def cosine(t, high, steps, low=0.0):
    x = np.clip(t, 0, steps) / steps
    return low + (high - low) * np.sin(np.pi * x / 2) ** 2

# %% [not_halved] no half
def cosine(t, high, steps, low=0.0):
    x = np.clip(t, 0, steps) / steps
    return low + (high - low) * (1 + np.cos(np.pi * x))
