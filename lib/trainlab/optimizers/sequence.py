"""One rule after another: Adam far from a minimum, then L-BFGS near it.

Lecture 07; Karniadakis, "Training and optimization of neural networks", lecture 5.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from torch import Tensor

from trainlab.core import arguments
from trainlab.core.state import State
from trainlab.optimizers.objective import Objective, Point
from trainlab.optimizers.optimizer import Optimizer, SecondOrder, Task


def sequence(
    *rules: Optimizer, switch: int | Sequence[int], lr: float | Tensor = 1.0
) -> SecondOrder:
    """Take ``switch`` steps by the first rule, then all others by the second.

    Args:
        rules: two rules or more, of first or second order, each with its own ``lr``.
        switch: number of steps before the second rule takes over; for more rules a list of such
            numbers, rising, counted from the start.
        lr: factor on every rule's own ``lr``, a number or one for each member (E,).

    Raises:
        ValueError: for fewer than two rules, or numbers of steps that do not fit them.

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.sequence(optimizers.sgd(lr=0.1), optimizers.newton(), switch=2)
    >>> race("bowl", [rule], start=(1, 0), steps=3).paths[..., 0].flatten()
    tensor([1.0000, 0.8000, 0.6400, 0.0000], dtype=torch.float64)
    """
    for rule in rules:
        if not isinstance(rule, Optimizer):
            raise ValueError(
                f"{rule!r} was given; expected rules, such as "
                "sequence(adam(), lbfgs(), switch=1000)."
            )
    switches = list(switch) if isinstance(switch, Sequence) else [switch]
    steps = [arguments.integer("each of switch", step, at_least=1) for step in switches]
    if len(rules) < 2 or len(steps) != len(rules) - 1 or steps != sorted(set(steps)):
        raise ValueError(
            f"switch={switch!r} was given for {len(rules)} rules; expected two rules or more, and "
            "one step fewer than rules, rising: sequence(adam(), lbfgs(), switch=1000)."
        )
    return replace(_sequence(rules, steps), lr=lr)


def _sequence(rules: Sequence[Optimizer], switches: list[int]) -> SecondOrder:
    return SecondOrder(
        f"sequence({', '.join(rule.name for rule in rules)})",
        1.0,
        {"rules": [rule.settings for rule in rules], "switch": switches},
        partial(_init, rules=rules),
        partial(_update, rules=rules, switches=switches),
        check=partial(_check, rules=rules),
        memory=partial(_memory, rules=rules),
        shape=tuple(rule.kind for rule in rules),
        narrowed=partial(_narrowed, rules=rules, switches=switches),
    )


def _init(params: Tensor, *, rules: Sequence[Optimizer]) -> State:
    return {"t": 0} | {str(i): rule.init(params) for i, rule in enumerate(rules)}


def _update(
    params: Tensor,
    here: Point,
    state: State,
    lr: float | Tensor,
    objective: Objective,
    *,
    rules: Sequence[Optimizer],
    switches: list[int],
) -> None:
    turn = sum(state["t"] >= switch for switch in switches)
    state["t"] += 1
    rule, own = rules[turn], state[str(turn)]
    own_lr = rule.lr[:, None] if isinstance(rule.lr, Tensor) else rule.lr
    rule.step(params, here, own, own_lr * lr, lambda: objective)


def _check(task: Task, *, rules: Sequence[Optimizer]) -> None:
    for rule in rules:
        arguments.per_member(f"lr of {rule.name}", rule.lr, task.population)
        rule.check(task)


def _memory(count: int, *, rules: Sequence[Optimizer]) -> int:
    return sum(rule.memory(count) for rule in rules)


def _narrowed(
    members: slice | Tensor, like: Tensor, *, rules: Sequence[Optimizer], switches: list[int]
) -> Optimizer:
    return _sequence([rule.for_members(members, like) for rule in rules], switches)
