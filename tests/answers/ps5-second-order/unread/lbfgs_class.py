# %% [shared_pairs] the pairs are a class attribute: all LBFGS share them
import numpy as np

class LBFGS:
    pairs = []

    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs.clear()
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            while len(self.pairs) > self.memory:
                self.pairs.pop(0)
        return new

# %% [shared_pairs] a default list for the pairs, made once for all
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10, pairs=[]):
        self.search = search
        self.memory = memory
        self.pairs = pairs

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            del self.pairs[:]
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            del self.pairs[:-self.memory]
        return new

# %% [oldest_kept] the oldest are kept: a full memory takes no new pair
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            if len(self.pairs) < self.memory:
                self.pairs.append((s, y))
        return new

# %% [one_more] one pair too many: dropped only when more than memory + 1
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            if len(self.pairs) > self.memory + 1:
                self.pairs.pop(0)
        return new

# %% [one_fewer] one pair too few
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            if len(self.pairs) >= self.memory:
                self.pairs.pop(0)
        return new

# %% [memory_ignored] memory is ignored: all pairs
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
        return new

# %% [oldest_kept] the newest is dropped: pop()
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            if len(self.pairs) > self.memory:
                self.pairs.pop()
        return new

# %% [memory_ignored] memory always 10
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-10:]
        return new

# %% [between_calls] gradient of the last step kept: y mixes two mini-batches
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []
        self.last = None

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        if self.last is not None:
            s, g_old = self.last
            y = g - g_old
            if s @ y > 0:
                self.pairs.append((s, y))
                self.pairs = self.pairs[-self.memory:]
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            self.last = None
            return theta
        s = t * d
        self.last = s, g
        return theta + s

# %% [between_calls] as in torch: theta and gradient of the last call are kept, s is the way from it
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []
        self.prev_theta = None
        self.prev_g = None

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        loss, g = f(theta)
        if self.prev_theta is not None:
            s = theta - self.prev_theta
            y = g - self.prev_g
            if s @ y > 0:
                self.pairs = [*self.pairs, (s, y)][-self.memory:]
        self.prev_theta = theta.copy()
        self.prev_g = g.copy()
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        return theta + t * d

# %% [gradient_carried] the new gradient is kept for the next step, which takes it as its own
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []
        self.g = None

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        g = f(theta)[1] if self.g is None else self.g
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        self.g = f(new)[1]
        y = self.g - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [own_place] theta is remembered: the one given is ignored after the first step
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []
        self.theta = None

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        if self.theta is None:
            self.theta = theta
        theta = self.theta
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        self.theta = new
        return new

# %% [not_forgotten] the pairs are kept where the search finds nothing
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [oldest_forgotten] only the oldest pair is forgotten where t is 0
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = self.pairs[1:]
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [searches_again] where t is 0 it forgets, then takes a plain gradient step
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            d = -g
            t = self.search(f, theta, d)
            return theta + t * d
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [any_pair] every pair is kept, whatever s.y
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        self.pairs.append((s, y))
        self.pairs = self.pairs[-self.memory:]
        return new

# %% [tiny_pair_dropped] torch's threshold: s.y must be above 1e-10 (tiny steps)
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 1e-10:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [forgets_where_fallen] the pairs are forgotten where s.y <= 0
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        else:
            self.pairs = []
        return new

# %% [direction_in_pair] s is d, without t
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((d, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [never_learns] y is old less new
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = g - f(new)[1]
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [not_moved] d = +C g
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [not_scaled] no scale, C begins as I
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [in_place] theta += s in place: the caller's theta moves
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        theta += s
        new = theta
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [in_place] theta += s in place, so that s and y are right and the old point is lost; a copy comes back
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        theta += s
        new = theta.copy()
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [newest_first] the pairs are put in at the front, newest first, and the oldest fall off, but the loops run as before
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.insert(0, (s, y))
            self.pairs = self.pairs[:self.memory]
        return new

# %% [all_dropped] forgets after memory pairs: starts over when it is full
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            if len(self.pairs) > self.memory:
                self.pairs = [(s, y)]
        return new

# %% [memory_ignored+any_pair] two mistakes: memory ignored, every pair kept
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        self.pairs.append((s, y))
        return new

# %% [direction_in_pair+not_forgotten] two mistakes: s without t, and nothing forgotten where t is 0
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((d, y))
            self.pairs = self.pairs[-self.memory:]
        return new

# %% [move_returned] step returns the move, not the new point
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def direction(self, g):
        r, a = g, []
        for s, y in reversed(self.pairs):
            a.append((s @ r) / (s @ y))
            r = r - a[-1] * y
        if self.pairs:
            s, y = self.pairs[-1]
            r = r * (s @ y) / (y @ y)
        for s, y in self.pairs:
            r = r + (a.pop() - (y @ r) / (s @ y)) * s
        return -r

    def step(self, f, theta):
        _, g = f(theta)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        new = theta + s
        y = f(new)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return s

# %% [right] deques and a matrix
from collections import deque
import numpy as np

class LBFGS:
    def __init__(self, search, memory=10):
        self._search = search
        self._moves = deque(maxlen=memory)
        self._changes = deque(maxlen=memory)

    def _inverse(self, n):
        C = np.eye(n)
        if self._moves:
            s, y = self._moves[-1], self._changes[-1]
            C *= (s @ y) / (y @ y)
        for s, y in zip(self._moves, self._changes):
            V = np.eye(n) - np.outer(s, y) / (s @ y)
            C = V @ C @ V.T + np.outer(s, s) / (s @ y)
        return C

    def step(self, f, theta):
        before = f(theta)[1]
        d = -self._inverse(len(theta)) @ before
        t = self._search(f, theta, d)
        if not t:
            self._moves.clear()
            self._changes.clear()
            return theta
        s = t * d
        y = f(theta + s)[1] - before
        if s @ y > 0:
            self._moves.append(s)
            self._changes.append(y)
        return theta + s
