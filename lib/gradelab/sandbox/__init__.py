"""Where students' code runs: under bubblewrap, in kernels forked from a warm parent."""

from gradelab.sandbox.limits import Limits
from gradelab.sandbox.warm import CHECKS, Flooded, Kernel, KernelDied, Sandbox

__all__ = ["CHECKS", "Flooded", "Kernel", "KernelDied", "Limits", "Sandbox"]
