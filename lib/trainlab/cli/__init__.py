"""The ``trainlab`` command: open the course, examine the installation."""

import argparse
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    arguments = _parser().parse_args(argv)
    if arguments.command == "lab":
        from trainlab.cli import lab

        return lab.run(arguments.port, arguments.browser, arguments.jupyter)
    from trainlab.cli import doctor

    return doctor.run(as_json=arguments.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trainlab", description="A live course on how deep networks are trained."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    lab = commands.add_parser("lab", help="open the course in JupyterLab")
    lab.add_argument("--port", type=int, default=8888, help="port of the server (default 8888)")
    lab.add_argument(
        "--no-browser", dest="browser", action="store_false", help="do not open a browser"
    )
    lab.add_argument("jupyter", nargs="*", help="further arguments for JupyterLab, after --")
    doctor = commands.add_parser("doctor", help="examine this installation")
    doctor.add_argument("--json", action="store_true", help="print the findings as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
