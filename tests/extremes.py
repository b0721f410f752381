"""The ends of a control's range."""

from trainlab.widgets.controls import Control, Value


def extremes(control: Control) -> tuple[Value, Value]:
    """Return the first and last value."""
    if control.choices:
        return control.choices[0], control.choices[-1]
    if control.read:
        return "", control.example
    low, high = control.low, control.high
    return (int(low), int(high)) if control.whole else (low, high)
