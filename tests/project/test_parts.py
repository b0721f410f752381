"""``make test``: what fails is seen, what is slow is named, and no folder of tests is left out."""

import re
import subprocess
import sys
from pathlib import Path

from tests import parts

ROOT = Path(__file__).parents[2]


def _commands(*names: str) -> str:
    """Return what make would run for these targets."""
    dry = ["make", "--dry-run", *names]
    return subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def _ran(folder: Path, **recipes: str) -> subprocess.CompletedProcess[str]:
    """Run the parts with a Makefile that does no more than these recipes."""
    rules = [f"{name}:\n\t@{recipes.get(name, 'true')}\n" for name in parts.BUDGETS]
    (folder / "Makefile").write_text("".join(rules))
    return subprocess.run(
        [sys.executable, parts.__file__], cwd=folder, capture_output=True, text=True
    )


def test_a_failing_part_fails_the_whole_and_the_others_run_to_their_end(tmp_path):
    done = _ran(tmp_path, grading="echo '1 failed, 2 passed in 3.10s'; exit 3", unit="echo ran")
    assert done.returncode == 1
    assert "grading     0:00 of  4:00, in  0:00  FAILED with status 2" in done.stdout
    assert "unit        0:00 of  4:00, in  0:00  passed\nran" in done.stdout
    assert "1 failed, 2 passed in " in done.stdout.splitlines()[-1]


def test_parts_that_pass_pass_and_the_last_line_adds_up_what_pytest_counted(tmp_path):
    done = _ran(
        tmp_path,
        unit="echo '===== 30 passed, 2 warnings in 61.20s (0:01:01) ====='",
        notebooks="echo '= 5 passed, 1 skipped in 2.00s ='; echo '12 passed in 1.50s'",
    )
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].startswith("==== 0 failed, 47 passed, ")
    assert "1 skipped" in done.stdout.splitlines()[-1]


def test_the_parts_share_a_folder_that_is_gone_in_the_end(tmp_path):
    where = f'ls -d "$${parts.SHARED}"'
    done = _ran(tmp_path, grading=where, unit=where)
    one, other = (line for line in done.stdout.splitlines() if line.startswith("/"))
    assert one == other
    assert not Path(one).exists()


def test_what_pytest_prints_is_what_is_counted(tmp_path):
    """Of pytest itself: passed, failed, skipped, and an error in a fixture."""
    (tmp_path / "test_all.py").write_text(
        "import pytest\n@pytest.fixture\ndef broken():\n    1 / 0\n"
        "def test_a(): pass\ndef test_b(): assert False\ndef test_c(broken): pass\n"
        "@pytest.mark.skip\ndef test_d(): pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--color=yes", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert parts.counts(done.stdout) == {"passed": 1, "failed": 1, "skipped": 1, "error": 1}


def test_the_tests_of_a_file_run_in_one_process(tmp_path):
    """With the options of the Makefile: what a file's fixtures make is then made once."""
    options = re.findall(r"-m pytest (-n .*?) [-\w/]*tests/", _commands("grading"))[0].split()
    for name in "abc":
        (tmp_path / f"test_{name}.py").write_text(
            "import os, pytest\n@pytest.mark.parametrize('n', range(4))\n"
            "def test(n):\n    with open(f'{__file__}.ran', 'a') as ran:\n"
            "        print(os.environ['PYTEST_XDIST_WORKER'], file=ran)\n"
        )
    subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, "."],
        cwd=tmp_path,
        check=True,
    )
    for ran in (path.read_text().split() for path in tmp_path.glob("*.ran")):
        assert (len(ran), len(set(ran))) == (4, 1)


def test_a_part_over_its_budget_is_named_and_has_not_failed():
    slow = parts.Part("lint", 0, 150.0, 75.0, "")
    said = "lint        1:15 of  1:00, in  2:30  passed, OVER its budget by  0:15"
    assert parts.sentence(slow) == said


def test_the_machines_time_is_shared_out_among_those_that_use_it():
    now = [0.0]
    machine = parts.Shares(lambda: now[0])
    with machine.used("unit"):
        now[0] = 10.0  # alone
        with machine.used("lint"):
            now[0] = 14.0  # beside each other
        now[0] = 15.0
    now[0] = 100.0  # nobody
    with machine.used("browser"):
        now[0] = 103.0
    assert machine.taken == {"unit": 10 + 2 + 1, "lint": 2, "browser": 3}


def test_a_part_beside_another_takes_half_of_its_time():
    machine, waits = parts.Shares(), (sys.executable, "-c", "import time; time.sleep(0.4)")
    with machine.used("browser"):
        part = parts.run("grading", machine, waits)
    assert part.status == 0
    assert 0.2 <= part.taken <= part.seconds / 2


def test_every_folder_of_tests_belongs_to_a_part():
    commands = _commands(*parts.BUDGETS)
    named = {*commands.split()}
    ignored = re.findall(r"--ignore=(tests/\S+)", commands)
    assert ignored
    for path in ignored:
        files = {str(file.relative_to(ROOT)) for file in (ROOT / path).rglob("test_*.py")}
        assert path in named or (files and files <= named), path
