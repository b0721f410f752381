"""Lock a forked process in: own namespaces, a private folder, limits, no capabilities.

Linux calls that Python does not wrap are made through libc. The order matters: what needs
privileges comes first, and ``give_up_privileges`` last.
"""

import ctypes
import os
import resource
import signal
import struct
import tempfile
from pathlib import Path
from typing import Any

NEWNS, NEWIPC, NEWUSER, NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC = 1, 2, 4, 8, 32, 4096, 16384
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
#: The student's user and group, inside and, for a grader who is root, outside: nobody.
NOBODY = 65534
#: The student's folder, and the warm parent's, which no kernel sees.
WORK, SCRATCH = "/student", "/run"
SCRATCH_VARIABLES = ("TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR")

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: Any) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")


def become_nobody() -> None:
    """Stop being root, for good."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def new_namespaces() -> None:
    """Enter a user and an IPC namespace; the next child is the first of its PID namespace."""
    uid, gid = os.getuid(), os.getgid()
    _call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)
    _call("unshare", NEWUSER | NEWPID | NEWIPC)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1")


def private_folders(disk: int, hidden: list[str]) -> None:
    """Mount fresh /tmp, /student and /dev/shm of ``disk`` bytes together, and our own /proc.

    Args:
        disk: bytes of all files in them.
        hidden: folders to lay an empty one over.
    """
    _call("unshare", NEWNS)
    flags = MS_NOSUID | MS_NODEV
    base = "/dev/shm"
    _mount("tmpfs", base, "tmpfs", flags, f"size={disk},nr_inodes=20000,mode=1777")
    for name in ("/tmp", WORK, "/dev/shm"):
        fresh = f"{base}/.{Path(name).name}"
        os.mkdir(fresh)
        for shown in os.listdir(name) if name == "/tmp" else ():  # the course may live there
            os.mkdir(f"{fresh}/{shown}")
            _mount(f"{name}/{shown}", f"{fresh}/{shown}", "", MS_BIND | MS_REC, "")
        _mount(fresh, name, "", MS_BIND | MS_REC, "")
    for name in (SCRATCH, *hidden):
        _mount("tmpfs", name, "tmpfs", flags | MS_RDONLY, "size=4k")
    try:
        _mount("proc", "/proc", "proc", flags | MS_NOEXEC, "")
    except PermissionError:  # the kernel does not show all of /proc to us
        _only_the_processor(flags)
    os.environ.update(dict.fromkeys(SCRATCH_VARIABLES, "/tmp"))
    tempfile.tempdir = None


def _only_the_processor(flags: int) -> None:
    """Leave nothing of /proc but what libraries ask about the processor."""
    try:
        known = Path("/proc/cpuinfo").read_bytes()
    except OSError:
        known = b""
    _mount("tmpfs", "/proc", "tmpfs", flags, "size=2m")
    Path("/proc/cpuinfo").write_bytes(known)
    _mount("", "/proc", "", MS_REMOUNT | MS_RDONLY | flags, "size=2m")


def make_read_only(folder: str) -> None:
    """Let nothing more be written to a folder of the outside."""
    _mount(folder, folder, "", MS_BIND | MS_REC, "")
    _mount("", folder, "", MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, "")


def _mount(source: str, target: str, kind: str, flags: int, options: str) -> None:
    _call("mount", *(text.encode() for text in (source, target, kind)), flags, options.encode())


def set_limits(limits: dict[str, int]) -> None:
    """Set what one process may use; memory counts from what it inherited."""
    try:
        inherited = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    except OSError:
        inherited = 0
    for name, value in (
        (resource.RLIMIT_DATA, limits["memory"] + inherited),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_FSIZE, limits["file_size"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(name)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))


def give_up_privileges() -> None:
    """Die with the parent; drop every capability; refuse system calls that no answer needs."""
    _call("prctl", PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    header, nothing = struct.pack("=Ii", 0x20080522, 0), bytes(24)
    _call("capset", header, nothing)
    _refuse_system_calls()


# ptrace mount umount2 pivot_root unshare setns keyctl add_key request_key bpf perf_event_open
# userfaultfd memfd_create shmget msgget kexec_load init_module finit_module open_by_handle_at
# name_to_handle_at process_vm_readv process_vm_writev
_X86_64 = "101 165 166 155 272 308 250 248 249 321 298 323 319 29 68 246 175 313 304 303 310 311"
_AARCH64 = "117 40 39 41 97 268 219 217 218 280 241 282 279 194 186 104 105 273 265 264 270 271"
#: Machine: (its audit name, number of clone, numbers of the calls above).
_REFUSED = {
    "x86_64": (0xC000003E, 56, _X86_64),
    "aarch64": (0xC00000B7, 220, _AARCH64),
}
# io_uring_setup open_tree move_mount fsopen fsconfig fsmount mount_setattr memfd_secret
_REFUSED_EVERYWHERE = "425 428 429 430 431 432 442 447"
_CLONE3 = 435
_NEW_NAMESPACE = 0x7E020080


def _refuse_system_calls() -> None:
    """Load a seccomp filter: EPERM for the calls above, for new namespaces, for foreign calls."""
    machine = os.uname().machine
    if machine not in _REFUSED:
        return
    audit, clone, refused = _REFUSED[machine]
    allow, kill = 0x7FFF0000, 0x80000000
    eperm, enosys = 0x00050000 | 1, 0x00050000 | 38
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    program = [(load, 0, 0, 4), (equal, 1, 0, audit), (answer, 0, 0, kill), (load, 0, 0, 0)]
    program += [(at_least, 0, 1, 0x40000000), (answer, 0, 0, eperm)]  # the x32 numbers
    program += [(equal, 0, 1, _CLONE3), (answer, 0, 0, enosys)]  # libc then uses clone
    for number in map(int, f"{refused} {_REFUSED_EVERYWHERE}".split()):
        program += [(equal, 0, 1, number), (answer, 0, 0, eperm)]
    program += [(equal, 0, 3, clone), (load, 0, 0, 16), (any_bit, 0, 1, _NEW_NAMESPACE)]
    program += [(answer, 0, 0, eperm), (answer, 0, 0, allow)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in program))
    head = struct.pack("=HxxxxxxQ", len(program), ctypes.addressof(code))
    _call("prctl", PR_SET_SECCOMP, 2, head, 0, 0)
