# %% [one_early] the step before
def at_budget(losses, spent, budgets):
    out = []
    for b in budgets:
        k = 0
        while k + 1 < len(spent) and spent[k + 1] <= b:
            k += 1
        k = max(k - 1, 0)
        out.append(np.inf if np.isnan(losses[k]) else losses[k])
    return out


# %% [places] the numbers of the steps
def at_budget(losses, spent, budgets):
    return [max(k for k in range(len(spent)) if spent[k] <= b) for b in budgets]


# %% [sorted_budgets] one walk through sorted budgets
def at_budget(losses, spent, budgets):
    out, k = [], 0
    for b in sorted(budgets):
        while k + 1 < len(spent) and spent[k + 1] <= b:
            k += 1
        out.append(np.inf if np.isnan(losses[k]) else losses[k])
    return np.array(out)


# %% [first_of_equal] a dictionary by what was spent, the first kept
def at_budget(losses, spent, budgets):
    first = {}
    for loss, s in zip(losses, spent):
        first.setdefault(s, np.inf if np.isnan(loss) else loss)
    return [first[max(s for s in first if s <= b)] for b in budgets]


# %% [nan_skipped] the last finite loss
def at_budget(losses, spent, budgets):
    pairs = [(s, v) for s, v in zip(spent, losses) if np.isfinite(v)]
    return [[v for s, v in pairs if s <= b][-1] for b in budgets]


# %% [nan_is_zero] nan_to_num as it comes
def at_budget(losses, spent, budgets):
    return np.nan_to_num(np.array(losses, dtype=float))[np.digitize(budgets, spent) - 1]


# %% [nan_after_the_end] beyond the end nobody knows
def at_budget(losses, spent, budgets):
    out = []
    for b in budgets:
        if b > max(spent):
            out.append(np.nan)
        else:
            v = losses[np.searchsorted(spent, b, side="right") - 1]
            out.append(np.inf if np.isnan(v) else v)
    return np.array(out)


# %% [worst_start] a cautious choice
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for name, row in zip(methods, rates):
        worst = [max(np.nan_to_num(train(name, r, s, budget)[0], nan=np.inf) for s in tuning) for r in row]
        rate = row[worst.index(min(worst))]
        chosen.append(rate)
        results.append([np.nan_to_num(train(name, rate, s, budget)[1], nan=np.inf) for s in fresh])
    return chosen, results


# %% [first_start] one start is enough
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for name, row in zip(methods, rates):
        vals = [[train(name, r, s, budget)[0] for s in tuning][0] for r in row]
        rate = row[np.argmin(np.where(np.isnan(vals), np.inf, vals))]
        chosen.append(rate)
        tests = np.array([train(name, rate, s, budget)[1] for s in fresh])
        results.append(np.where(np.isnan(tests), np.inf, tests))
    return np.array(chosen), np.array(results)


# %% [others_untuned] tunes its own method
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for m, name in enumerate(methods):
        vals = np.array([[train(name, r, s, budget)[0] for s in tuning] for r in rates[m]])
        vals[np.isnan(vals)] = np.inf
        rate = rates[m][np.median(vals, axis=1).argmin()] if m == 0 else rates[m][0]
        chosen.append(rate)
        tests = [train(name, rate, s, budget)[1] for s in fresh]
        results.append([np.inf if np.isnan(v) else v for v in tests])
    return chosen, results


# %% [nan_reported] nan in the results
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for name, row in zip(methods, rates):
        scores = []
        for r in row:
            vals = [train(name, r, s, budget)[0] for s in tuning]
            scores.append(np.median([v if v == v else np.inf for v in vals]))
        chosen.append(row[scores.index(min(scores))])
        results.append([train(name, chosen[-1], s, budget)[1] for s in fresh])
    return chosen, results


# %% [last_of_ties] <= takes the last
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for name, row in zip(methods, rates):
        lowest = np.inf
        for r in row:
            vals = [train(name, r, s, budget)[0] for s in tuning]
            now = np.median([v if v == v else np.inf for v in vals])
            if now <= lowest:
                lowest, best = now, r
        chosen.append(best)
        tests = [train(name, best, s, budget)[1] for s in fresh]
        results.append([v if v == v else np.inf for v in tests])
    return chosen, results


# %% [best_of_all] all rates, from fresh starts, and the best reported
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for name, row in zip(methods, rates):
        best = None
        for r in row:
            tests = np.array([train(name, r, s, budget)[1] for s in fresh])
            tests[np.isnan(tests)] = np.inf
            if best is None or np.median(tests) < np.median(best[1]):
                best = r, tests
        chosen.append(best[0])
        results.append(best[1])
    return np.array(chosen), np.array(results)


# %% [results_sorted] sorted losses
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for name, row in zip(methods, rates):
        vals = np.array([[train(name, r, s, budget)[0] for r in row] for s in tuning])
        vals = np.where(np.isnan(vals), np.inf, vals)
        chosen.append(row[np.median(vals, axis=0).argmin()])
        tests = [train(name, chosen[-1], s, budget)[1] for s in fresh]
        results.append(sorted(v if v == v else np.inf for v in tests))
    return chosen, np.array(results)


# %% [widest] smallest and largest
def median_interval(values, level=0.95):
    x = np.where(np.isnan(values), np.inf, values)
    n = len(x)
    covered = 1 - 2 / 2**n
    if covered < level:
        return -np.inf, np.inf, 1.0
    return x.min(), x.max(), covered


# %% [strictly_more] more than the level
def median_interval(values, level=0.95):
    from math import comb

    x, found = np.sort(np.where(np.isnan(values), np.inf, values)), (-np.inf, np.inf, 1.0)
    n = len(x)
    for k in range(1, n // 2 + 1):
        covered = sum(comb(n, i) for i in range(k, n - k + 1)) / 2**n
        if covered > level:
            found = x[k - 1], x[n - k], covered
    return found


# %% [nan_for_few] nan where nothing covers
def median_interval(values, level=0.95):
    from math import comb

    x, found = np.sort(np.where(np.isnan(values), np.inf, values)), (np.nan, np.nan, np.nan)
    n = len(x)
    for k in range(1, n // 2 + 1):
        covered = sum(comb(n, i) for i in range(k, n - k + 1)) / 2**n
        if covered >= level:
            found = x[k - 1], x[n - k], covered
    return found


# %% [high_one_off] len(x) - k + 1, as if places began at 1
def median_interval(values, level=0.95):
    from math import comb

    x, found = np.sort(np.where(np.isnan(values), np.inf, values)), (-np.inf, np.inf, 1.0)
    n = len(x)
    for k in range(1, n // 2 + 1):
        covered = sum(comb(n, i) for i in range(k, n - k + 1)) / 2**n
        if covered >= level:
            found = x[k - 1], x[min(n - k + 1, n - 1)], covered
    return found


# %% [low_one_in] x[k] for the k-th smallest
def median_interval(values, level=0.95):
    from math import comb

    x, found = np.sort(np.where(np.isnan(values), np.inf, values)), (-np.inf, np.inf, 1.0)
    n = len(x)
    for k in range(1, n // 2 + 1):
        covered = sum(comb(n, i) for i in range(k, n - k + 1)) / 2**n
        if covered >= level:
            found = x[k], x[n - k], covered
    return found


# %% [tail_forgotten_in_coverage] the coverage of one side
def median_interval(values, level=0.95):
    from math import comb

    x, found = np.sort(np.where(np.isnan(values), np.inf, values)), (-np.inf, np.inf, 1.0)
    n = len(x)
    for k in range(1, n // 2 + 1):
        tail = sum(comb(n, i) for i in range(k)) / 2**n
        if 1 - 2 * tail >= level:
            found = x[k - 1], x[n - k], 1 - tail
    return found


# %% [nan_is_small] nan as the smallest
def median_interval(values, level=0.95):
    from math import comb

    x, found = sorted(0.0 if v != v else float(v) for v in values), (-np.inf, np.inf, 1.0)
    n = len(x)
    for k in range(1, n // 2 + 1):
        covered = sum(comb(n, i) for i in range(k, n - k + 1)) / 2**n
        if covered >= level:
            found = x[k - 1], x[n - k], covered
    return found


# %% [median_of_baseline] less the baseline's median
def verdicts(results, level=0.95):
    base = np.median(results[0])
    low, high = [], []
    for row in results[1:]:
        with np.errstate(invalid="ignore"):
            a, b, _ = median_interval(row - base, 1 - (1 - level) / (len(results) - 1))
        low.append(a)
        high.append(b)
    return low, high, [-1 if b < 0 else 1 if a > 0 else 0 for a, b in zip(low, high)]


# %% [touching] 0 at the end counts
def verdicts(results, level=0.95):
    low, high, verdict = [], [], []
    for row in results[1:]:
        d = [0.0 if a == b else a - b for a, b in zip(row, results[0])]
        a, b, _ = median_interval(np.array(d), 1 - (1 - level) / (len(results) - 1))
        low.append(a)
        high.append(b)
        verdict.append(0 if a < 0 < b else -1 if b <= 0 else 1)
    return low, high, verdict


# %% [diverged_dropped] finite pairs alone
def verdicts(results, level=0.95):
    low, high, verdict = [], [], []
    for row in results[1:]:
        fine = np.isfinite(row) & np.isfinite(results[0])
        a, b, _ = median_interval((row - results[0])[fine] if fine.all() else row[fine] - results[0][fine],
                                  1 - (1 - level) / (len(results) - 1))
        low.append(a)
        high.append(b)
        verdict.append(-1 if b < 0 else 1 if a > 0 else 0)
    return low, high, verdict


# %% [zeros_dropped] a sign test without ties
def verdicts(results, level=0.95):
    low, high, verdict = [], [], []
    for row in results[1:]:
        d = np.array([a - b for a, b in zip(row, results[0]) if a != b])
        a, b, _ = median_interval(d, 1 - (1 - level) / (len(results) - 1))
        low.append(a)
        high.append(b)
        verdict.append(-1 if b < 0 else 1 if a > 0 else 0)
    return low, high, verdict


# %% [with_baseline] a verdict on the baseline too
def verdicts(results, level=0.95):
    low, high, verdict = [], [], []
    for row in results:
        d = [0.0 if a == b else a - b for a, b in zip(row, results[0])]
        a, b, _ = median_interval(np.array(d), 1 - (1 - level) / (len(results) - 1))
        low.append(a)
        high.append(b)
        verdict.append(-1 if b < 0 else 1 if a > 0 else 0)
    return low, high, verdict


# %% [percentile_band] quartiles
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    for name, losses in runs.items():
        first, middle, third = np.percentile(losses, [25, 50, 75], axis=0)
        axes.plot(x, middle, label=name)
        axes.fill_between(x, first, third, alpha=0.3)
    medians = np.array([np.median(v, axis=0) for v in runs.values()])
    if all((v > 0).all() for v in runs.values()) and medians.max() >= 10 * medians.min():
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(losses)} networks")
    axes.legend()
    return figure


# %% [error_band] standard errors
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    for name, losses in runs.items():
        middle = np.median(losses, axis=0)
        error = 1.96 * losses.std(axis=0, ddof=1) / np.sqrt(len(losses))
        axes.errorbar(x, middle, yerr=error, label=name)
    medians = np.array([np.median(v, axis=0) for v in runs.values()])
    if all((v > 0).all() for v in runs.values()) and medians.max() >= 10 * medians.min():
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(losses)} networks")
    axes.legend()
    return figure


# %% [by_place] without x
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    for name, losses in runs.items():
        axes.plot(np.median(losses, axis=0), label=name)
        low, high, _ = np.array([median_interval(c) for c in losses.T]).T
        axes.fill_between(range(len(x)), low, high, alpha=0.3)
    medians = np.array([np.median(v, axis=0) for v in runs.values()])
    if all((v > 0).all() for v in runs.values()) and medians.max() >= 10 * medians.min():
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(losses)} networks")
    axes.legend()
    return figure


# %% [no_x_label+no_y_label] the labels exchanged
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    for name, losses in runs.items():
        axes.plot(x, np.median(losses, axis=0), label=name)
        low, high, _ = np.array([median_interval(c) for c in losses.T]).T
        axes.fill_between(x, low, high, alpha=0.3)
    medians = np.array([np.median(v, axis=0) for v in runs.values()])
    if all((v > 0).all() for v in runs.values()) and medians.max() >= 10 * medians.min():
        axes.set_yscale("log")
    axes.set(xlabel=y_label, ylabel=x_label, title=f"{len(losses)} networks")
    axes.legend()
    return figure


# %% [log_of_zero] positive or not
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    for name, losses in runs.items():
        axes.plot(x, np.median(losses, axis=0), label=name)
        low, high, _ = np.array([median_interval(c) for c in losses.T]).T
        axes.fill_between(x, low, high, alpha=0.3)
    medians = np.abs([np.median(v, axis=0) for v in runs.values()])
    if medians.max() >= 10 * medians.min():
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(losses)} networks")
    axes.legend()
    return figure


# %% [names_exchanged] the wrong way round in the labels
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    names = list(runs)
    for name, losses in zip(names[1:] + names[:1], runs.values()):
        axes.plot(x, np.median(losses, axis=0), label=name)
        low, high, _ = np.array([median_interval(c) for c in losses.T]).T
        axes.fill_between(x, low, high, alpha=0.3)
    medians = np.array([np.median(v, axis=0) for v in runs.values()])
    if all((v > 0).all() for v in runs.values()) and medians.max() >= 10 * medians.min():
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(losses)} networks")
    axes.legend()
    return figure


# %% [range_band] from the best to the worst
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    for name, losses in runs.items():
        axes.plot(x, np.median(losses, axis=0), label=name)
        axes.fill_between(x, losses.min(0), losses.max(0), alpha=0.3)
    medians = np.array([np.median(v, axis=0) for v in runs.values()])
    if all((v > 0).all() for v in runs.values()) and medians.max() >= 10 * medians.min():
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(losses)} networks")
    axes.legend()
    return figure


# %% [single_networks] the first network
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    for name, losses in runs.items():
        axes.plot(x, losses[0], label=name)
        low, high, _ = np.array([median_interval(c) for c in losses.T]).T
        axes.fill_between(x, low, high, alpha=0.3)
    medians = np.array([np.median(v, axis=0) for v in runs.values()])
    if all((v > 0).all() for v in runs.values()) and medians.max() >= 10 * medians.min():
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(losses)} networks")
    axes.legend()
    return figure
