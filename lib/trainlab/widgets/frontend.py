"""Whether there is a page on which a widget can be seen and moved."""

import os

#: Set by JupyterLab, VS Code and Colab for their kernels, not by nbconvert or nbval.
_VARIABLES = ("JPY_SESSION_NAME", "VSCODE_PID", "COLAB_RELEASE_TAG")


def has_front_end() -> bool:
    """Return whether somebody can see and move a widget."""
    return any(name in os.environ for name in _VARIABLES)
