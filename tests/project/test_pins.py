"""Pins fit the Pythons that README promises, by what the pinned packages say of themselves."""

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
PINS = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
#: Debian 12's, and the newest that ``.ci/pins`` resolves for.
FIRST, LAST = "3.11.2", "3.14.0"


@pytest.mark.parametrize(("name", "version"), PINS, ids=lambda part: part)
def test_a_pinned_package_takes_the_first_and_the_last_python(name, version):
    try:
        installed = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        pytest.skip("not needed on this system")
    if installed.version.split("+")[0] != version:
        pytest.skip(f"{installed.version} is installed instead")
    takes = SpecifierSet(installed.metadata.get("Requires-Python", ""))
    assert takes.contains(FIRST)
    assert takes.contains(LAST)


def test_the_first_and_the_last_are_those_that_are_resolved_for():
    versions = re.search(r"for version in (.*); do", (ROOT / ".ci" / "pins").read_text())[1].split()
    assert versions[0] == FIRST
    assert LAST.startswith(versions[-1])
