# %% [by_test] the rate by the test loss
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for name, tried in zip(methods, rates):
        scores = []
        for rate in tried:
            tests = np.array([train(name, rate, seed, budget)[1] for seed in tuning])
            scores.append(np.median(np.where(np.isnan(tests), np.inf, tests)))
        best = tried[int(np.argmin(scores))]
        chosen.append(best)
        row = np.array([train(name, best, seed, budget)[1] for seed in fresh])
        results.append(np.where(np.isnan(row), np.inf, row))
    return np.array(chosen), np.array(results)


# %% [mean] the mean over the starts
def fair(train, methods, rates, tuning, fresh, budget):
    chosen = np.zeros(len(methods))
    results = np.zeros((len(methods), len(fresh)))
    for m, method in enumerate(methods):
        best = np.inf
        chosen[m] = rates[m][0]
        for rate in rates[m]:
            total = 0.0
            for seed in tuning:
                val = train(method, rate, seed, budget)[0]
                total += np.inf if np.isnan(val) else val
            if total / len(tuning) < best:
                best, chosen[m] = total / len(tuning), rate
        for i, seed in enumerate(fresh):
            test = train(method, chosen[m], seed, budget)[1]
            results[m, i] = np.inf if np.isnan(test) else test
    return chosen, results


# %% [best_start] the one best training
def fair(train, methods, rates, tuning, fresh, budget):
    def clean(v):
        return float("inf") if v != v else v

    chosen = []
    for method, row in zip(methods, rates):
        best = min(
            row, key=lambda rate: min(clean(train(method, rate, s, budget)[0]) for s in tuning)
        )
        chosen.append(best)
    results = [
        [clean(train(method, rate, s, budget)[1]) for s in fresh]
        for method, rate in zip(methods, chosen)
    ]
    return chosen, results


# %% [one_rate] one rate for all, the first method's
def fair(train, methods, rates, tuning, fresh, budget):
    def clean(v):
        return np.inf if np.isnan(v) else v

    scores = [
        np.median([clean(train(methods[0], rate, s, budget)[0]) for s in tuning])
        for rate in rates[0]
    ]
    k = int(np.argmin(scores))
    chosen = [rates[m][k] for m in range(len(methods))]
    results = [
        [clean(train(name, rate, s, budget)[1]) for s in fresh]
        for name, rate in zip(methods, chosen)
    ]
    return np.array(chosen), np.array(results)


# %% [tuning_again] results on the starts that chose
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for name, row in zip(methods, rates):
        runs = np.array([[train(name, rate, s, budget) for s in tuning] for rate in row])
        runs[np.isnan(runs)] = np.inf
        k = np.median(runs[:, :, 0], axis=1).argmin()
        chosen.append(row[k])
        results.append(runs[k, :, 1])
    return np.array(chosen), np.array(results)


# %% [short_tuning] the budget is shared out among the trainings
def fair(train, methods, rates, tuning, fresh, budget):
    def clean(v):
        return np.inf if np.isnan(v) else v

    chosen, results = [], []
    for name, row in zip(methods, rates):
        each = budget // (len(row) * len(tuning))
        scores = [np.median([clean(train(name, r, s, each)[0]) for s in tuning]) for r in row]
        best = row[int(np.argmin(scores))]
        chosen.append(best)
        results.append([clean(train(name, best, s, budget)[1]) for s in fresh])
    return chosen, results


# %% [nan_is_best] argmin of nan
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for name, row in zip(methods, rates):
        scores = [np.median([train(name, r, s, budget)[0] for s in tuning]) for r in row]
        best = row[np.argmin(scores)]
        chosen.append(best)
        tests = np.array([train(name, best, s, budget)[1] for s in fresh])
        results.append(np.nan_to_num(tests, nan=np.inf, posinf=np.inf))
    return np.array(chosen), np.array(results)


# %% [val_reported] the validation loss is reported
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for name, row in zip(methods, rates):
        scores = []
        for r in row:
            vals = [train(name, r, s, budget)[0] for s in tuning]
            scores.append(np.median([np.inf if np.isnan(v) else v for v in vals]))
        best = row[int(np.argmin(scores))]
        vals = [train(name, best, s, budget)[0] for s in fresh]
        chosen.append(best)
        results.append([np.inf if np.isnan(v) else v for v in vals])
    return np.array(chosen), np.array(results)


# %% [places] which rate instead of the rate
def fair(train, methods, rates, tuning, fresh, budget):
    chosen, results = [], []
    for name, row in zip(methods, rates):
        scores = []
        for r in row:
            vals = [train(name, r, s, budget)[0] for s in tuning]
            scores.append(np.median([np.inf if np.isnan(v) else v for v in vals]))
        k = int(np.argmin(scores))
        tests = [train(name, row[k], s, budget)[1] for s in fresh]
        chosen.append(k)
        results.append([np.inf if np.isnan(v) else v for v in tests])
    return np.array(chosen), np.array(results)
