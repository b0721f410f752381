"""Code that attacks: each attack has its outcome, and nobody else notices."""

import errno
import hashlib
import json
import os
import socket
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from gradelab.core.attention import Reason
from gradelab.course.template import Template
from gradelab.execution import runner
from gradelab.notebooks.submission import Submission
from gradelab.sandbox import Limits, Sandbox
from gradelab.sandbox.inside.confine import WORK
from gradelab.workers import work
from tests.end_to_end.hostile.attacks import DIE, EXHAUST, FAKE, ORACLE
from tests.gradelab import own
from tests.gradelab.small import POINTS, RIGHT, notebook, scores

ROOT = Path(__file__).parents[3]
#: Tight, but for time: what ends by itself may take as long as a busy machine lets it.
LIMITS = Limits(
    cell_seconds=60,
    seconds=120,
    memory=300 * 2**20,
    processes=32,
    file_size=2**25,
    disk=2**26,
    open_files=128,
    output=2**20,
)
#: For what would never end.
SHORT = replace(LIMITS, cell_seconds=2, seconds=6)


@pytest.fixture(scope="module")
def sandbox():
    os.environ["GRADERS_SECRET"] = "hunter2"
    with Sandbox(hidden=[ROOT]) as made:
        yield made
    del os.environ["GRADERS_SECRET"]


@pytest.fixture(scope="module")
def plan(sandbox):
    return runner.prepare(notebook(RIGHT), sandbox, LIMITS)


@pytest.fixture(scope="module", autouse=True)
def everything_is_intact_afterwards(plan, sandbox):
    before = _digest(ROOT / "solutions"), _digest(ROOT / "lib")
    yield
    assert (_digest(ROOT / "solutions"), _digest(ROOT / "lib")) == before
    assert scores(runner.run(notebook(RIGHT), plan, LIMITS, sandbox).notebook) == POINTS


def _digest(folder: Path) -> str:
    content = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            content.update(str(path).encode() + path.read_bytes())
    return content.hexdigest()


def _said(code, plan, sandbox):
    """Run code in a cell of a right submission; return what it printed as JSON."""
    outcome = runner.run(notebook(RIGHT, after=code), plan, LIMITS, sandbox)
    assert outcome.state == "graded", outcome
    output = outcome.notebook.cells[-1].outputs[0]
    assert output.output_type == "stream", output
    return json.loads(output.text)


@pytest.mark.parametrize("attack", [*EXHAUST.values(), *DIE.values()], ids=[*EXHAUST, *DIE])
def test_what_does_not_end_well_ends_with_its_reason(attack, plan, sandbox):
    limits = SHORT if Reason.TIMED_OUT in attack.outcome else LIMITS
    outcome = runner.run(notebook(attack.answers, attack.code), plan, limits, sandbox)
    if attack.outcome == "harmless":
        assert (outcome.reason, outcome.detail) == (None, "")
        assert scores(outcome.notebook) == POINTS
    else:
        assert outcome.reason in attack.outcome


@pytest.mark.parametrize("attack", FAKE.values(), ids=FAKE)
def test_a_wrong_answer_stays_wrong(attack, plan, sandbox):
    outcome = runner.run(notebook(attack.answers, attack.code), plan, LIMITS, sandbox)
    earned = scores(outcome.notebook)
    right = {"test-double": attack.answers["double"] == RIGHT["double"], "test-tanh": False}
    deserved = {name: POINTS[name] if right[name] else 0.0 for name in POINTS}
    assert outcome.reason in (Reason.TAMPERING, Reason.KILLED, Reason.TIMED_OUT) or all(
        earned[name] <= deserved[name] for name in POINTS
    ), (outcome.reason, earned)


@pytest.fixture(scope="module")
def own_plan(sandbox):
    return runner.prepare(own.notebook(own.RIGHT), sandbox, LIMITS, own.FILES)


@pytest.mark.parametrize("attack", ORACLE.values(), ids=ORACLE)
def test_no_oracle_beside_the_notebook_can_be_read_or_changed(attack, own_plan, sandbox):
    submission = own.notebook(attack.answers, attack.code)
    outcome = runner.run(submission, own_plan, LIMITS, sandbox, own.FILES)
    assert set(scores(outcome.notebook).values()) == {0.0}, outcome


@pytest.mark.parametrize("name", [*ORACLE][:-1])
def test_where_nothing_was_hidden_or_put_back_it_could_be(name, sandbox):
    """The rows above are worth their names: each earns points in a kernel without defences."""
    attack = ORACLE[name]
    with sandbox.kernel(LIMITS, own.FILES) as kernel:
        for code in (own.IMPORTS, attack.code, *attack.answers.values()):
            kernel.ask({"run": code})
        assert any(kernel.ask({"run": test})[0]["ok"] for test in own.TESTS.values())


@pytest.mark.parametrize(
    "brought",
    [
        {"questions/__init__.py": b"import questions_of_mine\n"},
        {"bank.py": own.FILES["bank/rates.py"].replace(b"FACTOR * x", b"x")},
        {"questions.py": own.QUESTIONS.encode().replace(b"half(x)", b"x")},
        {"oracles/__init__.py": b"def half(x): return x\n", "tools.pyc": b""},
    ],
    ids=lambda files: ", ".join(files),
)
def test_no_file_of_a_students_takes_the_place_of_a_question(brought, own_plan, sandbox):
    files = work.files_beside(
        Submission("s", brought | {"mine.txt": b""}), Template("ps9", {}, own.FILES)
    )
    assert set(files) == {*own.FILES, "mine.txt"}
    right = runner.run(own.notebook(own.RIGHT), own_plan, LIMITS, sandbox, files)
    assert (right.reason, scores(right.notebook)) == (None, own.POINTS)


def test_every_attack_fails_alone_and_leaves_the_next_submission_its_points(plan, sandbox):
    for attack in (FAKE["numpy patched in place"], DIE["os._exit"], EXHAUST["a memory bomb"]):
        runner.run(notebook(attack.answers, attack.code), plan, LIMITS, sandbox)
        assert scores(runner.run(notebook(RIGHT), plan, LIMITS, sandbox).notebook) == POINTS


LOOK = """
import json, os
def everything(*left_out):
    for folder, folders, files in os.walk('/', onerror=lambda error: None):
        folders[:] = [f for f in folders if os.path.join(folder, f) not in left_out]
        yield folder, files
"""
#: Folders of the system and of the interpreter, which are shown and are large.
KNOWN = ("/proc", "/dev", "/usr", sys.prefix, sys.base_prefix)


def test_no_solution_gradebook_home_or_submission_can_be_seen(plan, sandbox):
    look = f"""
seen = [os.path.join(folder, f) for folder, files in everything(*{KNOWN!r}) for f in files]
print(json.dumps([path for path in seen if not path.startswith('/etc/')]))
"""
    ours = _said(LOOK + look, plan, sandbox)
    shown = (f"{ROOT}/lib/gradelab/sandbox/inside/", f"{ROOT}/lib/trainlab/")
    assert ours
    assert [path for path in ours if not path.startswith(shown)] == []


@pytest.mark.parametrize(
    "folder", ["/home", "/var", "/srv", "/mnt", "/etc/passwd", "/sys", str(ROOT / "tests")]
)
def test_folders_of_the_machine_are_not_there(folder, plan, sandbox):
    code = f"import json, os\nprint(json.dumps(os.path.exists({folder!r})))"
    assert _said(code, plan, sandbox) is False


def test_the_environment_tells_nothing_of_the_grader(plan, sandbox):
    said = _said("import json, os\nprint(json.dumps(dict(os.environ)))", plan, sandbox)
    assert "GRADERS_SECRET" not in said
    assert said["HOME"] == WORK
    assert not {name for name in said if name.startswith(("JUPYTER", "SSH", "USER", "LOGNAME"))}


def test_nothing_can_be_written_outside_the_private_folders(plan, sandbox):
    code = """
def writable(folder):
    try:
        with open(os.path.join(folder, 'left-behind'), 'w'):
            return True
    except OSError:
        return False
print(json.dumps([folder for folder, _ in everything(*LARGE) if writable(folder)]
                 + [folder for folder in (*LARGE, '/dev/shm', '/dev/pts') if writable(folder)]))
""".replace("LARGE", repr(KNOWN))
    assert set(_said(LOOK + code, plan, sandbox)) == {WORK, "/tmp", "/dev/shm"}
    assert not list(ROOT.rglob("left-behind"))
    assert not Path("/tmp/left-behind").exists()


def test_no_socket_leads_anywhere(plan, sandbox):
    abstract = "\0gradelab-test"
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(abstract)
        unix.listen()
        server.settimeout(0.1)
        port = server.getsockname()[1]
        code = f"""
import json, socket
def reach(family, address):
    try:
        with socket.socket(family) as s:
            s.settimeout(1); s.connect(address)
        return 'connected'
    except OSError as error:
        return type(error).__name__
print(json.dumps([reach(socket.AF_INET, ('127.0.0.1', {port})), 
    reach(socket.AF_INET, ('1.1.1.1', 80)),
                  reach(socket.AF_INET6, ('::1', {port})), reach(socket.AF_UNIX, {abstract!r})]))
"""
        assert "connected" not in _said(code, plan, sandbox)
        with pytest.raises(TimeoutError):
            server.accept()


def test_system_calls_that_could_open_the_sandbox_are_refused(plan, sandbox):
    code = """
import ctypes, json, os
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, *arguments):
    ctypes.set_errno(0)
    return getattr(libc, name)(*arguments), ctypes.get_errno()
print(json.dumps([
    attempt('unshare', 0x10000000), attempt('unshare', 0x20000), attempt('setns', 3, 0),
    attempt('mount', b'tmpfs', b'/usr', b'tmpfs', 0, b''), attempt('umount2', b'/student', 2),
    attempt('ptrace', 0, 0, 0, 0), attempt('memfd_create', b'x', 0), attempt('chroot', b'/student'),
    attempt('sethostname', b'x', 1), attempt('shmget', 1, 4096, 0o1666), attempt('setuid', 0)]))
"""
    *refused, (result, _) = _said(code, plan, sandbox)
    assert refused == [[-1, errno.EPERM]] * 10
    assert result == -1


def test_the_student_is_nobody_without_privileges(plan, sandbox):
    code = "import json, os\nprint(json.dumps([os.getuid(), os.getgid(), os.getpid()]))"
    assert _said(code, plan, sandbox) == [65534, 65534, 1]


def test_nothing_of_a_submission_runs_on_when_it_is_done(plan, sandbox):
    marker = f"98765.{os.getpid()}"
    code = f"""
import json, subprocess
subprocess.Popen(['sleep', '{marker}'], start_new_session=True)
subprocess.Popen('(trap "" TERM HUP; setsid sleep {marker}) &', shell=True)
print(json.dumps('started'))
"""
    assert _said(code, plan, sandbox) == "started"
    until = time.monotonic() + 10
    while _running(marker) and time.monotonic() < until:
        time.sleep(0.05)
    assert _running(marker) == []


def _running(argument: str) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if argument in words:
            found.append(str(path))
    return found


def test_output_that_is_no_text_can_be_stored(plan, sandbox, tmp_path):
    code = r"""
import os
print('\udcff\ud800 lone halves')
os.write(1, b'\xff\xfe not UTF-8\n')
from IPython.display import HTML, display
display(HTML('<script>alert(1)</script>'))
"""
    outcome = runner.run(notebook(RIGHT, after=code), plan, LIMITS, sandbox)
    assert outcome.state == "graded"
    nbformat.write(outcome.notebook, tmp_path / "stored.ipynb")
    assert "not UTF-8" in (tmp_path / "stored.ipynb").read_text(encoding="utf-8")


def test_two_sandboxes_at_once_do_not_meet(plan):
    earned = {}

    def grade(name, submission):
        with Sandbox() as own:
            earned[name] = scores(runner.run(submission, plan, LIMITS, own).notebook)

    kill = DIE["killing everybody"]
    threads = [
        threading.Thread(target=grade, args=("honest", notebook(RIGHT))),
        threading.Thread(target=grade, args=("hostile", notebook(RIGHT, kill.code))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert earned["honest"] == POINTS
