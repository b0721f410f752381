"""A machine that cannot confine code: it refuses, says why, and can be told to go on."""

import json
import sys
from pathlib import Path

from nbgrader.api import Gradebook

from .small import PS, handed_in


def test_without_bubblewrap_nothing_is_graded_unless_told_to_and_then_it_is_on_record(
    released_small, tmp_path
):
    course = handed_in(released_small, tmp_path, 1)
    course.environment["PATH"] = str(Path(sys.executable).parent)
    (course.root / "grading" / "submitted" / "a\nb" / PS).mkdir(parents=True)

    refused = course.run("gradelab", "grade", PS, "--workers", "1", fails=True)
    assert "bubblewrap" in refused
    assert "--unsafe" in refused
    assert "Traceback" not in refused
    assert not list(course.root.glob("grading/autograded/*/*/*.ipynb"))
    (plans,) = course.root.glob(f"grading/autograded/.gradelab-plans-{PS}.json")
    plans.write_text("neither read nor written")

    output = course.run("gradelab", "grade", PS, "--workers", "1", "--unsafe", "--json")
    assert "gradelab: Graded without a sandbox" in output
    assert r"gradelab: 'a\nb' is no student's id" in output
    (entry,), _ = json.JSONDecoder().raw_decode(output[output.index("[\n") :])
    assert (entry["score"], entry["sandboxed"]) == (10, False)
    assert plans.read_text() == "neither read nor written"
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        notebook = gradebook.find_submission_notebook(PS, PS, "s000")
        assert any("without a sandbox" in (c.comment or "") for c in notebook.comments)
