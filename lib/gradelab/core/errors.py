"""What gradelab says when something foreseeable is wrong."""


class GradelabError(Exception):
    """A foreseeable mistake; its message is one sentence that says what to do."""


class SandboxUnavailable(GradelabError):
    """Untrusted code cannot be confined on this machine; the message names the remedy."""
