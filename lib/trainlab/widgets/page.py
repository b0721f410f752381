"""The wire between a widget and the page that shows it: messages with numbers in binary."""

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import numpy as np

from trainlab.widgets import front


class Page(anywidget.AnyWidget):
    """The widget as the page sees it; all that it shows comes in messages."""

    _esm = front.module()
    _css = front.style_sheet()

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message of plain data, arrays and None."""
        buffers: list[bytes] = []
        content = packed(message, buffers)
        self.send(content, buffers)

    def listen(self, hear: Callable[[dict[str, Any]], None]) -> None:
        """Call a function with each message of the page."""
        self.on_msg(lambda _, content, buffers: hear(content))


def packed(value: Any, buffers: list[bytes]) -> Any:
    """Return plain data in which each array is a reference to the bytes put into ``buffers``."""
    if isinstance(value, Mapping):
        return {str(key): packed(item, buffers) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [packed(item, buffers) for item in value]
    if isinstance(value, np.ndarray):
        kind = value.dtype.kind
        dtype = np.uint8 if kind == "b" or value.dtype == np.uint8 else np.int32
        array = np.ascontiguousarray(value, np.float32 if kind == "f" else dtype)
        buffers.append(array.tobytes())
        return {"$": len(buffers) - 1, "dtype": array.dtype.name, "shape": list(array.shape)}
    return value.item() if isinstance(value, np.generic) else value
