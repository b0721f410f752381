"""The trainlab command."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib import metadata

import pytest

from trainlab import cli
from trainlab.cli import doctor, lab


@pytest.fixture
def quick(monkeypatch):
    original = doctor._training
    monkeypatch.setattr(doctor, "_training", lambda device: original(device, seconds=0.1))


def test_doctor_reports_every_part_and_passes_here(capsys, quick):
    assert cli.main(["doctor"]) == 0
    lines = capsys.readouterr().out
    for part in ("Python", "torch", "training on cpu", "chromium", "bubblewrap"):
        assert part in lines
    assert ("a sandbox starts" in lines) == (shutil.which("bwrap") is not None)
    assert "network-steps per second" in lines


def test_doctor_says_what_to_do_about_a_missing_program(capsys, monkeypatch, quick):
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    assert cli.main(["doctor"]) == 0
    assert "-> apt-get install chromium" in capsys.readouterr().out


def test_doctor_tries_a_sandbox_and_names_the_remedy(capsys, monkeypatch, quick, tmp_path):
    """bwrap is there, and says what it says on Ubuntu 24.04."""
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert cli.main(["doctor", "--json"]) == 0
    findings = {f["part"]: f for f in json.loads(capsys.readouterr().out)}
    assert findings["bubblewrap"]["found"] == f"{fake}, but no sandbox starts"
    assert "kernel.apparmor_restrict_unprivileged_userns=0" in findings["bubblewrap"]["remedy"]


def test_doctor_looks_whether_students_reach_the_exchange(monkeypatch, tmp_path):
    def remedy(exchange) -> str:
        monkeypatch.setenv("TRAINLAB_EXCHANGE", str(exchange))
        (finding,) = doctor._exchange()
        return finding.remedy

    closed = tmp_path / "closed"
    exchange = closed / "exchange"
    assert remedy(exchange) == f"mkdir -p {exchange} && chmod 777 {exchange}"
    exchange.mkdir(parents=True)
    exchange.chmod(0o755)
    assert remedy(exchange) == f"chmod 777 {exchange}"
    exchange.chmod(0o777)
    closed.chmod(0o700)
    assert remedy(exchange) == f"chmod o+x {closed}"
    closed.chmod(0o755)
    tmp_path.chmod(0o755)
    assert str(closed) not in remedy(exchange)
    monkeypatch.delenv("TRAINLAB_EXCHANGE")
    assert doctor._exchange() == []


def test_doctor_fails_when_a_required_package_is_missing(capsys, monkeypatch, quick):
    monkeypatch.setattr(doctor, "PACKAGES", ("numpy", "no-such-package"))
    assert cli.main(["doctor", "--json"]) == 1
    findings = {f["part"]: f for f in json.loads(capsys.readouterr().out)}
    assert findings["numpy"]["remedy"] == ""
    assert "pip install" in findings["no-such-package"]["remedy"]


def test_doctor_reports_a_device_that_cannot_train():
    finding = doctor._training("cuda:77")
    assert finding.remedy


def test_lab_outside_the_course_says_so_in_one_sentence(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lab.trainlab, "__file__", str(tmp_path / "a" / "b" / "c.py"))
    assert cli.main(["lab"]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "change into the trainlab folder" in message


@pytest.fixture
def windows(monkeypatch, tmp_path):
    """A system where no program can become another one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lab.sys, "platform", "win32")


def test_lab_opens_the_playground_with_the_arguments_given(monkeypatch, windows):
    seen = []
    monkeypatch.setattr(lab.subprocess, "call", lambda command: seen.append(command) or 0)
    assert cli.main(["lab", "--port", "9999", "--no-browser", "--", "--debug"]) == 0
    command = seen[0]
    assert "--ServerApp.port=9999" in command
    assert "--no-browser" in command
    assert command[-1] == "--debug"
    assert any("course/00-playground.ipynb" in part for part in command)


def test_an_interrupted_lab_ends_quietly(monkeypatch, windows):
    def interrupted(command):
        raise KeyboardInterrupt

    monkeypatch.setattr(lab.subprocess, "call", interrupted)
    assert cli.main(["lab"]) == 0


#: Stands in for JupyterLab: says what it was given and stays.
SERVER = """
import os, pathlib, sys, time
pathlib.Path("server.new").write_text(f"{os.getpid()} {' '.join(sys.argv[1:])}")
os.rename("server.new", "server")
time.sleep(60)
"""


@pytest.fixture
def served(tmp_path):
    """A running ``trainlab lab``, the number of its server's process and its arguments."""
    (tmp_path / "jupyterlab").mkdir()
    (tmp_path / "jupyterlab" / "__init__.py").touch()
    (tmp_path / "jupyterlab" / "__main__.py").write_text(SERVER)
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "00-playground.ipynb").write_text("{}")
    command = [sys.executable, "-c", "import sys; from trainlab.cli import main; sys.exit(main())"]
    process = subprocess.Popen(
        [*command, "lab", "--port", "0", "--no-browser"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while not (tmp_path / "server").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        number, arguments = (tmp_path / "server").read_text().split(maxsplit=1)
        yield process, int(number), arguments
    finally:
        process.kill()
        process.wait()


def _runs(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_signal_to_lab_ends_the_server(served, sent):
    process, server, arguments = served
    assert "--ServerApp.port=0" in arguments
    try:
        process.send_signal(sent)
        assert process.wait(timeout=20) == -sent
        assert not _runs(server)
    finally:
        if _runs(server):
            os.kill(server, signal.SIGKILL)


@pytest.mark.parametrize("port", ["99999", "65536", "-1", "8888.5", "eight"])
def test_a_port_that_cannot_be_is_refused(capsys, port):
    with pytest.raises(SystemExit) as ended:
        cli.main(["lab", "--port", port])
    assert ended.value.code == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.endswith(f"{port} is not a port; give a whole number from 0 to 65535")


@pytest.mark.parametrize("port", ["0", "65535"])
def test_the_first_and_the_last_port_are_taken(monkeypatch, port):
    seen = []
    monkeypatch.setattr(lab, "run", lambda port, browser, arguments: seen.append(port) or 0)
    assert cli.main(["lab", "--port", port]) == 0
    assert seen == [int(port)]


def test_it_tells_its_version(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"trainlab {metadata.version('trainlab')}\n"
