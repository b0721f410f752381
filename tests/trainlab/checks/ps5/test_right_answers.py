"""Right answers to problem set 5 in different styles pass every test, the rare cases too."""

import math

import numpy as np
import pytest
from scipy import optimize

from trainlab.checks import QUESTIONS, check


class Loops:
    """Number by number, as a first programmer would."""

    @staticmethod
    def best_length(g, H, d):
        slope, curvature = 0.0, 0.0
        for i in range(len(d)):
            slope += g[i] * d[i]
            for j in range(len(d)):
                curvature += d[i] * H[i, j] * d[j]
        if curvature <= 0:
            return math.inf
        return -slope / curvature

    @staticmethod
    def newton(gradient, hessian, theta, steps):
        theta = theta.astype(float)
        path = [theta]
        for _ in range(steps):
            step = np.linalg.inv(hessian(theta)) @ gradient(theta)
            theta = theta - step
            path.append(theta)
        return path

    @staticmethod
    def precondition(g, H):
        n = len(g)
        step = [-g[i] / H[i, i] for i in range(n)]
        scaled = np.zeros((n, n))
        for i in range(n):
            for j in range(n):
                scaled[i, j] = H[i, j] / (math.sqrt(H[i, i]) * math.sqrt(H[j, j]))
        return step, np.linalg.cond(H), np.linalg.cond(scaled)

    @staticmethod
    def conjugate_gradients(product, b, theta, steps, small=1e-8):
        g = product(theta) - b
        d = -g
        path = [theta * 1.0]
        for _ in range(steps):
            if math.sqrt(g @ g) <= small:
                break
            Hd = product(d)
            t = -(g @ d) / (d @ Hd)
            theta = theta + t * d
            path.append(theta)
            g = g + t * Hd
            d = -g + (g @ Hd) / (d @ Hd) * d
        return np.array(path)

    @staticmethod
    def bfgs_update(B, s, y):
        n = len(s)
        ys = sum(y[i] * s[i] for i in range(n))
        if not ys > 0:
            return 0, 0, B
        v = [sum(B[i, j] * s[j] for j in range(n)) for i in range(n)]
        beta, gamma = 1 / ys, -1 / sum(s[i] * v[i] for i in range(n))
        new = np.array(B, dtype=float)
        for i in range(n):
            for j in range(n):
                new[i, j] += beta * y[i] * y[j] + gamma * v[i] * v[j]
        return beta, gamma, new

    @staticmethod
    def bfgs_inverse(C, s, y):
        rho = s @ y
        if rho <= 0:
            return C
        Cy = C @ y
        cross = np.outer(s, Cy) + np.outer(Cy, s)
        return C + (1 + y @ Cy / rho) * np.outer(s, s) / rho - cross / rho

    @staticmethod
    def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
        value, g = f(theta)
        slope = sum(g * d)
        if slope >= 0:
            return 0.0
        while True:
            new, _ = f(theta + t * d)
            if math.isfinite(new) and new <= value + c1 * t * slope:
                return t
            t *= factor

    @staticmethod
    def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
        value, g = f(theta)
        new, there = f(theta + t * d)
        before, after = np.dot(g, d), np.dot(there, d)
        gained = bool(math.isfinite(new) and new <= value + c1 * t * before)
        return [gained, bool(-c2 * abs(before) <= after <= c2 * abs(before))]

    @staticmethod
    def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
        value, g = f(theta)
        slope = g @ d
        low, high, t = 0.0, None, 1.0
        for _ in range(90):
            new, there = f(theta + t * d)
            if not new <= value + c1 * t * slope or there @ d > c2 * abs(slope):
                high = t
            elif there @ d < -c2 * abs(slope):
                low = t
            else:
                return t
            t = 2 * t if high is None else 0.5 * (low + high)
        return t

    @staticmethod
    def bfgs(f, theta, search, steps, small=1e-6):
        C = np.eye(len(theta))
        theta = theta.astype(float)
        path = [theta]
        _, g = f(theta)
        for _ in range(steps):
            if np.sqrt((g**2).sum()) <= small:
                break
            d = -(C @ g)
            t = search(f, theta, d)
            if t == 0:
                break
            s = t * d
            theta = theta + s
            _, new = f(theta)
            C = Loops.bfgs_inverse(C, s, new - g)
            g = new
            path.append(theta)
        return np.array(path)

    @staticmethod
    def two_loops(g, pairs):
        r = g.copy()
        m = len(pairs)
        a = [0.0] * m
        for i in range(m - 1, -1, -1):
            s, y = pairs[i]
            a[i] = (s @ r) / (s @ y)
            r = r - a[i] * y
        if m > 0:
            s, y = pairs[-1]
            r = (s @ y) / (y @ y) * r
        for i in range(m):
            s, y = pairs[i]
            b = (y @ r) / (s @ y)
            r = r + s * (a[i] - b)
        return r

    class LBFGS:
        """Two lists, from which the oldest is taken."""

        def __init__(self, search, memory=10):
            self.search, self.memory = search, memory
            self.moves, self.changes = [], []

        def step(self, f, theta):
            _, g = f(theta)
            d = -Loops.two_loops(g, list(zip(self.moves, self.changes, strict=True)))
            t = self.search(f, theta, d)
            if not t:
                self.moves.clear()
                self.changes.clear()
                return theta
            new = theta + t * d
            _, after = f(new)
            if np.dot(t * d, after - g) > 0:
                self.moves.append(t * d)
                self.changes.append(after - g)
                if len(self.moves) > self.memory:
                    del self.moves[0], self.changes[0]
            return new

    @staticmethod
    def finish(f, theta, adam, lbfgs, switch, steps):
        first, second = adam(), lbfgs()
        losses = [f(theta)[0]]
        for k in range(steps):
            theta = first(f, theta) if k < switch else second(f, theta)
            losses.append(f(theta)[0])
        return theta, losses


class Lines:
    """In few lines, by NumPy, and by other formulas where there are any."""

    @staticmethod
    def best_length(g, H, d):
        bend = np.einsum("i,ij,j", d, H, d)
        return np.inf if bend <= 0 else np.dot(-g, d) / bend

    @staticmethod
    def newton(gradient, hessian, theta, steps):
        path = np.empty((steps + 1, theta.size))
        path[0] = theta
        for k in range(steps):
            path[k + 1] = path[k] + np.linalg.solve(hessian(path[k]), -gradient(path[k]))
        return path

    @staticmethod
    def precondition(g, H):
        values = np.linalg.eigvalsh(H), np.linalg.eigvals(H / np.diag(H)[:, None]).real
        return -g / H.diagonal(), *(v.max() / v.min() for v in values)

    @staticmethod
    def conjugate_gradients(product, b, theta, steps, small=1e-8):
        r, path = b - product(theta), [theta.astype(float)]
        d, square = r, r @ r
        while len(path) <= steps and square**0.5 > small:
            hd = product(d)
            t = square / (d @ hd)
            path.append(path[-1] + t * d)
            r = r - t * hd
            square, before = r @ r, square
            d = r + square / before * d
        return np.stack(path)

    @staticmethod
    def bfgs_update(B, s, y):
        if (sy := s @ y) <= 0:
            return [0.0, np.float64(0), B]
        v = (B @ s)[:, None]
        return 1 / sy, -1 / (s @ B @ s), B + y[:, None] * y / sy - v @ v.T / (s @ B @ s)

    @staticmethod
    def bfgs_inverse(C, s, y):
        if (sy := s @ y) <= 0:
            return C.copy()
        right = np.eye(s.size) - np.outer(y, s) / sy
        return right.T @ C @ right + s[:, None] @ s[None] / sy

    @staticmethod
    def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
        value, g = f(theta)
        if g.dot(d) >= 0:
            return 0
        with np.errstate(invalid="ignore"):
            while not (f(theta + t * d)[0] - value) / t <= c1 * g.dot(d):
                t = factor * t
        return t

    @staticmethod
    def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
        (value, g), (new, there) = map(f, (theta, theta + t * d))
        return new - value <= c1 * t * (g @ d), np.abs(there @ d) <= -c2 * (g @ d)

    @staticmethod
    def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
        """Nocedal and Wright's, with an interval whose better end is kept."""
        value, g = f(theta)
        slope = g @ d

        def phi(t):
            new, there = f(theta + t * d)
            return (new, there @ d) if np.isfinite(new) else (np.inf, np.inf)

        def zoom(low, high, least):
            for _ in range(80):
                t = (low + high) / 2
                new, there = phi(t)
                if new > value + c1 * t * slope or new >= least:
                    high = t
                    continue
                if abs(there) <= -c2 * slope:
                    return t
                if there * (high - low) >= 0:
                    high = low
                low, least = t, new
            return t

        before, least, t = 0.0, value, 1.0
        for look in range(60):
            new, there = phi(t)
            if new > value + c1 * t * slope or (look and new >= least):
                return zoom(before, t, least)
            if abs(there) <= -c2 * slope:
                return t
            if there >= 0:
                return zoom(t, before, new)
            before, least, t = t, new, 2.5 * t
        return t

    @staticmethod
    def bfgs(f, theta, search, steps, small=1e-6):
        B, places = np.identity(theta.size), [1.0 * theta]
        g = f(theta)[1]
        while len(places) <= steps and np.linalg.norm(g) > small:
            d = np.linalg.solve(B, -g)
            if not (t := search(f, places[-1], d)):
                break
            places.append(places[-1] + t * d)
            g, y = (new := f(places[-1])[1]), new - g
            B = Lines.bfgs_update(B, t * d, y)[2]
        return np.vstack(places)

    @classmethod
    def two_loops(cls, g, pairs, scale=None):
        """The recursion of the lecture."""
        if scale is None:
            scale = pairs[-1][0] @ pairs[-1][1] / (pairs[-1][1] @ pairs[-1][1]) if pairs else 1.0
        if not pairs:
            return scale * g
        *older, (s, y) = pairs
        a = (s @ g) / (s @ y)
        r = cls.two_loops(g - a * y, older, scale)
        return r + (a - (y @ r) / (s @ y)) * s

    class LBFGS:
        """Pairs of the class's own making, cut after each step."""

        def __init__(self, search, memory=10):
            self.search, self.memory, self.pairs = search, memory, ()

        def step(self, f, theta):
            g = f(theta)[1]
            s = -Lines.two_loops(g, self.pairs)
            s = s * self.search(f, theta, s)
            y = f(theta + s)[1] - g
            if not s.any():
                self.pairs = ()
            elif s @ y > 0:
                self.pairs = (*self.pairs, (s, y))[-self.memory :]
            return theta + s

    @staticmethod
    def finish(f, theta, adam, lbfgs, switch, steps):
        rules = [adam()] * min(switch, steps) + [lbfgs()] * max(0, steps - switch)
        places = [theta]
        for rule in rules:
            places.append(rule(f, places[-1]))
        return places[-1], np.array([f(place)[0] for place in places])


class Hinted:
    """What the third hints say, word by word."""

    @staticmethod
    def best_length(g, H, d):
        curvature = d @ H @ d
        return -(g @ d) / curvature if curvature > 0 else np.inf

    @staticmethod
    def newton(gradient, hessian, theta, steps):
        path = [theta + 0.0]
        for _ in range(steps):
            path.append(path[-1] - np.linalg.solve(hessian(path[-1]), gradient(path[-1])))
        return np.array(path)

    @staticmethod
    def precondition(g, H):
        h = np.diag(H)
        scaled = H / np.sqrt(np.outer(h, h))
        Delta = -g / h
        before, after = np.linalg.eigvalsh(H), np.linalg.eigvalsh(scaled)
        return Delta, before[-1] / before[0], after[-1] / after[0]

    @staticmethod
    def conjugate_gradients(product, b, theta, steps, small=1e-8):
        path = [theta + 0.0]
        g = product(theta) - b
        d = -g
        while len(path) <= steps and np.linalg.norm(g) > small:
            hd = product(d)
            t = g @ g / (d @ hd)
            path.append(path[-1] + t * d)
            new = g + t * hd
            d = -new + (new @ new) / (g @ g) * d
            g = new
        return np.array(path)

    @staticmethod
    def bfgs_update(B, s, y):
        if s @ y <= 0:
            return 0.0, 0.0, B
        v = B @ s
        beta, gamma = 1 / (y @ s), -1 / (s @ v)
        return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(v, v)

    @staticmethod
    def bfgs_inverse(C, s, y):
        if s @ y <= 0:
            return C
        rho = 1 / (s @ y)
        V = np.eye(len(s)) - rho * np.outer(s, y)
        return V @ C @ V.T + rho * np.outer(s, s)

    @staticmethod
    def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
        value, g = f(theta)
        slope = g @ d
        if slope >= 0:
            return 0.0
        while not f(theta + t * d)[0] <= value + c1 * t * slope:
            t = t * factor
        return t

    @staticmethod
    def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
        value, g = f(theta)
        new, there = f(theta + t * d)
        return new <= value + c1 * t * (g @ d), abs(there @ d) <= c2 * abs(g @ d)

    @staticmethod
    def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
        value, g = f(theta)
        slope = g @ d
        low, high, t = 0.0, np.inf, 1.0
        while True:
            new, there = f(theta + t * d)
            if not new <= value + c1 * t * slope or there @ d > -c2 * slope:
                high = t
            elif there @ d < c2 * slope:
                low = t
            else:
                return t
            t = 2 * t if high == np.inf else (low + high) / 2

    @classmethod
    def bfgs(cls, f, theta, search, steps, small=1e-6):
        C, g, path = np.eye(len(theta)), f(theta)[1], [theta + 0.0]
        while len(path) <= steps and np.linalg.norm(g) > small:
            d = -C @ g
            t = search(f, path[-1], d)
            if t == 0:
                break
            s = t * d
            y = f(path[-1] + s)[1] - g
            C = cls.bfgs_inverse(C, s, y)
            path.append(path[-1] + s)
            g = g + y
        return np.array(path)

    @staticmethod
    def two_loops(g, pairs):
        r, a = g + 0.0, []
        for s, y in reversed(pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if pairs:
            s, y = pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return r

    class LBFGS:
        """What the hint says."""

        def __init__(self, search, memory=10):
            self.search, self.memory, self.pairs = search, memory, []

        def step(self, f, theta):
            g = f(theta)[1]
            d = -Hinted.two_loops(g, self.pairs)
            t = self.search(f, theta, d)
            if t == 0:
                self.pairs = []
                return theta + 0.0
            s = t * d
            y = f(theta + s)[1] - g
            if s @ y > 0:
                self.pairs = [*self.pairs, (s, y)][-self.memory :]
            return theta + s

    @staticmethod
    def finish(f, theta, adam, lbfgs, switch, steps):
        losses = [f(theta)[0]]
        for rule, count in ((adam(), min(switch, steps)), (lbfgs(), max(steps - switch, 0))):
            for _ in range(count):
                theta = rule(f, theta)
                losses.append(f(theta)[0])
        return theta, np.array(losses)


@pytest.mark.parametrize("style", [Loops, Lines, Hinted])
@pytest.mark.parametrize("name", [n for n in QUESTIONS if n.startswith("ps5/")])
def test_a_right_answer_passes(style, name):
    answer = getattr(style, name.partition("/")[2])
    check(name, answer)
    for seed in (*range(6), 271828, 2**32 - 1, 2**63):
        check(name, answer, thorough=True, seed=seed)


def _scipys(f, theta, d, c1=1e-4, c2=0.9):
    found = optimize.line_search(
        lambda x: f(x)[0], lambda x: f(x)[1], theta, d, c1=c1, c2=c2, maxiter=40
    )
    return found[0]


#: Cases in which SciPy's search, which begins at 1 or below, meets neither inf nor a narrow gate.
SMOOTH = ("a bowl", "a bowl, and t is far below 1", "a steep slope", "a gentle slope")


def test_the_search_of_scipy_fulfils_what_is_asked():
    q = QUESTIONS["ps5/wolfe_search"]
    tried = 0
    for case in q.draw(True, 4):
        if case.title in SMOOTH:
            found = q.unpack(q.driven(_scipys)(**case.inputs))
            assert all(found.values()), case.title
            tried += 1
    assert tried == len(SMOOTH)
