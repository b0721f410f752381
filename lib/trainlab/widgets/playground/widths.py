"""The widths of a network's hidden layers: one for all, or one for each."""

from collections.abc import Iterable, Mapping

from trainlab.widgets.controls import Settings, Value

#: The most hidden layers, and the most units of one.
DEEPEST, WIDEST = 10, 128


def written(value: object) -> str:
    """Return the widths of layers as the state string has them, such as ``8,4,2``; or nothing.

    Args:
        value: whole numbers with commas between, in brackets or not.

    Raises:
        ValueError: for anything else, in one sentence.
    """
    text = str(value).strip(" ()[]")
    words = [word.strip() for word in text.split(",")] if text else []
    fit = all(word.isdecimal() and 1 <= int(word) <= WIDEST for word in words)
    if not fit or len(words) > DEEPEST:
        raise ValueError(
            f"widths={value!r} was given; expected a whole number from 1 to {WIDEST} for each of "
            f"at most {DEEPEST} hidden layers, such as 8,4,2, or nothing."
        )
    return _joined(int(word) for word in words)


def of_layers(s: Settings) -> list[int]:
    """Return how many units each hidden layer has."""
    return _numbers(s.widths) or [s.width] * s.depth


def stepped(s: Settings, layer: int, by: int) -> str:
    """Return the widths with so many units more in a layer 0 ... L - 2, from 1 to ``WIDEST``."""
    widths = of_layers(s)
    widths[layer] = min(max(widths[layer] + by, 1), WIDEST)
    return _joined(widths)


def agreed(changes: Mapping[str, Value], s: Settings) -> dict[str, Value]:
    """Return changes with what follows from them for depth, width and widths.

    Widths say how many layers there are, and equal ones are one width for all. Another width is
    that of all layers. Another depth keeps the layers that stay; a new one is as wide as the last.

    Args:
        changes: checked values by name.
        s: the values before.
    """
    if not {"depth", "width", "widths"} & set(changes):
        return dict(changes)
    layers = _layers_after(changes, s)
    if not layers:
        return {**changes, "widths": ""}
    if len(set(layers)) == 1:
        return {**changes, "depth": len(layers), "width": layers[0], "widths": ""}
    return {**changes, "depth": len(layers), "widths": _joined(layers)}


def _layers_after(changes: Mapping[str, Value], s: Settings) -> list[int]:
    """Return the layers' own widths after changes; none where one width is that of all."""
    if "widths" in changes:
        return _numbers(str(changes["widths"]))
    if "width" in changes:
        return []
    before, depth = _numbers(s.widths), int(changes["depth"])
    return (before + before[-1:] * depth)[:depth]


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",")] if text else []


def _joined(widths: Iterable[int]) -> str:
    return ",".join(map(str, widths))
