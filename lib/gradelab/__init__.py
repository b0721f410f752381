"""gradelab: the instructor's side of trainlab, a thin layer over nbgrader."""

from trainlab.core import aliases

# Courses' configurations name these plugins by where they stood.
aliases.install(
    {
        f"{__name__}.feedback": f"{__name__}.commands.feedback",
        f"{__name__}.export": f"{__name__}.commands.export",
    }
)
