"""What every test may need: system parts that skip by name locally and fail under CI."""

import fcntl
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest

from tests.course import Course
from tests.parts import SHARED

# nbgrader starts programs that lie beside our Python, which need not be activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

# Sums round otherwise on several threads: `pytest` says what `make test` says.
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

# A machine that does other work is slow: that says nothing of what is tested.
hypothesis.settings.register_profile(
    "trainlab", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("trainlab")

SYSTEM_PARTS = {
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium"),
    "bubblewrap": (("bwrap",), "apt-get install bubblewrap"),
    "node": (("node", "nodejs"), "apt-get install nodejs"),
    "npm": (("npm",), "apt-get install npm"),
}


def lacking(message: str) -> NoReturn:
    """Skip the test for want of a system part, or fail it where CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def system_part(name: str) -> str:
    """Return the path of a program; without it skip, or fail where CI=true."""
    commands, install = SYSTEM_PARTS[name]
    path = next(filter(None, map(shutil.which, commands)), None)
    if path is None:
        lacking(f"{name} is not installed: {install}")
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    return system_part("chromium")


@pytest.fixture(scope="session")
def bubblewrap() -> str:
    return system_part("bubblewrap")


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder that is the same for all workers of this run, and for all parts of ``make test``."""
    if SHARED in os.environ:
        return Path(os.environ[SHARED])
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Have a folder filled by the worker that needs it first; the others wait, and only read it."""
    made = folder.with_suffix(".made")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def released(shared) -> Course:
    """A course in which every problem set is released: to be read or copied, not to be changed."""
    return Course(once(shared / "released", _release))


def _release(folder: Path) -> None:
    said = Course.unreleased(folder).run("gradelab", "release")
    (folder / "said.txt").write_text(said)
