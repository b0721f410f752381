# %% [one_move_alone] only the move by one
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    moved = f(np.roll(x, stride))
    return np.abs(moved - np.roll(h, 1)).max(), np.abs(moved - h).max()

# %% [mean_of_entries] the mean in place of the largest
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e, i = [], []
    for k in range(len(h)):
        g = f(np.roll(x, k * stride))
        e.append(np.mean(np.abs(g - np.roll(h, k))))
        i.append(np.mean(np.abs(g - h)))
    return max(e), max(i)

# %% [last_error] the last move only: overwritten in the loop
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    for k in range(1, len(h)):
        g = f(np.roll(x, k * stride))
        e = np.max(np.abs(g - np.roll(h, k)))
        i = np.max(np.abs(g - h))
    return e, i

# %% [output_moved_by_stride] the output is rolled by k * stride too
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(len(h)):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(h, k * stride)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [moved_by_single_places] the input is rolled by k, not by k * stride
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(len(h)):
        g = f(np.roll(x, k))
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [output_to_the_left] the output is rolled the other way
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(len(h)):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(h, -k)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [exchanged] invariance and equivariance in the wrong order
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    n = len(h)
    out = [f(np.roll(x, k * stride)) for k in range(n)]
    inv = max(np.max(np.abs(g - h)) for g in out)
    equi = max(np.max(np.abs(g - np.roll(h, k))) for k, g in enumerate(out))
    return inv, equi

# %% [no_absolute_values] no absolute values
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    out = [f(np.roll(x, k * stride)) for k in range(len(h))]
    return max(np.max(g - np.roll(h, k)) for k, g in enumerate(out)), max(np.max(g - h) for g in out)

# %% [no_absolute_values] absolute value of the largest difference: abs after max
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    out = [f(np.roll(x, k * stride)) for k in range(len(h))]
    return abs(max(np.max(g - np.roll(h, k)) for k, g in enumerate(out))), abs(max(np.max(g - h) for g in out))

# %% [zeros_come_in] moves with zeros coming in, not rolled
import numpy as np

def shift_errors(f, x, stride=1):
    def moved(v, k):
        out = np.zeros_like(v)
        out[k:] = v[:len(v) - k]
        return out
    h = f(x)
    e = i = 0.0
    for k in range(len(h)):
        g = f(moved(x, k * stride))
        e = max(e, np.abs(g - moved(h, k)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [against_rolled] compares with the rolled x in place of f(x): invariance against the moved input's own
import numpy as np

def shift_errors(f, x, stride=1):
    e = i = 0.0
    for k in range(len(x) // stride):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(f(x), k)).max())
        i = max(i, np.abs(np.roll(f(x), k) - f(x)).max())
    return e, i

# %% [yes_or_no] True and False in place of numbers
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    out = [f(np.roll(x, k * stride)) for k in range(len(h))]
    equi = all(np.allclose(g, np.roll(h, k)) for k, g in enumerate(out))
    inv = all(np.allclose(g, h) for g in out)
    return equi, inv

# %% [sum_of_squares] sum of squares
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    out = [f(np.roll(x, k * stride)) for k in range(len(h))]
    return max(np.sum((g - np.roll(h, k)) ** 2) for k, g in enumerate(out)), max(np.sum((g - h) ** 2) for g in out)

# %% [length] the norm of the difference
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    out = [f(np.roll(x, k * stride)) for k in range(len(h))]
    return max(np.linalg.norm(g - np.roll(h, k)) for k, g in enumerate(out)), max(np.linalg.norm(g - h) for g in out)

# %% [relative] relative to the largest output
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    s = np.abs(h).max()
    out = [f(np.roll(x, k * stride)) for k in range(len(h))]
    return max(np.abs(g - np.roll(h, k)).max() for k, g in enumerate(out)) / s, max(np.abs(g - h).max() for g in out) / s

# %% [half_of_the_moves] half of the moves: k < len(h) // 2
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(1, len(h) // 2):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [moved_by_single_places] all moves of the input by one, the output by k // stride
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(len(x)):
        g = f(np.roll(x, k))
        e = max(e, np.abs(g - np.roll(h, k // stride)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [border_left_out] the border is left out: the first k outputs are not compared
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(len(h)):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g[k:] - h[:len(h) - k]).max())
        i = max(i, np.abs(g[k:] - h[k:]).max())
    return e, i

# %% [move_upon_move] the input accumulates: x is rolled by k on top of the rolls before
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(len(h)):
        x = np.roll(x, k * stride)
        g = f(x)
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [of_each_move] lists of all moves are returned
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    out = [f(np.roll(x, k * stride)) for k in range(len(h))]
    return np.array([np.abs(g - np.roll(h, k)).max() for k, g in enumerate(out)]), np.array([np.abs(g - h).max() for g in out])

# %% [smallest] the smallest of the moves' errors in place of the largest
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    out = [f(np.roll(x, k * stride)) for k in range(1, len(h))]
    return min(np.abs(g - np.roll(h, k + 1)).max() for k, g in enumerate(out)), min(np.abs(g - h).max() for g in out)

# %% [output_moved_by_one_less] enumerate from 0 where moves start at 1
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    out = [f(np.roll(x, k * stride)) for k in range(1, len(h))]
    return max(np.abs(g - np.roll(h, k)).max() for k, g in enumerate(out)), max(np.abs(g - h).max() for g in out)

# %% [summaries] invariance of the largest value: max of the outputs compared
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(len(h)):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, abs(g.max() - h.max()))
    return e, i

# %% [in_place] x is rolled in place: x[:] = np.roll(x, stride), step by step, and not put back
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(1, len(h)):
        x[:] = np.roll(x, stride)
        g = f(x)
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [number_by_number] f of a single number: map over entries
import numpy as np

def shift_errors(f, x, stride=1):
    h = np.array([f(v) for v in x])
    e = i = 0.0
    for k in range(len(h)):
        g = np.array([f(v) for v in np.roll(x, k * stride)])
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [against_less_moved] the other side is f of x moved by k, not the output moved by k
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(len(h)):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - f(np.roll(x, k))).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [against_the_one_before] invariance against the move before: f(rolled by k) with f(rolled by k - 1)
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    last = h
    e = i = 0.0
    for k in range(1, len(h)):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(last, 1)).max())
        i = max(i, np.abs(g - last).max())
        last = g
    return e, i

# %% [starts_at_one] the starting value of the maximum is 1
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 1.0
    for k in range(len(h)):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [rounded] a small tolerance makes zeros: differences below 0.01 are rounded away
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(len(h)):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, np.abs(g - h).max())
    return round(float(e), 2), round(float(i), 2)

# %% [last_move_missing] the number of moves is len(x) // stride - 1: the last move is missed
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0.0
    for k in range(len(x) // stride - 1):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [right] all moves as rows of a matrix
import numpy as np

def shift_errors(f, x, stride=1):
    h = np.array(f(x), copy=True)
    rows = np.array([f(np.concatenate([x[len(x) - k:], x[:len(x) - k]])) for k in range(0, len(x), stride)])
    n = len(h)
    want = h[(np.arange(n)[None, :] - np.arange(n)[:, None]) % n]
    return np.abs(rows - want).max(), np.abs(rows - h).max()

# %% [right] the input comes back after it was rolled on
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    y, expected, worst = x.copy(), h.copy(), [0.0, 0.0]
    for _ in h:
        y, expected = np.roll(y, stride), np.roll(expected, 1)
        g = f(y)
        worst = [max(worst[0], abs(g - expected).max()), max(worst[1], abs(g - h).max())]
    return tuple(worst)

# %% [too_few] an array of both errors in place of two values
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    out = np.array([f(np.roll(x, stride * k)) for k in range(len(h))])
    back = np.array([np.roll(row, -k) for k, row in enumerate(out)])
    return np.abs(np.stack([back, out]) - h).max(axis=(1, 2))
