"""The way from a kernel to the page, on which no message waits for the one before it."""

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class Prompt(ZMQChannelsWebsocketConnection):
    """Jupyter's own connection, without Nagle's algorithm.

    Small messages would else wait until the page's computer acknowledges the one before, which it
    puts off by up to 40 ms (RFC 896 and RFC 1122, 4.2.3.2): frames of a live widget would come in
    bursts, and what a student does would be seen later by as much.
    """

    def connect(self) -> Any:
        """Connect the page to the kernel."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
