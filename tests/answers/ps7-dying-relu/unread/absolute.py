# %% [layers_that_double] the middle layers add the two halves and copy the sum, so that each layer doubles
import numpy as np

def absolute(M, L):
    k = M.shape[0]
    I = np.eye(k)
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    for _ in range(L - 2):
        params.append((np.block([[I, I], [I, I]]), np.zeros(2 * k)))
    params.append((np.hstack([I, I]), np.zeros(k)))
    return params

# %% [too_many_layers] L counted as hidden layers: one layer too many
import numpy as np

def absolute(M, L):
    k, n = M.shape
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    for l in range(L - 1):
        params.append((np.eye(2 * k), np.zeros(2 * k)))
    params.append((np.hstack([np.eye(k), np.eye(k)]), np.zeros(k)))
    return params

# %% [too_few_layers] one layer too few, the range stops early
import numpy as np

def absolute(M, L):
    k, n = M.shape
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    for l in range(2, L - 1):
        params.append((np.eye(2 * k), np.zeros(2 * k)))
    params.append((np.hstack([np.eye(k), np.eye(k)]), np.zeros(k)))
    return params

# %% [too_few_layers] the deep part forgotten: always two layers
import numpy as np

def absolute(M, L):
    k = M.shape[0]
    W1 = np.concatenate((M, -M), axis=0)
    W2 = np.concatenate((np.eye(k), np.eye(k)), axis=1)
    return [(W1, np.zeros(2 * k)), (W2, np.zeros(k))]

# %% [subtracted] the output subtracts the second half, so that the network is M x
import numpy as np

def absolute(M, L):
    k = M.shape[0]
    params = [(np.vstack((M, -M)), np.zeros(2 * k))]
    params += [(np.eye(2 * k), np.zeros(2 * k)) for _ in range(L - 2)]
    params += [(np.hstack((np.eye(k), -np.eye(k))), np.zeros(k))]
    return params

# %% [one_side_twice] both halves of the first layer are M, minus forgotten
import numpy as np

def absolute(M, L):
    k = M.shape[0]
    first = np.vstack([M, M])
    middle = np.eye(2 * k)
    last = np.hstack([np.eye(k)] * 2)
    weights = [first] + [middle] * (L - 2) + [last]
    return [(w, np.zeros(len(w))) for w in weights]

# %% [partners_apart] rows interleaved in the first layer, but the output adds unit i and unit i + k
import numpy as np

def absolute(M, L):
    rows = []
    for row in M:
        rows.append(row)
        rows.append(-row)
    k = len(M)
    params = [(np.array(rows, float), np.zeros(2 * k))]
    for _ in range(L - 2):
        params.append((np.eye(2 * k), np.zeros(2 * k)))
    params.append((np.hstack([np.eye(k), np.eye(k)]), np.zeros(k)))
    return params

# %% [all_added] the output's matrix is all ones, (1 1 / 1 1) as the slides have it: every output is the sum of all
import numpy as np

def absolute(M, L):
    k = M.shape[0]
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    for _ in range(L - 2):
        params.append((np.eye(2 * k), np.zeros(2 * k)))
    params.append((np.ones((k, 2 * k)), np.zeros(k)))
    return params

# %% [layers_of_ones] middle layers of ones instead of the identity
import numpy as np

def absolute(M, L):
    k = M.shape[0]
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    for _ in range(L - 2):
        params.append((np.ones((2 * k, 2 * k)), np.zeros(2 * k)))
    params.append((np.hstack([np.eye(k), np.eye(k)]), np.zeros(k)))
    return params

# %% [halves_beside] the halves side by side (hstack) in the first layer: shape (k, 2n)
import numpy as np

def absolute(M, L):
    k = M.shape[0]
    params = [(np.hstack([M, -M]), np.zeros(k))]
    for _ in range(L - 2):
        params.append((np.eye(2 * k), np.zeros(2 * k)))
    params.append((np.hstack([np.eye(k), np.eye(k)]), np.zeros(k)))
    return params

# %% [shape_of_b] sizes by the number of inputs n instead of k: wrong unless M is square
import numpy as np

def absolute(M, L):
    n = M.shape[1]
    params = [(np.vstack([M, -M]), np.zeros(2 * n))]
    for _ in range(L - 2):
        params.append((np.eye(2 * n), np.zeros(2 * n)))
    params.append((np.hstack([np.eye(n), np.eye(n)]), np.zeros(n)))
    return params

# %% [shape_of_b] biases as the number 0, not arrays
import numpy as np

def absolute(M, L):
    k = M.shape[0]
    params = [(np.vstack([M, -M]), 0)]
    for _ in range(L - 2):
        params.append((np.eye(2 * k), 0))
    params.append((np.hstack([np.eye(k), np.eye(k)]), 0))
    return params

# %% [shape_of_b] biases as columns (out, 1)
import numpy as np

def absolute(M, L):
    k = M.shape[0]
    layer = lambda W: (W, np.zeros((W.shape[0], 1)))
    return [
        layer(np.vstack([M, -M])),
        *(layer(np.eye(2 * k)) for _ in range(L - 2)),
        layer(np.hstack([np.eye(k), np.eye(k)])),
    ]

# %% [no_biases] no biases at all, a list of matrices
import numpy as np

def absolute(M, L):
    k = M.shape[0]
    return [np.vstack([M, -M])] + [np.eye(2 * k)] * (L - 2) + [np.hstack([np.eye(k), np.eye(k)])]

# %% [transposed_weights] weights transposed, (in, out), as for rows of points
import numpy as np

def absolute(M, L):
    k, n = M.shape
    params = [(np.hstack([M.T, -M.T]), np.zeros(2 * k))]
    for _ in range(L - 2):
        params.append((np.eye(2 * k), np.zeros(2 * k)))
    params.append((np.vstack([np.eye(k), np.eye(k)]), np.zeros(k)))
    return params

# %% [sizes_of_weights] the absolute values of M as weights: |M| x is not |M x|
import numpy as np

def absolute(M, L):
    k = M.shape[0]
    A = np.abs(M)
    params = [(np.vstack([A, -A]), np.zeros(2 * k))]
    params.extend([(np.eye(2 * k), np.zeros(2 * k))] * (L - 2))
    params.append((np.hstack([np.eye(k), np.eye(k)]), np.zeros(k)))
    return params

# %% [sizes_of_inputs] absolute on each input and then M: M |x|
import numpy as np

def absolute(M, L):
    k, n = M.shape
    I = np.eye(n)
    params = [(np.vstack([I, -I]), np.zeros(2 * n))]
    for _ in range(L - 2):
        params.append((np.eye(2 * n), np.zeros(2 * n)))
    params.append((np.hstack([M, M]), np.zeros(k)))
    return params

# %% [other_width] the wide layers have only k units: M, identity, and only the positive part comes out
import numpy as np

def absolute(M, L):
    k, n = M.shape
    params = [(M.astype(float), np.zeros(k))]
    for _ in range(L - 1):
        params.append((np.eye(k), np.zeros(k)))
    return params

# %% [halved] half the sum, (r(x) + r(-x)) / 2, taken for the mean
import numpy as np

def absolute(M, L):
    k, n = M.shape
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    for _ in range(L - 2):
        params.append((np.eye(2 * k), np.zeros(2 * k)))
    out = np.concatenate([np.eye(k), np.eye(k)], axis=1) / 2
    params.append((out, np.zeros(k)))
    return params

# %% [a_function] returns the function, not its weights
import numpy as np

def absolute(M, L):
    def net(x):
        a = np.maximum(np.vstack([M, -M]) @ x, 0)
        k = M.shape[0]
        return a[:k] + a[k:]
    return net

# %% [other_width] only the case of one input and one output, |x|, written down
import numpy as np

def absolute(M, L):
    params = [(np.array([[1.0], [-1.0]]), np.zeros(2))]
    for _ in range(L - 2):
        params.append((np.eye(2), np.zeros(2)))
    params.append((np.array([[1.0, 1.0]]), np.zeros(1)))
    return params

# %% [two_lists] the weights and biases in two lists
import numpy as np

def absolute(M, L):
    k, n = M.shape
    Ws = [np.vstack([M, -M])] + [np.eye(2 * k) for _ in range(L - 2)] + [np.hstack([np.eye(k)] * 2)]
    bs = [np.zeros(w.shape[0]) for w in Ws]
    return Ws, bs

# %% [middle_biases] a small positive bias in the middle layers, "so that no unit dies"
import numpy as np

def absolute(M, L):
    k, n = M.shape
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    for _ in range(L - 2):
        params.append((np.eye(2 * k), np.full(2 * k, 0.01)))
    params.append((np.hstack([np.eye(k), np.eye(k)]), np.zeros(k)))
    return params

# %% [third_rounded] exact only near 0: scaled down and up again with a factor that is rounded (a third)
import numpy as np

def absolute(M, L):
    k, n = M.shape
    params = [(np.vstack([M, -M]) * 0.3333, np.zeros(2 * k))]
    for _ in range(L - 2):
        params.append((np.eye(2 * k), np.zeros(2 * k)))
    params.append((np.hstack([np.eye(k), np.eye(k)]) * 3, np.zeros(k)))
    return params

# %% [other_width] the last layer is forgotten: the network ends with the 2k units
import numpy as np

def absolute(M, L):
    k, n = M.shape
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    for _ in range(L - 1):
        params.append((np.eye(2 * k), np.zeros(2 * k)))
    return params

# %% [other_width] one output that sums all, for k outputs
import numpy as np

def absolute(M, L):
    k, n = M.shape
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    params += [(np.eye(2 * k), np.zeros(2 * k))] * (L - 2)
    params.append((np.ones((1, 2 * k)), np.zeros(1)))
    return params

# %% [layers_that_turn] the middle layers are minus the identity, ReLU kills all
import numpy as np

def absolute(M, L):
    k, n = M.shape
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    for l in range(L - 2):
        params.append((-np.eye(2 * k), np.zeros(2 * k)))
    params.append((np.hstack([np.eye(k), np.eye(k)]), np.zeros(k)))
    return params
