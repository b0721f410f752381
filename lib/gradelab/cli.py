"""The ``gradelab`` command: one function for each verb."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from trainlab import __version__

PROBLEM_SET = "a problem set: the name of a folder in solutions/"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    arguments = _parser().parse_args(argv)
    # nbgrader starts its database migrations as a program, which lies beside our Python.
    beside = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", "")])
    from gradelab.core import slim, trouble
    from gradelab.core.errors import GradelabError

    try:
        slim.install()
    except ModuleNotFoundError:
        return _fail("nbgrader is not installed: pip install -e '.[instructor]' -c constraints.txt")
    # What nbgrader logs with a traceback we say in a sentence.
    logging.getLogger("tornado.application").addHandler(logging.NullHandler())
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # of ``gradelab status | head``, say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except GradelabError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _fail("stopped; run the same command again to go on.", status=130)
    except Exception as error:
        sentence = trouble.sentence(error)
        if sentence is None:
            raise
        return _fail(sentence)


def _fail(sentence: str, status: int = 1) -> int:
    print(f"gradelab: {sentence}", file=sys.stderr)
    return status


def _release(arguments: argparse.Namespace) -> int:
    from gradelab.commands import release

    results = release.run(arguments.problem_sets, check=arguments.check)
    if arguments.json:
        listed = [{"id": r.name, "state": r.state, "remarks": list(r.remarks)} for r in results]
        print(json.dumps(listed, indent=2))
    else:
        for result in results:
            print(f"{result.name}: {result.state}")
            for remark in result.remarks:
                print(f"  {remark}")
    drifted = [result.name for result in results if result.state == "differs"]
    if drifted:
        return _fail(
            f"assignments/ is not what solutions/ makes it for {', '.join(drifted)}: "
            "run 'gradelab release' and commit the result."
        )
    return 0


def _grade(arguments: argparse.Namespace) -> int:
    from gradelab.commands import grade

    if arguments.accept and not arguments.student:
        return _fail("--accept is for submissions that a person has looked at: add --student ID.")
    options = grade.Options(
        workers=arguments.workers,
        scheduler=arguments.scheduler,
        students=arguments.student,
        again=arguments.again,
        sandboxed=not arguments.unsafe,
        accepted=arguments.accept,
    )
    if arguments.dry_run:
        return _would_grade(arguments, grade.to_do(arguments.problem_set, options))
    if arguments.unsafe:
        print(f"gradelab: {grade.WITHOUT_SANDBOX}", file=sys.stderr)
    results = grade.run(arguments.problem_set, options)
    for folder in grade.left_out(arguments.problem_set):
        print(f"gradelab: {folder}.", file=sys.stderr)
    if arguments.json:
        print(json.dumps([grade.as_json(result) for result in results], indent=2))
        print("\n".join(grade.changes(results)), end="", file=sys.stderr)
    else:
        print(grade.summary(results))
    return 0


def _would_grade(arguments: argparse.Namespace, to_do: Mapping[str, Sequence[str]]) -> int:
    from gradelab.commands import grade

    if arguments.json:
        print(json.dumps([{"student": s, "why": list(why)} for s, why in to_do.items()], indent=2))
    else:
        print("\n".join(grade.in_words(to_do)) or "nothing to grade")
    return 0


def _status(arguments: argparse.Namespace) -> int:
    from gradelab.commands import status

    found = status.read(arguments.problem_set)
    print(json.dumps(found.as_json(), indent=2) if arguments.json else status.as_text(found))
    if arguments.picture:
        from gradelab.commands import picture

        picture.save(found, arguments.picture)
    return 0


def _feedback(arguments: argparse.Namespace) -> int:
    from gradelab.commands import feedback

    pages = feedback.run(
        arguments.problem_set,
        arguments.workers,
        arguments.student,
        arguments.show_tests,
        arguments.again,
    )
    problems = [page for page in pages if page.problem]
    if arguments.json:
        listed = [
            {
                "student": p.student,
                "folder": str(p.folder),
                "problem": p.problem,
                "waiting": p.waiting,
                "unchanged": p.unchanged,
            }
            for p in pages
        ]
        print(json.dumps(listed, indent=2))
    else:
        unchanged = sum(page.unchanged for page in pages)
        stood = f", {unchanged} of these unchanged" if unchanged else ""
        print(f"feedback for {len(pages) - len(problems)} of {len(pages)} students{stood}")
        for page in problems:
            print(f"  {page.student}: {page.problem}")
        if waiting := sum(page.waiting for page in pages):
            print(f"{waiting} of these show points that still wait for a person.")
    return int(bool(problems))


def _export(arguments: argparse.Namespace) -> int:
    from gradelab.commands import export

    made = export.run(arguments.format, arguments.problem_sets, arguments.to)
    if arguments.json:
        remarks = list(made.remarks)
        told = {"file": str(arguments.to), "waiting": made.waiting, "remarks": remarks}
        print(json.dumps(told))
    else:
        print(f"wrote {arguments.to}")
        for remark in made.remarks:
            print(f"  {remark}")
        if made.waiting:
            print(f"{made.waiting} submissions still wait for a person; their grades may change.")
    return 0


def _kit(arguments: argparse.Namespace) -> int:
    from gradelab.commands import kit

    path, sets = kit.run(arguments.to)
    if arguments.json:
        print(json.dumps({"file": str(path), "problem_sets": sets}))
    else:
        print(f"wrote {path}: lectures, {', '.join(sets)}, and how to hand in")
    return 0


def _audit(arguments: argparse.Namespace) -> int:
    from gradelab.commands import audit

    found = audit.run(arguments.problem_set, arguments.answers, arguments.seeds)
    print(audit.as_json(found) if arguments.json else audit.as_text(found))
    return int(any(one.kind in audit.FAULTS for one in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gradelab", description="Release problem sets, grade what comes back."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True)

    release = _verb(verbs, "release", _release, "make the student version of problem sets")
    _add_problem_sets(release)
    release.add_argument(
        "--check", action="store_true", help="write nothing; fail when assignments/ has drifted"
    )

    kit = _verb(verbs, "kit", _kit, "make the file that students get")
    kit.add_argument(
        "--to", type=Path, metavar="FILE", help="default: the name of the course, .zip"
    )

    grade = _verb(verbs, "grade", _grade, "grade what students handed in")
    _add_problem_set(grade)
    _add_workers(grade)
    grade.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster: tcp://host:8786")
    _add_student(grade)
    grade.add_argument("--again", action="store_true", help="grade also what is graded already")
    grade.add_argument(
        "--dry-run", action="store_true", help="grade nothing; say what would be graded, and why"
    )
    grade.add_argument(
        "--accept",
        action="store_true",
        help="with --student: a person has looked, and its own kernel's scores count",
    )
    grade.add_argument(
        "--unsafe", action="store_true", help="run the students' code without a sandbox"
    )

    status = _verb(verbs, "status", _status, "show how an assignment went")
    _add_problem_set(status)
    status.add_argument("--picture", type=Path, metavar="FILE", help="draw it (.png, .svg, .pdf)")

    feedback = _verb(verbs, "feedback", _feedback, "make a page for every student")
    _add_problem_set(feedback)
    _add_workers(feedback)
    _add_student(feedback)
    feedback.add_argument("--again", action="store_true", help="make also what is unchanged")
    feedback.add_argument("--show-tests", action="store_true", help="leave hidden tests in")

    export = _verb(verbs, "export", _export, "write grades for a learning management system")
    _add_problem_sets(export)
    export.add_argument("--format", choices=("csv", "canvas", "moodle"), default="csv")
    export.add_argument(
        "--to", type=Path, metavar="FILE", default=Path("grades.csv"), help="default: grades.csv"
    )

    audit = _verb(verbs, "audit", _audit, "try checks on answers whose mistake is known")
    _add_problem_set(audit)
    audit.add_argument(
        "--answers", type=Path, metavar="FOLDER", help="default: tests/answers/PS of the course"
    )
    audit.add_argument("--seeds", type=_positive, default=3, help="of the cases (default: 3)")
    return parser


def _add_problem_set(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("problem_set", metavar="PS", help=PROBLEM_SET)


def _add_problem_sets(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "problem_sets", nargs="*", metavar="PS", help=f"{PROBLEM_SET}; all of them when none"
    )


def _add_workers(verb: argparse.ArgumentParser) -> None:
    cores = os.cpu_count() or 1
    verb.add_argument("--workers", type=_positive, default=cores, help="processes (default: cores)")


def _add_student(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--student", action="append", default=[], metavar="ID", help="only this one; repeatable"
    )


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    summary: str,
) -> argparse.ArgumentParser:
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
