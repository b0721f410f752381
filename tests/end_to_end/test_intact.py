"""After every attack of the hostile corpus, in one class: what must be intact is intact."""

import hashlib
import sqlite3
from pathlib import Path

from gradelab.core.attention import Reason
from tests.gradelab.small import POINTS, RIGHT

from .hostile.attacks import DIE, EXHAUST, FAKE
from .small import PS, fill, handed_in
from .test_robust import listed

ATTACKS = {**DIE, **FAKE, **EXHAUST}
#: Students of the small class who hand in a right answer.
NEIGHBOURS = ("s000", "s001", "s002")


def _digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _rows(course) -> dict[str, list[tuple]]:
    """Return each student's grades, straight from the file."""
    query = """
        SELECT student_id, auto_score FROM grade
        JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
        JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    """
    rows: dict[str, list[tuple]] = {}
    with sqlite3.connect(course.root / "gradebook.db") as gradebook:
        assert gradebook.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for student, *grade in gradebook.execute(query):
            rows.setdefault(student, []).append(tuple(grade))
    return rows


def test_gradebook_solutions_and_neighbours_are_intact_after_every_attack(released_small, tmp_path):
    course = handed_in(released_small, tmp_path, len(NEIGHBOURS))
    with open(course.root / "nbgrader_config.py", "a") as config:
        config.write("\nc.ExecutePreprocessor.timeout = 3\n")
    released = (course.root / "assignments" / PS / f"{PS}.ipynb").read_text()
    for number, attack in enumerate(ATTACKS.values()):
        path = course.root / "grading" / "submitted" / f"x{number:03}" / PS / f"{PS}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(fill(released, attack.answers, before=attack.code))
    kept = [course.root / name for name in ("solutions", "assignments", "grading/submitted")]
    before = [_digest(folder) for folder in kept]

    output = course.run("gradelab", "grade", PS, "--workers", "2", "--json")

    entries = {entry["student"]: entry for entry in listed(output)}
    assert len(entries) == len(NEIGHBOURS) + len(ATTACKS)
    for student in NEIGHBOURS:
        assert (entries[student]["state"], entries[student]["score"]) == ("graded", 10.0)
    for number, (name, attack) in enumerate(ATTACKS.items()):
        entry = entries[f"x{number:03}"]
        if attack.outcome == "harmless":
            assert (entry["state"], entry["score"]) == ("graded", 10.0), name
        elif attack.outcome == "no credit":
            right = attack.answers["double"] == RIGHT["double"]
            assert entry["score"] <= (POINTS["test-double"] if right else 0.0), name
        else:
            assert entry["state"] == "needs-attention", name
            # The limits of a real run are wide, so that a small bomb runs into the time first.
            assert entry["reason"] in (*attack.outcome, Reason.TIMED_OUT), name
    assert [_digest(folder) for folder in kept] == before
    rows = _rows(course)
    assert rows.keys() == entries.keys()
    assert {len(grades) for grades in rows.values()} == {2}
    again = listed(course.run("gradelab", "grade", PS, "--json"))
    assert [(e["student"], e["state"], e["score"]) for e in again] == [
        (e["student"], e["state"], e["score"]) for e in listed(output)
    ]
