# %% [rounded_down] floor division
def networks_needed(p, error, deviations=2.0):
    return max(1, int(deviations**2 * p * (1 - p) // error**2))

# %% [error_not_squared] over error
def networks_needed(p, error, deviations=2.0):
    n = p * (1 - p) * deviations**2 / error
    return max(1, math.ceil(n))

# %% [deviations_ignored] one standard error
def networks_needed(p, error, deviations=2.0):
    return max(math.ceil(p * (1 - p) / error**2), 1)

# %% [worst_p] a quarter, to be safe
def networks_needed(p, error, deviations=2.0):
    return max(1, math.ceil(0.25 * (deviations / error) ** 2))

# %% [not_rounded] the solution itself
def networks_needed(p, error, deviations=2.0):
    root = deviations * math.sqrt(p * (1 - p)) / error
    return max(1, root * root)
