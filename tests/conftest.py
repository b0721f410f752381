"""What every test may need: system parts that skip by name locally and fail under CI."""

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

# nbgrader starts programs that lie beside our Python, which need not be activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

SYSTEM_PARTS = {
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium"),
    "bubblewrap": (("bwrap",), "apt-get install bubblewrap"),
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
