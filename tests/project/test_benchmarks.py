"""``make bench``: which benchmarks run, and what becomes of the sections of RESULTS.md."""

import importlib.util
import sys
from pathlib import Path

import pytest

PATH = Path(__file__).parents[2] / "benchmarks" / "report.py"


@pytest.fixture
def report(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("report", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "RESULTS", tmp_path / "RESULTS.md")
    monkeypatch.setattr(module, "run", lambda name: f"\nmeasured {name}\n\n")
    return module


def test_without_names_every_benchmark_runs(report, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["report.py"])
    report.main()
    files = {path.stem for path in PATH.parent.glob("*.py")} - {"report"}
    assert set(report.sections()) == files


def test_a_benchmark_not_named_keeps_its_section(report, monkeypatch):
    report.RESULTS.write_text("# Benchmarks\n\n## engine\n\nas before\n")
    monkeypatch.setattr(sys, "argv", ["report.py", "threads"])
    report.main()
    assert set(report.sections()) == {"engine", "threads"}
    assert "as before" in report.sections()["engine"]


def test_an_unknown_benchmark_is_named(report, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["report.py", "speed"])
    with pytest.raises(SystemExit):
        report.main()
    assert "'speed' is no benchmark; expected one of engine" in capsys.readouterr().err
