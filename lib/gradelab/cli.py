"""The ``gradelab`` command: one module for each verb."""

import argparse
import json
import sys
from collections.abc import Sequence

from gradelab.errors import GradelabError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    arguments = _parser().parse_args(argv)
    try:
        from gradelab import release
    except ImportError:
        print(
            "gradelab: nbgrader is not installed: "
            "pip install -e '.[instructor]' -c constraints.txt",
            file=sys.stderr,
        )
        return 1
    try:
        results = release.run(arguments.problem_sets, check=arguments.check)
    except GradelabError as error:
        print(f"gradelab: {error}", file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps([{"id": r.name, "state": r.state} for r in results], indent=2))
    else:
        for result in results:
            print(f"{result.name}: {result.state}")
    drifted = [result.name for result in results if result.state == "differs"]
    if drifted:
        print(
            f"gradelab: assignments/ is not what solutions/ makes it for {', '.join(drifted)}: "
            "run 'gradelab release' and commit the result.",
            file=sys.stderr,
        )
    return int(bool(drifted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gradelab", description="Release problem sets.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    release = verbs.add_parser("release", help="make the student version of problem sets")
    release.add_argument("problem_sets", nargs="*", metavar="PS", help="all of them when none")
    release.add_argument(
        "--check", action="store_true", help="write nothing; fail when assignments/ has drifted"
    )
    release.add_argument("--json", action="store_true", help="print the results as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
