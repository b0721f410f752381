"""``python -m gradelab.sandbox`` tries to confine code here; it says why where that cannot be."""

import sys

from gradelab.core.errors import SandboxUnavailable
from gradelab.sandbox import Sandbox

try:
    with Sandbox():
        pass
except SandboxUnavailable as refused:
    sys.exit(str(refused))
