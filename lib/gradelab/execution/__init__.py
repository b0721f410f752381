"""Running a submission: what the problem set asks, and the two runs that mark it."""
