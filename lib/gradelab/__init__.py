"""gradelab: the instructor's side of trainlab, a thin layer over nbgrader."""
