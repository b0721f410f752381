"""The course as nbgrader keeps it: folders, templates of problem sets, marks, gradebook."""
