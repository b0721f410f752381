"""A Jupyter kernel provisioner: the kernelspec ``gradelab-sandbox`` for nbclient and nbgrader.

nbgrader autograde ps1 --ExecutePreprocessor.kernel_name=gradelab-sandbox
"""

import json
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Integer

from gradelab.sandbox.bubblewrap import PYTHON, command
from gradelab.sandbox.inside.cold import SUBMISSION
from gradelab.sandbox.inside.confine import NOBODY
from gradelab.sandbox.limits import Limits
from gradelab.sandbox.warm import INSIDE, shown

START = f"import sys; sys.path[:0] = [{str(INSIDE.parent)!r}]; from inside.cold import main; main()"


class SandboxProvisioner(LocalProvisioner):
    """Starts a kernel under bubblewrap, with the limits of a submission.

    The kernel speaks over Unix sockets, since it has no network. In its work folder it finds
    copies of what lies beside the notebook. Wall time is the caller's to watch.
    """

    memory = Integer(Limits.memory, help="Bytes, all its processes together.").tag(config=True)
    processes = Integer(Limits.processes, help="Processes and threads.").tag(config=True)
    file_size = Integer(Limits.file_size, help="Bytes of one file.").tag(config=True)
    disk = Integer(Limits.disk, help="Bytes of all files.").tag(config=True)
    open_files = Integer(Limits.open_files, help="Per process.").tag(config=True)

    _folder: str | None = None
    _leash: socket.socket | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose Unix sockets, in a folder of their own, before the connection file is written."""
        self._folder = tempfile.mkdtemp(prefix="gradelab-")
        manager = self.parent
        assert manager is not None
        manager.transport, manager.ip = "ipc", f"{self._folder}/kernel"
        manager.connection_file = f"{self._folder}/kernel.json"
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel's command in the sandbox.

        Raises:
            SandboxUnavailable: where bubblewrap is not installed.
        """
        assert self._folder is not None
        if os.geteuid() == 0:
            for path in (self._folder, f"{self._folder}/kernel.json"):
                os.chown(path, NOBODY, NOBODY)
        self._leash, held = socket.socketpair()
        names = ("memory", "processes", "file_size", "disk", "open_files")
        order = {
            "limits": {name: getattr(self, name) for name in names},
            "command": [*PYTHON, *cmd[1:]],
            "sockets": self._folder,
            "leash": held.fileno(),
        }
        binds = [("--bind", self._folder, self._folder)]
        if "cwd" in kwargs:
            binds.append(("--ro-bind", str(Path(kwargs.pop("cwd")).resolve()), SUBMISSION))
        start = [*PYTHON, "-c", START, json.dumps(order)]
        confined = command(start, shown=shown(), binds=binds)
        try:
            return await super().launch_kernel(
                confined, **{**kwargs, "pass_fds": [held.fileno()], "cwd": "/"}
            )
        finally:
            held.close()

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the leash, which ends what is left, and remove the sockets."""
        await super().cleanup(restart=restart)
        if self._leash is not None:
            self._leash.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
