"""The trainlab command."""

import json

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
    assert "network-steps per second" in lines


def test_doctor_says_what_to_do_about_a_missing_program(capsys, monkeypatch, quick):
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    assert cli.main(["doctor"]) == 0
    assert "-> apt-get install chromium" in capsys.readouterr().out


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


def test_lab_opens_the_playground_with_the_arguments_given(monkeypatch):
    seen = []
    monkeypatch.setattr(lab.subprocess, "call", lambda command, cwd: seen.append(command) or 0)
    assert cli.main(["lab", "--port", "9999", "--no-browser", "--", "--debug"]) == 0
    command = seen[0]
    assert "--ServerApp.port=9999" in command
    assert "--no-browser" in command
    assert command[-1] == "--debug"
    assert any("course/00-playground.ipynb" in part for part in command)


def test_an_interrupted_lab_ends_quietly(monkeypatch):
    def interrupted(command, cwd):
        raise KeyboardInterrupt

    monkeypatch.setattr(lab.subprocess, "call", interrupted)
    assert cli.main(["lab"]) == 0
