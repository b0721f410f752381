"""How nbgrader sees this course: solutions/ is the source, assignments/ what students get."""

import os
from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader runs this file with get_config defined)

root = Path(__file__).parent
c.CourseDirectory.course_id = "trainlab"
c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"

# Where students fetch and submit: a folder that all of them can reach.
c.Exchange.root = os.environ.get("TRAINLAB_EXCHANGE", str(root / "grading" / "exchange"))

c.ClearSolutions.code_stub = {"python": "raise NotImplementedError  # your code here"}
c.ExecutePreprocessor.timeout = 60

# Students' code runs in gradelab's sandbox alone: formgrader's button and `nbgrader autograde` too.
c.Autograde.exporter_class = "gradelab.commands.autograde.Sandboxed"

# Feedback shows no hidden test, nothing in it runs in a browser, and no page needs the network.
c.GenerateFeedback.exporter_class = "gradelab.commands.page.Page"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "gradelab.preprocessors.Harmless",
    "gradelab.preprocessors.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
# The gradebook: a file in this folder, or a PostgreSQL database.
if "TRAINLAB_DB" in os.environ:
    c.CourseDirectory.db_url = os.environ["TRAINLAB_DB"]
