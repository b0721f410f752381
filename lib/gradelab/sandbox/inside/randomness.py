"""The random generators that everyone in a process shares, kept in step between two kernels.

A test that seeds NumPy, Python or PyTorch seeds the answers too, and goes on where they left off.
"""

import base64
import random
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

#: 32-bit words of a Mersenne Twister, which both NumPy and Python use.
WORDS = 624


class Randomness:
    """What the shared generators' states were when they were last passed on."""

    def __init__(self) -> None:
        """Take the states as they are as known."""
        self._known = _states()

    def news(self) -> dict[str, Any]:
        """Return the states that have changed since, as JSON."""
        before, self._known = self._known, _states()
        changed = {name for name, state in self._known.items() if state != before.get(name)}
        return {name: _ENCODE[name](self._known[name]) for name in sorted(changed)}

    def adopt(self, news: dict[str, Any]) -> None:
        """Go on with the other side's states.

        Raises:
            ValueError: for what is no generator's state.
        """
        for name, state in news.items():
            try:
                _ADOPT[name](state)
            except (KeyError, TypeError, AttributeError, OverflowError, RuntimeError) as error:
                raise ValueError(f"not a generator's state: {error}") from None
        self._known = _states()


def _states() -> dict[str, Any]:
    state: Any = np.random.get_state()
    states = {"numpy": (state[1].tobytes(), *state[2:]), "python": random.getstate()}
    torch = sys.modules.get("torch")
    return states | ({"torch": torch.get_rng_state().numpy().tobytes()} if torch else {})


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _adopt_numpy(state: list[Any]) -> None:
    key, position, has_gauss, gauss = state
    words = np.frombuffer(base64.b64decode(key), dtype=np.uint32)
    if words.shape != (WORDS,) or not words.any() or not 0 <= position <= WORDS:
        raise ValueError("not a state of a Mersenne Twister")
    np.random.set_state(("MT19937", words, position, has_gauss, gauss))


def _adopt_python(state: list[Any]) -> None:
    version, words, gauss = state
    if not any(words[:WORDS]):
        raise ValueError("not a state of a Mersenne Twister")
    random.setstate((version, tuple(words), gauss))


def _adopt_torch(state: str) -> None:
    torch = sys.modules.get("torch")
    if torch is not None:
        words = np.frombuffer(bytearray(base64.b64decode(state)), dtype=np.uint8)
        torch.set_rng_state(torch.from_numpy(words))


_ENCODE: dict[str, Callable[[Any], Any]] = {
    "numpy": lambda state: [_text(state[0]), *state[1:]],
    "python": lambda state: [state[0], list(state[1]), state[2]],
    "torch": _text,
}
_ADOPT: dict[str, Callable[[Any], None]] = {
    "numpy": _adopt_numpy,
    "python": _adopt_python,
    "torch": _adopt_torch,
}
