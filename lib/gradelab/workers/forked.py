"""Imported by the process that workers are forked from: everything that they will need."""

import signal
from importlib import import_module

from gradelab.core import slim

slim.install()
import_module("distributed")
import_module("gradelab.workers.work")

# Ctrl-C reaches every process of a terminal: the first one ends the others.
signal.signal(signal.SIGINT, signal.SIG_IGN)
