"""Recorded results: those of the files, with the package, and told as recorded."""

import json
import os
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import IPython.display
import pytest

from tests.pages import images
from trainlab import experiments
from trainlab.experiments import words

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "lib" / "trainlab" / "experiments" / "recorded"


def _results():
    return json.loads((FOLDER / "results.json").read_text(encoding="utf-8"))


def test_every_experiment_is_recorded():
    assert [result["id"] for result in _results()] == experiments.list()
    assert {path.name for path in FOLDER.iterdir()} == {
        "results.json",
        *(f"{id}.png" for id in experiments.list()),
    }


@pytest.mark.parametrize("result", _results(), ids=lambda result: result["id"])
def test_a_recorded_result_is_that_of_the_full_run(result):
    found = experiments.recorded(result["id"])
    assert result["complete"]
    assert not result["quick"]
    for name in ("verdict", "holds", "measured", "interval", "claimed", "networks", "seed", "date"):
        assert getattr(found, name) == result[name], name
    assert found.claim == experiments.REGISTRY[found.id].claim
    assert found.networks == experiments.REGISTRY[found.id].networks
    assert found.png == (FOLDER / f"{result['id']}.png").read_bytes()
    assert found.png.startswith(b"\x89PNG")
    assert len(found.png) < 200_000


def test_it_shows_itself_with_its_picture_and_says_that_it_is_recorded(monkeypatch):
    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda part, raw=False: shown.append(part))
    found = experiments.recorded("dying-probability")
    found._ipython_display_()
    opening, picture, findings = shown
    assert f"Recorded on {found.date}, not run now: 10000 networks, seed 0." in opening.data
    assert 'trainlab.experiments.run("dying-probability")' in opening.data
    ((_, alt),) = images(picture["text/html"])
    assert alt == found.alt
    assert b64decode(picture["image/png"]) == found.png
    assert found.verdict in findings.data
    low, high = found.interval["P(die), 10 layers of width 2"]
    assert f"| {low:.4g} to {high:.4g} |" in findings.data


def test_a_long_table_is_folded_and_a_short_one_is_not():
    for result in map(experiments.recorded, experiments.list()):
        told = words.findings(vars(result))
        assert ("<details>" in told) == (len(result.measured) > words.LONGEST)
        assert all(words.markdown(name) in told for name in result.measured)


def test_what_is_not_recorded_is_said_in_one_sentence(monkeypatch):
    with pytest.raises(ValueError, match=r"id='heavyside' is not known.*Did you mean 'heaviside'"):
        experiments.recorded("heavyside")
    monkeypatch.setitem(experiments.REGISTRY, "new", experiments.REGISTRY["heaviside"])
    with pytest.raises(ValueError, match=r"^id='new' has no recorded result; run it with .*\.$"):
        experiments.recorded("new")


def test_an_installed_package_has_the_recorded_results(tmp_path):
    build = "import setuptools; setuptools.setup()"
    command = [sys.executable, "-c", build, "-q", "build_py", "--build-lib", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    read = (
        "import trainlab; from trainlab import experiments; print(trainlab.__file__, "
        "sum(len(experiments.recorded(id).png) for id in experiments.list()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", read],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    file, size = done.stdout.split()
    assert Path(file).is_relative_to(tmp_path)
    assert int(size) == sum(path.stat().st_size for path in FOLDER.glob("*.png"))
