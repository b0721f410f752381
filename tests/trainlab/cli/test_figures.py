"""trainlab figures: the command, its workers and its gallery."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import torch

from trainlab import cli, experiments
from trainlab.cli.gallery import Gallery
from trainlab.cli.workers import Asked, Examined, Failed, Workers, examine, reason
from trainlab.experiments import words

SMALL = ["dying-probability", "--quick", "--networks", "60", "--device", "cpu", "--jobs", "1"]


def _summary(id, **changes):
    return {
        "id": id,
        "title": f"Title of {id}",
        "source": "A <b>source</b>",
        "claim": "|x| < 3 and a*b",
        "holds": True,
        "verdict": "It does.",
        "measured": {"rate": 0.93134, "list": [1, 2], "words": None},
        "claimed": {"rate": (0.87, 0.925)},
        "interval": {"rate": (0.9, 0.95)},
        "interval_method": "exact",
        "setting": {"steps": 10},
        "sensitivity": [{"changed": "lr", "rate": 0.5}],
        "networks": 10,
        "seed": 0,
        "device": "cpu",
        "quick": False,
        "seconds": 1.25,
        "cpu_seconds": 0.75,
        "complete": True,
        "caption": "A caption",
        "alt": 'A curve "rises"',
    } | changes


class _Page(HTMLParser):
    """What a reader of the page gets: pictures with their text, links, and its own anchors."""

    def __init__(self, text):
        super().__init__()
        self.images, self.links, self.anchors, self.text, self.open = [], [], [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "img":
            self.images.append((attrs["src"], attrs["alt"]))
        if "href" in attrs:
            self.links.append(attrs["href"])
        if "id" in attrs:
            self.anchors.append(attrs["id"])
        if tag not in ("img", "meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_the_gallery_shows_each_result_with_its_alternative_text(tmp_path):
    gallery = Gallery(tmp_path, ["b", "a"])
    gallery.add(_summary("a", holds=False), b"png")
    gallery.add(_summary("b", holds="Only if lr is small."), b"png")
    page = _Page((tmp_path / "index.html").read_text())
    assert page.images == [("b.png", 'A curve "rises"'), ("a.png", 'A curve "rises"')]
    assert page.links == ["#b", "#a"] == [f"#{anchor}" for anchor in page.anchors]
    assert page.open == []
    for told in ("does not hold", "it depends", "Only if lr is small.", "|x| < 3", "0.9313"):
        assert told in page.text
    assert "0.87 to 0.925" in page.text
    assert "A <b>source</b>" in page.text


def test_results_of_a_version_that_did_not_measure_processor_time_are_kept(tmp_path):
    old = _summary("a")
    del old["cpu_seconds"]
    (tmp_path / "results.json").write_text(json.dumps([old]))
    Gallery(tmp_path, ["a", "b"]).add(_summary("b"), b"png")
    rows = [line for line in (tmp_path / "README.md").read_text().splitlines() if "(#" in line]
    assert rows == [
        "| [a](#a) | holds | 10 | 1 | – |",
        "| [b](#b) | holds | 10 | 1 | 0.75 |",
    ]


def test_the_gallery_needs_no_network(tmp_path):
    Gallery(tmp_path, ["a"]).add(_summary("a"), b"png")
    assert "http" not in (tmp_path / "index.html").read_text()


def test_nothing_in_a_summary_is_taken_for_markdown(tmp_path):
    Gallery(tmp_path, ["a"]).add(_summary("a"), b"png")
    page = (tmp_path / "README.md").read_text()
    assert "\\|x\\| &lt; 3 and a\\*b" in page
    rows = [line for line in page.splitlines() if line.startswith("| rate")]
    assert rows == ["| rate | 0.87 to 0.925 | 0.9313 | 0.9 to 0.95 |"]


def test_a_later_run_replaces_its_own_results_and_keeps_the_others(tmp_path):
    first = Gallery(tmp_path, ["a", "b", "gone"])
    for id in ("a", "b", "gone"):
        first.add(_summary(id), b"old")
    second = Gallery(tmp_path, ["a", "b"])
    second.add(_summary("b", seed=5), b"new")
    assert [(r["id"], r["seed"]) for r in second.results] == [("a", 0), ("b", 5)]
    assert (tmp_path / "a.png").read_bytes() == b"old"
    assert (tmp_path / "b.png").read_bytes() == b"new"
    assert [r["id"] for r in json.loads((tmp_path / "results.json").read_text())] == ["a", "b"]


@pytest.mark.parametrize("content", ["{", "[1]", '[{"id": "a"}]', '"text"'])
def test_a_damaged_file_of_results_is_named(tmp_path, content):
    (tmp_path / "results.json").write_text(content)
    with pytest.raises(ValueError, match=r"results.json is not a list of results.*--out"):
        Gallery(tmp_path, ["a"])


def test_numbers_are_shown_as_a_reader_wants_them():
    assert words.shown(0.123456) == "0.1235"
    assert words.shown(1200) == "1200"
    assert words.shown([1, 2.5]) == "1, 2.5"
    assert words.shown({"width": [2, 3]}) == "width: 2, 3"
    assert words.claimed([0.1, 0.2]) == "0.1 to 0.2"
    assert words.claimed(None) == "–"


def test_figures_writes_a_gallery_and_prints_json(capsys, tmp_path):
    assert cli.main(["figures", *SMALL, "--json", "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr()
    assert "rough answers" in printed.err
    (result,) = json.loads(printed.out)
    assert result["id"] == "dying-probability"
    assert result["networks"] == 60
    assert result["holds"] in (True, False)
    low, high = result["interval"]["P(die), 10 layers of width 2"]
    assert low <= result["measured"]["P(die), 10 layers of width 2"] <= high
    assert (tmp_path / "dying-probability.png").read_bytes().startswith(b"\x89PNG")
    assert result["alt"].replace("|", "\\|") in (tmp_path / "README.md").read_text()
    again = experiments.run(
        "dying-probability", quick=True, networks=60, progress=False, device="cpu"
    )
    assert result["measured"] == again.summary()["measured"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["relu-colapse"], "Did you mean 'relu-collapse'?"),
        (["--networks", "0"], "networks=0 was given"),
        (["--seed", "-1"], "seed=-1 was given"),
        (["--device", "cuda:77"], "device='cuda:77' is not available here"),
        (["--jobs", "0"], "jobs=0 was given"),
    ],
)
def test_a_bad_argument_gets_one_sentence(capsys, tmp_path, arguments, message):
    assert cli.main(["figures", *arguments, "--out", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert message in told


@pytest.mark.parametrize(
    ("out", "says"),
    [
        ("file", "is a file; give a folder."),
        ("file/folder", "cannot be made or read (Not a directory); give another folder."),
        ("a" * 300, "cannot be made or read (File name too long); give another folder."),
        ("odd", "cannot be made or read (Is a directory); give another folder."),
    ],
)
def test_a_folder_that_cannot_be_made_gets_one_sentence(capsys, tmp_path, out, says):
    (tmp_path / "file").write_text("")
    (tmp_path / "odd" / "results.json").mkdir(parents=True)
    assert cli.main(["figures", "--out", str(tmp_path / out)]) == 2
    assert capsys.readouterr().err == f"trainlab: --out {tmp_path / out} {says}\n"


def test_the_longest_experiment_starts_first():
    from trainlab.cli.figures import _longest_first

    ordered = _longest_first(experiments.list())
    seconds = [experiments.REGISTRY[id].seconds for id in ordered]
    assert seconds == sorted(seconds, reverse=True)
    assert sorted(ordered) == sorted(experiments.list())


def test_a_worker_that_dies_fails_its_experiment_and_not_the_next():
    workers = Workers(["relu-collapse", "safe-region"], Asked(20, 0, "cpu", True), jobs=1)
    ((process, _),) = workers._running.values()
    process.kill()
    last = {m.id: m for m in workers.messages() if isinstance(m, Examined | Failed)}
    assert "ended with status -9" in last["relu-collapse"].reason
    assert last["safe-region"].summary["networks"] == 20


def test_an_experiment_that_fails_says_why():
    failed = examine("safe-region", Asked(20, 0, "cuda:77", True), tell=[].append)
    assert isinstance(failed, Failed)
    assert failed.id == "safe-region"
    assert failed.reason.startswith("ValueError: device='cuda:77' is not available here")


@pytest.mark.parametrize("networks", [10**13, 5 * 10**18, 10**20])
def test_what_torch_says_of_too_large_an_array_is_want_of_memory(networks):
    with pytest.raises((RuntimeError, TypeError)) as raised:
        torch.full((1, networks), 0.5)
    assert reason(raised.value).endswith("ask for fewer with --networks.")


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        np.linalg.LinAlgError("singular"),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 8 TiB."),
        ValueError("so many networks need about 5 GB of memory, and 2 GB are free: none fits."),
        RuntimeError("MPS backend out of memory (MPS allocated: 8 GB)"),
    ],
)
def test_want_of_memory_is_told_from_other_failures(error):
    assert ("--networks" in reason(error)) == (not isinstance(error, np.linalg.LinAlgError))


def test_more_networks_than_memory_holds_are_explained(capsys, tmp_path):
    arguments = ["xor-init", "--networks", str(10**13), "--device", "cpu", "--out", str(tmp_path)]
    assert cli.main(["figures", *arguments]) == 1
    printed = capsys.readouterr()
    assert printed.out == (
        "xor-init            failed: so many networks need more memory than there is; "
        "ask for fewer with --networks.\n"
    )
    assert "index.html" not in printed.err


def _screen(written):
    """What a terminal shows in the end: a carriage return goes back to the start of the line."""
    lines = []
    for line in written.split("\n"):
        shown = ""
        for part in line.split("\r"):
            shown = part + shown[len(part) :]
        lines.append(shown.rstrip())
    return lines


def test_an_interruption_before_any_result_is_no_failure(tmp_path):
    command = [sys.executable, "-c", "import sys; from trainlab.cli import main; sys.exit(main())"]
    arguments = ["figures", "xor-init", "--networks", "3000", "--device", "cpu"]
    written = tmp_path / "written"
    with written.open("w") as file:
        process = subprocess.Popen(
            [*command, *arguments, "--out", str(tmp_path / "gallery")],
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 200
        while "xor-init: " not in written.read_text() and time.monotonic() < deadline:
            time.sleep(0.1)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=60) == 130
    assert _screen(written.read_bytes().decode()) == [
        "trainlab: interrupted, keeping what there is",
        "xor-init            interrupted, before it had a result",
        f"trainlab: interrupted; what was computed is in {tmp_path / 'gallery'}.",
        "",
    ]


def test_an_interrupted_run_keeps_what_was_computed(tmp_path):
    command = [sys.executable, "-c", "import sys; from trainlab.cli import main; sys.exit(main())"]
    arguments = ["figures", "dying-probability", "--networks", "3000", "--jobs", "1"]
    errors = tmp_path / "errors"
    with errors.open("w") as file:
        process = subprocess.Popen(
            [*command, *arguments, "--device", "cpu", "--out", str(tmp_path / "gallery")],
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
        deadline = time.monotonic() + 200
        while "width 3" not in errors.read_text() and time.monotonic() < deadline:
            time.sleep(0.1)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=60) == 130
    (result,) = json.loads((tmp_path / "gallery" / "results.json").read_text())
    assert not result["complete"]
    assert result["setting"]["grid"]["width"][0] == 2
    assert "interrupted; what was computed is in" in errors.read_text().splitlines()[-1]
    assert "Traceback" not in errors.read_text()


def test_results_may_lie_in_a_folder_of_their_own(tmp_path):
    pages, data = tmp_path / "docs" / "gallery", tmp_path / "lib" / "recorded"
    Gallery(pages, ["a", "b"], data).add(_summary("a"), b"png")
    Gallery(pages, ["a", "b"], data).add(_summary("b"), b"png")
    assert {path.name for path in data.iterdir()} == {"a.png", "b.png", "results.json"}
    assert {path.name for path in pages.iterdir()} == {"index.html", "README.md"}
    for source, _ in _Page((pages / "index.html").read_text()).images:
        assert (pages / source).resolve().parent == data
    assert "](../../lib/recorded/a.png)" in (pages / "README.md").read_text()


def test_figures_writes_pages_and_data_where_asked(tmp_path):
    pages, data = tmp_path / "pages", tmp_path / "data"
    assert cli.main(["figures", *SMALL, "--out", str(pages), "--data", str(data)]) == 0
    (result,) = json.loads((data / "results.json").read_text())
    assert date.fromisoformat(result["date"]) <= date.today()
    assert (data / "dying-probability.png").exists()
    assert (pages / "index.html").exists()


def test_the_committed_pages_show_the_recorded_results():
    root = Path(__file__).parents[3]
    pages, data = root / "docs" / "gallery", root / "lib" / "trainlab" / "experiments" / "recorded"
    results = json.loads((data / "results.json").read_text(encoding="utf-8"))
    page = _Page((pages / "index.html").read_text(encoding="utf-8"))
    shown = [((pages / source).resolve(), alt) for source, alt in page.images]
    assert shown == [(data / f"{r['id']}.png", r["alt"]) for r in results]
    for result in results:
        assert result["verdict"] in page.text
