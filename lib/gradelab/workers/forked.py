"""Imported by the process that workers are forked from: everything that they will need."""

from importlib import import_module

from gradelab.core import slim

slim.install()
import_module("distributed")
import_module("gradelab.workers.work")
