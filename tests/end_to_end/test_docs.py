"""The ten commands of docs/grading.md, run exactly as they are written."""

import csv
import re
import subprocess

from tests.course import PS1, ROOT, Course, answered, solution_cells

PAGE = (ROOT / "docs" / "grading.md").read_text(encoding="utf-8")


def _block(kind: str) -> str:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]


def _hand_in(course, student: str) -> None:
    home = course.root.parent / student
    home.mkdir()
    there = ("--course", "trainlab", f"--Exchange.root={course.exchange}")
    course.run("nbgrader", "fetch_assignment", PS1, *there, cwd=home)
    answered(course.released, solution_cells(), home / PS1 / f"{PS1}.ipynb")
    who = f"--CourseDirectory.student_id={student}"
    course.run("nbgrader", "submit", PS1, *there, who, cwd=home)


def test_the_ten_commands_lead_from_zero_to_exported_grades(tmp_path):
    course = Course.unreleased(tmp_path)
    (course.root / "students.csv").write_text(_block("csv"))
    commands = _block("sh").splitlines()
    assert len(commands) == 10
    for command in commands:
        script = command.replace("/srv/trainlab", str(course.exchange))
        if command.startswith("export"):
            assert "TRAINLAB_EXCHANGE" in course.environment
        if command.startswith("nbgrader collect"):
            _hand_in(course, "ada")
        done = subprocess.run(
            script,
            shell=True,
            cwd=course.root,
            env=course.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"
    with (course.root / "grades.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][-1] == PS1
    assert [row[0] for row in rows[2:]] == ["Lovelace, Ada", "Bitdiddle, Ben"]
    assert [row[-1] for row in rows[2:]] == ["90", ""]
    assert list((course.exchange / "trainlab" / "feedback").glob("*.html"))
    assert (course.root / "status.png").exists()
