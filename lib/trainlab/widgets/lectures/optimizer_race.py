"""First-order rules race on one surface. Lecture 06."""

from collections.abc import Mapping

from trainlab.optimizers import Optimizer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.races import RULES, Races, shared
from trainlab.widgets.live import Try

#: Which rules race against each other.
FIELDS = {
    "momentum": ("sgd", "momentum", "nesterov"),
    "adaptive": ("sgd", "adagrad", "adadelta", "rmsprop"),
    "adam and its parents": ("momentum", "rmsprop", "rmsprop with momentum", "adam"),
    "adam and its children": ("adam", "adamw", "nadam", "nadam, constant"),
    "two films": ("sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop"),
}
#: By surface the learning rates of sgd, momentum and nesterov, and of the adaptive rules.
RATES = {
    "beale": (0.003, 0.1), "saddle": (0.01, 0.1), "bowl": (0.1, 1.0), "rosenbrock": (0.001, 0.3),
    "double_well": (0.1, 1.0),
}  # fmt: skip


class OptimizerRace(Races):
    """Balls that descend a surface from one start, each by a rule of its own."""

    controls = (
        choice("field", tuple(FIELDS), rebuild=True, tooltip="Which rules race; starts again"),
        scale("rates", 0.01, 30.0, default=1.0, log=True, label="all learning rates ×",
              tooltip="Factor on the rate of each rule; the balls stay where they are"),
        *shared("beale"),
    )  # fmt: skip
    first = ("field", "rates", *Races.first)
    layout = ("path height",)
    tries = (
        Try("field=two+films&surface=saddle",
            "They start beside a ridge that falls off to both sides. Who leaves first?",
            "AdaGrad and RMSProp in 6 steps, Adadelta in 24; Nesterov's rule and momentum need 60 "
            "to 70, plain descent over 300."),
        Try("field=two+films", "On Beale's surface: who goes astray, and who arrives first?",
            "Momentum and Nesterov's rule go farthest off the way, and are first all the same, "
            "after some 130 steps."),
        Try("field=momentum&surface=double_well",
            "A bad minimum at (4, 0), a good one at (-5, 0). Who rolls past the bad one?",
            "From this start momentum alone: Nesterov's rule sees the rise ahead and brakes."),
        Try("field=adam+and+its+parents&surface=double_well", "And Adam, with the same 0.9?",
            "It stays in the bad one; RMSProp with momentum passes. A mean of gradients is no "
            "velocity: it is a tenth as long."),
        Try("field=adam+and+its+children&surface=bowl", "Four Adams on a bowl. Who is first?",
            "Both Nadams: looking ahead damps the swing. AdamW pulls toward 0, where the minimum "
            "happens to be."),
        Try("surface=bowl&rates=5.2", "Rates of 0.52, where plain descent's limit is 0.5. Who "
            "holds out?",
            "Momentum: its limit is 1.9 times as high. Nesterov's is lower, 0.34, and it is the "
            "first to run away."),
    )  # fmt: skip

    def rules(self, s: Settings) -> Mapping[str, Optimizer]:
        """Return the rules with their rates on this surface, RMSProp's a tenth of the others'."""
        plain, adaptive = (s.rates * rate for rate in RATES[s.surface])
        rates = {
            **dict.fromkeys(("sgd", "momentum", "nesterov"), plain),
            **dict.fromkeys(("rmsprop", "rmsprop with momentum"), adaptive / 10),
            "adadelta": s.rates,
        }
        return {n: RULES[n](rates.get(n, adaptive), s.momentum) for n in FIELDS[s.field]}
