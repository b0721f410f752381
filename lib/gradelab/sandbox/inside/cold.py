"""A kernel started from nothing inside the sandbox, for whoever speaks Jupyter's protocol with it.

Its sockets lie in a folder of the outside, which can be written to only until they are there.
"""

import json
import os
import shutil
import socket
import sys
import time
from pathlib import Path
from typing import Any

from . import confine, leash

#: Shell, control, input, output, heartbeat.
SOCKETS = 5
SUBMISSION = "/submission"


def main() -> None:
    """Start the kernel that the command line asks for: a JSON object, see ``provisioner``."""
    order = json.loads(sys.argv[1])
    if os.geteuid() == 0:
        confine.become_nobody()
    confine.new_namespaces()
    hold = socket.socket(fileno=order["leash"])
    kernel = os.fork()
    if kernel == 0:
        hold.close()
        _become_kernel(order)
    leash.hold(kernel, hold, order["limits"]["memory"], alone=True)


def _become_kernel(order: dict[str, Any]) -> None:
    os.setsid()
    confine.private_folders(order["limits"]["disk"], hidden=[])
    if os.path.isdir(SUBMISSION):
        shutil.copytree(SUBMISSION, confine.WORK, dirs_exist_ok=True, ignore=_not_data)
    os.chdir(confine.WORK)
    if os.fork() == 0:
        _close_when_complete(order["sockets"])
    confine.set_limits(order["limits"])
    confine.give_up_privileges()
    os.execv(order["command"][0], order["command"])


def _not_data(folder: str, names: list[str]) -> set[str]:
    """Leave out notebooks, and links, which lead nowhere here."""
    paths = [Path(folder, name) for name in names]
    return {path.name for path in paths if path.suffix == ".ipynb" or path.is_symlink()}


def _close_when_complete(folder: str) -> None:
    """Make the folder read-only as soon as all sockets are in it."""
    while sum(path.is_socket() for path in Path(folder).iterdir()) < SOCKETS:
        time.sleep(0.002)
    confine.make_read_only(folder)
    os._exit(0)
