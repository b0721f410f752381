"""``trainlab doctor``: what this installation has, what it lacks, and what to do about it."""

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from pathlib import Path

PACKAGES = ("numpy", "torch", "jupyterlab", "ipywidgets", "matplotlib", "nbgrader")
INSTALL = "pip install -e '.[instructor]' -c constraints.txt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Finding:
    """One line of the examination; ``remedy`` is empty where all is well."""

    part: str
    found: str
    remedy: str = ""
    required: bool = True


def run(as_json: bool) -> int:
    """Print the findings; return 1 when a required part is missing or broken."""
    findings = examine()
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            mark = "ok" if not finding.remedy else "missing" if finding.required else "optional"
            print(f"{mark:9}{finding.part:22}{finding.found}")
            if finding.remedy:
                print(f"{'':31}-> {finding.remedy}")
    return int(any(finding.remedy and finding.required for finding in findings))


def examine() -> list[Finding]:
    """Look at Python, the packages, the devices and the system's programs."""
    return [
        Finding("Python", platform.python_version()),
        *(_package(name) for name in PACKAGES),
        *_devices(),
        _program("chromium", BROWSERS, "browser tests", "apt-get install chromium"),
        _sandbox(),
        *_exchange(),
    ]


def _package(name: str) -> Finding:
    try:
        return Finding(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(name, "not installed", INSTALL, required=name != "nbgrader")


def _program(name: str, commands: tuple[str, ...], purpose: str, remedy: str) -> Finding:
    path = next(filter(None, map(shutil.which, commands)), None)
    if path:
        return Finding(name, path, required=False)
    return Finding(name, f"not found; needed for {purpose} only", remedy, required=False)


def _sandbox() -> Finding:
    """Try to confine code as grading does; that bubblewrap is there does not say that it may."""
    found = _program("bubblewrap", ("bwrap",), "sandboxed grading", "apt-get install bubblewrap")
    if found.remedy:
        return found
    command = [sys.executable, "-m", "gradelab.sandbox"]
    tried = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if tried.returncode == 0:
        return replace(found, found=f"{found.found}, and a sandbox starts")
    said = tried.stderr.strip().splitlines() or ["it ends without a word"]
    return replace(found, found=f"{found.found}, but no sandbox starts", remedy=said[-1])


def _exchange() -> list[Finding]:
    """Look whether students can reach the folder in which they fetch and hand in."""
    if "TRAINLAB_EXCHANGE" not in os.environ:
        return []
    root = Path(os.environ["TRAINLAB_EXCHANGE"]).absolute()
    if not root.is_dir():
        return [_unreachable(root, "is not there", f"mkdir -p {root} && chmod 777 {root}")]
    if root.stat().st_mode & 0o007 != 0o007:
        return [_unreachable(root, "is closed to students", f"chmod 777 {root}")]
    for folder in root.parents:
        if not folder.stat().st_mode & 0o001:
            return [
                _unreachable(root, f"lies in {folder}, closed to students", f"chmod o+x {folder}")
            ]
    return [Finding("exchange", str(root), required=False)]


def _unreachable(root: Path, why: str, remedy: str) -> Finding:
    return Finding("exchange", f"{root} {why}", remedy, required=False)


def _devices() -> list[Finding]:
    try:
        import torch
    except ImportError as error:
        return [Finding("training", f"torch does not load: {error}", INSTALL)]
    findings = [_training("cpu")]
    if torch.cuda.is_available():
        findings.append(_training("cuda"))
    if torch.backends.mps.is_available():
        findings.append(_training("mps"))
    return findings


def _training(device: str, seconds: float = 1.0) -> Finding:
    """Train 64 small networks for about a second; say how fast, and whether they learned."""
    import torch

    from trainlab import MLP, Trainer, problems

    name = torch.cuda.get_device_name() if device == "cuda" else device
    problem = problems.sine()
    try:
        trainer = Trainer(MLP([1, 16, 1]), problem, population=64, device=device)
        before = trainer.loss(problem.x, problem.y).mean()
        start = time.perf_counter()
        while time.perf_counter() - start < seconds:
            trainer.step(50, record=False)
        rate = 64 * trainer.steps_taken / (time.perf_counter() - start)
        after = trainer.loss(problem.x, problem.y).mean()
    except (RuntimeError, ValueError) as error:
        remedy = f"train with another device than {device!r}"
        return Finding(f"training on {device}", str(error).splitlines()[0], remedy)
    if not after < before:
        return Finding(f"training on {device}", "the loss did not fall", INSTALL)
    return Finding(f"training on {device}", f"{name}, {rate:,.0f} network-steps per second")
