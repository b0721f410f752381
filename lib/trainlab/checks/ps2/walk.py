"""A student's rule is driven over many steps: what each step moved is compared.

The gradients are given beforehand, so that a wrong step leads nowhere that later ones depend on.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outcome import ChangedInPlace, same
from trainlab.checks.outputs import Named, Outputs, Unusable, kind, values
from trainlab.checks.ps2.nested import Nested, leaves, mapped, real
from trainlab.checks.question import Answer

MOVES = Named("moves")
#: Relative and absolute.
TOLERANCE = 1e-8
#: (p, g, lr) -> what the steps move one array, (T, ...), given it, its gradients (T, ...), and the
#: learning rates (T, 1, ...).
Moves = Callable[[Array, Array, Array], Array]


def walk(
    rule: Answer,
    /,
    params: Nested,
    grads: Sequence[Nested],
    lr: Sequence[float],
    **settings: Any,
) -> Outputs:
    """Return what each step of a rule moves, a row for each, by array.

    The caller of a rule writes each gradient into the same arrays, as frameworks do, so that a
    state that keeps such an array keeps what is no longer true. At the last step arrays are
    read-only.

    Args:
        rule: ``rule(params, grads, state, lr, **settings) -> (params, state)``.
        params: at the start.
        grads: one for each step, nested like ``params``.
        lr: one for each step.
        settings: for all steps.

    Raises:
        ChangedInPlace: where it writes over what it was given.
        Unusable: where it returns something else.
    """
    state: dict[str, Any] = {}
    now, handed = params, mapped(np.copy, grads[0])
    ways: list[list[Array]] = [[] for _ in leaves(params)]
    for number, (gradient, rate) in enumerate(zip(grads, lr, strict=True), start=1):
        given = mapped(np.copy, now)
        mapped(_refilled, handed, gradient)
        _writable((given, handed), number < len(grads))
        answer = rule(given, handed, state, rate, **settings)
        for name, after, before in (("params", given, now), ("grads", handed, gradient)):
            if not same(after, before):
                raise ChangedInPlace(name)
        new, state = _parted(answer)
        new = like(new, params, f"params after step {number}")
        for way, a, b in zip(ways, leaves(new), leaves(now), strict=True):
            way.append(np.asarray(a, dtype=np.float64) - b)
        now = new
    _require_same_again(rule, ways, params, grads[0], lr[0], settings)
    return named(params, [np.array(way) for way in ways])


def counting(rule: Answer, oracle: Answer, /, **inputs: Any) -> Outputs:
    """Walk; where every step is right, its count is to be under "t" in the state.

    A rule may do without a count. A wrong step says more than a wrong count, and comes first.

    Args:
        rule: as for ``walk``.
        oracle: inputs -> what the steps of a right rule move.
        **inputs: of ``walk``.

    Raises:
        Unusable: for a count that is another, or has another name.
    """
    states: list[dict[str, Any]] = []

    def noted(*given: Any, **settings: Any) -> Any:
        answer = rule(*given, **settings)
        states.append(dict(_parted(answer)[1]))
        return answer

    moves = walk(noted, **inputs)
    problem = _of_count(states[: len(inputs["grads"])])
    if problem is not None:
        pairs = zip(moves.values(), oracle(**inputs).values(), strict=True)
        if all(np.allclose(*pair, rtol=1e-3) for pair in pairs):
            raise problem
    return moves


def _of_count(states: Sequence[Mapping[str, Any]]) -> Unusable | None:
    numbered = list(enumerate(states, start=1))
    for number, state in numbered:
        if "t" in state and not _is(state["t"], number):
            return Unusable(
                f'a state whose "t" is {state["t"]} after step {number}; expected {number}: count '
                'the step first, t = state.get("t", 0) + 1, and keep this t',
                "count",
            )
    for name in states[0] if len(states) > 1 and "t" not in states[0] else ():
        if all(_is(state.get(name), number) for number, state in numbered):
            said = f'a state that counts the steps under {name!r}; expected "t"'
            return Unusable(said, "count_elsewhere")
    return None


def _is(value: Any, number: int) -> bool:
    return isinstance(value, int | float | np.number) and value == number


def _require_same_again(
    rule: Answer,
    ways: Sequence[Sequence[Array]],
    params: Nested,
    gradient: Nested,
    rate: float,
    settings: Mapping[str, Any],
) -> None:
    """Raise Unusable where the first step, taken again, is another: something is kept elsewhere."""
    new, _ = _parted(rule(mapped(np.copy, params), mapped(np.copy, gradient), {}, rate, **settings))
    again = leaves(like(new, params, "params"))
    for way, p, q in zip(ways, leaves(params), again, strict=True):
        if not np.array_equal(way[0], np.asarray(q, dtype=np.float64) - p, equal_nan=True):
            raise Unusable(
                "other params for the same arguments, with an empty state, than before; keep what "
                "is remembered in the state, and nothing outside of the function",
                "kept_outside",
            )


def named(params: Nested, moves: Sequence[Array]) -> Outputs:
    """Return what was moved, by name: ``moves`` of one array, ``nested1``, ... of several."""
    if not isinstance(params, list | tuple):
        return {"moves": moves[0]}
    return {f"nested{number}": each for number, each in enumerate(moves, start=1)}


def expected(params: Nested, grads: Sequence[Nested], lr: Sequence[float], moves: Moves) -> Outputs:
    """Return what steps move, of which each array's are known as a whole."""
    found = []
    for number, p in enumerate(leaves(params)):
        g = np.array([leaves(gradient)[number] for gradient in grads], dtype=np.float64)
        rates = np.array(lr).reshape(-1, *(1,) * (g.ndim - 1))
        found.append(moves(np.asarray(p, dtype=np.float64), g, rates))
    return named(params, found)


def faded(values: Array, share: float) -> Array:
    """Return for each step the sum of all values so far, each times ``share`` to its age."""
    age = np.subtract.outer(np.arange(len(values)), np.arange(len(values)))
    return np.einsum("tk,k...->t...", _powers(share, age), values)


def faded_mean(values: Array, share: float) -> Array:
    """Return for each step the mean of all values so far, weighted by ``share`` to their ages."""
    return faded(values, share) / faded(np.ones_like(values), share)


def _powers(share: float, age: Array) -> Array:
    return np.where(age >= 0, float(share) ** np.maximum(age, 0), 0.0)


def like(value: Any, model: Nested, title: str) -> Nested:
    """Return arrays as they were returned, copied and nested like ``model``.

    Raises:
        Unusable: for other nesting, shapes or types.
    """
    if isinstance(model, list | tuple):
        if not isinstance(value, type(model)):
            said = f"{kind(value)} for {title}; expected the same nesting, {_nesting(model)}"
            raise Unusable(said, "nesting")
        if len(value) != len(model):
            said = f"{len(value)} entries for {title}; expected {_nesting(model)}"
            raise Unusable(said, "nesting")
        parts = zip(value, model, strict=True)
        return type(model)(like(part, one, title) for part, one in parts)
    if isinstance(value, list | tuple):
        said = f"{kind(value)} for {title}; expected {_nesting(model)}, as it was given"
        raise Unusable(said, "nesting")
    try:
        array = np.array(value)
    except Exception:  # somebody's own object can fail at anything
        array = np.array(None)
    if array.dtype.kind not in "biuf":
        raise Unusable(f"{kind(value)} for {title}; expected real numbers", "no_numbers")
    if array.shape != model.shape:
        said = f"an array of shape {array.shape} for {title}; expected {model.shape}"
        raise Unusable(said)
    if array.dtype != real(model):
        raise Unusable(*_other_type(array, model, title))
    return array


def _other_type(array: Array, model: Array, title: str) -> tuple[str, str]:
    given, right = model.dtype, np.dtype(real(model))
    if right == np.float32:
        why = (
            "a NumPy number of float64, such as np.sqrt of a Python number, or zeros of np.zeros, "
            "make it so: write ** 0.5, and np.zeros_like"
        )
        return f"{array.dtype} for {title}; expected float32, as it was given; {why}", "upcast"
    said = f"{array.dtype} for {title}, which began as {given}; expected {right}"
    return said, "downcast" if array.dtype.kind == "f" else "truncated"


def _nesting(model: Nested) -> str:
    if not isinstance(model, list | tuple):
        return "an array"
    inner = ", ".join(map(_nesting, model))
    return f"[{inner}]" if isinstance(model, list) else f"({inner})"


def _parted(answer: Any) -> tuple[Any, dict[str, Any]]:
    """Return params and state."""
    if answer is None:
        raise Unusable(
            "nothing (None); expected params, state. Did you forget the return statement?",
            "no_return",
        )
    if not isinstance(answer, tuple | list):
        raise Unusable(f"{kind(answer)}; expected 2 values: params, state", "too_few")
    if len(answer) != 2:
        name = "too_few" if len(answer) < 2 else "too_many"
        raise Unusable(f"{values(len(answer))}; expected 2: params, state", name)
    params, state = answer
    if isinstance(params, Mapping) and not isinstance(state, Mapping):
        raise Unusable("state, params; the order is params, state", "order")
    if not isinstance(state, dict):
        raise Unusable(f"{kind(state)} for state; expected a dict", "no_state")
    return params, state


def _refilled(array: Array, values: Array) -> Array:
    array.flags.writeable = True
    array[...] = values
    return array


def _writable(nested: Nested, whether: bool) -> None:
    for array in leaves(nested):
        array.flags.writeable = whether
