"""The bubblewrap command: what of this machine a sandbox shows, and nothing else."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from gradelab.core.errors import SandboxUnavailable
from gradelab.sandbox.inside.confine import SCRATCH, SCRATCH_VARIABLES, WORK

_INSTALL = (
    "install bubblewrap (apt-get install bubblewrap, dnf install bubblewrap) on a Linux that "
    "allows user namespaces"
)
#: What bubblewrap says where a system forbids user namespaces to it, and who does.
_FORBIDDEN = (
    (
        r"setting up uid map: Permission denied|RTM_NEWADDR: Operation not permitted",
        "AppArmor forbids it, as Ubuntu does from 23.10 on: allow it by "
        "'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0', or to bwrap alone by the "
        "profile in docs/grading.md",
    ),
    (
        r"No permissions to creat\w+ (a )?new namespace",
        "this Linux allows user namespaces to root alone: allow them by "
        "'sudo sysctl -w kernel.unprivileged_userns_clone=1', or, in a container, start it with "
        "'--security-opt seccomp=unconfined'",
    ),
)
#: Of /etc: the loader's tables and fonts; no passwords, no host names.
ETC = ("alternatives", "fonts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime")
#: Where packages are installed besides the interpreter's own folders, as a cluster's modules say
#: it; other folders that PYTHONPATH may name, such as a home, are nobody's business.
PACKAGES = [
    folder
    for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if os.path.isdir(folder) and Path(folder).name in ("site-packages", "dist-packages")
]
TOP = ("bin", "lib", "lib32", "lib64", "sbin")
ENVIRONMENT = {
    "HOME": WORK,
    "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    **dict.fromkeys(SCRATCH_VARIABLES, SCRATCH),
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONPATH": os.pathsep.join(PACKAGES),
}
#: A Python that finds packages there and nowhere else of a user's: not beside itself, not at home.
PYTHON = (sys.executable, "-P", "-s")


def remedy(refusal: str = "") -> str:
    """Return what to do where bubblewrap refuses with these words, or is not there."""
    found = (what for pattern, what in _FORBIDDEN if re.search(pattern, refusal))
    return f"{next(found, _INSTALL)}, or grade with --unsafe if you trust every submission."


def command(
    program: Sequence[str],
    *,
    shown: Iterable[Path] = (),
    hidden: Iterable[Path] = (),
    binds: Iterable[tuple[str, str, str]] = (),
) -> list[str]:
    """Return the command that runs a program in a sandbox of its own.

    The program sees the interpreter and its libraries, read-only; it has no network, and its own
    process, IPC and host name spaces. It starts with no capability but, for root, those to become
    nobody.

    Args:
        program: the command to run.
        shown: more files and folders to show, read-only, where they are.
        binds: more of bubblewrap's binds: (kind, from, to).
        hidden: folders of which nothing but what is shown may be seen.

    Raises:
        SandboxUnavailable: where bubblewrap is not installed.
    """
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise SandboxUnavailable(f"bubblewrap (bwrap) was not found: {remedy()}")
    arguments = [bwrap, "--die-with-parent", "--new-session", "--clearenv", "--unshare-net"]
    arguments += ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    arguments += ["--hostname", "sandbox", "--cap-drop", "ALL"]
    if os.geteuid() == 0:
        arguments += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        arguments += ["--unshare-user"]
    arguments += ["--dev", "/dev", "--dir", "/dev/shm", "--proc", "/proc"]
    arguments += [
        "--perms",
        "1777",
        "--tmpfs",
        SCRATCH,
        "--perms",
        "1777",
        "--dir",
        "/tmp",
        "--perms",
        "1777",
        "--dir",
        WORK,
    ]
    arguments += _system()
    for path in sorted({*_interpreter(), *shown, *hidden}, key=lambda path: len(path.parts)):
        for folder in reversed(path.parents[:-1]):  # else they would be closed to nobody
            arguments += ["--perms", "0755", "--dir", str(folder)]
        if path in hidden:
            arguments += ["--tmpfs", str(path)]
        else:
            arguments += ["--ro-bind", str(path), str(path)]
    for bind in binds:
        arguments += bind
    arguments += ["--remount-ro", "/dev", "--remount-ro", "/"]
    for name, value in ENVIRONMENT.items():
        arguments += ["--setenv", name, value]
    return [*arguments, "--", *program]


def _system() -> list[str]:
    arguments = ["--ro-bind", "/usr", "/usr", "--perms", "0755", "--dir", "/etc"]
    for name in TOP:
        path = Path("/", name)
        if path.is_symlink():
            arguments += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            arguments += ["--ro-bind", str(path), str(path)]
    for name in ETC:
        arguments += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    return arguments


def _interpreter() -> set[Path]:
    """Return the folders of this Python and its packages that do not lie under /usr."""
    prefixes = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
    prefixes |= {str(Path(sys.executable).resolve().parent.parent)}
    prefixes |= set(PACKAGES)
    folders = {Path(prefix) for prefix in prefixes} | {Path(p).resolve() for p in prefixes}
    return {folder for folder in folders if not folder.is_relative_to("/usr")}
