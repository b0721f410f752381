# %% [right] a loop over budgets and steps
def at_budget(losses, spent, budgets):
    out = []
    for budget in budgets:
        reached = losses[0]
        for k in range(len(spent)):
            if spent[k] <= budget:
                reached = losses[k]
        out.append(float("inf") if reached != reached else float(reached))
    return out


# %% [right] a table of truths
def at_budget(losses, spent, budgets):
    clean = np.array([np.inf if np.isnan(v) else v for v in losses], dtype=float)
    bought = np.sum(np.asarray(spent) <= np.asarray(budgets)[:, np.newaxis], axis=1)
    return clean[bought - 1]


# %% [right] bisect
def at_budget(losses, spent, budgets):
    from bisect import bisect_right

    reached = [losses[bisect_right(list(spent), b) - 1] for b in budgets]
    return np.nan_to_num(np.array(reached, dtype=float), nan=np.inf, posinf=np.inf)


# %% [right] torch
def at_budget(losses, spent, budgets):
    spent, budgets = torch.as_tensor(spent).double(), torch.as_tensor(budgets).double()
    place = torch.searchsorted(spent, budgets, right=True) - 1
    return torch.as_tensor(losses).double().nan_to_num(nan=torch.inf, posinf=torch.inf)[place]


# %% [right] named by dictionaries
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = {}, {}
    for m, name in enumerate(methods):
        scores = {}
        for rate in rates[m]:
            vals = []
            for s in tuning:
                val, _ = train(name, rate, s, budget)
                vals.append(np.inf if np.isnan(val) else val)
            scores[rate] = np.median(vals)
        chosen[name] = min(scores, key=scores.get)
        results[name] = []
        for s in fresh:
            _, test = train(name, chosen[name], s, budget)
            results[name].append(np.inf if np.isnan(test) else test)
    return list(chosen.values()), list(results.values())


# %% [right] arrays of all trainings
def fair(train, methods, rates, tuning, fresh, budget):
    vals = np.array(
        [
            [[train(name, rate, s, budget)[0] for s in tuning] for rate in row]
            for name, row in zip(methods, rates)
        ]
    )
    vals[np.isnan(vals)] = np.inf
    best = np.median(vals, axis=2).argmin(axis=1)
    chosen = rates[np.arange(len(methods)), best]
    tests = np.array([[train(n, r, s, budget)[1] for s in fresh] for n, r in zip(methods, chosen)])
    return chosen, np.where(np.isfinite(tests), tests, np.inf)


# %% [right] the best so far, statistics.median
def fair(train, methods, rates, tuning, fresh, budget):
    import math
    from statistics import median

    def clean(value):
        return math.inf if math.isnan(value) else value

    chosen = np.empty(len(methods))
    results = np.empty((len(methods), len(fresh)))
    for m in range(len(methods)):
        lowest, chosen[m] = math.inf, rates[m, 0]
        for rate in rates[m]:
            now = median(clean(train(methods[m], rate, s, budget)[0]) for s in tuning)
            if now < lowest:
                lowest, chosen[m] = now, rate
        for i, s in enumerate(fresh):
            results[m, i] = clean(train(methods[m], chosen[m], s, budget)[1])
    return chosen, results


# %% [right] in order of the starts, not of the rates
def fair(train, methods, rates, tuning, fresh, budget):
    out = []
    for name, row in zip(methods, rates):
        table = np.array([[train(name, r, s, budget)[0] for r in row] for s in tuning])
        table = np.nan_to_num(table, nan=np.inf, posinf=np.inf)
        rate = row[np.argmin(np.median(table, axis=0))]
        out.append((rate, [train(name, rate, s, budget)[1] for s in fresh]))
    rates, results = zip(*out)
    return rates, np.nan_to_num(np.array(results), nan=np.inf, posinf=np.inf)


# %% [right] from the widest inwards
def median_interval(values, level=0.95):
    from math import comb

    x = sorted(np.inf if np.isnan(v) else float(v) for v in values)
    n = len(x)
    low, high, covered = -np.inf, np.inf, 1.0
    for k in range(1, n // 2 + 1):
        c = 1 - 2 * sum(comb(n, i) for i in range(k)) / 2**n
        if c < level:
            break
        low, high, covered = x[k - 1], x[-k], c
    return low, high, covered


# %% [right] scipy's binomial distribution
def median_interval(values, level=0.95):
    from scipy.stats import binom

    x = np.sort(np.nan_to_num(np.asarray(values, float), nan=np.inf, posinf=np.inf, neginf=-np.inf))
    n = len(x)
    k = np.arange(1, n // 2 + 1)
    covered = 1 - 2 * binom.cdf(k - 1, n, 0.5)
    enough = k[covered >= level - 1e-12]
    if len(enough) == 0:
        return -np.inf, np.inf, 1.0
    k = enough[-1]
    return x[k - 1], x[n - k], covered[k - 1]


# %% [right] fractions
def median_interval(values, level=0.95):
    from fractions import Fraction
    from math import comb

    x = np.sort(np.where(np.isnan(values), np.inf, values))
    n, k, tail = len(x), 0, 0
    while k < n // 2 and 1 - 2 * float(Fraction(tail + comb(n, k), 2**n)) >= level:
        tail += comb(n, k)
        k += 1
    if k == 0:
        return -np.inf, np.inf, 1
    return x[k - 1], x[n - k], float(1 - 2 * Fraction(tail, 2**n))


# %% [right] logarithms of factorials
def median_interval(values, level=0.95):
    from math import exp, lgamma, log

    x = np.sort(np.where(np.isnan(values), np.inf, values))
    n = len(x)
    p = [exp(lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) - n * log(2)) for i in range(n + 1)]
    best = None
    for k in range(1, n // 2 + 1):
        inside = sum(p[k : n - k + 1])
        if inside >= level - 1e-10:
            best = (x[k - 1], x[n - k], inside)
    return best or (-np.inf, np.inf, 1.0)


# %% [right] a loop over rows and starts
def verdicts(results, level=0.95):
    low, high, verdict = [], [], []
    each = 1 - (1 - level) / (len(results) - 1)
    for row in results[1:]:
        d = []
        for mine, base in zip(row, results[0]):
            d.append(0.0 if np.isinf(mine) and np.isinf(base) else mine - base)
        a, b, _ = median_interval(np.array(d), each)
        low.append(a)
        high.append(b)
        verdict.append(-1 if b < 0 else (1 if a > 0 else 0))
    return low, high, verdict


# %% [right] nan_to_num for ties
def verdicts(results, level=0.95):
    m = len(results) - 1
    with np.errstate(invalid="ignore"):
        d = np.asarray(results[1:], float) - results[0]
    d[np.isnan(d)] = 0
    found = np.array([median_interval(row, 1 - (1 - level) / m) for row in d])
    low, high = found[:, 0], found[:, 1]
    return low, high, (low > 0).astype(int) - (high < 0).astype(int)


# %% [right] its own coins
def verdicts(results, level=0.95):
    from scipy.stats import binom

    error = (1 - level) / (len(results) - 1)
    n = results.shape[1]
    d = np.where(results[1:] == results[0], 0, results[1:] - np.where(results[1:] == results[0], 0, results[0]))
    d = np.sort(d, axis=1)
    k = 0
    while k < n // 2 and 2 * binom.cdf(k, n, 0.5) <= error:
        k += 1
    if k == 0:
        shape = len(results) - 1
        return np.full(shape, -np.inf), np.full(shape, np.inf), np.zeros(shape)
    return d[:, k - 1], d[:, n - k], np.where(d[:, n - k] < 0, -1, 0) + np.where(d[:, k - 1] > 0, 1, 0)


# %% [right] Sidak's level, which here differs in no verdict
def verdicts(results, level=0.95):
    each = level ** (1 / (len(results) - 1))
    with np.errstate(invalid="ignore"):
        d = np.nan_to_num(results[1:] - results[0], nan=0.0, posinf=np.inf, neginf=-np.inf)
    low, high = zip(*(median_interval(row, each)[:2] for row in d))
    return low, high, [(-1 if h < 0 else 0) + (1 if l > 0 else 0) for l, h in zip(low, high)]


# %% [right] pyplot
def draw(x, runs, x_label, y_label):
    figure, axes = plt.subplots()
    everything = np.concatenate([np.ravel(v) for v in runs.values()])
    middle = {name: np.median(v, axis=0) for name, v in runs.items()}
    for name, v in runs.items():
        band = [median_interval(v[:, j]) for j in range(len(x))]
        (line,) = axes.plot(x, middle[name], "o-", label=f"{name} (n = {len(v)})")
        axes.fill_between(x, [b[0] for b in band], [b[1] for b in band], color=line.get_color(), alpha=0.2)
    m = np.array(list(middle.values()))
    if everything.min() > 0 and m.max() / m.min() >= 10:
        plt.yscale("log")
    plt.xlabel(x_label)
    plt.ylabel(y_label)
    plt.legend()
    plt.grid(True)
    plt.close(figure)
    return figure


# %% [right] error bars
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.add_subplot()
    medians = []
    for name, losses in runs.items():
        m = np.median(losses, axis=0)
        low, high = np.array([median_interval(c)[:2] for c in losses.T]).T
        axes.errorbar(x, m, yerr=[m - low, high - m], label=name, capsize=0)
        medians += list(m)
    if min(v.min() for v in runs.values()) > 0 and max(medians) >= 10 * min(medians):
        axes.semilogy()
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    figure.suptitle(f"{len(losses)} networks each")
    figure.legend() if False else axes.legend(title="method")
    return figure


# %% [right] names given to the legend, a band before its line
def draw(x, runs, x_label, y_label):
    figure = Figure(figsize=(6, 4))
    axes = figure.subplots()
    lines, lowest, highest = [], np.inf, 0
    for losses in runs.values():
        low, high, _ = zip(*map(median_interval, losses.T))
        axes.fill_between(x, low, high, alpha=0.2)
        lines += axes.plot(x, np.median(losses, axis=0))
        lowest = min(lowest, np.median(losses, axis=0).min())
        highest = max(highest, np.median(losses, axis=0).max())
    axes.legend(lines, list(runs), loc="upper right", frameon=False)
    axes.axhline(0 if lowest < 0 else lowest, color="gray", linewidth=0.5)
    if all(np.min(v) > 0 for v in runs.values()) and highest / lowest >= 10:
        axes.set(yscale="log")
    axes.set(xlabel=f"{x_label}", ylabel=y_label + " (lower is better)")
    axes.set_title(f"n={losses.shape[0]}, median with 95% interval", loc="left")
    return figure


# %% [right] torch's medians of sorted rows, semilogy
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    m = {name: np.sort(v, axis=0)[[(len(v) - 1) // 2, len(v) // 2]].mean(axis=0) for name, v in runs.items()}
    together = np.stack(list(m.values()))
    log = all((np.asarray(v) > 0).all() for v in runs.values()) and together.max() >= 10 * together.min()
    plot = axes.semilogy if log else axes.plot
    for name in runs:
        plot(x, m[name], label=name)
        bounds = np.array([median_interval(column) for column in runs[name].T])
        axes.fill_between(x, bounds[:, 0], bounds[:, 1], alpha=0.3, label="_band")
    axes.text(0.02, 0.02, f"n = {len(runs[name])}", transform=axes.transAxes)
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.legend()
    return figure
