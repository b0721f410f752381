"""Sandboxes and kernels: starting, refusing, ending, for root and for an ordinary user."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gradelab.core.errors import GradelabError, SandboxUnavailable
from gradelab.sandbox import Flooded, KernelDied, Limits, Sandbox, bubblewrap
from tests.gradelab.small import LIMITS


def printed(kernel, code):
    _, outputs = kernel.ask({"run": code})
    return "".join(output.get("text", output.get("evalue", "")) for output in outputs)


def test_a_kernel_starts_from_the_warm_parent_with_what_all_sets_share_imported(sandbox):
    names = ("numpy", "trainlab.checks.verdict", "trainlab.checks.ps1")
    with sandbox.kernel(LIMITS) as kernel:
        code = f"import sys\nprint(*(name in sys.modules for name in {names}))"
        assert printed(kernel, code) == "True True False\n"


def test_a_blind_kernel_knows_no_check(sandbox):
    code = """
import gc, importlib, sys
import trainlab.checks
print([n for n, m in sys.modules.items() if n.startswith('trainlab.checks') and hasattr(m, '__file__')])
print([type(o).__name__ for o in gc.get_objects() if type(o).__name__ == 'Question'])
for name in [n for n in sys.modules if n.startswith('trainlab')]: del sys.modules[name]
try:
    importlib.import_module('trainlab.checks.ps1.tanh')
except ImportError:
    print('nowhere')
"""
    with sandbox.kernel(LIMITS, blind=True) as kernel:
        assert printed(kernel, code) == "[]\n[]\nnowhere\n"


def test_two_kernels_share_nothing(sandbox):
    with sandbox.kernel(LIMITS) as one, sandbox.kernel(LIMITS) as other:
        printed(one, "open('/tmp/x', 'w').write('x'); open('/dev/shm/x', 'w').write('x'); y = 1")
        look = "import os\nprint(os.path.exists('/tmp/x') or os.path.exists('/dev/shm/x'))\ny"
        assert printed(other, look) == "False\nname 'y' is not defined"


def test_an_answer_is_awaited_no_longer_than_the_limits(sandbox):
    began = time.monotonic()
    with sandbox.kernel(Limits(cell_seconds=0.5)) as kernel, pytest.raises(TimeoutError):
        kernel.ask({"run": "while True: pass"})
    with sandbox.kernel(Limits(seconds=0.5)) as kernel, pytest.raises(TimeoutError):
        for _ in range(1000):
            kernel.ask({"run": "import time\ntime.sleep(0.01)"})
    assert time.monotonic() - began < 30


def test_a_kernel_that_trickles_does_not_postpone_its_deadline(sandbox):
    code = "import os, time\nwhile True:\n    for fd in range(3, 20):\n        try: os.write(fd, b'\\0')\n"
    code += "        except OSError: pass\n    time.sleep(0.1)"
    kernel = sandbox.kernel(Limits(cell_seconds=1))
    with kernel, pytest.raises((TimeoutError, ValueError, KernelDied)):
        kernel.ask({"run": code})


def test_why_a_kernel_died_is_told(sandbox):
    with sandbox.kernel(LIMITS) as kernel, pytest.raises(KernelDied) as died:
        kernel.ask({"run": "import ctypes\nctypes.string_at(0)"})
    assert died.value.signal == 11
    assert not died.value.memory


def test_output_is_limited_over_all_cells(sandbox):
    with sandbox.kernel(Limits(output=100_000)) as kernel, pytest.raises(Flooded):
        for _ in range(100):
            kernel.ask({"run": "print('x' * 5000)"})


def test_a_warm_parent_that_was_killed_is_started_again():
    with Sandbox() as own:
        assert own._process is not None
        own._process.kill()
        own._process.wait()
        with own.kernel(LIMITS) as kernel:
            assert printed(kernel, "print('again')") == "again\n"


def test_a_file_cannot_be_placed_outside_the_work_folder(sandbox):
    with sandbox.kernel(LIMITS, {"../../etc/x": b"x"}) as kernel, pytest.raises(KernelDied):
        kernel.ask({"run": "1"})


def test_without_bubblewrap_it_refuses_and_names_the_remedy(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxUnavailable, match=r"install bubblewrap .* or grade with --unsafe"):
        Sandbox().__enter__()
    assert issubclass(SandboxUnavailable, GradelabError)


#: What bubblewrap was heard to say: by Ubuntu 24.04, with and without a network of its own, by
#: Debian with the switch off, in a container, and of a fault that nobody knows.
REFUSALS = {
    "setting up uid map: Permission denied": "kernel.apparmor_restrict_unprivileged_userns=0",
    "loopback: Failed RTM_NEWADDR: Operation not permitted": "profile in docs/grading.md",
    "No permissions to create new namespace, likely because the kernel does not allow "
    "non-privileged user namespaces.": "kernel.unprivileged_userns_clone=1",
    "No permissions to creating new namespace": "seccomp=unconfined",
    "Can't mount proc on /newroot/proc": "install bubblewrap",
}


@pytest.mark.parametrize(("refusal", "remedy"), REFUSALS.items())
def test_where_namespaces_are_forbidden_it_says_what_bubblewrap_said_and_what_to_do(
    monkeypatch, tmp_path, refusal, remedy
):
    fake = tmp_path / "bwrap"
    fake.write_text(f'#!/bin/sh\necho "bwrap: {refusal}" >&2\nexit 1\n')
    fake.chmod(0o755)
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: str(fake))
    with pytest.raises(SandboxUnavailable, match=r"--unsafe") as refused:
        Sandbox().__enter__()
    assert refusal in str(refused.value)
    assert remedy in str(refused.value)


def test_unsafe_runs_without_a_sandbox_and_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    with Sandbox(unsafe=True) as made:
        assert "--unsafe" in made.warning
        with made.kernel(LIMITS, {"a.txt": b"here"}) as kernel:
            said = printed(kernel, "import os\nprint(open('a.txt').read(), os.getcwd())")
            assert said.startswith("here ")
            folder = Path(said.split()[1])
            endless = made.kernel(Limits(cell_seconds=0.5))
            with endless, pytest.raises(TimeoutError):
                endless.ask({"run": "while True: pass"})
        assert not folder.exists()


def test_a_sandbox_has_no_warning(sandbox):
    assert sandbox.warning == ""


ORDINARY = """
import json, os
os.setgroups([]); os.setgid(12345); os.setuid(12345)
from gradelab.sandbox import Limits, Sandbox
code = '''
import os
print([os.getuid(), os.getpid(), os.path.exists('/home')])
print(sum(name.isdigit() for name in os.listdir('/proc')))
try:
    bytearray(10**11)
except MemoryError:
    print('limited')
'''
with Sandbox() as sandbox, sandbox.kernel(Limits(cell_seconds=60)) as kernel:
    _, outputs = kernel.ask({'run': code})
print(json.dumps([os.getuid(), outputs[0]['text']]))
"""


def _open_to_all(folder: Path) -> list[str]:
    """Return bubblewrap's options that make a folder reachable although one above it is closed."""
    closed = [parent for parent in folder.parents if not parent.stat().st_mode & 0o001]
    if not closed:
        return []
    options = ["--perms", "0755", "--tmpfs", str(closed[-1])]
    for parent in reversed(folder.parents[: folder.parents.index(closed[-1])]):
        options += ["--perms", "0755", "--dir", str(parent)]
    return [*options, "--ro-bind", str(folder), str(folder)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_is_confined_in_the_same_way():
    view = ["bwrap", "--dev-bind", "/", "/", *_open_to_all(Path(sys.base_prefix).resolve())]
    done = subprocess.run(
        [*view, "--cap-add", "ALL", sys.executable, "-B", "-c", ORDINARY],
        capture_output=True,
        text=True,
        timeout=120,
        cwd="/",
        env=os.environ | {"HOME": "/nonexistent"},
    )
    assert done.returncode == 0, done.stderr
    user, said = json.loads(done.stdout)
    assert user == 12345
    assert said.splitlines() == ["[65534, 1, False]", "1", "limited"]


def test_imports_can_be_rehearsed_for_a_blind_kernel_too(sandbox):
    rehearsal = ("import colorsys\nfrom trainlab.checks import check",)
    with sandbox.kernel(LIMITS, blind=True, rehearsal=rehearsal) as kernel:
        code = "import sys\nprint('colorsys' in sys.modules, hasattr(check, '__code__'))"
        assert printed(kernel, "from trainlab.checks import check\n" + code) == "True False\n"


def test_a_rehearsed_parent_has_done_the_work_before(sandbox):
    cells = ("import colorsys, sys\nsys.rehearsed = 'kept'\nsecret = 'solution'", "1 / 0")
    with sandbox.kernel(LIMITS, rehearsal=cells) as kernel:
        code = "import sys\nprint('colorsys' in sys.modules, sys.rehearsed, 'secret' in globals(), In[1:])"
        assert printed(kernel, code).startswith("True kept False")
    for blind in (True, False):
        with sandbox.kernel(LIMITS, blind=blind) as kernel:
            assert printed(kernel, "import sys\nprint(hasattr(sys, 'rehearsed'))") == "False\n"


PICTURE = """
class Picture:
    drawn = 0
    def _repr_png_(self):
        Picture.drawn += 1
        return b"png"
display(Picture())
print("said")
Picture()
"""


def test_a_quiet_cell_sends_nothing_and_has_no_picture_drawn(sandbox):
    with sandbox.kernel(LIMITS) as kernel:
        assert kernel.ask({"run": PICTURE, "quiet": True})[1] == []
        assert printed(kernel, "print(Picture.drawn)") == "0\n"
        assert len(kernel.ask({"run": PICTURE})[1]) == 3
        assert printed(kernel, "print(Picture.drawn)") == "2\n"


FOREIGN = """
from gradelab.sandbox import Sandbox
from tests.gradelab.sandbox.test_sandbox import LIMITS, printed
with Sandbox() as sandbox, sandbox.kernel(LIMITS) as kernel:
    print(printed(kernel, "import installed; print(installed.VALUE)"))
    print(printed(kernel, "import private"))
"""


def test_packages_installed_where_pythonpath_says_are_found_and_no_other_folder_of_it(tmp_path):
    packages = tmp_path / "site-packages"
    packages.mkdir()
    (packages / "installed.py").write_text("VALUE = 'found'")
    (tmp_path / "private.py").write_text("")
    done = subprocess.run(
        [sys.executable, "-c", FOREIGN],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([".", str(tmp_path), str(packages)])},
    )
    assert done.stdout == "found\n\nNo module named 'private'\n", done.stderr
