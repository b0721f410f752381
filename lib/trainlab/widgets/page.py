"""The wire between a widget and the page that shows it: messages with numbers in binary."""

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import numpy as np
from traitlets import Dict

from trainlab.widgets import front


class Page(anywidget.AnyWidget):
    """The widget as the page sees it; all that it shows comes in messages."""

    _esm = front.module()
    _css = front.style_sheet()

    #: What a view shows at once, also while the kernel is busy; a message with lists for arrays.
    opening = Dict().tag(sync=True)

    def show(self, message: Mapping[str, Any]) -> None:
        """Have every view show a message, those that open later included."""
        self.opening = listed(message)

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message of plain data, arrays and None."""
        buffers: list[bytes] = []
        content = packed(message, buffers)
        self.send(content, buffers)

    def listen(self, hear: Callable[[dict[str, Any]], None]) -> None:
        """Call a function with each message of the page."""
        self.on_msg(lambda _, content, buffers: hear(content))


def listed(value: Any) -> Any:
    """Return plain data in which an array is a list of numbers; NaN and infinity are None."""
    if isinstance(value, Mapping):
        return {str(key): listed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [listed(item) for item in value]
    if isinstance(value, np.ndarray):
        numbers = [x if np.isfinite(x) else None for x in value.ravel().tolist()]
        return {"list": numbers, "shape": list(value.shape)}
    return value.item() if isinstance(value, np.generic) else value


def packed(value: Any, buffers: list[bytes]) -> Any:
    """Return plain data in which each array is a reference to the bytes put into ``buffers``."""
    if isinstance(value, Mapping):
        return {str(key): packed(item, buffers) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [packed(item, buffers) for item in value]
    if isinstance(value, np.ndarray):
        kind = value.dtype.kind
        dtype = np.uint8 if kind == "b" or value.dtype == np.uint8 else np.int32
        with np.errstate(over="ignore"):  # infinite on the page, as on its axes
            array = np.ascontiguousarray(value, np.float32 if kind == "f" else dtype)
        buffers.append(array.tobytes())
        return {"$": len(buffers) - 1, "dtype": array.dtype.name, "shape": list(array.shape)}
    return value.item() if isinstance(value, np.generic) else value
