"""What runs inside the sandbox: standard library, NumPy and IPython alone; never gradelab.

The folder is mounted into the sandbox by itself, so that nothing else of the instructor's side is
there to be read.
"""
