# %% [lines] np.interp through the corners
def one_cycle(t, high, steps, rise=0.3):
    corners = [0, rise * steps - 1, steps - 1]
    rate = np.interp(t, corners, [high / 25, high, high / 25e4])
    return rate, np.interp(t, corners, [0.95, 0.85, 0.95])

# %% [momentum_in_lines] half done
def one_cycle(t, high, steps, rise=0.3):
    top, end = rise * steps - 1, steps - 1
    s = np.interp(t, [0, top, end], [0, 1, 2])
    wave = (1 - np.cos(np.pi * s)) / 2
    floor = np.where(s < 1, high / 25, high / 250000)
    return floor + (high - floor) * wave, np.interp(s, [0, 1, 2], [0.95, 0.85, 0.95])

# %% [top_one_late] top at rise * steps
def one_cycle(t, high, steps, rise=0.3):
    s = np.interp(t, [0, rise * steps, steps - 1], [0, 1, 2])
    wave = (1 - np.cos(np.pi * s)) / 2
    floor = np.where(s < 1, high / 25, high / 250000)
    return floor + (high - floor) * wave, 0.95 - 0.1 * wave

# %% [end_one_late] falls until steps
def one_cycle(t, high, steps, rise=0.3):
    s = np.interp(t, [0, rise * steps - 1, steps], [0, 1, 2])
    wave = (1 - np.cos(np.pi * s)) / 2
    floor = np.where(s < 1, high / 25, high / 250000)
    return floor + (high - floor) * wave, 0.95 - 0.1 * wave

# %% [top_rounded] whole steps
def one_cycle(t, high, steps, rise=0.3):
    top = int(rise * steps) - 1
    up = np.asarray(t) <= top
    s = np.where(up, t / top, (t - top) / (steps - 1 - top))
    down_wave = (1 + np.cos(np.pi * s)) / 2
    rate = np.where(up, high + (high / 25 - high) * down_wave, high / 250_000 + (high - high / 250_000) * down_wave)
    momentum = np.where(up, 0.85 + 0.1 * down_wave, 0.95 - 0.1 * down_wave)
    return rate, momentum

# %% [ends_at_a_ten_thousandth] of the peak
def one_cycle(t, high, steps, rise=0.3):
    s = np.interp(t, [0, rise * steps - 1, steps - 1], [0, 1, 2])
    wave = np.sin(np.pi * s / 2) ** 2
    floor = np.where(s < 1, high / 25, high / 1e4)
    return floor + (high - floor) * wave, 0.95 - 0.1 * wave

# %% [ends_where_it_began] symmetric
def one_cycle(t, high, steps, rise=0.3):
    s = np.interp(t, [0, rise * steps - 1, steps - 1], [0, 1, 2])
    wave = np.sin(np.pi * s / 2) ** 2
    return high / 25 + (high - high / 25) * wave, 0.95 - 0.1 * wave

# %% [momentum_with_the_rate] both at once
def one_cycle(t, high, steps, rise=0.3):
    s = np.interp(t, [0, rise * steps - 1, steps - 1], [0, 1, 2])
    wave = np.sin(np.pi * s / 2) ** 2
    floor = high * np.where(s < 1, 0.04, 4e-6)
    return floor + (high - floor) * wave, 0.85 + 0.1 * wave

# %% [momentum_from_rate] by the rate's share of high
def one_cycle(t, high, steps, rise=0.3):
    s = np.interp(t, [0, rise * steps - 1, steps - 1], [0, 1, 2])
    floor = high * np.where(s < 1, 0.04, 4e-6)
    rate = floor + (high - floor) * np.sin(np.pi * s / 2) ** 2
    return rate, 0.95 - 0.1 * rate / high

# %% [order] momentum first
def one_cycle(t, high, steps, rise=0.3):
    s = np.interp(t, [0, rise * steps - 1, steps - 1], [0, 1, 2])
    wave = np.sin(np.pi * s / 2) ** 2
    floor = high * np.where(s < 1, 0.04, 4e-6)
    return 0.95 - 0.1 * wave, floor + (high - floor) * wave

# %% [always_three_tenths] the default for ever
def one_cycle(t, high, steps, rise=0.3):
    s = np.interp(t, [0, 0.3 * steps - 1, steps - 1], [0, 1, 2])
    wave = (1 - np.cos(np.pi * s)) / 2
    floor = high * np.where(s < 1, 0.04, 4e-6)
    return floor + (high - floor) * wave, 0.95 - 0.1 * wave

# %% [two_tops] two pieces one behind the other
def one_cycle(t, high, steps, rise=0.3):
    def piece(a, b, n):
        s = np.linspace(0, 1, n)
        return b + (a - b) * (1 + np.cos(np.pi * s)) / 2

    up = int(rise * steps)
    rate = np.append(piece(high / 25, high, up), piece(high, high / 250_000, steps - up))
    momentum = np.append(piece(0.95, 0.85, up), piece(0.85, 0.95, steps - up))
    return rate[t], momentum[t]

# %% [two_tops] the same with lines
def one_cycle(t, high, steps, rise=0.3):
    up = int(rise * steps)
    down = steps - up
    rate = np.append(np.linspace(high / 25, high, up), np.linspace(high, high / 25e4, down))
    momentum = np.append(np.linspace(0.95, 0.85, up), np.linspace(0.85, 0.95, down))
    return rate[t], momentum[t]
