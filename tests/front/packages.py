"""What the front end is checked with, from one lock file, installed outside the tree."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tests.conftest import lacking, once, system_part

HERE = Path(__file__).parent
DEFINED_BY = ("package.json", "package-lock.json")


def node_modules() -> Path:
    """Return the folder of packages; it is made once for each state of the lock file.

    Skips, or fails where CI=true, without npm or where they cannot be had.
    """
    system_part("npm")
    state = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in DEFINED_BY))
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trainlab"
    cache.mkdir(parents=True, exist_ok=True)
    return once(cache / f"front-{state.hexdigest()[:12]}", _install) / "node_modules"


def _install(folder: Path) -> None:
    for name in DEFINED_BY:
        shutil.copy(HERE / name, folder)
    command = [system_part("npm"), "ci", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        lacking(f"the front end's checkers cannot be installed: {done.stderr.strip()[-300:]}")
