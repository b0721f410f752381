"""``trainlab lab``: JupyterLab, open on the playground."""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import nbformat
from nbformat.sign import NotebookNotary

import trainlab
from trainlab.cli import saving
from trainlab.cli.saving import drop_widget_views

PLAYGROUND = Path("course") / "00-playground.ipynb"
#: What the course's server has of its own: settings for a student (no question about news, no panel
#: for making assignments), saved notebooks that keep the pictures of live widgets, and messages
#: that reach the page at once.
OPTIONS = (
    f"--LabApp.app_settings_dir={Path(__file__).parent / 'settings'}",
    f"--FileContentsManager.pre_save_hook={saving.__name__}.{drop_widget_views.__name__}",
    "--ServerApp.kernel_websocket_connection_class=trainlab.cli.connection.Prompt",
)


def course_root() -> Path | None:
    """Return the folder that holds course/: this one, one above it, or the checkout."""
    here = Path.cwd()
    checkout = Path(trainlab.__file__).parents[2]
    for folder in (here, *here.parents, checkout):
        if (folder / PLAYGROUND).is_file():
            return folder
    return None


def run(port: int, browser: bool, arguments: Sequence[str]) -> int:
    """Become JupyterLab; return an exit status where that cannot be."""
    root = course_root()
    if root is None:
        print(
            f"trainlab: {PLAYGROUND} was not found here or in a folder above; "
            "change into the trainlab folder and try again.",
            file=sys.stderr,
        )
        return 1
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root}",
        f"--ServerApp.port={port}",
        f"--LabApp.default_url=/lab/tree/{PLAYGROUND.as_posix()}",
        *OPTIONS,
        *([] if browser else ["--no-browser"]),
        *_as_root(),
        *arguments,
    ]
    os.chdir(root)
    trust(root / "course")
    if sys.platform != "win32":
        os.execv(command[0], command)  # A signal to us is then one to the server.
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0


def trust(folder: Path) -> None:
    """Sign the course's notebooks, so that their pictures are shown before they are run."""
    notary = NotebookNotary()
    for path in sorted(folder.glob("*.ipynb")):
        with suppress(ValueError, nbformat.ValidationError):  # JupyterLab says what is broken.
            notary.sign(nbformat.read(path, as_version=4))


def _as_root() -> list[str]:
    """Jupyter refuses to start as root (in containers, say) unless told."""
    return ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
