"""What every test may need: system parts that skip by name locally and fail under CI."""

import os
import shutil

import pytest

SYSTEM_PARTS = {
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium"),
    "bubblewrap": (("bwrap",), "apt-get install bubblewrap"),
}


def system_part(name: str) -> str:
    """Return the path of a program; without it skip, or fail where CI=true."""
    commands, install = SYSTEM_PARTS[name]
    path = next(filter(None, map(shutil.which, commands)), None)
    if path is None:
        message = f"{name} is not installed: {install}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    return system_part("chromium")


@pytest.fixture(scope="session")
def bubblewrap() -> str:
    return system_part("bubblewrap")
