# %% [tenth_of_first] a tenth of the first loss
def range_bounds(rates, losses):
    i = np.argmin(losses)
    step = losses[0] / 10
    low = next((r for r, l in zip(rates, losses) if l <= losses[0] - step), rates[0])
    high = next((r for r, l in zip(rates[i:], losses[i:]) if l >= losses[i] + step), rates[-1])
    return low, high, high / 2

# %% [high_from_the_start] the first anywhere
def range_bounds(rates, losses):
    fall = losses[0] - min(losses)
    low = rates[losses <= losses[0] - fall / 10][0]
    above = rates[losses >= min(losses) + fall / 10]
    high = above[0] if len(above) else rates[-1]
    return low, high, high / 2

# %% [high_of_none] argmax of nothing
def range_bounds(rates, losses):
    i = np.argmin(losses)
    fall = losses[0] - losses[i]
    low = rates[np.argmax(losses <= losses[0] - 0.1 * fall)]
    high = rates[i + np.argmax(losses[i:] >= losses[i] + 0.1 * fall)]
    return low, high, high / 2

# %% [high_not_shifted] an index of the end part
def range_bounds(rates, losses):
    i = np.argmin(losses)
    fall = losses[0] - losses[i]
    low = rates[np.flatnonzero(losses <= losses[0] - 0.1 * fall)[0]]
    lost = np.flatnonzero(losses[i:] >= losses[i] + 0.1 * fall)
    high = rates[lost[0]] if lost.size else rates[len(rates) - 1 - i]
    return low, high, high / 2

# %% [high_is_the_lowest] where the loss is least
def range_bounds(rates, losses):
    i = np.argmin(losses)
    fall = losses[0] - losses[i]
    won = np.flatnonzero(losses <= losses[0] - fall / 10)
    return rates[won[0]], rates[i], rates[i] / 2

# %% [low_one_early] the last before
def range_bounds(rates, losses):
    i = int(np.argmin(losses))
    fall = losses[0] - losses[i]
    k = 0
    while losses[k + 1] > losses[0] - fall / 10:
        k += 1
    j = i
    while j < len(losses) - 1 and losses[j] < losses[i] + fall / 10:
        j += 1
    return rates[k], rates[j], rates[j] / 2

# %% [strictly] < and >
def range_bounds(rates, losses):
    i = int(np.argmin(losses))
    fall = losses[0] - losses[i]
    low = next(r for r, l in zip(rates, losses) if l < losses[0] - fall / 10)
    high = next((r for r, l in zip(rates[i:], losses[i:]) if l > losses[i] + fall / 10), rates[-1])
    return low, high, high / 2

# %% [pick_is_lowest] the pick at the least loss
def range_bounds(rates, losses):
    i = int(np.argmin(losses))
    tenth = 0.1 * (losses[0] - losses[i])
    low = next(r for r, l in zip(rates, losses) if l <= losses[0] - tenth)
    high = next((r for r, l in zip(rates[i:], losses[i:]) if l >= losses[i] + tenth), rates[-1])
    return low, high, rates[i]

# %% [pick_between] geometric mean
def range_bounds(rates, losses):
    i = int(np.argmin(losses))
    tenth = 0.1 * (losses[0] - losses[i])
    low = next(r for r, l in zip(rates, losses) if l <= losses[0] - tenth)
    high = next((r for r, l in zip(rates[i:], losses[i:]) if l >= losses[i] + tenth), rates[-1])
    return low, high, np.exp((np.log(low) + np.log(high)) / 2)

# %% [pick_of_difference] half of the width
def range_bounds(rates, losses):
    i = int(np.argmin(losses))
    tenth = 0.1 * (losses[0] - losses[i])
    low = next(r for r, l in zip(rates, losses) if l <= losses[0] - tenth)
    high = next((r for r, l in zip(rates[i:], losses[i:]) if l >= losses[i] + tenth), rates[-1])
    return low, high, 0.5 * (high - low)

# %% [last_of_two] the last least loss
def range_bounds(rates, losses):
    i = np.flatnonzero(losses == losses.min())[-1]
    tenth = 0.1 * (losses[0] - losses[i])
    low = rates[losses <= losses[0] - tenth][0]
    lost = losses[i:] >= losses[i] + tenth
    high = rates[i:][lost][0] if lost.any() else rates[-1]
    return low, high, high / 2

# %% [high_at_nine_tenths] nearly back at the first loss
def range_bounds(rates, losses):
    i = int(np.argmin(losses))
    fall = losses[0] - losses[i]
    won, lost = losses <= losses[0] - fall / 10, losses >= losses[0] - fall / 10
    lost[:i] = False
    high = rates[np.argmax(lost)] if lost.any() else rates[-1]
    return rates[np.argmax(won)], high, high / 2
