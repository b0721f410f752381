"""What runs inside the sandbox: standard library, NumPy, IPython and ``trainlab.core.place`` alone.

The folder is mounted into the sandbox by itself, so that nothing else of the instructor's side,
gradelab, is there to be read.
"""
