"""Other Unix users of this machine, whom root can become."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

#: Two that every Debian has: games and man.
FIRST, SECOND = 5, 6
FIRST_NAME = "games"


def only_root() -> None:
    """Skip the test where we are not root."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")


class User:
    """A Unix user with a home, who runs our commands with a Python that it can read.

    Args:
        number: the user's, and that of its group.
        home: a folder of its own.
        environment: of its commands.
        groups: further groups of its.
    """

    def __init__(
        self, number: int, home: Path, environment: dict[str, str], groups: tuple[int, ...] = ()
    ) -> None:
        self._who = {"user": number, "group": number, "extra_groups": list(groups), "umask": 0o022}
        paths = [p for p in sys.path if "packages" in p or Path(p, "trainlab").is_dir()]
        names = ("HOME", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "TMPDIR")
        self._environment = environment | dict.fromkeys(names, str(home))
        self._environment["PYTHONPATH"] = os.pathsep.join(paths)
        self._environment["JUPYTER_PATH"] = str(Path(sys.prefix, "share", "jupyter"))
        self._python = next(filter(self._can_use, self._pythons()), None)
        if self._python is None:
            pytest.skip("other users cannot read a Python with our packages")
        self._install(home / "bin")

    def _install(self, folder: Path) -> None:
        """Put what nbgrader runs by name on the user's path: ours may start a Python of root's."""
        folder.mkdir()
        alembic = folder / "alembic"
        alembic.write_text(f'#!/bin/sh\nexec {self._python} -m alembic.config "$@"\n')
        alembic.chmod(0o755)
        self._environment["PATH"] = os.pathsep.join([str(folder), "/usr/bin", "/bin"])

    def _pythons(self) -> list[str]:
        minor = f"python3.{sys.version_info.minor}"
        return [sys.executable, *(str(path) for path in Path("/usr/bin").glob(minor))]

    def _can_use(self, python: str) -> bool:
        try:
            return self._start([python, "-c", "import gradelab, nbgrader"], "/").returncode == 0
        except PermissionError:
            return False

    def _start(self, command: list[str], cwd: Path | str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=cwd, env=self._environment, capture_output=True, text=True, **self._who
        )

    def run(self, cwd: Path, module: str, *arguments: str) -> str:
        """Run a module in a folder; return what it printed."""
        done = self._start([self._python, "-m", module, *arguments], cwd)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
