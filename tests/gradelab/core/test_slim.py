"""nbgrader's modules without its package's opening, each time in a process of its own."""

import subprocess
import sys
from importlib import metadata

OPENING = "nbgrader.server_extensions.formgrader"


def _says(script: str) -> str:
    command = [sys.executable, "-c", f"import sys\nfrom gradelab.core import slim\n{script}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_a_module_comes_without_the_server_extensions():
    script = f"slim.install()\nfrom nbgrader import api, utils\nprint({OPENING!r} in sys.modules)"
    assert _says(script) == "False"


def test_what_the_package_has_is_there_when_one_asks():
    script = """
slim.install()
import nbgrader.api
print(nbgrader.__version__, nbgrader._jupyter_server_extension_points())
print(nbgrader.api is sys.modules["nbgrader.api"])
"""
    version = metadata.version("nbgrader")
    assert _says(script) == f"{version} [{{'module': 'nbgrader'}}]\nTrue"


def test_a_name_that_it_does_not_have_is_missing_as_ever():
    script = "slim.install()\nimport nbgrader\nprint(hasattr(nbgrader, 'nothing_of_that_name'))"
    assert _says(script) == "False"


def test_a_package_that_is_loaded_stays():
    script = "import nbgrader\nslim.install()\nprint(sys.modules['nbgrader'] is nbgrader)"
    assert _says(script) == "True"
