# %% [rounded_down] rounded down
def networks_needed(p, error, deviations=2.0):
    return max(1, int(deviations**2 * p * (1 - p) / error**2))

# %% [deviations_not_squared] the square of the deviations forgotten
import math

def networks_needed(p, error, deviations=2.0):
    return max(1, math.ceil(deviations * p * (1 - p) / error**2))

# %% [error_not_squared] the square of the error forgotten
import math

def networks_needed(p, error, deviations=2.0):
    return max(1, math.ceil(deviations**2 * p * (1 - p) / error))

# %% [nothing_squared] root kept: sqrt(p (1 - p)) k / error, not squared
import math

def networks_needed(p, error, deviations=2.0):
    return max(1, math.ceil(deviations * math.sqrt(p * (1 - p)) / error))

# %% [always_two_deviations] deviations ignored: always 2
import math

def networks_needed(p, error, deviations=2.0):
    return max(1, math.ceil(4 * p * (1 - p) / error**2))

# %% [plus_p] p (1 + p)
import math

def networks_needed(p, error, deviations=2.0):
    return max(1, math.ceil(p * (1 + p) * (deviations / error) ** 2))

# %% [worst_p] worst case p = 1/2 taken always
import math

def networks_needed(p, error, deviations=2.0):
    return max(1, math.ceil(0.25 * (deviations / error) ** 2))

# %% [none_for_sure_things] p = 0 gives 0
import math

def networks_needed(p, error, deviations=2.0):
    return math.ceil(p * (1 - p) * (deviations / error) ** 2)

# %% [edge_lost] floor + 1: one too many where it divides
import math

def networks_needed(p, error, deviations=2.0):
    return math.floor(p * (1 - p) * (deviations / error) ** 2) + 1

# %% [rounded_to_nearest] rounded to the nearest
def networks_needed(p, error, deviations=2.0):
    return max(1, round(p * (1 - p) * (deviations / error) ** 2))

# %% [root_not_squared] the root of p (1 - p) is not squared, the error is
import math

def networks_needed(p, error, deviations=2.0):
    return max(1, math.ceil(deviations * math.sqrt(p * (1 - p)) / error / error))

# %% [whole_width] the whole interval: error taken as the width, so half of it on each side
import math

def networks_needed(p, error, deviations=2.0):
    return max(1, math.ceil(p * (1 - p) * (2 * deviations / error) ** 2))

# %% [edge_lost] counted up with a strict comparison
import math

def networks_needed(p, error, deviations=2.0):
    n = 1
    while deviations * math.sqrt(p * (1 - p) / n) >= error and n < 10**7:
        n += 1
    return n

# %% [relative_error] error relative to p
import math

def networks_needed(p, error, deviations=2.0):
    if p == 0:
        return 1
    return max(1, math.ceil((1 - p) / p * (deviations / error) ** 2))
