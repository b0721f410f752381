"""torch.optim's rule for each of ours: what optimizers are compared with."""

import torch

#: By our name: torch's rule, what it is told besides our settings, and settings to try.
TWINS = {
    "sgd": (torch.optim.SGD, {}, {"lr": 0.03}),
    "momentum": (torch.optim.SGD, {}, {"lr": 0.03, "momentum": 0.8}),
    "nesterov": (torch.optim.SGD, {"nesterov": True}, {"lr": 0.03, "momentum": 0.8}),
    "adagrad": (torch.optim.Adagrad, {}, {"lr": 0.1}),
    "adadelta": (torch.optim.Adadelta, {}, {"lr": 0.9, "rho": 0.8}),
    "rmsprop": (torch.optim.RMSprop, {}, {"lr": 0.02, "alpha": 0.95}),
    "adam": (torch.optim.Adam, {}, {"lr": 0.05, "betas": (0.8, 0.99)}),
    "adamw": (torch.optim.AdamW, {}, {"lr": 0.05, "weight_decay": 0.1}),
    "nadam": (torch.optim.NAdam, {}, {"lr": 0.05}),
}


def twin(rule, params):
    """Return torch's rule with the settings of ours, for these parameters."""
    make, besides, _ = TWINS[rule.name]
    return make(params, lr=rule.lr, **rule.settings, **besides)
