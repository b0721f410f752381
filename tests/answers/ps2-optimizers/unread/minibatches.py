# %% [not_shuffled] the examples come in the order they were handed in; rng not used
def minibatches(x, y, batch_size, rng):
    for i in range(0, len(x), batch_size):
        yield x[i:i + batch_size], y[i:i + batch_size]

# %% [shuffled_apart] x and y are each permuted on their own
def minibatches(x, y, batch_size, rng):
    x = rng.permutation(x)
    y = rng.permutation(y)
    for i in range(0, len(x), batch_size):
        yield x[i:i + batch_size], y[i:i + batch_size]

# %% [last_dropped] whole division: what remains at the end is left out
def minibatches(x, y, batch_size, rng):
    perm = rng.permutation(x.shape[0])
    n_batches = x.shape[0] // batch_size
    for k in range(n_batches):
        idx = perm[k * batch_size:(k + 1) * batch_size]
        yield x[idx], y[idx]

# %% [with_replacement] every batch is drawn anew with rng.integers: some examples twice, others never
def minibatches(x, y, batch_size, rng):
    n = len(x)
    done = 0
    while done < n:
        b = min(batch_size, n - done)
        idx = rng.integers(0, n, size=b)
        yield x[idx], y[idx]
        done += b

# %% [own_generator] shuffles with np.random in place of the rng handed in
import numpy as np

def minibatches(x, y, batch_size, rng):
    idx = np.arange(len(x))
    np.random.shuffle(idx)
    for start in range(0, len(x), batch_size):
        batch = idx[start:start + batch_size]
        yield x[batch], y[batch]

# %% [own_seed] makes a new generator with seed 0, so every epoch has the same order
import numpy as np

def minibatches(x, y, batch_size, rng):
    rng = np.random.default_rng(0)
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        stop = min(start + batch_size, len(y))
        yield x[order[start:stop]], y[order[start:stop]]

# %% [with_replacement] a new permutation inside the loop: examples repeat within the epoch
def minibatches(x, y, batch_size, rng):
    n = len(x)
    for i in range(0, n, batch_size):
        perm = rng.permutation(n)
        idx = perm[i:i + batch_size]
        yield x[idx], y[idx]

# %% [with_replacement] each batch has distinct examples, but batches do not know of each other
def minibatches(x, y, batch_size, rng):
    n = len(x)
    for i in range(0, n, batch_size):
        idx = rng.choice(n, size=min(batch_size, n - i), replace=False)
        yield x[idx], y[idx]

# %% [in_place] shuffles the caller's x and y themselves
def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    x[:] = x[order]
    y[:] = y[order]
    for i in range(0, len(x), batch_size):
        yield x[i:i + batch_size].copy(), y[i:i + batch_size].copy()

# %% [endless] the epoch never ends
def minibatches(x, y, batch_size, rng):
    while True:
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            sel = order[i:i + batch_size]
            yield x[sel], y[sel]

# %% [last_filled] the last batch is filled up with examples from the start
import numpy as np

def minibatches(x, y, batch_size, rng):
    n = len(x)
    order = rng.permutation(n)
    for i in range(0, n, batch_size):
        idx = order[np.arange(i, i + batch_size) % n]
        yield x[idx], y[idx]

# %% [last_example_lost] range to n - 1: a single example left for the last batch is never seen
def minibatches(x, y, batch_size, rng):
    n = len(x)
    order = rng.permutation(n)
    for i in range(0, n - 1, batch_size):
        idx = order[i:i + batch_size]
        yield x[idx], y[idx]

# %% [ends_early] range stops one batch early, even where the last batch is full
def minibatches(x, y, batch_size, rng):
    n = len(x)
    order = rng.permutation(n)
    for i in range(0, n - batch_size, batch_size):
        idx = order[i:i + batch_size]
        yield x[idx], y[idx]

# %% [converted] x and y are glued together to be shuffled, so whole-number y comes back as floats
import numpy as np

def minibatches(x, y, batch_size, rng):
    n = len(x)
    x2, y2 = x.reshape(n, -1), y.reshape(n, -1)
    data = rng.permutation(np.hstack([x2, y2]), axis=0)
    k = x2.shape[1]
    for i in range(0, n, batch_size):
        part = data[i:i + batch_size]
        yield part[:, :k].reshape(-1, *x.shape[1:]), part[:, k:].reshape(-1, *y.shape[1:])

# %% [converted] everything is made float64 first
import numpy as np

def minibatches(x, y, batch_size, rng):
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    order = rng.permutation(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% [as_many_batches] batch_size is taken as the number of batches
import numpy as np

def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for part in np.array_split(order, batch_size):
        if len(part):
            yield x[part], y[part]

# %% [evened] array_split makes batches of about one size: not batch_size and a smaller last one
import numpy as np

def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    count = -(-len(x) // batch_size)
    for part in np.array_split(order, count):
        yield x[part], y[part]

# %% [only_batches_shuffled] the batches are cut in the order handed in, and only their order is random
import numpy as np

def minibatches(x, y, batch_size, rng):
    starts = np.arange(0, len(x), batch_size)
    for s in rng.permutation(starts):
        yield x[s:s + batch_size], y[s:s + batch_size]

# %% [first_alone] return within the loop: only the first batch comes
def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), batch_size):
        idx = order[i:i + batch_size]
        yield x[idx], y[idx]
        return

# %% [indices] yields the indices of the batch, not the examples
def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), batch_size):
        yield order[i:i + batch_size], order[i:i + batch_size]

# %% [windows] the start goes on by 1, not by batch_size: the batches overlap
def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    x, y = x[order], y[order]
    for i in range(len(x) - batch_size + 1):
        yield x[i:i + batch_size], y[i:i + batch_size]

# %% [not_shuffled+last_dropped] in order, and the rest at the end left out
def minibatches(x, y, batch_size, rng):
    for k in range(len(x) // batch_size):
        yield x[k * batch_size:(k + 1) * batch_size], y[k * batch_size:(k + 1) * batch_size]

# %% [last_dropped+own_generator] np.random, and the rest at the end left out
import numpy as np

def minibatches(x, y, batch_size, rng):
    idx = np.random.permutation(len(x))
    for k in range(len(x) // batch_size):
        b = idx[k * batch_size:(k + 1) * batch_size]
        yield x[b], y[b]

# %% [no_arrays] the pairs are shuffled as a list of tuples, and lists come back
def minibatches(x, y, batch_size, rng):
    pairs = list(zip(x, y))
    order = rng.permutation(len(pairs))
    for i in range(0, len(pairs), batch_size):
        batch = [pairs[k] for k in order[i:i + batch_size]]
        yield [a for a, _ in batch], [b for _, b in batch]

# %% [x_alone] only x is put in the new order
def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[i:i + batch_size]
