"""The ``trainlab`` command: open the course, reproduce its figures, examine the installation."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from trainlab import __version__

LAST_PORT = 65535


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    arguments = _parser().parse_args(argv)
    if arguments.command == "lab":
        from trainlab.cli import lab

        return lab.run(arguments.port, arguments.browser, arguments.jupyter)
    if arguments.command == "figures":
        from trainlab.cli import figures, workers

        asked = workers.Asked(arguments.networks, arguments.seed, arguments.device, arguments.quick)
        return figures.run(
            arguments.ids,
            asked,
            arguments.out,
            arguments.data,
            arguments.json,
            arguments.jobs,
            arguments.cluster,
        )
    from trainlab.cli import doctor

    return doctor.run(as_json=arguments.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trainlab", description="A live course on how deep networks are trained."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    lab = commands.add_parser("lab", help="open the course in JupyterLab")
    lab.add_argument("--port", type=_port, default=8888, help="port of the server (default 8888)")
    lab.add_argument(
        "--no-browser", dest="browser", action="store_false", help="do not open a browser"
    )
    lab.add_argument("jupyter", nargs="*", help="further arguments for JupyterLab, after --")
    figures = commands.add_parser("figures", help="reproduce the figures of the sources")
    figures.add_argument("ids", nargs="*", metavar="ID", help="which (default: all)")
    figures.add_argument(
        "--quick",
        action="store_true",
        help="rough answers, from few networks and few steps, in two minutes",
    )
    figures.add_argument("--json", action="store_true", help="print the results as JSON")
    figures.add_argument(
        "--out", type=Path, default=Path("figures"), help="folder of the gallery (default figures)"
    )
    figures.add_argument(
        "--data", type=Path, help="folder of its results and pictures (default: that of --out)"
    )
    figures.add_argument("--networks", type=int, help="size of every population")
    figures.add_argument("--seed", type=int, default=0, help="the first seed (default 0)")
    figures.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (default auto)")
    figures.add_argument("--jobs", type=int, help="how many at once (default: one for each core)")
    figures.add_argument(
        "--cluster", metavar="ADDRESS", help="run them on a Dask cluster: tcp://host:8786"
    )
    doctor = commands.add_parser("doctor", help="examine this installation")
    doctor.add_argument("--json", action="store_true", help="print the findings as JSON")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(
            f"{text} is not a port; give a whole number from 0 to {LAST_PORT}"
        )
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
