# %% [shared_state] the state is a class attribute and filled in place: all optimizers share it
class Optimizer:
    state = {}

    def __init__(self, rule, lr, **settings):
        self.rule = rule
        self.lr = lr
        self.settings = settings

    def step(self, params, grads):
        params, new = self.rule(params, grads, self.state, self.lr, **self.settings)
        self.state.update(new)
        return params

# %% [shared_state] state={} as a default argument
class Optimizer:
    def __init__(self, rule, lr, *, _state={}, **settings):
        self.rule, self.lr, self.settings, self.state = rule, lr, settings, _state

    def step(self, params, grads):
        params, new = self.rule(params, grads, self.state, self.lr, **self.settings)
        for key in new:
            self.state[key] = new[key]
        return params

# %% [forgets] the rule gets an empty state at each step
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings = rule, lr, settings

    def step(self, params, grads):
        params, state = self.rule(params, grads, {}, self.lr, **self.settings)
        return params

# %% [forgets] state, not self.state
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule = rule
        self.lr = lr
        self.settings = settings
        self.state = {}

    def step(self, params, grads):
        params, state = self.rule(params, grads, dict(self.state), self.lr, **self.settings)
        return params

# %% [lr_frozen] lr is bound in a closure at the start: changing .lr does nothing
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.lr = lr
        self.state = {}
        self.update = lambda p, g, s: rule(p, g, s, lr, **settings)

    def step(self, params, grads):
        params, self.state = self.update(params, grads, self.state)
        return params

# %% [lr_frozen] kept as _lr: setting .lr makes a new attribute that nobody reads
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self._rule, self._lr, self._settings, self._state = rule, lr, settings, {}

    def step(self, params, grads):
        params, self._state = self._rule(params, grads, self._state, self._lr, **self._settings)
        return params

# %% [no_settings] the settings are kept but not handed on
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings, self.state = rule, lr, settings, {}

    def step(self, params, grads):
        new_params, new_state = self.rule(params, grads, self.state, self.lr)
        self.state = new_state
        return new_params

# %% [settings_by_position] the values of the settings by position: wrong unless they are the first ones in order
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.args, self.state = rule, lr, tuple(settings.values()), {}

    def step(self, params, grads):
        params, self.state = self.rule(params, grads, self.state, self.lr, *self.args)
        return params

# %% [shared_settings] the settings lie in a class attribute: the last optimizer made decides for all
class Optimizer:
    settings = {}

    def __init__(self, rule, lr, **settings):
        self.rule = rule
        self.lr = lr
        self.settings.clear()
        self.settings.update(settings)
        self.state = {}

    def step(self, params, grads):
        params, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)
        return params

# %% [returns_state] step returns params and state
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings, self.state = rule, lr, settings, {}

    def step(self, params, grads):
        params, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)
        return params, self.state

# %% [no_return] step keeps the parameters in self and returns nothing
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings, self.state = rule, lr, settings, {}

    def step(self, params, grads):
        self.params, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)

# %% [own_params] goes on from the parameters it remembers, not from those handed in
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings = rule, lr, settings
        self.state = {}
        self.params = None

    def step(self, params, grads):
        if self.params is None:
            self.params = params
        self.params, self.state = self.rule(self.params, grads, self.state, self.lr, **self.settings)
        return self.params

# %% [lr_decays] lr falls by 1% at every step
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings, self.state = rule, lr, settings, {}

    def step(self, params, grads):
        params, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)
        self.lr *= 0.99
        return params

# %% [momentum_always_passed] momentum=0.9 is handed to every rule
class Optimizer:
    def __init__(self, rule, lr, momentum=0.9, **settings):
        self.rule, self.lr, self.state = rule, lr, {}
        self.settings = dict(settings, momentum=momentum)

    def step(self, params, grads):
        params, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)
        return params

# %% [first_state] the state is set once and then stays
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings, self.state = rule, lr, settings, None

    def step(self, params, grads):
        before = {} if self.state is None else self.state
        params, after = self.rule(params, grads, before, self.lr, **self.settings)
        if self.state is None:
            self.state = after
        return params

# %% [lr_change_resets_state] setting lr begins with an empty state
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.settings = rule, settings
        self.lr = lr

    @property
    def lr(self):
        return self._lr

    @lr.setter
    def lr(self, value):
        self._lr = value
        self.state = {}

    def step(self, params, grads):
        params, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)
        return params

# %% [state_ahead] the rule is called once for the state and again for the parameters: the state goes on by two
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings, self.state = rule, lr, settings, {}

    def step(self, params, grads):
        _, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)
        params, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)
        return params

# %% [shared_state] the states are kept in one table by rule: two optimizers of one rule share
_states = {}

class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings = rule, lr, settings

    def step(self, params, grads):
        old = _states.get(self.rule, {})
        params, _states[self.rule] = self.rule(params, grads, old, self.lr, **self.settings)
        return params

# %% [added] treats what the rule returns as a change, and adds it
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings, self.state = rule, lr, settings, {}

    def step(self, params, grads):
        change, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)
        def add(p, c):
            if isinstance(p, (list, tuple)):
                return type(p)(add(a, b) for a, b in zip(p, c))
            return p + c
        return add(params, change)

# %% [no_settings+lr_frozen] the rule gets the first lr for ever, and no settings
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.lr = lr
        self.settings = settings
        self.state = {}
        def update(params, grads):
            params, self.state = rule(params, grads, self.state, lr)
            return params
        self.step = update

# %% [one_state_for_all] calls the rule for each array with one and the same state
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings, self.state = rule, lr, settings, {}

    def step(self, params, grads):
        if isinstance(params, (list, tuple)):
            return type(params)(self.step(p, g) for p, g in zip(params, grads))
        params, self.state = self.rule(params, grads, self.state, self.lr, **self.settings)
        return params

# %% [uphill] hands on the negative gradients, as the rule "adds"
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.rule, self.lr, self.settings, self.state = rule, lr, settings, {}

    def step(self, params, grads):
        def minus(t):
            return type(t)(minus(q) for q in t) if isinstance(t, (list, tuple)) else -t
        params, self.state = self.rule(params, minus(grads), self.state, self.lr, **self.settings)
        return params
