# %% [some_unit] dead if some unit is dead
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    dead = np.zeros(networks, dtype=bool)
    for i in range(networks):
        a = x
        for l in range(L - 1):
            W = rng.normal(0, np.sqrt(2 / a.shape[0]), size=(N, a.shape[0]))
            z = np.maximum(W @ a + bias, 0)
            a = a + z if shortcuts and l > 0 else z
            if (a.max(axis=1) == 0).any():
                dead[i] = True
    return dead

# %% [some_point] dead if a layer is 0 at some point, not at all
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    dead = np.zeros(networks, dtype=bool)
    for i in range(networks):
        a = x
        for l in range(L - 1):
            W = rng.normal(0, np.sqrt(2 / a.shape[0]), size=(N, a.shape[0]))
            z = np.maximum(W @ a + bias, 0)
            a = a + z if shortcuts and l > 0 else z
            if (a.max(axis=0) == 0).any():
                dead[i] = True
    return dead

# %% [last_layer_alone] only the last hidden layer is looked at: with a positive bias it wakes again
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    dead = np.zeros(networks, dtype=bool)
    for i in range(networks):
        a = x
        for l in range(L - 1):
            W = rng.normal(0, np.sqrt(2 / a.shape[0]), size=(N, a.shape[0]))
            z = np.maximum(W @ a + bias, 0)
            a = a + z if shortcuts and l > 0 else z
        dead[i] = not a.any()
    return dead

# %% [one_layer_more] one hidden layer too many: L hidden ones
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [one_layer_fewer] one hidden layer too few
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 2):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [positive_weights] uniform weights from 0 to 1: not symmetric, nothing is negative at positive inputs
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.random((networks, N, a.shape[1]))
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [own_seed] own generator with a fixed seed: rng is not used
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    rng = np.random.default_rng(0)
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [own_generator] np.random in place of rng: not reproducible
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = np.random.randn(networks, N, a.shape[1]) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [own_seed] np.random.seed(0) and np.random
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    np.random.seed(0)
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = np.random.normal(size=(networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [copied_rng] rng copied at the start: two calls with one rng agree
import copy

import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    rng = copy.deepcopy(rng)
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [one_network] one matrix drawn for all networks: they are all alike
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = x
    dead = False
    for l in range(L - 1):
        W = rng.normal(0, np.sqrt(2 / a.shape[0]), (N, a.shape[0]))
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead = dead or not a.any()
    return np.full(networks, dead)

# %% [tied] one matrix for all layers of a network
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    dead = []
    for _ in range(networks):
        W = rng.normal(0, np.sqrt(2 / N), (N, N))
        a = np.maximum(rng.normal(0, np.sqrt(2 / x.shape[0]), (N, x.shape[0])) @ x + bias, 0)
        flag = not a.any()
        for _ in range(L - 2):
            z = np.maximum(W @ a + bias, 0)
            a = a + z if shortcuts else z
            flag = flag or not a.any()
        dead.append(flag)
    return np.array(dead)

# %% [rows_alike] one row of weights for all units of a layer
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, 1, a.shape[1])) * np.sqrt(2 / a.shape[1])
        W = np.repeat(W, N, axis=1)
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [biases_ignored] the biases forgotten
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [bias_in_first_layer] the bias in the first layer alone
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = W @ a
        if l == 0:
            z = z + bias
        z = np.maximum(z, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [bias_added_behind] the bias after ReLU: nothing is ever 0 then
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a, 0) + bias
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [random_biases] biases drawn at random with the deviation bias
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        b = bias * rng.standard_normal((networks, N, 1))
        z = np.maximum(W @ a + b, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [shortcuts_ignored] shortcuts forgotten
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        a = np.maximum(W @ a + bias, 0)
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [shortcut_before_relu] the shortcut inside ReLU: r(a + W a + b)
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = W @ a + bias
        if shortcuts and l > 0:
            z = z + a
        a = np.maximum(z, 0)
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [shortcut_at_input] the shortcut at the first layer too, x + r(W x): shapes, or the first layer never dies
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [units_by_z_of_shortcuts] with shortcuts asks whether the added part is 0, not the sum
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        dead |= (z == 0).all(axis=(1, 2))
        a = a + z if shortcuts and l > 0 else z
    return dead

# %% [one_number] the share returned, one number
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead.mean()

# %% [alive] True for living networks
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    alive = np.ones(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        alive &= (a > 0).any(axis=(1, 2))
    return alive

# %% [coins] theorem 1's probability in place of networks: coins
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    p = 1 - (1 - 0.5**N) ** (L - 1)
    return rng.random(networks) < p

# %% [one_point] the first input point alone is followed
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None, :, :1], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [variance_as_deviation] He's variance as deviation: 2/inputs without the root (tells with biases alone)
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.normal(0, 2 / a.shape[1], size=(networks, N, a.shape[1]))
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [variance_of_one] variance 1: standard normal weights (tells with biases alone)
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1]))
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [lecun] 1/inputs, Glorot's or LeCun's, in place of 2/inputs (tells with biases alone)
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) / np.sqrt(a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [no_relu] ReLU forgotten, dead if negative everywhere
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = W @ a + bias
        dead |= (z <= 0).all(axis=(1, 2))
        a = a + z if shortcuts and l > 0 else z
    return dead

# %% [last_layer_alone] the last layer's verdict overwrites: dead = ... in place of or
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead = (a == 0).all(axis=2).all(axis=1)
    return dead

# %% [all_layers] dead only if every hidden layer is
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.ones(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead &= (a == 0).all(axis=(1, 2))
    return dead

# %% [strictly_below] asks whether all z of a layer are below 0, with shortcuts too
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    dead = np.zeros(networks, dtype=bool)
    for i in range(networks):
        a = x
        for l in range(1, L):
            W = rng.normal(0, np.sqrt(2 / a.shape[0]), (N, a.shape[0]))
            z = W @ a + bias
            if np.all(z < 0):
                dead[i] = True
                break
            r = np.maximum(z, 0)
            a = a + r if shortcuts and l >= 2 else r
    return dead

# %% [one_network] one draw of weights is shared by all networks, by broadcasting (1, N, inputs)
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((1, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead

# %% [flags_of_points] per-point flags: shape (networks, points)
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros((networks, x.shape[1]), dtype=bool)
    for l in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=1)
    return dead

# %% [square_first] all layers (N, N): the first has N inputs too, fails unless x has N rows
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    dead = np.zeros(networks, dtype=bool)
    for i in range(networks):
        a = x
        for l in range(1, L):
            W = rng.normal(0, np.sqrt(2 / N), (N, N))
            r = np.maximum(W @ a + bias, 0)
            a = a + r if shortcuts and l >= 2 else r
            dead[i] |= not a.any()
    return dead

# %% [positive_weights] only positive weights: the absolute values of normal numbers
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.repeat(x[None], networks, axis=0)
    dead = np.zeros(networks, dtype=bool)
    for l in range(L - 1):
        W = np.abs(rng.standard_normal((networks, N, a.shape[1]))) * np.sqrt(2 / a.shape[1])
        z = np.maximum(W @ a + bias, 0)
        a = a + z if shortcuts and l > 0 else z
        dead |= (a == 0).all(axis=(1, 2))
    return dead
