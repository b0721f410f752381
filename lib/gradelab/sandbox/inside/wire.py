"""Messages between a grader and a kernel: JSON behind a length, over a Unix socket.

What a kernel sends is a student's to forge: it is parsed as JSON, within a size, and believed in
nothing.
"""

import array
import json
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any

HEADER = struct.Struct("!I")
Message = dict[str, Any]


class Oversized(ValueError):
    """A message is longer than the receiver allows."""


def send(sock: socket.socket, message: Message, fds: Sequence[int] = ()) -> None:
    """Send one message, and copies of open files with it."""
    body = json.dumps(message, separators=(",", ":")).encode()
    header = HEADER.pack(len(body))
    rights = (
        [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds).tobytes())] if fds else []
    )
    sent = sock.sendmsg([header, body], rights)
    rest = memoryview(header + body)[sent:]
    if rest:
        sock.sendall(rest)


def receive(
    sock: socket.socket, largest: int = 2**31, deadline: float | None = None
) -> Message | None:
    """Return the next message, or None when the other side is gone.

    Args:
        sock: where from.
        largest: bytes that the message may have.
        deadline: on the monotonic clock; None for no end.

    Raises:
        Oversized: for a message of more than ``largest`` bytes.
        ValueError: for what is not a JSON object.
        TimeoutError: at the deadline.
    """
    header = _exactly(sock, HEADER.size, deadline)
    if header is None:
        return None
    (length,) = HEADER.unpack(header)
    if length > largest:
        raise Oversized(length)
    body = _exactly(sock, length, deadline)
    if body is None:
        return None
    try:
        message = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(message, dict):
        raise ValueError("not an object")
    return message


def receive_with_files(sock: socket.socket) -> tuple[Message, list[int]] | None:
    """Return the next message and the open files that came with it, or None at the end."""
    header, fds, _, _ = socket.recv_fds(sock, HEADER.size, 4)
    if len(header) < HEADER.size:
        return None
    body = _exactly(sock, HEADER.unpack(header)[0])
    return None if body is None else (json.loads(body), fds)


def _exactly(sock: socket.socket, count: int, deadline: float | None = None) -> bytes | None:
    parts = []
    while count:
        if deadline is not None:
            sock.settimeout(max(deadline - time.monotonic(), 0.001))
        part = sock.recv(min(count, 1 << 20))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
