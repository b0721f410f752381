"""Run the benchmarks and write what they print to RESULTS.md, with the machine and the versions.

Run: python benchmarks/report.py [engine population playground ...]
A benchmark not named keeps its section.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
from datetime import date
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
TITLE = "# Benchmarks\n\nWritten by `make bench`; every ratio compares within one run.\n"
PACKAGES = ("torch", "numpy", "jupyterlab", "nbgrader")


def processor() -> str:
    """Return the processor's name, which Linux keeps in /proc."""
    path = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", path.read_text()) if path.exists() else None
    return found[1] if found else platform.processor() or platform.machine()


def conditions() -> str:
    """Return the machine and the versions, in one line."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    return (
        f"{date.today()}, {processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, {versions}"
    )


def sections() -> dict[str, str]:
    """Return the sections of RESULTS.md by name."""
    if not RESULTS.exists():
        return {}
    parts = re.split(r"^## (\w+)\n", RESULTS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def run(name: str) -> str:
    """Run one benchmark and return its section; what it prints is shown as it comes."""
    path = HERE / f"{name}.py"
    about = path.read_text(encoding="utf-8").split('"""')[1].splitlines()[0]
    lines = []
    with subprocess.Popen(
        [sys.executable, str(path)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    if process.returncode:
        sys.exit(f"benchmarks/{name}.py stopped with status {process.returncode}.")
    return f"\n{about}\n\n{conditions()}.\n\n```text\n{''.join(lines)}```\n\n"


def main() -> None:
    """Run the named benchmarks, all by default."""
    known = sorted(p.stem for p in HERE.glob("*.py") if p != Path(__file__))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    names = parser.parse_args().names or known
    for name in names:
        if name not in known:
            parser.error(f"{name!r} is no benchmark; expected one of {', '.join(known)}")
    written = sections()
    for name in names:
        written[name] = run(name)
        body = "".join(f"## {key}\n{written[key]}" for key in sorted(written))
        RESULTS.write_text(f"{TITLE}\n{body.rstrip()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
