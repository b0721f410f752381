# %% [no_factorial] without the factorial of the order
import numpy as np

def stencil(places, order, a=1.0):
    p = np.asarray(places, float)
    k = len(p)
    A = np.vander(p, k, increasing=True).T
    rhs = np.zeros(k)
    rhs[order] = 1
    w = np.linalg.solve(A, rhs) / a ** order
    q = k - order
    while abs(np.sum(w * p ** (q + order))) < 1e-9:
        q += 1
    return w, q

# %% [factorial_divides] divided by the factorial in place of multiplied
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.asarray(places, float)
    k = len(p)
    A = np.array([p ** j for j in range(k)])
    rhs = np.zeros(k)
    rhs[order] = 1 / math.factorial(order)
    w = np.linalg.solve(A, rhs) / a ** order
    j = k
    while abs(w @ p ** j) * a ** order < 1e-9:
        j += 1
    return w, j - order

# %% [no_spacing] the spacing is forgotten
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.asarray(places, float)
    k = len(p)
    A = np.array([p ** j for j in range(k)])
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(A, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w, j - order

# %% [spacing_once] divided by a whatever the order
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    q = k - order
    while np.isclose(w @ p ** (order + q), 0):
        q += 1
    return w / a, q

# %% [spacing_multiplied] multiplied by a^order
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    q = k - order
    while np.isclose(w @ p ** (order + q), 0):
        q += 1
    return w * a ** order, q

# %% [matrix_transposed] the matrix is not transposed: rows are places
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True), rhs)
    q = k - order
    while abs(w @ p ** (order + q)) < 1e-9 and q < 20:
        q += 1
    return w / a ** order, q

# %% [powers_fall] np.vander's powers fall: the right side is for rising ones
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p).T, rhs)
    q = k - order
    while abs(w @ p ** (order + q)) < 1e-9 and q < 20:
        q += 1
    return w / a ** order, q

# %% [as_many_as_equations] q = k - order without looking for a luckier one
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    return np.linalg.solve(np.vander(p, increasing=True).T, rhs) / a ** order, k - order

# %% [order_not_subtracted] q is the degree that is not exact, not divided by a^order
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j

# %% [count_of_places] q = k: the number of places
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    return np.linalg.solve(np.vander(p, increasing=True).T, rhs) / a ** order, k

# %% [always_one_more] q = k - order + 1 always, "central differences gain one"
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    return np.linalg.solve(np.vander(p, increasing=True).T, rhs) / a ** order, k - order + 1

# %% [always_two] q = 2 always
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    rhs = np.zeros(len(p))
    rhs[order] = math.factorial(order)
    return np.linalg.solve(np.vander(p, increasing=True).T, rhs) / a ** order, 2

# %% [by_symmetry] symmetric places are given one more, whatever the order's parity
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs) / a ** order
    symmetric = np.allclose(np.sort(p), np.sort(-p))
    return w, k - order + int(symmetric)

# %% [one_more_for_even_orders] even order gains one, whatever the places
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs) / a ** order
    return w, k - order + (order % 2 == 0)

# %% [one_too_small] q one too small: last degree that is exact minus the order
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j - 1 - order

# %% [compared_exactly] == 0 in place of close to 0: rounding hides the lucky power
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while w @ p ** j == 0:
        j += 1
    return w / a ** order, j - order

# %% [spacing_in_sums] the sums are tested with a in them, on places p a: where a is small every sum is below the tolerance
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float) * a
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1e-6 and j < 40:
        j += 1
    return w, j - order

# %% [cut_to_whole] places cast to whole numbers: halves are cut off
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, dtype=int)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T.astype(float), rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j - order

# %% [neighbours_counted] the places are taken as a symmetric range of the same number
import math
import numpy as np

def stencil(places, order, a=1.0):
    k = len(places)
    p = np.arange(k) - (k - 1) / 2
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j - order

# %% [factorial_twice] p^j / j! in the matrix and the factorial on the right too
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    A = np.array([p ** j / math.factorial(j) for j in range(k)])
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(A, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j - order

# %% [other_side] the minus of a convolution: weights for phi(x - p a)
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = -np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j - order

# %% [sorted] the places are sorted: weights come in another order
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.sort(np.array(places, float))
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j - order

# %% [in_place] places.sort() on the caller's list
import math
import numpy as np

def stencil(places, order, a=1.0):
    places.sort()
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j - order

# %% [in_place] places *= a in place on the caller's array
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.asarray(places)
    p *= a
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w, j - order

# %% [power_before] rhs at order - 1: counts powers from 1
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order - 1] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9 and j < 30:
        j += 1
    return w / a ** order, j - order

# %% [least_squares] least squares with fewer degrees: only up to the order
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    A = np.array([p ** j for j in range(order + 1)])
    rhs = np.zeros(order + 1)
    rhs[order] = math.factorial(order)
    w = np.linalg.lstsq(A, rhs, rcond=None)[0]
    j = order + 1
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j - order

# %% [at_the_mean] polynomial fit: derivative at the mean place, not at 0
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    w = []
    for i in range(k):
        c = np.polynomial.Polynomial.fit(p, np.eye(k)[i], k - 1, domain=[-1, 1]).deriv(order)
        w.append(c(p.mean()) / a ** order)
    w = np.array(w)
    q = k - order
    while abs(w @ p ** (q + order)) * a ** order < 1e-8 and q < 12:
        q += 1
    return w, q

# %% [factorial_short] the factorial as a product from 1 to order - 1
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = np.prod(np.arange(1, order))
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j - order

# %% [too_few] only w
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    rhs = np.zeros(len(p))
    rhs[order] = math.factorial(order)
    return np.linalg.solve(np.vander(p, increasing=True).T, rhs) / a ** order

# %% [first_power_skipped] q counted from k + 1: the first power is not looked at
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k + 1
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j - order

# %% [measured] q is measured on a function and comes as a real number
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    def err(s):
        return abs(w @ np.exp(p * s) / s ** order - 1)
    return w / a ** order, np.log2(err(0.1) / err(0.05))

# %% [right] Lagrange's polynomials, differentiated
import numpy as np
from numpy.polynomial import Polynomial

def stencil(places, order, a=1.0):
    w = []
    for i, p in enumerate(places):
        L = Polynomial([1.0])
        for j, other in enumerate(places):
            if j != i:
                L *= Polynomial([-other, 1.0]) / (p - other)
        w.append(L.deriv(order)(0.0) if order else L(0.0))
    w = np.array(w)
    j = len(places)
    while abs(w @ np.array(places, float) ** j) < 1e-8 * (abs(w) @ np.abs(np.array(places, float)) ** j):
        j += 1
    return w / a ** order, j - order

# %% [right] in fractions, so that a zero is a zero
from fractions import Fraction
from math import factorial

def stencil(places, order, a=1.0):
    p = [Fraction(float(x)) for x in places]
    k = len(p)
    M = [[x ** j for x in p] + [Fraction(factorial(order) if j == order else 0)] for j in range(k)]
    for c in range(k):
        r = next(r for r in range(c, k) if M[r][c] != 0)
        M[c], M[r] = M[r], M[c]
        M[c] = [x / M[c][c] for x in M[c]]
        for r in range(k):
            if r != c:
                M[r] = [x - M[r][c] * y for x, y in zip(M[r], M[c])]
    w = [row[-1] for row in M]
    j = k
    while sum(u * x ** j for u, x in zip(w, p)) == 0:
        j += 1
    return [float(u) / a ** order for u in w], j - order

# %% [right] q from the remainders, compared with their size, up to a bound
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, dtype=float)
    k = p.size
    A = p[None, :] ** np.arange(k)[:, None]
    w = np.linalg.inv(A)[:, order] * math.factorial(order)
    for j in range(k, 4 * k):
        terms = w * p ** j
        if abs(terms.sum()) > 1e-9 * np.abs(terms).sum():
            break
    return tuple(w / a ** order), np.int64(j - order)
