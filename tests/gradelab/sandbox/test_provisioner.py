"""The kernelspec gradelab-sandbox: any nbclient run in the sandbox."""

import os
import shutil
import socket
import time
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from gradelab.sandbox import provisioner

KERNELSPEC = Path(provisioner.__file__).parent / "kernelspec"


@pytest.fixture(autouse=True)
def kernelspec(tmp_path, monkeypatch):
    shutil.copytree(KERNELSPEC, tmp_path / "jupyter" / "kernels" / "gradelab-sandbox")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))


def execute(*cells: str, folder: Path | None = None, **options):
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    resources = {"metadata": {"path": str(folder)}} if folder else {}
    NotebookClient(
        notebook, kernel_name="gradelab-sandbox", resources=resources, allow_errors=True, **options
    ).execute()
    return ["".join(o.get("text", o.get("evalue", "")) for o in c.outputs) for c in notebook.cells]


def test_a_notebook_runs_as_nobody_in_a_process_space_of_its_own():
    said = execute("import os\nprint(os.getuid(), os.getpid())")
    assert said == ["65534 1\n"]


def test_there_is_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = execute(f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)")
    assert "refused" in said[0] or "unreachable" in said[0]


def test_it_finds_the_files_beside_the_notebook_and_cannot_change_them(tmp_path):
    folder = tmp_path / "submission"
    folder.mkdir()
    (folder / "data.txt").write_text("given")
    (folder / "ps1.ipynb").write_text("{}")
    (folder / "link").symlink_to("/etc/passwd")
    said = execute(
        "import os\nprint(sorted(os.listdir()), open('data.txt').read())",
        "open('data.txt', 'w').write('changed'); open('new', 'w').write('x'); print('done')",
        folder=folder,
    )
    assert said == ["['data.txt'] given\n", "done\n"]
    assert sorted(path.name for path in folder.iterdir()) == ["data.txt", "link", "ps1.ipynb"]
    assert (folder / "data.txt").read_text() == "given"


def test_it_cannot_write_where_its_sockets_are():
    said = execute(
        "import glob, os\nfolder = os.path.dirname(glob.glob('/tmp/gradelab-*/kernel.json')[0])",
        "open(folder + '/x', 'w')",
        "os.remove(folder + '/kernel.json')",
    )
    assert "Read-only file system" in said[1]
    assert "Read-only file system" in said[2]


def test_memory_is_limited():
    assert execute("try:\n    bytearray(10**11)\nexcept MemoryError:\n    print('no')") == ["no\n"]


def test_an_endless_cell_is_interrupted_and_leaves_no_process():
    with pytest.raises(CellTimeoutError):
        execute(f"import subprocess\nsubprocess.run(['sleep', '4321.{os.getpid()}'])", timeout=2)
    until = time.monotonic() + 10
    while _running(f"4321.{os.getpid()}") and time.monotonic() < until:
        time.sleep(0.05)
    assert not _running(f"4321.{os.getpid()}")


def test_a_kernel_that_dies_is_seen_to_be_dead():
    with pytest.raises(DeadKernelError):
        execute("import os\nos._exit(1)")


def test_nothing_is_left_behind_on_the_machine():
    before = set(Path("/tmp").glob("gradelab-*"))
    execute("1")
    assert set(Path("/tmp").glob("gradelab-*")) <= before


def _running(argument: str) -> bool:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if argument in path.read_bytes().decode(errors="replace").split("\0"):
                return True
        except OSError:
            continue
    return False
