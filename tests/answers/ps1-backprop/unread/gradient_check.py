# %% [no_abs_at_all] no absolute values
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.max((gradient - n) / np.maximum(gradient + n, 1e-8))

# %% [no_floor] no floor
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.max(np.abs(gradient - n) / (np.abs(gradient) + np.abs(n)))

# %% [mean] mean
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.mean(np.abs(gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), 1e-8))

# %% [absolute] absolute error
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.max(np.abs(gradient - n))

# %% [smallest] minimum
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.min(np.abs(gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), 1e-8))

# %% [first] the first entry
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    e = np.abs(gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), 1e-8)
    return e.flat[0]

# %% [norms] error of the norms
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.linalg.norm(gradient - n) / (np.linalg.norm(gradient) + np.linalg.norm(n))

# %% [larger_of_two] divides by the larger of the two, not by the sum
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.max(np.abs(gradient - n) / np.maximum(np.maximum(np.abs(gradient), np.abs(n)), 1e-8))

# %% [by_numerical] divides by the numerical gradient
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.max(np.abs(gradient - n) / np.maximum(np.abs(n), 1e-8))

# %% [largest_by_largest] largest error over the largest gradient
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.abs(gradient - n).max() / max((np.abs(gradient) + np.abs(n)).max(), 1e-8)

# %% [not_reduced] an array
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.abs(gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), 1e-8)

# %% [verdict] true or false
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    e = np.abs(gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), 1e-8)
    return e.max() < 1e-6

# %% [floor_added] floor added, not a maximum
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.max(np.abs(gradient - n) / (np.abs(gradient) + np.abs(n) + 1e-8))

# %% [called] calls the gradient as a function
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    g = gradient(x)
    return np.max(np.abs(g - n) / np.maximum(np.abs(g) + np.abs(n), 1e-8))

# %% [itself] the gradient against itself
def gradient_check(f, x, gradient):
    n = gradient
    return np.max(np.abs(gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), 1e-8))

# %% [total] sum of the relative errors
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.sum(np.abs(gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), 1e-8))

# %% [one_sided] one-sided differences of its own
def gradient_check(f, x, gradient):
    x = np.array(x, dtype=np.float64)
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        n[i] = (f(x + e) - f(x)) / 1e-5
    return np.max(np.abs(gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), 1e-8))

# %% [python_max] Python's max
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return max(np.abs(gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), 1e-8))

# %% [no_abs] no absolute value in the numerator
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.max((gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), 1e-8))

# %% [abs_of_sum] absolute value of the sum below
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.max(np.abs(gradient - n) / np.maximum(np.abs(gradient + n), 1e-8))
