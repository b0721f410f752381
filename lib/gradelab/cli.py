"""The ``gradelab`` command: one function for each verb."""

import argparse
import json
import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    arguments = _parser().parse_args(argv)
    try:
        import nbgrader  # noqa: F401
    except ImportError:
        return _fail("nbgrader is not installed: pip install -e '.[instructor]' -c constraints.txt")
    from gradelab.errors import GradelabError

    try:
        return arguments.run(arguments)
    except GradelabError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _fail("stopped; run the same command again to go on.", status=130)


def _fail(sentence: str, status: int = 1) -> int:
    print(f"gradelab: {sentence}", file=sys.stderr)
    return status


def _release(arguments: argparse.Namespace) -> int:
    from gradelab import release

    results = release.run(arguments.problem_sets, check=arguments.check)
    if arguments.json:
        print(json.dumps([{"id": r.name, "state": r.state} for r in results], indent=2))
    else:
        for result in results:
            print(f"{result.name}: {result.state}")
    drifted = [result.name for result in results if result.state == "differs"]
    if drifted:
        return _fail(
            f"assignments/ is not what solutions/ makes it for {', '.join(drifted)}: "
            "run 'gradelab release' and commit the result."
        )
    return 0


def _grade(arguments: argparse.Namespace) -> int:
    from gradelab import grading

    options = grading.Options(
        workers=arguments.workers,
        scheduler=arguments.scheduler,
        students=arguments.student,
        again=arguments.again,
        sandboxed=not arguments.unsafe,
    )
    if arguments.unsafe:
        print(f"gradelab: {grading.WITHOUT_SANDBOX}", file=sys.stderr)
    results = grading.run(arguments.problem_set, options)
    if arguments.json:
        print(json.dumps([grading.as_json(result) for result in results], indent=2))
    else:
        print(grading.summary(results))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gradelab", description="Release problem sets, grade what comes back."
    )
    verbs = parser.add_subparsers(dest="verb", required=True)

    release = _verb(verbs, "release", _release, "make the student version of problem sets")
    release.add_argument("problem_sets", nargs="*", metavar="PS", help="all of them when none")
    release.add_argument(
        "--check", action="store_true", help="write nothing; fail when assignments/ has drifted"
    )

    grade = _verb(verbs, "grade", _grade, "grade what students handed in")
    grade.add_argument("problem_set", metavar="PS")
    grade.add_argument(
        "--workers", type=_positive, default=os.cpu_count() or 1, help="processes (default: cores)"
    )
    grade.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster: tcp://host:8786")
    grade.add_argument(
        "--student", action="append", default=[], metavar="ID", help="only this one; repeatable"
    )
    grade.add_argument("--again", action="store_true", help="grade also what is graded already")
    grade.add_argument(
        "--unsafe", action="store_true", help="run the students' code without a sandbox"
    )
    return parser


def _verb(verbs, name: str, run, summary: str) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
    verb = verbs.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
    verb.add_argument("--json", action="store_true", help="print the results as JSON")
    verb.set_defaults(run=run)
    return verb


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes; give 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main())
